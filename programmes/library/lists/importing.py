"""Drafts from the rows of a list, some hundred at a time, by the same number of statements for any number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Revision

from cms.accounts.models import User
from cms.lists.course import Part
from localisation.slugs import slugify
from programmes.library.duplicates import plain
from programmes.library.lists.models import LibraryImport
from programmes.library.lists.rows import Row, read_list
from programmes.library.models import LibraryObject, Thing
from programmes.library.querysets import in_library
from programmes.library.services import MODELS

CHUNK = 500
SLUG = 90


def keys_by_title(model: type[LibraryObject]) -> dict[str, UUID]:
    """What the library has of a kind, by its titles in every language. One query."""
    rows = model._default_manager.filter(in_library()).order_by("-pk")
    return {plain(title): key for key, title in rows.values_list("translation_key", "title")}


def match(known: Mapping[str, UUID], row: Row) -> UUID | None:
    """The object that a row stands for: one that has any of its titles."""
    return next((known[plain(title)] for title in row.titles if plain(title) in known), None)


class Entering:
    """The import of one list under way."""

    def __init__(self, row: LibraryImport) -> None:
        self.model, self.update = MODELS[row.kind], row.update_existing
        self.rows: Sequence[Row] = read_list(bytes(row.content or b""), row.file_name, row.kind).rows
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}

    def enter(self, start: int, end: int, by: User | None) -> Part:
        """New things with their drafts; what is there is left, or gets drafts beside what is published."""
        known = keys_by_title(self.model)
        new: list[tuple[UUID, Row]] = []
        there: list[tuple[UUID, Row]] = []
        for row in self.rows[start:end]:
            key = match(known, row)
            (there if key else new).append((key or uuid4(), row))
        things = self._things(new)
        made = self._drafts(new)
        drafts: list[list[int | None]] = []
        if self.update:
            drafts, missing = self._beside(dict(there), by)
            made += missing
        return Part({"things": [str(thing.pk) for thing in things], "rows": made, "drafts": drafts}, len(new))

    def _things(self, new: Iterable[tuple[UUID, Row]]) -> list[Thing]:
        """Before their rows, so that each row finds its thing."""
        kind = self.model.thing_kind.value
        return Thing.objects.bulk_create(
            Thing(pk=key, kind=kind, label=row.titles[0], code=f"{slugify(row.titles[0])[:60] or kind}-{str(key)[:8]}")
            for key, row in new
        )

    def _drafts(self, new: Iterable[tuple[UUID, Row]]) -> list[int]:
        rows = [
            self._row(key, language, {**row.facts, **row.texts[language]}) for key, row in new for language in row.texts
        ]
        return [row.pk for row in self.model._default_manager.bulk_create(rows)]

    def _row(self, key: UUID, language: str, values: Mapping[str, Any]) -> LibraryObject:
        # Part of the key keeps addresses apart without asking for those there are.
        slug = f"{slugify(values['title'], language)[:SLUG]}-{str(key)[:8]}".lstrip("-")
        return self.model(
            translation_key=key,
            locale=self.locales[language],
            slug=slug,
            live=False,
            has_unpublished_changes=True,
            **values,
        )

    def _beside(self, there: Mapping[UUID, Row], by: User | None) -> tuple[list[list[int | None]], list[int]]:
        """Drafts of what is there, and new rows for the languages that it lacks."""
        rows = self.model._default_manager.filter(translation_key__in=there).select_related("latest_revision", "locale")
        found: dict[tuple[UUID, str], LibraryObject] = {
            (row.translation_key, row.locale.language_code): row for row in rows
        }
        facts = {row.translation_key: row for row in rows}
        missing = []
        for key, row in there.items():
            for language, texts in row.texts.items():
                if (key, language) not in found:
                    shared = {name: getattr(facts[key], name) for name in self.model.shared_fields}
                    missing.append(self._row(key, language, {**shared, **row.facts, **texts}))
        revisions = list(self._revisions(found, there, by))
        before = {row.pk: row.latest_revision_id for row in rows}
        Revision.objects.bulk_create([revision for _row, revision in revisions])
        for row, revision in revisions:
            row.latest_revision, row.has_unpublished_changes = revision, True
        self.model._default_manager.bulk_update(
            [row for row, _revision in revisions], ["latest_revision", "has_unpublished_changes"]
        )
        noted: list[list[int | None]] = [[row.pk, revision.pk, before[row.pk]] for row, revision in revisions]
        return noted, [row.pk for row in self.model._default_manager.bulk_create(missing)]

    def _revisions(
        self, found: Mapping[tuple[UUID, str], LibraryObject], there: Mapping[UUID, Row], by: User | None
    ) -> Iterator[tuple[LibraryObject, Revision]]:
        content_type = ContentType.objects.get_for_model(self.model)
        now = timezone.now()
        for (key, language), row in found.items():
            said = {**there[key].facts, **there[key].texts.get(language, {})}
            draft = row.latest_revision.as_object() if row.latest_revision else row
            for name, value in said.items():
                setattr(draft, name, value)
            yield row, Revision(
                content_type=content_type, base_content_type=content_type, object_id=str(row.pk), created_at=now,
                user=by, object_str=str(draft), content=draft.serializable_data(),
            )  # fmt: skip
