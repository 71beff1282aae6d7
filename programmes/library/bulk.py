"""What staff do with many library objects at once, by Wagtail's own bulk actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property, classproperty
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.permissions import get_permission_name

from cms.accounts.models import User
from localisation import languages
from programmes.library import archiving, reviewing, usage
from programmes.library.filters import in_best_language
from programmes.library.models import LibraryObject
from programmes.library.querysets import in_library
from programmes.library.reports import MonthsForm, said
from programmes.library.services import MODELS


class LibraryBulkAction(SnippetBulkAction):
    """An action on the rows that were ticked, or on everything that the list's search and filters left.

    A subclass names the permission it asks for, and narrows `applicable` to the rows it makes sense for.
    """

    permission = "change"

    @classproperty
    def models(cls) -> list[type[LibraryObject]]:
        return list(MODELS.values())

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """Wagtail would take every row there is; this takes those that the person has before them."""
        viewset, asked = self.model.snippet_viewset, QueryDict(urlsplit(self.next_url).query)
        rows = in_best_language(self.model._default_manager.filter(in_library()), languages.current())
        filters = viewset.filterset_class(asked, queryset=rows, request=self.request)
        rows = filters.qs if filters.is_valid() else rows.none()
        return searched(rows, viewset.search_fields, asked.get("q", "")).values_list("pk", flat=True)

    @cached_property
    def _ticked(self) -> Any:
        return super().get_actionable_objects()

    def get_actionable_objects(self) -> Any:
        """Asked for more than once while a page is made, and looked up once."""
        return self._ticked

    @classmethod
    def get_queryset(cls, model: type[LibraryObject], object_ids: Iterable[Any]) -> list[Any]:
        """The rows with these ids, each with the number of places that use it; whatever is no id is left out."""
        numbers = [number for number in object_ids if str(number).isdecimal()]
        rows = model._default_manager.filter(pk__in=numbers).select_related("locale").order_by("title", "pk")
        found = list(cls.applicable(rows))
        used = usage.counts([row.translation_key for row in found])
        for row in found:
            row.used = used[row.translation_key]
        return found

    @classmethod
    def applicable(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def may(self, user: User) -> bool:
        """Whether somebody may do this; to others the address is not there."""
        return user.has_perm(get_permission_name(self.permission, self.model))


def searched(rows: QuerySet[Any], fields: Iterable[str], text: str) -> QuerySet[Any]:
    """What the list's search finds."""
    wanted = Q()
    for name in fields if text else ():
        wanted |= Q(**{f"{name}__icontains": text})
    return rows.filter(wanted)


class Archive(LibraryBulkAction):
    display_name = _("Archive")
    action_type = "archive"
    aria_label = _("Archive what is ticked")
    template_name = "staff/library/archive.html"
    action_priority = 20
    permission = "publish"

    @classmethod
    def applicable(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        return archiving.in_use(rows)

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        action = kwargs["self"]
        keys = {row.translation_key for row in objects}
        return archiving.archive(action.model, keys, by=action.request.user), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        words = ngettext("%(count)d was archived.", "%(count)d were archived.", num_parent_objects)
        return words % {"count": num_parent_objects}


class BringBack(LibraryBulkAction):
    display_name = _("Bring back")
    action_type = "bring-back"
    aria_label = _("Bring back what is ticked from the archive")
    template_name = "staff/library/bring_back.html"
    action_priority = 25
    permission = "publish"

    @classmethod
    def applicable(cls, rows: QuerySet[Any]) -> QuerySet[Any]:
        return archiving.archived(rows)

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        action = kwargs["self"]
        keys = {row.translation_key for row in objects}
        return archiving.bring_back(action.model, keys, by=action.request.user), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        words = ngettext("%(count)d is back in the library.", "%(count)d are back in the library.", num_parent_objects)
        return words % {"count": num_parent_objects}


class Reviewed(LibraryBulkAction):
    display_name = _("Reviewed today")
    action_type = "reviewed"
    aria_label = _("Say that what is ticked was reviewed today")
    template_name = "staff/library/reviewed.html"
    action_priority = 15
    form_class = MonthsForm

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        action = kwargs["self"]
        keys = {row.translation_key for row in objects}
        months = action.cleaned_form.cleaned_data["months"]
        count, action.day = reviewing.reviewed(keys, months, by=action.request.user)
        return count, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return said(num_parent_objects, self.day)


class DeleteUnused(LibraryBulkAction, DeleteBulkAction):
    """Wagtail's own, which leaves what a programme uses where it is and says so."""

    permission = "delete"
    template_name = "staff/library/delete.html"

    def check_perm(self, obj: LibraryObject) -> bool:
        return super().check_perm(obj) and not obj.used


ACTIONS = (Archive, BringBack, Reviewed, DeleteUnused)
