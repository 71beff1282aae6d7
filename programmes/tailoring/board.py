"""A plan as the components `board` and `checks` show it. No queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from localisation import nordic
from localisation.nordic import NO_BREAK
from programmes.library.vocabulary import TONES, Phase
from programmes.tailoring.checks import Finding, Severity
from programmes.tailoring.hours import Planned
from programmes.tailoring.plan import Plan, PlannedItem, PlannedModule, local_day
from programmes.tailoring.updates import deciding
from programmes.tailoring.updates.deciding import Target
from programmes.tailoring.updates.lines import place_url, target_url, words_for
from programmes.tailoring.updates.waiting import Row

REMEMBERED = 10_000  # rows; some ten megabytes


@dataclass(frozen=True)
class View:
    """Who looks: may they edit, which module is open for them, and what the checks found."""

    may_edit: bool = False
    open_module: int | None = None
    findings: tuple[Finding, ...] = ()

    @cached_property
    def stopped(self) -> set[UUID]:
        return {finding.item for finding in self.findings if finding.item and finding.severity is Severity.STOP}


def columns(plan: Plan, view: View) -> list[dict[str, Any]]:
    """The context of the component `board`: its modules."""
    return [_column(plan, module, view) for module in plan.modules]


def _column(plan: Plan, module: PlannedModule, view: View) -> dict[str, Any]:
    is_open = module.row.pk == view.open_module
    return {
        "title": module.title,
        "tone": TONES.get(module.theme, "accent"),
        "meta": _when(module),
        **_update(plan, module.row),
        "open": is_open,
        "edit_url": plan.links.module(module) if view.may_edit else "",
        "phases": [_phase(plan, module, phase, view, is_open) for phase in Phase],
    }


def _when(module: PlannedModule) -> str:
    row = module.row
    hours = hours_and_minutes(module.minutes)
    if row.starts_on and row.ends_on:
        return f"{nordic.period(row.starts_on, row.ends_on)}{NO_BREAK}· {hours}"
    weeks = ngettext("%(count)d week", "%(count)d weeks", row.weeks) % {"count": row.weeks}
    return f"{weeks}{NO_BREAK}· {hours}"


def _phase(plan: Plan, module: PlannedModule, phase: Phase, view: View, is_open: bool) -> dict[str, Any]:
    items = module.phase(phase)
    last = len(items) - 1
    rows = [
        _item(plan, item, view, up=is_open and number > 0, down=is_open and number < last)
        for number, item in enumerate(items)
    ]
    return {
        "title": phase.label,
        "meta": _phase_meta(plan, module, phase),
        "rows": mark_safe("".join(rows)),
        "place": f"{module.row.pk}-{phase.value}" if view.open_module else "",
        "add_url": reverse("programmes:items_add", args=[module.row.pk, phase.value]) if is_open else "",
    }


def _phase_meta(plan: Plan, module: PlannedModule, phase: Phase) -> str:
    """When something happens in a phase, and how long it takes."""
    minutes = sum(item.minutes for item in module.phase(phase))
    words = [_phase_days(module, phase) if not plan.programme.is_template else "", hours_and_minutes(minutes)]
    return f"{NO_BREAK}· ".join(part for part in words if part) if minutes else words[0]


def _phase_days(module: PlannedModule, phase: Phase) -> str:
    if phase == Phase.GATHERING:
        return _gathering_days(module)
    if phase == Phase.AFTER_WORK:
        deadline = module.deadline(phase)
        return _("deadline %(day)s") % {"day": nordic.short_day(deadline)} if deadline else _("no deadline")
    return ""


def _gathering_days(module: PlannedModule) -> str:
    if not module.gatherings:
        return "" if not module.phase(Phase.GATHERING) else _("no date")
    days = [nordic.short_day(local_day(gathering)) if gathering.starts_at else "" for gathering in module.gatherings]
    return ", ".join(day or _("no date") for day in days)


class ItemRow(NamedTuple):
    """What the markup of an item depends on, for somebody who reads `language`. Words are found when it is drawn."""

    pk: int
    title: str
    icon: str
    minutes: int
    guests: tuple[str, ...]
    required: bool
    own: frozenset[str]
    # The edition it holds on to; 0 follows the library, None was not published yet.
    edition: int | None
    # The newest edition where it waits for a decision.
    waiting: int | None
    stopped: bool
    # The programme alone has it.
    ours: bool
    editable: bool
    up: bool
    down: bool
    lang: str
    language: str


@lru_cache(maxsize=REMEMBERED)
def item_row(row: ItemRow) -> SafeString:
    """The component `board_item`, drawn once: it is the same as long as what it says is."""
    return render_to_string(
        "components/board_item.html",
        {
            "title": row.title,
            "icon": row.icon,
            "url": reverse("programmes:item", args=[row.pk]) if row.editable else "",
            "more": f"{NO_BREAK}· ".join(_more(row)),
            "warn": _("update available") if row.waiting else "",
            "warn_url": target_url(Target("item", row.pk, row.waiting)) if row.waiting else "",
            "state": _state(row),
            "up": {"name": "up", "value": row.pk} if row.up else None,
            "down": {"name": "down", "value": row.pk} if row.down else None,
            "lang": row.lang,
        },
    )


def _item(plan: Plan, item: PlannedItem, view: View, up: bool, down: bool) -> SafeString:
    row, language = item.row, plan.language
    pinned, newest = row.pinned_edition, row.thing.current_edition
    waits = row.update_available and plan.programme.decides_on_updates
    return item_row(
        ItemRow(
            pk=row.pk,
            title=item.title,
            icon=item.icon,
            minutes=item.minutes,
            guests=tuple(_guest_words(item)),
            required=row.required,
            own=deciding.own_fields(row),
            edition=pinned.number if pinned else 0 if newest else None,
            waiting=newest.number if waits and newest else None,
            stopped=row.uuid in view.stopped,
            ours=row.thing.own_to_id is not None,
            editable=view.may_edit,
            up=up,
            down=down,
            lang=item.language if item.language != language else "",
            language=language,
        )
    )


def _more(row: ItemRow) -> Iterable[str]:
    if row.minutes:
        yield hours_and_minutes(row.minutes)
    yield from row.guests
    if not row.required:
        yield _("optional")
    if row.ours:
        yield _("only in this programme")
    if row.own:
        yield words_for(row.own)
    if row.edition:
        yield _("edition %(number)s") % {"number": row.edition}
    elif row.edition is None:
        yield _("not published yet")
    elif not row.ours:
        yield _("follows the library")


def _guest_words(item: PlannedItem) -> Iterable[str]:
    if item.speaker:
        yield item.speaker.name
    if item.case:
        yield item.case.organisation


def _update(plan: Plan, row: Row) -> dict[str, str]:
    """That a newer edition waits, with the way to exactly what is different."""
    waits = row.update_available and plan.programme.decides_on_updates
    return {"warn": _("update available"), "warn_url": place_url(row)} if waits else {}


def _state(row: ItemRow) -> str:
    if row.stopped:
        return "stop"
    if row.waiting:
        return "update"
    return "own" if row.own or row.ours else ""


def check_rows(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """The context of the component `checks`."""
    return [
        {
            "severity": finding.severity.value,
            "message": finding.message,
            "url": finding.url,
            "url_label": finding.url_label,
        }
        for finding in findings
    ]


def check_counts(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """How many findings of each severity there are, as badges: label, tone, icon."""
    found = Counter(finding.severity for finding in findings)
    stops, warnings, tips = (found[severity] for severity in Severity)
    badges = [
        (stops, ngettext("%(count)d stop", "%(count)d stops", stops), "danger", "stopp"),
        (warnings, ngettext("%(count)d warning", "%(count)d warnings", warnings), "warning", "advarsel"),
        (tips, ngettext("%(count)d tip", "%(count)d tips", tips), "info", "info"),
    ]
    return [
        {"label": words % {"count": count}, "tone": tone, "icon": icon} for count, words, tone, icon in badges if count
    ]


def hours_and_minutes(minutes: int) -> str:
    """12 min, 2 t, 1 t 17 min: short, for lists."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        words = _("%(minutes)d min") % {"minutes": rest}
    elif not rest:
        words = _("%(hours)d h") % {"hours": hours}
    else:
        words = _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return words.replace(" ", NO_BREAK)


