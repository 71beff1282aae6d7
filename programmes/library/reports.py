"""The report of what somebody should read again, in Wagtail's *Reports*; it exports as Wagtail's reports do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet

from cms.accounts.models import User
from localisation import languages, nordic
from localisation.resolve import choose
from programmes.library import reviewing, usage
from programmes.library.models import Thing
from programmes.library.services import MODELS
from programmes.library.vocabulary import ThingKind

OVERDUE, SOON, NONE, CONSENT = "overdue", "soon", "none", "consent"
MONTHS = (3, 6, 12, 24)
USUAL = 12


def month_choices() -> list[tuple[int, str]]:
    return [(n, ngettext("%(count)d month", "%(count)d months", n) % {"count": n}) for n in MONTHS]


class MonthsForm(forms.Form):
    """When something that was read today is due again."""

    months = forms.TypedChoiceField(
        label=gettext_lazy("Due again in"), choices=month_choices, coerce=int, initial=USUAL
    )


def kinds_changed_by(user: User) -> list[str]:
    """The kinds of things somebody may change."""
    return [kind for kind, model in MODELS.items() if user.has_perm(f"programmes.change_{model._meta.model_name}")]


def said(count: int, day: date) -> str:
    """What is said after somebody has read things again."""
    words = ngettext(
        "%(count)d is reviewed. It is due again on %(day)s.",
        "%(count)d are reviewed. They are due again on %(day)s.",
        count,
    )
    return words % {"count": count, "day": nordic.day(day)}


class ReviewFilters(WagtailFilterSet):
    due = django_filters.ChoiceFilter(
        label=gettext_lazy("Review date"), method="by_due", empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
        choices=[
            (OVERDUE, gettext_lazy("Past the review date")),
            (SOON, gettext_lazy("Due within 3 months")),
            (NONE, gettext_lazy("Without a date")),
            (CONSENT, gettext_lazy("Consent ends within 90 days")),
        ],
    )  # fmt: skip
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind"), choices=ThingKind.choices, empty_label=gettext_lazy("All"), widget=forms.RadioSelect
    )

    class Meta:
        model = Thing
        fields: list[str] = []

    def by_due(self, rows: QuerySet[Thing], name: str, value: str) -> QuerySet[Thing]:
        today = timezone.localdate()
        if value == CONSENT:
            return rows.filter(reviewing.consent_ends_soon(today)).order_by("consent_until", "label")
        if value == NONE:
            return rows.filter(review_on=None)
        return rows.filter(reviewing.overdue(today) if value == OVERDUE else reviewing.due_soon(today))


class TickColumn(Column):
    cell_template_name = "staff/library/tick_cell.html"
    header_template_name = "staff/library/tick_header.html"


class DayColumn(Column):
    """A day, and whether it is over."""

    cell_template_name = "staff/library/day_cell.html"

    def get_value(self, instance: Any) -> dict[str, Any]:
        day = super().get_value(instance)
        return {"day": day, "over": bool(day and day < timezone.localdate())}


class ReviewReport(ReportView):
    """All of the library that is in use, whatever is due first. A fixed number of queries."""

    page_title = gettext_lazy("Review of the library")
    header_icon = "tasks"
    index_url_name = "library_review:index"
    index_results_url_name = "library_review:index_results"
    results_template_name = "staff/library/review_results.html"
    filterset_class = ReviewFilters
    model = Thing
    default_ordering = "review_on"
    list_export = [
        "title", "get_kind_display", "review_on", "consent_until", "used", "edition", "published_on", "address",
    ]  # fmt: skip
    export_headings = {
        "title": gettext_lazy("Title"),
        "get_kind_display": gettext_lazy("Kind"),
        "review_on": gettext_lazy("Review by"),
        "consent_until": gettext_lazy("Consent until"),
        "used": gettext_lazy("Used in"),
        "edition": gettext_lazy("Edition"),
        "published_on": gettext_lazy("Published"),
        "address": gettext_lazy("Address"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not looks_after(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        shown = [
            TitleColumn(
                "label", label=_("Title"), accessor="title", get_url=lambda row: row.edit_url, sort_key="label"
            ),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            DayColumn("review_on", label=_("Review by"), sort_key="review_on"),
            DayColumn("consent_until", label=_("Consent until"), sort_key="consent_until"),
            NumberColumn("used", label=_("Used in")),
            Column("edition", label=_("Edition"), accessor="edition_words"),
        ]
        return [TickColumn("tick", label=_("Choose")), *shown] if kinds_changed_by(self.request.user) else shown

    def get_filename(self) -> str:
        return f"{_('review-of-the-library')}-{timezone.localdate().isoformat()}"

    def get_queryset(self) -> QuerySet[Thing]:
        return self.order_queryset(reviewing.with_dates().select_related("current_edition"))

    def order_queryset(self, queryset: QuerySet[Thing]) -> QuerySet[Thing]:
        """What has no day comes last in either direction, on every database."""
        name = self.ordering.removeprefix("-") if self.ordering else self.default_ordering
        falling = bool(self.ordering and self.ordering.startswith("-"))
        field = F(name)
        first = field.desc(nulls_last=True) if falling else field.asc(nulls_last=True)
        return queryset.order_by(first, "label", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        decorate(object_list, self.request)
        return object_list

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        may_review = bool(kinds_changed_by(self.request.user))
        here = self.request.get_full_path()
        return {**context, "months": month_choices(), "usual": USUAL, "may_review": may_review, "here": here}


def decorate(things: Iterable[Any], request: HttpRequest) -> None:
    """Give things what the report says of them beside their own fields. A fixed number of queries."""
    rows = list(things)
    used, found = usage.counts([row.pk for row in rows]), rows_of(rows)
    for row in rows:
        shown, edition = found.get(row.pk), row.current_edition
        row.title = shown.title if shown else row.label
        row.edit_url = reverse(shown.snippet_viewset.get_url_name("edit"), args=[shown.pk]) if shown else ""
        row.address = request.build_absolute_uri(row.edit_url) if row.edit_url else ""
        row.used = used[row.pk]
        row.edition = str(edition) if edition else ""
        row.published_on = timezone.localdate(edition.published_at) if edition else None
        row.edition_words = f"{edition} · {nordic.day(row.published_on)}" if edition else _("not published yet")


def rows_of(things: Iterable[Thing]) -> dict[UUID, Any]:
    """By key: the row of each thing in the language of whoever looks, or the nearest there is. A query a kind."""
    keys: dict[str, list[UUID]] = {}
    for thing in things:
        keys.setdefault(thing.kind, []).append(thing.pk)
    found: dict[UUID, Any] = {}
    for kind, wanted in keys.items():
        versions: dict[UUID, dict[str, Any]] = {}
        rows = MODELS[kind]._default_manager.filter(translation_key__in=wanted).select_related("locale")
        for row in rows.only("title", "translation_key", "locale__language_code"):
            versions.setdefault(row.translation_key, {})[row.locale.language_code] = row
        for key, by_language in versions.items():
            found[key] = by_language[choose(by_language, languages.current()) or ""]
    return found


class MarkReviewed(View):
    """Things ticked in the report were read today. `things`: their keys; `months`: when they are due again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if not kinds_changed_by(request.user):
            raise Http404
        back = get_valid_next_url_from_request(request) or reverse("library_review:index")
        form, keys = MonthsForm(request.POST), self._keys(request)
        if not form.is_valid():
            messages.error(request, _("Say when they are due again."))
        elif not keys:
            messages.error(request, _("Tick at least one that you have reviewed."))
        else:
            count, day = reviewing.reviewed(keys, form.cleaned_data["months"], by=request.user)
            messages.success(request, said(count, day))
        return redirect(back)

    def _keys(self, request: HttpRequest) -> list[UUID]:
        """The keys of things that this person may change; whatever is none is left out."""
        wanted = [key for key in map(_uuid, request.POST.getlist("things")) if key]
        things = Thing.objects.of_library().filter(pk__in=wanted, kind__in=kinds_changed_by(request.user))
        return list(things.values_list("pk", flat=True))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class ReviewViewSet(ViewSet):
    name = "library_review"
    url_prefix = "reports/library-review"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", ReviewReport.as_view(), name="index"),
            path("results/", ReviewReport.as_view(results_only=True), name="index_results"),
            path("reviewed/", MarkReviewed.as_view(), name="reviewed"),
        ]


class ReviewMenuItem(MenuItem):
    """For whoever looks after the library."""

    def is_shown(self, request: HttpRequest) -> bool:
        return looks_after(request.user)


def looks_after(user: User) -> bool:
    """Whether somebody looks after the library: may publish something of it."""
    return any(user.has_perm(f"programmes.publish_{model._meta.model_name}") for model in MODELS.values())


def menu_item() -> ReviewMenuItem:
    return ReviewMenuItem(
        _("Review of the library"), reverse("library_review:index"), name="library-review", icon_name="tasks", order=600
    )
