"""How versions come to be in Wagtail's admin: a new instrument, a new version, a file; and how they are published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.log_actions import log

from assessments.instruments import drafting, files
from assessments.instruments.changes import changes
from assessments.instruments.coverage import complete_in
from assessments.instruments.definition import Definition
from assessments.instruments.editing import DraftPage
from assessments.instruments.forms import NewInstrumentForm, PublishForm, UploadForm
from assessments.instruments.models import Instrument, InstrumentVersion
from assessments.instruments.places import unfinished
from assessments.instruments.services import same_content
from assessments.instruments.staff import (
    InstrumentStaffPage,
    before,
    changed,
    coverage_of,
    gaps_by_language,
    instrument_url,
    version_url,
)
from assessments.instruments.taxonomy import strangers
from localisation import languages

SAME = gettext_lazy("Version %(number)d asks just the same. There is nothing to publish.")


class Writer(InstrumentStaffPage):
    """A page for those who may write instruments."""

    any_permission_required = None
    permission_required = "change"


class NewInstrument(Writer, FormView):
    template_name = "staff/mapping/new.html"
    form_class = NewInstrumentForm
    page_title = gettext_lazy("New instrument")

    def form_valid(self, form: NewInstrumentForm) -> HttpResponse:
        try:
            version = drafting.new_instrument(**form.new())
        except drafting.CodeTaken:
            form.add_error("code", _("There is an instrument with this code. Make a new version of it instead."))
            return self.form_invalid(form)
        log(instance=version, action="wagtail.create", user=self.request.user)
        messages.success(self.request, _("The draft is there. Begin with the names of the steps."))
        return redirect("instruments:settings", version.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("instruments:index"), **kwargs)


class NewVersion(Writer, View):
    """A draft of the next version; the one that is there already, if there is one."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        version = drafting.new_version(get_object_or_404(Instrument, code=code))
        log(instance=version, action="wagtail.create", user=request.user)
        return redirect(version_url(version))


class Publish(DraftPage, FormView):
    """Asks in which languages a draft is published, with all that is new in it; there is no way back."""

    template_name = "staff/mapping/publish.html"
    form_class = PublishForm

    def get_page_title(self) -> str:
        return _("Publish version %(number)d") % {"number": self.version.number}

    @cached_property
    def complete(self) -> list[str]:
        return [] if unfinished(self.definition) else complete_in(self.definition)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "complete": self.complete}

    def form_valid(self, form: PublishForm) -> HttpResponse:
        try:
            version = drafting.publish(self.version.pk, form.cleaned_data["languages"])
        except drafting.SameAsBefore:
            form.add_error(None, SAME % {"number": self.version.number - 1})
            return self.form_invalid(form)
        except (drafting.NotComplete, drafting.NotADraft):
            messages.error(self.request, _("The draft was changed meanwhile. Look at it as it is now."))
            return redirect(version_url(InstrumentVersion.objects.get(pk=self.version.pk)))
        log(instance=version, action="wagtail.publish", user=self.request.user)
        messages.success(self.request, _("%(title)s is published. New rounds use it from now on.") % {"title": version})
        return redirect(instrument_url(version.instrument))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            complete=self.complete,
            coverage=coverage_of(self.version),
            gaps=gaps_by_language(self.definition),
            unfinished=unfinished(self.definition),
            changes=changed(self.version),
            before=before(self.version),
            back=self.outline,
            **kwargs,
        )


class Drop(DraftPage, TemplateView):
    """Asks before a draft is thrown away."""

    template_name = "staff/confirm.html"
    page_title = gettext_lazy("Throw the draft away")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = _("Throw this draft away, with all that is written in it? Published versions stay as they are.")
        return super().get_context_data(question=question, token="", back=self.outline, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        log(instance=self.version, action="wagtail.delete", user=request.user)
        drafting.drop(self.version.pk)
        messages.success(request, _("The draft is gone."))
        return redirect("instruments:index")


class Upload(Writer, FormView):
    """A file is checked, then shown, then stored as a draft: three steps, and nothing is stored before the last.

    The file's text travels with the second page, so that the server keeps nothing of it.
    """

    template_name = "staff/mapping/upload.html"
    form_class = UploadForm
    page_title = gettext_lazy("Upload an instrument")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "content" in request.POST:
            return self._store(request.POST["content"].encode())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        return self._look(form.cleaned_data["file"].read())

    def _look(self, content: bytes) -> HttpResponse:
        """What the file would do, or what is wrong with it."""
        try:
            definition = files.load(content)
        except files.InvalidFile as error:
            return self.render_to_response(self.get_context_data(mistakes=error.mistakes))
        text = content.decode("utf-8-sig")
        return self.render_to_response(self.get_context_data(**_prospect(definition), content=text))

    def _store(self, content: bytes) -> HttpResponse:
        try:
            version = drafting.draft_from(files.load(content))
        except (files.InvalidFile, drafting.SameAsBefore):
            return self._look(content)
        log(instance=version, action="wagtail.create", user=self.request.user)
        messages.success(self.request, _("The file is a draft now. Look it over, then publish it."))
        return redirect(version_url(version))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("instruments:index"), **kwargs)


def _prospect(definition: Definition) -> dict[str, Any]:
    """What storing this definition would mean."""
    instrument = Instrument.objects.filter(code=definition.code).first()
    found: dict[str, Any] = {"definition": definition, "instrument": instrument, "complete": _names(definition)}
    found["strangers"] = strangers(definition)
    if instrument is None:
        return found
    versions = instrument.versions
    newest = versions.published().order_by("-number").first()
    return {
        **found,
        "same": same_content(instrument, definition),
        "draft": versions.drafts().first(),
        "before": newest,
        "changes": changes(newest.source, definition) if newest else [],
    }


def _names(definition: Definition) -> str:
    return ", ".join(languages.OWN_NAMES[code] for code in complete_in(definition))
