"""One page of a filtered list, with all that its filters show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from programmes.catalogue.facets import Faceted, chips, groups

PER_PAGE = 12


@dataclass(frozen=True)
class Listing:
    """page: the rows of this page. groups, active, search: as the components `filters` and `chips` take them."""

    total: int
    page: Page[Any]
    groups: list[dict[str, Any]]
    active: list[dict[str, str]]
    search: dict[str, str] | None

    @property
    def chosen(self) -> int:
        return len(self.active)


def listing(filters: Faceted, query: QueryDict, *, remembered_as: str, rows: QuerySet[Any]) -> Listing:
    """The page of `rows` (the filters' rows as they are to be shown) that the address asks for.

    remembered_as: names the list and its language, see `Faceted.counted`. One query, and one more after a change or
    with a search.
    """
    counts, total = filters.counted(remembered_as)
    box = filters.filters.get("q")
    paginator = Paginator(rows, PER_PAGE)
    paginator.count = total  # so that it does not ask
    return Listing(
        total=total,
        page=paginator.get_page(query.get("page")),
        groups=groups(filters, counts),
        active=chips(filters, query),
        search={"name": "q", "value": filters.words, "label": str(box.label)} if box else None,
    )
