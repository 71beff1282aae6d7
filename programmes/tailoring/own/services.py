"""What is one programme's own: made in it, listed, and moved to the library."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.permissions import ModelPermissionPolicy

from cms.accounts.models import User
from localisation import languages
from localisation.resolve import choose
from programmes.library import own, owners
from programmes.library.duplicates import Likeness, likely
from programmes.library.models import LibraryObject, Thing
from programmes.library.owners import Owner
from programmes.library.services import MODELS
from programmes.library.vocabulary import ThingKind
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.services import add_things

MADE, MOVED = "programmes.own_made", "programmes.own_moved"
KINDS = (ThingKind.ELEMENT, ThingKind.SPEAKER, ThingKind.CASE)


@dataclass(frozen=True)
class Own:
    """Something that is a programme's own, its row for a reader, and the modules in which it stands."""

    thing: Thing
    row: LibraryObject
    modules: list[ProgrammeModule]

    @property
    def edit_url(self) -> str:
        return edit_url(self.row)


def edit_url(row: LibraryObject) -> str:
    return reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk])


class Programmes:
    """What the library is told of the programmes that have something of their own. One query each."""

    def owner(self, programme: int, key: UUID) -> Owner:
        row = Programme.objects.only("title").get(pk=programme)
        return Owner(str(row), reverse("programmes:own", args=[programme]), reverse("programmes:own_move", args=[key]))

    def sees(self, user: User, programme: int) -> bool:
        return bool(ModelPermissionPolicy(Programme).user_has_any_permission(user, ["add", "change", "view"]))


owners.register(Programmes())


@transaction.atomic
def make(
    programme: Programme, kind: str, title: str, written_in: str, by: User,
    place: tuple[ProgrammeModule, str] | None = None, /, **facts: Any,
) -> LibraryObject:  # fmt: skip
    """A draft that only this programme has; an element stands at `place`, last in a phase of a module, at once."""
    row = own.start(kind, title, written_in, programme.pk, by, **facts)
    if place:
        module, phase = place
        add_things(module, [row.thing], phase)
    log(instance=programme, action=MADE, user=by, data={"name": title})
    return row


def own_content(programme: Programme, language: str) -> list[Own]:
    """All that is the programme's own, by kind and title. Five queries."""
    things = {thing.pk: thing for thing in programme.own_things.select_related("current_edition").order_by("label")}
    standing = _standing(programme, things)
    found = []
    for kind in KINDS:
        keys = [key for key, thing in things.items() if thing.kind == kind]
        rows = best_rows(kind, keys, language)
        found += [Own(things[key], rows[key], standing.get(key, [])) for key in keys if key in rows]
    return found


def best_rows(kind: str, keys: Sequence[UUID], language: str) -> dict[UUID, LibraryObject]:
    """The row of each key that a reader of `language` is shown. One query."""
    versions: dict[UUID, dict[str, LibraryObject]] = {}
    for row in MODELS[kind]._default_manager.filter(translation_key__in=keys).select_related("locale"):
        versions.setdefault(row.translation_key, {})[row.locale.language_code] = row
    return {key: rows[choose(rows, language) or ""] for key, rows in versions.items()}


def _standing(programme: Programme, keys: Iterable[UUID]) -> dict[UUID, list[ProgrammeModule]]:
    items = ProgrammeItem.objects.filter(programme_module__programme=programme, thing__in=list(keys))
    found: dict[UUID, list[ProgrammeModule]] = {}
    for item in items.select_related("programme_module__module__current_edition", "programme_module__pinned_edition"):
        found.setdefault(item.thing_id, []).append(item.programme_module)
    return found


def duplicates(thing: Thing) -> list[tuple[Likeness, str]]:
    """What the library has already with a title like this one's, and where it is edited. Two queries."""
    model = MODELS[thing.kind]
    titles = model._default_manager.filter(translation_key=thing.pk).values_list("title", flat=True)
    found = likely(model, titles, other_than=thing.pk)
    name = model.snippet_viewset.get_url_name("edit")
    return [(likeness, reverse(name, args=[likeness.row])) for likeness in found]


@transaction.atomic
def move(thing: Thing, programme: Programme, by: User) -> list[Thing]:
    """Move something to the library, with those it names; the programme's history says so. Returns what was moved."""
    moved = own.move_to_library(thing, by)
    for each in moved:
        log(instance=programme, action=MOVED, user=by, data={"name": each.label})
    return moved


def first_language(programme: Programme) -> str:
    """The language that something new is begun in: the programme's first that the site has."""
    return next((code for code in programme.languages if code in languages.codes()), languages.codes()[0])
