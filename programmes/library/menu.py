"""The menu group *Programmes* in Wagtail's admin. The rooms above the library add their entries by its hook."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

HOOK = "register_programmes_menu_item"
programmes_menu = Menu(register_hook_name=HOOK, construct_hook_name="construct_programmes_menu")


def _with_number(label: Any, number: int) -> str:
    return f"{label} ({number})" if number else str(label)


class NumberedMenuItem(MenuItem):
    """An entry of the group that says how many wait for whoever looks. The number counts in the group's label too."""

    def waiting(self, request: HttpRequest) -> int:
        """How many wait; asked once a page, for those to whom the entry is shown."""
        raise NotImplementedError

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        component.waiting = self.waiting(request)
        component.label = _with_number(self.label, component.waiting)
        return component


class ProgrammesMenuItem(SubmenuMenuItem):
    """The group itself. Closed it shows none of its entries, so it says what waits in all of them together."""

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        number = sum(getattr(entry, "waiting", 0) for entry in component.menu_items)
        component.label = _with_number(self.label, number)
        return component


def menu_group() -> ProgrammesMenuItem:
    """The group, second in the side bar."""
    return ProgrammesMenuItem(
        _("Programmes"), programmes_menu, name="programmes", icon_name="folder-open-inverse", order=110
    )
