"""What was agreed on: templates and programmes, their modules, items and gatherings.

A template is a programme nobody attends. Structure is here; content is in the library, and an item only points at it.
Plain rows with constraints, no page tree and no drafts: participants' progress hangs on these rows.

    Programme (template | delivery)
      ProgrammeModule          a library module with its time
        Gathering              the day its leader groups meet
        ProgrammeItem          a library object in one of three phases
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.privacy.terms import PARTICIPATION_MONTHS
from localisation.fields import LocalisedTextField
from programmes.library.models import Edition, Thing
from programmes.library.vocabulary import Country, Phase, Sector


class Programme(models.Model):
    class Kind(models.TextChoices):
        TEMPLATE = "template", _("Programme template")
        DELIVERY = "delivery", _("Programme")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OFFERED = "offered", _("Offered")
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.DELIVERY)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = LocalisedTextField(_("title"), max_length=200)
    client = LocalisedTextField(_("client"), max_length=200, blank=True)
    aim = LocalisedTextField(_("aim"), long=True, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices, blank=True)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, blank=True)
    template = models.ForeignKey(
        "self", verbose_name=_("made from"), null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    # A template counts on when it is changed after programmes were made from it; a programme knows which it came from.
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    template_version = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    course_leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("course leader"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="led_programmes",
    )  # fmt: skip
    kept_months = models.PositiveSmallIntegerField(
        _("months that participants can read it afterwards"), default=PARTICIPATION_MONTHS,
        validators=[MinValueValidator(1), MaxValueValidator(PARTICIPATION_MONTHS)],
    )  # fmt: skip
    # Set as it is completed: the last day on which participants can read it. Without one there is no such day.
    readable_until = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-updated_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["template", "delivery"]), name="programme_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="delivery") | Q(status="draft"), name="programme_template_has_no_state"
            ),
            models.CheckConstraint(
                condition=Q(readable_until=None) | Q(status="completed"),
                name="programme_read_until_completed",
            ),
        ]
        permissions = [
            ("decide_updates", "Can decide on updates in every programme"),
            ("lead_programme", "Can run the programmes they lead"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_template(self) -> bool:
        return self.kind == self.Kind.TEMPLATE

    @property
    def decides_on_updates(self) -> bool:
        """Only a running programme has a choice: others follow the library, or stay as they were."""
        return self.status == self.Status.RUNNING and not self.is_template


class Holding(models.Model):
    """What follows the library until participants have met it, and from then on holds on to an edition.

    A module of a programme holds on to the module's own text, an item to its element's.
    """

    pinned_edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The number of the newest edition that staff looked at and did not take; they are asked again for the next one.
    declined = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def held(self) -> Thing:
        """The library object whose edition is shown."""
        raise NotImplementedError

    @property
    def edition(self) -> Edition | None:
        """What participants see: the pinned edition, otherwise the library's newest."""
        return self.pinned_edition or self.held.current_edition

    @property
    def behind(self) -> bool:
        """Whether the library has a newer edition than the one this programme holds on to."""
        if self.pinned_edition_id in (None, self.held.current_edition_id):
            return False
        newest = self.held.current_edition
        return bool(self.pinned_edition and newest and newest.number > self.pinned_edition.number)

    @property
    def kept(self) -> bool:
        """Whether somebody decided to stay with the older edition."""
        newest = self.held.current_edition if self.behind else None
        return bool(newest and self.declined == newest.number)

    @property
    def update_available(self) -> bool:
        """Whether a newer edition waits for somebody to decide."""
        return self.behind and not self.kept


Row = TypeVar("Row", bound=models.Model)


