"""The client's page of an offer, and staff's pages about offers."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cms.accounts.models import User
from cms.jobs import services as jobs
from cms.jobs.models import Job
from localisation.nordic import NO_BREAK
from localisation.text import LocalisedText
from programmes.tailoring.models import Programme
from programmes.tailoring.offers import services
from programmes.tailoring.offers.freezing import Conditions
from programmes.tailoring.offers.models import AgreementText, Comment, Offer
from tests.programmes.conftest import staff
from tests.programmes.tailoring.pages import text_of, url

pytestmark = pytest.mark.django_db
ANSWER = {"accept-name": "Kari Nes", "accept-title": "Kommunedirektør", "accept-email": "kari@lyngoy.example"}


def address(offer: Offer, language: str = "nb", name: str = "offer") -> str:
    with translation.override(language):
        return reverse(name, args=[offer.token])


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", ("Aksepter tilbudet", "Dette er en eksempeltekst")), ("da", ("Accepter tilbuddet", "97.000"))],
)
def test_a_client_reads_the_offer(client: Client, offer: Offer, language: str, words: tuple[str, ...]) -> None:
    page = client.get(address(offer, language))
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]
    text = text_of(page)
    assert all(word in text for word in words)
    assert "/admin/" not in text


def test_an_address_that_is_none_leads_nowhere(client: Client, offer: Offer) -> None:
    assert client.get(address(offer).replace(offer.token, "x" * len(offer.token))).status_code == 404


def test_accepting_twice_is_accepting_once(client: Client, offer: Offer) -> None:
    for _time in range(2):
        page = client.post(address(offer, name="offer_accept"), ANSWER, follow=True)
    assert "Akseptert av Kari Nes" in text_of(page)
    assert services.offers_of(offer.programme)[0].acceptance.name == "Kari Nes"


def test_what_is_missing_is_said_by_the_field(client: Client, offer: Offer) -> None:
    page = client.post(address(offer, name="offer_accept"), {**ANSWER, "accept-title": ""})
    assert "Skriv stillingen din." in text_of(page)
    assert 'value="Kari Nes"' in text_of(page)
    assert not hasattr(Offer.objects.get(), "acceptance")


def test_forms_are_guarded_against_other_sites(offer: Offer) -> None:
    assert Client(enforce_csrf_checks=True).post(address(offer, name="offer_accept"), ANSWER).status_code == 403


def test_a_comment_reaches_staff(client: Client, offer: Offer, sender: User) -> None:
    written = {"comment-name": "Kari", "comment-email": "kari@lyngoy.example", "comment-text": "Hva med <mars>?"}
    assert "Takk" in text_of(client.post(address(offer, name="offer_comment"), written, follow=True))
    client.force_login(sender)
    page = text_of(client.get(url("offers", offer.programme_id)))
    assert "Hva med &lt;mars&gt;?" in page
    assert address(offer) in page


def test_the_old_address_says_so_and_leads_nowhere(
    client: Client, offer: Offer, programme: Programme, sender: User, conditions: Conditions, today: date
) -> None:
    newer = services.send(programme, conditions, sender, today)
    page = text_of(client.get(address(offer)))
    assert "gjelder ikke lenger" in page
    assert newer.token not in page
    assert "97 000" not in page.replace(NO_BREAK, " ")
    services.withdraw(newer, sender)
    gone = client.get(address(newer))
    assert (gone.status_code, "trukket tilbake" in text_of(gone)) == (410, True)


def test_an_expired_offer_says_so_plainly(
    client: Client, programme: Programme, sender: User, agreements: object, today: date, own_checks: None
) -> None:
    old = services.send(programme, Conditions(1, today - timedelta(days=1)), sender, today)
    page = text_of(client.get(address(old)))
    assert "Tilbudet gikk ut" in page
    assert "offer_accept" not in page
    assert address(old, name="offer_accept") not in page


def test_the_worker_makes_a_tagged_document(client: Client, offer: Offer) -> None:
    assert client.get(address(offer, name="offer_document")).status_code == 404
    job = Job.objects.get(kind=services.MAKE_DOCUMENTS)
    for _time in range(2):
        Job.objects.filter(pk=job.pk).update(state="queued")
        jobs.run(str(job.pk))
    assert offer.documents.count() == 2
    file = Path(offer.documents.get(language="da").file.path)
    assert Path(settings.MEDIA_ROOT) not in file.parents
    answer = client.get(address(offer, "da", "offer_document"))
    body = b"".join(answer.streaming_content)
    assert body.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in body
    assert b"pdfuaid" in body
    assert "PDF" in text_of(client.get(address(offer)))


def test_what_people_wrote_is_no_markup(
    programme: Programme, sender: User, conditions: Conditions, agreements: object, today: date, own_checks: None
) -> None:
    programme.title = LocalisedText(nb='#panic("x") *a* $ `', da="= b")
    programme.save()
    services.send(programme, conditions, sender, today)
    jobs.run(str(Job.objects.get(kind=services.MAKE_DOCUMENTS).pk))
    assert Job.objects.get(kind=services.MAKE_DOCUMENTS).state == Job.State.DONE


@pytest.mark.usefixtures("own_checks", "agreements")
def test_staff_make_an_offer_and_see_what_is_different(client: Client, programme: Programme, sender: User) -> None:
    client.force_login(sender)
    for price in (97000, 99000):
        answer = client.post(url("offer_new", programme.pk), {"price": price, "valid_until": "2099-01-01"})
        assert answer.url == url("offers", programme.pk)
    assert "<ins>99</ins> 000" in text_of(client.get(url("offer_difference", programme.pk, 2)))
    assert "Tilbud 2: sendt" in text_of(client.get(url("board", programme.pk)))
    assert "Tilbud 2 ble laget" in text_of(client.get(url("history", programme.pk)))
    client.post(url("offer_withdraw", programme.pk, 2))
    assert "Tilbud 2: trukket tilbake" in text_of(client.get(url("board", programme.pk)))


@pytest.mark.usefixtures("own_checks")
def test_the_form_says_what_is_missing(client: Client, programme: Programme, sender: User) -> None:
    client.force_login(sender)
    assert "Teksten mangler" in text_of(client.get(url("offer_new", programme.pk)))
    page = client.post(url("offer_new", programme.pk), {"price": "mye", "valid_until": "2020-01-01"})
    assert "Velg i dag eller en senere dag." in text_of(page)
    assert not Offer.objects.exists()


def test_texts_are_for_administrators(client: Client, sender: User, agreements: object) -> None:
    client.force_login(sender)
    assert client.get(reverse("agreement_texts:index")).status_code == 404
    client.force_login(staff("admin@example.com", "add_agreementtext"))
    assert "Databehandleravtale" in text_of(client.get(reverse("agreement_texts:index")))
    new = reverse("agreement_texts:new", args=["terms"])
    assert "Vi gjør det vi sier." in text_of(client.get(new))
    client.post(new, {"text_nb": "Nye vilkår", "text_da": "Nye vilkår"})
    newest = AgreementText.objects.get(kind="terms", number=2)
    assert (newest.text["nb"], newest.is_example) == ("Nye vilkår", False)
    assert "Nye vilkår" in text_of(client.get(reverse("agreement_texts:read", args=[newest.pk])))


def test_no_comment_on_what_is_gone(client: Client, offer: Offer, sender: User) -> None:
    services.withdraw(offer, sender)
    written = {"comment-name": "Kari", "comment-email": "kari@lyngoy.example", "comment-text": "Hei"}
    client.post(address(offer, name="offer_comment"), written)
    assert not Comment.objects.exists()
