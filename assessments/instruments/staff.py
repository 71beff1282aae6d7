"""Instruments in Wagtail's admin, to be read: the list, an instrument with its versions, and all that one version asks.

Whoever may view instruments reads them; whoever may change them writes, publishes and uploads.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import ModelPermissionPolicy

from assessments.instruments import files
from assessments.instruments.changes import Change, changes
from assessments.instruments.coverage import gaps
from assessments.instruments.definition import Definition
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.instruments.places import missing
from assessments.instruments.taxonomy import strangers
from localisation import languages, nordic

READERS = ["add", "change", "view"]


class VersionPolicy(ModelPermissionPolicy):
    """Reading is for whoever may view, add or change; nobody deletes what is published, and drafts go with a change."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and bool(super().user_has_permission(user, action))


POLICY = VersionPolicy(InstrumentVersion)


def instrument_url(instrument: Instrument) -> str:
    return reverse("instruments:instrument", args=[instrument.code])


def version_url(version: InstrumentVersion) -> str:
    """Where one goes for this version: a draft to be written, a published one to be read."""
    return reverse("instruments:preview" if version.is_published else "instruments:draft", args=[version.pk])


class InstrumentStaffPage(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What all pages of this room share: who may see them, and the way back to the list."""

    permission_policy = POLICY
    any_permission_required = READERS
    header_icon = "form"

    def trail(self) -> list[tuple[str, str]]:
        """Address and label of the pages between the list and this one."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        steps = [(reverse("instruments:index"), _("Instruments")), *self.trail(), ("", self.get_page_title())]
        return [*self.breadcrumbs_items, *({"url": url, "label": label} for url, label in steps)]

    @property
    def may_edit(self) -> bool:
        return bool(self.user_has_permission("change"))


class VersionPage(InstrumentStaffPage):
    """A page about one version, named `pk` in the address."""

    @cached_property
    def version(self) -> InstrumentVersion:
        rows = InstrumentVersion.objects.select_related("instrument").annotate(used=Count("rounds"))
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def trail(self) -> list[tuple[str, str]]:
        return [(instrument_url(self.version.instrument), str(self.version.instrument))]


class InstrumentIndex(IndexView):
    def get_edit_url(self, instance: Instrument) -> str:
        return instrument_url(instance)

    def get_list_buttons(self, instance: Instrument) -> list[Any]:
        return []


def listed() -> QuerySet[Instrument]:
    """Instruments with their versions, without what those ask. Two queries."""
    versions = InstrumentVersion.objects.defer("definition").annotate(used=Count("rounds")).order_by("-number")
    return Instrument.objects.prefetch_related(Prefetch("versions", queryset=versions, to_attr="listed_versions"))


def standing(instrument: Any) -> str:
    """How an instrument from `listed` stands, in a few words."""
    newest = next((version for version in instrument.listed_versions if version.is_published), None)
    draft = any(not version.is_published for version in instrument.listed_versions)
    words = [_("version %(number)d") % {"number": newest.number}] if newest else [_("not published")]
    return ", ".join([*words, _("draft in the works")] if draft else words)


def in_languages(instrument: Any) -> str:
    """The languages that readers meet its newest version in."""
    newest = next((version for version in instrument.listed_versions if version.is_published), None)
    return ", ".join(languages.OWN_NAMES[code] for code in newest.languages) if newest else "–"


def used_in(instrument: Any) -> str:
    return used_words(sum(version.used for version in instrument.listed_versions))


def used_words(number: int) -> str:
    """In how many rounds something is used."""
    if not number:
        return _("not used yet")
    return ngettext("used in %(count)d round", "used in %(count)d rounds", number) % {"count": number}


class InstrumentPage(InstrumentStaffPage, TemplateView):
    """One instrument: its versions, newest first, and what each changed."""

    template_name = "staff/mapping/instrument.html"

    @cached_property
    def instrument(self) -> Instrument:
        return get_object_or_404(Instrument, code=self.kwargs["code"])

    def get_page_title(self) -> str:
        return str(self.instrument)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(self.instrument.versions.annotate(used=Count("rounds")).order_by("-number"))
        for version in versions:
            version.instrument = self.instrument
        pairs = zip(versions, [*versions[1:], None], strict=True)
        return super().get_context_data(
            instrument=self.instrument,
            rows=[version_row(version, before) for version, before in pairs],
            draft=next((version for version in versions if not version.is_published), None),
            may_edit=self.may_edit,
            **kwargs,
        )


def version_row(version: Any, before: InstrumentVersion | None) -> dict[str, Any]:
    """What a list of versions tells of one."""
    found = changes(before.source, version.source) if before else []
    return {
        "version": version,
        "url": version_url(version),
        "published": nordic.day(timezone.localdate(version.published_at)) if version.is_published else "",
        "used": used_words(version.used),
        "languages": coverage_of(version),
        "items": len(version.source.items),
        "breaks": [change for change in found if change.breaks],
        "others": sum(1 for change in found if not change.breaks),
    }


def coverage_of(version: InstrumentVersion) -> list[dict[str, Any]]:
    """Each language of the site: how many texts are missing, in words and as a tone."""
    return [_coverage(version, code) for code in languages.codes()]


def _coverage(version: InstrumentVersion, code: str) -> dict[str, Any]:
    number = len(gaps(version.source, code))
    name = languages.OWN_NAMES[code]
    if version.is_published and code not in version.languages:
        return {"code": code, "label": _("%(language)s: not published") % {"language": name}, "tone": "neutral"}
    if number:
        words = ngettext("%(language)s: %(count)d text missing", "%(language)s: %(count)d texts missing", number)
        return {"code": code, "label": words % {"language": name, "count": number}, "tone": "warning"}
    return {"code": code, "label": _("%(language)s: complete") % {"language": name}, "tone": "success"}


class Reading(VersionPage, TemplateView):
    """All that a version asks, in every language beside each other."""

    template_name = "staff/mapping/version.html"

    def get_page_title(self) -> str:
        return str(self.version)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version: Any = self.version
        return super().get_context_data(
            version=version,
            content=version.source,
            strangers=strangers(version.source),
            readings=[(code, languages.OWN_NAMES[code]) for code in languages.codes()],
            coverage=coverage_of(version),
            used=used_words(version.used) if version.used else "",
            may_edit=self.may_edit,
            **kwargs,
        )


class Download(VersionPage, View):
    """A version as YAML, as it can be uploaded again."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        source = self.version.source
        return HttpResponse(
            files.dump(source),
            headers={
                "Content-Type": "application/yaml; charset=utf-8",
                "Content-Disposition": f'attachment; filename="{files.file_name(source)}"',
            },
        )


def before(version: InstrumentVersion) -> InstrumentVersion | None:
    """The newest published version with a lower number."""
    earlier = InstrumentVersion.objects.published().filter(instrument=version.instrument_id, number__lt=version.number)
    return earlier.order_by("-number").first()


def changed(version: InstrumentVersion) -> list[Change]:
    """What the version asks otherwise than the one before."""
    earlier = before(version)
    return changes(earlier.source, version.source) if earlier else []


def gaps_by_language(definition: Definition) -> list[dict[str, Any]]:
    """Where texts are missing, for each language in which some are."""
    found = [(code, missing(definition, code)) for code in languages.codes()]
    return [{"name": languages.OWN_NAMES[code], "spots": spots} for code, spots in found if spots]
