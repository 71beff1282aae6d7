"""A programme that can be offered, the texts that go with it, and an offer of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cms.accounts.models import User
from localisation.text import LocalisedText
from programmes.tailoring import checks
from programmes.tailoring.models import Programme
from programmes.tailoring.offers import services
from programmes.tailoring.offers.agreements import publish
from programmes.tailoring.offers.freezing import Conditions
from programmes.tailoring.offers.models import AgreementText, Offer
from tests.programmes.conftest import staff
from tests.programmes.tailoring.factories import make_programme


@pytest.fixture
def own_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this room's checks: leader groups and rounds are other rooms' business."""
    own = [check for check in checks._checks if type(check).__module__.startswith(checks.__name__)]
    monkeypatch.setattr(checks, "_checks", own)


@pytest.fixture
def sender(locales: object) -> User:
    return staff("sender@example.com", "change_programme", "view_programme", "add_programme")


@pytest.fixture
def agreements(locales: object) -> list[AgreementText]:
    text = LocalisedText(nb="# Først\n\nVi gjør det vi sier.", da="# Først\n\nVi gør, hvad vi siger.")
    return [publish(kind, text, is_example=True, by=None) for kind in AgreementText.Kind.values]


@pytest.fixture
def programme(locales: object) -> Programme:
    return make_programme(languages=["nb", "da"])


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def conditions(today: date) -> Conditions:
    return Conditions(97_000, today + timedelta(days=30))


@pytest.fixture
def offer(
    programme: Programme, conditions: Conditions, sender: User, agreements: object, today: date, own_checks: None
) -> Offer:
    return services.send(programme, conditions, sender, today)
