"""What a player asks for: a recording of our own, and its captions. Whoever may not see the element gets 404."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from cms.ranges import serve
from programmes.library.models import private_storage
from programmes.participation import access
from programmes.participation.frame import PersonRequest
from programmes.participation.recording import Recording, captions_in, recording_file
from programmes.tailoring.models import ProgrammeItem

A_WHILE = 600  # seconds that a browser plays on without asking again


@cache_control(private=True, max_age=A_WHILE)
@login_required
@require_safe
def recording(request: PersonRequest, uuid: UUID) -> HttpResponseBase:
    """The recording, or the part of it that the player asks for."""
    return send_recording(request, access.item_for(request.user, uuid, timezone.localdate()))


@never_cache
@login_required
@require_safe
def captions(request: PersonRequest, uuid: UUID, code: str) -> HttpResponse:
    """The captions in a language, as WebVTT."""
    return send_captions(access.item_for(request.user, uuid, timezone.localdate()), code)


def send_recording(request: HttpRequest, item: ProgrammeItem) -> HttpResponseBase:
    name, content_type = recording_file(item)
    return serve(request, private_storage(), name, content_type)


def send_captions(item: ProgrammeItem, code: str) -> HttpResponse:
    return HttpResponse(captions_in(item, code), content_type="text/vtt; charset=utf-8")


def may_frame(request: HttpRequest, response: HttpResponse, recording: Recording | None) -> HttpResponse:
    """Let the page hold the player of the one provider that its recording is at; no other page may."""
    if recording is None or recording.embed is None:
        return response
    allow: Any = csp_update({"frame-src": [recording.embed.provider.origin]})
    allowed: HttpResponse = allow(lambda _request: response)(request)
    return allowed
