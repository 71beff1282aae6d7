"""Templates: made from programmes, compared with them, counted on when they change, and never changing anybody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from localisation.text import LocalisedText
from programmes.library.vocabulary import Phase
from programmes.tailoring import comparing, removing, services
from programmes.tailoring.comparing import Change
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.plan import plans_of
from tests.growth import many
from tests.programmes.tailoring.factories import STARTS_ON, make_programme, make_template, make_thing, many_things
from tests.programmes.tailoring.pages import text_of, url

pytestmark = pytest.mark.django_db


def compared(programme: Programme) -> list[comparing.ModuleComparison]:
    rows = [Programme.objects.get(pk=programme.template_id), programme]
    return comparing.compare(*plans_of(rows, "nb", STARTS_ON))


def changes(programme: Programme) -> list[tuple[Change, str, tuple[str, ...]]]:
    return [(item.change, item.title, item.notes) for module in compared(programme) for item in module.items]


# --- beside the template ----------------------------------------------------------------------------------------------


@pytest.fixture
def programme(locales: object) -> Programme:
    return make_programme(make_template(items_per_module=9))


@pytest.fixture
def module(programme: Programme) -> ProgrammeModule:
    return programme.modules.first()


def title_of(item: ProgrammeItem) -> str:
    return item.thing.current_edition.texts.get(language="nb").title


def test_a_new_programme_is_as_its_template(programme: Programme) -> None:
    assert all(module.is_the_same for module in compared(programme))


def test_what_was_added_and_removed(programme: Programme, module: ProgrammeModule) -> None:
    gone = module.items.last()
    removing.remove(gone)
    services.add_things(module, [make_thing(label="Ny film", minutes=30)], Phase.PREPARATION)
    assert changes(programme) == [
        (Change.ADDED, "Ny film (nb)", ("30\N{NO-BREAK SPACE}min",)),
        (Change.REMOVED, title_of(gone), ("20\N{NO-BREAK SPACE}min",)),
    ]


def test_what_moved_to_another_module_is_not_added_there(programme: Programme, module: ProgrammeModule) -> None:
    item = module.items.filter(phase=Phase.PREPARATION).first()
    services.move_item(item, programme.modules.all()[1], Phase.AFTER_WORK)
    assert changes(programme) == [(Change.MOVED, title_of(item), ("fra Organisation (nb), forarbeid",))]


def test_what_moved_to_another_phase(programme: Programme, module: ProgrammeModule) -> None:
    item = module.items.filter(phase=Phase.PREPARATION).first()
    services.move_item(item, module, Phase.AFTER_WORK)
    assert changes(programme) == [(Change.MOVED, title_of(item), ("fra forarbeid",))]


def test_an_order_is_said_by_as_few_elements_as_explain_it(programme: Programme, module: ProgrammeModule) -> None:
    items = list(module.items.filter(phase=Phase.PREPARATION))
    services.reorder([items[2], items[0], items[1]])
    assert changes(programme) == [(Change.MOVED, title_of(items[2]), ("i en annen rekkefølge",))]


def test_what_says_something_of_its_own(programme: Programme, module: ProgrammeModule) -> None:
    item = module.items.first()
    item.title_override, item.minutes_override, item.required = LocalisedText(nb="Vår film"), 35, False
    item.save()
    [(change, title, notes)] = changes(programme)
    assert (change, title) == (Change.CHANGED, "Vår film")
    assert [note.replace("\N{NO-BREAK SPACE}", " ") for note in notes] == [
        "35 min, ikke 20 min", "valgfritt", "egen tittel, egen tid"
    ]  # fmt: skip


def test_modules_come_and_go(programme: Programme, module: ProgrammeModule) -> None:
    removing.remove_module(module)
    services.add_module(programme, make_thing("module", label="Økonomi", theme="strategy"))
    found = {row.title: row.change for row in compared(programme)}
    assert found["Økonomi (nb)"] is Change.ADDED
    assert found["Organisation (nb)"] is Change.REMOVED


def test_a_modules_length_is_compared(programme: Programme, module: ProgrammeModule) -> None:
    module.weeks = 10
    services.reschedule(module)
    module.gatherings.all().delete()
    assert compared(programme)[0].notes == ("10 uker, ikke 13 uker", "0 samlinger, ikke 1")


@pytest.mark.parametrize("items", [5, many(40)])
def test_the_page_costs_the_same_for_any_number_of_items(
    editor: Client, items: int, django_assert_num_queries: Any
) -> None:
    programme = make_programme(make_template(items_per_module=items))
    editor.get(url("compare", programme.pk))
    with django_assert_num_queries(14):
        editor.get(url("compare", programme.pk))


def test_the_page_reads_in_words(editor: Client, programme: Programme, module: ProgrammeModule) -> None:
    removing.remove(module.items.first())
    page = text_of(editor.get(url("compare", programme.pk)))
    assert all(words in page for words in ("Fjernet: 1", "Som i malen."))


def test_a_programme_without_template_is_not_compared(editor: Client, programme: Programme) -> None:
    Programme.objects.filter(pk=programme.pk).update(template=None)
    assert editor.get(url("compare", programme.pk), follow=True).status_code == 404
    assert url("compare", programme.pk) not in text_of(editor.get(url("board", programme.pk)))


# --- a template of a programme ----------------------------------------------------------------------------------------


def make(editor: Client, programme: Programme) -> Programme:
    editor.post(url("make_template", programme.pk), {"title_nb": "Kort mal", "aim_nb": "For små kommuner"})
    return Programme.objects.get(slug="kort-mal")


def test_dates_become_weeks_and_the_clients_things_stay(editor: Client, programme: Programme) -> None:
    item = ProgrammeItem.objects.filter(programme_module__programme=programme, phase=Phase.PREPARATION).first()
    item.opens_week = item.due_week = None
    item.due_on = date(2027, 3, 16)
    item.introduction_override = LocalisedText(nb="Laget for Lyngøy kommune")
    item.save()
    gathering = Gathering.objects.filter(programme_module__programme=programme).first()
    gathering.venue, gathering.prepare = LocalisedText(nb="Rådhuset"), LocalisedText(nb="Les i Lyngøy kommunes plan")
    gathering.week = None
    gathering.save()
    template = make(editor, programme)
    assert (template.is_template, str(template.client), template.country, template.course_leader) == (
        True, "", "", None,
    )  # fmt: skip
    copied = ProgrammeItem.objects.get(programme_module__programme=template, thing=item.thing)
    assert (copied.due_week, copied.due_on, bool(copied.introduction_override)) == (7, None, False)
    met = Gathering.objects.filter(programme_module__programme=template).first()
    assert (met.week, met.weekday, met.starts_at) == (5, 3, None)
    assert not met.venue
    assert not met.prepare
    assert not template.modules.exclude(starts_on=None).exists()


def test_a_programme_of_that_template_is_as_the_first_one(editor: Client, programme: Programme) -> None:
    template = make(editor, programme)
    again = make_programme(template)
    before = programme.modules.values_list("module", "starts_on", "ends_on", "items__thing", "items__due_on")
    after = again.modules.values_list("module", "starts_on", "ends_on", "items__thing", "items__due_on")
    assert list(after) == list(before)


def test_a_template_needs_a_title(editor: Client, programme: Programme) -> None:
    response = editor.post(url("make_template", programme.pk), {"title_nb": ""})
    assert "title" in response.context["form"].errors


# --- versions ---------------------------------------------------------------------------------------------------------


def version(template: Programme) -> int:
    return Programme.objects.get(pk=template.pk).version


def test_a_template_nobody_uses_stays_in_its_version() -> None:
    template = make_template(modules=1)
    services.add_things(template.modules.get(), many_things(1), Phase.PREPARATION)
    assert version(template) == 1


def test_a_used_template_counts_on_once_until_it_is_used_again() -> None:
    template = make_template(modules=1)
    first = make_programme(template)
    for _time in range(3):
        services.add_things(template.modules.get(), many_things(1), Phase.PREPARATION)
    assert version(template) == 2
    second = make_programme(Programme.objects.get(pk=template.pk))
    removing.remove(template.modules.get().items.first())
    assert (version(template), first.template_version, second.template_version) == (3, 1, 2)


def test_changing_a_template_leaves_its_programmes_alone(programme: Programme) -> None:
    template = programme.template
    before = list(ProgrammeItem.objects.filter(programme_module__programme=programme).order_by("pk").values())
    removing.remove_module(template.modules.first())
    services.add_things(template.modules.first(), many_things(2), Phase.PREPARATION)
    assert list(ProgrammeItem.objects.filter(programme_module__programme=programme).order_by("pk").values()) == before
    assert programme.modules.count() == 4


def test_changing_a_programme_is_no_version(programme: Programme, module: ProgrammeModule) -> None:
    services.touch(module)
    assert Programme.objects.get(pk=programme.pk).version == 1


def test_a_template_says_who_comes_from_which_version(editor: Client, programme: Programme) -> None:
    services.touch(programme.template.modules.first())
    page = text_of(editor.get(reverse("programme_templates:use", args=[programme.template_id])))
    assert all(words in page for words in ("versjon 2", "1 program kommer fra en tidligere versjon", "fra versjon 1"))
    beside = text_of(editor.get(url("compare", programme.pk)))
    assert "Programmet ble laget fra versjon 1" in beside


def test_the_list_says_how_long_and_how_used(editor: Client, programme: Programme) -> None:
    Programme.objects.filter(pk=make_programme(programme.template).pk).update(status="running")
    page = text_of(editor.get(reverse("programme_templates:index"))).replace("\N{NO-BREAK SPACE}", " ")
    assert all(words in page for words in ("12 t", "1 pågår, 1 planlagt"))


@pytest.mark.parametrize("templates", [2, 12])
def test_the_list_of_templates_costs_the_same(editor: Client, templates: int, django_assert_num_queries: Any) -> None:
    for _number in range(templates):
        make_programme(make_template(modules=1))
    address = reverse("programme_templates:index")
    editor.get(address)
    with django_assert_num_queries(11):
        editor.get(address)
