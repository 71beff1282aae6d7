"""What every page of the public site has: a lead, a description, and its own address in each language."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from cms.pages.frame import Crumb, Frame, Structured, home_crumb
from cms.pages.way import Way
from localisation import languages

FRONT = 2  # the depth of a front page


class SitePage(Page):
    """Abstract. `lead` is shown under the title and is the description search engines get when none is written."""

    lead = models.TextField(_("lead"), blank=True)

    search_fields = [*Page.search_fields, index.SearchField("lead")]
    content_panels = [*Page.content_panels, FieldPanel("lead")]

    way: Way | None = None  # set when the page was found by its address

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        return self.locale.language_code

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context.update(self.frame(request).context())
        return context

    def frame(self, request: HttpRequest) -> Frame:
        """What stands around this page. Pages that show something of their own below them make another one."""
        return Frame(
            title=self.seo_title or self.title,
            description=self.introduction(),
            language=self.language,
            addresses=self.translated_addresses(request),
            crumbs=self.crumbs(request),
            structured=tuple(self.structured_data(request)),
        )

    def introduction(self) -> str:
        """The page in a sentence or two, for search engines and for links to it."""
        return self.search_description or self.lead

    def structured_data(self, request: HttpRequest) -> list[Structured]:
        """What the page tells machines, besides where it stands."""
        return []

    def crumbs(self, request: HttpRequest) -> tuple[Crumb, ...]:
        """The way from the front page to this one."""
        if self.depth <= FRONT:
            return ()
        above = self.way.above if self.way else self.get_ancestors().filter(depth__gt=FRONT)
        crumbs = [{"label": page.title, "url": page.get_url(request) or ""} for page in (*above, self)]
        return (home_crumb(), *crumbs)

    def translated_addresses(self, request: HttpRequest) -> dict[str, str]:
        """Language code -> this page's path in that language, for the switcher and hreflang."""
        others = self.way.versions if self.way else self.get_translations().select_related("locale")
        found = {page.locale.language_code: page.get_url(request) for page in others if page.live}
        found[self.language] = self.get_url(request)
        return {code: found[code] for code in languages.codes() if found.get(code)}

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """As Wagtail's, by one query: of this page and those above it, and of the pages they are aliases of."""
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        here = Q(page__path__in=paths) | Q(page__aliases__path__in=paths)
        return PageViewRestriction.objects.filter(here).distinct()
