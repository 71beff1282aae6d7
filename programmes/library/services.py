"""What happens to library objects: kept alike in all languages, published as editions, read as content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from wagtail.fields import StreamField
from wagtail.log_actions import LogContext
from wagtail.models import Locale, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.accounts.models import User
from cms.jobs.models import Job
from cms.jobs.services import enqueue, handles
from localisation import languages
from localisation.resolve import choose
from localisation.slugs import slugify
from programmes.library.models import (
    Edition,
    EditionText,
    IndustryCase,
    LearningElement,
    LibraryObject,
    Module,
    Speaker,
    Thing,
)
from programmes.library.vocabulary import EditionKind

MODELS: dict[str, type[LibraryObject]] = {
    model.thing_kind.value: model for model in (Module, LearningElement, Speaker, IndustryCase)
}

# Sent after an edition was stored, inside the same transaction: `edition`, and for a correction `corrects`.
edition_published = Signal()


def save_thing(row: LibraryObject, code: str = "") -> Thing:
    """Keep the language-free side of `row` in step: its thing, the label staff see, the facts all languages share."""
    thing = Thing.objects.filter(pk=row.translation_key).first()
    made = thing is None
    if thing is None:
        thing = Thing.objects.create(
            pk=row.translation_key, kind=row.thing_kind, label=row.title, code=code or free_code(row)
        )
    if not made and thing.label != row.title and _is_main_language(row):
        Thing.objects.filter(pk=thing.pk).update(label=row.title)
    siblings = type(row)._default_manager.filter(translation_key=row.translation_key).exclude(pk=row.pk)
    siblings.update(**{name: getattr(row, name) for name in row.shared_fields})
    return thing


def _is_main_language(row: LibraryObject) -> bool:
    return row.locale.language_code == languages.codes()[0]


def free_code(row: LibraryObject) -> str:
    """A code for the thing of a new row. One query."""
    wanted = slugify(row.title)[:70] or row.thing_kind.value
    if not Thing.objects.filter(code=wanted).exists():
        return wanted
    return f"{wanted}-{str(row.translation_key)[:8]}"


def facts_of(row: LibraryObject) -> dict[str, Any]:
    """The language-free facts of a row, as JSON."""
    return {name.removesuffix("_id"): _plain(getattr(row, name)) for name in row.shared_fields if name != "review_on"}


def text_of(row: LibraryObject) -> dict[str, Any]:
    """The text of a row in its language, as JSON; StreamFields as their raw data."""
    return {name: _plain_text(row, name) for name in row.text_fields}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | list | dict) else str(value)


def _plain_text(row: LibraryObject, name: str) -> Any:
    value = getattr(row, name)
    return list(value.raw_data) if hasattr(value, "raw_data") else value


@transaction.atomic(savepoint=False)
def publish_edition(
    row: LibraryObject, *, kind: str = EditionKind.CORRECTION, note: str = "", by: User | None = None
) -> Edition | None:
    """Make an edition of a published row; None when it says nothing new.

    The first is edition 1 whatever `kind` says. A language that the current edition lacks is added to it, which makes
    no new one.
    """
    thing = Thing.objects.select_for_update(of=("self",)).select_related("current_edition").get(pk=row.translation_key)
    language, text, facts = row.locale.language_code, text_of(row), facts_of(row)
    current, there = thing.current_edition, _texts_of(thing)
    match _outcome(current, there, language, text, facts):
        case Outcome.FIRST:
            return _store(thing, 1, 0, EditionKind.NEW, note, facts, {language: text}, by)
        case Outcome.UNCHANGED:
            return None
        case Outcome.LANGUAGE:
            _add_text(cast(Edition, current), language, text)
            return current
    number = cast(Edition, current).number
    if kind == EditionKind.NEW:
        # The other languages follow when their translation is done; until then readers see this one, marked.
        return _store(thing, number + 1, 0, kind, note, facts, {language: text}, by)
    correction = thing.editions.filter(number=number).aggregate(last=Max("correction"))["last"] + 1
    return _store(thing, number, correction, EditionKind.CORRECTION, note, facts, {**there, language: text}, by)


class Outcome(Enum):
    """What publishing a row makes: the first edition, nothing, a text of the current edition, or another edition."""

    FIRST = "first"
    UNCHANGED = "unchanged"
    LANGUAGE = "language"
    EDITION = "edition"


def outcome(row: LibraryObject) -> Outcome:
    """What publishing `row` as it is would make. Two queries."""
    thing = Thing.objects.select_related("current_edition").filter(pk=row.translation_key).first()
    if thing is None:
        return Outcome.FIRST
    return _outcome(thing.current_edition, _texts_of(thing), row.locale.language_code, text_of(row), facts_of(row))


def _outcome(
    current: Edition | None, there: Mapping[str, Any], language: str, text: Mapping[str, Any], facts: Mapping[str, Any]
) -> Outcome:
    if current is None:
        return Outcome.FIRST
    if _said(current.facts) != _said(facts):
        return Outcome.EDITION
    if language not in there:
        return Outcome.LANGUAGE
    return Outcome.UNCHANGED if _said(there[language]) == _said(text) else Outcome.EDITION


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is not empty: a field that came later than an edition, and has nothing in it, says nothing new."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _texts_of(thing: Thing) -> dict[str, dict[str, Any]]:
    """The texts of the current edition by language."""
    return dict(EditionText.objects.filter(edition=thing.current_edition_id).values_list("language", "content"))


class DraftChanged(Exception):
    """Somebody changed the draft after this person had looked at it."""


@transaction.atomic
def publish_draft(row: LibraryObject, seen: int, kind: str, note: str, by: User) -> None:
    """Publish the newest draft of a row as a new edition or a correction; `seen`: the id of the draft that was read.

    Raises `DraftChanged` when there is another one by now, or somebody has published this one.
    """
    revision = row.latest_revision
    if revision is None or revision.pk != seen or row.live_revision_id == seen:
        raise DraftChanged(str(row))
    # The row knows better which revisions are the newest and the live one; named here, each would be looked for.
    known = {"latest_revision": None, "live_revision": None}
    revision.content = {**revision.content, **known, "publish_as": kind, "publish_note": note}
    revision.save(update_fields=["content"])
    revision.content_object = row
    with LogContext(user=by), disable_reference_index_auto_update():
        revision.publish(user=by)
    enqueue(REFERENCES, started_by=by, thing_kind=row.thing_kind, row=row.pk)


REFERENCES = "library-references"


@handles(REFERENCES)
def keep_references(job: Job) -> None:
    """Wagtail's record of the images, documents and pages that a published row names, brought up to date."""
    row = MODELS[job.subject["thing_kind"]]._default_manager.filter(pk=job.subject["row"]).first()
    if row:
        ReferenceIndex.create_or_update_for_object(row)


