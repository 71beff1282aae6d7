"""The words offerings are sorted by. Labels are translated; the values are stored and stay."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Audience(models.TextChoices):
    """The doors a visitor comes in by."""

    MUNICIPALITY = "municipality", pgettext_lazy("audience", "Municipality")
    PUBLIC = "public", pgettext_lazy("audience", "Other public sector")
    PRIVATE = "private", pgettext_lazy("audience", "Private sector")


class Form(models.TextChoices):
    """How a programme is attended."""

    BLENDED = "blended", _("Blended, with gatherings")
    SELF_PACED = "self_paced", _("At one's own pace")
