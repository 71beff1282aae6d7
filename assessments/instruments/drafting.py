"""The draft of an instrument: begun, changed a part at a time, published or dropped. There is one for an instrument."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from django.db import transaction

from assessments.instruments.coverage import complete_in
from assessments.instruments.definition import CODE, Definition, Item, Scale, Theme, read
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.instruments.services import fill, lock, release, same_content
from localisation.slugs import slugify
from localisation.text import LocalisedText

LONGEST_CODE = 50
Coded = TypeVar("Coded", Item, Theme)


class NotADraft(Exception):
    """The version has been published meanwhile, or dropped."""


class ChangedMeanwhile(Exception):
    """Somebody else saved the same part after it was opened."""


class CodeTaken(ValueError):
    """There is an instrument with this code."""


class NotComplete(Exception):
    """It can't be published for this language yet."""


class SameAsBefore(Exception):
    """A published version asks just the same."""


@transaction.atomic
def new_instrument(
    code: str, title: LocalisedText, scale: Scale, *, ambition: bool, example: bool
) -> InstrumentVersion:
    """The draft of an instrument that is not there yet. Raises CodeTaken."""
    empty = LocalisedText()
    definition = Definition(code, 1, example, title, empty, scale, ambition, themes=())
    instrument, made = Instrument.objects.get_or_create(code=code, defaults={"title": title})
    if not made:
        raise CodeTaken(code)
    return _stored(InstrumentVersion(instrument=instrument, number=1), definition)


@transaction.atomic
def new_version(instrument: Instrument) -> InstrumentVersion:
    """The draft of the next version: the one that is there, or a copy of the newest."""
    instrument = Instrument.objects.select_for_update().get(pk=instrument.pk)
    newest = instrument.versions.select_related("instrument").order_by("-number")[0]
    if not newest.is_published:
        return newest
    return _stored(InstrumentVersion(instrument=instrument, number=newest.number + 1), newest.source)


@transaction.atomic
def draft_from(definition: Definition) -> InstrumentVersion:
    """What a file holds as the instrument's draft, in place of the one there is. Raises SameAsBefore."""
    instrument = lock(definition)
    if same_content(instrument, definition):
        raise SameAsBefore
    newest = instrument.versions.order_by("-number").first()
    if newest is not None and not newest.is_published:
        return _stored(newest, definition)
    number = max(definition.version, newest.number + 1 if newest else 1)
    return _stored(InstrumentVersion(instrument=instrument, number=number), definition)


def change(pk: int, alter: Callable[[Definition], Definition]) -> InstrumentVersion:
    """Write `alter(definition)` into the draft. Raises NotADraft, and whatever `alter` raises, changing nothing."""
    with transaction.atomic():
        version = _locked(pk)
        return _stored(version, read(alter(version.source).data(), draft=True))


def publish(pk: int, codes: Iterable[str]) -> InstrumentVersion:
    """Publish the draft for readers of these languages; it never changes after that.

    Raises NotADraft, NotComplete when something is missing in one of them (or there is none), InvalidDefinition when
    something is missing altogether, and SameAsBefore.
    """
    with transaction.atomic():
        version = _locked(pk)
        definition = read(version.source.data())
        wanted = list(codes)
        if not wanted or not set(wanted) <= set(complete_in(definition)):
            raise NotComplete
        same = same_content(version.instrument, definition)
        if same is not None and set(wanted) <= set(same.languages):
            raise SameAsBefore
        return release(version, wanted)


@transaction.atomic
def drop(pk: int) -> None:
    """Throw the draft away, and the instrument with it when nothing of it was ever published. Raises NotADraft."""
    version = _locked(pk)
    version.delete()
    if not version.instrument.versions.exists():
        version.instrument.delete()


def _locked(pk: int) -> InstrumentVersion:
    drafts = InstrumentVersion.objects.drafts().select_for_update(of=("self",)).select_related("instrument")
    version = drafts.filter(pk=pk).first()
    if version is None:
        raise NotADraft
    return version


def _stored(version: InstrumentVersion, definition: Definition) -> InstrumentVersion:
    fill(version, definition).save()
    if not version.instrument.versions.published().exists():
        Instrument.objects.filter(pk=version.instrument_id).update(title=definition.title)
    return version


# Parts of a definition


def token(part: Any) -> str:
    """What tells two people apart who change the same part: a word that follows from what it says."""
    said = json.dumps(part, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def settings_of(definition: Definition) -> dict[str, Any]:
    """Everything but the questions."""
    return {key: value for key, value in definition.data().items() if key not in ("themes", "texts", "version")}


def theme_of(definition: Definition, code: str) -> Theme | None:
    return next((theme for theme in definition.themes if theme.code == code), None)


def with_theme(definition: Definition, old: str, new: Theme) -> Definition:
    """The theme called `old` replaced, or a new last one."""
    if theme_of(definition, old) is None:
        return replace(definition, themes=(*definition.themes, new))
    return replace(definition, themes=tuple(new if theme.code == old else theme for theme in definition.themes))


def without_theme(definition: Definition, code: str) -> Definition:
    return replace(definition, themes=tuple(theme for theme in definition.themes if theme.code != code))


def without_item(definition: Definition, code: str) -> Definition:
    themes = (replace(theme, items=tuple(item for item in theme.items if item.code != code))
              for theme in definition.themes)  # fmt: skip
    return replace(definition, themes=tuple(themes))


def moved(parts: tuple[Coded, ...], code: str, step: int) -> tuple[Coded, ...]:
    """The same with this one a step further up (-1) or down (1); at the end of the way nothing happens."""
    place = next((number for number, part in enumerate(parts) if part.code == code), None)
    if place is None or not 0 <= place + step < len(parts):
        return parts
    changed = list(parts)
    changed[place], changed[place + step] = changed[place + step], changed[place]
    return tuple(changed)


def free_code(words: str, taken: Iterable[str], otherwise: str) -> str:
    """A code from a title, not taken by another: "Evne til å velge bort" -> evne_til_a_velge_bort."""
    wanted = slugify(words).replace("-", "_").lstrip("0123456789_")[: LONGEST_CODE - 4].rstrip("_") or otherwise
    others = set(taken)
    numbered = (f"{wanted}_{number}" for number in range(2, len(others) + 3))
    code = wanted if wanted not in others else next(code for code in numbered if code not in others)
    return code if CODE.fullmatch(code) else otherwise
