"""What a programme puts first: chosen places of the taxonomy, and what staff said no to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.library.abilities import Aimed, one_of_both
from programmes.tailoring.models import Programme


class FocusArea(Aimed):
    """An ability or a theme that a programme is to develop above all. The first one counts most."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="focus_areas")
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        default_permissions = ()
        ordering = ["programme", "position", "pk"]
        constraints = [
            *one_of_both("focus"),
            models.UniqueConstraint(
                fields=["programme", "ability"], condition=Q(ability__isnull=False), name="focus_ability_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "theme"], condition=Q(ability__isnull=True), name="focus_theme_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class DeclinedFocus(Aimed):
    """A suggestion that staff did not follow; it is not made again until they choose it themselves."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            *one_of_both("declined_focus"),
            models.UniqueConstraint(
                fields=["programme", "ability"], condition=Q(ability__isnull=False), name="declined_ability_once"
            ),
            models.UniqueConstraint(
                fields=["programme", "theme"], condition=Q(ability__isnull=True), name="declined_theme_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label
