"""The menu group *Programmes* in Wagtail's admin. The rooms above the library add their entries by its hook."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, SubmenuMenuItem

HOOK = "register_programmes_menu_item"
programmes_menu = Menu(register_hook_name=HOOK, construct_hook_name="construct_programmes_menu")


def menu_group() -> SubmenuMenuItem:
    """The group itself, second in the side bar."""
    return SubmenuMenuItem(
        _("Programmes"), programmes_menu, name="programmes", icon_name="folder-open-inverse", order=110
    )
