"""Focus areas and proposals as the pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from cms.accounts.models import User
from localisation import languages
from programmes.library import taxonomy
from programmes.library.models import IndustryCase
from programmes.library.vocabulary import Phase, ThingKind
from programmes.tailoring.board import hours_and_minutes
from programmes.tailoring.focus import finding, suggesting, words
from programmes.tailoring.focus.models import FocusArea
from programmes.tailoring.focus.ranking import Proposal, in_turns, rank
from programmes.tailoring.models import Programme, ProgrammeModule
from programmes.tailoring.plan import module_titles

MOST = 8  # proposals on a page


@dataclass(frozen=True)
class Place:
    """A phase of a module that an element can be added to; `value` is what the form sends."""

    value: str
    label: str
    chosen: bool


def proposals(programme: Programme, areas: Sequence[FocusArea], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the library has for the focus areas, best first, with a reason. Seven queries at most."""
    wishes = finding.wishes_of(programme, areas)
    ranked = rank(finding.candidates(programme, wishes, languages.current()), wishes)
    chosen = in_turns(ranked, wishes, MOST)
    if not chosen:
        return []
    modules = list(
        ProgrammeModule.objects.filter(programme=programme)
        .order_by("position", "pk")
        .select_related("module__current_edition", "pinned_edition")
    )
    titles = module_titles(modules, languages.current())
    return [_row(each, names, modules, titles) for each in chosen]


def _row(
    proposal: Proposal, names: Mapping[str, str], modules: Sequence[ProgrammeModule], titles: Mapping[int, str]
) -> dict[str, Any]:
    candidate = proposal.candidate
    foreign = candidate.shown_in not in ("", languages.current())
    return {
        "key": candidate.key,
        "title": candidate.title,
        "lang": candidate.shown_in if foreign else "",
        "kind": ThingKind(candidate.kind).label,
        "is_module": candidate.kind == ThingKind.MODULE,
        "minutes": hours_and_minutes(candidate.minutes) if candidate.minutes else "",
        "why": words.reason(proposal, names),
        "url": _in_library(proposal),
        "places": _places(proposal, modules, titles) if candidate.kind == ThingKind.ELEMENT else [],
    }


def _in_library(proposal: Proposal) -> str:
    candidate = proposal.candidate
    if candidate.kind == ThingKind.ELEMENT:
        return reverse("programmes:element", args=[candidate.key])
    if candidate.kind == ThingKind.CASE:
        listing = reverse(IndustryCase.snippet_viewset.get_url_name("list"))
        return f"{listing}?{urlencode({'q': candidate.title})}"
    return ""


def _places(
    proposal: Proposal, modules: Sequence[ProgrammeModule], titles: Mapping[int, str]
) -> list[tuple[str, list[Place]]]:
    """Every phase of every module, with the one chosen that the element is made for."""
    usual = _module_of(proposal, modules)
    phase = proposal.candidate.phase or Phase.PREPARATION
    return [
        (titles[row.pk], [_at(row, each, titles, row is usual and each == phase) for each in Phase]) for row in modules
    ]


def _at(row: ProgrammeModule, phase: Phase, titles: Mapping[int, str], chosen: bool) -> Place:
    return Place(f"{row.pk}-{phase.value}", f"{titles[row.pk]}: {phase.label.lower()}", chosen)


def _module_of(proposal: Proposal, modules: Sequence[ProgrammeModule]) -> ProgrammeModule | None:
    """The module of the element's theme, otherwise the first."""
    theme = proposal.candidate.theme
    fitting = (row for row in modules if row.edition and row.edition.facts.get("theme") == theme)
    return next(fitting, modules[0] if modules else None)


def panel(programme: Programme, user: User, areas: Sequence[FocusArea]) -> dict[str, Any]:
    """What the page of focus areas shows besides them: proposals and suggestions."""
    names = taxonomy.names()
    return {
        "proposals": proposals(programme, areas, names),
        "suggestions": [
            {"code": each.code, "name": names[each.code], "why": each.why, "url": each.url}
            for each in suggesting.suggestions(programme, user, areas, names)
        ],
    }
