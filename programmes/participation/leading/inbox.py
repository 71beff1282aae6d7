"""After-work that was handed in to the course leader, and the answer to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages

from localisation import languages
from programmes.participation.deliveries import services
from programmes.participation.deliveries.access import delivered_in
from programmes.participation.deliveries.models import Delivery
from programmes.participation.leading.base import LeadingPage
from programmes.participation.writing.titles import Titles

MOST_SHOWN = 200


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("They see it with what they handed in. From then on it stays as it is."),
    )  # fmt: skip


class Inbox(LeadingPage, TemplateView):
    """What waits for an answer first, then what was answered; each the newest first."""

    template_name = "staff/leading/inbox.html"
    page_title = gettext_lazy("After-work")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(delivered_in(self.programme)[:MOST_SHOWN])
        titles = Titles([row.item for row in rows], languages.current())
        shown = [_shown(row, titles) for row in rows]
        context = {
            "programme": self.programme, "waiting": [one for one in shown if not one["answers"]],
            "answered": [one for one in shown if one["answers"]],
        }  # fmt: skip
        return super().get_context_data(**{**kwargs, **context})


def _shown(row: Delivery, titles: Titles) -> dict[str, Any]:
    title = titles.of(row.item)
    return {
        "row": row, "title": title.text, "lang": title.lang, "by": str(row.author or row.leader_group),
        "late": services.is_late(row), "answers": list(row.feedback.all()), "files": list(row.files.all()),
    }  # fmt: skip


class Delivered(LeadingPage, FormView):
    """One delivery, with the form to answer it."""

    template_name = "staff/leading/delivered.html"
    form_class = AnswerForm
    header_icon = "mail"

    @cached_property
    def shown(self) -> dict[str, Any]:
        row = delivered_in(self.programme).filter(uuid=self.kwargs["uuid"]).first()
        if row is None:
            raise Http404
        return _shown(row, Titles([row.item], languages.current()))

    def get_page_title(self) -> str:
        return str(self.shown["title"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"programme": self.programme, "one": self.shown, **kwargs})

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        if services.answer(self.shown["row"], self.request.user, form.cleaned_data["text"]) is None:
            form.add_error(None, _("It was taken back meanwhile, and can't be answered."))
            return self.form_invalid(form)
        messages.success(self.request, _("Your answer is with them now."))
        return redirect("leading:inbox", self.programme.pk)
