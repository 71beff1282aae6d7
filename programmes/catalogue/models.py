"""What a client sees: the overview, offerings, the library's public pages, and the enquiries that come of it.

Models declare; what stands on a page is put together by `listing`, `reading` and `shelves`.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.blocks import FactBlock, ParagraphBlock
from cms.pages.base import SitePage
from cms.pages.frame import Frame, Structured
from programmes.catalogue import structured
from programmes.catalogue.filters import OfferingFilters
from programmes.catalogue.findable import keep_findable
from programmes.catalogue.forms import EnquiryForm
from programmes.catalogue.from_library import FromLibrary, read_for
from programmes.catalogue.listing import listing
from programmes.catalogue.reading import Shown, find
from programmes.catalogue.shelves import SHELVES, Shelf, phases
from programmes.catalogue.vocabulary import Audience, Form
from programmes.library.vocabulary import TONES, Country, ThingKind
from programmes.tailoring.models import Programme, Sketch


class QuestionAnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"))
    answer = blocks.TextBlock(label=_("Answer"))

    class Meta:
        icon = "help"
        label = _("Question and answer")
        template = "components/blocks/question_answer_block.html"


class OverviewPage(SitePage):
    """The list of offerings, with filters."""

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    template = "pages/overview_page.html"

    class Meta:
        verbose_name = _("overview of programmes")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        filters = OfferingFilters(request.GET, OfferingPage.objects.child_of(self).live())
        rows = filters.qs.order_by("path").values(*OfferingPage.entry_columns)
        found = listing(filters, request.GET, remembered_as=f"offerings:{self.pk}", rows=rows)
        context["listing"] = found
        context["offerings"] = [OfferingPage.entry(row, self.get_url(request) or "") for row in found.page]
        return context


def offering_seed(key: uuid.UUID) -> str:
    """What an offering's picture is drawn from, the same in all languages."""
    return f"offering:{key}"


def duration(months: int) -> str:
    """12 months"""
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}


