"""What the pages of a new programme show. No queries beyond those the values come with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.templatetags.look import language_name
from localisation import nordic
from localisation.nordic import NO_BREAK
from localisation.text import key_of
from programmes.library import taxonomy
from programmes.library.services import Content, contents
from programmes.library.vocabulary import TONES, Country, Sector
from programmes.tailoring import querysets
from programmes.tailoring.board import hours_and_minutes
from programmes.tailoring.composing.answers import CLIENT, PROPOSED, Answers
from programmes.tailoring.composing.cases import Proposal
from programmes.tailoring.composing.clients import find
from programmes.tailoring.composing.composition import Composition
from programmes.tailoring.composing.forms import day_name, weeks_name
from programmes.tailoring.copying import own_of
from programmes.tailoring.holidays import SATURDAY, countries_of, holiday, nearest_free_day, why_not
from programmes.tailoring.models import Gathering, Sketch
from programmes.tailoring.plan import Plan, PlannedModule, local_day


def starting_points(templates: Sequence[Any], chosen: str) -> list[dict[str, Any]]:
    """The templates with their size and use. One query."""
    minutes = querysets.minutes_by_programme([template.pk for template in templates])
    return [
        {
            "key": str(template.pk),
            "title": template,
            "about": template.aim,
            "facts": f"{NO_BREAK}· ".join(_template_facts(template, minutes.get(template.pk, 0))),
            "chosen": str(template.pk) == chosen,
        }
        for template in templates
    ]


def _template_facts(template: Any, minutes: int) -> Iterable[str]:
    count = template.module_count
    yield ngettext("%(count)d module", "%(count)d modules", count) % {"count": count}
    hours = round(minutes / 60)
    yield ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    used = template.times_used
    yield ngettext("used %(count)d time", "used %(count)d times", used) % {"count": used}


def begun(sketches: QuerySet[Sketch]) -> list[dict[str, Any]]:
    """Sketches that were not finished, the latest first. One query."""
    return [
        {"key": sketch.pk, "title": _sketch_title(sketch), "when": timezone.localdate(sketch.updated_at)}
        for sketch in sketches[:3]
    ]


def _sketch_title(sketch: Sketch) -> str:
    said = sketch.answers.get(CLIENT) or sketch.answers.get(PROPOSED, {})
    return str(said.get("client") or _("no client yet"))


@dataclass(frozen=True)
class ScheduledGathering:
    """`why`: why its day will not do, in words; `better`: the nearest day that will."""

    key: str
    row: Gathering
    field: forms.BoundField
    day: date | None
    why: str
    better: date | None


@dataclass(frozen=True)
class ScheduledModule:
    code: str
    title: str
    tone: str
    starts_on: date
    ends_on: date
    pause: str
    weeks: forms.BoundField
    gatherings: list[ScheduledGathering]
    holidays: list[str]

    @property
    def errors(self) -> bool:
        return bool(self.weeks.errors or any(gathering.field.errors for gathering in self.gatherings))


def schedule(composition: Composition, form: forms.Form) -> list[ScheduledModule]:
    """The modules with their dates, as the answers so far have them."""
    countries = _countries(composition)
    keys = {gathering.uuid: key for key, gathering in composition.copy.gathering_of.items()}
    return [_scheduled(module, form, keys, countries) for module in composition.modules()]


def _scheduled(module: PlannedModule, form: forms.Form, keys: dict[Any, str], countries: list[str]) -> ScheduledModule:
    row = module.row
    return ScheduledModule(
        code=row.module.code,
        title=module.title,
        tone=TONES.get(module.theme, "accent"),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        pause=nordic.period(row.pause_from, row.pause_to) if row.pause_from else "",
        weeks=form[weeks_name(row)],
        gatherings=[_scheduled_gathering(gathering, form, keys, countries) for gathering in module.gatherings],
        holidays=list(_holidays(row.starts_on, row.ends_on, countries)),
    )


def _scheduled_gathering(
    gathering: Gathering, form: forms.Form, keys: dict[Any, str], countries: list[str]
) -> ScheduledGathering:
    key = keys[gathering.uuid]
    day = local_day(gathering) if gathering.starts_at else None
    why = why_not_from(day, gathering.days, countries) if day else ""
    better = nearest_free_day(day, countries, gathering.days) if day and why else None
    return ScheduledGathering(key, gathering, form[day_name(key)], day, why, better)


def why_not_from(day: date, length: int, countries: list[str]) -> str:
    """Why one of the days of a gathering will not do."""
    days = [day + timedelta(days=number) for number in range(length)]
    if any(each.weekday() >= SATURDAY for each in days):
        return _("at the weekend")
    return next((why for each in days if (why := why_not(each, countries))), "")


def _holidays(start: date, end: date, countries: list[str]) -> Iterable[str]:
    """The public holidays of working days from start to end: "17. mai Norges grunnlovsdag (Norge)"."""
    for number in range((end - start).days + 1):
        day = start + timedelta(days=number)
        there = {country: name for country in countries if (name := holiday(day, country))}
        if there and day.weekday() < SATURDAY:
            where = "" if len(there) == len(countries) else f" ({Country(next(iter(there))).label})"
            yield f"{nordic.short_day(day)} {next(iter(there.values()))}{where}"


def _countries(composition: Composition) -> list[str]:
    programme = composition.copy.programme
    return countries_of(programme.country, programme.languages)


def better_days(composition: Composition) -> dict[str, date]:
    """The nearest days that will do, by the key of each gathering whose day will not."""
    countries, found = _countries(composition), {}
    for key, gathering in composition.copy.gathering_of.items():
        day = local_day(gathering) if gathering.starts_at else None
        if day and why_not_from(day, gathering.days, countries):
            better = nearest_free_day(day, countries, gathering.days)
            found |= {key: better} if better else {}
    return found


@dataclass(frozen=True)
class ShownProposal:
    """A case that may be added, with its title and in which language that is, unless it is the reader's."""

    key: str
    title: str
    lang: str
    module: str
    minutes: str
    wished: bool
    chosen: bool


