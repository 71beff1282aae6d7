"""People in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from wagtail.users.views.users import UserViewSet

from cms.accounts.staff_forms import form_class


class PeopleViewSet(UserViewSet):
    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return form_class(for_update)
