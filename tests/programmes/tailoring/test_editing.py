"""One module at a time: its time, gatherings and items; the second of two editors is told and loses nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes.library.vocabulary import Phase
from programmes.tailoring import services
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from tests.growth import many
from tests.programmes.tailoring.factories import make_programme, make_template, many_things, publish
from tests.programmes.tailoring.pages import text_of, url

pytestmark = pytest.mark.django_db
# With what Wagtail asks for its own frame: session, user, permissions, menu.
ADD_QUERIES = 14


# --- one module -------------------------------------------------------------------------------------------------------


def test_a_new_start_moves_the_module(editor: Client, module: ProgrammeModule) -> None:
    form = {
        "token": services.token_of(module),
        "weeks": 13,
        "starts_on": "2027-02-08",
        "pause_from": "",
        "pause_to": "",
    }
    assert editor.post(url("module", module.pk), form).status_code == 302
    module.refresh_from_db()
    assert module.ends_on == date(2027, 5, 9)


@pytest.mark.parametrize(
    ("pause", "field"),
    [
        (("2027-03-01", ""), "pause_to"),
        (("2027-03-08", "2027-03-01"), "pause_to"),
        (("2027-01-01", "2027-02-14"), "pause_from"),
    ],
)
def test_a_pause_that_can_not_be_is_said_by_the_field(
    editor: Client, module: ProgrammeModule, pause: tuple[str, str], field: str
) -> None:
    form = {"token": services.token_of(module), "weeks": 13, "starts_on": "2027-02-01"}
    response = editor.post(url("module", module.pk), {**form, "pause_from": pause[0], "pause_to": pause[1]})
    assert list(response.context["form"].errors) == [field]


def test_the_second_editor_is_told_and_loses_nothing(editor: Client, module: ProgrammeModule) -> None:
    old = services.token_of(module)
    services.touch(module)
    form = {"token": old, "weeks": 9, "starts_on": "2027-02-15", "pause_from": "", "pause_to": ""}
    response = editor.post(url("module", module.pk), form)
    page = text_of(response)
    module.refresh_from_db()
    assert (response.status_code, module.weeks) == (200, 13)
    assert "Noen andre endret denne modulen mens du hadde den åpen" in page
    assert 'value="2027-02-15"' in page
    # With the token of that answer they save what they wrote.
    editor.post(url("module", module.pk), {**form, "token": response.context["token"]})
    module.refresh_from_db()
    assert module.weeks == 9


def test_items_move_by_buttons(editor: Client) -> None:
    module = make_programme(make_template(items_per_module=9)).modules.first()
    first, second, third = module.items.filter(phase=Phase.PREPARATION)
    editor.post(url("order", module.pk), {"token": services.token_of(module), "down": first.pk})
    module.refresh_from_db()
    editor.post(url("order", module.pk), {"token": services.token_of(module), "up": third.pk})
    assert list(module.items.filter(phase=Phase.PREPARATION)) == [second, third, first]


@pytest.mark.parametrize("named", [{}, {"up": "nonsense"}, {"down": 0}])
def test_what_is_not_in_the_module_does_not_move(
    editor: Client, module: ProgrammeModule, named: dict[str, Any]
) -> None:
    form = {"token": services.token_of(module), **named}
    assert editor.post(url("order", module.pk), form).status_code in (302, 404)


def test_items_take_the_order_they_were_dragged_to(editor: Client) -> None:
    module = make_programme(make_template(items_per_module=9)).modules.first()
    items = list(module.items.filter(phase=Phase.PREPARATION))
    wanted = [items[2], items[0], items[1]]
    form = {"token": services.token_of(module), "phase": Phase.PREPARATION, "items": [row.pk for row in wanted]}
    editor.post(url("arrange", module.pk), form)
    assert list(module.items.filter(phase=Phase.PREPARATION)) == wanted


def test_an_order_from_an_old_page_is_refused(editor: Client) -> None:
    module = make_programme(make_template(items_per_module=9)).modules.first()
    items = list(module.items.filter(phase=Phase.PREPARATION))
    old = services.token_of(module)
    services.touch(module)
    response = editor.post(url("order", module.pk), {"token": old, "down": items[0].pk}, follow=True)
    assert list(module.items.filter(phase=Phase.PREPARATION)) == items
    assert "prøv igjen" in text_of(response)


def test_a_module_is_removed_after_a_question(editor: Client, programme: Programme, module: ProgrammeModule) -> None:
    assert module.module.label in text_of(editor.get(url("module_remove", module.pk)))
    editor.post(url("module_remove", module.pk), {"token": services.token_of(module)})
    assert programme.modules.count() == 3


# --- gatherings -------------------------------------------------------------------------------------------------------


def gathering_form(module: ProgrammeModule, **changes: Any) -> dict[str, Any]:
    return {
        "token": services.token_of(module), "title_nb": "Samling", "day": "2027-03-09", "begins": "09:00",
        "ends": "15:00", "last_day": "", "timezone": "Europe/Copenhagen", "venue_nb": "Rådhuset", **changes,
    }  # fmt: skip


def test_a_gathering_has_a_day_and_hours_where_it_is_held(editor: Client, module: ProgrammeModule) -> None:
    gathering = module.gatherings.get()
    editor.post(url("gathering", gathering.pk), gathering_form(module))
    gathering.refresh_from_db()
    assert gathering.starts_at.isoformat() == "2027-03-09T08:00:00+00:00"
    assert (gathering.week, gathering.sequence) == (None, 1)


def test_a_gathering_is_cancelled_and_held_after_all(editor: Client, module: ProgrammeModule) -> None:
    """Each is news to calendars; saving the same again is not."""
    gathering = module.gatherings.get()
    seen = []
    for changes in ({}, {"cancelled": "on"}, {"cancelled": "on"}, {}):
        module.refresh_from_db()
        editor.post(url("gathering", gathering.pk), gathering_form(module, **changes))
        gathering.refresh_from_db()
        seen.append((gathering.cancelled_at is not None, gathering.sequence))
    assert seen == [(False, 1), (True, 2), (True, 2), (False, 3)]


def test_an_agreed_day_no_longer_moves_with_the_module(editor: Client, module: ProgrammeModule) -> None:
    gathering = module.gatherings.get()
    editor.post(url("gathering", gathering.pk), gathering_form(module))
    module.refresh_from_db()
    module.starts_on = date(2027, 2, 8)
    services.reschedule(module)
    gathering.refresh_from_db()
    assert timezone.localdate(gathering.starts_at) == date(2027, 3, 9)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"ends": "08:00"}, "ends"), ({"begins": ""}, "begins"), ({"last_day": "2027-03-08"}, "last_day")],
)
def test_hours_that_can_not_be_are_said_by_the_field(
    editor: Client, module: ProgrammeModule, changes: dict[str, str], field: str
) -> None:
    response = editor.post(url("gathering", module.gatherings.get().pk), gathering_form(module, **changes))
    assert list(response.context["form"].errors) == [field]


def test_a_gathering_may_be_added(editor: Client, module: ProgrammeModule) -> None:
    module.gatherings.all().delete()
    editor.post(url("gathering_add", module.pk), gathering_form(module))
    assert Gathering.objects.get(programme_module=module).venue.in_("nb") == "Rådhuset"


# --- items ------------------------------------------------------------------------------------------------------------


def item_form(item: ProgrammeItem, **changes: Any) -> dict[str, Any]:
    return {
        "token": services.token_of(item.programme_module), "required": "on", "opens_on": item.opens_on or "",
        "due_on": item.due_on or "", "module": item.programme_module_id, "phase": item.phase, "title_override_nb": "",
        "minutes_override": "", **changes,
    }  # fmt: skip


def test_an_item_says_it_differently_here(editor: Client, item: ProgrammeItem) -> None:
    editor.post(url("item", item.pk), item_form(item, title_override_nb="Vår film", minutes_override=35, required=""))
    item.refresh_from_db()
    assert (str(item), item.minutes_override, item.required) == ("Vår film", 35, False)
    assert (item.opens_week, item.due_week) == (2, 4)


def test_a_deadline_of_its_own_stays_when_the_module_moves(editor: Client, item: ProgrammeItem) -> None:
    editor.post(url("item", item.pk), item_form(item, due_on="2027-02-24"))
    item.refresh_from_db()
    assert (item.due_on, item.due_week, item.opens_week) == (date(2027, 2, 24), None, 2)


def test_an_item_moves_to_another_module(editor: Client, programme: Programme, item: ProgrammeItem) -> None:
    second = programme.modules.all()[1]
    editor.post(url("item", item.pk), item_form(item, module=second.pk, phase="after_work"))
    item.refresh_from_db()
    assert (item.programme_module, item.phase) == (second, "after_work")
    assert list(second.items.filter(phase="after_work"))[-1] == item


def test_a_module_that_has_the_element_refuses_it(editor: Client, programme: Programme, item: ProgrammeItem) -> None:
    second = programme.modules.all()[1]
    services.add_things(second, [item.thing], Phase.PREPARATION)
    response = editor.post(url("item", item.pk), item_form(item, module=second.pk))
    assert response.context["form"].errors["module"] == ["Den modulen har dette elementet fra før."]


def test_a_newer_edition_leads_to_what_is_different(editor: Client, programme: Programme, item: ProgrammeItem) -> None:
    item.pinned_edition = item.thing.current_edition
    item.save()
    publish(item.thing, 2)
    place = reverse("updates:place", args=["item", item.pk])
    assert place not in text_of(editor.get(url("item", item.pk)))
    Programme.objects.filter(pk=programme.pk).update(status=Programme.Status.RUNNING)
    assert place in text_of(editor.get(url("item", item.pk)))
    for page in (url("board", programme.pk), url("module", item.programme_module_id)):
        assert place in text_of(editor.get(page))


def test_the_form_of_an_item_tells_of_another_editor(editor: Client, item: ProgrammeItem) -> None:
    form = item_form(item, title_override_nb="Min tittel")
    services.touch(item.programme_module)
    response = editor.post(url("item", item.pk), form)
    item.refresh_from_db()
    assert not item.title_override
    assert "Min tittel" in text_of(response)


def test_an_item_is_removed_after_a_question(editor: Client, item: ProgrammeItem) -> None:
    assert str(item) in text_of(editor.get(url("item_remove", item.pk)))
    editor.post(url("item_remove", item.pk), {"token": services.token_of(item.programme_module)})
    assert not ProgrammeItem.objects.filter(pk=item.pk).exists()


# --- adding -----------------------------------------------------------------------------------------------------------


def test_many_elements_are_added_at_once(editor: Client, module: ProgrammeModule) -> None:
    things = many_things(3)
    form = {"token": services.token_of(module), "things": [str(thing.pk) for thing in things]}
    response = editor.post(url("items_add", module.pk, "gathering"), form, follow=True)
    assert [item.thing for item in module.items.filter(phase="gathering")][-3:] == things
    assert "3 elementer er lagt til" in text_of(response)


@pytest.mark.parametrize("things", [[], ["nonsense"]])
def test_nothing_chosen_is_said(editor: Client, module: ProgrammeModule, things: list[str]) -> None:
    form = {"token": services.token_of(module), "things": things}
    response = editor.post(url("items_add", module.pk, "gathering"), form, follow=True)
    assert "Kryss av for minst ett element" in text_of(response)


def test_search_and_filters_narrow_the_list(editor: Client, module: ProgrammeModule) -> None:
    wanted, other = many_things(2)
    publish(wanted, 2, kind="literature", theme="technology")
    publish(other, 2, kind="literature", theme="strategy")
    address = url("items_add", module.pk, "preparation")
    rows = editor.get(address, {"kind": "literature", "theme": "technology"}).context["rows"]
    assert [row["thing"] for row in rows] == [wanted]
    assert [row["thing"] for row in editor.get(address, {"q": f"{wanted.label} (da"}).context["rows"]] == [wanted]


def test_what_the_module_has_is_not_offered_again(editor: Client, module: ProgrammeModule) -> None:
    rows = editor.get(url("items_add", module.pk, "preparation")).context["rows"]
    assert {row["thing"].pk for row in rows if row["there"]} == set(module.items.values_list("thing", flat=True))


def test_an_unknown_phase_is_not_found(editor: Client, module: ProgrammeModule) -> None:
    assert editor.get(url("items_add", module.pk, "lunch"), follow=True).status_code == 404


@pytest.mark.parametrize("number", [5, many(20)])
def test_the_list_of_elements_costs_the_same_for_any_number(
    editor: Client, number: int, django_assert_num_queries: Any
) -> None:
    module = make_programme(make_template(items_per_module=number, modules=1)).modules.get()
    address = url("items_add", module.pk, "preparation")
    editor.get(address)
    with django_assert_num_queries(ADD_QUERIES):
        editor.get(address)


# --- a template's gathering -------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("locales")
def test_a_templates_gathering_says_on_which_days_of_the_week_it_is(editor: Client) -> None:
    module = make_template().modules.first()
    gathering = module.gatherings.get()
    form = {"token": services.token_of(module), "title_nb": "Samling", "week": 6, "weekday": 1, "days": 2}
    assert editor.post(url("gathering", gathering.pk), form).status_code == 302
    gathering.refresh_from_db()
    assert (gathering.week, gathering.weekday, gathering.days) == (6, 1, 2)
    assert "uke 6 i modulen, tirsdag, 2 dager" in text_of(editor.get(url("module", module.pk)))


def test_what_is_made_of_the_template_is_held_on_those_days(editor: Client) -> None:
    template = make_template()
    Gathering.objects.update(weekday=1, days=2)
    gathering = make_programme(template).modules.first().gatherings.get()
    days = [timezone.localdate(moment) for moment in (gathering.starts_at, gathering.ends_at)]
    assert [day.weekday() for day in days] == [1, 2]


@pytest.mark.parametrize(("field", "value"), [("weekday", 7), ("weekday", ""), ("days", 0), ("days", "")])
def test_days_that_can_not_be_are_said_by_the_field(editor: Client, field: str, value: object) -> None:
    module = make_template().modules.first()
    form = {"token": services.token_of(module), "title_nb": "Samling", "week": 6, "weekday": 1, "days": 2, field: value}
    response = editor.post(url("gathering", module.gatherings.get().pk), form)
    assert list(response.context["form"].errors) == [field]


def test_a_gathering_with_a_date_has_no_weekday_of_its_own(editor: Client, module: ProgrammeModule) -> None:
    response = editor.get(url("gathering", module.gatherings.get().pk))
    assert {"week", "weekday", "days"} & set(response.context["form"].fields) == set()
