"""An enquiry is saved before it is mailed, kept once, and never lost to a trap."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail, signing
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone

from cms.jobs import services as jobs
from cms.jobs.models import Job
from cms.mail.models import OutgoingMail
from cms.privacy import retention
from cms.privacy.terms import CONTACT_MONTHS, months_before
from programmes.catalogue import traps
from programmes.catalogue.forms import EnquiryForm
from programmes.catalogue.models import Enquiry, OfferingPage
from tests.programmes.catalogue.factories import Tree, add_offering

pytestmark = pytest.mark.django_db
NB, DA = "/nb/foresporsel/", "/da/forespoergsel/"
RECIPIENT = "redaksjon@instituttet.example"


class Broken(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError("no mail server here")


def token(age: float = 60) -> str:
    """A token of a form that was shown `age` seconds ago."""
    then = timezone.now().timestamp() - age
    with patch.object(signing.time, "time", return_value=then):
        return traps.new_token()


def written(**changes: Any) -> dict[str, Any]:
    values = {
        "name": "Kari Nes",
        "organisation": "Havrum kommune",
        "email": "kari@example.org",
        "message": "Vi vil vite mer.",
        "token": token(),
        "website": "",
    }
    return {**values, **changes}


def send(client: Client, address: str = NB, **changes: Any) -> Any:
    return client.post(address, written(**changes))


def run_jobs() -> None:
    for job in Job.objects.filter(state=Job.State.QUEUED):
        jobs.run(str(job.pk))


def test_an_enquiry_is_saved_mailed_and_thanked_for(client: Client) -> None:
    response = send(client, phone="123", leaders="12")
    assert (response.status_code, response["Location"]) == (302, "/nb/foresporsel/takk/")
    enquiry = Enquiry.objects.get()
    assert (enquiry.name, enquiry.leaders, enquiry.language, enquiry.state) == ("Kari Nes", 12, "nb", "new")
    assert enquiry.newsletter is False
    run_jobs()
    to_staff, receipt = sorted(mail.outbox, key=lambda message: message.to != [RECIPIENT])
    assert (to_staff.to, to_staff.reply_to) == ([RECIPIENT], ["kari@example.org"])
    assert to_staff.subject == "Forespørsel fra Havrum kommune"
    assert "Vi vil vite mer." in to_staff.body
    assert f"/admin/enquiries/edit/{enquiry.pk}/" in to_staff.body
    assert (receipt.to, receipt.subject) == (["kari@example.org"], "Vi har mottatt forespørselen din")
    assert "tolv måneder" in receipt.body


def test_a_receipt_carries_none_of_the_senders_words(client: Client) -> None:
    """Else the form would send anybody's advertising to anybody."""
    send(client, name="KJØP BILLIG", organisation="KJØP NÅ", message="KJØP HER")
    run_jobs()
    receipt = next(message for message in mail.outbox if message.to == ["kari@example.org"])
    assert "KJØP" not in receipt.subject + receipt.body


def test_a_danish_enquiry_is_answered_in_danish(client: Client) -> None:
    response = send(client, DA)
    assert response["Location"] == "/da/forespoergsel/tak/"
    assert Enquiry.objects.get().language == "da"
    receipt = OutgoingMail.objects.get(to="kari@example.org")
    assert receipt.subject == "Vi har modtaget din forespørgsel"
    assert OutgoingMail.objects.get(to=RECIPIENT).subject.startswith("Forespørsel fra")


def test_saved_although_the_mail_server_is_down(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    assert send(client).status_code == 302
    for job in Job.objects.all():
        with pytest.raises(ConnectionRefusedError):
            jobs.run(str(job.pk))
    assert Enquiry.objects.count() == 1
    assert list(Job.objects.values_list("state", flat=True)) == ["queued", "queued"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run_jobs()
    assert len(mail.outbox) == 2
    assert not OutgoingMail.objects.filter(sent_at=None).exists()


def test_sending_twice_is_one_enquiry(client: Client) -> None:
    values = written()
    assert [client.post(NB, values).status_code for _ in range(3)] == [302, 302, 302]
    assert Enquiry.objects.count() == 1
    assert OutgoingMail.objects.count() == 2


def test_going_back_and_changing_it_is_another_one(client: Client) -> None:
    values = written()
    client.post(NB, values)
    client.post(NB, {**values, "message": "Og en ting til."})
    assert set(Enquiry.objects.values_list("message", flat=True)) == {"Vi vil vite mer.", "Og en ting til."}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Skriv navnet ditt"),
        ({"organisation": "  "}, "Skriv hvor du arbeider"),
        ({"email": ""}, "Skriv e-postadressen din"),
        ({"email": "kari"}, "Skriv en hel e-postadresse"),
        ({"leaders": "mange"}, "Skriv antallet med tall"),
        ({"leaders": "0"}, "1"),
        ({"message": "x" * 5001}, "5000"),
        ({"name": "n" * 101}, "100"),
    ],
)
def test_errors_are_named_by_the_field_and_nothing_is_lost(client: Client, changes: dict, words: str) -> None:
    response = send(client, **{"organisation": "Øygard", "phone": "99 88", **changes})
    content = response.content.decode()
    name = next(iter(changes))
    assert response.status_code == 200
    assert Enquiry.objects.count() == 0
    assert words in content
    assert f'href="#id_{name}"' in content  # the summary leads to the field
    assert f'id="id_{name}_error"' in content
    assert 'value="99 88"' in content
    assert "Vi vil vite mer." in content or name == "message"


