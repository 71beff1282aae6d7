"""What every page of a participant's has around it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cms.accounts.models import User


class PersonRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User


def portal_page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page inside the portal's frame; search engines have no business there."""
    frame = {"portal_url": reverse("my_programme"), "robots": "noindex"}
    return render(request, template, {**frame, **context}, status=status)
