"""A release in the reader's language: its numbers as they are, its units and questions by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assessments.ballots.models import Round, RoundUnit
from assessments.ballots.names import names_of
from assessments.instruments.definition import Definition
from assessments.results.benchmarking import Line
from assessments.results.charts import Texts
from assessments.results.charts.reading import Release, Unit
from assessments.results.words import chart_words
from localisation import languages


@dataclass(frozen=True)
class Reading:
    """A closed round's release for one reader, who may see these `units`."""

    round: Round
    data: Release
    units: Sequence[RoundUnit]
    benchmark: Line | None = None

    @cached_property
    def names(self) -> dict[int, list[str]]:
        """Unit id -> its names from the top down."""
        return names_of(self.units)

    @cached_property
    def content(self) -> Definition:
        return self.round.version.content

    @cached_property
    def words(self) -> dict[str, str]:
        return chart_words()

    @property
    def language(self) -> str:
        return languages.current()

    @cached_property
    def texts(self) -> Texts:
        return texts_of(self.content)

    @cached_property
    def programme(self) -> Unit:
        return self._found(())

    def of(self, unit: RoundUnit) -> Unit:
        """What the release says of a unit."""
        return self._found(tuple(unit.path))

    def in_own_names(self) -> Release:
        """The whole release with its units by the names they have in the reader's language; for those who see all."""
        own = {tuple(unit.path): self.names[unit.pk] for unit in self.units}
        units = [{**unit, "path": own.get(tuple(unit["path"]), unit["path"])} for unit in self.data["units"]]
        return {**self.data, "units": units}

    def _found(self, path: tuple[str, ...]) -> Unit:
        return self._by_path[path]

    @cached_property
    def _by_path(self) -> dict[tuple[str, ...], Any]:
        return {tuple(unit["path"]): unit for unit in self.data["units"]}


def texts_of(content: Definition) -> Texts:
    """An instrument's names as the pictures take them, in the language of the page."""
    return Texts(
        items={item.code: str(item.name) for item in content.items},
        levels={step: str(label) for step, label in content.scale.labels.items()},
        themes={item.code: str(theme.title) for theme in content.themes for item in theme.items},
        title=str(content.title),
    )
