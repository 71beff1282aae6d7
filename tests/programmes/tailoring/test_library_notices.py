"""Ending consents and overdue reviews on the front page of those who look after the library."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from programmes.library import reviewing
from programmes.library.models import Thing
from programmes.tailoring.library_notices import due
from tests.growth import many
from tests.programmes.library.factories import make_case, make_element, make_speaker, thing_of
from tests.programmes.tailoring.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]


def on(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_ending_consents_and_late_reviews_are_counted(editor: Client) -> None:
    make_speaker(consent_expires_on=on(90))
    make_case(consent_expires_on=on(-3))
    make_speaker(consent_expires_on=on(91))
    make_speaker()
    make_element(review_on=on(-1))
    page = text_of(editor.get(reverse("wagtailadmin_home")))
    assert "2 samtykker går ut innen 90 dager" in page
    assert f"{reverse('library_review:index')}?due=consent" in page
    assert "1 i biblioteket er over fristen for gjennomgang" in page


def test_the_most_urgent_consent_comes_first_and_what_is_archived_is_left_out() -> None:
    later, sooner = make_speaker(consent_expires_on=on(60)), make_case(consent_expires_on=on(5))
    gone = make_case(consent_expires_on=on(1))
    Thing.objects.filter(pk=thing_of(gone).pk).update(archived_at=timezone.now())
    assert list(reviewing.ending_consents(timezone.localdate())) == [thing_of(sooner), thing_of(later)]


def test_nothing_due_is_not_said(editor: Client) -> None:
    make_speaker(consent_expires_on=on(200))
    make_element(review_on=on(10))
    assert due(User.objects.get(email="editor@example.com")) == []


def test_those_who_do_not_look_after_the_library_are_not_asked(reader: Client, django_assert_num_queries: Any) -> None:
    make_speaker(consent_expires_on=on(3))
    user = User.objects.get(email="reader@example.com")
    user.has_perm("programmes.publish_module")
    with django_assert_num_queries(0):
        assert due(user) == []


@pytest.mark.parametrize("number", [5, many(50)])
def test_it_is_one_query(editor: Client, number: int, django_assert_num_queries: Any) -> None:
    for _n in range(number):
        make_speaker(consent_expires_on=on(3), review_on=on(-3))
    user = User.objects.get(email="editor@example.com")
    user.has_perm("programmes.publish_module")
    with django_assert_num_queries(1):
        assert len(due(user)) == 2
