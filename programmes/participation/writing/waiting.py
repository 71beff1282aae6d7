"""Whoever writes longer than their log-in lasts loses nothing: what they sent waits, sealed, until they are back.

It waits in the browser's own session, for the person who was shown the form and for nobody else.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from cms.accounts.models import User
from programmes.participation.sealing import boxes, keys

SESSION = "writing-that-waits"
PERSON = "writer"
SALT = "programmes.participation.writing"
PATIENCE = 24 * 60 * 60  # seconds that a form may lie open
LARGEST = 200_000  # characters of all fields together
FIELDS = ("text-", "base-", "about")


def sign(user: User) -> str:
    """Says in a form whose it is."""
    return signing.dumps(user.pk, salt=SALT)


@sensitive_variables()
def keep(request: HttpRequest) -> None:
    """Let what was sent wait in the session. Forms that nobody here was shown are not kept."""
    try:
        person = signing.loads(request.POST.get(PERSON, ""), salt=SALT, max_age=PATIENCE)
        fields = {name: text for name, text in request.POST.items() if name.startswith(FIELDS)}
        if sum(map(len, fields.values())) > LARGEST:
            return
        box = boxes.seal([json.dumps(fields)], _about(person, request.path))
    except (signing.BadSignature, keys.MissingKey):
        return
    sealed = base64.b64encode(box.sealed).decode()
    request.session[SESSION] = {"person": person, "path": request.path, "key": box.key, "box": sealed}


@sensitive_variables()
def take(request: HttpRequest) -> dict[str, Any] | None:
    """What waited for this person on this page, once; None when nothing did."""
    held = request.session.get(SESSION)
    if not held:
        return None
    if held["person"] != request.user.pk:
        del request.session[SESSION]
        return None
    if held["path"] != request.path:
        return None
    del request.session[SESSION]
    try:
        box = boxes.Box(held["key"], base64.b64decode(held["box"]))
        fields: dict[str, Any] = json.loads(boxes.unseal(box, _about(held["person"], request.path))[0])
    except boxes.Unreadable:
        return None
    return fields


def _about(person: int, path: str) -> str:
    return f"waiting:{person}:{path}"
