"""Two versions of a library object side by side: its facts, and its text in each language, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.fields import StreamField

from cms.templatetags.look import language_name, minutes
from localisation import languages, nordic
from localisation.resolve import choose
from programmes.library import instruments
from programmes.library.difference import Pair, beside, lines_of, lines_of_html, pairs, replaced, similarity
from programmes.library.models import Edition, EditionText, LibraryObject, Thing
from programmes.library.services import MODELS, facts_of, text_of

Texts = Mapping[str, Mapping[str, Any]]


class State(Enum):
    """What happened to a part; the value is the word for it."""

    CHANGED = gettext_lazy("Changed")
    ADDED = gettext_lazy("New")
    REMOVED = gettext_lazy("Removed")
    MOVED = gettext_lazy("Moved")


@dataclass(frozen=True)
class Part:
    """One block of a field, or all of it. `note` says what can't be seen in the words."""

    state: State
    pairs: list[Pair]
    label: str = ""
    note: str = ""


@dataclass(frozen=True)
class Own:
    """What somebody says instead of a field, and in which language ("" for a fact)."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Change:
    """A field that says something else. `unchanged`: so many blocks of it stay as they are."""

    name: str
    label: str
    parts: list[Part]
    unchanged: int = 0
    own: Own | None = None


@dataclass(frozen=True)
class Wording:
    """The text in one language. Where a side lacks it, the text of another language stands there, as readers get it."""

    language: str
    changes: list[Change]
    before_language: str
    after_language: str

    @property
    def before_missing(self) -> bool:
        return self.before_language != self.language

    @property
    def after_missing(self) -> bool:
        return self.after_language != self.language


@dataclass(frozen=True)
class Version:
    """An edition or a draft: what it is called, its facts, and its text in each language there is."""

    name: str
    facts: Mapping[str, Any]
    texts: Texts


@dataclass(frozen=True)
class Comparison:
    before: Version
    after: Version
    facts: list[Change]
    wordings: list[Wording]

    def __bool__(self) -> bool:
        return bool(self.facts) or any(wording.changes for wording in self.wordings)

    def beside(self, own: Callable[[str, str], Own | None]) -> Comparison:
        """The same with what somebody says instead: `own(field, language)`, the language "" for facts."""
        facts = [replace(change, own=own(change.name, "")) for change in self.facts]
        wordings = [
            replace(text, changes=[replace(change, own=own(change.name, text.language)) for change in text.changes])
            for text in self.wordings
        ]
        return replace(self, facts=facts, wordings=wordings)

    @property
    def fields(self) -> frozenset[str]:
        """The names of everything that changed."""
        changes = (*self.facts, *(change for wording in self.wordings for change in wording.changes))
        return frozenset(change.name for change in changes)


def versions(editions: Iterable[Edition]) -> dict[int, Version]:
    """Editions as versions, by id. One query."""
    by_id = {edition.pk: edition for edition in editions}
    texts: dict[int, dict[str, Any]] = {pk: {} for pk in by_id}
    for edition, language, content in EditionText.objects.filter(edition__in=by_id).values_list(
        "edition", "language", "content"
    ):
        texts[edition][language] = content
    return {pk: Version(edition_name(edition), edition.facts, texts[pk]) for pk, edition in by_id.items()}


def edition_name(edition: Edition) -> str:
    return _("edition %(number)s") % {"number": edition}


def draft_of(row: LibraryObject, current: Version) -> Version:
    """A draft as the version it would be, with the other languages as they are in the current edition."""
    return Version(_("your draft"), facts_of(row), {**current.texts, row.locale.language_code: text_of(row)})


def compare(kind: str, before: Version, after: Version, wanted: Sequence[str] = ()) -> Comparison:
    """What is different in `after`, for readers of the languages `wanted` (all there are when empty).

    At most one query, for the names of speakers and cases.
    """
    model = MODELS[kind]
    there = {*before.texts, *after.texts}
    codes = [code for code in languages.codes() if code in there and (not wanted or code in wanted)]
    wordings = [_wording(model, before.texts, after.texts, code) for code in codes]
    return Comparison(before, after, _facts(model, before.facts, after.facts), wordings)


# --- facts ------------------------------------------------------------------------------------------------------------


def _facts(model: type[LibraryObject], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    names = [name.removesuffix("_id") for name in model.shared_fields]
    changed = [name for name in names if before.get(name) != after.get(name)]
    labels = _labels_of_things(model, changed, (before, after))
    return [_fact(model, name, before.get(name), after.get(name), labels) for name in changed]


def _fact(model: type[LibraryObject], name: str, before: Any, after: Any, labels: Mapping[str, str]) -> Change:
    field = model._meta.get_field(name)
    old, new = (fact_words(field, value, labels) for value in (before, after))
    return Change(name, _label(field), [Part(_state(old, new), replaced(old, new))])


def _labels_of_things(
    model: type[LibraryObject], names: Iterable[str], sides: Iterable[Mapping[str, Any]]
) -> dict[str, str]:
    pointing = [name for name in names if isinstance(model._meta.get_field(name), models.ForeignKey)]
    keys = {side[name] for side in sides for name in pointing if side.get(name)}
    if not keys:
        return {}
    return {str(pk): label for pk, label in Thing.objects.filter(pk__in=keys).values_list("pk", "label")}


def fact_words(field: Any, value: Any, labels: Mapping[str, str]) -> str:
    """A stored fact as people read it; `labels`: names of things by their key."""
    if value in (None, "", []):
        return ""
    if isinstance(field, models.ForeignKey):
        return labels.get(str(value), str(value))
    if isinstance(field, models.DateField):
        return nordic.day(date.fromisoformat(value))
    if isinstance(field, models.FileField):
        return PurePosixPath(value).name
    if field.name == "minutes":
        return str(minutes(value))
    if isinstance(value, list):
        names = dict(instruments.choices()) if field.name == "instruments" else {}
        return ", ".join(names.get(code) or language_name(code) or code for code in value)
    return str(dict(field.flatchoices or ()).get(value, value))


# --- texts ------------------------------------------------------------------------------------------------------------


def _wording(model: type[LibraryObject], before: Texts, after: Texts, language: str) -> Wording:
    old, new = choose(before, language) or language, choose(after, language) or language
    fields = [(model._meta.get_field(name), name) for name in model.text_fields]
    sides = [(field, before.get(old, {}).get(name), after.get(new, {}).get(name)) for field, name in fields]
    if old != new:
        changes = [_foreign(field, left, right) for field, left, right in sides if left or right]
    else:
        changes = [_text(field, left, right) for field, left, right in sides if (left or None) != (right or None)]
    return Wording(language, changes, old, new)


def _foreign(field: Any, before: Any, after: Any) -> Change:
    """Two languages side by side: words can't be compared."""
    left, right = (_field_lines(field, value) for value in (before, after))
    return Change(field.name, _label(field), [Part(_state(left, right), beside(left, right))])


