"""Where somebody is logged in, and ending it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User

# What a browser says of itself, in the order in which to look: some claim to be others too.
# Apple's phones have names of their own for the others: CriOS, FxiOS.
BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("OPiOS", "Opera"), ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"), ("Firefox", "Firefox"), ("CriOS", "Chrome"), ("HeadlessChrome", "Chrome"),
    ("Chromium", "Chromium"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class LoggedIn:
    """One place where somebody is logged in."""

    pk: int
    where: str
    since: datetime
    address: str
    here: bool


def places(user: User, key: str | None) -> list[LoggedIn]:
    """The places that are open now, this one first; `key`: of the session one looks from. One query."""
    rows = sorted(_open(user), key=lambda row: (row.session_key != key, -row.last_seen_at.timestamp()))
    return [
        LoggedIn(row.pk, browser_of(row.user_agent), row.last_seen_at, row.ip, row.session_key == key) for row in rows
    ]


def end(user: User, key: str | None, pk: int | None = None) -> int:
    """End one of the places, or all but this one; returns how many. This one is left by logging out."""
    rows = [row for row in _open(user) if row.session_key != key and pk in (None, row.pk)]
    for row in rows:
        row.end()
    return len(rows)


def end_all(user: User) -> None:
    """End every place, this one too."""
    for row in UserSession.objects.filter(user=user):
        row.end()


def _open(user: User) -> list[UserSession]:
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return list(UserSession.objects.filter(user=user, session_key__in=alive))


def browser_of(agent: str) -> str:
    """ "Firefox, Windows", as far as a browser's own words tell; else that it is unknown."""
    found = [_first(names, agent) for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or _("Unknown browser")


def _first(names: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for word, name in names if re.search(rf"\b{re.escape(word)}", agent)), "")
