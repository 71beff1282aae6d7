"""Where things stand on the board: the order of modules, items dragged between modules, what comes back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from localisation import languages
from programmes.library.vocabulary import Phase
from programmes.tailoring import ordering, removing, services
from programmes.tailoring.editing import NOT_DONE, ModulePage
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.plan import module_titles
from programmes.tailoring.views import ProgrammePage, board_url

OPENED = gettext_lazy("Participants have met one of the two modules, so they stay in this order.")
THERE_AGAIN = gettext_lazy("%(title)s stands there again already.")


class MoveModule(ModulePage, View):
    """Let a module change places with the one before it (`up`) or after it (`down`)."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        step = -1 if "up" in request.POST else 1
        try:
            done = self.save(request, lambda: ordering.move_module(self.module, step))
        except ordering.HasOpened:
            messages.warning(request, OPENED)
        else:
            self._tell(request, done)
        return redirect(self.back)

    def _tell(self, request: HttpRequest, done: bool) -> None:
        if done:
            messages.success(
                request, _("%(module)s was moved. Look through its dates.") % {"module": self.module_title}
            )
        else:
            messages.warning(request, NOT_DONE)


class PlaceItem(ModulePage, View):
    """Move an item of this module (`item`) to where it was dropped: last in the phase of a module named by `place`."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        named, place = request.POST.get("item", ""), request.POST.get("place", "")
        item = get_object_or_404(self.module.items, pk=int(named) if named.isdecimal() else None)
        number, _dash, phase = place.partition("-")
        modules = ProgrammeModule.objects.filter(programme=self.programme)
        module = get_object_or_404(modules, pk=int(number) if number.isdecimal() and phase in Phase.values else None)
        try:
            done = self.save(request, lambda: self._move(item, module, phase))
        except removing.AlreadyThere:
            messages.warning(request, _("That module has this element already."))
        else:
            if not done:
                messages.warning(request, NOT_DONE)
        return redirect(self.back)

    def _move(self, item: ProgrammeItem, module: ProgrammeModule, phase: str) -> None:
        services.move_item(item, module, phase)
        services.touch(self.module)


class PutBackItem(ModulePage, View):
    """Put an item back that was taken out of this module; its id comes as `item`."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        named = request.POST.get("item", "")
        rows = ProgrammeItem.with_removed.filter(programme_module=self.module, removed_at__isnull=False)
        item = get_object_or_404(rows, pk=int(named) if named.isdecimal() else None)
        try:
            done = self.save(request, lambda: removing.put_back(item))
        except removing.AlreadyThere:
            messages.warning(request, THERE_AGAIN % {"title": item})
        else:
            words = _("%(title)s is back.") % {"title": item} if done else NOT_DONE
            (messages.success if done else messages.warning)(request, words)
        return redirect(self.back)


class PutBackModule(ProgrammePage, View):
    """Put a module back that was taken out of the programme. In the address, `pk` is the module's."""

    @cached_property
    def module(self) -> ProgrammeModule:
        rows = ProgrammeModule.with_removed.select_related("programme", "module")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def programme(self) -> Programme:
        return self.module.programme

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        title = module_titles([self.module], languages.current())[self.module.pk]
        try:
            removing.put_back_module(self.module)
        except removing.AlreadyThere:
            messages.warning(request, THERE_AGAIN % {"title": title})
        else:
            self.log_edit(self.programme)
            messages.success(request, _("%(title)s is back.") % {"title": title})
        return redirect(board_url(self.programme))
