"""Wagtail looks for this file: what its screens keep in English, whatever the catalogues say."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_localize.views.report import TranslationsReportFilterSet

ENGLISH_READING = ("whats-new-in-wagtail", "editor-guide")

# The screen for groups asks for words by these names, which stand in the database only.
PERMISSIONS = (
    gettext_noop("Can lock"),
    gettext_noop("Can publish"),
    gettext_noop("Can unlock"),
    gettext_noop("Can submit translations"),
)

# The report names these two filters after their fields, so no catalogue can say them.
# Delete when it labels them: https://github.com/wagtail/wagtail-localize/blob/main/wagtail_localize/views/report.py
for field, label in (("source_locale", _("Written in")), ("target_locale", _("Translated into"))):
    TranslationsReportFilterSet.base_filters[field].label = label


@hooks.register("construct_help_menu")
def without_english_reading(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """The menu counts two unread English pages about Wagtail itself; what is ours needs no badge."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(ENGLISH_READING)]
