"""What leader groups add to the board of a programme."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from programmes.participation.board import people
from programmes.participation.models import LeaderGroup
from programmes.tailoring import checks
from programmes.tailoring.models import Programme
from programmes.tailoring.plan import plan_of
from tests.programmes.participation import factories

pytestmark = pytest.mark.django_db


def stops(programme: Programme) -> list[checks.Finding]:
    found = checks.run(plan_of(programme, "nb", timezone.localdate()))
    return [finding for finding in found if finding.check == "no-leader-group"]


def test_groups_and_people_are_counted_and_lead_to_their_lists() -> None:
    built = factories.make_programme(groups=2, members=3)
    groups, members, leading = people(built.programme)
    assert (groups.label, members.label) == ("2 ledergrupper", "6 deltakere")
    assert groups.url == f"{reverse('leader_groups:index')}?programme={built.programme.pk}"
    assert members.url == f"{reverse('participants:index')}?programme={built.programme.pk}"
    assert leading.url == reverse("leading:programme", args=[built.programme.pk])
    assert stops(built.programme) == []


def test_a_programme_without_a_group_is_stopped_and_shown_the_way(client: Client) -> None:
    client.force_login(User.objects.create_superuser("aksel@instituttet.example", "bro-mellom-to-land"))
    programme = factories.make_programme(groups=0).programme
    organisation = factories.make_group(factories.make_programme().programme).organisation
    assert list(people(programme)) == []
    [stop] = stops(programme)
    assert stop.severity is checks.Severity.STOP
    assert client.get(stop.url).context["form"].initial["programme"] == str(programme.pk)
    form = {"programme": programme.pk, "organisation": organisation.pk, "name_nb": "Oppvekst"}
    response = client.post(stop.url, form, follow=True)
    assert LeaderGroup.objects.get(programme=programme).name.in_("nb") == "Oppvekst"
    assert reverse("programmes:board", args=[programme.pk]) in response.content.decode()


def test_a_template_needs_no_leader_group() -> None:
    programme = factories.make_programme(groups=0).programme
    programme.kind = Programme.Kind.TEMPLATE
    assert stops(programme) == []
