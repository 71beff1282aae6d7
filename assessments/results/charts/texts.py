"""What the pictures call things: the instrument's own texts in one language, and the fixed words of the pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = Mapping[str, str]  # the keys are listed in assessments.results.words; {n} and the like are filled in here


@dataclass(frozen=True)
class Texts:
    """One instrument in one language.

    items: name of each item by its code, in the order of the questionnaire. levels: name of each step of the scale by
    its number, from 1. themes: the name of its theme by the code of an item. title: what the instrument is called.
    noun: what one item is, as "Ability" or "Area", at the head of a column.
    """

    items: Mapping[str, str]
    levels: Mapping[int, str]
    themes: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    noun: str = ""

    @property
    def top(self) -> int:
        """The highest step of the scale, which also is the number of steps."""
        return len(self.levels)

    @property
    def anchors(self) -> tuple[str, str]:
        """The names of the lowest and the highest step."""
        return self.levels[1], self.levels[self.top]

    def name(self, code: str) -> str:
        return self.items.get(code, code)

    def theme(self, code: str) -> str:
        return self.themes.get(code, "")
