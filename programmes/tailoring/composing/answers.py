"""What was answered on the pages so far, and what follows from it where nothing was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypedDict, cast

from localisation import languages
from localisation.text import LocalisedText
from programmes.library.vocabulary import Country
from programmes.tailoring.composing.clients import Client, Group, find, groups_in
from programmes.tailoring.copying import Timing
from programmes.tailoring.holidays import COUNTRIES, why_not
from programmes.tailoring.models import Programme
from programmes.tailoring.schedule import WEEK, monday

# How long it takes at least from a draft to its first day.
NOTICE = timedelta(weeks=4)
WORKING_DAYS = 5
START, CLIENT, SCHEDULE, SUMMARY = "start", "client", "schedule", "summary"
# What is known before anybody wrote: what a client asked for, and values for the page about the client.
WISHES, PROPOSED = "wishes", "proposed"


class Wishes(TypedDict, total=False):
    """What a client asked for before staff began: their words and what is known of them, and things by their keys."""

    text: str
    language: str
    facts: str
    modules: list[str]
    speakers: list[str]
    cases: list[str]


@dataclass(frozen=True)
class Answers:
    """A sketch's answers as values. `clients` are the known organisations, `source` what the programme starts from."""

    given: Mapping[str, Mapping[str, Any]]
    today: date
    source: Programme | None = None
    clients: Sequence[Client] = field(default_factory=list)

    def of(self, page: str, name: str, default: Any = None) -> Any:
        return self.given.get(page, {}).get(name) or default

    @cached_property
    def known_client(self) -> Client | None:
        return find(self.clients, self.of(CLIENT, "client", ""))

    @property
    def client(self) -> LocalisedText:
        """As it is known, otherwise as it was written."""
        written = LocalisedText({languages.current(): self.of(CLIENT, "client", "")})
        return self.known_client.name if self.known_client else written

    @property
    def country(self) -> str:
        """As said, otherwise the client's, otherwise that of whoever writes."""
        theirs = self.known_client.country if self.known_client else ""
        own = COUNTRIES.get(languages.current(), Country.NORWAY.value)
        return str(self.of(CLIENT, "country") or theirs or own)

    @property
    def sector(self) -> str:
        theirs = self.known_client.sector if self.known_client else ""
        return str(self.of(CLIENT, "sector") or theirs)

    @property
    def languages(self) -> list[str]:
        """As ticked, otherwise the language of the country."""
        theirs = [code for code, country in COUNTRIES.items() if country == self.country]
        return list(self.of(CLIENT, "languages") or theirs or [languages.current()])

    @property
    def title(self) -> LocalisedText:
        """As written, otherwise what it starts from and the client, in each language."""
        if written := self.of(CLIENT, "title"):
            return LocalisedText(written)
        if self.source is None or not self.source.is_template:
            return LocalisedText(self.client)
        return LocalisedText(
            {code: f"{self.source.title.in_(code)} – {self.client.in_(code)}"[:200] for code in self.source.title}
        )

    @property
    def groups(self) -> list[Group]:
        return groups_in(self.of(CLIENT, "groups", ""), self.of(CLIENT, "client", ""))

    @property
    def areas(self) -> list[str]:
        """The codes of what the programme is to develop above all."""
        return list(self.of(CLIENT, "areas", []))

    @property
    def starts_on(self) -> date:
        written = self.of(SCHEDULE, "starts_on")
        return date.fromisoformat(written) if written else first_day(self.today)

    @property
    def timing(self) -> Timing:
        days = {key: date.fromisoformat(day) for key, day in self.of(SCHEDULE, "days", {}).items()}
        summer = self.given.get(SCHEDULE, {}).get("summer", True)
        return Timing(starts_on=self.starts_on, weeks=self.of(SCHEDULE, "weeks", {}), days=days, summer=summer)

    @property
    def wishes(self) -> Wishes:
        return cast(Wishes, self.given.get(WISHES, {}))


def first_day(today: date) -> date:
    """A Monday a good while ahead, in a week without July and public holidays of any of the countries."""
    day = monday(today + NOTICE + WEEK)
    countries = [country.value for country in Country]
    while any(why_not(day + timedelta(days=number), countries) for number in range(WORKING_DAYS)):
        day += WEEK
    return day
