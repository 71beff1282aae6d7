"""Saying that a module changed, so that whoever has it open is told."""

from __future__ import annotations

from django.db.models import Case, Exists, F, OuterRef, PositiveSmallIntegerField, When
from django.utils import timezone

from programmes.tailoring.models import Programme, ProgrammeModule


def touch(module: ProgrammeModule) -> None:
    """Say that the module changed, and with it its programme.

    A template that programmes were made from goes on as its next version; those programmes stay as they are.
    """
    now = timezone.now()
    ProgrammeModule.objects.filter(pk=module.pk).update(updated_at=now)
    made_from_it = Programme.objects.filter(template=OuterRef("pk"), template_version=OuterRef("version"))
    next_version = Case(
        When(Exists(made_from_it), kind=Programme.Kind.TEMPLATE, then=F("version") + 1),
        default=F("version"),
        output_field=PositiveSmallIntegerField(),
    )
    Programme.objects.filter(pk=module.programme_id).update(updated_at=now, version=next_version)
