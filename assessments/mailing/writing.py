"""What participants are written about a round, each in their own language. This room knows people, and of answers
nothing but who has not delivered yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from assessments.ballots.models import Round
from assessments.ballots.pages import title_of
from assessments.ballots.promise import moment
from cms.accounts.models import User
from cms.mail.services import Letter


@dataclass(frozen=True)
class Writer:
    """Writes one kind of letter ("invitation" or "reminder") about a round, loaded with programme and version."""

    round: Round
    kind: str

    def letter_to(self, person: User) -> Letter:
        with override(person.language):
            context = self._context(person)
            subject = render_to_string(f"email/mapping/{self.kind}_subject.txt", context)
            body = render_to_string(f"email/mapping/{self.kind}.txt", context)
        leader = self.round.programme.course_leader
        return Letter(person.email, " ".join(subject.split()), body.strip() + "\n", leader.email if leader else "")

    def _context(self, person: User) -> dict[str, Any]:
        round = self.round
        return {
            "person": person,
            "round": round,
            "programme": round.programme,
            "title": title_of(round),
            "questions": len(round.version.content.items),
            "closes": moment(round.closes_at) if round.closes_at else "",
            "address": f"{settings.BASE_URL}{reverse('mapping_round', args=[round.pk])}",
        }
