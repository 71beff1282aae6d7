"""What an offering is found by: the themes of its modules, and the words in it. Kept in two columns of its row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import override

from programmes.catalogue import search
from programmes.catalogue.reading import readable
from programmes.library.models import Module

STREAMS = ("for_whom", "how_it_goes", "tailored", "questions")


def keep_findable(offering: Any) -> None:
    """Bring the columns `themes` and `search_text` of an OfferingPage up to date with the rest of it."""
    language = offering.language
    keys = list(offering.modules.values_list("id", flat=True))
    modules = list(readable(Module, language).filter(translation_key__in=keys).values_list("title", "theme"))
    offering.themes = " ".join(sorted({theme for _title, theme in modules}))
    with override(language):
        offering.search_text = search.text(_words(offering, [title for title, _theme in modules]))
    kept = {name: getattr(offering, name) for name in ("themes", "search_text")}
    type(offering)._default_manager.filter(pk=offering.pk).update(**kept)


def _words(offering: Any, titles: Iterable[str]) -> Iterable[str]:
    yield from (offering.title, offering.promise, offering.lead, *titles)
    yield from (str(getattr(offering, f"get_{name}_display")()) for name in ("audience", "country", "form"))
    for name in STREAMS:
        stream = getattr(offering, name)
        yield from (strip_tags(text) for text in stream.stream_block.get_searchable_content(stream))
