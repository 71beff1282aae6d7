"""Who is asked in a mapping is not taken out with the list that brought them."""

from __future__ import annotations

import pytest

from cms.accounts.models import User
from programmes.participation.lists.models import ParticipantImport
from programmes.participation.lists.undoing import Why, outlook
from programmes.participation.models import Enrolment
from tests.assessments import factories

pytestmark = pytest.mark.django_db


def test_an_import_leaves_those_who_are_asked() -> None:
    round = factories.open_one({"Fjord": {"A": 6}})
    asked = Enrolment.objects.filter(leader_group__programme=round.programme)
    late = User.objects.create_user("sen@fjord.example")
    group = asked[0].leader_group
    Enrolment.objects.bulk_create([Enrolment(user=late, leader_group=group)])
    row = ParticipantImport.objects.create(
        programme=round.programme, state="done", made={"enrolments": list(asked.values_list("pk", flat=True))}
    )
    found = outlook(row)
    assert found.going == 1
    assert list(found.staying.values()) == [Why.USED] * 6
