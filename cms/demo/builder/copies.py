"""Thousands of copies of library things, written in bulk: what lists and searches are measured with.

Rows, things and editions are the ones that publishing makes; only revisions, Wagtail's log and its search index are
left out (`manage.py update_index` makes the last).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from wagtail.models import Locale

from cms.demo.builder.plan import key
from localisation import languages
from localisation.slugs import slugify
from programmes.library.models import Edition, EditionText, LibraryObject, Thing
from programmes.library.services import facts_of, text_of
from programmes.library.vocabulary import EditionKind

BATCH = 500
Entry = Mapping[str, Any]
Writer = Callable[[Entry, str], dict[str, Any]]


def copy_things(
    model: type[LibraryObject], entries: Sequence[Entry], write: Writer, count: int, facts: Entry
) -> list[Thing]:
    """`count` published things of a kind, in all languages, made of the entries in turn and numbered."""
    numbered = [_numbered(entries[number % len(entries)], number) for number in range(count)]
    things = [
        Thing(pk=key("copy", model.thing_kind, entry["code"]), kind=model.thing_kind, code=entry["code"], label="")
        for entry in numbered
    ]
    rows = [
        row
        for language in languages.codes()
        for row in _rows(model, zip(things, numbered, strict=True), write, language, facts)
    ]
    for thing, row in zip(things, rows, strict=False):
        thing.label = row.title
    Thing.objects.bulk_create(things, batch_size=BATCH)
    model._default_manager.bulk_create(rows, batch_size=BATCH)
    _editions(rows[:count], rows)
    return things


def _numbered(entry: Entry, number: int) -> Entry:
    return {**entry, "code": f"{entry['code']}-{number}", "number": number}


def _rows(
    model: type[LibraryObject], entries: Iterable[tuple[Thing, Entry]], write: Writer, language: str, facts: Entry
) -> Iterable[LibraryObject]:
    locale, now = Locale.objects.get(language_code=language), timezone.now()
    for thing, entry in entries:
        fields = {**write(entry, language), **facts}
        fields["title"] = f"{fields['title']} {entry['number']}"
        yield model(
            translation_key=thing.pk, locale=locale, slug=slugify(fields["title"], language)[:120],
            first_published_at=now, last_published_at=now, updated_at=now, **fields,
        )  # fmt: skip


def _editions(firsts: Sequence[LibraryObject], rows: Iterable[LibraryObject]) -> None:
    """Edition 1 of each thing: its facts from the main language's row, a text from every row."""
    editions = Edition.objects.bulk_create(
        [
            Edition(thing_id=row.translation_key, number=1, kind=EditionKind.NEW, facts=facts_of(row))
            for row in firsts
        ],
        batch_size=BATCH,
    )  # fmt: skip
    by_thing = {edition.thing_id: edition for edition in editions}
    EditionText.objects.bulk_create(
        (_edition_text(by_thing[row.translation_key], row) for row in rows), batch_size=BATCH
    )
    newest = Edition.objects.filter(thing=OuterRef("pk")).order_by("-number").values("pk")[:1]
    Thing.objects.filter(current_edition=None).update(current_edition=Subquery(newest))


def _edition_text(edition: Edition, row: LibraryObject) -> EditionText:
    text = text_of(row)
    lead = text.get("lead") or text.get("promise") or text.get("role") or ""
    return EditionText(edition=edition, language=row.locale.language_code, title=text["title"], lead=lead, content=text)
