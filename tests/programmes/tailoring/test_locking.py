"""A completed programme is locked on the server: every address that would change it says no, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.utils import timezone

from programmes.library.models import IndustryCase, Speaker, Thing
from programmes.tailoring import removing
from programmes.tailoring.arranging import PutBackModule
from programmes.tailoring.editing import GatheringEditor, ItemPage, ModulePage
from programmes.tailoring.locking import StaysAsItWas
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from tests.programmes.tailoring.factories import give_speaker, make_guest, make_thing, publish
from tests.programmes.tailoring.pages import text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

REFUSAL = "er gjennomført og blir som det var"
# What may be asked of a completed programme, since it changes nothing of it.
OPEN = {"board", "use", "compare", "make_template", "offers", "offer_difference"}
# Its people go on: they are written to and answered, and who was there can still be noted.
PEOPLE = {
    f"leading:{page}" for page in ("programme", "group", "message", "sent", "export", "presence", "inbox", "delivered")
}


def pages(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site that is about one programme, with its name."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, pattern.namespace or namespace)
        elif issubclass(getattr(pattern.callback, "view_class", object), StaysAsItWas):
            yield f"{namespace}:{pattern.name}", pattern


PAGES = dict(pages(get_resolver().url_patterns))


@pytest.fixture
def completed(programme: Programme) -> Programme:
    """One that had everything happen to it: an item and a module were taken out."""
    removing.remove(programme.modules.first().items.first())
    removing.remove_module(programme.modules.last())
    Programme.objects.filter(pk=programme.pk).update(status=Programme.Status.COMPLETED)
    programme.refresh_from_db()
    return programme


def address(name: str, programme: Programme) -> str:
    """Where the page of this name is for the programme, for the row of it that the page is about."""
    pattern = PAGES[name]
    values = {key: _value(converter) for key, converter in pattern.pattern.converters.items()}
    if "key" in values:
        return reverse(name, kwargs={**values, "key": _own_thing(programme).pk})
    return reverse(name, kwargs={**values, "pk": _subject(pattern.callback.view_class, programme).pk})


def _own_thing(programme: Programme) -> Thing:
    """Something of the library that is this programme's alone."""
    thing = make_thing()
    thing.own_to = programme
    thing.save()
    return thing


def _value(converter: object) -> object:
    if isinstance(converter, IntConverter):
        return 1
    return uuid4() if isinstance(converter, UUIDConverter) else "gathering"


def _subject(view: type, programme: Programme) -> Any:
    module = programme.modules.first()
    if issubclass(view, ItemPage):
        return module.items.first()
    if issubclass(view, GatheringEditor):
        return module.gatherings.first()
    if issubclass(view, PutBackModule):
        return removing.removed_modules(programme).first()
    return module if issubclass(view, ModulePage) else programme


def state() -> list[Any]:
    """Everything that is stored of programmes."""
    rows: list[Any] = [Programme.objects]
    rows += [model.with_removed for model in (ProgrammeModule, ProgrammeItem, Gathering)]
    return [list(manager.order_by("pk").values()) for manager in rows]


def answer(client: Client, name: str, programme: Programme, method: str) -> tuple[int, str, list[str]]:
    module = programme.modules.first()
    item, removed = module.items.first(), removing.removed_items(module).first()
    sent = {
        "token": module.updated_at.isoformat(), "down": item.pk, "item": removed.pk if removed else item.pk,
        "status": "running", "place": f"{module.pk}-gathering", "phase": item.phase, "items": [item.pk],
        "things": [str(item.thing_id)], "weeks": 9, "starts_on": "2027-02-08", "minutes_override": 7,
    }  # fmt: skip
    response = getattr(client, method)(address(name, programme), sent if method == "post" else {})
    said = [str(message) for message in get_messages(response.wsgi_request)]
    return response.status_code, response.headers.get("Location", ""), said


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for name in PAGES if name.split(":")[1] not in OPEN and name not in PEOPLE])
def test_a_completed_programme_refuses(editor: Client, completed: Programme, name: str, method: str) -> None:
    before = state()
    status, location, said = answer(editor, name, completed, method)
    assert (status, location) == (302, url("board", completed.pk))
    assert len(said) == 1
    assert REFUSAL in said[0]
    assert state() == before


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_what_goes_on_with_its_people_leaves_it_as_it_is(editor: Client, completed: Programme, name: str) -> None:
    before = state()
    for method in ("get", "post"):
        _status, _location, said = answer(editor, name, completed, method)
        assert not any(REFUSAL in words for words in said)
    assert state() == before


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", list(PAGES))
def test_the_same_is_not_refused_before(editor: Client, completed: Programme, name: str, method: str) -> None:
    Programme.objects.filter(pk=completed.pk).update(status=Programme.Status.RUNNING)
    _status, _location, said = answer(editor, name, completed, method)
    assert not any(REFUSAL in words for words in said)


def test_the_table_is_whole() -> None:
    """Whatever takes the name of a programme, a module, an item or a gathering is in the table above."""
    names = {name.split(":")[1] for name in PAGES}
    assert names >= {
        "edit", "status", "complete", "module_add", "module", "order", "arrange", "module_move", "place",
        "module_put_back", "item_put_back", "module_remove", "gathering_add", "items_add", "gathering", "item",
        "item_remove", "offer_new", "offer_withdraw", "reset", *OPEN,
    }  # fmt: skip


def test_who_may_not_see_it_is_not_told_either(outsider: Client, completed: Programme) -> None:
    _status, _location, said = answer(outsider, "programmes:edit", completed, "post")
    assert not any(REFUSAL in words for words in said)


def test_whoever_sent_something_reads_why(editor: Client, completed: Programme) -> None:
    response = editor.post(url("module", completed.modules.first().pk), {"weeks": 2}, follow=True)
    assert REFUSAL in text_of(response)


def test_a_template_can_be_made_of_it(editor: Client, completed: Programme) -> None:
    before = state()
    editor.post(url("make_template", completed.pk), {"title_nb": "Ny mal", "title_da": "Ny skabelon"})
    assert Programme.objects.filter(kind=Programme.Kind.TEMPLATE, title__nb="Ny mal").exists()
    assert [row for row in state()[0] if row["id"] == completed.pk] == [
        row for row in before[0] if row["id"] == completed.pk
    ]


def test_no_update_reaches_it(editor: Client, completed: Programme) -> None:
    item = completed.modules.first().items.first()
    ProgrammeItem.objects.filter(pk=item.pk).update(pinned_edition=item.thing.current_edition)
    publish(item.thing, 2)
    before = state()
    editor.post(reverse("updates:place", args=["item", item.pk]), {"choice": "take", "targets": [f"item-{item.pk}-2"]})
    editor.post(reverse("updates:thing", args=[item.thing_id]), {"choice": "take", "targets": [f"item-{item.pk}-2"]})
    assert state() == before


def test_people_can_still_be_erased_and_consents_end(completed: Programme) -> None:
    speaker = make_guest(Speaker)
    give_speaker(completed.modules.first(), speaker)
    row = Speaker.objects.get(translation_key=speaker.pk)
    row.consent_expires_on = timezone.localdate()
    row.save()
    row.delete()
    assert not Speaker.objects.exists()
    assert not IndustryCase.objects.exists()
