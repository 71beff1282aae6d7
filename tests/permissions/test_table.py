"""Each role comes to exactly the addresses that docs/permissions.md says; where it says no, there is nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import DjangoDbBlocker

from cms.accounts import door
from cms.accounts.models import User
from tests.permissions.addresses import Address, staff_addresses, table
from tests.permissions.world import ABOUT, ADMINISTRATOR, PARTICIPANT, World
from tests.planting import planted

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

ADDRESSES = staff_addresses()
ROWS = {(row.name, method): row for row in table() for method in row.methods}


@pytest.fixture(scope="module")
def planted_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with planted(django_db_blocker):
        yield World()


@pytest.fixture
def world(planted_world: World) -> World:
    """People are read anew: they remember what they may."""
    planted_world.people = {name: User.objects.get(pk=one.pk) for name, one in planted_world.people.items()}
    return planted_world


def test_every_address_has_its_row() -> None:
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for address in ADDRESSES:
        wanted[address.row].update(address.methods)
    written: defaultdict[str, set[str]] = defaultdict(set)
    for name, method in ROWS:
        written[name].add(method)
    assert dict(written) == dict(wanted), "write a row in docs/permissions.md for each address and method"


def test_no_row_stands_twice() -> None:
    pairs = [(row.name, method) for row in table() for method in row.methods]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("column", [column for column in ABOUT if column != PARTICIPANT])
def test_the_door_says_what_the_table_says(world: World, column: str) -> None:
    user = world.people[column]
    wrong = [
        (address.name, method)
        for address in ADDRESSES
        for method in address.methods
        if door.lets_in(user, address.name, method, world.values(address, column))
        != ROWS[address.row, method].cells[column]
    ]
    assert wrong == []


def url_of(world: World, address: Address, column: str) -> str | None:
    """The address with everything filled in; None for the few of Wagtail's whose pattern has no names."""
    try:
        return reverse(address.name, kwargs=world.values(address, column))
    except NoReverseMatch:
        return None


@pytest.mark.parametrize("column", list(ABOUT))
def test_where_the_table_says_no_there_is_nothing(world: World, column: str, client: Client) -> None:
    client.force_login(world.people[column])
    found = []
    for address in ADDRESSES:
        url = url_of(world, address, column)
        for method in address.methods:
            if url is None or ROWS[address.row, method].cells[column]:
                continue
            status = client.generic(method, url).status_code
            if status != 404:
                found.append((address.name, method, status))
    assert found == []


# The pages of our own rooms; what the packages show is theirs to test.
PACKAGES = ("wagtail", "library", "speaker_chooser:", "case_chooser:")
OURS = [address for address in ADDRESSES if not address.row.startswith(PACKAGES)]


@pytest.mark.parametrize("column", [column for column in ABOUT if column != PARTICIPANT])
def test_where_the_table_says_yes_nobody_is_turned_away(world: World, column: str, client: Client) -> None:
    """Sent to the front page is how Wagtail says no; 404 may be said of what this small world lacks, to all alike."""
    client.force_login(world.people[column])
    administrator = Client()
    administrator.force_login(world.people[ADMINISTRATOR])
    found = []
    for address in OURS:
        url = url_of(world, address, column)
        if url is None or "GET" not in address.methods or not ROWS[address.row, "GET"].cells[column]:
            continue
        with transaction.atomic():
            answer = client.get(url)
            if answer.status_code == 404 and administrator.get(url).status_code == 404:
                continue
        if answer.status_code not in (200, 302) or answer.headers.get("Location") == reverse("wagtailadmin_home"):
            found.append((address.name, answer.status_code))
    assert found == []


def test_visitors_are_sent_to_the_log_in(world: World, client: Client) -> None:
    for address in ADDRESSES:
        url = url_of(world, address, ADMINISTRATOR)
        if url and address.name.partition(":")[0] in ("programmes", "participants", "rounds", "wagtailusers_users"):
            answer = client.get(url)
            assert (answer.status_code, "/login" in answer.headers.get("Location", "")) in (
                (302, True),
                (405, False),
            ), url
