"""Checks of a programme's speakers and cases: whether they may be shown, and whether they come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from localisation import nordic
from programmes.library.vocabulary import Phase, Sector
from programmes.tailoring.checks import Check, Finding, Severity, register
from programmes.tailoring.models import Programme, ProgrammeItem
from programmes.tailoring.plan import Guest, Plan, PlannedItem
from programmes.tailoring.speakers import booking


@register
class ConsentExpired(Check):
    id = "consent-expired"
    severity = Severity.STOP
    link = gettext_lazy("Choose another")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for _module, item, guest in plan.guests():
            if guest.consent_ends_before(plan.today):
                message = _("The consent of %(guest)s expired on %(day)s: %(item)s.") % _consent_words(guest, item)
                yield self.finding(message, plan.links.item(item), item)


@register
class ConsentExpiresTooSoon(Check):
    """A speaker or case must still be allowed to be shown when the module's last gathering is held."""

    id = "consent-expires-too-soon"
    link = gettext_lazy("See the item")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for module, item, guest in plan.guests():
            held_on = max(module.days, default=plan.today)
            if guest.consent_ends_before(held_on) and not guest.consent_ends_before(plan.today):
                words = _consent_words(guest, item)
                message = _("The consent of %(guest)s expires on %(day)s, before the gathering: %(item)s.") % words
                yield self.finding(message, plan.links.item(item), item)


def _consent_words(guest: Guest, item: PlannedItem) -> dict[str, str]:
    day = nordic.day(guest.consent_expires_on) if guest.consent_expires_on else ""
    return {"guest": guest.name, "day": day, "item": item.title}


@register
class SpeakerBookedTwice(Check):
    """The same person is to speak at two gatherings on one day, here or in another programme. One query."""

    id = "speaker-booked-twice"
    link = gettext_lazy("Choose another")

    def find(self, plan: Plan) -> Iterator[Finding]:
        wanted = [
            (module, item, day)
            for module in plan.modules
            for item in module.phase(Phase.GATHERING)
            for day in module.days
            if item.speaker
        ]
        if not wanted or plan.programme.is_template:
            return
        booked = _bookings({day for _module, _item, day in wanted})
        for module, item, day in wanted:
            if item.speaker is None:
                continue
            others = booked.get((item.speaker.key, day), {})
            elsewhere = [name for pk, name in others.items() if pk != module.row.pk]
            if elsewhere:
                message = _("%(speaker)s speaks on %(day)s in %(other)s too.") % {
                    "speaker": item.speaker.name, "day": nordic.short_day(day), "other": min(elsewhere),
                }  # fmt: skip
                yield self.finding(message, plan.links.booking(module, item), item)


def _bookings(days: set[date]) -> dict[tuple[UUID, date], dict[int, str]]:
    """Who speaks when: by speaker and day, the modules' ids with the name of their programme. One query."""
    rows = ProgrammeItem.objects.filter(
        phase=Phase.GATHERING,
        programme_module__removed_at=None,
        programme_module__gatherings__removed_at=None,
        programme_module__gatherings__starts_at__date__in=days,
        programme_module__gatherings__cancelled_at=None,
        programme_module__programme__kind=Programme.Kind.DELIVERY,
    )
    found: dict[tuple[UUID, date], dict[int, str]] = {}
    # Values and not rows: on a busy day the whole institute is in this list.
    for own, pinned, of_pinned, of_newest, module, title, starts_at, zone in rows.order_by().values_list(
        "speaker_override_id", "pinned_edition_id", "pinned_edition__facts__speaker",
        "thing__current_edition__facts__speaker", "programme_module_id", "programme_module__programme__title",
        "programme_module__gatherings__starts_at", "programme_module__gatherings__timezone",
    ):  # fmt: skip
        if named := own or (of_pinned if pinned else of_newest):
            day = starts_at.astimezone(ZoneInfo(zone)).date()
            found.setdefault((UUID(str(named)), day), {})[module] = str(title)
    return found


@register
class NoCaseForTheSector(Check):
    id = "no-case-for-the-sector"
    link = gettext_lazy("Choose a case")

    def find(self, plan: Plan) -> Iterator[Finding]:
        sector = plan.programme.sector
        sectors = {item.case.sector for _module, item in plan.items if item.case}
        if sector and plan.modules and sector not in sectors:
            message = _("No case is from the client's sector: %(sector)s.") % {"sector": Sector(sector).label}
            yield self.finding(message, plan.links.cases(plan.modules[0], sector))


@register
class SpeakerNotConfirmed(Check):
    """Somebody is to speak on a day that is still ahead, and has not promised to come on that day."""

    id = "speaker-not-confirmed"
    link = gettext_lazy("Note that they come")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for module in plan.modules if not plan.programme.is_template else []:
            for item in module.phase(Phase.GATHERING):
                days = [day for day in booking.days_of_item(item.row, module.gatherings) if day >= plan.today]
                # A programme that is only being thought of has asked nobody yet.
                if days and item.speaker and item.row.pk and not booking.has_confirmed(item.row, days):
                    words = {"speaker": item.speaker.name, "day": nordic.short_day(days[0]), "item": item.title}
                    message = _("%(speaker)s has not confirmed %(day)s: %(item)s.") % words
                    yield self.finding(message, plan.links.item(item), item)


@register
class GuestArchived(Check):
    id = "guest-archived"
    link = gettext_lazy("Choose another")

    def find(self, plan: Plan) -> Iterator[Finding]:
        for _module, item, guest in plan.guests():
            if guest.archived:
                words = {"guest": guest.name, "item": item.title}
                message = _("%(guest)s is archived in the library: %(item)s.") % words
                yield self.finding(message, plan.links.item(item), item)
