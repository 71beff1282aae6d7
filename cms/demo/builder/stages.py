"""The stages of building, each in one transaction with a row that says it is done.

An interrupted run leaves whole stages, and the next one goes on with the rest; what is done is never done again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale

from cms.demo.builder import (
    crowd,
    enquiries,
    leading,
    library,
    mapping,
    offers,
    own,
    pages,
    people,
    programmes,
    shelves,
    writing,
)
from cms.demo.builder.plan import Plan
from cms.demo.models import BuiltStage
from localisation import languages

Stage = Callable[[Plan], None]
SMALL: dict[str, Stage] = {
    "people": people.build,
    "library": library.build,
    "pages": pages.build,
    "programmes": programmes.build,
    "own": own.build,
    "mapping": mapping.build,
    "enquiries": enquiries.build,
    "offers": offers.build,
    "writing": writing.build,
    "leading": leading.build,
}
# Beside the small content: what benchmarks need.
LARGE: dict[str, Stage] = {"shelves": shelves.build, "crowd": crowd.build}
SCALES: dict[str, dict[str, Stage]] = {"small": SMALL, "large": SMALL | LARGE}


class NotADemo(Exception):
    """Somebody asked for demo content on a site that is no demo."""


def build(scale: str = "small", seed: int = 1, today: date | None = None) -> list[str]:
    """Build what is missing of a scale ("small" or "large"); returns the names of the stages built now.

    `today` (default: the real one) is the day the dates are made for. Raises NotADemo unless settings.DEMO is true,
    KeyError for an unknown scale.
    """
    if not getattr(settings, "DEMO", False):
        raise NotADemo(
            "The demo content has log-ins that everybody knows. It is only built where settings.DEMO is true."
        )
    for language in languages.codes():
        Locale.objects.get_or_create(language_code=language)
    plan = Plan(seed, today or timezone.localdate())
    return [name for name, stage in SCALES[scale].items() if _built_now(name, stage, plan)]


def _built_now(name: str, stage: Stage, plan: Plan) -> bool:
    with transaction.atomic():
        _row, made = BuiltStage.objects.get_or_create(name=name, defaults={"seed": plan.seed})
        if made:
            stage(plan)
    return made
