"""Choosers of things, one for each kind that forms ask for: speakers and industry cases, by the name staff know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser
from wagtail.snippets.views.chooser import ChooseResultsView as RowResultsView
from wagtail.snippets.views.chooser import ChooseView as RowView
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from programmes.library.models import Thing
from programmes.library.owners import asked_for
from programmes.library.querysets import in_library
from programmes.library.vocabulary import ThingKind


class LabelSearchForm(BaseFilterForm):
    q = forms.CharField(label=_("Search"), required=False)

    def filter(self, objects: QuerySet[Thing]) -> QuerySet[Thing]:
        objects = super().filter(objects)
        self.search_query = self.cleaned_data.get("q") or None
        if self.search_query is None:
            return objects
        self.is_searching = True
        return objects.filter(label__icontains=self.search_query)


class ForProgramme:
    """What is offered, beside the library, is the asking programme's own: `?programme=` in the address."""

    filter_form_class = LabelSearchForm

    def filter_object_list(self, objects: QuerySet[Thing]) -> QuerySet[Thing]:
        programme = asked_for(self.request.user, self.request.GET.get("programme", ""))
        mine = Thing.objects.open_to(programme)
        return super().filter_object_list(objects.filter(pk__in=mine.order_by().values("pk")))


class ThingChooseView(ForProgramme, ChooseView):
    pass


class ThingChooseResultsView(ForProgramme, ChooseResultsView):
    pass


class ThingChooser(BaseChooser):
    """The chooser in a form. A form of a programme, or of what is its own, sets `programme` to its primary key."""

    programme: int | None = None

    def get_chooser_modal_url(self) -> str:
        url = super().get_chooser_modal_url()
        return f"{url}?programme={self.programme}" if self.programme else url


class ThingChooserViewSet(ChooserViewSet):
    """Chooses among the published things of one kind; the archived ones are not offered."""

    model = Thing
    thing_kind: ThingKind
    register_widget = False
    choose_view_class = ThingChooseView
    choose_results_view_class = ThingChooseResultsView
    base_widget_class = ThingChooser
    preserve_url_parameters = ["multiple", "programme"]
    per_page = 20

    def get_object_list(self) -> QuerySet[Thing]:
        return Thing.objects.published().filter(kind=self.thing_kind)


class OfLibrary:
    """Wagtail's own choosers of rows have nothing that is one programme's own."""

    def get_object_list(self) -> QuerySet[Any]:
        return self.model_class._default_manager.filter(in_library())


class LibraryRowView(OfLibrary, RowView):
    pass


class LibraryRowResultsView(OfLibrary, RowResultsView):
    pass


class RowChooserViewSet(SnippetChooserViewSet):
    choose_view_class = LibraryRowView
    choose_results_view_class = LibraryRowResultsView


class SpeakerChooserViewSet(ThingChooserViewSet):
    name = "speaker_chooser"
    thing_kind = ThingKind.SPEAKER
    icon = "user"
    choose_one_text = _("Choose a speaker")
    choose_another_text = _("Choose another speaker")
    edit_item_text = _("Edit this speaker")


class CaseChooserViewSet(ThingChooserViewSet):
    name = "case_chooser"
    thing_kind = ThingKind.CASE
    icon = "globe"
    choose_one_text = _("Choose a case")
    choose_another_text = _("Choose another case")
    edit_item_text = _("Edit this case")


speaker_chooser = SpeakerChooserViewSet()
case_chooser = CaseChooserViewSet()
