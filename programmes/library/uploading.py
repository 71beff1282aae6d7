"""Handing in a recording of our own for an element: a page beside its form, which saves while one types."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.panels import Panel
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from programmes.library import recordings
from programmes.library.models import LearningElement


class RecordingForm(forms.Form):
    """A file that is a recording, for an element of this kind."""

    file = forms.FileField(label=gettext_lazy("File"))

    def __init__(self, *args: Any, element_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.element_kind = element_kind
        self.fields["file"].help_text = recordings.allowed()

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        self.kind = recordings.checked(file, file.size or 0, self.element_kind)
        return file

    def keep(self) -> str:
        file: UploadedFile = self.cleaned_data["file"]
        return recordings.keep(file, file.name or "", self.kind)


class OwnRecording(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):
    """Puts a recording into the newest draft, or takes it out; publishing is done on the element's page as ever."""

    permission_required = "change"
    template_name = "staff/library/recording.html"
    form_class = RecordingForm
    index_url_name = ""
    edit_url_name = ""
    header_icon = "media"
    object: LearningElement

    @cached_property
    def draft(self) -> LearningElement:
        draft: LearningElement = self.object.get_latest_revision_as_object()
        return draft

    @property
    def back(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])

    def get_page_title(self) -> str:
        return _("Our own recording of “%(title)s”") % {"title": self.draft}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        rows = {"url": reverse(self.index_url_name), "label": self.object._meta.verbose_name_plural.capitalize()}
        row = {"url": self.back, "label": str(self.draft)}
        return [*self.breadcrumbs_items, rows, row, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "element_kind": self.draft.kind}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.back, name=name_of(self.draft), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if locked := self._locked():
            return locked
        return self._put("") if "remove" in request.POST else super().post(request, *args, **kwargs)

    def form_valid(self, form: RecordingForm) -> HttpResponse:
        return self._put(form.keep())

    def _put(self, recording: str) -> HttpResponse:
        recordings.give(self.draft, recording).save_revision(user=self.request.user, clean=False)
        words = _("The recording is in the draft.") if recording else _("The recording is taken out of the draft.")
        messages.success(self.request, f"{words} {_('Participants meet it when you publish.')}")
        return redirect(self.back)

    def _locked(self) -> HttpResponse | None:
        lock = self.object.get_lock() if self.object.locked else None
        if not (lock and lock.for_user(self.request.user)):
            return None
        messages.error(self.request, lock.get_message(self.request.user))
        return redirect(self.back)


def name_of(row: LearningElement) -> str:
    """What the file of a row's recording is called; "" where there is none."""
    return PurePosixPath(str(row.recording or "")).name


class RecordingPanel(Panel):
    """Which recording of our own an element has, and the way to the page where it is handed in."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "staff/library/recording_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            row = self.instance
            url = reverse(row.snippet_viewset.get_url_name("recording"), args=[row.pk]) if row.pk else ""
            return {**super().get_context_data(parent_context), "name": name_of(row), "url": url}
