"""Enquiries in Wagtail's admin: a list to work through, and what came in with its state."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from programmes.catalogue.drafts import begin
from programmes.catalogue.models import Enquiry
from programmes.library.menu import HOOK, NumberedMenuItem
from programmes.tailoring.composing.views import first_open_page
from programmes.tailoring.models import Programme
from programmes.tailoring.views import board_url


class ReceivedOnly(ModelPermissionPolicy):
    """Enquiries come from visitors; nobody makes one in the admin."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


class YesNoPanel(FieldPanel):
    """What was ticked or not, in words."""

    def format_value_for_display(self, value: bool) -> str:
        return gettext("Yes") if value else gettext("No")


class DraftPanel(Panel):
    """The programme that came of an enquiry, or the button that begins one; for those who may make programmes."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "staff/enquiry_draft.html"

        def is_shown(self) -> bool:
            return bool(self.request.user.has_perm("programmes.add_programme"))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            programme = self.instance.programme
            return {
                "programme": programme,
                "board": board_url(programme) if programme else "",
                "begin": reverse("enquiries:draft", args=[self.instance.pk]),
                "begun": self.instance.sketch_id is not None,
            }


class BeginDraft(PermissionCheckedMixin, View):
    """Opens the pages of a new programme with what an enquiry says."""

    permission_policy = ModelPermissionPolicy(Programme)
    permission_required = "add"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        enquiry = get_object_or_404(Enquiry.objects.select_related("offering", "sketch", "programme"), pk=pk)
        if not request.user.has_perm("programmes.change_enquiry"):
            raise PermissionDenied
        if enquiry.programme:
            return redirect(board_url(enquiry.programme))
        return redirect(first_open_page(begin(enquiry, request.user)))


class EnquiryMenuItem(NumberedMenuItem):
    """Says how many wait for an answer."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("programmes.change_enquiry"))

    def waiting(self, request: HttpRequest) -> int:
        return Enquiry.objects.filter(state=Enquiry.State.NEW).count()


class EnquiryViewSet(ModelViewSet):
    model = Enquiry
    name = "enquiries"
    icon = "mail"
    menu_label = _("Enquiries")
    menu_name = "enquiries"
    menu_order = 900
    menu_hook = HOOK
    menu_item_class = EnquiryMenuItem
    permission_policy = ReceivedOnly(Enquiry)
    copy_view_enabled = False
    list_display = [
        "organisation",
        "name",
        "offering",
        DateColumn("created_at", label=_("Received")),
        "state",
        "handled_by",
    ]
    list_filter = ["state", "language", "newsletter"]
    search_fields = ["organisation", "name", "email", "message"]
    search_backend_name = None
    ordering = ["-created_at"]
    list_export = ["created_at", "state", "organisation", "name", "email", "phone", "leaders", "message", "language"]
    panels = [
        MultiFieldPanel([FieldPanel("state"), FieldPanel("handled_by")], heading=_("What we do about it")),
        DraftPanel(heading=_("Draft of a programme")),
        MultiFieldPanel(
            [
                FieldPanel(name, read_only=True)
                for name in ("name", "organisation", "email", "phone", "leaders", "message", "offering")
            ],
            heading=_("What they wrote"),
        ),
        MultiFieldPanel(
            [
                YesNoPanel("newsletter", read_only=True),
                FieldPanel("language", read_only=True),
                FieldPanel("created_at", read_only=True),
            ],
            heading=_("About the enquiry"),
        ),
    ]

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<int:pk>/draft/", BeginDraft.as_view(), name="draft")]


enquiry_viewset = EnquiryViewSet()
