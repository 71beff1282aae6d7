"""All mails that are due at a moment, and the switches that turn them off."""

from __future__ import annotations

from datetime import datetime

from cms.accounts.models import User
from programmes.participation.letters.deadlines import send_deadlines
from programmes.participation.letters.digests import send_digests
from programmes.participation.letters.gatherings import send_changes, send_reminders
from programmes.participation.letters.models import MailChoice
from programmes.participation.letters.recipients import Sort, recipients, running


def send_due(now: datetime) -> int:
    """Queue what participants are to be told at this moment; returns how many mails. Repeated, it queues nothing new:
    a mail's key says what it is about and to whom."""
    programmes = running()
    people = recipients([programme.pk for programme in programmes])
    count = 0
    for programme in programmes:
        here = people.get(programme.pk, [])
        count += send_changes(programme, here, now)
        count += send_reminders(programme, here, now)
        count += send_deadlines(programme, here, now)
        count += send_digests(programme, here, now)
    return count


def choice_of(user: User) -> MailChoice:
    """The person's switches; not stored while all of them are on. One query."""
    return MailChoice.objects.filter(user=user).first() or MailChoice(user=user)


def switch(user: User, sort: Sort, on: bool) -> None:
    """Turn a sort of mail on or off. Doing either twice changes nothing."""
    MailChoice.objects.update_or_create(user=user, defaults={sort.value: on})
