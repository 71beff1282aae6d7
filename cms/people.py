"""Wagtail's app of people, with our forms."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    user_viewset = "cms.accounts.viewsets.PeopleViewSet"
