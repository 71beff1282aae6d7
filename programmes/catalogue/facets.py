"""Filters with counts. A facet is one object: its form field, what it asks of the database, and what counts for it.

The counts come from the *combinations*: how many rows there are of every combination of values, by one GROUP BY.
There are never many, however long the list is, so every option's count under all other filters is a matter of adding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from cms.pages.changes import remember
from programmes.catalogue import search

# Values of the facets' columns, in the facets' order, and how many rows have them.
Combination = tuple[tuple[Any, ...], int]


class KnownChoices(forms.MultipleChoiceField):
    """Leaves out what is no choice: an address that somebody mistyped still shows a list."""

    def to_python(self, value: Any) -> list[str]:
        return [each for each in super().to_python(value) if self.valid_value(each)]


class Facet(django_filters.MultipleChoiceFilter):
    """One way to narrow a list, by the values of a column."""

    field_class = KnownChoices

    def __init__(self, column: str, legend: Any, choices: Iterable[tuple[str, Any]]) -> None:
        self.options = list(choices)
        super().__init__(field_name=column, label=legend, choices=self.options)

    def asks(self, chosen: Iterable[str]) -> Q:
        """The rows that have any of the chosen options."""
        return Q(**{f"{self.field_name}__in": list(chosen)})

    def options_of(self, value: Any) -> frozenset[str]:
        """The options that a row with this value in the column has."""
        return frozenset([value])

    def filter(self, qs: QuerySet[Any], value: Iterable[str]) -> QuerySet[Any]:
        return qs.filter(self.asks(value)) if value else qs


class Span(NamedTuple):
    """Numbers from `low` to `high`, both included; `high` None is without end."""

    code: str
    label: Any
    low: int
    high: int | None


class SpanFacet(Facet):
    """A column of numbers, by spans."""

    def __init__(self, column: str, legend: Any, spans: Iterable[Span]) -> None:
        self.spans = {span.code: span for span in spans}
        super().__init__(column, legend, [(span.code, span.label) for span in self.spans.values()])

    def asks(self, chosen: Iterable[str]) -> Q:
        found = Q()
        for span in (self.spans[code] for code in chosen):
            upper = {} if span.high is None else {f"{self.field_name}__lte": span.high}
            found |= Q(**{f"{self.field_name}__gte": span.low}, **upper)
        return found

    def options_of(self, value: int) -> frozenset[str]:
        spans = self.spans.values()
        return frozenset(s.code for s in spans if s.low <= value and (s.high is None or value <= s.high))


class WordsFacet(Facet):
    """A column that holds any number of options, as words between spaces; no option may be part of another."""

    def asks(self, chosen: Iterable[str]) -> Q:
        found = Q()
        for option in chosen:
            found |= Q(**{f"{self.field_name}__contains": option})
        return found

    def options_of(self, value: str) -> frozenset[str]:
        return frozenset(value.split())


class SearchBox(django_filters.CharFilter):
    """Rows that hold all the words somebody wrote, in a column made by `search.text`."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        for stem in search.stems(value or ""):
            qs = qs.filter(**{f"{self.field_name}__contains": stem})
        return qs


class Faceted(django_filters.FilterSet):
    """A list narrowed by facets, and a search box named `q` if there is one. `data`: the query of the address."""

    def facets(self) -> dict[str, Facet]:
        return {name: each for name, each in self.filters.items() if isinstance(each, Facet)}

    def chosen(self, name: str) -> list[str]:
        """What is chosen of a filter, of what it knows."""
        self.form.is_valid()
        return self.form.cleaned_data.get(name) or []

    @property
    def words(self) -> str:
        """What is written in the search box."""
        self.form.is_valid()
        return self.form.cleaned_data.get("q") or ""

    def counted(self, remembered_as: str) -> tuple[dict[str, Counter[str]], int]:
        """For every facet how many rows each option has under all other filters, and how many rows there are now.

        remembered_as: names this list and its language; without a search its combinations are kept until a change.
        """
        facets = self.facets()
        chosen = {name: frozenset(self.chosen(name)) for name in facets}
        if self.words:
            rows = self.filters["q"].filter(self.queryset, self.words)
            return count(self._combinations(rows), facets, chosen)
        columns = ",".join(facet.field_name for facet in facets.values())
        known = remember(f"combinations:{remembered_as}:{columns}", lambda: self._combinations(self.queryset))
        return count(known, facets, chosen)

    def _combinations(self, rows: QuerySet[Any]) -> list[Combination]:
        columns = [facet.field_name for facet in self.facets().values()]
        if not columns:
            return [((), rows.count())]
        found = rows.order_by().values_list(*columns).annotate(rows=Count("pk"))
        return [(row[:-1], row[-1]) for row in found]


def count(
    combinations: Iterable[Combination], facets: Mapping[str, Facet], chosen: Mapping[str, frozenset[str]]
) -> tuple[dict[str, Counter[str]], int]:
    """See `Faceted.counted`. A row that misses only one facet's choice is what another choice there would show."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in facets}
    total = 0
    for values, number in combinations:
        options = {name: facet.options_of(value) for (name, facet), value in zip(facets.items(), values, strict=True)}
        missed = [name for name in facets if chosen[name] and not options[name] & chosen[name]]
        if not missed:
            total += number
        if len(missed) <= 1:
            for name in missed or facets:
                counts[name].update(dict.fromkeys(options[name], number))
    return counts, total


def groups(filters: Faceted, counts: Mapping[str, Counter[str]]) -> list[dict[str, Any]]:
    """The facets as the component `filters` takes them."""
    return [
        {
            "legend": facet.label,
            "name": name,
            "options": [
                {
                    "value": value,
                    "label": label,
                    "count": counts[name][value],
                    "checked": value in filters.chosen(name),
                }
                for value, label in facet.options
            ],
        }
        for name, facet in filters.facets().items()
    ]


def chips(filters: Faceted, query: QueryDict) -> list[dict[str, str]]:
    """What is chosen, each with the address of the list without it."""
    found = [
        {"label": str(label), "url": _without(query, name, value)}
        for name, facet in filters.facets().items()
        for value, label in facet.options
        if value in filters.chosen(name)
    ]
    if filters.words:
        found.append({"label": filters.words, "url": _without(query, "q", filters.words)})
    return found


def _without(query: QueryDict, name: str, value: str) -> str:
    rest = query.copy()
    rest.pop("page", None)
    rest.setlist(name, [each for each in query.getlist(name) if each.strip() != value])
    return f"?{rest.urlencode()}"
