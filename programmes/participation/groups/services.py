"""What members and the course leader do in a group's space. Whoever calls came through `access`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from cms.accounts.models import User
from programmes.participation.groups.models import Contribution, Decision, NetworkEntry
from programmes.participation.models import LeaderGroup
from programmes.participation.writing.forms import Saved, Written, bring_together
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule


def say(
    user: User, group: LeaderGroup, module: ProgrammeModule, item: ProgrammeItem | None, text: str
) -> Contribution | None:
    """Answer a question, or comment; also for the course leader. Sent twice it stands once."""
    if not text.strip():
        return None
    return Contribution.objects.get_or_create(
        leader_group=group, programme_module=module, item=item, author=user, text=text
    )[0]


@transaction.atomic
def rephrase(row: Contribution, written: Sequence[Written]) -> Saved:
    """Change what one said oneself; an empty text takes it away."""
    row = Contribution.objects.select_for_update().get(pk=row.pk)
    saved = bring_together(written, [row.text])
    if not saved.texts[0].strip():
        row.delete()
    elif saved.texts[0] != row.text:
        row.text = saved.texts[0]
        row.save(update_fields=["text", "updated_at"])
    return saved


def decide(user: User, group: LeaderGroup, module: ProgrammeModule, text: str) -> Decision | None:
    """Write down what the group agreed on. Sent twice it stands once."""
    if not text.strip():
        return None
    same = Decision.objects.filter(leader_group=group, programme_module=module, text=text).first()
    return same or Decision.objects.create(
        leader_group=group, programme_module=module, text=text, decided_by=user, changed_by=user
    )


@transaction.atomic
def redecide(user: User, row: Decision, written: Sequence[Written]) -> Saved:
    """Write on a decision together with what others wrote meanwhile; an empty text takes it away."""
    row = Decision.objects.select_for_update().get(pk=row.pk)
    saved = bring_together(written, [row.text])
    if not saved.texts[0].strip():
        row.delete()
    elif saved.texts[0] != row.text:
        row.text, row.changed_by = saved.texts[0], user
        row.save(update_fields=["text", "changed_by", "updated_at"])
    return saved


def join_network(user: User, programme: Programme, **shown: object) -> None:
    """Stand on the programme's network list with what one chose to show."""
    NetworkEntry.objects.update_or_create(user=user, programme=programme, defaults=shown)


def leave_network(user: User, programme: Programme) -> None:
    NetworkEntry.objects.filter(user=user, programme=programme).delete()


def changed_since(row: Contribution | Decision) -> bool:
    """Whether somebody wrote on it after it was first said."""
    return (row.updated_at - row.created_at) > timedelta(minutes=1)
