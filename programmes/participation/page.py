"""*My programme* as values ready for its template: no query and no decision is left to the markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.templatetags.look import minutes
from localisation import languages, nordic
from localisation.marking import filled, marked, marked_here, strange_language
from programmes.library.vocabulary import Phase
from programmes.participation import progress, words
from programmes.participation.outline import Line, Outline, OutlinedModule, outline
from programmes.participation.progress import ItemState, Meeting, ModuleState, Step
from programmes.participation.rows import element_row
from programmes.participation.survey import Survey, hours, local_days
from programmes.participation.ways import OWN, Ways
from programmes.tailoring.models import Gathering, Programme

# A phase longer than this is folded when it is not the one to work on, so that the page stays short on a phone.
LONG_PHASE = 12


@dataclass(frozen=True)
class PhaseView:
    """One phase of a module. `rows`: finished markup, a list of `<li>`."""

    title: str
    note: str
    rows: SafeString
    folded: bool


@dataclass(frozen=True)
class ModuleView:
    id: str
    title: str
    lang: str
    tone: str
    state: ModuleState
    place: str
    time: str
    programme_url: str
    count: progress.Count
    sentence: str
    phases: list[PhaseView]


@dataclass(frozen=True)
class OtherModule:
    """A module that has its own page."""

    title: str
    lang: str
    tone: str
    url: str
    meta: str


@dataclass(frozen=True)
class Board:
    """What the page shows, in its order. The next step and the leaf are contexts of their components."""

    next_step: dict[str, Any] | None
    resume: dict[str, str] | None
    leaf: dict[str, Any] | None
    current: ModuleView | None
    others: list[OtherModule]
    year: list[dict[str, Any]]
    schedule_url: str
    # The programme is over; and all its gatherings have a day, so that without a leaf they have been.
    over: bool
    met: bool


def board(survey: Survey, language: str, today: date) -> Board:
    """The page of a programme as it is for the survey's participant on `today`.

    Only the module going on is shown in full. Two queries, and two for words not yet known.
    """
    chosen = _chosen(survey, today)
    meeting = progress.next_meeting(survey.stretches, today)
    here = progress.current_module(survey.stretches, today)
    next_key = _key_of_item(chosen)
    last = _left_off(survey, next_key, today)
    items = [key for key in (next_key, last) if key is not None]
    shown = outline(survey, language, modules=_keys(survey, here), items=items)
    return Board(
        next_step=_next_view(shown, chosen),
        resume=_resume_view(shown.lines[last], survey.ways) if last else None,
        leaf=leaf(survey.gatherings[meeting.key][1], today, survey.ways) if meeting else None,
        current=module_view(shown, here, next_key, today) if here is not None else None,
        others=[_other(shown, number, today) for number in range(len(shown.modules)) if number != here],
        year=[_year_view(module, today, survey.ways) for module in shown.modules],
        schedule_url=survey.ways.schedule(survey.programme.slug),
        over=_is_over(survey, today),
        met=_have_met(survey),
    )


def _chosen(survey: Survey, today: date) -> Step | Meeting | None:
    """The next step; nothing waits any more in a programme that is completed."""
    return None if _is_completed(survey) else progress.next_step(survey.stretches, survey.done, today)


def _is_completed(survey: Survey) -> bool:
    return survey.programme.status == Programme.Status.COMPLETED


def _is_over(survey: Survey, today: date) -> bool:
    """Whether nothing more is going to open."""
    states = [progress.module_state(stretch, today) for stretch in survey.stretches]
    return _is_completed(survey) or (bool(states) and all(state is ModuleState.PAST for state in states))


def _have_met(survey: Survey) -> bool:
    """Whether there were gatherings and none waits for its day; of those ahead the page shows the first."""
    held = [gathering for _number, gathering in survey.gatherings.values() if not gathering.cancelled_at]
    return bool(held) and all(gathering.starts_at for gathering in held)


def module_page(survey: Survey, uuid: UUID, language: str, today: date) -> ModuleView:
    """One module in full. Two queries, and two for words not yet known."""
    number = next(number for number, module in enumerate(survey.modules) if module.place.uuid == uuid)
    next_key = _key_of_item(_chosen(survey, today))
    shown = outline(survey, language, modules=_keys(survey, number))
    return module_view(shown, number, next_key, today)


def _key_of_item(chosen: Step | Meeting | None) -> int | None:
    return None if chosen is None or isinstance(chosen, Meeting) else chosen.key


def _keys(survey: Survey, number: int | None) -> list[int]:
    return [] if number is None else [survey.modules[number].place.pk]


def _left_off(survey: Survey, next_key: int | None, today: date) -> int | None:
    """What was opened last and is not done, unless it is the next step anyway."""
    last = next((key for key in survey.opened if key in survey.steps), None)
    if last is None or last == next_key or _is_completed(survey):
        return None
    number, step = survey.steps[last]
    return last if progress.is_open(step, survey.stretches[number], today) else None


def _resume_view(line: Line, ways: Ways) -> dict[str, str]:
    return {"title": line.title, "url": ways.element(line.uuid), "lang": line.lang}


def _next_view(shown: Outline, chosen: Step | Meeting | None) -> dict[str, Any] | None:
    """The context of the component `next_step`; None when nothing waits."""
    if chosen is None:
        return None
    if isinstance(chosen, Meeting):
        number, gathering = shown.survey.gatherings[chosen.key]
        return _next_meeting(shown.modules[number], gathering, shown.survey.ways)
    number, _step = shown.survey.steps[chosen.key]
    begun = chosen.key in shown.survey.opened
    return _next_item(shown.modules[number], shown.lines[chosen.key], begun, shown.survey.ways)


def _next_item(module: OutlinedModule, line: Line, begun: bool, ways: Ways) -> dict[str, Any]:
    facts = [
        {"icon": words.icon_of(line), "label": words.kind_of(line)},
        {"icon": "klokke", "label": minutes(line.minutes)},
        {"icon": "kalender", "label": words.due(line.due_on).capitalize()},
        {"icon": "oversatt", "label": words.language_note(line.lang).capitalize()},
    ]
    return {
        "title": words.to_do_marked(line),
        "text": marked(line.lead, line.lang),
        "facts": [fact for fact in facts if fact["label"]],
        "button": {"label": _("Continue") if begun else _("Begin"), "url": ways.element(line.uuid)},
        "seed": line.seed,
        "tone": module.tone,
    }


def _next_meeting(module: OutlinedModule, gathering: Gathering, ways: Ways) -> dict[str, Any]:
    facts = [
        {"icon": "kalender", "label": nordic.period(*local_days(gathering))},
        {"icon": "klokke", "label": words.gathering_when(gathering)},
        {"icon": "sted", "label": words.gathering_place(gathering)},
    ]
    return {
        "title": filled(_("Meet at the gathering “%(title)s”"), title=marked_here(gathering.title)),
        "text": _prepare(gathering),
        "facts": [fact for fact in facts if fact["label"]],
        "button": {"label": _("See the gathering"), "url": ways.gathering(gathering.uuid)},
        "seed": f"gathering:{gathering.uuid}",
        "tone": module.tone,
    }


def _prepare(gathering: Gathering) -> str:
    """What to prepare; says so where it is in another language: «Tag et eksempel med (på dansk)»."""
    text, strange = marked_here(gathering.prepare), strange_language(gathering.prepare, languages.current())
    return filled("%(text)s (%(note)s)", text=text, note=words.language_note(strange)) if strange else text


def leaf(gathering: Gathering, today: date, ways: Ways = OWN) -> dict[str, Any]:
    """The context of the component `gathering_leaf`, and the gathering's own page as `url`.

    Once it is over there is nothing to put in a calendar and nobody to meet on video.
    """
    start, _end = hours(gathering)
    ahead = local_days(gathering)[1] >= today
    return {
        "day": f"{start.day}.",
        "month": nordic.short_day(start.date()).split(nordic.NO_BREAK)[1],
        "datetime": start.isoformat(),
        "title": marked_here(gathering.title),
        "when": words.gathering_when(gathering),
        "place": words.gathering_place(gathering),
        "bring": _prepare(gathering),
        "calendar_url": ways.gathering_calendar(gathering.uuid) if ahead else "",
        "video_url": gathering.video_link if ahead else "",
        "url": ways.gathering(gathering.uuid),
    }


def module_view(shown: Outline, number: int, next_key: int | None, today: date) -> ModuleView:
    """A module with its three phases, each item with the one state it is in."""
    module, survey = shown.modules[number], shown.survey
    state = progress.module_state(module.stretch, today)
    counted = progress.count(module.stretch, survey.done)
    opened = frozenset(survey.opened)
    states = {
        step.key: progress.item_state(
            step, module.stretch, done=survey.done, opened=opened, next_key=next_key, today=today
        )
        for step in module.stretch.steps
    }
    return ModuleView(
        id=f"module-{module.place.uuid}",
        title=module.title,
        lang=module.lang,
        tone=module.tone,
        state=state,
        place=words.module_place(module, number + 1, len(shown.modules), state),
        time=words.module_time(module, state),
        programme_url=survey.ways.programme(survey.programme.slug),
        count=counted,
        sentence=_sentence(counted),
        phases=[view for phase in Phase if (view := _phase_view(module, phase, states, next_key, survey.ways))],
    )


def _other(shown: Outline, number: int, today: date) -> OtherModule:
    module = shown.modules[number]
    counted = progress.count(module.stretch, shown.survey.done)
    share = _("%(done)d of %(total)d") % {"done": counted.done, "total": counted.total}
    time_words = words.module_time(module, progress.module_state(module.stretch, today))
    meta = words.SEPARATOR.join(part for part in (time_words, share) if part)
    return OtherModule(module.title, module.lang, module.tone, shown.survey.ways.module(module.place.uuid), meta)


def _sentence(count: progress.Count) -> str:
    if count.complete:
        return ngettext(
            "You have marked the one part of this module as done.",
            "You have marked all %(total)d parts of this module as done.",
            count.total,
        ) % {"total": count.total}
    return _("%(done)d of %(total)d in this module. You mark yourself what you have finished.") % {
        "done": count.done,
        "total": count.total,
    }


def _phase_view(
    module: OutlinedModule, phase: Phase, states: Mapping[int, ItemState], next_key: int | None, ways: Ways
) -> PhaseView | None:
    lines = [line for line in module.lines if line.phase == phase]
    if not lines:
        return None
    notes = {
        Phase.PREPARATION: lambda: words.preparation_note(module.gatherings),
        Phase.GATHERING: lambda: words.gathering_note(module.gatherings),
        Phase.AFTER_WORK: lambda: words.after_work_note(lines),
    }
    clocks = agenda_clocks(module.gatherings) if phase == Phase.GATHERING else {}
    language = languages.current()

    def clock(line: Line) -> str:
        return clocks.get(str(line.uuid), "") if clocks else ""

    has_next = any(line.key == next_key for line in lines)
    waits = all(states[line.key] in (ItemState.CLOSED, ItemState.NOT_STARTED) for line in lines)
    return PhaseView(
        title=str(phase.label),
        note=notes[phase](),
        rows=mark_safe("".join(element_row(line, states[line.key], language, clock(line), ways) for line in lines)),
        folded=not has_next and ((phase == Phase.AFTER_WORK and waits) or len(lines) > LONG_PHASE),
    )


def agenda_clocks(gatherings: tuple[Gathering, ...]) -> dict[str, str]:
    """When an item stands on the agenda, by its uuid: kl. 10.15."""
    lines = [line for gathering in gatherings for line in gathering.agenda if line.get("item") and line.get("from")]
    return {line["item"]: nordic.clock(time.fromisoformat(line["from"])) for line in lines}


def _year_view(module: OutlinedModule, today: date, ways: Ways) -> dict[str, Any]:
    """A module on the line of the year: a context of the component `year`."""
    states = {ModuleState.PAST: "done", ModuleState.HERE: "here", ModuleState.COMING: ""}
    state = progress.module_state(module.stretch, today)
    return {
        "title": marked(module.title, module.lang),
        "tone": module.tone,
        "meta": words.module_time(module, state),
        "state": states[state],
        "url": ways.module(module.place.uuid),
    }
