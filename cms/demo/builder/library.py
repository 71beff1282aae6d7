"""The library: every thing as one row a language, published, so that its editions exist."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from wagtail.models import Locale

from cms.accounts.models import User
from cms.demo.builder import abilities, people, sea
from cms.demo.builder.people import publish
from cms.demo.builder.plan import Plan, content, key
from cms.demo.builder.streams import items, paragraphs, stream
from localisation import languages
from programmes.library.models import IndustryCase, LearningElement, LibraryObject, Module, Speaker, Thing
from programmes.library.vocabulary import EditionKind

Entry = Mapping[str, Any]
Fields = dict[str, Any]


def build(plan: Plan) -> None:
    """Modules, speakers, cases and elements; elements last, since they point at the others."""
    dice, by = plan.dice("library"), people.author()
    for entry in content("modules")["modules"]:
        _publish_thing(Module, entry, module_fields, _review(plan, dice), by)
    for entry in content("speakers")["speakers"]:
        _publish_thing(Speaker, entry, speaker_fields, _review(plan, dice) | _consent(plan, dice), by)
    for entry in content("cases")["cases"]:
        _publish_thing(IndustryCase, entry, case_fields, _review(plan, dice) | _consent(plan, dice), by)
    heard = {"recording": sea.record(plan.seed)}
    for entry in content("elements")["elements"]:
        facts = _review(plan, dice) | (heard if "recording" in entry else {})
        _publish_thing(LearningElement, _first_edition(entry), element_fields, facts, by)
    for entry in content("more_elements")["elements"]:
        _publish_thing(LearningElement, entry, element_fields, _review(plan, dice), by)
    abilities.build()
    publish_second_editions("library")


def publish_second_editions(moment: str) -> None:
    """Publish edition 2 of the elements whose `earlier` text says that it came at this moment."""
    by = people.author()
    for entry in content("elements")["elements"]:
        if entry.get("earlier", {}).get("published") == moment:
            for language in languages.codes():
                _publish_second(entry, language, by)


def _publish_second(entry: Entry, language: str, by: User) -> None:
    row = LearningElement.objects.get(translation_key=thing_key(LearningElement, entry), locale__language_code=language)
    for name, value in element_fields(entry, language).items():
        setattr(row, name, value)
    row.publish_as, row.publish_note = EditionKind.NEW, entry["earlier"]["note"][language]
    publish(row, by)


def _first_edition(entry: Entry) -> Entry:
    earlier = entry.get("earlier", {})
    return {**entry, **{name: earlier[name] for name in ("lead", "body") if name in earlier}}


def thing_key(model: type[LibraryObject], entry: Entry) -> Any:
    return key(model.thing_kind.value, entry["code"])


def _publish_thing(
    model: type[LibraryObject], entry: Entry, fields: Callable[[Entry, str], Fields], facts: Fields, by: User
) -> None:
    """The rows of all languages before the first is published, so that they share one edition."""
    pk = thing_key(model, entry)
    written = {language: fields(entry, language) for language in languages.codes()}
    Thing.objects.create(pk=pk, kind=model.thing_kind, code=entry["code"], label=written[languages.codes()[0]]["title"])
    for language, values in written.items():
        row = model(translation_key=pk, locale=Locale.objects.get(language_code=language), **values, **facts)
        row.save()
        publish(row, by)


def _review(plan: Plan, dice: random.Random) -> Fields:
    """Most things are read again within a year; a few are overdue."""
    return {"review_on": plan.today + timedelta(days=dice.randint(-20, 340))}


def _consent(plan: Plan, dice: random.Random) -> Fields:
    """Given within the last year, for four years: a programme that starts today may use them to its end."""
    given: date = plan.today - timedelta(days=dice.randint(30, 360))
    return {"consent_given_on": given, "consent_expires_on": given + timedelta(days=4 * 365)}


def module_fields(entry: Entry, language: str) -> Fields:
    place = f"module:{entry['code']}:outcomes"
    return {
        "title": entry["title"][language],
        "promise": entry["promise"][language],
        "introduction": entry["introduction"][language],
        "outcomes": stream(place, [("outcome", outcome[language]) for outcome in entry["outcomes"]]),
        "theme": entry["theme"],
        "weeks": entry["weeks"],
        "order": entry["order"],
    }


def speaker_fields(entry: Entry, language: str) -> Fields:
    place = f"speaker:{entry['code']}:topics"
    return {
        "title": entry["name"],
        "role": entry["role"][language],
        "organisation": entry["organisation"][language],
        "topics": stream(place, [("topic", topic[language]) for topic in entry["topics"]]),
        "bio": entry["bio"][language],
        "country": entry["country"],
        "language": entry["language"],
    }


def case_fields(entry: Entry, language: str) -> Fields:
    texts = {name: entry[name][language] for name in ("title", "organisation", "challenge", "action", "result")}
    quote = entry["quote"]
    return texts | {
        "quote": quote["text"][language],
        "quote_person": quote["person"],
        "quote_role": quote["role"][language],
        "sector": entry["sector"],
        "country": entry["country"],
    }


def element_fields(entry: Entry, language: str) -> Fields:
    return {
        "title": entry["title"][language],
        "lead": entry["lead"][language],
        "body": stream(f"element:{entry['code']}", _body(entry, language)),
        "transcript": entry["transcript"][language] if "transcript" in entry else "",
        "kind": entry["kind"],
        "theme": entry["module"],
        "phase": entry["phase"],
        "minutes": entry["minutes"],
        "chapters": sea.chapters(language) if "recording" in entry else "",
        "timed_captions": sea.captions(language) if "recording" in entry else "",
        "spoken": entry.get("spoken", ""),
        "captions": entry.get("captions", []),
        "speaker_id": key("speaker", entry["speaker"]) if "speaker" in entry else None,
        "case_id": key("case", entry["case"]) if "case" in entry else None,
        "instruments": entry.get("instruments", []),
    }


def _body(entry: Entry, language: str) -> list[tuple[str, Any]]:
    """The text in one block, then what this kind of element adds to it."""
    blocks: list[tuple[str, Any]] = [("text", paragraphs(entry["body"][language]))]
    for name in ("questions", "steps"):
        if name in entry:
            place = f"element:{entry['code']}:{name}"
            blocks.append((name, items(place, [line[language] for line in entry[name]])))
    if "deliverable" in entry:
        blocks.append(("result", entry["deliverable"][language]))
    return blocks