class OfferingPage(SitePage):
    """A programme as it is offered. It names modules, speakers and cases by their things, the same in all languages."""

    audience = models.CharField(_("audience"), max_length=20, choices=Audience.choices)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    form = models.CharField(_("form"), max_length=12, choices=Form.choices, default=Form.BLENDED)
    months = models.PositiveSmallIntegerField(_("months"), default=12)
    promise = models.CharField(_("promise in one sentence"), max_length=300)
    facts = StreamField([("fact", FactBlock())], blank=True, verbose_name=_("facts"))
    for_whom = StreamField([("text", ParagraphBlock())], blank=True, verbose_name=_("for whom"))
    how_it_goes = StreamField([("text", ParagraphBlock())], blank=True, verbose_name=_("how it goes"))
    tailored = StreamField(
        [("point", blocks.CharBlock(label=_("Point")))], blank=True, verbose_name=_("what we tailor")
    )
    questions = StreamField([("question", QuestionAnswerBlock())], blank=True, verbose_name=_("questions and answers"))
    modules = ParentalManyToManyField(
        "programmes.Thing",
        verbose_name=_("modules"),
        blank=True,
        related_name="+",
        limit_choices_to={"kind": ThingKind.MODULE, "own_to": None},
    )
    cases = ParentalManyToManyField(
        "programmes.Thing",
        verbose_name=_("industry cases"),
        blank=True,
        related_name="+",
        limit_choices_to={"kind": ThingKind.CASE, "own_to": None},
    )
    speakers = ParentalManyToManyField(
        "programmes.Thing",
        verbose_name=_("speakers"),
        blank=True,
        related_name="+",
        limit_choices_to={"kind": ThingKind.SPEAKER, "own_to": None},
    )
    contact_name = models.CharField(_("contact person"), max_length=100, blank=True)
    contact_role = models.CharField(_("their role"), max_length=100, blank=True)
    contact_email = models.EmailField(_("their e-mail"), blank=True)
    contact_phone = models.CharField(_("their telephone"), max_length=30, blank=True)
    contact_hours = models.CharField(_("when they answer"), max_length=100, blank=True)
    # Kept by `findable.keep_findable`, for the filters: the themes of the modules, and the words to search in.
    themes = models.CharField(max_length=100, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    search_fields = [
        *SitePage.search_fields,
        index.SearchField("promise"),
        index.SearchField("for_whom"),
        index.FilterField("audience"),
        index.FilterField("country"),
    ]
    parent_page_types: ClassVar[list[str]] = ["programmes.OverviewPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/offering_page.html"
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("promise"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("audience", "country", "form", "months")], heading=_("Facts for the filters")
        ),
        FieldPanel("facts"),
        FieldPanel("for_whom"),
        FieldPanel("how_it_goes"),
        FieldPanel("tailored"),
        MultiFieldPanel(
            [FieldPanel(name, widget=CheckboxSelectMultiple) for name in ("modules", "cases", "speakers")],
            heading=_("From the library"),
        ),
        FieldPanel("questions"),
        MultiFieldPanel(
            [FieldPanel(f"contact_{name}") for name in ("name", "role", "email", "phone", "hours")],
            heading=_("Contact"),
        ),
    ]

    # What the list of offerings reads, and no more.
    entry_columns: ClassVar[tuple[str, ...]] = (
        "title", "slug", "promise", "country", "form", "months", "themes", "translation_key",
    )  # fmt: skip
    _from_library: FromLibrary | None = None
    override_translatable_fields = [SynchronizedField("themes"), SynchronizedField("search_text")]

    class Meta:
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            keep_findable(self)

    @staticmethod
    def entry(row: dict[str, Any], base: str) -> dict[str, Any]:
        """An offering's `entry_columns` as the list shows it; `base`: the overview's path."""
        return {
            "title": row["title"],
            "url": f"{base}{row['slug']}/",
            "text": row["promise"],
            "seed": offering_seed(row["translation_key"]),
            "tone": TONES.get(row["themes"], "accent"),
            "facts": [
                {"icon": "kalender", "label": duration(row["months"])},
                {"icon": "gruppe", "label": Form(row["form"]).label},
                {"icon": "sted", "label": Country(row["country"]).label},
            ],
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context.update(
            from_library=self.from_library(request),
            seed=offering_seed(self.translation_key),
            tone=TONES.get(self.themes, "accent"),  # a module's own when it is the only one
            phases=phases(),
            enquiry_form=EnquiryForm(offering=self.slug),
            enquiry_address=f"{reverse('enquiry')}?{urlencode({'offering': self.slug})}",
        )
        return context

    def from_library(self, request: HttpRequest) -> FromLibrary:
        """The modules, speakers and cases of this page in its language; read once a request."""
        if self._from_library is None:
            self._from_library = read_for(self, request)
        return self._from_library

    def introduction(self) -> str:
        return self.search_description or self.promise

    def structured_data(self, request: HttpRequest) -> list[Structured]:
        return [structured.programme(self, self.get_url(request) or "", self.from_library(request).modules)]


class LibraryIndexPage(RoutablePageMixin, SitePage):
    """The public list of modules, speakers or cases, and the page of each below it."""

    shows = models.CharField(
        _("shows"),
        max_length=10,
        choices=[(kind.value, kind.label) for kind in (ThingKind.MODULE, ThingKind.SPEAKER, ThingKind.CASE)],
    )

    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [*SitePage.content_panels, FieldPanel("shows")]
    template = "pages/library_index_page.html"

    class Meta:
        verbose_name = _("public list from the library")

    @property
    def shelf(self) -> Shelf:
        return SHELVES[self.shows]

    @path("")
    def list_things(self, request: HttpRequest) -> HttpResponse:
        """The list, with its filters."""
        filters = self.shelf.filters(request.GET, self.shelf.rows(self.language))
        # Consents run out at midnight.
        remembered_as = f"{self.shows}:{self.language}:{timezone.localdate()}"
        found = listing(filters, request.GET, remembered_as=remembered_as, rows=filters.qs)
        base = self.get_url(request) or ""
        entries = [self.shelf.entry(row, self.language, base) for row in found.page]
        return self.render(request, context_overrides={"listing": found, "entries": entries})

    @path("<slug:slug>/")
    def show_thing(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The page of one thing. An address of another language leads to this language's own."""
        shown = find(self.shelf.whole_rows(), slug, self.language)
        if shown is None:
            raise Http404
        base = self.get_url(request) or ""
        if shown.slugs[self.language] != slug:
            return redirect(f"{base}{shown.slugs[self.language]}/")
        context = {
            "page": self,
            "row": shown.row,
            "shown": shown,
            "lang": shown.language if shown.fallback else "",
            "seed": f"{self.shows}:{shown.row.translation_key}",
            "shelf_url": base,
            "tone": self.shelf.tone(shown.row),
            "enquiry_address": reverse("enquiry"),
            **self.shelf.details(shown.row, self.language, request),
            **self.frame_of(shown, request).context(),
        }
        return TemplateResponse(request, self.shelf.template, context)

    def frame_of(self, shown: Shown, request: HttpRequest) -> Frame:
        """What stands around the page of one thing."""
        around = self.frame(request)
        addresses = {code: f"{base}{shown.slugs[code]}/" for code, base in around.addresses.items()}
        url = addresses.get(shown.language) or addresses[self.language]
        return replace(
            around,
            title=shown.row.title,
            description=self.shelf.introduction(shown.row),
            language=shown.language if shown.language in addresses else self.language,
            addresses=addresses,
            written=shown.written,
            crumbs=(*around.crumbs, {"label": shown.row.title, "url": addresses[self.language]}),
            structured=(self.shelf.structured(shown.row, url, shown.language),),
        )


def institute_staff() -> models.Q:
    """Those who work in the admin, and no participants."""
    may = {"codename": "access_admin", "content_type__app_label": "wagtailadmin"}
    own = {f"user_permissions__{name}": value for name, value in may.items()}
    by_group = {f"groups__permissions__{name}": value for name, value in may.items()}
    return models.Q(is_superuser=True) | models.Q(**own) | models.Q(**by_group)


class Enquiry(models.Model):
    """What a visitor wrote. Saved first, mailed afterwards."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("enquiry", "New")
        TAKEN = "taken", pgettext_lazy("enquiry", "Taken")
        MEETING = "meeting", pgettext_lazy("enquiry", "Meeting agreed")
        OFFERED = "offered", pgettext_lazy("enquiry", "Offer sent")
        WON = "won", pgettext_lazy("enquiry", "Won")
        LOST = "lost", pgettext_lazy("enquiry", "Lost")

    uuid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"))
    organisation = models.CharField(_("organisation"), max_length=200)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    leaders = models.PositiveIntegerField(_("number of leaders"), null=True, blank=True)
    message = models.TextField(_("message"), blank=True)
    newsletter = models.BooleanField(_("wants the newsletter"), default=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    offering = models.ForeignKey(
        OfferingPage, verbose_name=_("offering"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken by"),
        limit_choices_to=institute_staff,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # What came of it: a sketch of a programme while staff are at it, then the draft.
    sketch = models.OneToOneField(Sketch, null=True, blank=True, on_delete=models.SET_NULL, related_name="enquiry")
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="enquiries",
    )
    created_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.name}"
