"""What the library adds to Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.models import register_snippet

from programmes.library import archiving, bulk, reports, reviewing, usage
from programmes.library.choosers import case_chooser, speaker_chooser
from programmes.library.lists import views as lists
from programmes.library.menu import HOOK, menu_group
from programmes.library.models import LibraryObject
from programmes.library.viewsets import VIEWSETS

for viewset in VIEWSETS:
    register_snippet(viewset)

hooks.register("register_admin_menu_item", menu_group)
hooks.register("register_admin_viewset", lists.LibraryListsViewSet)
hooks.register(HOOK, lists.menu_item)
hooks.register("register_log_actions", archiving.register_actions)
hooks.register("register_log_actions", reviewing.register_actions)
hooks.register("register_admin_viewset", reports.ReviewViewSet)
hooks.register("register_reports_menu_item", reports.menu_item)
for action in bulk.ACTIONS:
    # After Wagtail's own, so that ours takes the place of its deletion.
    hooks.register("register_bulk_action", action, order=1)


@hooks.register("insert_global_admin_css")
def our_look() -> SafeString:
    """The badges and the board are at home in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_viewset")
def thing_choosers() -> list[ViewSet]:
    return [speaker_chooser, case_chooser]


@hooks.register("before_delete_snippet")
def keep_what_is_used(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """What a programme uses can't be deleted; participants would lose it."""
    rows = [row for row in instances if isinstance(row, LibraryObject)]
    used = usage.counts([row.translation_key for row in rows])
    for row in rows:
        if used[row.translation_key]:
            messages.error(
                request, _("%(title)s is used in programmes and can't be deleted. Archive it instead.") % {"title": row}
            )
            return redirect(reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk]))
    return None
