"""The organisations and leader groups that a list, or a new programme, names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from django.utils.translation import gettext as _

from localisation import languages
from localisation.text import LocalisedText, key_of
from programmes.library.vocabulary import Country
from programmes.participation.models import LeaderGroup, Organisation
from programmes.participation.services import free_slug
from programmes.tailoring.models import Programme


class Placed(Protocol):
    """What names a leader group and its organisation."""

    @property
    def organisation(self) -> str: ...

    @property
    def leader_group(self) -> str: ...


class Numbered(Placed, Protocol):
    """A row of a table."""

    @property
    def number(self) -> int: ...


class Places:
    """The organisations, and the programme's leader groups, by their address or their name in any language.

    `is_new`: the programme has no group yet, so that none is looked for. Takes two queries.
    """

    def __init__(self, programme: Programme, *, is_new: bool = False) -> None:
        self.programme = programme
        self.organisations: dict[str, Organisation] = {}
        self.groups: dict[tuple[str, str], LeaderGroup] = {}
        for organisation in Organisation.objects.all():
            self._know_organisation(organisation)
        there = LeaderGroup.objects.none() if is_new else LeaderGroup.objects.filter(programme=programme)
        for group in there.select_related("organisation"):
            self._know(group)

    def group(self, row: Placed) -> LeaderGroup | None:
        return self.groups.get((key_of(row.organisation), key_of(row.leader_group)))

    def has_organisation(self, name: str) -> bool:
        return key_of(name) in self.organisations

    def missing(self, rows: Iterable[Numbered]) -> Iterator[tuple[Numbered, str, str]]:
        """The rows that name what is not there, the column, and what is wrong with it."""
        for row in rows:
            if not self.has_organisation(row.organisation):
                yield row, "organisation", _("is not known")
            elif self.group(row) is None:
                yield row, "leader_group", _("is not a leader group of this programme")

    def make(self, rows: Sequence[Placed]) -> tuple[list[Organisation], list[LeaderGroup]]:
        """Make what is missing, in two statements at most; the slugs stay unique."""
        # The first spelling of a name is the one that is kept.
        lacking = [row for row in reversed(rows) if self.group(row) is None]
        return self._make_organisations(lacking), self._make_groups(lacking)

    def _make_organisations(self, lacking: Iterable[Placed]) -> list[Organisation]:
        names = {key_of(row.organisation): row.organisation for row in lacking}
        new = [name for key, name in names.items() if key not in self.organisations]
        slugs = _free_slugs(new, {organisation.slug for organisation in self.organisations.values()})
        country = self.programme.country or Country.NORWAY
        made = [
            Organisation(slug=slug, name=self._text(name), country=country, sector=self.programme.sector)
            for slug, name in zip(slugs, new, strict=True)
        ]
        for organisation in Organisation.objects.bulk_create(made):
            self._know_organisation(organisation)
        return made

    def _make_groups(self, lacking: Iterable[Placed]) -> list[LeaderGroup]:
        wanted = {(key_of(row.organisation), key_of(row.leader_group)): row.leader_group for row in lacking}
        slugs = _free_slugs(wanted.values(), {group.slug for group in self.groups.values()})
        made = [
            LeaderGroup(
                programme=self.programme,
                organisation=self.organisations[organisation],
                slug=slug,
                name=self._text(name),
            )
            for slug, ((organisation, _key), name) in zip(slugs, wanted.items(), strict=True)
        ]
        for group in LeaderGroup.objects.bulk_create(made):
            self._know(group)
        return made

    def _know_organisation(self, organisation: Organisation) -> None:
        self.organisations.update(dict.fromkeys(_names(organisation), organisation))

    def _know(self, group: LeaderGroup) -> None:
        for organisation in _names(group.organisation):
            for name in _names(group):
                self.groups[organisation, name] = group

    def _text(self, name: str) -> LocalisedText:
        return LocalisedText({main_language(self.programme): " ".join(name.split())})


def main_language(programme: Programme) -> str:
    """The first of the programme's languages that the site has."""
    return next((code for code in programme.languages if code in languages.codes()), languages.codes()[0])


def _names(row: Organisation | LeaderGroup) -> set[str]:
    return {row.slug, *(key_of(name) for name in row.name.values())}


def _free_slugs(names: Iterable[str], taken: set[str]) -> list[str]:
    slugs = []
    for name in names:
        slugs.append(free_slug(name, taken))
        taken.add(slugs[-1])
    return slugs
