"""What of the library fits a programme's focus areas, in which order, and why. Pure: no queries, no words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, order=True)
class Aim:
    """A place of the taxonomy: an ability with its theme, or a theme, whose code is its own theme."""

    code: str
    theme: str

    @property
    def is_theme(self) -> bool:
        return self.code == self.theme


@dataclass(frozen=True)
class Consent:
    """Whether a speaker or the organisation of a case said yes to being shown, and until when."""

    given_on: date | None
    expires_on: date | None = None

    def holds(self, today: date) -> bool:
        given = self.given_on is not None and self.given_on <= today
        return given and (self.expires_on is None or self.expires_on >= today)


@dataclass(frozen=True)
class Candidate:
    """A library object as it is weighed. `develops`: its own aims, and those of the case it tells of."""

    key: UUID
    kind: str
    title: str
    develops: frozenset[Aim]
    theme: str = ""
    sector: str = ""
    languages: frozenset[str] = frozenset()
    number: int = 1
    published_on: date = date.min
    consents: tuple[Consent, ...] = ()
    archived: bool = False
    there: bool = False
    phase: str = ""
    minutes: int = 0
    case: UUID | None = None
    # The language of the title.
    shown_in: str = ""


@dataclass(frozen=True)
class Wishes:
    """What a programme looks for. The first aim counts most."""

    aims: Sequence[Aim]
    today: date
    sector: str = ""
    languages: Sequence[str] = ()


@dataclass(frozen=True)
class Proposal:
    """A candidate that fits. `met`: the focus areas it develops; `around`: those whose whole theme it develops."""

    candidate: Candidate
    met: tuple[Aim, ...]
    around: tuple[Aim, ...]
    of_sector: bool
    languages: tuple[str, ...] = field(default=())
    missing: tuple[str, ...] = field(default=())


def rank(candidates: Iterable[Candidate], wishes: Wishes) -> list[Proposal]:
    """Those that fit, best first. The order depends on nothing but what they say: the same set gives the same list.

    Left out: what the programme has, what is archived, and whatever shows somebody who may not be shown today.
    """
    weighed = (_weigh(each, wishes) for each in candidates if _may_be_proposed(each, wishes.today))
    return sorted((each for each in weighed if each.met or each.around), key=lambda each: _place(each, wishes))


def in_turns(proposals: Sequence[Proposal], wishes: Wishes, most: int) -> list[Proposal]:
    """At most so many, taking the best of each focus area in turn, so that none of them is crowded out."""
    waiting = {aim: [each for each in proposals if aim in (*each.met, *each.around)] for aim in wishes.aims}
    chosen: list[Proposal] = []
    while len(chosen) < most and any(waiting.values()):
        for aim in wishes.aims:
            waiting[aim] = [each for each in waiting[aim] if each not in chosen]
            if waiting[aim] and len(chosen) < most:
                chosen.append(waiting[aim].pop(0))
    return chosen


def _may_be_proposed(candidate: Candidate, today: date) -> bool:
    shown = all(consent.holds(today) for consent in candidate.consents)
    return shown and not (candidate.there or candidate.archived)


def _weigh(candidate: Candidate, wishes: Wishes) -> Proposal:
    met = tuple(aim for aim in wishes.aims if _develops(candidate, aim))
    around = tuple(aim for aim in wishes.aims if aim not in met and _develops_around(candidate, aim))
    return Proposal(
        candidate,
        met,
        around,
        bool(wishes.sector) and candidate.sector == wishes.sector,
        tuple(code for code in wishes.languages if code in candidate.languages),
        tuple(code for code in wishes.languages if code not in candidate.languages),
    )


def _develops(candidate: Candidate, aim: Aim) -> bool:
    if aim.is_theme:
        return candidate.theme == aim.code or any(each.theme == aim.code for each in candidate.develops)
    return aim in candidate.develops


def _develops_around(candidate: Candidate, aim: Aim) -> bool:
    return Aim(aim.theme, aim.theme) in candidate.develops


def _place(proposal: Proposal, wishes: Wishes) -> tuple[object, ...]:
    """Most focus areas, the first of them, the sector, the languages, the newest; then by name."""
    candidate = proposal.candidate
    first = min((list(wishes.aims).index(aim) for aim in (*proposal.met, *proposal.around)), default=0)
    return (
        -len(proposal.met),
        -len(proposal.around),
        first,
        not proposal.of_sector,
        len(proposal.missing),
        -candidate.published_on.toordinal(),
        candidate.title.casefold(),
        candidate.key,
    )
