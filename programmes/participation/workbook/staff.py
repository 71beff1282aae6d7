"""The course leader says who gets a certificate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from programmes.participation.leading.base import LeadingPage
from programmes.participation.workbook.completing import rule_of
from programmes.participation.workbook.models import CompletionRule


class RuleForm(forms.Form):
    rule = forms.ChoiceField(
        label=gettext_lazy("Who gets a certificate"), choices=CompletionRule.Rule.choices, widget=forms.RadioSelect
    )


class Rule(LeadingPage, FormView):
    open_when_over = False
    template_name = "staff/leading/rule.html"
    form_class = RuleForm
    page_title = gettext_lazy("Certificate")

    def get_initial(self) -> dict[str, Any]:
        return {"rule": rule_of(self.programme)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"programme": self.programme, **kwargs})

    def form_valid(self, form: RuleForm) -> HttpResponse:
        CompletionRule.objects.update_or_create(programme=self.programme, defaults=form.cleaned_data)
        self.log_edit(self.programme)
        messages.success(self.request, _("Saved."))
        return redirect("leading:programme", self.programme.pk)
