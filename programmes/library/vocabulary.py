"""The words the library sorts by. Labels are translated; the values are stored and stay."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ThingKind(models.TextChoices):
    MODULE = "module", _("Module")
    ELEMENT = "element", _("Learning element")
    SPEAKER = "speaker", _("Speaker")
    CASE = "case", _("Industry case")


class Theme(models.TextChoices):
    """The four modules' themes. The value is also the tone (colour) the look gives them, by `TONES`."""

    ORGANISATION = "organisation", pgettext_lazy("theme", "Organisation")
    LEADERSHIP = "leadership", pgettext_lazy("theme", "Leadership")
    STRATEGY = "strategy", pgettext_lazy("theme", "Strategy")
    TECHNOLOGY = "technology", pgettext_lazy("theme", "Technology")

    @property
    def tone(self) -> str:
        return TONES[self.value]


TONES = {
    "organisation": "organisasjon",
    "leadership": "ledelse",
    "strategy": "strategi",
    "technology": "teknologi",
}


class ElementKind(models.TextChoices):
    VIDEO = "video", _("Video")
    PODCAST = "podcast", _("Podcast")
    LITERATURE = "literature", _("Literature")
    REFLECTION = "reflection", _("Reflection exercise")
    DISCUSSION = "discussion", _("Group discussion")
    TALK = "talk", _("Talk")
    TASK = "task", _("Task")
    MAPPING = "mapping", _("Mapping")

    @property
    def icon(self) -> str:
        return ICONS[self.value]


# The symbol of each kind in the icon sprite.
ICONS = {
    "video": "video",
    "podcast": "podkast",
    "literature": "artikkel",
    "reflection": "refleksjon",
    "discussion": "gruppe",
    "talk": "foredrag",
    "task": "refleksjon",
    "mapping": "kartlegging",
}


class Phase(models.TextChoices):
    PREPARATION = "preparation", _("Preparation")
    GATHERING = "gathering", _("Gathering")
    AFTER_WORK = "after_work", _("After-work")


class Sector(models.TextChoices):
    MUNICIPALITY = "municipality", pgettext_lazy("sector", "Municipality")
    HEALTH = "health", pgettext_lazy("sector", "Health")
    EDUCATION = "education", pgettext_lazy("sector", "Education")
    ENERGY = "energy", pgettext_lazy("sector", "Energy")
    TRANSPORT = "transport", pgettext_lazy("sector", "Public transport")


class Country(models.TextChoices):
    NORWAY = "NO", _("Norway")
    DENMARK = "DK", _("Denmark")


class EditionKind(models.TextChoices):
    NEW = "new", _("New edition")
    CORRECTION = "correction", _("Correction")
