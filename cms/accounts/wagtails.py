"""Guards of Wagtail's own addresses. Wagtail asks again for each page, file and collection; this is the outer door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from wagtail.documents.permissions import permission_policy as documents
from wagtail.images.permissions import permission_policy as images
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import Translation

from cms.accounts import door
from cms.accounts.door import Guard, anybody, right
from cms.accounts.models import User

PAGE_ACTIONS = {"add", "change", "publish", "bulk_delete", "lock", "unlock"}
FILE_ACTIONS = {"add", "change", "delete"}


def pages(user: User, values: Mapping[str, Any]) -> bool:
    """Whoever works with some page."""
    return PagePermissionPolicy().user_has_any_permission(user, PAGE_ACTIONS)


def publishes(user: User, values: Mapping[str, Any]) -> bool:
    """Whoever publishes some page."""
    return PagePermissionPolicy().user_has_permission(user, "publish")


def writes_page(user: User, values: Mapping[str, Any]) -> bool:
    """Whoever publishes pages writes in every language, whoever only changes them in the languages of their account."""
    if publishes(user, values):
        return True
    rows = Page.objects.filter(pk=values["page_id"], locale__language_code__in=user.translates)
    return pages(user, values) and rows.exists()


def works_with(policy: Any, *actions: str) -> Guard:
    """Guard: whoever may do one of these things with some file."""
    return lambda user, values: policy.user_has_any_permission(user, actions)


def translates(user: User, values: Mapping[str, Any]) -> bool:
    """Whoever hands texts in for translation; whoever only writes them, in the languages of their account."""
    if user.has_perm("wagtail_localize.submit_translation"):
        return True
    theirs = Translation.objects.filter(target_locale__language_code__in=user.translates)
    return "translation_id" in values and pages(user, values) and theirs.filter(pk=values["translation_id"]).exists()


def _kind(names: str, guard: Guard) -> dict[str, Guard]:
    return dict.fromkeys(names.split(), guard)


USER_MODEL = settings.AUTH_USER_MODEL.lower()
APP, NAME = USER_MODEL.split(".")
USERS = right(*(f"{APP}.{action}_{NAME}" for action in ("add", "change", "delete")))

door.register(
    {
        **_kind(
            "wagtailadmin_home wagtailadmin_account wagtailadmin_logout wagtailadmin_login wagtailadmin_sprite "
            "wagtailadmin_javascript_catalog wagtailadmin_dismissibles wagtailadmin_editing_sessions:* "
            "wagtailadmin_block_preview wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete "
            "wagtailadmin_api:* wagtailadmin_choose_page wagtailadmin_choose_page_child "
            "wagtailadmin_choose_page_search wagtailadmin_choose_page_chosen_multiple "
            "wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link "
            "wagtailadmin_choose_page_phone_link wagtailadmin_choose_page_anchor_link wagtailembeds:* "
            "wagtail_localize:javascript_catalog wagtailadmin_password_reset "
            "wagtailadmin_password_reset_done wagtailadmin_password_reset_confirm wagtailadmin_password_reset_complete",
            anybody,
        ),
        **_kind(
            "wagtailadmin_explore_root wagtailadmin_explore wagtailadmin_explore_results wagtailadmin_pages:search "
            "wagtailadmin_pages:search_results wagtailadmin_pages:history wagtailadmin_pages:history_results "
            "wagtailadmin_pages:revisions_index wagtailadmin_pages:revisions_view wagtailadmin_pages:revisions_compare "
            "wagtailadmin_pages:view_draft wagtailadmin_pages:usage",
            pages,
        ),
        **_kind("wagtailadmin_pages:edit wagtailadmin_pages:preview_on_edit", writes_page),
        **_kind("wagtailadmin_pages:* wagtailadmin_reports:*", publishes),
        "wagtailimages:*": works_with(images, *FILE_ACTIONS),
        "wagtailimages_chooser:*": works_with(images, *FILE_ACTIONS, "choose"),
        "wagtaildocs:*": works_with(documents, *FILE_ACTIONS),
        "wagtaildocs_chooser:*": works_with(documents, *FILE_ACTIONS, "choose"),
        "wagtail_localize:*": translates,
        "wagtail_localize:stop_translation": right("wagtail_localize.submit_translation"),
        "wagtailusers_users:*": USERS,
        "wagtailusers_groups:*": right("auth.add_group", "auth.change_group", "auth.delete_group"),
        "wagtailredirects:*": right("wagtailredirects.add_redirect", "wagtailredirects.change_redirect"),
    }
)
