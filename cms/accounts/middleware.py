"""The admin is for staff, each address for whom its guard lets in; to all others who are logged in it is not there."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.accounts import door, second_step


class AdminForStaff:
    """404 below the admin's address for whoever is logged in and does not work there.

    Wagtail sends them to the log-in, which sends those who are logged in back: round and round. Visitors go on to the
    log-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.admin = reverse("wagtailadmin_home")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if not request.path.startswith(self.admin):
            return None
        if request.user.is_authenticated and not request.user.is_institute_staff:
            raise Http404
        door.check(request)
        if request.user.is_authenticated and second_step.is_missing(request.user):
            messages.warning(request, _("Those who work here need a passkey or two-step login. Choose one first."))
            return redirect("mfa_index")
        return None
