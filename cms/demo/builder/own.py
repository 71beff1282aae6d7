"""What one programme alone has: an element and whoever speaks in it, in no library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from wagtail.models import Locale

from cms.demo.builder import people
from cms.demo.builder.plan import Plan, content, key
from cms.demo.builder.streams import paragraphs, stream
from localisation import languages
from programmes.library.models import LearningElement, LibraryObject, Speaker, Thing
from programmes.tailoring.models import Programme
from programmes.tailoring.services import add_things

Texts = Mapping[str, Mapping[str, Any]]


def build(plan: Plan) -> None:
    """The element stands in the module of its theme."""
    entry = content("own")
    programme = Programme.objects.get(slug=entry["programme"])
    speaker = _publish(Speaker, programme, _speaker_texts(entry["speaker"]), _speaker_facts(entry["speaker"], plan))
    element = _publish(LearningElement, programme, _element_texts(entry["element"]), _element_facts(entry, speaker))
    module = programme.modules.get(module__code=entry["element"]["module"])
    add_things(module, [element], entry["element"]["phase"])


def _publish(model: type[LibraryObject], programme: Programme, texts: Texts, facts: Mapping[str, Any]) -> Thing:
    kind, label = model.thing_kind.value, texts[languages.codes()[0]]["title"]
    code = f"{programme.slug}-{kind}"
    thing = Thing.objects.create(pk=key(kind, code), kind=kind, code=code, label=label, own_to=programme)
    for language, values in texts.items():
        locale = Locale.objects.get(language_code=language)
        row = model(translation_key=thing.pk, locale=locale, **values, **facts)
        row.save()
        people.publish(row, people.author())
    return Thing.objects.get(pk=thing.pk)


def _speaker_texts(entry: Mapping[str, Any]) -> Texts:
    names = ("role", "organisation", "bio")
    return {code: {"title": entry["name"], **{name: entry[name][code] for name in names}} for code in languages.codes()}


def _speaker_facts(entry: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    given = plan.today - timedelta(days=30)
    return {"country": entry["country"], "language": entry["language"], "consent_given_on": given}


def _element_texts(entry: Mapping[str, Any]) -> Texts:
    return {
        code: {
            "title": entry["title"][code],
            "lead": entry["lead"][code],
            "body": stream("own:element", [("text", paragraphs(entry["body"][code]))]),
        }
        for code in languages.codes()
    }


def _element_facts(entry: Mapping[str, Any], speaker: Thing) -> dict[str, Any]:
    element = entry["element"]
    facts = {name: element[name] for name in ("kind", "phase", "minutes")}
    return {**facts, "theme": element["module"], "speaker": speaker}
