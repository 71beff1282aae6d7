"""What a version asks otherwise than the one before.

Rounds are compared by the codes of their items: a code that is gone or asks something else breaks the line without
anybody noticing, unless it is said here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from assessments.instruments.definition import Definition, Item
from localisation.text import LocalisedText

# Below this share of common words two sentences are taken to ask for different things.
SAME = 0.6


@dataclass(frozen=True)
class Change:
    """One difference in words. `breaks`: results before and after can't be compared there. `code`: the item's or ''."""

    message: str
    breaks: bool = False
    code: str = ""


def comparable(earlier: Definition, later: Definition) -> list[str]:
    """The codes of the items whose results may stand beside each other: the same code on a scale of the same length."""
    if earlier.scale.steps != later.scale.steps:
        return []
    before = {item.code for item in earlier.items}
    return [item.code for item in later.items if item.code in before]


def changes(earlier: Definition, later: Definition) -> list[Change]:
    """All that differs, what breaks a comparison first."""
    found = [*_scale(earlier, later), *_items(earlier, later)]
    return sorted(found, key=lambda change: not change.breaks)


def _scale(earlier: Definition, later: Definition) -> Iterator[Change]:
    before, after = len(earlier.scale.steps), len(later.scale.steps)
    if before != after:
        words = {"before": before, "after": after}
        yield Change(
            _("The scale had %(before)d steps and has %(after)d: no result can be compared with earlier rounds.")
            % words,
            breaks=True,
        )
    elif _likeness_of_labels(earlier, later) < SAME:
        yield Change(
            _("The steps of the scale are called something else: numbers may mean something else."), breaks=True
        )
    if earlier.ambition and not later.ambition:
        yield Change(_("The ambition is not asked any more."), breaks=True)
    if later.ambition and not earlier.ambition:
        yield Change(_("The ambition is asked now, and was not before."))


def _items(earlier: Definition, later: Definition) -> Iterator[Change]:
    before = {item.code: item for item in earlier.items}
    after = {item.code: item for item in later.items}
    added = [item for code, item in after.items() if code not in before]
    for code, item in before.items():
        yield from _gone(item, added) if code not in after else _said(item, after[code])
    for item in added:
        if not any(_likeness(item.text, old.text) == 1 for code, old in before.items() if code not in after):
            yield Change(_("New question: “%(name)s”.") % {"name": item.name}, code=item.code)


def _gone(item: Item, added: list[Item]) -> Iterator[Change]:
    again = next((new for new in added if _likeness(item.text, new.text) == 1), None)
    if again:
        words = {"name": item.name, "old": item.code, "new": again.code}
        message = _(
            "“%(name)s” had the code %(old)s and has %(new)s now. Results follow the code: give it back the old one."
        )
        yield Change(message % words, breaks=True, code=again.code)
    else:
        words = {"name": item.name, "code": item.code}
        yield Change(
            _("“%(name)s” (%(code)s) is gone: later rounds have nothing to compare with it.") % words, breaks=True
        )


def _said(before: Item, after: Item) -> Iterator[Change]:
    likeness = min(_likeness(before.text, after.text), _likeness(before.title, after.title) if before.title else 1)
    words = {"name": after.name, "code": after.code}
    if likeness < SAME:
        message = _("“%(name)s” (%(code)s) seems to ask something else than before. A new question needs a new code.")
        yield Change(message % words, breaks=True, code=after.code)
    elif bool(before.levels) != bool(after.levels):
        message = _("The steps of “%(name)s” are told in other words: its numbers may mean something else.")
        yield Change(message % words, breaks=True, code=after.code)
    elif before != after:
        yield Change(_("Something about “%(name)s” is changed.") % words, code=after.code)


def _likeness_of_labels(earlier: Definition, later: Definition) -> float:
    steps = earlier.scale.steps
    return min(_likeness(earlier.scale.labels[step], later.scale.labels[step]) for step in steps)


def _likeness(before: LocalisedText, after: LocalisedText) -> float:
    """From 0 to 1 by the words, in the language in which they differ most; one that came or went says nothing."""
    pairs = [(words, after[code]) for code, words in before.items() if words and after.get(code)]
    return min((_share(old, new) for old, new in pairs), default=1.0)


def _share(old: str, new: str) -> float:
    """How much of two sentences is alike; 1 only for the same."""
    return 1.0 if old == new else min(SequenceMatcher(None, old.split(), new.split()).ratio(), 0.99)