def hours_of(plan: Plan, planned_minutes: int) -> str:
    """The hours of the whole programme, beside those of its template when there is one."""
    hours = round(plan.minutes / 60)
    if not planned_minutes:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return _("%(hours)d of %(planned)d hours") % {"hours": hours, "planned": round(planned_minutes / 60)}


def hours_table(plan: Plan, planned: Planned) -> dict[str, Any]:
    """The time of each module by phase, with sums; what was planned stands beside what differs from it."""
    rows = [_hours_row(module, planned) for module in plan.modules]
    differs = any(cell["planned"] for row in rows for cell in row["cells"])
    now = [sum(item.minutes for module in plan.modules for item in module.phase(phase)) for phase in Phase]
    before = [sum(planned.of(module.row.module_id, phase) for module in plan.modules) for phase in Phase]
    return {
        "phases": [phase.label for phase in Phase],
        "rows": rows,
        "sums": _cells(now, before),
        "differs": differs,
    }


def _hours_row(module: PlannedModule, planned: Planned) -> dict[str, Any]:
    now = [sum(item.minutes for item in module.phase(phase)) for phase in Phase]
    before = [planned.of(module.row.module_id, phase) for phase in Phase]
    return {"title": module.title, "cells": _cells(now, before)}


def _cells(now: list[int], before: list[int]) -> list[dict[str, str]]:
    """Minutes in words, the sum of all last."""
    return [
        {
            "now": hours_and_minutes(minutes),
            "planned": hours_and_minutes(was) if was and was != minutes else "",
        }
        for minutes, was in [*zip(now, before, strict=True), (sum(now), sum(before))]
    ]
