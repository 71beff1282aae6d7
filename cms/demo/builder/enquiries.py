"""Enquiries that staff have before them on a good day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from cms.accounts.models import User
from cms.demo.builder.plan import Plan, content, key
from programmes.catalogue.models import Enquiry, OfferingPage

WRITTEN = ("state", "language", "name", "organisation", "email", "leaders", "message")


def build(plan: Plan) -> None:
    """Kept as they came, without the mails that a visitor's enquiry sends."""
    offerings = OfferingPage.objects.select_related("locale")
    pages = {(page.translation_key, page.language): page for page in offerings}
    for entry in content("enquiries")["enquiries"]:
        enquiry = Enquiry.objects.create(
            uuid=key("enquiry", entry["code"]),
            offering=pages[key("page", entry["offering"]), entry["language"]],
            handled_by=User.objects.filter(last_name=entry.get("taken_by")).first(),
            phone=entry.get("phone", ""),
            newsletter=entry.get("newsletter", False),
            **{name: entry[name] for name in WRITTEN},
        )
        day = plan.today - timedelta(days=entry["days"])
        received = timezone.make_aware(datetime.combine(day, time(10, 20)))
        Enquiry.objects.filter(pk=enquiry.pk).update(created_at=received)
