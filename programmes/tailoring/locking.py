"""A completed programme stays as it was for ever. The one place where whatever would change it is refused."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from programmes.tailoring.models import Programme


class StaysAsItWas(View):
    """Mixed into every page about one programme, behind the question who may see it.

    A page of a completed programme leads to its board and says why, whether it was only opened or something was sent,
    unless it says that it changes nothing. So a page that is added is locked before anybody thinks of it.
    """

    # For pages that change nothing of the programme.
    open_when_over = False

    programme: Programme

    @property
    def is_over(self) -> bool:
        return self.programme.status == Programme.Status.COMPLETED

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.open_when_over and self.is_over:
            return self._refuse(request)
        return super().dispatch(request, *args, **kwargs)

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        words = _("%(title)s is completed and stays as it was. Nothing was changed.")
        messages.error(request, words % {"title": self.programme})
        return redirect("programmes:board", self.programme.pk)
