"""A completed programme stays as it was, whatever happens to the library. Only people can still disappear from it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from programmes.library.models import Edition, EditionText, IndustryCase, Speaker, Thing
from programmes.library.vocabulary import Phase
from programmes.tailoring import checks, status
from programmes.tailoring.models import KeptGuest, ProgrammeItem
from tests.programmes.conftest import staff
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built

pytestmark = pytest.mark.django_db
# Tokens of forms are new on every page.
CHANGES_EACH_TIME = re.compile(r"\b[A-Za-z0-9]{64}\b")


def give_guests(built: Built) -> None:
    """Every gathering has a speaker, and every preparation a case."""
    speaker = Speaker.objects.create(
        locale_id=1, title="Ola Nes", role="Direktør", country="NO", language="nb", live=True, organisation="Havrum"
    )
    case = IndustryCase.objects.create(
        locale_id=1, title="Sykehuset", organisation="Sykehuset", sector="health", country="NO", live=True
    )
    for row in (speaker, case):
        publish(row.thing, 1, row.title)
    ProgrammeItem.objects.filter(phase=Phase.GATHERING).update(speaker_override=speaker.thing)
    thing = built.item(Phase.PREPARATION).thing
    facts = {**thing.current_edition.facts, "case": str(case.translation_key)}
    publish(thing, 2, "Med case", **facts)


def publish(thing: Thing, number: int, title: str, **facts: object) -> None:
    edition = Edition.objects.create(thing=thing, number=number, kind="new", facts=facts)
    for language in ("nb", "da"):
        content = {"title": title, "body": [], "organisation": title}
        EditionText.objects.create(edition=edition, language=language, title=title, lead=title, content=content)
    Thing.objects.filter(pk=thing.pk).update(current_edition=edition, label=title)


def change_everything() -> None:
    """Every library object says something else, and is archived."""
    for thing in Thing.objects.all():
        publish(thing, 9, "Changed", kind="podcast", minutes=99, theme="technology")
    Thing.objects.update(archived_at=timezone.now())
    Speaker.objects.update(title="Changed", organisation="Changed", live=False)
    IndustryCase.objects.update(title="Changed", organisation="Changed", sector="energy", live=False)


class Pages:
    """The pages of a participant and of staff, in both languages."""

    def __init__(self, built: Built) -> None:
        self.participant, self.staff = Client(), Client()
        self.participant.force_login(factories.enrol(built))
        self.staff.force_login(staff("staff@example.com", "view_programme", "change_programme"))
        self.built = built
        # Opening an element is a mark of its own; they are all opened before anything is compared.
        for item in built.items:
            self.participant.get(reverse("my_element", args=[item.uuid]))

    def read(self) -> dict[str, str]:
        found = {}
        for language in ("nb", "da"):
            with translation.override(language):
                paths = [
                    reverse("my_programme"),
                    reverse("my_schedule"),
                    *(reverse("my_module", args=[module.uuid]) for module in self.built.modules),
                    *(reverse("my_gathering", args=[row.uuid]) for row in self.built.gatherings),
                    *(reverse("my_element", args=[item.uuid]) for item in self.built.items),
                ]
            found |= {path: self._page(self.participant, path) for path in paths}
        board = reverse("programmes:board", args=[self.built.programme.pk])
        return found | {board: self._page(self.staff, board)}

    def _page(self, client: Client, path: str) -> str:
        answer = client.get(path)
        assert answer.status_code == 200, path
        return CHANGES_EACH_TIME.sub("", answer.content.decode())


@pytest.fixture
def built(locales: object, monkeypatch: pytest.MonkeyPatch) -> Built:
    monkeypatch.setattr(checks, "_checks", [])
    built = factories.make_programme(modules=2, items=4)
    built.programme.modules.update(starts_on=timezone.localdate() - timedelta(weeks=30), ends_on=None)
    ProgrammeItem.objects.update(opens_on=None, due_on=None)
    give_guests(built)
    built.programme.template = factories.make_programme(modules=1).programme
    built.programme.save()
    status.change(built.programme, "completed", timezone.localdate())
    return built


def test_a_completed_programme_stays_as_it_was(built: Built) -> None:
    pages = Pages(built)
    before = pages.read()
    assert any("Ola Nes" in page for page in before.values())
    assert any("Med case" in page for page in before.values())
    assert any("Sykehuset" in page for page in before.values())
    change_everything()
    assert pages.read() == before


@pytest.mark.parametrize("how", ["withdrawn", "erased"])
def test_a_person_who_is_gone_is_the_one_thing_that_disappears(built: Built, how: str) -> None:
    pages = Pages(built)
    before = pages.read()
    if how == "withdrawn":
        Speaker.objects.update(consent_expires_on=timezone.localdate() - timedelta(days=1))
    else:
        Speaker.objects.all().delete()
    after = pages.read()
    assert not any("Ola Nes" in page for page in after.values())
    assert any("Sykehuset" in page for page in after.values())
    same = [path for path in before if "Ola Nes" not in before[path]]
    assert same
    assert all(after[path] == before[path] for path in same)


def test_completing_keeps_each_guest_once(built: Built) -> None:
    names = [str(kept) for kept in KeptGuest.objects.all()]
    assert (names.count("Ola Nes"), names.count("Sykehuset")) == (1, 1)
