"""What an offer says, as data: everything in words and facts, so that nothing that changes later can change it.

{"price": 97000, "valid_until": "2027-02-01", "sent_on": "2027-01-10", "number": 1,
 "contact": {"name", "email"},
 "languages": ["nb"],
 "texts": {"nb": {"title", "client", "aim", "minutes", "modules": [...], "speakers": [...], "agreements": [...]}}}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from cms.accounts.models import User
from localisation import languages
from localisation.text import LocalisedText
from programmes.library.models import Thing
from programmes.library.services import Content, contents
from programmes.library.vocabulary import TONES, Phase
from programmes.tailoring.models import Gathering, Programme
from programmes.tailoring.offers.models import AgreementText
from programmes.tailoring.plan import Plan, PlannedItem, PlannedModule, plan_of

Json = dict[str, Any]


@dataclass(frozen=True)
class Conditions:
    """What staff decide about an offer: the price in whole kroner, and the last day on which it holds."""

    price: int
    valid_until: date


def offered_languages(programme: Programme) -> list[str]:
    """The languages an offer of the programme is given in: the programme's own, in the site's order."""
    return [code for code in languages.codes() if code in programme.languages] or [languages.codes()[0]]


def freeze(
    programme: Programme,
    conditions: Conditions,
    number: int,
    agreements: Iterable[AgreementText],
    by: User,
    today: date,
) -> Json:
    """Everything the offer says, as JSON. A fixed number of queries a language."""
    codes, rows = offered_languages(programme), list(agreements)
    content = {
        "number": number, "price": conditions.price, "valid_until": conditions.valid_until, "sent_on": today,
        "contact": _contact(programme, by), "languages": codes,
        "texts": {code: _text(plan_of(programme, code, today), rows) for code in codes},
    }  # fmt: skip
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the content in one fixed spelling, in hexadecimal."""
    spelled = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def _contact(programme: Programme, by: User) -> dict[str, str]:
    person = programme.course_leader or by
    return {"name": person.get_full_name() or str(person), "email": person.email}


def _text(plan: Plan, agreements: Iterable[AgreementText]) -> Json:
    programme, language = plan.programme, plan.language
    words = contents([module.row.edition for module in plan.modules if module.row.edition], language)
    return {
        "title": _said(programme.title, language),
        "client": _said(programme.client, language),
        "aim": _said(programme.aim, language),
        "minutes": plan.minutes,
        "modules": [_module(module, words, language) for module in plan.modules],
        "speakers": _speakers(plan),
        "agreements": [
            {"kind": row.kind, "number": row.number, "is_example": row.is_example, "text": _said(row.text, language)}
            for row in agreements
        ],
    }


def _said(text: LocalisedText, language: str) -> dict[str, str]:
    """A text and the language it is in."""
    return {"text": text.in_(language), "lang": text.language_for(language)}


def _module(module: PlannedModule, words: Mapping[int, Content], language: str) -> Json:
    row = module.row
    content = words.get(row.edition.pk) if row.edition else None
    return {
        "title": {"text": module.title, "lang": content.language if content else language},
        "lead": {"text": content.lead if content else "", "lang": content.language if content else language},
        "tone": TONES.get(module.theme, "accent"),
        "starts_on": row.starts_on, "ends_on": row.ends_on, "weeks": row.weeks, "minutes": module.minutes,
        "gatherings": [_gathering(gathering, language) for gathering in module.gatherings],
        "phases": [
            {"phase": phase.value, "items": [_item(item) for item in module.phase(phase)]}
            for phase in Phase
            if module.phase(phase)
        ],
    }  # fmt: skip


def _item(item: PlannedItem) -> Json:
    return {
        "title": {"text": item.title, "lang": item.language},
        "kind": item.kind,
        "minutes": item.minutes,
        "required": item.row.required,
        "speaker": item.speaker.name if item.speaker else "",
    }


def _gathering(gathering: Gathering, language: str) -> Json:
    return {
        "title": _said(gathering.title, language),
        "starts_at": gathering.starts_at,
        "ends_at": gathering.ends_at,
        "timezone": gathering.timezone,
        "venue": _said(gathering.venue, language),
        "address": _said(gathering.address, language),
    }


def _speakers(plan: Plan) -> list[Json]:
    """Each speaker once, in the order they come; what they are is the library's word today."""
    guests = {item.speaker.key: item.speaker for _module, item in plan.items if item.speaker}
    newest = Thing.objects.filter(pk__in=guests, current_edition__isnull=False).select_related("current_edition__thing")
    words = {row.pk: row.current_edition for row in newest}
    said = contents([edition for edition in words.values() if edition], plan.language)
    found = []
    for key, guest in guests.items():
        edition = words.get(key)
        content = said.get(edition.pk) if edition else None
        role = {"text": content.lead, "lang": content.language} if content else {"text": "", "lang": plan.language}
        found.append({"name": guest.name, "organisation": guest.organisation, "role": role})
    return found
