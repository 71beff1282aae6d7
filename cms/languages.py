"""Which language an address is answered in."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse


class SiteLanguages(LocaleMiddleware):
    """Django's own, but what is not there for staff is not looked for among the public pages of a language."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path.startswith(reverse("wagtailadmin_home")):
            return response
        return super().process_response(request, response)
