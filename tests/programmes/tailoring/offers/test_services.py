"""Offers are frozen, versioned, and answered once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cms.accounts.models import User
from cms.mail.models import OutgoingMail
from localisation.text import LocalisedText
from programmes.library.models import EditionText, Immutable, Thing
from programmes.tailoring import status
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem
from programmes.tailoring.offers import services
from programmes.tailoring.offers.agreements import example, publish
from programmes.tailoring.offers.differing import differences
from programmes.tailoring.offers.freezing import Conditions, digest_of
from programmes.tailoring.offers.models import Acceptance, AgreementText, Comment, Offer
from programmes.tailoring.offers.reading import read
from programmes.tailoring.offers.services import NotOpen, Person
from programmes.tailoring.offers.standing import Facts, Standing, standing_of
from tests.programmes.tailoring import factories

pytestmark = pytest.mark.django_db
KARI = Person("Kari Nes", "kari@lyngoy.example", "Kommunedirektør")


def test_an_offer_says_everything_in_every_language(offer: Offer) -> None:
    for language, price in (("nb", "97\u00a0000\u00a0kr"), ("da", "97.000\u00a0kr.")):
        page = read(offer, language)
        assert page.price == price
        assert len(page.modules) == 4
        assert page.modules[0].title.text.endswith(f"({language})")
        assert [row.kind for row in page.agreements] == ["terms", "data_processing"]
        assert page.agreements[0].is_example
        assert page.agreements[0].paragraphs[0].heading
        assert page.modules[0].gatherings[0].clock.startswith("kl.")


def test_a_programme_that_is_offered_says_so(offer: Offer, programme: Programme) -> None:
    programme.refresh_from_db()
    assert programme.status == "offered"
    assert offer.number == 1
    assert offer.digest == digest_of(offer.content)


def test_an_offer_stays_as_it_was_when_everything_changes(offer: Offer, programme: Programme) -> None:
    before = [read(offer, language) for language in ("nb", "da")]
    for thing in Thing.objects.all():
        factories.publish(thing, 2, minutes=99)
    Thing.objects.update(label="Something else")
    Gathering.objects.update(venue=LocalisedText(nb="Et annet sted"))
    ProgrammeItem.objects.filter(programme_module__programme=programme)[0].delete()
    publish(AgreementText.Kind.TERMS, LocalisedText(nb="Andre vilkår"), is_example=False, by=None)
    again = Offer.objects.get(pk=offer.pk)
    assert [read(again, language) for language in ("nb", "da")] == before
    assert digest_of(again.content) == again.digest


def test_what_was_offered_can_not_be_changed(offer: Offer) -> None:
    with pytest.raises(Immutable):
        offer.save()
    with pytest.raises(Immutable):
        Offer.objects.update(valid_until=date(2030, 1, 1))
    with pytest.raises(Immutable):
        Offer.objects.all().delete()


def test_addresses_can_not_be_guessed(
    offer: Offer, programme: Programme, conditions: Conditions, sender: User, today: date
) -> None:
    other = services.send(programme, conditions, sender, today)
    assert len(offer.token) >= 40
    assert offer.token != other.token


def test_a_stop_keeps_a_programme_from_being_offered(
    programme: Programme, conditions: Conditions, sender: User, agreements: object, today: date, own_checks: None
) -> None:
    Gathering.objects.update(starts_at=None, ends_at=None)
    with pytest.raises(status.Blocked):
        services.send(programme, conditions, sender, today)
    with pytest.raises(status.Blocked):
        status.change(programme, "offered", today)
    assert not Offer.objects.exists()


@pytest.mark.parametrize("state", ["running", "completed"])
def test_only_drafts_and_what_is_offered_can_be_offered(
    programme: Programme, conditions: Conditions, sender: User, agreements: object, today: date, state: str
) -> None:
    Programme.objects.filter(pk=programme.pk).update(status=state)
    with pytest.raises(services.NotNow):
        services.send(programme, conditions, sender, today)


def test_without_texts_there_is_no_offer(
    programme: Programme, conditions: Conditions, sender: User, today: date, own_checks: None
) -> None:
    with pytest.raises(services.NoAgreement):
        services.send(programme, conditions, sender, today)


def standing(offer: Offer, today: date) -> Standing:
    return services.standing(services.with_facts(Offer.objects.filter(pk=offer.pk)).get(), today)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (Facts(False, False, False, date(2027, 2, 1)), Standing.OPEN),
        (Facts(False, False, False, date(2027, 1, 31)), Standing.EXPIRED),
        (Facts(False, False, True, date(2027, 1, 31)), Standing.SUPERSEDED),
        (Facts(True, False, True, date(2027, 2, 2)), Standing.WITHDRAWN),
        (Facts(False, True, True, date(2027, 1, 31)), Standing.ACCEPTED),
    ],
)
def test_how_an_offer_stands(facts: Facts, expected: Standing) -> None:
    assert standing_of(facts, date(2027, 2, 1)) is expected


def test_a_yes_is_given_once(offer: Offer, programme: Programme, today: date) -> None:
    first = services.accept(offer, KARI, "nb", today)
    again = services.accept(offer, Person("Ola", "ola@lyngoy.example", "Rådgiver"), "nb", today)
    assert again == first
    assert Acceptance.objects.get().digest == offer.digest
    mails = {mail.to: mail for mail in OutgoingMail.objects.all()}
    assert set(mails) == {"kari@lyngoy.example", "sender@example.com"}
    assert offer.digest in mails["kari@lyngoy.example"].body
    programme.refresh_from_db()
    assert programme.status == "offered"


def test_what_holds_no_longer_can_not_be_accepted(
    offer: Offer, programme: Programme, conditions: Conditions, sender: User, today: date
) -> None:
    with pytest.raises(NotOpen, match="expired"):
        services.accept(offer, KARI, "nb", offer.valid_until + timedelta(days=1))
    newer = services.send(programme, conditions, sender, today)
    with pytest.raises(NotOpen, match="superseded"):
        services.accept(offer, KARI, "nb", today)
    services.withdraw(newer, sender)
    services.withdraw(newer, sender)
    with pytest.raises(NotOpen, match="withdrawn"):
        services.accept(newer, KARI, "nb", today)


def test_a_draft_again_takes_its_offer_back(offer: Offer, programme: Programme, today: date) -> None:
    programme.refresh_from_db()
    status.change(programme, "draft", today)
    assert standing(offer, today) is Standing.WITHDRAWN


def test_what_was_accepted_is_not_taken_back(offer: Offer, programme: Programme, sender: User, today: date) -> None:
    services.accept(offer, KARI, "nb", today)
    with pytest.raises(NotOpen):
        services.withdraw(offer, sender)
    programme.refresh_from_db()
    status.change(programme, "draft", today)
    assert standing(offer, today) is Standing.ACCEPTED


def test_the_same_comment_is_one_comment(offer: Offer, today: date, monkeypatch: pytest.MonkeyPatch) -> None:
    for _time in range(2):
        services.comment(offer, KARI, "Kan vi begynne i mars?", today)
    assert Comment.objects.count() == 1
    assert OutgoingMail.objects.get().reply_to == KARI.email
    monkeypatch.setattr(services, "MOST_COMMENTS", 1)
    with pytest.raises(services.TooManyComments):
        services.comment(offer, KARI, "Eller i april?", today)


def test_the_difference_between_versions(
    offer: Offer, programme: Programme, sender: User, conditions: Conditions, today: date
) -> None:
    item = ProgrammeItem.objects.filter(programme_module__programme=programme)[0]
    item.title_override = LocalisedText(nb="Et helt nytt navn")
    item.save()
    newer = services.send(programme, Conditions(99_000, conditions.valid_until), sender, today)
    changes = differences(offer, newer, "nb")
    said = {
        change.label: "".join(p.text for part in change.parts for pair in part.pairs for p in pair.after)
        for change in changes
    }
    assert "99\u00a0000" in said["Tilbudet"]
    assert any("Et helt nytt navn" in words for words in said.values())
    assert len(said) == 2
    assert differences(offer, offer, "nb") == []


def test_there_are_example_texts_in_every_language() -> None:
    for kind in AgreementText.Kind.values:
        assert set(example(kind)) == {"nb", "da"}


def test_a_language_that_lacks_a_text_shows_the_other(
    programme: Programme, conditions: Conditions, sender: User, agreements: object, today: date, own_checks: None
) -> None:
    EditionText.objects.filter(language="da").delete()
    page = read(services.send(programme, conditions, sender, today), "da")
    assert page.modules[0].title.lang == "nb"
    assert page.agreements[0].lang == ""
