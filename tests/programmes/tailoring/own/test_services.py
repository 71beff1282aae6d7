"""What one programme alone has: how it begins, where it stands, how it comes to the library, and what copies do."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from programmes.library import own as library
from programmes.library.duplicates import likely
from programmes.library.models import LearningElement, Thing
from programmes.library.vocabulary import Phase, ThingKind
from programmes.participation.models import Completion
from programmes.tailoring.copying import own_of, template_of
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem
from programmes.tailoring.own import services
from programmes.tailoring.services import add_things
from tests.growth import many
from tests.programmes.library.factories import make_element
from tests.programmes.tailoring.factories import make_programme
from tests.programmes.tailoring.own.conftest import MARK, OwnThings


def logged(action: str) -> list[str]:
    rows = ModelLogEntry.objects.filter(action=action).order_by("pk")
    return [row.data.get("name") or row.label for row in rows]


def test_what_is_made_stands_in_its_programme_and_is_a_draft(programme: Programme, by: User) -> None:
    module = programme.modules.first()
    row = services.make(
        programme, ThingKind.ELEMENT, "Vår egen øvelse", "da", by, (module, Phase.AFTER_WORK), kind="task",
        theme="strategy", minutes=30, phase="after_work",
    )  # fmt: skip
    item = ProgrammeItem.objects.get(thing=row.translation_key)
    assert (item.programme_module, item.phase, row.locale.language_code) == (module, Phase.AFTER_WORK, "da")
    assert (row.live, row.thing.own_to, row.thing.label, row.thing.current_edition) == (
        False, programme, "Vår egen øvelse", None,
    )  # fmt: skip
    assert logged(services.MADE) == ["Vår egen øvelse"]


def test_a_module_is_never_one_programmes_own(programme: Programme) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Thing.objects.create(kind=ThingKind.MODULE, code="own", label="Own", own_to=programme)


def test_what_others_have_cannot_be_added(own: OwnThings) -> None:
    theirs = make_programme().modules.first()
    assert add_things(theirs, own.things[:1], Phase.PREPARATION) == []


def test_moving_takes_along_those_it_names_and_changes_nothing_else(own: OwnThings, by: User) -> None:
    item, person = own.item, User.objects.create_user("p@example.com")
    Completion.objects.create(user=person, item=item)
    before = (item.pk, item.uuid, own.element.thing.current_edition_id)
    moved = services.move(own.element.thing, own.programme, by)
    assert {thing.pk for thing in moved} == {row.translation_key for row in own.rows}
    assert not Thing.objects.filter(own_to__isnull=False).exists()
    after = own.item
    assert (after.pk, after.uuid, own.element.thing.current_edition_id) == before
    assert Completion.objects.filter(user=person, item=after).exists()
    assert len(logged(services.MOVED)) == len(logged(library.MOVED)) == 3


def test_moving_a_guest_leaves_the_element_where_it_is(own: OwnThings, by: User) -> None:
    assert [thing.pk for thing in services.move(own.speaker.thing, own.programme, by)] == [own.speaker.translation_key]
    assert own.element.thing.own_to == own.programme


def test_moving_twice_is_moving_once(own: OwnThings, by: User) -> None:
    services.move(own.case.thing, own.programme, by)
    assert services.move(own.case.thing, own.programme, by) == []
    assert len(logged(services.MOVED)) == 1


def test_a_copy_and_a_template_say_what_stays_behind(own: OwnThings) -> None:
    gathering = Gathering.objects.filter(programme_module=own.item.programme_module).get()
    gathering.agenda = [{"from": "09:00", "to": "10:00", "item": str(own.item.uuid)}]
    gathering.save()
    copy = template_of(own.programme)
    assert own_of(copy) == [f"{MARK} Film"]
    copy.programme.slug = "mal"
    template = copy.save()
    things = ProgrammeItem.objects.filter(programme_module__programme=template)
    assert things.count() == ProgrammeItem.objects.filter(programme_module__programme=own.programme).count() - 1
    agenda = Gathering.objects.get(programme_module__programme=template, programme_module__position=1).agenda
    assert agenda == [{"from": "09:00", "to": "10:00", "text": {}}]


def test_an_own_speaker_of_a_librarys_element_stays_behind(own: OwnThings) -> None:
    other = own.programme.modules.first().items.exclude(pk=own.item.pk).first()
    other.speaker_override = own.speaker.thing
    other.save()
    copy = template_of(own.programme)
    assert own_of(copy) == [f"{MARK} Taler", f"{MARK} Film"]
    assert all(item.speaker_override is None for item in copy.items)


@pytest.mark.parametrize("number", [5, many(50)])
def test_the_list_costs_the_same(own: OwnThings, by: User, number: int, django_assert_num_queries: Any) -> None:
    for count in range(number - len(own.rows)):
        services.make(own.programme, ThingKind.SPEAKER, f"Navn {count}", "nb", by, country="NO", language="nb")
    with django_assert_num_queries(5):
        assert len(services.own_content(own.programme, "nb")) == number


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("En kommune blir digital", {"En kommune blir digital": True}),
        ("en kommune blir DIGITAL!", {"En kommune blir digital": True}),
        ("En komune blir digital", {"En kommune blir digital": False}),
        ("Ledelse på avstand", {}),
        ("…", {}),
    ],
)
def test_titles_alike_are_found(locales: object, title: str, found: dict[str, bool]) -> None:
    make_element({"nb": "En kommune blir digital"})
    make_element({"nb": "Strategi i praksis"})
    assert {each.title: each.same for each in likely(LearningElement, [title])} == found


def test_likeness_does_not_look_at_what_is_ones_own(own: OwnThings) -> None:
    assert likely(LearningElement, [f"{MARK} Film"]) == []
