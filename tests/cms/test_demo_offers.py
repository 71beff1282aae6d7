"""The demo's offers stand in every way that an offer can."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cms.demo.builder import build
from programmes.tailoring.offers import services
from programmes.tailoring.offers.models import AgreementText, Offer
from programmes.tailoring.offers.standing import Standing

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_offers_stand_in_every_way_but_taken_back() -> None:
    build("small", seed=1)
    rows = services.with_facts(Offer.objects.order_by("programme__slug", "number"))
    today = timezone.localdate()
    assert {(row.programme.slug, row.number): services.standing(row, today) for row in rows} == {
        ("elvestrand-tilbud", 1): Standing.EXPIRED,
        ("strandby-tilbud", 1): Standing.ACCEPTED,
        ("tindvik-tilbud", 1): Standing.SUPERSEDED,
        ("tindvik-tilbud", 2): Standing.OPEN,
    }
    assert [row.comments.count() for row in rows] == [0, 1, 1, 0]
    assert set(Offer.objects.get(programme__slug="strandby-tilbud").content["texts"]) == {"nb", "da"}
    for text in AgreementText.objects.all():
        assert text.is_example
        assert set(text.text) == {"nb", "da"}
