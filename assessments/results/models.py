"""What results keep of their own: benchmarks. Everything else is read from releases."""

from __future__ import annotations

from typing import Any

from django.db import models

from assessments.ballots.models import Frozen
from assessments.instruments.models import Instrument
from programmes.library.vocabulary import Sector


class Benchmark(models.Model):
    """What organisations of one sector displayed of an instrument, across programmes, in one version (R15).

    `items`: item code -> {"today": mean, "ambition": mean if asked, "n": respondents to the nearest five}.
    `holds`: item code -> [[organisation, release], ...], what it is made of. Never shown; later versions depend on it.
    """

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="benchmarks")
    sector = models.CharField(max_length=20, choices=Sector.choices)
    steps = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    made_on = models.DateField(auto_now_add=True)
    items = models.JSONField()
    holds = models.JSONField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["instrument", "sector", "steps", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "sector", "steps", "number"], name="benchmark_numbered_once")
        ]

    def __str__(self) -> str:
        return f"{self.instrument_id} {self.sector} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen("a version of a benchmark is never changed")
        super().save(*args, **kwargs)
