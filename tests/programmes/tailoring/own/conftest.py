"""A programme with an element, a speaker and a case that it alone has, all of them published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from wagtail.models import Locale

from cms.accounts.models import User
from programmes.library.models import IndustryCase, LearningElement, LibraryObject, Speaker, Thing
from programmes.library.vocabulary import Phase, ThingKind
from programmes.tailoring.models import Programme, ProgrammeItem
from programmes.tailoring.own import services

MARK = "Kvernsund"
CONSENT = {"consent_given_on": "2026-01-01"}


@dataclass
class OwnThings:
    programme: Programme
    element: LearningElement
    speaker: Speaker
    case: IndustryCase

    @property
    def rows(self) -> list[LibraryObject]:
        return [self.element, self.speaker, self.case]

    @property
    def things(self) -> list[Thing]:
        return [row.thing for row in self.rows]

    @property
    def item(self) -> ProgrammeItem:
        return ProgrammeItem.objects.get(thing=self.element.translation_key)


def publish(row: LibraryObject, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    row.save_revision().publish()
    row.refresh_from_db()


def make_own(programme: Programme, by: User) -> OwnThings:
    """Everything a programme can have of its own; the element names the speaker and the case."""
    module = programme.modules.first()
    speaker = services.make(
        programme, ThingKind.SPEAKER, f"{MARK} Taler", "nb", by, country="NO", language="nb", organisation=MARK
    )
    case = services.make(
        programme, ThingKind.CASE, f"{MARK} Case", "nb", by, organisation=MARK, sector="health", country="NO"
    )
    element = services.make(
        programme, ThingKind.ELEMENT, f"{MARK} Film", "nb", by, (module, Phase.GATHERING), kind="talk",
        theme="organisation", minutes=20, phase="gathering",
    )  # fmt: skip
    publish(speaker, **CONSENT)
    publish(case, challenge=MARK, action="…", result="…", **CONSENT)
    publish(element, speaker_id=speaker.translation_key, case_id=case.translation_key, lead=MARK)
    return OwnThings(programme, element, speaker, case)


@pytest.fixture
def by(locales: dict[str, Locale]) -> User:
    return User.objects.create_user("maker@example.com")


@pytest.fixture
def own(programme: Programme, by: User) -> OwnThings:
    return make_own(programme, by)
