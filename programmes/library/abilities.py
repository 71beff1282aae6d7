"""The taxonomy: the four themes, and the abilities that belong to them. Everything refers to both by code.

The themes are fixed, since modules, colours and addresses hang on them (`vocabulary.Theme`). Abilities are rows that
staff write. No code is both, so one list of codes says what something develops, or what a programme puts first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from localisation.fields import LocalisedTextField
from programmes.library.things import Thing
from programmes.library.vocabulary import Theme

CODE = RegexValidator(
    r"^[a-z][a-z0-9_]*$", _("A code has small letters, digits and underscores, and begins with a letter.")
)


def no_theme(code: str) -> None:
    """Raises ValidationError for a code that is a theme's."""
    if code in Theme.values:
        raise ValidationError(_("This is the code of a theme."))


class Ability(models.Model):
    """Something an organisation or a leader can become better at. Instruments ask about it by its code."""

    code = models.CharField(
        _("code"), max_length=50, unique=True, validators=[CODE, no_theme],
        help_text=_("What mapping instruments call it. It is never changed."),
    )  # fmt: skip
    theme = models.CharField(_("theme"), max_length=20, choices=Theme.choices)
    name = LocalisedTextField(_("name"), max_length=80)
    explanation = LocalisedTextField(_("explanation"), long=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ability")
        verbose_name_plural = _("abilities")
        ordering = ["theme", "order", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="ability_theme_known"),
            models.CheckConstraint(condition=~Q(code__in=Theme.values), name="ability_code_is_no_theme"),
        ]

    def __str__(self) -> str:
        return str(self.name)


def one_of_both(name: str) -> list[models.BaseConstraint]:
    """An ability or a theme, and never both."""
    ability, theme = Q(ability__isnull=False, theme=""), Q(ability__isnull=True, theme__in=Theme.values)
    return [models.CheckConstraint(condition=ability | theme, name=f"{name}_ability_or_theme")]


class AimedQuerySet(models.QuerySet[Any]):
    def towards(self, codes: Iterable[str]) -> AimedQuerySet:
        """Those that meet one of these codes: the same, or an ability of a theme among them."""
        codes = list(codes)
        return self.filter(Q(ability__code__in=codes) | Q(theme__in=codes) | Q(ability__theme__in=codes))


class Aimed(models.Model):
    """Points at a place of the taxonomy: an ability, or a whole theme."""

    ability = models.ForeignKey(
        Ability, verbose_name=_("ability"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    theme = models.CharField(_("theme"), max_length=20, choices=Theme.choices, blank=True)

    objects = AimedQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    @property
    def code(self) -> str:
        return self.ability.code if self.ability else self.theme

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return str(self.ability) if self.ability else str(Theme(self.theme).label)


class Development(Aimed):
    """That a library object develops an ability or a theme. It is said of the thing, so it holds in all languages.

    It stands in no edition: who looks for something finds it by what is known today (decision 0018).
    """

    thing = models.ForeignKey(Thing, on_delete=models.CASCADE, related_name="developments")

    class Meta:
        default_permissions = ()
        constraints = [
            *one_of_both("development"),
            models.UniqueConstraint(
                fields=["thing", "ability"], condition=Q(ability__isnull=False), name="thing_develops_an_ability_once"
            ),
            models.UniqueConstraint(
                fields=["thing", "theme"], condition=Q(ability__isnull=True), name="thing_develops_a_theme_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code
