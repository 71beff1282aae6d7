"""What the library waits for, on the front page of those who look after it: reviews that are due, ending consents."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from cms.accounts.models import User
from programmes.library import reports, reviewing
from programmes.tailoring.home import Notice


def due(user: User) -> list[Notice]:
    """Consents that end within 90 days, and what is past its review date. One query for those who look after it."""
    if not reports.looks_after(user):
        return []
    today = timezone.localdate()
    ending = Q(reviewing.consent_ends_soon(today), kind__in=reviewing.CONSENTING)
    counted = reviewing.with_dates().aggregate(
        consents=Count("pk", filter=ending), reviews=Count("pk", filter=reviewing.overdue(today))
    )
    consents = ngettext(
        "%(count)d consent ends within 90 days", "%(count)d consents end within 90 days", counted["consents"]
    )
    reviews = ngettext(
        "%(count)d in the library is past its review date", "%(count)d in the library are past their review date",
        counted["reviews"],
    )  # fmt: skip
    return [
        Notice(words % {"count": count}, f"{reverse('library_review:index')}?due={what}", icon)
        for words, count, what, icon in (
            (consents, counted["consents"], reports.CONSENT, "advarsel"),
            (reviews, counted["reviews"], reports.OVERDUE, "kalender"),
        )
        if count
    ]
