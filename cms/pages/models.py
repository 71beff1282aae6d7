"""Pages that belong to no room of the programmes: the front page, and pages of text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.blocks import ParagraphBlock, QuoteBlock, SectionBlock
from cms.pages import front, way
from cms.pages.base import SitePage
from cms.pages.example import gap_picture
from cms.pages.frame import Frame, Structured, absolute, organisation

NEWS_ON_FRONT = 3
NEWS_ON_LIST = 12
PHASES = 3  # of a module; so many steps the crossing has


class DoorBlock(blocks.StructBlock):
    """A way in for one kind of visitor."""

    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"))
    page = blocks.PageChooserBlock(label=_("Page"))
    link_label = blocks.CharBlock(label=_("Words of the link"))

    class Meta:
        icon = "link"
        label = _("Door")


class StepBlock(blocks.StructBlock):
    """One step of how a programme goes."""

    title = blocks.CharBlock(label=_("Title"))
    text = blocks.TextBlock(label=_("Text"))

    class Meta:
        icon = "list-ol"
        label = _("Step")


class HomePage(SitePage):
    """The front page of a language: the root of its site."""

    hero_heading = models.CharField(_("heading"), max_length=200)
    doors_heading = models.CharField(_("heading above the doors"), max_length=100, blank=True)
    doors = StreamField([("door", DoorBlock())], blank=True, verbose_name=_("doors"))
    steps_heading = models.CharField(_("heading above the steps"), max_length=100, blank=True)
    steps = StreamField([("step", StepBlock())], blank=True, verbose_name=_("steps"))
    result_heading = models.CharField(_("heading of the example result"), max_length=100, blank=True)
    result_text = models.TextField(_("text of the example result"), blank=True)
    result_note = models.CharField(_("note under the example result"), max_length=200, blank=True)
    result_today = models.DecimalField(_("example: today"), max_digits=3, decimal_places=1, null=True, blank=True)
    result_ambition = models.DecimalField(_("example: ambition"), max_digits=3, decimal_places=1, null=True, blank=True)
    quote = StreamField([("quote", QuoteBlock())], max_num=1, blank=True, verbose_name=_("quote"))
    notice = models.CharField(_("notice at the foot of every page"), max_length=200, blank=True)

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("hero_heading"),
        MultiFieldPanel([FieldPanel("doors_heading"), FieldPanel("doors")], heading=_("Doors")),
        MultiFieldPanel([FieldPanel("steps_heading"), FieldPanel("steps")], heading=_("Steps")),
        MultiFieldPanel(
            [FieldPanel(f"result_{name}") for name in ("heading", "text", "note", "today", "ambition")],
            heading=_("Example result"),
        ),
        FieldPanel("quote"),
        FieldPanel("notice"),
    ]
    template = "pages/home_page.html"

    class Meta:
        verbose_name = _("front page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not path_components:
            return super().route(request, path_components)
        found = way.find(self, path_components)
        if found is None:
            raise Http404
        page, rest = found
        whole = page.specific
        whole.locale = page.locale  # read with the way already
        return whole.route(request, rest)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        steps = [block.value for block in self.steps]
        context["first_steps"], context["crossing"] = steps[:-PHASES], [dict(step) for step in steps[-PHASES:]]
        context["doors"] = self.open_doors(request)
        context["news"] = news_of(self, request, NEWS_ON_FRONT)
        if self.result_today is not None and self.result_ambition is not None:
            context["example"] = gap_picture(self.result_today, self.result_ambition)
        context.update(front.additions(self, request))
        return context

    def frame(self, request: HttpRequest) -> Frame:
        return replace(super().frame(request), title=self.seo_title or self.hero_heading)

    def structured_data(self, request: HttpRequest) -> list[Structured]:
        return [{"@context": "https://schema.org", **organisation(), "url": absolute(self.get_url(request) or "/")}]

    def open_doors(self, request: HttpRequest) -> list[dict[str, str]]:
        """The doors whose page is public, each leading to the page in this language. Two queries at most."""
        doors = [block.value for block in self.doors if block.value["page"]]
        keys = {door["page"].translation_key for door in doors}
        own = Page.objects.live().filter(translation_key__in=keys, locale_id=self.locale_id).select_related("locale")
        pages = {page.translation_key: page for page in own} if keys else {}
        return [
            {
                "title": door["title"],
                "text": door["text"],
                "meta": door["link_label"],
                "url": pages[door["page"].translation_key].get_url(request),
            }
            for door in doors
            if door["page"].translation_key in pages
        ]


class StandardPage(SitePage):
    """A page of text; with a date it is news."""

    date = models.DateField(_("date"), null=True, blank=True, help_text=_("Only for news."))
    body = StreamField(
        [("section", SectionBlock()), ("text", ParagraphBlock()), ("quote", QuoteBlock())],
        blank=True,
        verbose_name=_("content"),
    )

    search_fields = [*SitePage.search_fields, index.SearchField("body")]
    content_panels = [*SitePage.content_panels, FieldPanel("date"), FieldPanel("body")]
    template = "pages/standard_page.html"

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.numchild:
            everything = Paginator(StandardPage.news().child_of(self).select_related("locale"), NEWS_ON_LIST)
            context["news_page"] = everything.get_page(request.GET.get("page"))
            context["news"] = [news_entry(item, request) for item in context["news_page"]]
        return context

    def frame(self, request: HttpRequest) -> Frame:
        return replace(super().frame(request), kind="article" if self.date else "website")

    def structured_data(self, request: HttpRequest) -> list[Structured]:
        if not self.date:
            return []
        return [
            {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "headline": self.title,
                "description": self.introduction(),
                "datePublished": self.date,
                "inLanguage": self.language,
                "publisher": organisation(),
            }
        ]

    @classmethod
    def news(cls) -> PageQuerySet[StandardPage]:
        """Public news, the newest first, without their text."""
        return cls.objects.live().filter(date__isnull=False).order_by("-date", "-pk").defer("body")


def news_entry(item: StandardPage, request: HttpRequest) -> dict[str, Any]:
    """A piece of news as lists show it."""
    return {"title": item.title, "text": item.lead, "date": item.date, "url": item.get_url(request)}


def news_of(page: SitePage, request: HttpRequest, count: int) -> list[dict[str, Any]]:
    """The newest news in the page's language; one query."""
    newest = StandardPage.news().filter(locale_id=page.locale_id).select_related("locale")[:count]
    return [news_entry(item, request) for item in newest]
