"""For administrators: the record of processing, what the next night removes, and what the last ones removed."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from cms.accounts import door
from cms.accounts.door import administrators
from cms.privacy import record, retention
from cms.privacy.models import RetentionRun

NIGHTS = 30
door.register({"personal_data:index": administrators})


class PersonalData(WagtailAdminTemplateMixin, TemplateView):
    template_name = "staff/personal_data.html"
    page_title = gettext_lazy("Personal data")
    header_icon = "user"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        nights = [(run.ran_at, _in_words(run.removed)) for run in RetentionRun.objects.all()[:NIGHTS]]
        return super().get_context_data(
            columns=record.columns(),
            lines=[list(vars(line).values()) for line in record.lines()],
            due=[(one.title, one.retention.rule, count) for one, count in retention.due(timezone.now())],
            nights=nights,
            **kwargs,
        )


def _in_words(removed: dict[str, int]) -> list[tuple[str, int]]:
    """(what, how many); a table that is no more stands under its old name."""
    known = {model._meta.label: str(model._meta.verbose_name_plural) for model in apps.get_models()}
    return [(known.get(label, label), count) for label, count in removed.items()]


class PersonalDataViewSet(ViewSet):
    name = "personal_data"
    url_prefix = "personal-data"

    def get_urlpatterns(self) -> list[Any]:
        return [path("", PersonalData.as_view(), name="index")]


class ForAdministrators(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return administrators(request.user, {})


viewset = PersonalDataViewSet()


def menu_item() -> MenuItem:
    return ForAdministrators(
        gettext_lazy("Personal data"), reverse("personal_data:index"), name="personal-data", icon_name="user", order=900
    )


hooks.register("register_admin_viewset", lambda: viewset)
hooks.register("register_settings_menu_item", menu_item)
