"""What machines ask the site, and what `check` says of wrong settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import Client


@pytest.mark.django_db
def test_alive_and_ready(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"database": True, "migrations": True, "broker": True})


@pytest.mark.django_db
def test_not_ready_without_a_broker(client: Client, settings) -> None:
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (503, False)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SECRET_KEY", "", "cms.E001"),
        ("DATA_DIR", f"{__file__}/below-a-file", "cms.E002"),
        ("CELERY_BROKER_URL", "amqp://elsewhere", "cms.E003"),
        ("ALLOWED_HOSTS", [], "cms.E005"),
        ("ENQUIRY_RECIPIENTS", [], "cms.W001"),
    ],
)
def test_a_wrong_setting_is_named(settings, name: str, value: object, message: str) -> None:
    assert message not in {found.id for found in run_checks()}
    setattr(settings, name, value)
    wrong = [found for found in run_checks() if found.id == message]
    assert len(wrong) == 1
    assert name in wrong[0].msg
    assert wrong[0].hint


def test_keys_below_public_media_are_refused(settings) -> None:
    settings.ASSESSMENTS_KEY_DIR = Path(settings.MEDIA_ROOT) / "keys"
    assert "cms.E004" in {found.id for found in run_checks()}
