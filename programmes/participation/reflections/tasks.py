"""What the clock does: a letter to oneself is told of on its day. The mail says that it is there, and nothing of it."""

from __future__ import annotations

from datetime import date, timedelta

from celery import shared_task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.mail import services as mail
from programmes.participation.gatherings.calendar import site_address
from programmes.participation.reflections.models import Letter

# A clock that stood still for some days still tells; nobody is told of a letter long after.
LATEST = timedelta(days=14)


@shared_task(name="programmes.participation.reflections.tasks.tell_of_letters")
def tell_of_letters() -> None:
    tell(timezone.localdate())


def tell(today: date) -> int:
    """Queue a mail to everybody whose letter has come; returns how many. A mail's key keeps it from repeating."""
    rows = Letter.objects.filter(opens_on__lte=today, opens_on__gt=today - LATEST).exclude(box=b"")
    rows = rows.filter(author__is_active=True).select_related("author", "programme")
    return mail.queue_all({f"own-letter-{row.pk}": _mail(row) for row in rows.defer("box")})


def _mail(row: Letter) -> mail.Letter:
    with override(row.author.language):
        address = site_address(reverse("my_letter", args=[row.programme.slug]))
        body = render_to_string("email/own_letter.txt", {"name": row.author.first_name, "address": address})
        return mail.Letter(to=row.author.email, subject=_("Your letter to yourself is here"), body=body)