class Placed(models.Manager[Row]):
    """What stands in its programme. What was taken out is hidden, also from `programme.modules` and `module.items`."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(removed_at=None)


class Removable(models.Model):
    """What is taken out of a programme and not thrown away: participants' progress hangs on it, and it can come back.

    Whatever is taken out together has the same moment. Joins don't ask a manager: whoever counts over them says
    `removed_at=None`.
    """

    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = Placed()
    with_removed = models.Manager()

    class Meta:
        abstract = True


class ProgrammeModule(Holding, Removable):
    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="modules")
    module = models.ForeignKey(Thing, verbose_name=_("module"), on_delete=models.PROTECT, related_name="in_programmes")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    weeks = models.PositiveSmallIntegerField(_("weeks"), default=13, validators=[MinValueValidator(1)])
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    pause_from = models.DateField(_("pause from"), null=True, blank=True)
    pause_to = models.DateField(_("pause to"), null=True, blank=True)
    # Changed with everything in the module; two people who edit it are told apart by it.
    updated_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("module in a programme")
        verbose_name_plural = _("modules in a programme")
        ordering = ["programme", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "module"], condition=Q(removed_at=None), name="programme_has_a_module_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="module_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(pause_from__isnull=True, pause_to__isnull=True) | Q(pause_to__gte=F("pause_from")),
                name="module_pause_has_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return self.module.label

    @property
    def held(self) -> Thing:
        return self.module

    def has_opened(self, today: date | None = None) -> bool:
        """Whether participants have met this module, so that its content no longer changes under them."""
        return bool(self.starts_on and self.starts_on <= (today or timezone.localdate()))


class Weekday(models.IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Gathering(Removable):
    """The day (or days) a module's leader groups meet. A template has a `week`, from 1 in the module, and a weekday."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme_module = models.ForeignKey(ProgrammeModule, on_delete=models.CASCADE, related_name="gatherings")
    title = LocalisedTextField(_("title"), max_length=200)
    week = models.PositiveSmallIntegerField(_("week of the module"), null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices, default=Weekday.THURSDAY)
    days = models.PositiveSmallIntegerField(_("days"), default=1, validators=[MinValueValidator(1)])
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    timezone = models.CharField(
        _("time zone"), max_length=40, default="Europe/Oslo",
        choices=[("Europe/Oslo", _("Norway (Oslo)")), ("Europe/Copenhagen", _("Denmark (Copenhagen)"))],
    )  # fmt: skip
    venue = LocalisedTextField(_("place"), max_length=200, blank=True)
    address = LocalisedTextField(_("street address"), max_length=200, blank=True)
    video_link = models.URLField(_("video link"), blank=True)
    prepare = LocalisedTextField(_("what to prepare"), long=True, blank=True)
    # Rows of {"from": "09:00", "to": "09:15", "text": {"nb": ..., "da": ...}} or with "item": uuid of a programme item.
    agenda = models.JSONField(_("agenda"), default=list, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = ["programme_module", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="gathering_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="gathering_weekday_known"),
            models.CheckConstraint(condition=Q(days__gte=1), name="gathering_takes_a_day"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class DeliveredBy(models.TextChoices):
    """Who hands in what an element asks for."""

    PERSON = "person", _("Each participant")
    GROUP = "group", _("The leader group together")


class ProgrammeItem(Holding, Removable):
    """A library object at a place in a programme. Overrides are few and named; the body is never copied."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    programme_module = models.ForeignKey(ProgrammeModule, on_delete=models.CASCADE, related_name="items")
    thing = models.ForeignKey(Thing, verbose_name=_("learning element"), on_delete=models.PROTECT, related_name="items")
    phase = models.CharField(_("phase"), max_length=12, choices=Phase.choices)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    required = models.BooleanField(_("required"), default=True)
    # Counts for tasks alone; nothing else is handed in.
    delivered_by = models.CharField(
        _("delivered by"), max_length=10, choices=DeliveredBy.choices, default=DeliveredBy.PERSON
    )
    # What a template has: weeks from 1 in the module. An item opens on a Monday and is due on a Friday.
    opens_week = models.PositiveSmallIntegerField(_("opens in week"), null=True, blank=True)
    due_week = models.PositiveSmallIntegerField(_("due in week"), null=True, blank=True)
    opens_on = models.DateField(_("opens"), null=True, blank=True)
    due_on = models.DateField(_("deadline"), null=True, blank=True)
    title_override = LocalisedTextField(_("own title"), max_length=200, blank=True)
    introduction_override = LocalisedTextField(_("own introduction"), long=True, blank=True)
    minutes_override = models.PositiveSmallIntegerField(_("own minutes"), null=True, blank=True)
    speaker_override = models.ForeignKey(
        Thing,
        verbose_name=_("own speaker"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="spoken_items",
    )
    # Who has promised to speak, on which days, and who noted it. It holds as long as both are the same: `booking`.
    speaker_confirmed = models.ForeignKey(
        Thing, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    speaker_confirmed_days = models.JSONField(default=list, blank=True, editable=False)
    speaker_confirmed_at = models.DateTimeField(_("speaker confirmed"), null=True, blank=True, editable=False)
    speaker_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("item of a programme")
        verbose_name_plural = _("items of a programme")
        ordering = ["programme_module", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme_module", "thing"], condition=Q(removed_at=None), name="module_has_an_element_once"
            ),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="item_phase_known"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(opens_on__isnull=True) | Q(due_on__gte=F("opens_on")),
                name="item_due_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(minutes_override__isnull=True) | Q(minutes_override__gte=1), name="item_takes_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title_override) or self.thing.label

    @property
    def held(self) -> Thing:
        return self.thing


class KeptGuest(models.Model):
    """A speaker or a case as a completed programme goes on showing them: the edition of the day it was completed."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="kept_guests")
    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "thing"], name="guest_kept_once")]

    def __str__(self) -> str:
        return self.thing.label


class Sketch(models.Model):
    """What somebody has said so far about a programme that is not one yet. Only they see it, and it is forgotten.

    `answers` has the values of each page's form, by the page's name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sketches")
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # The draft that came of it; making it twice is making it once.
    programme = models.OneToOneField(Programme, null=True, blank=True, on_delete=models.SET_NULL, related_name="sketch")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return str(self.pk)
