"""The agreement texts in Wagtail's admin. None is ever changed: the next version begins with the words of the last."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import ModelPermissionPolicy

from localisation import languages
from programmes.library.menu import HOOK
from programmes.tailoring.offers.agreements import example, newest_agreements, publish
from programmes.tailoring.offers.forms import AgreementTextForm
from programmes.tailoring.offers.models import AgreementText
from programmes.tailoring.offers.reading import paragraphs


class AgreementPage(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    permission_policy = ModelPermissionPolicy(AgreementText)
    permission_required = "add"
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = {"url": reverse("agreement_texts:index"), "label": _("Agreement texts")}
        return [*self.breadcrumbs_items, first, {"url": "", "label": self.get_page_title()}]


class Index(AgreementPage, TemplateView):
    template_name = "staff/offers/texts.html"
    page_title = gettext_lazy("Agreement texts")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(AgreementText.objects.select_related("published_by"))
        kinds = [(kind, [row for row in versions if row.kind == kind]) for kind in AgreementText.Kind]
        return super().get_context_data(kinds=kinds, **kwargs)


class Read(AgreementPage, TemplateView):
    template_name = "staff/offers/text.html"

    def get_page_title(self) -> str:
        return str(self.row)

    @property
    def row(self) -> AgreementText:
        return get_object_or_404(AgreementText, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        texts = [(code, paragraphs(row.text[code])) for code in languages.codes() if row.text.get(code)]
        return super().get_context_data(row=row, texts=texts, back=reverse("agreement_texts:index"), **kwargs)


class NewVersion(AgreementPage, FormView):
    template_name = "staff/offers/text_form.html"
    form_class = AgreementTextForm

    def get_page_title(self) -> str:
        return _("New version: %(kind)s") % {"kind": self.kind.label}

    @property
    def kind(self) -> AgreementText.Kind:
        if self.kwargs["kind"] not in AgreementText.Kind.values:
            raise Http404
        return AgreementText.Kind(self.kwargs["kind"])

    def get_initial(self) -> dict[str, Any]:
        newest = next((row for row in newest_agreements() if row.kind == self.kind), None)
        if newest:
            return {"text": newest.text, "is_example": newest.is_example}
        return {"text": example(self.kind), "is_example": True}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("agreement_texts:index"), **kwargs)

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        said = form.cleaned_data
        row = publish(self.kind, said["text"], said["is_example"], self.request.user)
        messages.success(self.request, _("%(text)s is published. Offers that were sent keep theirs.") % {"text": row})
        return redirect("agreement_texts:index")


class AgreementMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("programmes.add_agreementtext"))


class AgreementTextViewSet(ViewSet):
    name = "agreement_texts"
    url_prefix = "agreement-texts"
    icon = "doc-full"
    menu_label = gettext_lazy("Agreement texts")
    menu_name = "agreement-texts"
    menu_order = 95
    menu_hook = HOOK
    menu_item_class = AgreementMenuItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", Index.as_view(), name="index"),
            path("<int:pk>/", Read.as_view(), name="read"),
            path("new/<slug:kind>/", NewVersion.as_view(), name="new"),
        ]
