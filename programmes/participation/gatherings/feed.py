"""A person's calendar as one secret address: whoever has it reads it, without a log-in, and it can be renewed."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.accounts.models import User
from programmes.participation.access import enrolled_programmes
from programmes.participation.gatherings.calendar import Subscription, calendar_file, site_address
from programmes.participation.gatherings.models import CalendarFeed
from programmes.participation.gatherings.services import feed_of
from programmes.participation.ways import OWN
from programmes.tailoring.models import Gathering

# The address is the key and our signature of it, so a copy of the database gives nobody's address away.
_signer = Signer(salt="programmes.participation.gatherings.feed", sep=".")


@dataclass(frozen=True)
class FeedPanel:
    """`url` to copy, `open_url` for the phone's own calendar, `renew_url` to post to."""

    url: str
    open_url: str
    renew_url: str


def feed_panel(user: User) -> FeedPanel:
    """The addresses of a person's feed; one query, two the first time."""
    url = address_of(feed_of(user))
    return FeedPanel(url, f"webcal://{url.partition('://')[2]}", reverse("renew_my_feed"))


def address_of(feed: CalendarFeed) -> str:
    return site_address(reverse("my_feed", args=[_signer.sign(feed.key.hex)]))


def person_of(token: str) -> User:
    """Whose feed an address is; one query. Raises Http404 for one that was renewed, or never was."""
    try:
        key = _signer.unsign(token)
    except BadSignature:
        raise Http404 from None
    feed = CalendarFeed.objects.select_related("user").filter(key=key, user__is_active=True).first()
    if feed is None:
        raise Http404
    return feed.user


def feed_of_person(user: User) -> bytes:
    """All gatherings of the person's programmes in their own language, also those that no longer take place.

    One query.
    """
    rows = Gathering.with_removed.filter(programme_module__programme__in=enrolled_programmes(user)).select_related(
        "programme_module__programme"
    )
    with override(user.language if user.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        about = Subscription(_("My gatherings – Digitaliseringsinstituttet"))
        return calendar_file(rows.order_by("starts_at", "pk"), lambda row: site_address(OWN.gathering(row.uuid)), about)
