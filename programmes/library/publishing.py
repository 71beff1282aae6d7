"""Publishing a library object that is in use: the editor sees what changed and whom it touches, and says what it is.

Wagtail's publish button saves the draft and leads here. Whoever goes back finds the draft as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.models import Revision

from programmes.library import comparison, services, usage
from programmes.library.models import LibraryObject
from programmes.library.services import DraftChanged, Outcome
from programmes.library.usage import Place, Stage
from programmes.library.vocabulary import EditionKind, ThingKind

# Programmes hold on to editions of these; of speakers and cases they always show the newest.
HELD = (ThingKind.MODULE, ThingKind.ELEMENT)
LISTED = 100


def asks(row: LibraryObject) -> bool:
    """Whether publishing the row makes another edition of something that is in use. A fixed number of queries."""
    if services.outcome(row) is not Outcome.EDITION:
        return False
    return usage.counts([row.translation_key])[row.translation_key] > 0


class EditionForm(forms.Form):
    """What publishing means. Nothing is chosen beforehand."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is this?"),
        choices=EditionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether this is a correction or a new edition.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What changed"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("One sentence for those who decide whether to use it, and for the history."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


@dataclass(frozen=True)
class Touched:
    """The programmes of one stage that publishing touches; `more` are counted and not listed."""

    label: str
    places: list[Place]
    more: int
    count: int


def touched(places: list[Place]) -> list[Touched]:
    """The programmes by how far they have come, those that run first."""
    found = []
    for stage in Stage:
        here = [place for place in places if place.stage == stage]
        if here:
            found.append(Touched(str(stage.label), here[:LISTED], max(len(here) - LISTED, 0), len(here)))
    return found


def consequences(kind: str, places: list[Place]) -> dict[str, list[str]]:
    """What each choice means for the programmes that use a thing of this kind, in sentences."""
    completed = sum(place.stage == Stage.COMPLETED for place in places)
    deciding = sum(place.holds and place.stage == Stage.RUNNING for place in places)
    others = len(places) - completed
    stays = [_("Completed programmes stay as they were.")] if completed else []
    at_once = [_at_once(others), *stays]
    if kind not in HELD:
        return {EditionKind.CORRECTION: at_once, EditionKind.NEW: at_once}
    return {
        EditionKind.CORRECTION: at_once,
        EditionKind.NEW: [*_for_new_edition(deciding, others - deciding), *stays],
    }


def _at_once(count: int) -> str:
    return ngettext(
        "%(count)d programme shows it at once.", "%(count)d programmes show it at once.", count
    ) % {"count": count}  # fmt: skip


def _for_new_edition(deciding: int, following: int) -> list[str]:
    choose = ngettext(
        "%(count)d programme, whose participants have met it, gets the choice under Updates.",
        "%(count)d programmes, whose participants have met it, get the choice under Updates.",
        deciding,
    )
    follow = ngettext("%(count)d programme gets it by itself.", "%(count)d programmes get it by themselves.", following)
    return [words % {"count": count} for words, count in ((choose, deciding), (follow, following)) if count]


WHEN = {
    EditionKind.CORRECTION: gettext_lazy("For slips of the pen, dead links and facts that were wrong."),
    EditionKind.NEW: gettext_lazy("For new content, or when participants would notice the difference."),
}

PUBLISHED = {
    EditionKind.CORRECTION: gettext_lazy("The correction of %(title)s is published."),
    EditionKind.NEW: gettext_lazy("The new edition of %(title)s is published."),
}


class Publish(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, FormView):
    """Asks what publishing the newest draft is, beside what changed and whom it touches."""

    permission_required = "publish"
    template_name = "staff/publish.html"
    form_class = EditionForm
    index_url_name = ""
    edit_url_name = ""
    header_icon = "upload"
    object: LibraryObject

    def get_page_title(self) -> str:
        return _("Publish %(title)s") % {"title": self.draft}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        rows = {"url": reverse(self.index_url_name), "label": self.object._meta.verbose_name_plural.capitalize()}
        row = {"url": self.back, "label": str(self.draft)}
        return [*self.breadcrumbs_items, rows, row, {"url": "", "label": self.get_page_title()}]

    @property
    def back(self) -> str:
        return reverse(self.edit_url_name, args=[self.object.pk])

    @cached_property
    def revision(self) -> Revision | None:
        return self.object.latest_revision

    @cached_property
    def draft(self) -> LibraryObject:
        return self.revision.as_object() if self.revision else self.object

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.not_now() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.locked() or super().post(request, *args, **kwargs)

    def not_now(self) -> HttpResponse | None:
        """The way back for what is locked, or says nothing new."""
        if locked := self.locked():
            return locked
        if self.revision and services.outcome(self.draft) is Outcome.EDITION:
            return None
        messages.info(self.request, _("There is nothing new to publish as an edition."))
        return redirect(self.back)

    def locked(self) -> HttpResponse | None:
        lock = self.object.get_lock() if self.object.locked else None
        if not (lock and lock.for_user(self.request.user)):
            return None
        messages.error(self.request, lock.get_message(self.request.user))
        return redirect(self.back)

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.object.latest_revision_id}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = usage.places(self.object.translation_key)
        said = consequences(self.object.thing_kind, places)
        form = kwargs.get("form") or self.get_form()
        choices = [
            {"value": kind.value, "label": kind.label, "when": WHEN[kind], "said": said[kind],
             "chosen": form["kind"].value() == kind.value}
            for kind in (EditionKind.CORRECTION, EditionKind.NEW)
        ]  # fmt: skip
        return super().get_context_data(
            **{**kwargs, "form": form}, comparison=self.comparison(), choices=choices, touched=touched(places),
            places=len(places), back=self.back, seen=self.get_initial()["seen"],
        )  # fmt: skip

    def comparison(self) -> comparison.Comparison:
        """The newest edition beside the draft, in the draft's language."""
        current = self.object.thing.current_edition
        before = comparison.versions([current])[current.pk]
        language = self.object.locale.language_code
        return comparison.compare(self.object.thing_kind, before, comparison.draft_of(self.draft, before), [language])

    def form_valid(self, form: EditionForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            services.publish_draft(self.object, said["seen"], said["kind"], said["note"], by=self.request.user)
        except DraftChanged:
            return self.draft_changed(form)
        words = PUBLISHED[EditionKind(said["kind"])] % {"title": self.revision.object_str if self.revision else ""}
        messages.success(self.request, words, buttons=[messages.button(self.back, _("Edit"))])
        return redirect(self.index_url_name)

    def draft_changed(self, form: EditionForm) -> HttpResponse:
        """The page again, with what is different now; or the way back when somebody has published it."""
        form.add_error(None, _("Somebody else changed the draft while you read it. Look at it as it is now."))
        return self.not_now() or self.form_invalid(form)
