"""Modules change places, items move between them, and what was taken out comes back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from programmes.library.vocabulary import Phase
from programmes.tailoring import removing, services
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from tests.programmes.tailoring.factories import make_programme, make_template
from tests.programmes.tailoring.pages import text_of, url

pytestmark = pytest.mark.django_db


def token(module: ProgrammeModule) -> dict[str, str]:
    module.refresh_from_db()
    return {"token": services.token_of(module)}


def test_a_module_changes_places_by_buttons(editor: Client, programme: Programme) -> None:
    first, second, *rest = programme.modules.all()
    editor.post(url("module_move", second.pk), {**token(second), "up": "1"})
    assert list(programme.modules.all()) == [second, first, *rest]
    editor.post(url("module_move", second.pk), {**token(second), "down": "1"})
    assert list(programme.modules.all()) == [first, second, *rest]


def test_buttons_only_lead_where_there_is_a_place(editor: Client, programme: Programme) -> None:
    first, *_others, last = programme.modules.all()
    page = text_of(editor.get(url("module", first.pk)))
    assert ("Flytt tidligere" in page, "Flytt senere" in page) == (False, True)
    page = text_of(editor.get(url("module", last.pk)))
    assert ("Flytt tidligere" in page, "Flytt senere" in page) == (True, False)


def test_what_participants_have_met_keeps_its_place(editor: Client, programme: Programme) -> None:
    first, second, *_others = programme.modules.all()
    Programme.objects.filter(pk=programme.pk).update(status=Programme.Status.RUNNING)
    ProgrammeModule.objects.filter(pk=first.pk).update(starts_on=timezone.localdate())
    response = editor.post(url("module_move", second.pk), {**token(second), "up": "1"}, follow=True)
    assert "rekkefølgen står fast" in text_of(response)
    assert programme.modules.first() == first


def test_an_item_is_dropped_on_another_module(editor: Client, programme: Programme, item: ProgrammeItem) -> None:
    first, second, *_others = programme.modules.all()
    form = {**token(first), "item": item.pk, "place": f"{second.pk}-after_work"}
    editor.post(url("place", first.pk), form)
    item.refresh_from_db()
    assert (item.programme_module, item.phase) == (second, Phase.AFTER_WORK)


@pytest.mark.parametrize("place", ["", "nonsense", "0-after_work", "{other}-after_work", "{own}-lunch"])
def test_an_item_is_not_dropped_just_anywhere(
    editor: Client, module: ProgrammeModule, item: ProgrammeItem, place: str
) -> None:
    other = make_programme().modules.first()
    place = place.format(other=other.pk, own=module.pk)
    response = editor.post(url("place", module.pk), {**token(module), "item": item.pk, "place": place})
    item.refresh_from_db()
    assert response.status_code in (302, 404)
    assert (item.programme_module, item.phase) == (module, Phase.PREPARATION)


def test_an_element_is_not_dropped_where_it_is_already(
    editor: Client, programme: Programme, item: ProgrammeItem
) -> None:
    first, second, *_others = programme.modules.all()
    services.add_things(second, [item.thing], Phase.PREPARATION)
    form = {**token(first), "item": item.pk, "place": f"{second.pk}-after_work"}
    assert "har dette elementet fra før" in text_of(editor.post(url("place", first.pk), form, follow=True))


def test_a_module_that_was_taken_out_is_put_back(editor: Client, programme: Programme, module: ProgrammeModule) -> None:
    items = list(module.items.all())
    editor.post(url("module_remove", module.pk), token(module))
    assert editor.get(url("module", module.pk), follow=True).status_code == 404
    page = text_of(editor.get(url("board", programme.pk)))
    assert "Tatt ut av programmet" in page
    assert url("module_put_back", module.pk) in page
    editor.post(url("module_put_back", module.pk))
    assert programme.modules.first() == module
    assert list(module.items.all()) == items
    assert "Tatt ut av programmet" not in text_of(editor.get(url("board", programme.pk)))


def test_an_item_that_was_taken_out_is_put_back(editor: Client, module: ProgrammeModule, item: ProgrammeItem) -> None:
    editor.post(url("item_remove", item.pk), token(module))
    assert "Tatt ut av modulen" in text_of(editor.get(url("module", module.pk)))
    editor.post(url("item_put_back", module.pk), {**token(module), "item": item.pk})
    assert module.items.filter(pk=item.pk).exists()


def test_what_stands_there_again_is_said(editor: Client, programme: Programme, module: ProgrammeModule) -> None:
    removing.remove_module(module)
    ProgrammeModule.objects.create(programme=programme, module=module.module)
    assert "står der allerede igjen" in text_of(editor.post(url("module_put_back", module.pk), follow=True))


def test_others_arrange_nothing(outsider: Client, programme: Programme, item: ProgrammeItem) -> None:
    first, second, *_others = programme.modules.all()
    outsider.post(url("module_move", second.pk), {**token(second), "up": "1"})
    outsider.post(url("place", first.pk), {**token(first), "item": item.pk, "place": f"{second.pk}-after_work"})
    removing.remove_module(first)
    outsider.post(url("module_put_back", first.pk))
    assert programme.modules.first() == second
    assert ProgrammeItem.with_removed.get(pk=item.pk).programme_module == first


def test_the_order_of_a_large_module_fits_into_a_request(editor: Client) -> None:
    module = make_programme(make_template(items_per_module=480, modules=1)).modules.get()
    items = list(module.items.filter(phase=Phase.PREPARATION))[::-1]
    form = {**token(module), "phase": Phase.PREPARATION, "items": [item.pk for item in items]}
    assert len(items) == 160
    assert editor.post(url("arrange", module.pk), form).status_code == 302
    assert list(module.items.filter(phase=Phase.PREPARATION)) == items
