"""Named questions to the library's rows. Those to things are `Thing.objects`."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from programmes.library.models import IndustryCase, LearningElement, LibraryObject, Speaker, Thing


def in_library(*, archived: bool = True) -> Q:
    """The rows that everybody may find, in all languages: all but what is one programme's own.

    `archived`: whether those that are archived are among them.
    """
    hidden = Q(own_to__isnull=False) if archived else Q(own_to__isnull=False) | Q(archived_at__isnull=False)
    return Q(~Exists(Thing.objects.filter(hidden, pk=OuterRef("translation_key"))))


def consenting() -> Q:
    """People and organisations that may be shown today: consent given, and not run out."""
    today = timezone.localdate()
    return Q(consent_given_on__lte=today) & (Q(consent_expires_on__isnull=True) | Q(consent_expires_on__gte=today))


def public(model: type[LibraryObject]) -> QuerySet[Any]:
    """The rows that anybody may see, in all languages."""
    rows = model._default_manager.filter(in_library(archived=False), live=True)
    return rows.filter(consenting()) if issubclass(model, Speaker | IndustryCase) else rows


def elements_with_case_from(sector: str) -> QuerySet[Any]:
    """The keys of learning elements that tell of a case from a sector."""
    cases = IndustryCase.objects.filter(sector=sector).values("translation_key")
    return LearningElement.objects.filter(case__in=cases).values("translation_key")


def guest_from(country: str) -> Q:
    """Learning elements whose speaker or case is from a country."""
    cases = IndustryCase.objects.filter(country=country).values("translation_key")
    speakers = Speaker.objects.filter(country=country).values("translation_key")
    return Q(case__in=cases) | Q(speaker__in=speakers)


def speakers_on(theme: str) -> QuerySet[Any]:
    """The keys of speakers who have a learning element on a theme."""
    return LearningElement.objects.filter(theme=theme, speaker__isnull=False).values("speaker")
