"""A speaker's promise counts for them and for the days they were asked about, and for nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from programmes.library.models import Speaker, Thing
from programmes.tailoring import services
from programmes.tailoring.models import Gathering, ProgrammeItem, ProgrammeModule
from programmes.tailoring.speakers import booking
from programmes.tailoring.speakers.agenda import days_of
from tests.programmes.library.factories import make_speaker, thing_of
from tests.programmes.tailoring.factories import give_speaker, make_guest
from tests.programmes.tailoring.pages import text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaker(locales: object) -> Thing:
    return make_guest(Speaker, title="Astrid Vik")


@pytest.fixture
def talk(module: ProgrammeModule, speaker: Thing) -> ProgrammeItem:
    return give_speaker(module, speaker)


def form_of(item: ProgrammeItem, **changes: Any) -> dict[str, Any]:
    return {
        "token": services.token_of(ProgrammeModule.objects.get(pk=item.programme_module_id)), "required": "on",
        "opens_on": "", "due_on": "", "module": item.programme_module_id, "phase": item.phase, "title_override_nb": "",
        "title_override_da": "", "introduction_override_nb": "", "introduction_override_da": "", "minutes_override": "",
        "speaker_override": item.speaker_override_id or "", **changes,
    }  # fmt: skip


def saved(item: ProgrammeItem) -> ProgrammeItem:
    return ProgrammeItem.objects.select_related("thing__current_edition").get(pk=item.pk)


def confirm(editor: Client, item: ProgrammeItem) -> ProgrammeItem:
    response = editor.post(url("item", item.pk), form_of(item, has_confirmed="on"))
    assert response.status_code == 302
    return saved(item)


def test_who_confirmed_is_noted_with_who_noted_it(editor: Client, talk: ProgrammeItem, speaker: Thing) -> None:
    item = confirm(editor, talk)
    day = item.programme_module.gatherings.get().starts_at.date().isoformat()
    assert (item.speaker_confirmed, item.speaker_confirmed_days) == (speaker, [day])
    assert item.speaker_confirmed_at is not None
    assert booking.is_confirmed(item)
    page = text_of(editor.get(url("item", item.pk)))
    assert "Notert av Kari Nes" in page


def test_a_confirmation_is_taken_back(editor: Client, talk: ProgrammeItem) -> None:
    item = confirm(editor, talk)
    editor.post(url("item", item.pk), form_of(item))
    assert saved(item).speaker_confirmed_at is None
    assert not booking.is_confirmed(saved(item))


def test_saving_something_else_keeps_it(editor: Client, talk: ProgrammeItem) -> None:
    item = confirm(editor, talk)
    editor.post(url("item", item.pk), form_of(item, has_confirmed="on", minutes_override="50"))
    assert saved(item).speaker_confirmed_at == item.speaker_confirmed_at


def test_another_speaker_has_promised_nothing(editor: Client, talk: ProgrammeItem) -> None:
    item = confirm(editor, talk)
    other = thing_of(make_speaker({"nb": "Bo Holm"}))
    editor.post(url("item", item.pk), form_of(item, has_confirmed="on", speaker_override=other.pk))
    assert (saved(item).speaker_override, saved(item).speaker_confirmed_at) == (other, None)


def test_another_day_is_asked_again_and_the_old_one_still_counts(editor: Client, talk: ProgrammeItem) -> None:
    item = confirm(editor, talk)
    gathering = item.programme_module.gatherings.get()
    first = gathering.starts_at
    move(gathering, timedelta(days=7))
    assert not booking.is_confirmed(saved(item))
    assert "handlet om en annen dag" in text_of(editor.get(url("item", item.pk)))
    move(gathering, first - gathering.starts_at)
    assert booking.is_confirmed(saved(item))


def move(gathering: Gathering, by: timedelta) -> None:
    gathering.starts_at += by
    gathering.ends_at += by
    gathering.save()


def test_nobody_can_not_confirm(editor: Client, talk: ProgrammeItem) -> None:
    thing = talk.thing
    thing.current_edition.facts["kind"] = "talk"
    type(thing.current_edition)._base_manager.bulk_update([thing.current_edition], ["facts"])
    ProgrammeItem.objects.filter(pk=talk.pk).update(speaker_override=None)
    response = editor.post(url("item", talk.pk), form_of(saved(talk), has_confirmed="on"))
    assert list(response.context["form"].errors) == ["has_confirmed"]


def test_only_talks_at_gatherings_of_programmes_ask(editor: Client, item: ProgrammeItem) -> None:
    assert "has_confirmed" not in editor.get(url("item", item.pk)).context["form"].fields


def agenda(*rows: tuple[str, ProgrammeItem | None]) -> list[dict[str, Any]]:
    return [{"from": begins, **({"item": str(item.uuid)} if item else {"text": {}})} for begins, item in rows]


def test_a_gathering_over_two_days_takes_both_unless_its_agenda_says_which(talk: ProgrammeItem) -> None:
    gathering = talk.programme_module.gatherings.get()
    gathering.ends_at += timedelta(days=1)
    first: date = gathering.starts_at.date()
    both = [first, first + timedelta(days=1)]
    other = Gathering(starts_at=gathering.starts_at + timedelta(days=9))
    held = [gathering, other, Gathering(), Gathering(starts_at=gathering.starts_at, cancelled_at=gathering.starts_at)]
    assert days_of(gathering) == both
    for rows, days in [
        ([], [*both, first + timedelta(days=9)]),
        ([("09:00", None), ("10:00", None), ("08:30", talk)], both[1:]),
        ([("09:00", talk), ("10:00", None), ("08:30", None)], both[:1]),
        ([("09:00", talk), ("08:30", talk)], both),
        # An agenda of one day for both of them.
        ([("09:00", None), ("10:00", talk)], both),
    ]:
        gathering.agenda = agenda(*rows)
        assert booking.days_of_item(talk, held) == days
