"""Programmes: made from a template, put in order, filled, and held to editions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Count
from django.utils import timezone

from programmes.library.models import Edition
from programmes.library.services import edition_published
from programmes.library.vocabulary import Phase
from programmes.tailoring import removing, services
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem
from programmes.tailoring.tasks import pin_opened_modules
from tests.programmes.tailoring.factories import (
    STARTS_ON,
    make_programme,
    make_template,
    make_thing,
    many_things,
    publish,
)

pytestmark = pytest.mark.django_db


# --- from a template --------------------------------------------------------------------------------------------------


def test_a_programme_has_what_its_template_has_with_dates() -> None:
    template = make_template()
    programme = make_programme(template, sector="health", aim={"nb": "Vi vil lære."})
    assert (programme.template, programme.status, programme.is_template) == (template, "draft", False)
    modules = list(programme.modules.annotate(n=Count("items")))
    assert [module.module_id for module in modules] == list(template.modules.values_list("module", flat=True))
    assert [module.n for module in modules] == [3, 3, 3, 3]
    assert modules[1].starts_on == modules[0].ends_on + timedelta(days=1) == date(2027, 5, 3)
    prepared = modules[0].items.get(phase=Phase.PREPARATION)
    assert (prepared.opens_on, prepared.due_on) == (date(2027, 2, 8), date(2027, 2, 26))


def test_gatherings_are_on_thursdays_with_the_hours_of_their_agenda_in_the_clients_country() -> None:
    programme = make_programme(country="DK")
    gathering = Gathering.objects.filter(programme_module__programme=programme).first()
    assert gathering.starts_at.isoformat() == "2027-03-04T08:00:00+00:00"
    assert (gathering.ends_at - gathering.starts_at) == timedelta(hours=5, minutes=30)
    assert gathering.timezone == "Europe/Copenhagen"


def test_the_agenda_names_the_new_programmes_own_items() -> None:
    programme = make_programme()
    gathering = Gathering.objects.filter(programme_module__programme=programme).first()
    named = ProgrammeItem.objects.get(uuid=gathering.agenda[0]["item"])
    assert named.programme_module == gathering.programme_module


def test_a_module_may_have_a_start_and_a_pause_of_its_own() -> None:
    template = make_template()
    second = template.modules.select_related("module")[1].module.code
    pause = (date(2027, 6, 28), date(2027, 8, 8))
    programme = make_programme(template, module_starts={second: date(2027, 5, 10)}, pauses={second: pause})
    first, changed, third = list(programme.modules.all())[:3]
    assert first.ends_on == date(2027, 5, 2)
    assert (changed.starts_on, changed.ends_on, changed.pause_from) == (date(2027, 5, 10), date(2027, 9, 19), pause[0])
    assert third.starts_on == date(2027, 9, 20)


def test_without_a_start_the_weeks_are_kept() -> None:
    programme = make_programme(starts_on=None)
    item = ProgrammeItem.objects.filter(programme_module__programme=programme, phase=Phase.AFTER_WORK).first()
    assert (item.opens_week, item.due_week, item.due_on) == (6, 11, None)


@pytest.mark.parametrize(("items", "queries"), [(5, 7), (40, 10)])
def test_a_new_programme_costs_few_queries(items: int, queries: int, django_assert_num_queries: Any) -> None:
    """Only the statements that write many rows are repeated, one for 50 rows: 160 items are three more than 20."""
    template = make_template(items_per_module=items)
    with django_assert_num_queries(queries):
        make_programme(template)


# --- order and content ------------------------------------------------------------------------------------------------


def one_module() -> Any:
    return make_programme(make_template(items_per_module=9)).modules.first()


def test_items_take_the_order_given() -> None:
    items = list(one_module().items.filter(phase=Phase.PREPARATION))
    services.reorder(items[::-1])
    assert list(items[0].programme_module.items.filter(phase=Phase.PREPARATION)) == items[::-1]


def test_an_item_moves_last_into_another_module_with_that_modules_dates() -> None:
    programme = make_programme(make_template(items_per_module=9))
    first, second = list(programme.modules.all())[:2]
    item = first.items.filter(phase=Phase.AFTER_WORK).first()
    services.move_item(item, second, Phase.PREPARATION)
    assert list(second.items.filter(phase=Phase.PREPARATION))[-1] == item
    assert item.due_on == services.span_of(second).due_on(11)


def test_an_item_does_not_move_where_its_element_is_already() -> None:
    programme = make_programme()
    first, second = list(programme.modules.all())[:2]
    item = first.items.first()
    services.add_things(second, [item.thing], Phase.PREPARATION)
    with pytest.raises(removing.AlreadyThere):
        services.move_item(item, second, Phase.PREPARATION)


def test_an_item_stays_in_its_programme() -> None:
    item = one_module().items.first()
    with pytest.raises(ValueError, match="stays"):
        services.move_item(item, one_module(), Phase.PREPARATION)


def test_things_are_added_last_with_the_dates_of_the_item_before_and_only_once() -> None:
    module = one_module()
    last = module.items.filter(phase=Phase.AFTER_WORK).last()
    things = many_things(3)
    added = services.add_things(module, [*things, last.thing, things[0]], Phase.AFTER_WORK)
    assert [item.thing for item in added] == things
    assert list(module.items.filter(phase=Phase.AFTER_WORK))[-3:] == added
    assert {item.due_on for item in added} == {last.due_on}


def test_what_is_removed_stays_in_the_library() -> None:
    item = one_module().items.first()
    thing = item.thing
    removing.remove(item)
    assert not ProgrammeItem.objects.filter(thing=thing, programme_module=item.programme_module).exists()
    thing.refresh_from_db()


def test_a_new_start_moves_items_and_gatherings() -> None:
    module = one_module()
    module.starts_on = STARTS_ON + timedelta(weeks=2)
    services.reschedule(module)
    assert module.items.filter(phase=Phase.PREPARATION).first().opens_on == date(2027, 2, 22)
    gathering = module.gatherings.get()
    assert (timezone.localdate(gathering.starts_at), gathering.sequence) == (date(2027, 3, 18), 1)
    assert module.ends_on == date(2027, 5, 16)


def test_changing_nothing_leaves_calendars_alone() -> None:
    module = one_module()
    services.reschedule(module)
    assert module.gatherings.get().sequence == 0


# --- editions ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def running() -> Programme:
    programme = make_programme()
    Programme.objects.filter(pk=programme.pk).update(status=Programme.Status.RUNNING)
    programme.refresh_from_db()
    return programme


def pinned(programme: Programme) -> list[int]:
    return [module.items.exclude(pinned_edition=None).count() for module in programme.modules.all()]


def test_a_module_is_pinned_when_it_opens(running: Programme) -> None:
    assert services.pin_opened_modules(STARTS_ON - timedelta(days=1)) == 0
    assert services.pin_opened_modules(STARTS_ON) == 3
    assert pinned(running) == [3, 0, 0, 0]
    first = running.modules.first()
    assert first.pinned_edition == first.module.current_edition


def test_pinning_again_changes_nothing(running: Programme) -> None:
    services.pin_opened_modules(STARTS_ON)
    item = running.modules.first().items.first()
    publish(item.thing, 2)
    assert services.pin_opened_modules(STARTS_ON) == 0
    item.refresh_from_db()
    assert item.edition.number == 1


def test_drafts_follow_the_library() -> None:
    programme = make_programme()
    assert services.pin_opened_modules(STARTS_ON) == 0
    assert pinned(programme) == [0, 0, 0, 0]


def test_a_completed_programme_stays_as_it_was(running: Programme) -> None:
    Programme.objects.filter(pk=running.pk).update(status=Programme.Status.COMPLETED)
    services.pin_opened_modules(STARTS_ON)
    assert pinned(running) == [3, 3, 3, 3]


def test_the_task_pins_what_has_opened_today(running: Programme) -> None:
    running.modules.update(starts_on=None, ends_on=None)
    running.modules.filter(pk=running.modules.first().pk).update(starts_on=timezone.localdate())
    pin_opened_modules()
    assert pinned(running) == [3, 0, 0, 0]


@pytest.mark.parametrize("programmes", [1, 5])
def test_pinning_costs_two_statements(programmes: int, django_assert_num_queries: Any) -> None:
    template = make_template()
    for _number in range(programmes):
        make_programme(template)
    Programme.objects.filter(kind="delivery").update(status="running")
    with django_assert_num_queries(4):  # and a savepoint around them
        services.pin_opened_modules(STARTS_ON)


def test_a_correction_reaches_those_who_hold_on_to_the_edition(running: Programme) -> None:
    services.pin_opened_modules(STARTS_ON)
    item = running.modules.first().items.first()
    before = item.pinned_edition
    correction = publish(item.thing, 1, correction=1)
    edition_published.send(Edition, edition=correction, corrects=before)
    item.refresh_from_db()
    assert item.edition == correction


def test_a_correction_of_a_later_edition_does_not(running: Programme) -> None:
    services.pin_opened_modules(STARTS_ON)
    item = running.modules.first().items.first()
    second = publish(item.thing, 2)
    edition_published.send(Edition, edition=second, corrects=None)
    edition_published.send(Edition, edition=publish(item.thing, 2, correction=1), corrects=second)
    item.refresh_from_db()
    assert item.edition.number == 1
    assert item.update_available


def test_what_is_added_to_an_open_module_is_pinned_at_once(running: Programme) -> None:
    module = running.modules.first()
    module.starts_on = timezone.localdate()
    module.ends_on = None
    module.save()
    thing = make_thing()
    [item] = services.add_things(module, [thing], Phase.PREPARATION)
    assert item.pinned_edition == thing.current_edition
