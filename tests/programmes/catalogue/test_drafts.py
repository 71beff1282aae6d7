"""From an enquiry to a programme: what is filled in, who has taken it, and what it comes to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.models import User
from localisation.text import LocalisedText
from programmes.catalogue.models import Enquiry
from programmes.tailoring import checks, status
from programmes.tailoring.models import Programme, ProgrammeModule, Sketch
from tests.programmes.catalogue.factories import Tree, add_module, add_offering, thing
from tests.programmes.conftest import staff
from tests.programmes.tailoring.wizard import Wizard

pytestmark = pytest.mark.django_db


@pytest.fixture
def sales(client: Client) -> Client:
    client.force_login(
        staff("sales@example.org", "add_programme", "change_programme", "view_enquiry", "change_enquiry")
    )
    return client


@pytest.fixture
def template(locales: object) -> Programme:
    """A template with one module."""
    template = Programme.objects.create(kind="template", slug="mal", title=LocalisedText(nb="Løftet", da="Løftet"))
    ProgrammeModule.objects.create(programme=template, module=thing(add_module()), position=1, weeks=8)
    return template


@pytest.fixture
def enquiry(tree: Tree, template: Programme) -> Enquiry:
    """About an offering with the template's module."""
    page = add_offering(tree, audience="municipality", country="DK")["nb"]
    page.modules.set(template.modules.values_list("module", flat=True))
    page.save()
    return Enquiry.objects.create(
        name="Kari Nes", email="kari@example.org", organisation="Havrum kommune", language="nb", leaders=40,
        message="Vi vil i gang til høsten.", offering=page,
    )  # fmt: skip


def begin(client: Client, enquiry: Enquiry) -> str:
    return client.post(reverse("enquiries:draft", args=[enquiry.pk])).headers["Location"]


def test_the_pages_open_with_what_the_client_wrote(sales: Client, enquiry: Enquiry, template: Programme) -> None:
    address = begin(sales, enquiry)
    assert address.endswith("/client/")  # the template that fits the offering was chosen
    page = sales.get(address)
    form = page.context["form"]
    values = {name: form[name].value() for name in ("client", "languages", "country", "sector")}
    assert values == {"client": "Havrum kommune", "languages": ["nb"], "country": "DK", "sector": "municipality"}
    content = page.content.decode()
    assert all(words in content for words in ("Vi vil i gang til høsten.", "Kari Nes", "40 ledere"))
    assert Sketch.objects.get().answers["start"]["source"] == template.pk


def test_whoever_begins_has_taken_the_enquiry(sales: Client, enquiry: Enquiry) -> None:
    begin(sales, enquiry)
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.handled_by) == ("taken", User.objects.get(email="sales@example.org"))


def test_a_meeting_that_was_agreed_stays_agreed(sales: Client, enquiry: Enquiry) -> None:
    colleague = staff("colleague@example.org")
    Enquiry.objects.update(state="meeting", handled_by=colleague)
    begin(sales, enquiry)
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.handled_by) == ("meeting", colleague)


def test_beginning_again_goes_on_and_a_colleague_begins_their_own(sales: Client, enquiry: Enquiry) -> None:
    assert begin(sales, enquiry) == begin(sales, enquiry)
    sales.force_login(staff("second@example.org", "add_programme", "view_enquiry", "change_enquiry"))
    begin(sales, enquiry)
    assert Sketch.objects.count() == 2


def test_another_offering_than_the_template_asks_where_to_start(
    sales: Client, enquiry: Enquiry, template: Programme
) -> None:
    for number in range(2):
        module = thing(add_module(f"Modul {number}"))
        ProgrammeModule.objects.create(programme=template, module=module, position=number + 2, weeks=8)
    assert begin(sales, enquiry).endswith("/start/")


def make_draft(client: Client, enquiry: Enquiry) -> Programme:
    address = begin(client, enquiry)
    wizard = Wizard(client)
    wizard.key = address.split("/")[-3]
    wizard.client_page(client="Havrum kommune", groups="Rådmannens ledergruppe")
    wizard.schedule()
    return wizard.finish()


def test_the_draft_and_the_enquiry_know_each_other(sales: Client, enquiry: Enquiry) -> None:
    programme = make_draft(sales, enquiry)
    assert list(programme.enquiries.all()) == [enquiry]
    edit = sales.get(reverse("enquiries:edit", args=[enquiry.pk])).content.decode()
    assert reverse("programmes:board", args=[programme.pk]) in edit
    assert begin(sales, enquiry) == reverse("programmes:board", args=[programme.pk])


@pytest.mark.parametrize(
    ("steps", "state"), [(["offered"], "offered"), (["running"], "won"), (["offered", "draft"], "offered")]
)
def test_the_enquiry_comes_to_what_the_programme_does(
    sales: Client, enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch, steps: list[str], state: str
) -> None:
    monkeypatch.setattr(checks, "_checks", [])
    programme = make_draft(sales, enquiry)
    for step in steps:
        status.change(programme, step, date(2027, 1, 1))
    enquiry.refresh_from_db()
    assert enquiry.state == state


def test_a_lost_enquiry_is_not_found_again_by_itself(
    sales: Client, enquiry: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_checks", [])
    programme = make_draft(sales, enquiry)
    Enquiry.objects.update(state="lost")
    status.change(programme, "offered", date(2027, 1, 1))
    enquiry.refresh_from_db()
    assert enquiry.state == "lost"


@pytest.mark.parametrize("permissions", [("view_enquiry", "change_enquiry"), ("add_programme",)])
def test_both_permissions_are_needed(client: Client, enquiry: Enquiry, permissions: tuple[str, ...]) -> None:
    client.force_login(staff("other@example.org", *permissions))
    client.post(reverse("enquiries:draft", args=[enquiry.pk]))
    assert not Sketch.objects.exists()


def test_the_button_is_for_those_who_may(client: Client, enquiry: Enquiry, sales: Client) -> None:
    address = reverse("enquiries:edit", args=[enquiry.pk])
    assert reverse("enquiries:draft", args=[enquiry.pk]) in sales.get(address).content.decode()
    client.force_login(staff("other@example.org", "view_enquiry", "change_enquiry"))
    page: Any = client.get(address)
    assert page.status_code == 200
    assert reverse("enquiries:draft", args=[enquiry.pk]) not in page.content.decode()
