"""The groups of staff and their rights, as a site starts with them. An institute may change them in the admin.

What a right opens: `docs/permissions.md`. Administrators need no group; they are superusers.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDITORS = "Redaktører"
COURSE_LEADERS = "Kursledere"
TRANSLATORS = "Oversettere"

LIBRARY = ("module", "learningelement", "speaker", "industrycase")
PROGRAMMES = ("programme", "programmemodule", "programmeitem", "gathering", "organisation", "leadergroup", "enrolment")
Rights = list[tuple[str, tuple[str, ...], tuple[str, ...]]]
ADMIN = ("wagtailadmin", ("admin",), ("access",))
# (app, models, actions): what the groups may do beside pages and files. Nobody may see tickets or ballots.
RIGHTS: dict[str, Rights] = {
    EDITORS: [
        ADMIN,
        ("programmes", LIBRARY, ("add", "change", "delete", "view", "publish", "lock", "unlock")),
        ("programmes", PROGRAMMES, ("add", "change", "delete", "view")),
        ("programmes", ("ability",), ("add", "change", "delete", "view")),
        ("programmes", ("updates",), ("decide",)),
        ("programmes", ("enquiry",), ("change", "view")),
        ("assessments", ("instrument", "instrumentversion", "round"), ("add", "change", "view")),
        ("assessments", ("every_round",), ("conduct",)),
        ("assessments", ("release",), ("view",)),
        ("wagtail_localize", ("translation",), ("submit",)),
    ],
    COURSE_LEADERS: [
        ADMIN,
        ("programmes", LIBRARY, ("view",)),
        ("programmes", ("programme",), ("lead",)),
        ("programmes", ("leadergroup", "enrolment"), ("add", "change", "view")),
        ("programmes", ("organisation",), ("add", "view")),
        ("programmes", ("enquiry",), ("change", "view")),
        ("assessments", ("instrument", "instrumentversion", "release"), ("view",)),
        ("assessments", ("round",), ("add", "change", "view")),
    ],
    TRANSLATORS: [
        ADMIN,
        ("programmes", LIBRARY, ("change", "view")),
        ("assessments", ("instrument", "instrumentversion"), ("view",)),
    ],
}
PAGES = {
    EDITORS: ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"),
    TRANSLATORS: ("change_page",),
}
FILES = {
    EDITORS: ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"),
    TRANSLATORS: ("choose_image", "choose_document"),
}


def make_groups() -> dict[str, Group]:
    """The groups by name, made where they are missing, each with exactly the rights above."""
    return {name: _group(name) for name in RIGHTS}


def _group(name: str) -> Group:
    group, _made = Group.objects.get_or_create(name=name)
    wanted = Q(pk__in=[])
    for app, models, actions in RIGHTS[name]:
        codes = [f"{action}_{model}" for model in models for action in actions]
        wanted |= Q(content_type__app_label=app, codename__in=codes)
    group.permissions.set(Permission.objects.filter(wanted))
    _pages_and_files(group)
    return group


def _pages_and_files(group: Group) -> None:
    pages = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGES.get(group.name, ()))
    for permission in pages:
        root = Page.objects.get(depth=1)
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    files = Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=FILES.get(group.name, ())
    )
    for permission in files:
        top = Collection.get_first_root_node()
        GroupCollectionPermission.objects.get_or_create(group=group, collection=top, permission=permission)
