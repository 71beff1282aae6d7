"""What needs somebody today, on the front page of the admin: their programmes, gatherings, stops, and what waits.

Higher rooms register what waits in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from cms.accounts.models import User
from localisation import languages
from programmes.tailoring import checks
from programmes.tailoring.access import among
from programmes.tailoring.composing.showing import begun
from programmes.tailoring.models import Gathering, Programme, Sketch
from programmes.tailoring.plan import Plan, PlannedModule, local_day, plans_of
from programmes.tailoring.updates import waiting
from programmes.tailoring.views import POLICY, STATUS_TONES, board_url

# As many as somebody takes in at a glance; the lists have the others.
PROGRAMMES, GATHERINGS, TEMPLATES = 8, 5, 3
UNDER_WAY = (Programme.Status.RUNNING, Programme.Status.OFFERED, Programme.Status.DRAFT)


@dataclass(frozen=True)
class Notice:
    """Something that waits: "3 new enquiries"; `icon` is a symbol of the look's sprite."""

    label: str
    url: str
    icon: str = "info"


Provider = Callable[[User], Iterable[Notice]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Decorator: `provider(user)` says what waits for somebody, with a fixed number of queries."""
    _providers.append(provider)
    return provider


class TodayPanel(Component):
    """Eleven queries for any number of programmes, and those of the providers."""

    name = "today"
    template_name = "staff/today.html"
    order = 50

    def __init__(self, request: HttpRequest) -> None:
        self.user: Any = request.user

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        mine = list(_programmes_of(self.user))
        rows = mine or list(_under_way().filter(among(self.user))[:PROGRAMMES])
        plans = plans_of(rows, languages.current(), timezone.localdate())
        may_add = POLICY.user_has_permission(self.user, "add")
        return {
            "are_mine": bool(mine),
            "programmes": [_programme_line(plan) for plan in plans],
            "gatherings": _next_gatherings(plans),
            "notices": [notice for provider in _providers for notice in provider(self.user)],
            "begun": begun(Sketch.objects.filter(started_by=self.user, programme=None)) if may_add else [],
            "may_add": may_add,
            "templates": _templates() if may_add else [],
        }


def _under_way() -> Any:
    rows = Programme.objects.filter(kind=Programme.Kind.DELIVERY, status__in=UNDER_WAY)
    return rows.order_by("-status", "-updated_at")


def _programmes_of(user: User) -> Any:
    return _under_way().filter(course_leader=user)[:PROGRAMMES]


def _templates() -> list[dict[str, str]]:
    rows = Programme.objects.filter(kind=Programme.Kind.TEMPLATE).order_by("-updated_at")[:TEMPLATES]
    return [{"title": str(row), "url": f"{reverse('programmes:add')}?template={row.pk}"} for row in rows]


def _programme_line(plan: Plan) -> dict[str, Any]:
    programme, stops = plan.programme, len(checks.run_stops(plan))
    return {
        "title": str(programme),
        "url": board_url(programme),
        "client": programme.client,
        "status": programme.get_status_display(),
        "tone": STATUS_TONES[programme.status],
        "stops": ngettext("%(count)d stop", "%(count)d stops", stops) % {"count": stops} if stops else "",
    }


def _next_gatherings(plans: Iterable[Plan]) -> list[dict[str, Any]]:
    """The gatherings to come, the nearest first."""
    now = timezone.now()
    coming = [
        (gathering, module, plan)
        for plan in plans
        for module in plan.modules
        for gathering in module.gatherings
        if gathering.starts_at and (gathering.ends_at or gathering.starts_at) >= now
    ]
    coming.sort(key=lambda found: found[0].starts_at)
    return [_gathering_line(*found) for found in coming[:GATHERINGS]]


def _gathering_line(gathering: Gathering, module: PlannedModule, plan: Plan) -> dict[str, Any]:
    return {
        "day": local_day(gathering),
        "title": gathering.title,
        "url": plan.links.gathering(module, gathering),
        "about": f"{plan.programme} · {module.title}",
        "place": gathering.venue or _("no place yet"),
    }


def add_to(request: HttpRequest, panels: list[Component]) -> None:
    """For those who work with programmes."""
    if POLICY.user_has_any_permission(request.user, ["add", "change", "view"]):
        panels.append(TodayPanel(request))


@register
def updates(user: User) -> list[Notice]:
    """Library objects with a newer edition that wait for this person. No query while the number is remembered."""
    count = waiting.count_for(user)
    words = ngettext("%(count)d update waits", "%(count)d updates wait", count) % {"count": count}
    return [Notice(words, reverse("updates:index"), "oppdater")] if count else []
