"""Counts behind the filters: each option says how many there would be with it, under all other filters."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.catalogue import facets
from programmes.catalogue.filters import OfferingFilters
from programmes.catalogue.listing import listing
from programmes.catalogue.models import OfferingPage
from programmes.library.models import Module
from tests.programmes.catalogue.factories import Tree, add_module, add_offering, thing

FACETS = {name: each for name, each in OfferingFilters.base_filters.items() if isinstance(each, facets.Facet)}
OPTIONS = {name: [value for value, _label in facet.options] for name, facet in FACETS.items()}
ROWS = st.tuples(
    st.sampled_from(OPTIONS["audience"]),
    st.sampled_from(OPTIONS["country"]),
    st.sampled_from(OPTIONS["form"]),
    st.integers(1, 24),
    st.sets(st.sampled_from(OPTIONS["theme"])).map(lambda themes: " ".join(sorted(themes))),
)
CHOICES = st.fixed_dictionaries({name: st.frozensets(st.sampled_from(values)) for name, values in OPTIONS.items()})


def brute_force(rows: list[tuple], chosen: dict[str, frozenset[str]]) -> int:
    def fits(row: tuple) -> bool:
        return all(
            not chosen[name] or FACETS[name].options_of(value) & chosen[name]
            for name, value in zip(FACETS, row, strict=True)
        )

    return sum(fits(row) for row in rows)


@given(rows=st.lists(ROWS, max_size=30), chosen=CHOICES)
@settings(max_examples=60, deadline=None)
def test_every_count_is_what_choosing_it_would_show(rows: list[tuple], chosen: dict[str, frozenset[str]]) -> None:
    combinations = [(row, rows.count(row)) for row in dict.fromkeys(rows)]
    counts, total = facets.count(combinations, FACETS, chosen)
    assert total == brute_force(rows, chosen)
    for name, options in OPTIONS.items():
        for option in options:
            assert counts[name][option] == brute_force(rows, {**chosen, name: frozenset([option])})


@pytest.fixture
def offerings(tree: Tree) -> Tree:
    strategy, technology = thing(add_module("S")), thing(add_module("T", theme="technology"))
    add_offering(tree, 1, months=3, modules=[strategy])
    add_offering(tree, 2, months=6, country="DK", modules=[strategy, technology])
    add_offering(tree, 3, audience="private", form="self_paced", modules=[technology])
    add_offering(tree, 4, audience="private", promise="Om klima")
    return tree


def shown(query: str) -> facets.Faceted:
    return OfferingFilters(QueryDict(query), OfferingPage.objects.filter(locale__language_code="nb").live())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 3, 4]),
        ("audience=municipality", [1, 2]),
        ("audience=municipality&audience=private", [1, 2, 3, 4]),
        ("audience=municipality&country=DK", [2]),
        ("duration=short", [1]),
        ("duration=short&duration=half-year", [1, 2]),
        ("duration=longer", []),
        ("theme=technology", [2, 3]),
        ("theme=technology&theme=strategy", [1, 2, 3]),
        ("form=self_paced&theme=technology", [3]),
        ("q=klimaet", [4]),
        ("q=klima kommune", []),
        ("q=klima private", [4]),
        ("q=løftet&audience=private", [3, 4]),
        ("audience=nonsense", [1, 2, 3, 4]),
        ("audience=nonsense&audience=private", [3, 4]),
        ("q=%00", [1, 2, 3, 4]),
    ],
)
@pytest.mark.django_db
def test_the_database_and_the_counts_agree(offerings: Tree, query: str, expected: list[int]) -> None:
    filters = shown(query)
    assert [page.slug for page in filters.qs.order_by("path")] == [f"loftet-{number}" for number in expected]
    counts, total = filters.counted("test")
    assert total == len(expected)
    for name, options in OPTIONS.items():
        for option in options:
            params = QueryDict(query, mutable=True)
            params.setlist(name, [option])
            assert counts[name][option] == shown(params.urlencode()).qs.count(), (name, option)


@pytest.mark.django_db
def test_what_is_chosen_can_be_removed(offerings: Tree) -> None:
    query = QueryDict("audience=private&audience=public&q=klima&page=2")
    filters = OfferingFilters(query, OfferingPage.objects.all())
    found = listing(filters, query, remembered_as="x", rows=filters.qs.order_by("path"))
    assert [(chip["label"], chip["url"]) for chip in found.active] == [
        ("Annen offentlig sektor", "?audience=private&q=klima"),
        ("Privat sektor", "?audience=public&q=klima"),
        ("klima", "?audience=private&audience=public"),
    ]
    assert found.chosen == 3
    checked = [o["value"] for group in found.groups for o in group["options"] if o["checked"]]
    assert checked == ["public", "private"]


@pytest.mark.django_db
def test_counts_follow_what_is_published(offerings: Tree, client) -> None:
    assert "4 programmer" in client.get("/nb/programmer/").content.decode()
    offering = OfferingPage.objects.get(slug="loftet-4")
    offering.unpublish()
    assert "3 programmer" in client.get("/nb/programmer/").content.decode()


@pytest.mark.django_db
def test_a_module_that_changes_theme_takes_its_offerings_along(offerings: Tree) -> None:
    row = OfferingPage.objects.get(slug="loftet-1").modules.get()
    module = Module.objects.get(translation_key=row.pk, locale__language_code="nb")
    module.theme = "leadership"
    module.save_revision().publish()
    assert OfferingPage.objects.get(slug="loftet-1").themes == "leadership"
    assert OfferingPage.objects.get(slug="loeftet-1").themes == "leadership"
