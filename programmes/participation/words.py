"""What participants read about items and dates: short sentences made from values."""

from __future__ import annotations

from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.templatetags.look import language_name, minutes
from localisation import nordic
from localisation.marking import filled, marked
from programmes.library.vocabulary import ElementKind
from programmes.participation.outline import Line, OutlinedModule
from programmes.participation.progress import ModuleState
from programmes.participation.survey import hours, local_days
from programmes.tailoring.models import Gathering

SEPARATOR = " · "


def to_do(line: Line) -> str:
    """The item as something to do: Se videoen «Når avdelingene er øyer»."""
    return _to_do(line.kind) % {"title": line.title}


def to_do_marked(line: Line) -> SafeString:
    """The same for a page, with its title's language where that is not the reader's."""
    return filled(_to_do(line.kind), title=marked(line.title, line.lang))


def _to_do(kind: str) -> str:
    sentences: dict[str, str] = {
        ElementKind.VIDEO: _("Watch the video “%(title)s”"),
        ElementKind.PODCAST: _("Listen to the podcast “%(title)s”"),
        ElementKind.LITERATURE: _("Read “%(title)s”"),
        ElementKind.REFLECTION: _("Think through “%(title)s”"),
        ElementKind.DISCUSSION: _("Discuss “%(title)s” in the group"),
        ElementKind.TALK: _("Hear the talk “%(title)s”"),
        ElementKind.TASK: _("Do the task “%(title)s”"),
        ElementKind.MAPPING: _("Answer the mapping “%(title)s”"),
    }
    return sentences.get(kind, "%(title)s")


def kind_of(line: Line) -> str:
    """The kind's label: Video, Podkast."""
    return str(ElementKind(line.kind).label) if line.kind in ElementKind.values else ""


def icon_of(line: Line) -> str:
    return ElementKind(line.kind).icon if line.kind in ElementKind.values else "artikkel"


def row_meta(line: Line, clock: str = "") -> str:
    """Video · 14 minutter · frist 28. januar · på dansk. A talk has its speaker, and its hour on the agenda."""
    parts = [kind_of(line)]
    if line.kind == ElementKind.TALK and line.speaker:
        parts = [line.speaker]
    parts += [minutes(line.minutes), clock, due(line.due_on), language_note(line.lang)]
    return SEPARATOR.join(part for part in parts if part)


def due(day: date | None) -> str:
    return _("due %(day)s") % {"day": nordic.short_day(day)} if day else ""


def language_note(code: str) -> str:
    """på dansk, where a text is not in the reader's language."""
    return _("in %(language)s") % {"language": language_name(code)} if code else ""


def span_of_days(start: date, end: date) -> str:
    """4.–5. februar; 28. februar – 1. mars. Without the year."""
    if start == end:
        return nordic.short_day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}.–{nordic.short_day(end)}"
    return f"{nordic.short_day(start)} – {nordic.short_day(end)}"


def module_time(module: OutlinedModule, state: ModuleState) -> str:
    """Nå · til 30. april; 3. mai – 31. august; nothing without dates."""
    start, end = module.place.starts_on, module.place.ends_on
    if state is ModuleState.HERE:
        until = _("until %(day)s") % {"day": nordic.short_day(end)} if end else ""
        return SEPARATOR.join(part for part in (_("Now"), until) if part)
    if start and end:
        return span_of_days(start, end)
    return _("from %(day)s") % {"day": nordic.short_day(start)} if start else ""


def module_place(module: OutlinedModule, number: int, total: int, state: ModuleState) -> str:
    """Modul 1 av 4 · til 30. april; one that is over or to come has both its dates."""
    place = _("Module %(number)d of %(total)d") % {"number": number, "total": total}
    end = module.place.ends_on
    until = _("until %(day)s") % {"day": nordic.short_day(end)} if end else ""
    when = until if state is ModuleState.HERE else module_time(module, state)
    return SEPARATOR.join(part for part in (place, when) if part)


def preparation_note(gatherings: tuple[Gathering, ...]) -> str:
    """før samlingen 4. februar"""
    first = _first_dated(gatherings)
    return _("before the gathering on %(day)s") % {"day": nordic.short_day(local_days(first)[0])} if first else ""


def gathering_note(gatherings: tuple[Gathering, ...]) -> str:
    """4.–5. februar 2027"""
    first = _first_dated(gatherings)
    return nordic.period(*local_days(first)) if first else ""


def after_work_note(items: list[Line]) -> str:
    """3 deler, frist 12. mars"""
    parts = ngettext("%(count)d part", "%(count)d parts", len(items)) % {"count": len(items)}
    days = [line.due_on for line in items if line.due_on]
    return f"{parts}, {due(max(days))}" if days else parts


def _first_dated(gatherings: tuple[Gathering, ...]) -> Gathering | None:
    return next((gathering for gathering in gatherings if gathering.starts_at and not gathering.cancelled_at), None)


def gathering_when(gathering: Gathering) -> str:
    """Torsdag kl. 09.00–15.30; Torsdag–fredag, kl. 09.00–15.30. In the gathering's own time zone."""
    first, last = local_days(gathering)
    days = [nordic.weekday(day).split(" ")[0] for day in dict.fromkeys((first, last))]
    start, end = (moment.time() for moment in hours(gathering))
    clock = nordic.clock_span(start, end) if gathering.ends_at else nordic.clock(start)
    return f"{'–'.join(days).capitalize()}, {clock}"


def gathering_place(gathering: Gathering) -> str:
    """Fjordhotellet, Lyngøy"""
    return ", ".join(part for part in (str(gathering.venue), str(gathering.address)) if part)
