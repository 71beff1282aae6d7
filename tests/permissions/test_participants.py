"""Everybody comes to exactly those of the participants' addresses that docs/participants-access.md says."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import translation

from programmes.participation.urls import urlpatterns
from tests.permissions.participants_world import (
    COLUMNS,
    LOG_IN,
    NOTHING,
    YES,
    ParticipantsWorld,
    Row,
    addresses,
    row_of,
    table,
)

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NO_SUCH_METHOD = 405
METHODS = ("get", "post")


def answer_of(response: HttpResponse) -> str:
    """What an answer says, in the table's words; '' where the address does not listen to the method."""
    if response.status_code == NO_SUCH_METHOD:
        return ""
    if response.status_code == 404:
        return NOTHING
    if "/login" in response.headers.get("Location", ""):
        return LOG_IN
    return YES if response.status_code < 500 else str(response.status_code)


def ask(client: Client, url: str, methods: tuple[str, ...]) -> str:
    """What the address says to somebody who reads it, or sends to it; nothing stays of what was sent."""
    answers = []
    for method in methods:
        with transaction.atomic():
            answers.append(answer_of(getattr(client, method)(url)))
            transaction.set_rollback(True)
    return "/".join(dict.fromkeys(answer for answer in answers if answer))


def found() -> dict[str, Row]:
    translation.activate("nb")
    world = ParticipantsWorld()
    rows: dict[str, Row] = {name: {} for name in addresses(urlpatterns)}
    for column in COLUMNS:
        client, user = Client(), world.people[column]
        if user:
            client.force_login(user)
        for name, cells in rows.items():
            cells[column] = ask(client, world.url(name), METHODS)
    return rows


def test_everybody_comes_to_what_the_table_says() -> None:
    said, is_so = table(), found()
    missing = [row_of(name, cells) for name, cells in is_so.items() if name not in said]
    assert not missing, "look whether this is as it should be, then add to docs/participants-access.md:\n" + "\n".join(
        missing
    )
    wrong = {
        (name, column): f"the table says {said[name][column]}, the site {answer}"
        for name, cells in is_so.items()
        for column, answer in cells.items()
        if said[name][column] != answer
    }
    assert wrong == {}
    assert set(said) == set(is_so), "rows of addresses that are not there any more"
