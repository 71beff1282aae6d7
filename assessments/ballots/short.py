"""The short address of a round. To everybody who is not invited it is as if there were no such round."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from assessments.ballots import access
from assessments.ballots.address import read_code
from assessments.ballots.models import Round
from assessments.ballots.views import discreet
from cms.accounts import door
from cms.accounts.models import User


@require_safe
@discreet
@login_required
def short(request: HttpRequest, code: str) -> HttpResponse:
    """To the promise page of the round, in the reader's own language. Visitors log in first, whatever the code."""
    found = Round.objects.filter(code=read_code(code)).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return redirect(_page_of(request.user, found))


def _page_of(user: User, round_pk: int) -> str:
    """Where the user meets the round: staff who try the code out on the page they show it from. Raises Http404."""
    page = reverse("rounds:round", args=[round_pk])
    if user.is_institute_staff and door.opens(user, page):
        return page
    access.round_for(user, round_pk)
    with override(user.language):
        return reverse("mapping_round", args=[round_pk])
