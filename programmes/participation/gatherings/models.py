"""A participant's own calendar address, who comes to a gathering, and what they said about it afterwards."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.tailoring.models import Gathering


class CalendarFeed(models.Model):
    """The secret address of a person's calendar. What is stored is no secret: the address is it, signed.

    A new `key` is a new address, and the old one is dead.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    renewed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.user_id)


class Attendance(models.Model):
    """Whether somebody means to come (they say it) and whether they came (the course leader notes it).

    None is not said, or not noted.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attendances")
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendances")
    coming = models.BooleanField(_("coming"), null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    present = models.BooleanField(_("present"), null=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "gathering"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.gathering_id}"


LOWEST, HIGHEST = 1, 5
MARKS = [MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]


class Evaluation(models.Model):
    """What a participant thought of a gathering. With their name, and they are told so."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="evaluations")
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="evaluations")
    useful = models.PositiveSmallIntegerField(_("useful"), validators=MARKS)
    talk = models.PositiveSmallIntegerField(_("time to talk"), validators=MARKS)
    text = models.TextField(_("text"), blank=True)
    given_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "gathering"], name="evaluated_once"),
            models.CheckConstraint(
                condition=Q(useful__range=(LOWEST, HIGHEST), talk__range=(LOWEST, HIGHEST)),
                name="evaluation_marks_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.gathering_id}"
