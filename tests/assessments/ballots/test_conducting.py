"""Who may open and close which round, and the page for the room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.ballots.address import short_address
from assessments.ballots.forms import RoundForm
from assessments.ballots.models import Frozen, Round, RoundUnit, Ticket
from assessments.ballots.services import close_round, plan_round
from assessments.ballots.tasks import CLOSE, OPEN, sweep_rounds
from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from programmes.tailoring.board_links import links_for
from programmes.tailoring.models import Programme
from tests.assessments import factories
from tests.growth import many

pytestmark = pytest.mark.django_db
LEADER = ("access_admin", "add_round", "change_round", "view_round")
# Who asks -> their rights, and whether they lead the round's programme.
PEOPLE = {
    "leader of this programme": (LEADER, True, True),
    "leader of another programme": (LEADER, False, False),
    "editor with the right for every programme": ((*LEADER, "conduct_every_round"), False, True),
    "leader without rights to rounds": (("access_admin",), True, False),
    "staff who only look": (("access_admin", "view_round"), False, False),
    "participant": ((), False, False),
}


def person(rights: tuple[str, ...], name: str = "ansatt") -> User:
    user = User.objects.create_user(f"{name}@instituttet.example", language="nb")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


@pytest.fixture
def planned() -> Round:
    return plan_round(factories.programme(), factories.version(), closes_at=timezone.now() + timedelta(days=5))


def leads(user: User, round: Round) -> None:
    Programme.objects.filter(pk=round.programme_id).update(course_leader=user)


@pytest.mark.parametrize("who", PEOPLE)
def test_only_those_who_conduct_a_round_open_close_change_and_delete_it(
    client: Client, planned: Round, who: str
) -> None:
    rights, leading, allowed = PEOPLE[who]
    user = person(rights)
    if leading:
        leads(user, planned)
    client.force_login(user)
    client.post(reverse("rounds:open", args=[planned.pk]))
    assert Job.objects.filter(kind=OPEN).exists() is allowed
    Round.objects.filter(pk=planned.pk).update(state=Round.State.OPEN, public_key=b"x")
    client.post(reverse("rounds:close", args=[planned.pk]), {"room": "1"})
    assert Job.objects.filter(kind=CLOSE).exists() is allowed
    assert (client.get(reverse("rounds:edit", args=[planned.pk])).status_code == 200) is allowed


def test_who_may_not_conduct_a_round_is_offered_nothing(client: Client, planned: Round) -> None:
    client.force_login(person(LEADER))
    page = client.get(reverse("rounds:round", args=[planned.pk])).content.decode()
    assert reverse("rounds:open", args=[planned.pk]) not in page
    assert reverse("rounds:edit", args=[planned.pk]) not in page


def test_course_leaders_plan_for_their_own_programmes(planned: Round) -> None:
    leader = person(LEADER)
    assert list(RoundForm(by=leader).fields["programme"].queryset) == []
    leads(leader, planned)
    assert list(RoundForm(by=leader).fields["programme"].queryset) == [planned.programme]
    editor = person((*LEADER, "conduct_every_round"), "redaktor")
    factories.programme()
    assert RoundForm(by=editor).fields["programme"].queryset.count() == 2


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(person((*LEADER, "delete_round", "conduct_every_round")))
    return client


def test_in_the_gathering_a_round_is_opened_shown_closed_and_read(editor: Client, planned: Round) -> None:
    room = reverse("rounds:room", args=[planned.pk])
    asked = editor.post(reverse("rounds:open", args=[planned.pk]), {"room": "1"})
    assert asked["Location"] == room
    assert "data-again" in editor.get(room).content.decode()
    work()
    shown = editor.get(room).content.decode()
    planned.refresh_from_db()
    assert short_address(planned.code).partition("://")[2] in shown
    assert '<svg role="img"' in shown
    assert "data-again" not in shown
    factories.answer_all(planned)
    editor.post(reverse("rounds:close", args=[planned.pk]), {"room": "1"})
    assert "data-again" in editor.get(room).content.decode()
    work()
    closed = editor.get(room).content.decode()
    assert reverse("mapping_results", args=[planned.pk]) in closed
    assert "<svg role" not in closed


def work() -> None:
    for job in Job.objects.filter(state=Job.State.QUEUED, kind__in=[OPEN, CLOSE]):
        jobs.run(str(job.pk))


def test_a_round_waits_for_its_programme(editor: Client, planned: Round) -> None:
    Programme.objects.filter(pk=planned.programme_id).update(status=Programme.Status.OFFERED)
    Round.objects.filter(pk=planned.pk).update(opens_at=timezone.now() - timedelta(hours=1))
    assert "Programmet er ikke startet" in page_of(editor, planned)
    editor.post(reverse("rounds:open", args=[planned.pk]))
    sweep_rounds()
    planned.refresh_from_db()
    assert planned.is_planned
    Programme.objects.filter(pk=planned.programme_id).update(status=Programme.Status.RUNNING)
    sweep_rounds()
    planned.refresh_from_db()
    assert planned.state == Round.State.OPEN


def page_of(client: Client, round: Round) -> str:
    return client.get(reverse("rounds:round", args=[round.pk])).content.decode()


def test_the_page_says_how_units_would_be_merged_and_what_could_be_shown(editor: Client) -> None:
    programme = factories.programme({"Fjord": {"A": 12, "B": 3}, "Vik": {"C": 9}})
    round = plan_round(programme, factories.version(), closes_at=timezone.now() + timedelta(days=5))
    page = page_of(editor, round)
    assert "Færre enn 5: Svarene telles med Fjord." in page
    # Three beside the twelve would follow by subtraction.
    assert "Vises ikke, selv om alle svarer" in page
    assert "Vises i halve trinn: færre enn 10." in page
    assert not RoundUnit.objects.exists()


def test_a_round_for_too_few_is_warned_of(editor: Client) -> None:
    programme = factories.programme({"Fjord": {"A": 4}})
    round = plan_round(programme, factories.version(), closes_at=timezone.now() + timedelta(days=5))
    assert "Færre enn 5 ville bli invitert" in page_of(editor, round)


def test_too_few_answers_are_told_plainly(editor: Client) -> None:
    round = factories.open_one()
    factories.answer_all(round, of=factories.tickets(round)[:4])
    close_round(round)
    page = page_of(editor, round)
    assert "Færre enn 5 hadde levert. Alle svar ble slettet ulest" in page


def test_a_lost_key_is_told_plainly_and_a_found_one_goes_on(editor: Client, key_directory: object) -> None:
    round = factories.open_one(closes_at=timezone.now() + timedelta(days=1))
    factories.answer_all(round)
    Round.objects.filter(pk=round.pk).update(closes_at=timezone.now())
    (file,) = key_directory.iterdir()
    kept = file.read_bytes()
    file.unlink()
    sweep_rounds()
    for page in (page_of(editor, round), editor.get(reverse("rounds:room", args=[round.pk])).content.decode()):
        assert "Uten den kan ingen lese et eneste svar" in page
    assert Ticket.objects.filter(round=round, delivered=True).count() == 15
    file.write_bytes(kept)
    sweep_rounds()
    round.refresh_from_db()
    assert (round.state, round.trouble) == (Round.State.CLOSED, "")


def test_a_closed_round_tells_who_were_invited_only_where_it_may(editor: Client) -> None:
    round = factories.open_one({"Fjord": {"A": 12, "B": 12}})
    factories.answer_all(round, of=[t for t in factories.tickets(round) if t.unit.path == ["Fjord", "A"]][:10])
    close_round(round)
    page = page_of(editor, round)
    # Everybody who delivered is in A: nobody in B did, and the page does not say it.
    assert round.turnout.invited == [{"path": [], "invited": 24}, {"path": ["Fjord"], "invited": 24}]
    assert "–" in page


def test_titles_for_staff_say_the_version(editor: Client, planned: Round) -> None:
    assert "(versjon 1)" in page_of(editor, planned)


def test_a_programme_without_rounds_leads_to_planning_one() -> None:
    programme = factories.programme()
    assert f"{reverse('rounds:add')}?programme={programme.pk}" in [link.url for link in links_for(programme)]


def test_the_model_refuses_what_opening_froze() -> None:
    round = factories.open_one()
    unit, ticket = round.units.last(), Ticket.objects.filter(round=round).first()
    unit.path = ["another"]
    ticket.unit = unit
    for row in (unit, ticket):
        with pytest.raises(Frozen):
            row.save()
    round.state = Round.State.PLANNED
    with pytest.raises(Frozen):
        round.save()


def test_reminders_go_out_by_day(planned: Round) -> None:
    planned.remind_hour = 3
    with pytest.raises(ValidationError):
        planned.full_clean()


@pytest.mark.parametrize("groups", [2, many(20)])
def test_a_rounds_pages_ask_the_same_for_any_size(
    editor: Client, django_assert_num_queries: object, groups: int
) -> None:
    shape = {f"Org {n}": {f"A{n}": 3, f"B{n}": 6} for n in range(groups)}
    round = plan_round(factories.programme(shape), factories.version(), closes_at=timezone.now() + timedelta(days=5))
    page_of(editor, round)
    with django_assert_num_queries(15):
        page_of(editor, round)
    with django_assert_num_queries(9):
        editor.get(reverse("rounds:room", args=[round.pk]))
