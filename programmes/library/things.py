"""The language-free side of the library: things, and their immutable editions."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.library.vocabulary import EditionKind, ThingKind


class ThingQuerySet(models.QuerySet["Thing"]):
    """The doors to things. Whatever lists, offers or searches them comes through one of these."""

    def of_library(self) -> ThingQuerySet:
        """What everybody may find: all but what is one programme's own."""
        return self.filter(own_to=None)

    def open_to(self, programme: int | None) -> ThingQuerySet:
        """The library, and what is this programme's own; `programme`: a primary key, None for none."""
        return self.filter(Q(own_to=None) | Q(own_to=programme)) if programme else self.of_library()

    def on_offer(self, kind: str, programme: int | None = None) -> ThingQuerySet:
        """What can be chosen for a programme: of a kind, published, and not archived."""
        return self.open_to(programme).published().filter(kind=kind)

    def published(self) -> ThingQuerySet:
        """What has been published and is not archived."""
        return self.filter(archived_at=None, current_edition__isnull=False)


class Thing(models.Model):
    """What a library object is in every language. Its key is the `translation_key` its rows share.

    Items, editions, bookings and consents point here, so nothing is left pointing at the wrong language.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=ThingKind.choices)
    code = models.SlugField(_("code"), max_length=80, unique=True, help_text=_("A short name that never changes."))
    # What staff see in lists and choosers: the title in the main language, kept by `services.save_thing`.
    label = models.CharField(_("title"), max_length=200)
    current_edition = models.ForeignKey("Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    # The programme that it is made for and lives in alone, until staff move it to the library. Named and never read
    # here: what a programme is, the rooms above know (see `owners`).
    own_to = models.ForeignKey(
        "programmes.Programme",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="own_things",
    )

    objects = ThingQuerySet.as_manager()

    class Meta:
        verbose_name = _("library object")
        verbose_name_plural = _("library objects")
        ordering = ["label"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ThingKind.values), name="thing_kind_known"),
            # A programme's modules are the proven model; what is made for one client is what stands in them.
            models.CheckConstraint(
                condition=Q(own_to__isnull=True) | ~Q(kind=ThingKind.MODULE), name="thing_own_is_no_module"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Immutable(Exception):
    """Somebody tried to change an edition."""


class EditionQuerySet(models.QuerySet["Edition"]):
    def update(self, **kwargs: Any) -> int:
        raise Immutable("an edition is never changed; publish a correction")


class Edition(models.Model):
    """What a thing said when it was published: `number`.`correction`, its language-free facts and a text per language.

    A correction has the same number as the edition it corrects and reaches everyone who follows or has pinned it.
    """

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    correction = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=EditionKind.choices)
    note = models.CharField(_("what changed"), max_length=500, blank=True)
    facts = models.JSONField(default=dict)
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["thing", "-number", "-correction"]
        constraints = [
            models.UniqueConstraint(fields=["thing", "number", "correction"], name="edition_numbered_once"),
            models.CheckConstraint(
                condition=Q(kind="new", correction=0) | Q(kind="correction", correction__gt=0),
                name="edition_kind_fits_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}.{self.correction}" if self.correction else str(self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Immutable("an edition is never changed; publish a correction")
        super().save(*args, **kwargs)


class EditionText(models.Model):
    """An edition's text in one language. Adding a language to an edition later is no new edition."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    lead = models.TextField(blank=True)
    # Whether what is said in a recording can be read along in this language; known without reading the content.
    captioned = models.BooleanField(default=False)
    content = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "language"], name="edition_text_once_a_language")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Immutable("an edition's text is never changed; publish a correction")
        super().save(*args, **kwargs)
