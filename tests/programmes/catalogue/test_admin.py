"""Enquiries in the admin: a list to work through, a number in the menu, nothing made by hand."""

from __future__ import annotations

import json
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from programmes.catalogue.models import Enquiry

pytestmark = pytest.mark.django_db


@pytest.fixture
def enquiries() -> list[Enquiry]:
    return [
        Enquiry.objects.create(
            name=f"Person {n}", email=f"p{n}@example.org", organisation=f"Kommune {n}", language="nb", state=state
        )
        for n, state in enumerate(["new", "new", "taken"])
    ]


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("sjef@example.org"))
    return client


def in_menu(client: Client) -> str | None:
    """What the entry in the side bar says, if there is one."""
    content = client.get(reverse("wagtailadmin_home")).content.decode()
    found = re.search(r'"name": "enquiries", "label": ("[^"]*")', content)
    return json.loads(found.group(1)) if found else None


def test_the_list_shows_and_filters_by_state(staff: Client, enquiries: list[Enquiry]) -> None:
    content = staff.get(reverse("enquiries:index")).content.decode()
    assert all(f"Kommune {n}" in content for n in range(3))
    taken = staff.get(f"{reverse('enquiries:index')}?state=taken").content.decode()
    assert "Kommune 2" in taken
    assert "Kommune 0" not in taken


def test_the_list_can_be_searched(staff: Client, enquiries: list[Enquiry]) -> None:
    content = staff.get(f"{reverse('enquiries:index')}?q=person 1").content.decode()
    assert "Kommune 1" in content
    assert "Kommune 0" not in content


def test_the_state_is_edited_and_the_words_are_not(staff: Client, enquiries: list[Enquiry]) -> None:
    address = reverse("enquiries:edit", args=(enquiries[0].pk,))
    content = staff.get(address).content.decode()
    assert "p0@example.org" in content
    assert 'name="email"' not in content
    User.objects.create_user("deltaker@example.org")
    me = User.objects.get(is_superuser=True)
    assert "deltaker@example.org" not in staff.get(address).content.decode()
    assert staff.post(address, {"state": "taken", "handled_by": me.pk, "email": "x@example.org"}).status_code == 302
    enquiries[0].refresh_from_db()
    assert (enquiries[0].state, enquiries[0].handled_by, enquiries[0].email) == ("taken", me, "p0@example.org")


def test_nobody_makes_an_enquiry_by_hand(staff: Client) -> None:
    assert staff.get(reverse("enquiries:add")).status_code == 404
    assert Enquiry.objects.count() == 0


def test_the_menu_says_how_many_wait(staff: Client, enquiries: list[Enquiry]) -> None:
    assert in_menu(staff) == "Forespørsler (2)"
    Enquiry.objects.update(state="won")
    assert in_menu(staff) == "Forespørsler"


def test_who_may_not_see_enquiries_does_not(client: Client, enquiries: list[Enquiry]) -> None:
    editor = User.objects.create_user("redaktor@example.org")
    group = Group.objects.create(name="Redaktører")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.add(group)
    client.force_login(editor)
    assert in_menu(client) is None
    assert client.get(reverse("enquiries:index")).status_code == 404
    group.permissions.add(Permission.objects.get(codename="change_enquiry"))
    client.force_login(User.objects.get(pk=editor.pk))
    assert client.get(reverse("enquiries:index")).status_code == 200
    assert in_menu(client) == "Forespørsler (2)"
