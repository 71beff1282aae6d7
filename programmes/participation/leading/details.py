"""One leader group in one module: which elements were opened and done, and by whom. Titles and names only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from programmes.participation import words
from programmes.participation.leading.standing import GroupStanding
from programmes.participation.models import Completion, Opening
from programmes.participation.outline import Line, edition_keys, lines_of, read_items
from programmes.participation.texts import words_of
from programmes.tailoring.models import Programme, ProgrammeItem


@dataclass(frozen=True)
class ElementUse:
    """An element, with the names of those who have opened it or marked it as done, and of those who have not."""

    title: str
    lang: str
    meta: str
    phase: str
    required: bool
    opened: tuple[str, ...]
    done: tuple[str, ...]
    missing: tuple[str, ...]


def use_of(programme: Programme, group: GroupStanding, module: int, language: str) -> list[ElementUse]:
    """The module's elements in their order; six queries at most. `module`: its key."""
    items = read_items(ProgrammeItem.objects.filter(programme_module=module))
    lines = lines_of(items, words_of(edition_keys(items), language), language, programme)
    users = [member.user for member in group.members]
    opened, done = (_by_item(model, users, module) for model in (Opening, Completion))
    return [_use(line, group, opened[line.key] | done[line.key], done[line.key]) for line in lines]


def _by_item(model: type[Model], users: Iterable[int], module: int) -> defaultdict[int, frozenset[int]]:
    rows = model._default_manager.filter(user__in=list(users), item__programme_module=module)
    found: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
    for item, user in rows.values_list("item", "user"):
        found[item] |= {user}
    return found


def _use(line: Line, group: GroupStanding, opened: frozenset[int], done: frozenset[int]) -> ElementUse:
    def names(users: frozenset[int]) -> tuple[str, ...]:
        return tuple(member.name for member in group.members if member.user in users)

    missing = frozenset(member.user for member in group.members) - opened
    return ElementUse(
        title=line.title, lang=line.lang, meta=words.row_meta(line), phase=line.phase, required=line.required,
        opened=names(opened), done=names(done), missing=names(missing),
    )  # fmt: skip