def proposals(composition: Composition, plan: Plan) -> list[ShownProposal]:
    """The cases as the summary shows them. One query."""
    editions = {proposal.key: proposal.thing.current_edition for proposal in composition.proposals}
    texts = contents([edition for edition in editions.values() if edition], composition.language)
    titles = {module.row.uuid: module.title for module in plan.modules}
    return [
        _shown(proposal, texts[edition.pk], edition.facts, titles, proposal.key in composition.chosen_cases)
        for proposal in composition.proposals
        if (edition := editions[proposal.key])
    ]


def _shown(
    proposal: Proposal, text: Content, facts: Mapping[str, Any], titles: Mapping[UUID, str], chosen: bool
) -> ShownProposal:
    minutes = hours_and_minutes(facts["minutes"]) if facts.get("minutes") else ""
    lang = text.language if text.fallback else ""
    module = titles[proposal.module.uuid]
    return ShownProposal(proposal.key, text.title, lang, module, minutes, proposal.wished, chosen)


def summary(composition: Composition, plan: Plan) -> dict[str, Any]:
    """The programme in facts: what it is called, for whom, in which languages, its groups and its modules."""
    answers, programme = composition.answers, plan.programme
    return {
        "title": programme.title,
        "client": programme.client,
        "client_is_new": answers.known_client is None,
        "country": Country(answers.country).label,
        "sector": Sector(answers.sector).label if answers.sector else "",
        "areas": _areas(answers.areas),
        "languages": [language_name(code) for code in answers.languages],
        "source": answers.source,
        "groups": _groups(composition),
        "hours": hours_and_minutes(plan.minutes) if plan.minutes else "",
        "left_out": composition.copy.left_out,
        "own": own_of(composition.copy),
        "own_url": reverse("programmes:own", args=[answers.source.pk]) if answers.source else "",
        "modules": [_module_line(module) for module in plan.modules],
    }


def _areas(codes: Sequence[str]) -> list[str]:
    """Focus areas by their names. One query, none without any."""
    names = taxonomy.names() if codes else {}
    return [names[code] for code in codes if code in names]


def _groups(composition: Composition) -> list[dict[str, Any]]:
    """The leader groups by organisation, which is new or not."""
    answers, found = composition.answers, {}
    for group in answers.groups:
        found.setdefault(group.organisation, []).append(group.leader_group)
    return [
        {"organisation": organisation, "is_new": _is_new(answers, organisation), "names": names}
        for organisation, names in found.items()
    ]


def _is_new(answers: Answers, organisation: str) -> bool:
    """Whether an organisation beside the client is not known yet."""
    is_client = key_of(organisation) == key_of(answers.of(CLIENT, "client", ""))
    return not is_client and find(answers.clients, organisation) is None


def _module_line(module: PlannedModule) -> dict[str, Any]:
    row = module.row
    return {
        "title": module.title,
        "tone": TONES.get(module.theme, "accent"),
        "period": nordic.period(row.starts_on, row.ends_on) if row.starts_on and row.ends_on else "",
        "gatherings": ", ".join(nordic.short_day(day) for day in module.days),
        "hours": hours_and_minutes(module.minutes) if module.minutes else "",
        "items": len(module.items),
    }
