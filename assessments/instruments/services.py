"""Instruments in and out. The same content is the same version; a published version never changes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.instruments.coverage import complete_in
from assessments.instruments.definition import Definition, InvalidDefinition, read
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.instruments.reading import Problem


class UnknownInstrument(LookupError):
    """There is no instrument with this code, or nothing of it is published."""


def newest_version(code: str) -> InstrumentVersion:
    """The newest published version of the instrument with this code. Raises UnknownInstrument."""
    versions = InstrumentVersion.objects.published().filter(instrument__code=code).select_related("instrument")
    newest = versions.order_by("-number").first()
    if newest is None:
        raise UnknownInstrument(code)
    return newest


@transaction.atomic
def import_definition(data: Any) -> InstrumentVersion:
    """Store an instrument, published in every language it is complete in, and return the version that holds it.

    Content that a published version has already is that version. A draft that somebody works on stays the newest.
    Raises InvalidDefinition, also when it is complete in no language.
    """
    definition = checked(data)
    instrument = lock(definition)
    same = same_content(instrument, definition)
    if same is not None:
        return same
    newest = instrument.versions.published().order_by("-number").first()
    number = max(definition.version, newest.number + 1 if newest else 1)
    # Two steps, since the database looks at each row: the draft's number must be free before another takes it.
    for draft in instrument.versions.drafts().filter(number__lte=number):
        instrument.versions.filter(pk=draft.pk).update(number=number + 1)
    version = fill(InstrumentVersion(instrument=instrument, number=number), definition)
    return release(version, complete_in(definition))


def checked(data: Any) -> Definition:
    """The definition that this data is. Raises InvalidDefinition, also when it is complete in no language."""
    definition = read(data)
    if not complete_in(definition):
        raise InvalidDefinition([Problem("", _("no language is complete: every text has to be there in one of them"))])
    return definition


def lock(definition: Definition) -> Instrument:
    """The definition's instrument, made if it is new, and held until the transaction ends: two imports at once must not
    both make version 2."""
    Instrument.objects.get_or_create(code=definition.code, defaults={"title": definition.title})
    return Instrument.objects.select_for_update().get(code=definition.code)


def same_content(instrument: Instrument, definition: Definition) -> InstrumentVersion | None:
    """The published version that asks just this; the newest, should there be several."""
    wanted = _content(definition.data())
    versions = instrument.versions.published().order_by("-number")
    return next((version for version in versions if _content(version.definition) == wanted), None)


def _content(data: dict[str, Any]) -> dict[str, Any]:
    """A definition without its number, which says nothing about what is asked."""
    return {key: value for key, value in data.items() if key != "version"}


def fill(version: InstrumentVersion, definition: Definition) -> InstrumentVersion:
    """Write the definition into a version that is not published, without saving it."""
    version.is_example = definition.example
    version.definition = {**definition.data(), "version": version.number}
    vars(version).pop("source", None)
    vars(version).pop("content", None)
    return version


def release(version: InstrumentVersion, codes: list[str]) -> InstrumentVersion:
    """Publish the version for readers of these languages. The instrument is called as its newest version is."""
    version.languages = codes
    version.published_at = timezone.now()
    version.save()
    Instrument.objects.filter(pk=version.instrument_id).update(title=version.source.title)
    version.instrument.title = version.source.title
    return version
