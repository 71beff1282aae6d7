"""The library in Wagtail's admin: lists with one row a thing, its other languages, and where it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView

from cms.templatetags.look import language_name
from localisation import languages, nordic
from programmes.library import developing, publishing, services, usage
from programmes.library.bulk import Archive, BringBack, LibraryBulkAction, Reviewed
from programmes.library.duplicates import Likeness, likely, plain
from programmes.library.filters import in_best_language
from programmes.library.models import LibraryObject, Thing
from programmes.library.owners import owner_of
from programmes.library.querysets import in_library


@dataclass(frozen=True)
class Listed:
    """What a list shows of a thing beside its row's own fields."""

    languages: tuple[str, ...]
    edition: str
    published_at: datetime | None
    used: int
    archived_at: datetime | None = None


def listed(rows: list[Any]) -> dict[UUID, Listed]:
    """What the lists show of a page of rows, by key: languages, edition, number of uses. A fixed number of queries."""
    keys = [row.translation_key for row in rows]
    if not keys:
        return {}
    there: dict[UUID, set[str]] = {}
    versions = type(rows[0]).objects.filter(translation_key__in=keys)
    for key, code in versions.values_list("translation_key", "locale__language_code"):
        there.setdefault(key, set()).add(code)
    things = {thing.pk: thing for thing in _things(keys)}
    used = usage.counts(keys)
    return {key: _listed_one(there[key], things.get(key), used[key]) for key in keys}


def _listed_one(there: set[str], thing: Thing | None, used: int) -> Listed:
    ordered = tuple(code for code in languages.codes() if code in there)
    archived_at = thing.archived_at if thing else None
    edition = thing.current_edition if thing else None
    if edition is None:
        return Listed(ordered, "", None, used, archived_at)
    return Listed(ordered, str(edition), edition.published_at, used, archived_at)


def _things(keys: list[UUID]) -> QuerySet[Thing]:
    return Thing.objects.filter(pk__in=keys).select_related("current_edition")


class LanguagesColumn(Column):
    cell_template_name = "staff/languages_cell.html"

    def get_value(self, instance: Any) -> list[str]:
        return [language_name(code) for code in instance.listed.languages]


class EditionColumn(Column):
    def get_value(self, instance: Any) -> str:
        shown = instance.listed
        said = f"{shown.edition} · {nordic.day(shown.published_at)}" if shown.published_at else _("not published yet")
        return f"{said} · {_('archived')}" if shown.archived_at else said


class LibraryIndex(IndexView):
    """One row a thing, in the language of whoever looks, otherwise in the one there is."""

    search_backend_name = None

    def get_locale(self) -> Locale:
        return Locale.objects.get(language_code=languages.current())

    def get_base_queryset(self) -> QuerySet[Any]:
        return in_best_language(super().get_base_queryset().filter(in_library()), languages.current()).select_related(
            "locale"
        )

    def paginate_queryset(self, queryset: QuerySet[Any], page_size: int) -> Any:
        paginator, page, rows, more = super().paginate_queryset(queryset, page_size)
        page.object_list = list(rows)
        known = listed(page.object_list)
        for row in page.object_list:
            row.listed = known[row.translation_key]
        return paginator, page, page.object_list, more

    def get_list_buttons(self, instance: Any) -> list[Any]:
        return []


class LibraryCreate(CreateView):
    """Wagtail's own page, what the new object develops, and what the library may have already.

    Nothing is stored while somebody types: whether it is there already is asked first.
    """

    alike: list[Likeness] = []

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)
        self.autosave_enabled = False

    def form_valid(self, form: Any) -> HttpResponse:
        """Stored at once when nothing is like it, otherwise by a second click on the page as it was sent."""
        title = form.cleaned_data.get("title") or ""
        if self.request.POST.get("anyway") != plain(title):
            self.alike = likely(self.model, [title])
        if not self.alike:
            return super().form_valid(form)
        self.form = form
        messages.warning(self.request, _("Nothing is saved yet. The library may have it already."))
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        edit = self.model.snippet_viewset.get_url_name("edit")
        alike = [(found, reverse(edit, args=[found.row])) for found in self.alike]
        title = self.form.cleaned_data.get("title") or "" if self.alike else ""
        return {**context, "alike": alike, "anyway": plain(title)}

    def save_instance(self) -> LibraryObject:
        row = super().save_instance()
        developing.save(row, self.form)
        return row


class LibraryEdit(EditView):
    """Wagtail's own page, and a way to write the missing languages."""

    def save_instance(self) -> LibraryObject:
        row = super().save_instance()
        developing.save(row, self.form)
        return row

    def get_usage_url(self) -> None:
        """The uses stand under *Publishing*; Wagtail's own list would not know them."""

    def get_success_url(self) -> str:
        """Back to the list that has it."""
        owner = owner_of(self.object)
        return owner.url if owner else super().get_success_url()

    def publish_action(self) -> HttpResponse | None:
        """The draft is saved; when others use what it changes, the editor says what it is before it goes out."""
        if publishing.asks(self.object):
            return redirect(self.model.snippet_viewset.get_url_name("publish"), self.object.pk)
        return super().publish_action()

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        there = {self.object.locale_id, *(translation["locale"].pk for translation in self.translations)}
        missing = Locale.objects.exclude(pk__in=there)
        write = [self._write_button(locale) for locale in missing]
        return [*super().header_more_buttons, *write, *self._action_buttons()]

    def _action_buttons(self) -> list[Button]:
        """What is done with many in a list, for this one."""
        buttons = [self._action_button(Reviewed, "tasks")] if self.user_has_permission("change") else []
        if self.user_has_permission("publish"):
            action = BringBack if self.object.thing.archived_at else Archive
            buttons.append(self._action_button(action, "folder-inverse"))
        return buttons

    def _action_button(self, action: type[LibraryBulkAction], icon: str) -> Button:
        options = self.model._meta
        address = reverse("wagtail_bulk_action", args=[options.app_label, options.model_name, action.action_type])
        asked = urlencode({"id": self.object.pk, "next": self.request.path})
        return Button(action.display_name, url=f"{address}?{asked}", icon_name=icon)

    def _write_button(self, locale: Locale) -> Button:
        name = self.model.snippet_viewset.get_url_name("write_in")
        return Button(
            write_in_label(locale.language_code),
            url=reverse(name, args=[self.object.pk, locale.language_code]),
            icon_name="globe",
        )


def write_in_label(language: str) -> str:
    return _("Write in %(language)s") % {"language": language_name(language)}


class WriteIn(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Start another language of a library object: its facts are there, its texts are to be written."""

    permission_required = "add"
    template_name = "staff/write_in.html"
    index_url_name = ""
    edit_url_name = ""
    header_icon = "globe"
    object: LibraryObject

    @property
    def language(self) -> str:
        return str(self.kwargs["language"])

    def get_page_title(self) -> str:
        return write_in_label(self.language)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        rows = {"url": reverse(self.index_url_name), "label": self.object._meta.verbose_name_plural.capitalize()}
        row = {"url": self._edit_url(self.object), "label": str(self.object)}
        return [*self.breadcrumbs_items, rows, row, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = self._edit_url(self.object)
        return super().get_context_data(object=self.object, name=language_name(self.language), back=back, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        row = services.start_language(self.object, self.language, by=request.user)
        messages.success(request, _("The facts are there. Write the texts, and publish when they are ready."))
        return redirect(self._edit_url(row))

    def _edit_url(self, row: LibraryObject) -> str:
        return reverse(self.edit_url_name, args=[row.pk])
