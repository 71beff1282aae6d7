"""What the institute can offer: modules, learning elements, speakers and industry cases, one row a language.

`text_fields` are written in each language; `shared_fields` are facts, the same in all, kept alike by
`services.save_thing`. Both together are what an edition holds.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, TranslatableMixin

from cms.blocks import ParagraphBlock, QuestionsBlock, QuoteBlock, StepsBlock, TaskResultBlock
from localisation.slugs import slugify
from programmes.library.things import Edition, EditionText, Immutable, Thing
from programmes.library.vocabulary import Country, EditionKind, ElementKind, Phase, Sector, Theme, ThingKind

__all__ = [
    "Edition",
    "EditionText",
    "Immutable",
    "IndustryCase",
    "LearningElement",
    "LibraryObject",
    "Module",
    "Speaker",
    "Thing",
]


class LibraryObject(DraftStateMixin, LockableMixin, RevisionMixin, TranslatableMixin, models.Model):
    thing_kind: ClassVar[ThingKind]
    text_fields: ClassVar[tuple[str, ...]] = ("title",)
    shared_fields: ClassVar[tuple[str, ...]] = ("review_on",)

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=120, blank=True, help_text=_("Made from the title when left empty.")
    )
    review_on = models.DateField(
        _("review by"), null=True, blank=True, help_text=_("When somebody should read this again.")
    )
    # What somebody said when they published, see `publishing`; empty until they do.
    publish_as = models.CharField(max_length=10, choices=EditionKind.choices, blank=True, editable=False)
    publish_note = models.CharField(max_length=500, blank=True, editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def thing(self) -> Thing:
        return Thing.objects.get(pk=self.translation_key)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or self._free_slug()
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        wanted = slugify(self.title, self.locale.language_code)[:100] or uuid.uuid4().hex[:8]
        others = type(self)._default_manager.filter(locale=self.locale).exclude(pk=self.pk)
        taken = set(others.filter(slug__startswith=wanted).values_list("slug", flat=True))
        numbered = (f"{wanted}-{n}" for n in range(2, len(taken) + 3))
        return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def _unique_per_language(name: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["translation_key", "locale"], name=f"{name}_one_row_a_language"),
        models.UniqueConstraint(fields=["locale", "slug"], name=f"{name}_one_address_a_language"),
    ]


class Module(LibraryObject):
    thing_kind = ThingKind.MODULE
    text_fields = ("title", "promise", "introduction", "outcomes")
    shared_fields = ("review_on", "theme", "weeks", "order")

    promise = models.CharField(_("promise in one sentence"), max_length=300, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    outcomes = StreamField(
        [("outcome", blocks.CharBlock(label=_("Learning outcome")))], blank=True, verbose_name=_("learning outcomes")
    )
    theme = models.CharField(_("theme"), max_length=20, choices=Theme.choices)
    weeks = models.PositiveSmallIntegerField(_("weeks"), default=13, validators=[MinValueValidator(1)])
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["order", "title"]
        unique_together: ClassVar[list[Any]] = []
        constraints = [
            *_unique_per_language("module"),
            models.CheckConstraint(condition=Q(weeks__gte=1), name="module_weeks"),
        ]


def private_storage() -> Storage:
    """Files that no address leads to."""
    return storages["private"]


class LearningElement(LibraryObject):
    thing_kind = ThingKind.ELEMENT
    text_fields = ("title", "lead", "body", "transcript", "chapters", "timed_captions")
    shared_fields = (
        "review_on",
        "kind",
        "theme",
        "phase",
        "minutes",
        "spoken",
        "captions",
        "media_url",
        "recording",
        "speaker_id",
        "case_id",
        "instruments",
    )

    kind = models.CharField(_("kind"), max_length=12, choices=ElementKind.choices)
    theme = models.CharField(_("theme"), max_length=20, choices=Theme.choices)
    phase = models.CharField(_("usual phase"), max_length=12, choices=Phase.choices, default=Phase.PREPARATION)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    lead = models.TextField(_("introduction"), blank=True)
    body = StreamField(
        [
            ("text", ParagraphBlock()),
            ("questions", QuestionsBlock()),
            ("steps", StepsBlock()),
            ("result", TaskResultBlock()),
            ("quote", QuoteBlock()),
        ],
        blank=True,
        verbose_name=_("content"),
    )
    transcript = models.TextField(_("transcript"), blank=True)
    chapters = models.TextField(
        _("chapters"),
        blank=True,
        help_text=_("A line for each: the time and the title, such as “04:05 Who owns the address?”."),
    )
    # WebVTT, as `timed` writes it. Which languages have them, the texts of an edition say (`EditionText.captioned`).
    timed_captions = models.TextField(
        _("captions with times"),
        blank=True,
        help_text=_("WebVTT or SRT in this language, pasted or read from a file. Kept as WebVTT."),
    )
    spoken = models.CharField(_("spoken language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    # Those that are in the picture, or that another site shows with it; ours are `timed_captions`.
    captions = models.JSONField(
        _("captions in"),
        default=list,
        blank=True,
        help_text=_("Only captions that the recording brings along. Those written under Content count by themselves."),
    )
    media_url = models.URLField(
        _("address of the film or podcast"),
        blank=True,
        help_text=_("At Vimeo or YouTube it is shown on the page; anything else is a link."),
    )
    # Put there by `recordings` alone: it lies under its content's name and is never changed, since editions name it.
    recording = models.FileField(
        _("our own recording"), blank=True, max_length=200, storage=private_storage, editable=False
    )
    speaker = models.ForeignKey(
        Thing,
        verbose_name=_("speaker"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="spoken_elements",
    )
    case = models.ForeignKey(
        Thing,
        verbose_name=_("industry case"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="case_elements",
    )
    instruments = models.JSONField(_("mapping instruments"), default=list, blank=True)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("learning element")
        verbose_name_plural = _("learning elements")
        ordering = ["title"]
        unique_together: ClassVar[list[Any]] = []
        constraints = [
            *_unique_per_language("element"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="element_takes_time"),
        ]


class Consent(models.Model):
    """That somebody said yes to being shown, when, and until when. Without it they are not shown to the public."""

    consent_given_on = models.DateField(_("consent given"), null=True, blank=True)
    consent_expires_on = models.DateField(_("consent expires"), null=True, blank=True)
    consent_note = models.CharField(_("what the consent covers"), max_length=300, blank=True)

    consent_fields: ClassVar[tuple[str, ...]] = ("consent_given_on", "consent_expires_on", "consent_note")

    class Meta:
        abstract = True


class Speaker(Consent, LibraryObject):
    thing_kind = ThingKind.SPEAKER
    text_fields = ("title", "role", "organisation", "topics", "bio")
    shared_fields = ("review_on", "country", "language", *Consent.consent_fields)

    role = models.CharField(_("role"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    topics = StreamField([("topic", blocks.CharBlock(label=_("Topic")))], blank=True, verbose_name=_("topics"))
    bio = models.TextField(_("about the speaker"), blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    language = models.CharField(_("language on stage"), max_length=10, choices=settings.LANGUAGES)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["title"]
        unique_together: ClassVar[list[Any]] = []
        constraints = _unique_per_language("speaker")


class IndustryCase(Consent, LibraryObject):
    thing_kind = ThingKind.CASE
    text_fields = ("title", "organisation", "challenge", "action", "result", "quote", "quote_person", "quote_role")
    shared_fields = ("review_on", "country", "sector", *Consent.consent_fields)

    organisation = models.CharField(_("organisation"), max_length=200)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    challenge = models.TextField(_("the challenge"))
    action = models.TextField(_("what they did"))
    result = models.TextField(_("the result"))
    quote = models.TextField(_("quote"), blank=True)
    quote_person = models.CharField(_("who said it"), max_length=200, blank=True)
    quote_role = models.CharField(_("their role"), max_length=200, blank=True)

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("industry case")
        verbose_name_plural = _("industry cases")
        ordering = ["title"]
        unique_together: ClassVar[list[Any]] = []
        constraints = _unique_per_language("case")
