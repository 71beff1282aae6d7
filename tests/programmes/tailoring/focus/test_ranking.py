"""What is proposed for focus areas, and in which order, whatever the library holds."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.tailoring.focus.ranking import Aim, Candidate, Consent, Wishes, in_turns, rank

TODAY = date(2027, 3, 1)
THEMES = ("organisation", "leadership")
ABILITIES = [Aim(f"{theme}_{number}", theme) for theme in THEMES for number in range(3)]
AIMS = [*ABILITIES, *(Aim(theme, theme) for theme in THEMES)]
TRIALS, ROOM = ABILITIES[0], ABILITIES[3]

days = st.one_of(st.none(), st.integers(-40, 40).map(lambda days: TODAY + timedelta(days=days)))
candidates = st.lists(
    st.builds(
        Candidate,
        key=st.integers(0, 10**9).map(lambda number: UUID(int=number)),
        kind=st.sampled_from(["element", "case", "module"]),
        title=st.sampled_from(["Film", "film", "Samtale", "Øvelse"]),
        develops=st.frozensets(st.sampled_from(AIMS), max_size=3),
        theme=st.sampled_from(["", *THEMES]),
        sector=st.sampled_from(["", "health", "energy"]),
        languages=st.frozensets(st.sampled_from(["nb", "da"])),
        published_on=st.integers(0, 3).map(lambda days: TODAY - timedelta(days=days)),
        consents=st.lists(st.builds(Consent, days, days), max_size=2).map(tuple),
        archived=st.booleans(),
        there=st.booleans(),
    ),
    unique_by=lambda candidate: candidate.key,
    max_size=12,
)
wishes = st.builds(
    Wishes,
    aims=st.lists(st.sampled_from(AIMS), unique=True, max_size=4),
    today=st.just(TODAY),
    sector=st.sampled_from(["", "health"]),
    languages=st.sampled_from([("nb",), ("nb", "da")]),
)


@given(candidates, wishes, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_they_came(
    found: list[Candidate], wanted: Wishes, dice: random.Random
) -> None:
    shuffled = dice.sample(found, len(found))
    assert rank(shuffled, wanted) == rank(found, wanted)


@given(candidates, wishes)
def test_nothing_that_is_there_archived_or_without_consent(found: list[Candidate], wanted: Wishes) -> None:
    for proposal in rank(found, wanted):
        candidate = proposal.candidate
        assert not candidate.there
        assert not candidate.archived
        for consent in candidate.consents:
            assert consent.given_on is not None
            assert consent.given_on <= TODAY
            assert consent.expires_on is None or consent.expires_on >= TODAY


@given(candidates, wishes)
def test_all_that_is_proposed_meets_a_focus_area(found: list[Candidate], wanted: Wishes) -> None:
    for proposal in rank(found, wanted):
        assert proposal.met or proposal.around
        assert {*proposal.met, *proposal.around} <= set(wanted.aims)
        assert not set(proposal.met) & set(proposal.around)
        assert {*proposal.languages, *proposal.missing} == set(wanted.languages)


@given(candidates, wishes)
def test_taking_one_away_leaves_the_order_of_the_others(found: list[Candidate], wanted: Wishes) -> None:
    ranked = rank(found, wanted)
    for gone in found[:3]:
        others = [each for each in found if each != gone]
        assert rank(others, wanted) == [each for each in ranked if each.candidate != gone]


@given(candidates, wishes, st.integers(0, 6))
def test_in_turns_keeps_the_best_of_each(found: list[Candidate], wanted: Wishes, most: int) -> None:
    ranked = rank(found, wanted)
    chosen = in_turns(ranked, wanted, most)
    assert len(chosen) == min(most, len(ranked))
    assert len({each.candidate.key for each in chosen}) == len(chosen)
    if chosen:
        first = next((aim for aim in wanted.aims if any(aim in (*each.met, *each.around) for each in ranked)), None)
        assert chosen[0] == next(each for each in ranked if first in (*each.met, *each.around))


def candidate(number: int, *develops: Aim, **facts: object) -> Candidate:
    base = Candidate(UUID(int=number), "element", f"Film {number}", frozenset(develops), languages=frozenset({"nb"}))
    return replace(base, **facts)


def order(*found: Candidate, **options: object) -> list[int]:
    wanted = Wishes(**{"aims": [TRIALS, ROOM], "today": TODAY, "languages": ("nb",), **options})
    return [each.candidate.key.int for each in rank(found, wanted)]


def test_more_focus_areas_come_first_then_the_first_of_them() -> None:
    assert order(candidate(1, ROOM), candidate(2, TRIALS), candidate(3, ROOM, TRIALS)) == [3, 2, 1]


def test_a_whole_theme_comes_after_the_ability_itself() -> None:
    around = candidate(1, Aim("organisation", "organisation"))
    assert order(around, candidate(2, TRIALS)) == [2, 1]


def test_a_focus_on_a_theme_is_met_by_what_belongs_to_it() -> None:
    theme = Aim("leadership", "leadership")
    found = [candidate(1, ROOM), candidate(2, theme="leadership"), candidate(3, TRIALS)]
    assert order(*found, aims=[theme]) == [1, 2]


@pytest.mark.parametrize(
    "worse",
    [{"sector": ""}, {"languages": frozenset({"da"})}, {"published_on": TODAY - timedelta(days=90)}],
)
def test_sector_language_and_news_decide_between_equals(worse: dict[str, object]) -> None:
    good = candidate(2, TRIALS, sector="health", published_on=TODAY)
    assert order(replace(good, key=UUID(int=1), **worse), good, sector="health") == [2, 1]


def test_consent_holds_to_its_last_day() -> None:
    assert Consent(TODAY, TODAY).holds(TODAY)
    assert not Consent(TODAY, TODAY).holds(TODAY + timedelta(days=1))
    assert not Consent(None).holds(TODAY)
