"""Participants of one programme, and of another."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.accounts.models import User
from tests.programmes.participation import factories
from tests.programmes.participation.factories import Built


@pytest.fixture
def built(db: None) -> Built:
    return factories.make_programme()


@pytest.fixture
def participant(built: Built) -> User:
    return factories.enrol(built)


@pytest.fixture
def logged_in(client: Client, participant: User) -> Client:
    client.force_login(participant)
    return client
