"""When somebody should read library objects again, and until when the people in them agreed to be shown."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, DateField, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Revision

from cms.accounts.models import User
from localisation import nordic
from programmes.library.archiving import BATCH, remember
from programmes.library.models import Consent, LibraryObject, Thing
from programmes.library.services import MODELS

REVIEWED = "programmes.library.reviewed"
SOON_MONTHS = 3
CONSENT_ENDS_WITHIN = timedelta(days=90)
CONSENTING = {kind: model for kind, model in MODELS.items() if issubclass(model, Consent)}


def in_months(day: date, months: int) -> date:
    """The same day that many months later, or the last of that month when it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + years, month + 1)[1]
    return date(day.year + years, month + 1, min(day.day, last))


def with_dates() -> QuerySet[Any]:
    """The library's things in use, with `review_on` and `consent_until`; the same in all their languages."""
    things = Thing.objects.of_library().filter(archived_at=None)
    return things.annotate(
        review_on=_shared("review_on", MODELS), consent_until=_shared("consent_expires_on", CONSENTING)
    )


def _shared(field: str, models: dict[str, type[LibraryObject]]) -> Case:
    """A field that every language of a thing has alike, from the table of its kind."""
    rows = {
        kind: model._default_manager.filter(translation_key=OuterRef("pk")).order_by().values(field)[:1]
        for kind, model in models.items()
    }
    cases = [When(kind=kind, then=Subquery(found)) for kind, found in rows.items()]
    return Case(*cases, default=None, output_field=DateField())


def overdue(today: date) -> Q:
    return Q(review_on__lt=today)


def due_soon(today: date) -> Q:
    return Q(review_on__gte=today, review_on__lte=in_months(today, SOON_MONTHS))


def consent_ends_soon(today: date) -> Q:
    """Consents that have run out, or will before long."""
    return Q(consent_until__lte=today + CONSENT_ENDS_WITHIN)


def ending_consents(today: date) -> QuerySet[Any]:
    """The speakers and cases whose consent somebody should renew, the most urgent first."""
    things = with_dates().filter(kind__in=CONSENTING)
    return things.filter(consent_ends_soon(today)).order_by("consent_until", "label")


@transaction.atomic
def reviewed(keys: Collection[UUID], months: int, by: User) -> tuple[int, date]:
    """Somebody read these things today and finds them right: they are due again in so many months.

    Their drafts get the new date as well, or publishing one would put the old one back. No edition comes of it.
    Returns how many there were, and the day. A fixed number of statements for `BATCH` things.
    """
    next_time = in_months(timezone.localdate(), months)
    things = Thing.objects.filter(pk__in=keys)
    by_kind: dict[str, list[UUID]] = {}
    for pk, kind in things.values_list("pk", "kind"):
        by_kind.setdefault(kind, []).append(pk)
    for kind, found in by_kind.items():
        _set_date(MODELS[kind], found, next_time)
        remember(MODELS[kind], found, REVIEWED, by, next=next_time.isoformat())
    return sum(len(found) for found in by_kind.values()), next_time


def _set_date(model: type[LibraryObject], keys: Collection[UUID], day: date) -> None:
    rows = model._default_manager.filter(translation_key__in=keys)
    rows.update(review_on=day)
    drafts = list(Revision.objects.filter(pk__in=rows.exclude(latest_revision=None).values("latest_revision")))
    for draft in drafts:
        draft.content = {**draft.content, "review_on": day.isoformat()}
    Revision.objects.bulk_update(drafts, ["content"], batch_size=BATCH)


class Formatter(LogFormatter):
    label = _("Reviewed")
    message = _("Reviewed. Due again on %(day)s.")

    def format_message(self, log_entry: Any) -> str:
        day = log_entry.data.get("next")
        return str(self.message) % {"day": nordic.day(date.fromisoformat(day)) if day else "–"}


def register_actions(actions: LogActionRegistry) -> None:
    """Tell Wagtail's log what its entries say."""
    actions.register_action(REVIEWED)(Formatter)
