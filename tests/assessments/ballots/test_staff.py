"""Rounds and instruments in Wagtail's admin."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.ballots.models import Round
from assessments.ballots.services import close_round, plan_round
from assessments.ballots.tasks import CLOSE, OPEN
from cms.accounts.models import User
from cms.jobs.models import Job
from programmes.tailoring.board_links import links_for
from tests.assessments import factories

pytestmark = pytest.mark.django_db


def staff(client: Client, *codes: str) -> Client:
    user = User.objects.create_user("ansatt@instituttet.example", language="nb")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codes]))
    client.force_login(user)
    return client


@pytest.fixture
def editor(client: Client) -> Client:
    return staff(client, "add_round", "change_round", "delete_round", "conduct_every_round", "view_instrumentversion")


@pytest.fixture
def planned() -> Round:
    return plan_round(factories.programme(), factories.version(), closes_at=timezone.now() + timedelta(days=5))


def plan(of: object, by: object, **changed: str) -> dict[str, str]:
    """The form of a round: a programme, an instrument, and what is changed."""
    return {
        "programme": str(of.pk),
        "instrument": str(by.pk),
        "opens_at": "2027-02-01T08:00",
        "closes_at": "2027-02-12T18:00",
        "k": "5",
        "detail_from": "10",
        "remind_hour": "9",
        **changed,
    }


def test_a_round_is_planned(editor: Client) -> None:
    version, programme = factories.version(), factories.programme()
    answer = editor.post(reverse("rounds:add"), plan(programme, version.instrument))
    round = Round.objects.get()
    assert answer["Location"] == reverse("rounds:round", args=[round.pk])
    assert (round.version, round.number, round.k, round.state) == (version, 1, 5, "planned")
    assert timezone.localtime(round.closes_at).isoformat() == "2027-02-12T18:00:00+01:00"
    assert editor.get(answer["Location"]).status_code == 200
    editor.post(reverse("rounds:add"), plan(programme, version.instrument))
    assert set(Round.objects.values_list("number", flat=True)) == {1, 2}


@pytest.mark.parametrize(
    "wrong",
    [{"k": "4"}, {"detail_from": "4"}, {"closes_at": "2027-01-01T08:00"}, {"closes_at": ""}, {"instrument": ""}],
)
def test_plans_against_the_rules_are_refused_by_the_field(editor: Client, wrong: dict[str, str]) -> None:
    version, programme = factories.version(), factories.programme()
    answer = editor.post(reverse("rounds:add"), plan(programme, version.instrument, **wrong))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == list(wrong)
    assert not Round.objects.exists()


def test_only_deliveries_are_mapped(editor: Client) -> None:
    template = factories.programme()
    type(template).objects.filter(pk=template.pk).update(kind="template", status="draft")
    answer = editor.post(reverse("rounds:add"), plan(template, factories.version().instrument))
    assert "programme" in answer.context["form"].errors


def test_a_planned_round_is_changed_and_deleted(editor: Client, planned: Round) -> None:
    sent = plan(planned.programme, planned.version.instrument, k="6", detail_from="12")
    editor.post(reverse("rounds:edit", args=[planned.pk]), sent)
    planned.refresh_from_db()
    assert (planned.k, planned.detail_from, planned.number) == (6, 12, 1)
    editor.post(reverse("rounds:delete", args=[planned.pk]))
    assert not Round.objects.exists()


def test_what_opening_froze_says_why_it_cannot_be_changed(editor: Client) -> None:
    round = factories.open_one(closes_at=timezone.now() + timedelta(days=5))
    page = editor.get(reverse("rounds:edit", args=[round.pk]))
    assert "Låst da runden åpnet" in page.content.decode()
    assert 'name="k"' in page.content.decode()
    editor.post(reverse("rounds:edit", args=[round.pk]), {"closes_at": "2027-03-01T18:00"})
    round.refresh_from_db()
    assert (round.k, round.detail_from) == (5, 10)
    assert timezone.localtime(round.closes_at).isoformat() == "2027-03-01T18:00:00+01:00"


@pytest.mark.parametrize(
    ("name", "value"), [("k", "4"), ("k", "9"), ("detail_from", "5"), ("remind_days", "7"), ("programme", ""),
                        ("instrument", "")],
)  # fmt: skip
def test_a_form_that_was_tampered_with_is_refused_by_the_field(editor: Client, name: str, value: str) -> None:
    round = factories.open_one(closes_at=timezone.now() + timedelta(days=5))
    other = {"programme": factories.programme().pk, "instrument": factories.version(code="other").instrument_id}
    sent = {"closes_at": "2027-03-01T18:00", name: value or str(other[name])}
    answer = editor.post(reverse("rounds:edit", args=[round.pk]), sent)
    assert list(answer.context["form"].errors) == [name]
    assert "Låst da runden åpnet" in answer.context["form"].errors[name][0]
    before = (round.programme_id, round.version_id, round.k, round.detail_from, round.closes_at)
    round.refresh_from_db()
    assert (round.programme_id, round.version_id, round.k, round.detail_from, round.closes_at) == before


def test_an_open_round_is_not_deleted(editor: Client) -> None:
    round = factories.open_one()
    editor.post(reverse("rounds:delete", args=[round.pk]))
    assert Round.objects.filter(pk=round.pk).exists()


def test_open_and_close_now_are_work_for_the_worker(editor: Client, planned: Round) -> None:
    for kind, address in ((OPEN, "rounds:open"), (CLOSE, "rounds:close")):
        for _press in range(2):
            editor.post(reverse(address, args=[planned.pk]))
        (job,) = Job.objects.filter(kind=kind)
        assert job.subject == {"round": planned.pk}
        page = editor.get(reverse("rounds:round", args=[planned.pk])).content.decode()
        assert "i kø" in page
        job.delete()
        Round.objects.filter(pk=planned.pk).update(state=Round.State.OPEN, public_key=b"x")
    assert editor.get(reverse("rounds:open", args=[planned.pk])).status_code == 405


def test_buttons_that_come_too_late_do_nothing(editor: Client, planned: Round) -> None:
    editor.post(reverse("rounds:close", args=[planned.pk]))
    assert not Job.objects.exists()
    planned.refresh_from_db()
    assert planned.is_planned


def test_a_closed_round_leads_to_its_results_and_stays_as_it_is(editor: Client) -> None:
    round = factories.open_one()
    factories.answer_all(round)
    close_round(round)
    page = editor.get(reverse("rounds:round", args=[round.pk])).content.decode()
    assert reverse("mapping_results", args=[round.pk]) in page
    assert editor.get(reverse("rounds:edit", args=[round.pk])).status_code == 302


def test_while_a_round_is_open_its_pages_are_the_same_whoever_has_answered(editor: Client) -> None:
    round = factories.open_one(closes_at=timezone.now() + timedelta(days=5))
    addresses = [
        reverse("rounds:round", args=[round.pk]),
        reverse("rounds:index"),
        reverse("rounds:edit", args=[round.pk]),
    ]

    def pages() -> list[str]:
        texts = [editor.get(address).content.decode() for address in addresses]
        return [line for text in texts for line in text.splitlines() if "csrf" not in line.lower()]

    before = pages()
    factories.answer_all(round)
    assert pages() == before


def test_without_the_right_nobody_comes_in(client: Client, planned: Round) -> None:
    staff(client)
    for name, args in (("rounds:index", []), ("rounds:round", [planned.pk]), ("instruments:index", [])):
        assert client.get(reverse(name, args=args)).status_code == 404
    client.post(reverse("rounds:open", args=[planned.pk]))
    planned.refresh_from_db()
    assert planned.is_planned


def test_the_board_of_a_programme_leads_to_its_rounds(planned: Round) -> None:
    assert reverse("rounds:index") + f"?programme={planned.programme_id}" in [
        link.url for link in links_for(planned.programme)
    ]


def test_instruments_are_read_in_all_languages(editor: Client) -> None:
    version = factories.version(levels=True)
    assert version.instrument.code in editor.get(reverse("instruments:index")).content.decode()
    text = editor.get(reverse("instruments:preview", args=[version.pk])).content.decode()
    for said in ("Evne 1", "Evne 1 (da)", "Trinn 5 av 4 (da)", "Ved ikke", "Hva betyr 2?"):
        assert said in text


@pytest.mark.parametrize("number", [1, 6])
def test_the_lists_ask_the_same_questions_for_any_number(
    editor: Client, django_assert_num_queries: object, number: int
) -> None:
    for code in range(number):
        plan_round(factories.programme(), factories.version(code=f"code{code}"))
    editor.get(reverse("rounds:index"))
    with django_assert_num_queries(11):
        editor.get(reverse("rounds:index"))
    with django_assert_num_queries(11):
        editor.get(reverse("instruments:index"))
