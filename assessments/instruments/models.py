"""Questionnaires as data. A version is a draft until it is published, and never changes after that."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from assessments.instruments.coverage import only
from assessments.instruments.definition import Definition, read
from localisation.fields import LocalisedTextField


class Published(Exception):
    """Somebody tried to change or delete a published version, on which rounds and their comparison rest."""


class Instrument(models.Model):
    code = models.SlugField(_("code"), unique=True)
    title = LocalisedTextField(_("title"), max_length=200)

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["code"]

    def __str__(self) -> str:
        return str(self.title)


class VersionQuerySet(models.QuerySet["InstrumentVersion"]):
    def published(self) -> VersionQuerySet:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> VersionQuerySet:
        return self.filter(published_at__isnull=True)


class InstrumentVersion(models.Model):
    """`definition` has the shape of `instruments.definition.Definition`; that of a draft may be unfinished.

    `languages` are those it was published for: nothing is missing in them, and readers meet no other. The database
    refuses a change to a published row as well (migration 0005).
    """

    KEPT = ("instrument_id", "number", "is_example", "definition", "languages", "published_at")

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    is_example = models.BooleanField(_("example texts"), default=False)
    definition = models.JSONField()
    languages = models.JSONField(_("languages"), default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an instrument")
        verbose_name_plural = _("versions of instruments")
        ordering = ["instrument", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_once"),
            models.UniqueConstraint(
                fields=["instrument"], condition=Q(published_at__isnull=True), name="instrument_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(languages=[]), name="instrument_published_for_somebody"
            ),
        ]

    def __str__(self) -> str:
        if self.is_published:
            return f"{self.instrument} {self.number}"
        return pgettext("instrument", "%(title)s, draft") % {"title": self.instrument}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises Published when a published version would change."""
        if not self._state.adding:
            stored = InstrumentVersion.objects.published().filter(pk=self.pk).values(*self.KEPT).first()
            if stored and any(getattr(self, name) != value for name, value in stored.items()):
                raise Published(str(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises Published unless this is a draft."""
        if InstrumentVersion.objects.published().filter(pk=self.pk).exists():
            raise Published(str(self))
        return super().delete(*args, **kwargs)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @cached_property
    def source(self) -> Definition:
        """All that is written, also in languages it is not published for."""
        return read({**self.definition, "version": self.number}, draft=not self.is_published)

    @cached_property
    def content(self) -> Definition:
        """What readers meet: of a published version its languages, of a draft everything there is."""
        return only(self.source, self.languages) if self.is_published else self.source
