"""People who work with programmes, and people who may not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.test import Client

from cms.accounts.models import User

LIBRARY = ("module", "learningelement", "speaker", "industrycase")


def staff(email: str, *codes: str) -> User:
    """Somebody with access to the admin and these permissions."""
    user = User.objects.create_user(email, first_name="Kari", last_name="Nes")
    group = Group.objects.create(name=email)
    access = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.set(Permission.objects.filter(access | Q(codename__in=codes)))
    user.groups.add(group)
    return user


@pytest.fixture
def editor(client: Client, locales: object) -> Client:
    """The test client, logged in as an editor of programmes and of the library."""
    library = [f"{action}_{model}" for model in LIBRARY for action in ("add", "change", "delete", "view", "publish")]
    client.force_login(staff("editor@example.com", "add_programme", "change_programme", "view_programme", *library))
    return client


@pytest.fixture
def outsider(client: Client, locales: object) -> Client:
    """The test client, logged in as staff who have nothing to do with programmes."""
    client.force_login(staff("outsider@example.com", "add_enquiry"))
    return client


@pytest.fixture
def reader(client: Client, locales: object) -> Client:
    """The test client, logged in as staff who may see programmes and not change them."""
    client.force_login(staff("reader@example.com", "view_programme"))
    return client
