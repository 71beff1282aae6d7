"""What every stage is given: the content, dice, and dates moved to the present."""

from __future__ import annotations

import random
import re
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import override

from cms.privacy.terms import PARTICIPATION_MONTHS
from localisation import nordic
from programmes.library.vocabulary import Country
from programmes.tailoring.holidays import holiday

CONTENT = Path(__file__).resolve().parents[1] / "content"
NAMESPACE = uuid.UUID("6e2f1e0c-6a5c-5f0e-9a83-0d6b2c7a4f11")
JULY = 7
DATE_IN_TEXT = re.compile(r"\{(day|short):(\d{4}-\d\d-\d\d)\}")


@cache
def content(name: str) -> Any:
    """A file of the content, e.g. "modules" or "instruments/abilities"."""
    return yaml.safe_load((CONTENT / f"{name}.yaml").read_text(encoding="utf-8"))


def key(*parts: object) -> uuid.UUID:
    """A UUID that is the same whenever the same thing is built."""
    return uuid.uuid5(NAMESPACE, ":".join(map(str, parts)))


@dataclass(frozen=True)
class Plan:
    """`today`: the day the dates are made for."""

    seed: int
    today: date

    def dice(self, stage: str) -> random.Random:
        """Dice of a stage's own, so that a change in one stage leaves the others as they were."""
        return random.Random(f"{self.seed}:{stage}")

    def moved(self, written: date) -> date:
        """A date of the content moved by whole weeks, so that the week it was written for is this one."""
        monday = self.today - timedelta(days=self.today.weekday())
        reference: date = content("network")["reference"]
        return written + (monday - reference)

    def meeting_day(self, written: date) -> date:
        """A moved date on which people in both countries can meet; a holiday or July puts it off by weeks."""
        day = self.moved(written)
        while day.month == JULY or any(holiday(day, country) for country in Country.values):
            day += timedelta(weeks=1)
        return day

    def dated(self, text: str, language: str) -> str:
        """`text` with its {day:…} and {short:…} as moved dates, in words, and {kept}: the months after a programme."""
        with override(language):
            return DATE_IN_TEXT.sub(self._words, text).replace("{kept}", str(PARTICIPATION_MONTHS))

    def _words(self, found: re.Match[str]) -> str:
        words = {"day": nordic.day, "short": nordic.short_day}[found[1]]
        return words(self.meeting_day(date.fromisoformat(found[2])))
