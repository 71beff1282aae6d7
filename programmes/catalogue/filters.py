"""The filters of each list. Another facet is another line."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from programmes.catalogue.facets import Facet, Faceted, SearchBox, Span, SpanFacet, WordsFacet
from programmes.catalogue.vocabulary import Audience, Form
from programmes.library.vocabulary import Country, Sector, Theme

MONTHS = (
    Span("short", _("Up to 3 months"), 0, 3),
    Span("half-year", _("4–6 months"), 4, 6),
    Span("year", _("7–12 months"), 7, 12),
    Span("longer", _("More than 12 months"), 13, None),
)


class OfferingFilters(Faceted):
    q = SearchBox(field_name="search_text", label=_("Search the programmes"))
    audience = Facet("audience", _("Sector"), Audience.choices)
    country = Facet("country", _("Country"), Country.choices)
    form = Facet("form", _("Form"), Form.choices)
    duration = SpanFacet("months", _("Duration"), MONTHS)
    theme = WordsFacet("themes", _("Theme"), Theme.choices)


class CaseFilters(Faceted):
    sector = Facet("sector", _("Sector"), Sector.choices)
    country = Facet("country", _("Country"), Country.choices)


class SpeakerFilters(Faceted):
    country = Facet("country", _("Country"), Country.choices)
    language = Facet("language", _("Language on stage"), settings.LANGUAGES)


class NoFilters(Faceted):
    """For lists that are short by nature."""
