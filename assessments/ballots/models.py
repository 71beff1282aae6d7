"""Rounds, tickets, sealed ballots, and the release a closed round leaves behind.

Between a ticket and a ballot there is nothing: no key, no time, no order.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessments.ballots.address import LENGTH, new_code
from assessments.ballots.whole_json import WholeJSONField
from assessments.instruments.models import InstrumentVersion
from programmes.tailoring.models import Programme

MINIMUM_K = 5
# The hours at which reminders may go out: nobody is woken by one.
EARLIEST_HOUR, LATEST_HOUR = 7, 20


def days_to_remind() -> list[int]:
    """How many days before the end participants are reminded, unless somebody chooses otherwise."""
    return [3, 1]


class Frozen(Exception):
    """Somebody tried to change what is fixed for good."""


class Round(models.Model):
    """One instrument, opened once for one programme. What opening froze never changes."""

    FROZEN_BY_OPENING = ("programme_id", "version_id", "number", "k", "detail_from", "free_text")

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("round", "Planned")
        OPENING = "opening", pgettext_lazy("round", "Opening")
        OPEN = "open", pgettext_lazy("round", "Open")
        CLOSING = "closing", pgettext_lazy("round", "Closing")
        CLOSED = "closed", pgettext_lazy("round", "Closed")

    class Trouble(models.TextChoices):
        """What keeps a round from closing, as the worker that tried found it."""

        MISSING_KEY = "missing_key", _("The key to the answers is missing")

    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, related_name="rounds"
    )
    version = models.ForeignKey(
        InstrumentVersion, verbose_name=_("instrument"), on_delete=models.PROTECT, related_name="rounds",
        limit_choices_to={"published_at__isnull": False},
    )  # fmt: skip
    number = models.PositiveSmallIntegerField(_("round"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    k = models.PositiveSmallIntegerField(_("fewest answers shown"), default=MINIMUM_K)
    detail_from = models.PositiveSmallIntegerField(_("full detail from"), default=10)
    free_text = models.BooleanField(_("free text"), default=False)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    # Days before the end, and the hour of those days.
    remind_days = models.JSONField(_("reminders"), default=days_to_remind, blank=True)
    remind_hour = models.PositiveSmallIntegerField(
        _("hour of the reminders"), default=9,
        validators=[MinValueValidator(EARLIEST_HOUR), MaxValueValidator(LATEST_HOUR)],
    )  # fmt: skip
    # The batches up to this moment are done: a planned moment, not when a mail was sent, and no number of mails.
    reminded_at = models.DateTimeField(null=True, editable=False)
    # While the round is open: the lower end of the ten per cent that have delivered, and the fixed hour it was read.
    band = models.PositiveSmallIntegerField(null=True, editable=False)
    band_at = models.DateTimeField(null=True, editable=False)
    code = models.CharField(max_length=LENGTH, unique=True, default=new_code, editable=False)
    public_key = models.BinaryField(null=True, editable=False)
    trouble = models.CharField(max_length=20, choices=Trouble.choices, blank=True, editable=False)

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-opens_at", "-pk"]
        permissions = [("conduct_every_round", _("Can plan, open and close the rounds of every programme"))]
        constraints = [
            models.UniqueConstraint(fields=["programme", "version", "number"], name="round_numbered_once"),
            models.CheckConstraint(condition=Q(k__gte=MINIMUM_K), name="round_k_at_least_five"),
            models.CheckConstraint(condition=Q(detail_from__gte=F("k")), name="round_detail_from_at_least_k"),
            models.CheckConstraint(condition=~Q(state="open") | Q(public_key__isnull=False), name="round_open_has_key"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True) | Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(remind_hour__range=(EARLIEST_HOUR, LATEST_HOUR)), name="round_reminds_by_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.instrument} – {self.programme}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises Frozen when something that participants were promised would change, or a round would go back."""
        if not self._state.adding:
            self._keep_the_promise()
        super().save(*args, **kwargs)

    def _keep_the_promise(self) -> None:
        stored = Round.objects.filter(pk=self.pk).values("state", *self.FROZEN_BY_OPENING).first()
        if stored is None:
            return
        order = list(self.State.values)
        before = stored.pop("state")
        if order.index(self.state) < order.index(before):
            raise Frozen("a round that has opened or closed never goes back")
        opened = before not in (self.State.PLANNED, self.State.OPENING)
        if opened and any(getattr(self, name) != value for name, value in stored.items()):
            raise Frozen("an open round keeps its programme, instrument and rules")

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED


class RoundUnit(models.Model):
    """A node of the round's one hierarchy, frozen at opening. `path` holds the names from below the programme to it.

    The programme itself is the unit with the empty path. A merged unit was too small at opening: it only tells readers
    so, nobody's answers belong to it.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="units")
    path = models.JSONField(default=list)
    # The organisation or leader group it was made of, for showing people their own; not a foreign key, it is frozen.
    source = models.CharField(max_length=100, blank=True)
    merged = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "path"], name="round_unit_once")]

    def __str__(self) -> str:
        return " / ".join(self.path)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen("the units of a round are those it opened with")
        super().save(*args, **kwargs)


class Ticket(models.Model):
    """This participant is invited to this round, and has or has not delivered. No time.

    Without a participant it stands for answers collected elsewhere, or for somebody whose account is gone: who was
    invited is never taken out.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="tickets")
    participant = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    unit = models.ForeignKey(RoundUnit, on_delete=models.PROTECT, related_name="tickets")
    delivered = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "participant"], name="one_ticket_a_person")]

    def __str__(self) -> str:
        return str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen("nobody is moved to another unit; delivery marks a ticket by itself")
        super().save(*args, **kwargs)


class Ballot(models.Model):
    """One sealed set of answers. The key is random, the box is padded, the unit is inside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="ballots", db_index=True)
    box = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class Release(models.Model):
    """What may be seen of a closed round, computed once. Everything anyone sees is read from here."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="release")
    data = WholeJSONField()
    # Why there is less than there might be, in a word of the code's; never a number.
    reason = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def __str__(self) -> str:
        return str(self.round)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen("a release is never changed")
        super().save(*args, **kwargs)


class Turnout(models.Model):
    """How many were invited to the units that a closed round shows, read from its tickets before they were deleted.

    `invited` holds {"path": [...], "invited": n} for each unit of which it is told; how many delivered is in the
    release.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="turnout")
    invited = WholeJSONField(default=list)

    def __str__(self) -> str:
        return str(self.round)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen("what a closed round tells is never changed")
        super().save(*args, **kwargs)
