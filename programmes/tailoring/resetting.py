"""One field of an item goes back to what the library says."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.log_actions import log

from localisation import languages
from programmes.tailoring import overrides, services
from programmes.tailoring.editing import NOT_DONE, ModulePage
from programmes.tailoring.models import ProgrammeItem
from programmes.tailoring.overrides import Override


class Reset(ModulePage, View):
    """What is to go back comes as `reset`: an item of this module and a field, "12-title". `item` leads back to it."""

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        item, field = self._named(request.POST.get("reset", ""))
        known = {row.field: row for row in overrides.overrides_in([item], languages.current())}
        back = redirect("programmes:item", item.pk) if request.POST.get("item") else redirect(self.back)
        if field not in known:
            messages.info(request, _("It says what the library says already."))
        elif self.save(request, lambda: self._reset(item, field)):
            self._tell(request, known[field])
        else:
            messages.warning(request, NOT_DONE)
        return back

    def _named(self, value: str) -> tuple[ProgrammeItem, str]:
        number, _dash, field = value.partition("-")
        rows = self.module.items.select_related("thing__current_edition", "pinned_edition", "speaker_override")
        item = get_object_or_404(rows, pk=int(number) if number.isdecimal() else None)
        if field not in overrides.LABELS:
            raise Http404
        return item, field

    def _reset(self, item: ProgrammeItem, field: str) -> None:
        overrides.reset(item, field)
        services.touch(self.module)

    def _tell(self, request: HttpRequest, was: Override) -> None:
        data = {"title": was.title.text, "field": was.field, "before": was.ours.text}
        log(instance=self.programme, action=overrides.RESET, user=request.user, data=data)
        words = {"field": was.label, "text": was.library.text}
        messages.success(request, _("%(field)s is what the library says again: %(text)s") % words)
