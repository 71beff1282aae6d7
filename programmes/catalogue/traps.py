"""What keeps machines from filling the enquiry form, without a puzzle for people.

A field that only machines see, a form that was filled faster than anyone can read, too many from one address. Whoever
is caught by mistake gets the form back with all they wrote, and a way on.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SALT = "catalogue.enquiry"
QUICKEST = timedelta(seconds=3)
OLDEST = timedelta(days=2)
MOST_AN_HOUR = 10
HOUR = 60 * 60


def new_token() -> str:
    """A signed number for a form that is shown now: says when, and makes the same form sent twice one enquiry."""
    return signing.TimestampSigner(salt=SALT).sign(uuid.uuid4().hex)


def number_of(token: str) -> uuid.UUID | None:
    """The number in a token of ours that is neither too new nor too old; None otherwise."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        number = signer.unsign(token, max_age=OLDEST)
    except signing.BadSignature:
        return None
    return uuid.UUID(number) if _is_older(token, QUICKEST) else None


def usable_again(token: str) -> str:
    """The token itself if it only needs to get older, else a new one."""
    return new_token() if _is_older(token, OLDEST) else token


def _is_older(token: str, age: timedelta) -> bool:
    """Whether a token is older than `age`, or is none of ours."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(token, max_age=age)
    except signing.BadSignature:
        return True
    return False


def too_many(request: HttpRequest) -> bool:
    """Count this enquiry for the address it comes from, and say whether there were too many in an hour.

    Only a keyed hash of the address is kept, for an hour. Behind a proxy, allauth's settings say where the address is.
    """
    address = get_adapter().get_client_ip(request)
    key = f"enquiries:{salted_hmac(SALT, address).hexdigest()}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > MOST_AN_HOUR
    except ValueError:  # it ran out between the two
        return False
