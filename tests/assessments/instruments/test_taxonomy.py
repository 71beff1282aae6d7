"""That an instrument asks about abilities of the taxonomy is looked at, and never refused."""

from __future__ import annotations

from typing import Any

import pytest

from assessments.instruments.definition import read
from assessments.instruments.taxonomy import strangers
from programmes.library.abilities import Ability
from tests.assessments import factories

pytestmark = pytest.mark.django_db


def known(*codes: str) -> None:
    for code in codes:
        Ability.objects.create(code=code, theme="strategy", name={"nb": code})


@pytest.mark.parametrize(
    ("abilities", "missing", "every"),
    [(["q1", "q2", "q3", "q4"], [], False), (["q2", "q4"], ["q1", "q3"], False), ([], ["q1", "q2", "q3", "q4"], True)],
)
def test_codes_that_are_no_ability(
    abilities: list[str], missing: list[str], every: bool, django_assert_num_queries: Any
) -> None:
    known(*abilities)
    definition = read(factories.definition())
    with django_assert_num_queries(1):
        found = strangers(definition)
    assert (found.codes, found.all) == (missing, every)
