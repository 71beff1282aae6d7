"""Speakers and cases as a programme shows them: the library's newest, and of a completed programme those of its time.

Whoever was erased from the library, or whose consent has ended, is no longer shown by a completed programme.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BigIntegerField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from programmes.library.models import EditionText, IndustryCase, LibraryObject, Speaker, Thing
from programmes.library.vocabulary import ThingKind
from programmes.tailoring.models import KeptGuest, Programme, ProgrammeItem
from programmes.tailoring.plan import case_key, speaker_key

SHOWN_BY = {ThingKind.SPEAKER: Speaker, ThingKind.CASE: IndustryCase}


@dataclass(frozen=True)
class ShownGuest:
    """`edition` is what they say of themselves; None when nothing was published."""

    edition: int | None
    name: str


def shown(keys: Iterable[UUID | str | None], programme: Programme, today: date) -> dict[UUID, ShownGuest]:
    """The speakers and cases with these keys that the programme shows; one query."""
    things = Thing.objects.filter(pk__in={UUID(str(key)) for key in keys if key}).order_by()
    if programme.status == Programme.Status.COMPLETED:
        return _as_kept(things, programme, today)
    rows = things.values_list("pk", "current_edition_id", "label")
    return {pk: ShownGuest(edition, label) for pk, edition, label in rows}


def _as_kept(things: QuerySet[Thing], programme: Programme, today: date) -> dict[UUID, ShownGuest]:
    kept = KeptGuest.objects.filter(programme=programme, thing=OuterRef("pk")).values("edition")[:1]
    name = EditionText.objects.filter(edition=OuterRef("kept")).order_by("-language").values("title")[:1]
    rows = (
        things.annotate(kept=Subquery(kept))
        .annotate(
            said=Coalesce("kept", "current_edition_id", output_field=BigIntegerField()),
            name=Case(When(kept=None, then=F("label")), default=Subquery(name), output_field=CharField()),
        )
        .filter(Q(kept=None) | _may_be_shown(today))
    )
    return {pk: ShownGuest(edition, name or "") for pk, edition, name in rows.values_list("pk", "said", "name")}


def _may_be_shown(today: date) -> Q:
    allowed = Q(pk__in=[])
    for kind, model in SHOWN_BY.items():
        rows = _rows(model)
        ended = rows.filter(consent_expires_on__lt=today)
        allowed |= Q(Exists(rows), ~Exists(ended), kind=kind)
    return allowed


def _rows(model: type[LibraryObject]) -> QuerySet[LibraryObject]:
    return model._default_manager.filter(translation_key=OuterRef("pk"))


def keep(programme: Programme) -> None:
    """Hold on to the editions of all speakers and cases a programme shows, as it is completed. Three queries."""
    rows = ProgrammeItem.objects.filter(programme_module__programme=programme).select_related(
        "thing__current_edition", "pinned_edition"
    )
    keys = {key for row in rows for key in (speaker_key(row), case_key(row)) if key}
    things = Thing.objects.filter(pk__in=keys, current_edition__isnull=False)
    KeptGuest.objects.bulk_create(
        [KeptGuest(programme=programme, thing=thing, edition_id=thing.current_edition_id) for thing in things],
        ignore_conflicts=True,
    )
