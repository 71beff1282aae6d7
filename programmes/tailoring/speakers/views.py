"""The speakers' calendar: who is booked, proposed and free, by month, for all of them and for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from localisation import languages
from localisation.resolve import choose
from programmes.library.menu import HOOK
from programmes.library.models import Speaker
from programmes.library.querysets import in_library
from programmes.tailoring import access
from programmes.tailoring.models import Programme
from programmes.tailoring.plan import module_titles
from programmes.tailoring.speakers.booking import Booking, bookings, taken_twice
from programmes.tailoring.speakers.forms import CalendarForm
from programmes.tailoring.speakers.month import Day, Month, days_of

PER_PAGE = 40
# What a day is for a speaker; the words are those of the legend, the sign stands in the table.
BOOKED, PROPOSED, TWICE = "booked", "proposed", "twice"
SIGNS = {BOOKED: "●", PROPOSED: "○", TWICE: "!"}


@dataclass(frozen=True)
class Line:
    """A booking as the list says it; without a link for whoever may not see the programme."""

    day: date
    speaker: str
    state: str
    words: str
    about: str
    url: str
    why: str
    twice: bool


@dataclass(frozen=True)
class Cell:
    """A day of one speaker's calendar, or of a row of all speakers'."""

    day: Day
    state: str
    words: str
    lines: Sequence[Line] = field(default_factory=tuple)

    @property
    def sign(self) -> str:
        return SIGNS.get(self.state, "")


@dataclass(frozen=True)
class Row:
    name: str
    url: str
    cells: list[Cell]


class SpeakerCalendar(WagtailAdminTemplateMixin, TemplateView):
    """`?month=2027-02`, and `speaker`, `theme`, `country`. A fixed number of queries for any number of bookings."""

    template_name = "staff/speakers/calendar.html"
    page_title = gettext_lazy("Speakers' calendar")
    header_icon = "date"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not access.SEE(request.user, {}):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def form(self) -> CalendarForm:
        form = CalendarForm(self.request.GET)
        form.full_clean()
        return form

    @cached_property
    def month(self) -> Month:
        return self.form.cleaned_data.get("month") or Month.of(timezone.localdate())

    @property
    def chosen(self) -> Any:
        """The one speaker that was asked for."""
        return self.form.cleaned_data.get("speaker")

    @cached_property
    def bookings(self) -> list[Booking]:
        return bookings(self.month.first, self.month.last)

    @cached_property
    def seen(self) -> set[int]:
        """The programmes among them that whoever looks may see; of others they learn that a day is taken."""
        among = {booking.programme.pk for booking in self.bookings}
        rows = Programme.objects.filter(access.among(self.request.user), pk__in=among)
        return set(rows.values_list("pk", flat=True))

    @cached_property
    def speakers(self) -> dict[UUID, Speaker]:
        """By key, in the order of their names: the library's, and whoever else speaks in a programme that is seen."""
        others = {booking.speaker for booking in self.bookings if booking.programme.pk in self.seen}
        rows = Speaker.objects.filter(in_library(archived=False) | Q(translation_key__in=others), self.form.condition())
        versions: dict[UUID, dict[str, Speaker]] = {}
        for row in rows.select_related("locale").only("title", "country", "translation_key", "locale__language_code"):
            versions.setdefault(row.translation_key, {})[row.locale.language_code] = row
        shown = {key: found[choose(found, languages.current()) or ""] for key, found in versions.items()}
        return dict(sorted(shown.items(), key=lambda pair: pair[1].title.casefold()))

    @cached_property
    def days(self) -> dict[date, Day]:
        countries = [self.form.cleaned_data.get("country", "")]
        if self.chosen and self.chosen.pk in self.speakers:
            countries = [self.speakers[self.chosen.pk].country]
        return days_of(self.month, [country for country in countries if country])

    @cached_property
    def lines(self) -> dict[UUID, list[Line]]:
        """What the list says, by speaker, in the order of the days."""
        mine = [booking for booking in self.bookings if booking.speaker in self.speakers]
        twice = taken_twice(mine)
        titles = module_titles({booking.item.programme_module for booking in mine}, languages.current())
        found: dict[UUID, list[Line]] = {}
        for booking in mine:
            line = self._line(booking, titles, (booking.speaker, booking.day) in twice)
            found.setdefault(booking.speaker, []).append(line)
        return found

    def _line(self, booking: Booking, titles: dict[int, str], twice: bool) -> Line:
        is_seen = booking.programme.pk in self.seen
        title = titles[booking.item.programme_module_id]
        return Line(
            day=booking.day,
            speaker=self.speakers[booking.speaker].title,
            state=BOOKED if booking.confirmed else PROPOSED,
            words=_("booked") if booking.confirmed else _("proposed"),
            about=f"{booking.programme} · {title}" if is_seen else _("another programme"),
            url=reverse("programmes:item", args=[booking.item.pk]) if is_seen else "",
            why=self.days[booking.day].why,
            twice=twice,
        )

    def _cell(self, day: date, lines: Sequence[Line]) -> Cell:
        here = [line for line in lines if line.day == day]
        if any(line.twice for line in here):
            return Cell(self.days[day], TWICE, _("double booking"), here)
        if any(line.state == BOOKED for line in here):
            return Cell(self.days[day], BOOKED, _("booked"), here)
        return Cell(self.days[day], PROPOSED if here else "", _("proposed") if here else _("free"), here)

    def _weeks(self) -> list[dict[str, Any]]:
        """One speaker's month: weeks with their numbers, and a cell for each of its days."""
        lines = self.lines.get(self.chosen.pk, [])
        return [
            {
                "number": next(day for day in week if day).isocalendar().week,
                "cells": [self._cell(day, lines) if day else None for day in week],
            }
            for week in self.month.weeks
        ]

    def _rows(self) -> Any:
        """All speakers' month, whoever has something in it first."""
        order = sorted(self.speakers, key=lambda key: key not in self.lines)
        page = Paginator(order, PER_PAGE).get_page(self.request.GET.get("p"))
        page.object_list = [
            Row(
                self.speakers[key].title,
                self._address(speaker=key),
                [self._cell(day, self.lines.get(key, [])) for day in self.month.days],
            )
            for key in page.object_list
        ]
        return page

    def _address(self, **changes: Any) -> str:
        """This page with something else asked for."""
        asked = {name: self.request.GET.get(name, "") for name in ("speaker", "theme", "country")}
        wanted = {"month": str(self.month), **asked, **changes}
        return f"?{urlencode({name: value for name, value in wanted.items() if value})}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = sorted(
            (line for lines in self.lines.values() for line in lines), key=lambda line: (line.day, line.speaker)
        )
        month = self.month
        context = {
            "form": self.form, "month": month, "month_name": capfirst(date_format(month.first, "F Y")), "lines": listed,
            "days": list(self.days.values()), "chosen": self.chosen if self.chosen else None,
            "weeks": self._weeks() if self.chosen else [], "page_obj": None if self.chosen else self._rows(),
            "before": self._address(month=month.before) if month.before else "",
            "after": self._address(month=month.after) if month.after else "",
            "everybody": self._address(speaker=""),
            "legend": [
                (BOOKED, SIGNS[BOOKED], _("booked")), (PROPOSED, SIGNS[PROPOSED], _("proposed")),
                (TWICE, SIGNS[TWICE], _("double booking")), ("", "", _("free")),
            ],
            "off": [day for day in self.days.values() if day.why and not _in_july(day)],
            "july": any(_in_july(day) for day in self.days.values()),
        }  # fmt: skip
        return super().get_context_data(**context, **kwargs)


def _in_july(day: Day) -> bool:
    """The whole month, which is said once."""
    return day.day.month == 7


class SpeakersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return access.SEE(request.user, {})


class SpeakerCalendarViewSet(ViewSet):
    name = "speaker_calendar"
    icon = "date"
    menu_label = gettext_lazy("Speakers' calendar")
    menu_name = "speaker-calendar"
    menu_order = 55
    menu_hook = HOOK
    menu_item_class = SpeakersMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [path("", SpeakerCalendar.as_view(), name="index")]