def _text(field: Any, before: Any, after: Any) -> Change:
    if isinstance(field, StreamField):
        parts, unchanged = _blocks(field.stream_block, before or [], after or [])
        return Change(field.name, _label(field), parts, unchanged)
    left, right = lines_of(before or ""), lines_of(after or "")
    return Change(field.name, _label(field), [_part(left, right)])


def _part(left: list[str], right: list[str], label: str = "", moved: bool = False) -> Part:
    shown = pairs(left, right)
    if moved and not shown:
        return Part(State.MOVED, [], label)
    note = "" if shown else _("Only emphasis, links or spaces are different.")
    return Part(_state(left, right), shown, label, note)


def _state(before: object, after: object) -> State:
    if not before:
        return State.ADDED
    return State.CHANGED if after else State.REMOVED


def _label(field: Any) -> str:
    return str(capfirst(field.verbose_name))


def _field_lines(field: Any, value: Any) -> list[str]:
    if isinstance(field, StreamField):
        return [
            line for block in value or [] for line in block_lines(_child(field.stream_block, block), block["value"])
        ]
    return lines_of(value or "")


# --- blocks -----------------------------------------------------------------------------------------------------------

Raw = Mapping[str, Any]


def _blocks(stream: Any, before: Sequence[Raw], after: Sequence[Raw]) -> tuple[list[Part], int]:
    """The blocks that differ, in the order of the later version, and how many stay as they are."""
    came_from = _matched(stream, before, after)
    gone = [number for number in range(len(before)) if number not in came_from.values()]
    parts: list[Part] = []
    unchanged, reached = 0, -1
    for place, block in enumerate(after):
        source = came_from.get(place)
        if source is not None:
            while gone and gone[0] < source:
                parts.append(_block_part(stream, before[gone.pop(0)], None))
        moved = source is not None and source < reached
        reached = max(reached, source if source is not None else -1)
        if source is not None and not moved and before[source]["value"] == block["value"]:
            unchanged += 1
        else:
            parts.append(_block_part(stream, before[source] if source is not None else None, block, moved))
    parts.extend(_block_part(stream, before[number], None) for number in gone)
    return parts, unchanged


def _matched(stream: Any, before: Sequence[Raw], after: Sequence[Raw]) -> dict[int, int]:
    """Which block each later one was: the one with its id, otherwise the most similar of its type that is left."""
    by_id = {(block["type"], block["id"]): number for number, block in enumerate(before) if block.get("id")}
    found = {
        place: by_id[block["type"], block["id"]]
        for place, block in enumerate(after)
        if (block["type"], block.get("id")) in by_id
    }
    for place, block in enumerate(after):
        left = [n for n, old in enumerate(before) if n not in found.values() and old["type"] == block["type"]]
        if place not in found and left:
            text = " ".join(_lines(stream, block))
            found[place] = max(left, key=lambda number: similarity(" ".join(_lines(stream, before[number])), text))
    return found


def _block_part(stream: Any, before: Raw | None, after: Raw | None, moved: bool = False) -> Part:
    there = after or before or {}
    child = _child(stream, there)
    label = str(child.label) if child else str(there.get("type", ""))
    left, right = (_lines(stream, block) if block else [] for block in (before, after))
    return _part(left, right, label, moved)


def _child(stream: Any, block: Raw) -> Any:
    """The definition of a block; None for a type that no longer exists."""
    return stream.child_blocks.get(block["type"])


def _lines(stream: Any, block: Raw) -> list[str]:
    return block_lines(_child(stream, block), block["value"])


def block_lines(block: Any, value: Any) -> list[str]:
    """What a block says, as lines of text; `value` is its stored form."""
    if value in (None, "", []):
        return []
    if isinstance(block, blocks.RichTextBlock):
        return lines_of_html(value)
    if isinstance(block, blocks.ListBlock):
        rows = (row["value"] if isinstance(row, dict) and "value" in row else row for row in value)
        return [f"• {line}" for row in rows for line in block_lines(block.child_block, row)]
    if isinstance(block, blocks.StructBlock):
        children = block.child_blocks.items()
        return [f"{child.label}: {line}" for name, child in children for line in block_lines(child, value.get(name))]
    return lines_of(str(value))