def test_errors_in_danish(client: Client) -> None:
    content = send(client, DA, name="", email="x").content.decode()
    assert "Skriv dit navn" in content
    assert "Skriv en hel e-mailadresse" in content


@pytest.mark.parametrize(
    "caught",
    [
        {"website": "http://spam.example"},
        {"token": lambda: token(age=1)},
        {"token": lambda: token(age=3 * 24 * 3600)},
        {"token": "made-up"},
        {"token": ""},
    ],
)
def test_a_trap_gives_all_back_and_the_next_try_goes_through(client: Client, caught: dict) -> None:
    caught = {name: value() if callable(value) else value for name, value in caught.items()}
    response = send(client, **caught)
    content = response.content.decode()
    assert Enquiry.objects.count() == 0
    assert "Se gjennom og send en gang til" in content
    assert "Vi vil vite mer." in content
    again = {name: response.context["form"][name].value() or "" for name in written()}
    assert again["website"] == ""
    with patch.object(signing.time, "time", return_value=timezone.now().timestamp() + 10):
        assert client.post(NB, again).status_code == 302
    assert Enquiry.objects.count() == 1


def test_too_many_from_one_address_lose_nothing(client: Client) -> None:
    for number in range(traps.MOST_AN_HOUR):
        assert send(client, message=f"Nummer {number}").status_code == 302
    response = send(client, message="En til")
    assert response.status_code == 429
    content = response.content.decode()
    assert "En til" in content
    assert "post@instituttet.example" in content
    assert Enquiry.objects.count() == traps.MOST_AN_HOUR
    assert Client(REMOTE_ADDR="10.0.0.9").post(NB, written()).status_code == 302


def test_line_breaks_cannot_reach_the_head_of_a_mail(client: Client) -> None:
    send(client, organisation="Havrum\r\nBcc: alle@example.org", name="Kari\nNes")
    run_jobs()
    enquiry = Enquiry.objects.get()
    assert (enquiry.organisation, enquiry.name) == ("Havrum Bcc: alle@example.org", "Kari Nes")
    assert all(message.bcc == [] for message in mail.outbox)


def test_prefilled_with_an_offering_in_each_language(tree: Tree, client: Client) -> None:
    add_offering(tree)
    response = client.get(f"{NB}?offering=loftet-1")
    content = response.content.decode()
    assert "Forespørselen gjelder: Løftet 1" in content
    assert f'href="{DA}?offering=loeftet-1"' in content  # switching keeps it
    send(client, offering="loftet-1")
    assert Enquiry.objects.get().offering == OfferingPage.objects.get(slug="loftet-1")
    assert client.get(f"{NB}?offering=finnes-ikke").status_code == 200
    assert client.get(f"{NB}?offering=<b>").status_code == 200


def test_the_short_form_on_an_offering_is_enough(tree: Tree, client: Client) -> None:
    add_offering(tree)
    form = client.get("/nb/programmer/loftet-1/").context["enquiry_form"]
    assert form["offering"].value() == "loftet-1"
    assert client.post(NB, written(offering=form["offering"].value())).status_code == 302


def test_the_newsletter_is_not_ticked_and_the_trap_is_out_of_reach(client: Client) -> None:
    content = client.get(NB).content.decode()
    box = content[content.index('name="newsletter"') :].split(">")[0]
    assert "checked" not in box
    trap = content[content.index('name="website"') :].split(">")[0]
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert "sletter det etter tolv måneder" in content
    assert CONTACT_MONTHS == 12  # the form's promise and the rule
    send(client, newsletter="on")
    assert Enquiry.objects.get().newsletter is True


def test_the_form_needs_its_csrf_token() -> None:
    assert Client(enforce_csrf_checks=True).post(NB, written()).status_code == 403


def test_old_enquiries_are_forgotten_unless_won(client: Client) -> None:
    long_ago = months_before(timezone.now(), CONTACT_MONTHS) - timedelta(days=1)
    for number, state in enumerate(["new", "lost", "won"]):
        send(client, message=f"{number}")
        Enquiry.objects.filter(message=f"{number}").update(state=state, created_at=long_ago)
    send(client, message="ny")
    retention.carry_out(timezone.now())
    assert set(Enquiry.objects.values_list("message", flat=True)) == {"2", "ny"}


def test_a_form_gives_back_what_was_written() -> None:
    form = EnquiryForm(written(website="x"))
    again = form.given_back("new")
    assert again["message"].value() == "Vi vil vite mer."
    assert (again["website"].value(), again["token"].value()) == ("", "new")
