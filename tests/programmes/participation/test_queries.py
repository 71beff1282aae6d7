"""How many queries the pages take: the same for a small programme and for a large one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from programmes.library.memory import Memory
from programmes.library.vocabulary import Phase
from programmes.participation.gatherings.services import feed_of
from programmes.participation.texts import REMEMBERED
from tests.growth import many
from tests.programmes.participation import factories

pytestmark = pytest.mark.django_db

# By page: the first time, when the words of its editions are read, and later. The sections of rooms above are counted
# by their own tests.
COLD = {"programme": 13, "module": 12, "schedule": 13, "element": 12, "gathering": 9}
WARM = {"programme": 11, "module": 10, "schedule": 11, "element": 10, "gathering": 7}
SIZES = [(5, 1, 2), many(50, 10, 12)]


@pytest.mark.parametrize(("items", "groups", "members"), SIZES)
def test_queries_do_not_grow_with_the_programme(
    client: Client, items: int, groups: int, members: int, monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    monkeypatch.setattr("programmes.participation.sections._providers", [])
    built = factories.make_programme(modules=4, items=items, groups=groups, members=members)
    participant = factories.enrol(built)
    feed_of(participant)  # made the first time the schedule is opened
    client.force_login(participant)
    translation.activate("nb")
    paths = {
        "programme": reverse("my_programme"),
        "module": reverse("my_module", args=[built.modules[1].uuid]),
        "schedule": reverse("my_schedule"),
        "element": reverse("my_element", args=[built.item(Phase.PREPARATION).uuid]),
        "gathering": reverse("my_gathering", args=[built.gatherings[0].uuid]),
    }
    client.get(paths["element"])
    for name, path in paths.items():
        monkeypatch.setattr("programmes.participation.texts._memory", Memory(REMEMBERED))
        for queries in (COLD[name], WARM[name], WARM[name]):
            with django_assert_num_queries(queries):
                assert client.get(path).status_code == 200
