"""From an enquiry to a programme: the pages of a new programme begin with what the client wrote."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import ngettext

from cms.accounts.models import User
from programmes.catalogue.models import Enquiry
from programmes.catalogue.vocabulary import Audience
from programmes.library.vocabulary import Sector
from programmes.tailoring import home
from programmes.tailoring.composing.answers import PROPOSED, START, WISHES
from programmes.tailoring.composing.composition import programme_made
from programmes.tailoring.models import Programme, Sketch
from programmes.tailoring.querysets import STANDING
from programmes.tailoring.status import status_changed

State = Enquiry.State
SECTORS = {Audience.MUNICIPALITY.value: Sector.MUNICIPALITY.value}
# What an enquiry has come to when its programme has; it never goes back.
STATES = {Programme.Status.OFFERED.value: State.OFFERED, Programme.Status.RUNNING.value: State.WON}
BEFORE = {
    State.OFFERED: (State.NEW, State.TAKEN, State.MEETING),
    State.WON: (State.NEW, State.TAKEN, State.MEETING, State.OFFERED),
}


@transaction.atomic
def begin(enquiry: Enquiry, by: User) -> Sketch:
    """A sketch with what the enquiry says, or the one `by` began before. A new enquiry is taken by them."""
    sketch = enquiry.sketch
    if sketch is None or sketch.started_by_id != by.pk:
        sketch = Sketch.objects.create(started_by=by, answers=_answers(enquiry))
        enquiry.sketch = sketch
    if enquiry.state == State.NEW:
        enquiry.state = State.TAKEN
    enquiry.handled_by = enquiry.handled_by or by
    enquiry.save(update_fields=["sketch", "state", "handled_by"])
    return sketch


def _answers(enquiry: Enquiry) -> dict[str, Any]:
    offering = enquiry.offering
    modules = list(offering.modules.values_list("pk", flat=True)) if offering else []
    template = _template_like(modules)
    start = {START: {"start": str(template.pk), "source": template.pk}} if template else {}
    return {
        **start,
        PROPOSED: {
            "client": enquiry.organisation,
            "languages": [enquiry.language],
            "country": offering.country if offering else "",
            "sector": SECTORS.get(offering.audience, "") if offering else "",
        },
        WISHES: {
            "text": enquiry.message,
            "language": enquiry.language,
            "facts": " · ".join(_facts(enquiry)),
            "modules": [str(key) for key in modules],
        },
    }


def _facts(enquiry: Enquiry) -> list[str]:
    leaders = ngettext("%(count)d leader", "%(count)d leaders", enquiry.leaders or 0) % {"count": enquiry.leaders or 0}
    offering = [enquiry.offering.title] if enquiry.offering else []
    return [enquiry.name, *offering, *([leaders] if enquiry.leaders else [])]


def _template_like(modules: Collection[UUID]) -> Programme | None:
    """The template that has most of these modules, and not more others than it has of them."""
    shared = Count("modules", filter=STANDING & Q(modules__module__in=modules))
    every = Count("modules", filter=STANDING)
    templates = Programme.objects.filter(kind=Programme.Kind.TEMPLATE).annotate(shared=shared, all=every)
    fitting = templates.filter(shared__gt=0, all__lte=F("shared") * 2)
    return fitting.order_by("-shared", "all", "pk").first()


@receiver(programme_made, sender=Sketch)
def link_to_programme(sender: type, sketch: Sketch, programme: Programme, **kwargs: Any) -> None:
    Enquiry.objects.filter(sketch=sketch).update(programme=programme)


@receiver(status_changed, sender=Programme)
def follow_programme(sender: type, programme: Programme, **kwargs: Any) -> None:
    if state := STATES.get(programme.status):
        Enquiry.objects.filter(programme=programme, state__in=BEFORE[state]).update(state=state)


@home.register
def new_enquiries(user: User) -> list[home.Notice]:
    """Enquiries nobody has taken, for those who answer them. One query."""
    waiting = Enquiry.objects.filter(state=State.NEW).count() if user.has_perm("programmes.change_enquiry") else 0
    words = ngettext("%(count)d new enquiry", "%(count)d new enquiries", waiting) % {"count": waiting}
    return [home.Notice(words, f"{reverse('enquiries:index')}?state={State.NEW}", "epost")] if waiting else []
