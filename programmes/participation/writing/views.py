"""What all pages share on which one writes: discretion, saving while typing, and the way back after a log-in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from cms.accounts.models import User
from localisation import nordic
from programmes.participation.frame import PersonRequest
from programmes.participation.sealing.boxes import Unreadable
from programmes.participation.sealing.keys import MissingKey
from programmes.participation.writing import waiting
from programmes.participation.writing.forms import Asked, NotSaved, Saved, WritingForm, Written, both_kept

P = ParamSpec("P")
View = Callable[Concatenate[PersonRequest, P], HttpResponse]
Save = Callable[[list[Written]], Saved]


def private(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorator: for whoever is logged in; in no cache, error report or other site's log. What others send, waits."""

    @sensitive_post_parameters()
    @sensitive_variables()
    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(cast(PersonRequest, request), *args, **kwargs) if _knows(request) else _log_in(request)
        add_never_cache_headers(response)
        # Not "no-referrer": browsers would then hide the origin of plain forms, which are refused without it.
        response["Referrer-Policy"] = "same-origin"
        return response

    return answer


def _knows(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def _log_in(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        # The browser has the text, and goes on when somebody is logged in.
        return JsonResponse({}, status=401)
    if request.method == "POST":
        waiting.keep(request)
    return redirect_to_login(request.path)


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


@dataclass
class Sheet:
    """A form on its way: to be shown, or answered already (`response`)."""

    form: WritingForm
    response: HttpResponse | None = None


@sensitive_variables()
def handle(
    request: PersonRequest, asked: Sequence[Asked], save: Save, to: Callable[[], str], *, key: str = ""
) -> Sheet:
    """Show the form, or save it: what is sent now, or waited while somebody logged in. `to`: where one goes on."""
    sent = request.POST if request.method == "POST" else waiting.take(request)
    if sent is None:
        return Sheet(WritingForm(asked, key=key), _state(asked) if wants_json(request) else None)
    form = WritingForm(asked, sent, key)
    if not form.is_valid():
        return Sheet(form, JsonResponse({"errors": form.errors}, status=422) if wants_json(request) else None)
    try:
        saved = save(form.written())
    except NotSaved as refusal:
        form.add_error(None, str(refusal))
        return Sheet(form, JsonResponse({"errors": form.errors}, status=409) if wants_json(request) else None)
    except (MissingKey, Unreadable):
        form.add_error(None, _("This can't be saved now, since a key is missing. Copy your text, and tell us."))
        return Sheet(form, JsonResponse({"errors": form.errors}, status=503) if wants_json(request) else None)
    return Sheet(form, _saved(request, saved, to()))


@sensitive_variables()
def _saved(request: PersonRequest, saved: Saved, url: str) -> HttpResponse:
    words = _("Saved at %(time)s.") % {"time": nordic.clock(timezone.localtime())}
    if wants_json(request):
        note = both_kept() if saved.clashed else ""
        return JsonResponse({"texts": saved.texts, "said": words, "note": note, "url": url})
    messages.warning(request, both_kept()) if saved.clashed else messages.success(request, words)
    return redirect(url)


@sensitive_variables()
def _state(asked: Sequence[Asked]) -> HttpResponse:
    return JsonResponse({"texts": [text for _label, text in asked]})


def frame_of(user: User) -> dict[str, Any]:
    """What the form's template needs beside the form."""
    return {"writer": waiting.sign(user), "person": user.pk}
