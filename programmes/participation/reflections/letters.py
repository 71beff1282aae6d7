"""A letter to oneself: written during the programme, put away when it ends, and there again six months later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from cms.accounts.models import User
from localisation import nordic
from programmes.participation import access
from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.reflections import services
from programmes.participation.reflections.log import LOST
from programmes.participation.reflections.models import Letter
from programmes.participation.writing.forms import Asked, Saved, Written
from programmes.participation.writing.views import frame_of, handle, private
from programmes.tailoring.models import Programme

MONTHS = 6


def last_day(programme: Programme) -> date | None:
    """The last day of a programme's last module; one query."""
    found: date | None = programme.modules.aggregate(last=Max("ends_on"))["last"]
    return found


def arrives_on(programme_ends: date) -> date:
    """When a letter comes: six months after the programme, on the same day of the month or the month's last."""
    return programme_ends + relativedelta(months=MONTHS)


@sensitive_variables()
@transaction.atomic
def write(user: User, programme: Programme, opens_on: date, written: Sequence[Written]) -> Saved:
    """Save the letter; its day follows the programme's. Raises MissingKey and Unreadable."""
    Letter.objects.bulk_create([Letter(author=user, programme=programme, opens_on=opens_on)], ignore_conflicts=True)
    row = Letter.objects.select_for_update().get(author=user, programme=programme)
    Letter.objects.filter(pk=row.pk).exclude(opens_on=opens_on).update(opens_on=opens_on)
    return services.write_in(row, written)


@private
def letter(request: PersonRequest, slug: str) -> HttpResponse:
    """Write it, be told when it comes, or read it. Raises Http404 while the programme has no last day."""
    programme = access.enrolment_of(request.user, slug).leader_group.programme
    ends, today = last_day(programme), timezone.localdate()
    if ends is None:
        raise Http404
    row = Letter.objects.filter(author=request.user, programme=programme).first()
    comes, action = arrives_on(ends), reverse("my_letter", args=[slug])
    text = services.texts_of(row) if row else []
    state = _state(row, today, ends, comes)
    form = None
    if state == "open" and text is not None:

        @sensitive_variables()
        def save(written: list[Written]) -> Saved:
            return write(request.user, programme, comes, written)

        sheet = handle(request, [Asked(_("Dear me"), "".join(text[:1]))], save, lambda: action)
        if sheet.response:
            return sheet.response
        form = sheet.form
    return portal_page(
        request, "portal/reflections/letter.html", programme=programme, form=form, action=action, state=state,
        comes=nordic.day(comes), ends=nordic.day(ends), lost=LOST if text is None else "",
        text="".join(text or []) if state == "arrived" else "", **frame_of(request.user),
    )  # fmt: skip


def _state(row: Letter | None, today: date, ends: date, comes: date) -> str:
    """`open` to write, `away` until its day, `arrived`, or `none`: never written."""
    if today <= ends:
        return "open"
    if row is None or row.is_empty:
        return "none"
    return "arrived" if today >= comes else "away"
