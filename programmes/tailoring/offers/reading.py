"""An offer in finished words, for its page and its PDF. Reads only what was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from localisation import nordic
from programmes.library.vocabulary import ElementKind, Phase
from programmes.tailoring.board import hours_and_minutes
from programmes.tailoring.offers.models import AgreementText, Offer

SEPARATOR = " · "


@dataclass(frozen=True)
class Words:
    """A text; `lang` where it is not in the offer's language, else ''."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Row:
    title: Words
    icon: str
    meta: str


@dataclass(frozen=True)
class PhaseRows:
    title: str
    meta: str
    rows: list[Row]


@dataclass(frozen=True)
class Meeting:
    title: Words
    day: str
    clock: str
    place: Words


@dataclass(frozen=True)
class ModuleRows:
    title: Words
    lead: Words
    tone: str
    meta: str
    gatherings: list[Meeting]
    phases: list[PhaseRows]


@dataclass(frozen=True)
class Speaker:
    name: str
    role: Words
    organisation: str


@dataclass(frozen=True)
class Paragraph:
    text: str
    heading: bool


@dataclass(frozen=True)
class Agreement:
    kind: str
    title: str
    version: str
    is_example: bool
    lang: str
    paragraphs: list[Paragraph]


@dataclass(frozen=True)
class OfferPage:
    language: str
    title: Words
    client: Words
    aim: Words
    version: str
    price: str
    valid_until: str
    sent_on: str
    length: str
    hours: str
    gathering_days: str
    contact_name: str
    contact_email: str
    modules: list[ModuleRows]
    speakers: list[Speaker]
    agreements: list[Agreement]


def read(offer: Offer, language: str) -> OfferPage:
    """All that the offer says to a reader of `language`, one of those it is given in. No queries."""
    content = offer.content
    text = content["texts"][language]
    with override(language):
        return OfferPage(
            language=language,
            title=_words(text["title"], language),
            client=_words(text["client"], language),
            aim=_words(text["aim"], language),
            version=_("Version %(number)d") % {"number": content["number"]},
            price=price(content["price"]),
            valid_until=nordic.day(_date(content["valid_until"])),
            sent_on=nordic.day(_date(content["sent_on"])),
            length=_period(text["modules"]),
            hours=hours_and_minutes(text["minutes"]),
            gathering_days=_meetings(text["modules"]),
            contact_name=content["contact"]["name"],
            contact_email=content["contact"]["email"],
            modules=[_module(module, language) for module in text["modules"]],
            speakers=[
                Speaker(row["name"], _words(row["role"], language), row["organisation"]) for row in text["speakers"]
            ],
            agreements=[_agreement(row, language) for row in text["agreements"]],
        )


def price(kroner: int) -> str:
    """97 000 kr in Norwegian, 97.000 kr. in Danish."""
    return (_("%(amount)s kr") % {"amount": nordic.number(kroner)}).replace(" ", nordic.NO_BREAK)


def paragraphs(text: str) -> list[Paragraph]:
    """The blocks of a text between empty lines; one that begins with # is a heading."""
    blocks = (" ".join(block.split()) for block in text.replace("\r", "").split("\n\n"))
    return [Paragraph(block.lstrip("# "), block.startswith("#")) for block in blocks if block]


def _words(said: Mapping[str, str], language: str) -> Words:
    return Words(said["text"], said["lang"] if said["text"] and said["lang"] != language else "")


def _date(value: str) -> date:
    return date.fromisoformat(value)


def _period(modules: Iterable[Mapping[str, Any]]) -> str:
    starts = [module["starts_on"] for module in modules if module["starts_on"]]
    ends = [module["ends_on"] for module in modules if module["ends_on"]]
    return nordic.period(_date(min(starts)), _date(max(ends))) if starts and ends else ""


def _meetings(modules: Iterable[Mapping[str, Any]]) -> str:
    count = sum(len(module["gatherings"]) for module in modules)
    return ngettext("%(count)d gathering", "%(count)d gatherings", count) % {"count": count}


def _module(module: Mapping[str, Any], language: str) -> ModuleRows:
    when = ""
    if module["starts_on"] and module["ends_on"]:
        when = nordic.period(_date(module["starts_on"]), _date(module["ends_on"]))
    return ModuleRows(
        title=_words(module["title"], language),
        lead=_words(module["lead"], language),
        tone=module["tone"],
        meta=SEPARATOR.join(part for part in (when, hours_and_minutes(module["minutes"])) if part),
        gatherings=[_gathering(row, language) for row in module["gatherings"]],
        phases=[_phase(row, language) for row in module["phases"]],
    )


def _phase(phase: Mapping[str, Any], language: str) -> PhaseRows:
    minutes = sum(item["minutes"] for item in phase["items"])
    rows = [Row(_words(item["title"], language), _icon(item["kind"]), _meta(item)) for item in phase["items"]]
    return PhaseRows(str(Phase(phase["phase"]).label), hours_and_minutes(minutes) if minutes else "", rows)


def _icon(kind: str) -> str:
    return ElementKind(kind).icon if kind in ElementKind.values else "artikkel"


def _meta(item: Mapping[str, Any]) -> str:
    parts = [
        str(ElementKind(item["kind"]).label) if item["kind"] in ElementKind.values else "",
        item["speaker"],
        hours_and_minutes(item["minutes"]) if item["minutes"] else "",
        "" if item["required"] else _("optional"),
    ]
    return SEPARATOR.join(part for part in parts if part)


def _gathering(row: Mapping[str, Any], language: str) -> Meeting:
    starts, ends = (_moment(row[name], row["timezone"]) for name in ("starts_at", "ends_at"))
    last = ends.date() if ends else None
    day, clock = _("no date"), ""
    if starts:
        day = nordic.period(starts.date(), last) if last and last != starts.date() else nordic.weekday(starts.date())
        clock = nordic.clock_span(starts.time(), ends.time()) if ends else nordic.clock(starts.time())
    places = [row[name]["text"] for name in ("venue", "address") if row[name]["text"]]
    lang = row["venue"]["lang"] if row["venue"]["text"] and row["venue"]["lang"] != language else ""
    return Meeting(_words(row["title"], language), day, clock, Words(", ".join(places), lang))


def _moment(value: str | None, zone: str) -> datetime | None:
    return datetime.fromisoformat(value).astimezone(ZoneInfo(zone)) if value else None


def _agreement(row: Mapping[str, Any], language: str) -> Agreement:
    text = row["text"]
    return Agreement(
        kind=row["kind"],
        title=str(AgreementText.Kind(row["kind"]).label),
        version=_("Version %(number)d") % {"number": row["number"]},
        is_example=row["is_example"],
        lang=text["lang"] if text["lang"] != language else "",
        paragraphs=paragraphs(text["text"]),
    )