def _store(
    thing: Thing, number: int, correction: int, kind: str, note: str, facts: dict[str, Any],
    texts: Mapping[str, dict[str, Any]], by: User | None,
) -> Edition:  # fmt: skip
    corrects = thing.current_edition if correction else None
    edition = Edition.objects.create(
        thing=thing, number=number, correction=correction, kind=kind, note=note, facts=facts, published_by=by
    )
    for language, text in texts.items():
        _add_text(edition, language, text)
    Thing.objects.filter(pk=thing.pk).update(current_edition=edition)
    edition_published.send(Edition, edition=edition, corrects=corrects)
    return edition


def _add_text(edition: Edition, language: str, text: dict[str, Any]) -> None:
    lead = text.get("lead") or text.get("promise") or text.get("role") or ""
    EditionText.objects.create(
        edition=edition, language=language, title=text["title"], lead=lead, content=text,
        captioned=bool(text.get("timed_captions")),
    )  # fmt: skip


@dataclass(frozen=True)
class Content:
    """An edition as one reader sees it. `language` is that of the text, `fallback` that it is not the reader's own.

    `captioned`: the languages that it has captions with times in, the reader's first.
    """

    edition: Edition
    title: str
    lead: str
    language: str
    fallback: bool
    content: Mapping[str, Any]
    captioned: tuple[str, ...] = ()

    @property
    def facts(self) -> Mapping[str, Any]:
        return self.edition.facts

    def stream(self, name: str) -> Any:
        """A StreamField of the text, ready to render."""
        field = cast(StreamField, MODELS[self.edition.thing.kind]._meta.get_field(name))
        raw = [dict(block) for block in self.content.get(name) or []]
        return field.stream_block.to_python(raw)


def contents(editions: Iterable[Edition], language: str, *, whole: bool = False) -> dict[int, Content]:
    """What each edition says to a reader of `language`, by edition id. One query.

    `whole=False` leaves out the long text and is what lists need.
    """
    by_id = {edition.pk: edition for edition in editions}
    rows = EditionText.objects.filter(edition__in=by_id)
    if not whole:
        rows = rows.defer("content")
    texts: dict[int, dict[str, EditionText]] = {}
    for text in rows:
        texts.setdefault(text.edition_id, {})[text.language] = text
    found = {}
    for pk, versions in texts.items():
        code = choose(versions, language)
        if code is not None:
            text = versions[code]
            content = text.content if whole else {}
            captioned = tuple(other for other in languages.preference(language) if _captioned(versions, other))
            found[pk] = Content(by_id[pk], text.title, text.lead, code, code != language, content, captioned)
    return found


def _captioned(versions: Mapping[str, EditionText], language: str) -> bool:
    return language in versions and versions[language].captioned


def things_by_code(codes: Iterable[str]) -> dict[str, Thing]:
    """Things by their code; one query."""
    return {thing.code: thing for thing in Thing.objects.filter(code__in=set(codes)).select_related("current_edition")}


def share_facts_with_drafts(row: LibraryObject) -> None:
    """Bring the facts of a published row into the drafts of its other languages, which would put old ones back.

    Two queries, and none to write when the drafts say the same.
    """
    siblings = type(row)._default_manager.filter(translation_key=row.translation_key).exclude(pk=row.pk)
    drafts = Revision.objects.filter(pk__in=siblings.values("latest_revision"))
    data = row.serializable_data()
    facts = {name: data[name] for name in (name.removesuffix("_id") for name in row.shared_fields)}
    changed = []
    for draft in drafts:
        if any(str(draft.content.get(name)) != str(value) for name, value in facts.items()):
            draft.content = {**draft.content, **facts}
            changed.append(draft)
    Revision.objects.bulk_update(changed, ["content"])


# Proper names are the same in most languages, so a new language starts with them.
NAMES = ("title", "organisation", "quote_person")


@transaction.atomic
def start_language(row: LibraryObject, language: str, by: User | None = None) -> LibraryObject:
    """A draft of `row` in another language: its facts and names, and no text. If there is one, it is returned as it is.

    Raises Locale.DoesNotExist for a language that the site does not have.
    """
    locale = Locale.objects.get(language_code=language)
    model = type(row)
    there: LibraryObject | None = model._default_manager.filter(
        translation_key=row.translation_key, locale=locale
    ).first()
    if there:
        return there
    kept = {name: getattr(row, name) for name in (*row.shared_fields, *NAMES) if hasattr(row, name)}
    new: LibraryObject = model(
        translation_key=row.translation_key, locale=locale, live=False, has_unpublished_changes=True, **kept
    )
    new.save()
    # Not checked: a draft may lack what it needs to be published.
    new.save_revision(user=by, clean=False)
    return new
