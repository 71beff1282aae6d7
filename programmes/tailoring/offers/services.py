"""What happens to offers: sent, taken back, accepted, commented on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from wagtail.log_actions import log

from cms.accounts.models import User
from cms.jobs.services import enqueue
from cms.mail.services import queue
from cms.pages.frame import absolute
from localisation import languages
from programmes.tailoring import checks, status
from programmes.tailoring.models import Programme
from programmes.tailoring.offers.agreements import newest_agreements
from programmes.tailoring.offers.freezing import Conditions, digest_of, freeze
from programmes.tailoring.offers.models import Acceptance, AgreementText, Comment, Offer, Withdrawal
from programmes.tailoring.offers.standing import Facts, Standing, standing_of
from programmes.tailoring.plan import plan_of

Status = Programme.Status
MAKE_DOCUMENTS = "make-offer-documents"
# What the programme's history calls them.
SENT, WITHDRAWN = "programmes.offer.sent", "programmes.offer.withdrawn"
ACCEPTED, COMMENTED = "programmes.offer.accepted", "programmes.offer.commented"
# So many comments can one offer have; a client never comes near it.
MOST_COMMENTS = 100


class NotNow(ValueError):
    """The programme is not one that can be offered now."""


class NoAgreement(ValueError):
    """There is no text yet of the terms, or of the data-processing agreement."""


class NotOpen(ValueError):
    """The offer can no longer be accepted: `standing`."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.value)
        self.standing = standing


class TooManyComments(ValueError):
    """The offer has as many comments as it can have."""


@dataclass(frozen=True)
class Person:
    """Who answers for the client, as they wrote it."""

    name: str
    email: str
    title: str = ""


def with_standing(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    """Offers with what their standing depends on; no further queries."""
    newer = Offer.objects.filter(programme=OuterRef("programme"), number__gt=OuterRef("number"))
    return rows.select_related("acceptance", "withdrawal").annotate(superseded=Exists(newer))


def with_facts(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    """Offers with their standing, their programme and who sent them; no further queries."""
    return with_standing(rows).select_related("programme", "sent_by")


def standing(offer: Offer, today: date) -> Standing:
    """What may still be done with an offer that came through `with_standing`."""
    superseded: bool = vars(offer)["superseded"]
    facts = Facts(hasattr(offer, "withdrawal"), hasattr(offer, "acceptance"), superseded, offer.valid_until)
    return standing_of(facts, today)


def offers_of(programme: Programme) -> list[Offer]:
    """All versions, the newest first, with their comments. Two queries."""
    return list(with_facts(Offer.objects.filter(programme=programme)).prefetch_related("comments").order_by("-number"))


@transaction.atomic
def send(programme: Programme, conditions: Conditions, by: User, today: date) -> Offer:
    """Freeze the programme as its next offer, which supersedes those before; a draft is then offered.

    Raises `NotNow`, `NoAgreement`, and `status.Blocked` when the checks stop it.
    """
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    if locked.is_template or locked.status not in (Status.DRAFT, Status.OFFERED):
        raise NotNow(locked.status)
    stops = checks.stops(checks.run(plan_of(programme, languages.current(), today)))
    if stops:
        raise status.Blocked(stops)
    agreements = newest_agreements()
    if len(agreements) < len(AgreementText.Kind):
        raise NoAgreement
    offer = _store(programme, conditions, agreements, by, today)
    if locked.status == Status.DRAFT:
        status.change(programme, Status.OFFERED, today)
    log(instance=programme, action=SENT, user=by, data={"number": offer.number})
    enqueue(MAKE_DOCUMENTS, started_by=by, offer=offer.pk)
    return offer


def _store(
    programme: Programme, conditions: Conditions, agreements: Iterable[AgreementText], by: User, today: date
) -> Offer:
    last = Offer.objects.filter(programme=programme).aggregate(last=Max("number"))["last"]
    number = (last or 0) + 1
    content = freeze(programme, conditions, number, agreements, by, today)
    return Offer.objects.create(
        programme=programme, number=number, content=content, digest=digest_of(content),
        valid_until=conditions.valid_until, sent_by=by,
    )  # fmt: skip


@transaction.atomic
def withdraw(offer: Offer, by: User | None) -> None:
    """Take an offer back; its address then says so and nothing else. Twice is once. `NotOpen` when it was accepted."""
    Offer.objects.select_for_update().get(pk=offer.pk)
    if Acceptance.objects.filter(offer=offer).exists():
        raise NotOpen(Standing.ACCEPTED)
    _withdrawal, made = Withdrawal.objects.get_or_create(offer=offer, defaults={"withdrawn_by": by})
    if made:
        log(instance=offer.programme, action=WITHDRAWN, user=by, data={"number": offer.number})


def withdraw_all(programme: Programme) -> None:
    """Take back what was offered and not accepted, as a programme that is a draft again has no offer."""
    for offer in Offer.objects.filter(programme=programme, acceptance=None, withdrawal=None):
        withdraw(offer, None)


@transaction.atomic
def accept(offer: Offer, person: Person, language: str, today: date) -> Acceptance:
    """The client's yes; whoever comes second gets the first one's. Raises `NotOpen`."""
    Offer.objects.select_for_update().get(pk=offer.pk)
    current = with_facts(Offer.objects.filter(pk=offer.pk)).get()
    found = standing(current, today)
    if found is Standing.ACCEPTED:
        return current.acceptance
    if found is not Standing.OPEN:
        raise NotOpen(found)
    acceptance = Acceptance.objects.create(
        offer=offer, name=person.name, title=person.title, email=person.email, digest=offer.digest
    )
    log(instance=offer.programme, action=ACCEPTED, data={"number": offer.number, "name": person.name})
    _mail_acceptance(current, acceptance, language)
    return acceptance


@transaction.atomic
def comment(offer: Offer, person: Person, text: str, today: date) -> Comment:
    """The client's words about an offer; the same words twice are once. Raises `NotOpen` and `TooManyComments`."""
    current = with_facts(Offer.objects.filter(pk=offer.pk)).get()
    found = standing(current, today)
    if found in (Standing.WITHDRAWN, Standing.SUPERSEDED):
        raise NotOpen(found)
    fingerprint = hashlib.sha256(f"{person.email.casefold()}\n{text}".encode()).hexdigest()
    if there := offer.comments.filter(fingerprint=fingerprint).first():
        return there
    if offer.comments.count() >= MOST_COMMENTS:
        raise TooManyComments
    try:
        with transaction.atomic():
            written = Comment.objects.create(
                offer=offer, name=person.name, email=person.email, text=text, fingerprint=fingerprint
            )
    except IntegrityError:  # the same click, at the same moment
        return offer.comments.get(fingerprint=fingerprint)
    log(instance=offer.programme, action=COMMENTED, data={"number": offer.number, "name": person.name})
    for address in staff_addresses(current):
        _mail(f"offer-comment:{written.pk}:{address}", address, "offer_comment", settings.LANGUAGE_CODE, current,
              reply_to=person.email, comment=written)  # fmt: skip
    return written


def staff_addresses(offer: Offer) -> list[str]:
    """Who hears of what the client does: the sender and the course leader, otherwise whoever gets enquiries."""
    people = [offer.sent_by, offer.programme.course_leader]
    return list(dict.fromkeys(person.email for person in people if person)) or settings.ENQUIRY_RECIPIENTS


def path_of(offer: Offer, language: str) -> str:
    """Where an offer is on this site, in one of its languages."""
    with override(language):
        return reverse("offer", args=[offer.token])


def address_of(offer: Offer, language: str) -> str:
    """The whole secret address of an offer in one of its languages."""
    return absolute(path_of(offer, language))


def _mail_acceptance(offer: Offer, acceptance: Acceptance, language: str) -> None:
    for address in staff_addresses(offer):
        _mail(f"offer-accepted:{offer.pk}:staff:{address}", address, "offer_accepted_staff", settings.LANGUAGE_CODE,
              offer, reply_to=acceptance.email, acceptance=acceptance)  # fmt: skip
    contact = offer.content["contact"]["email"]
    _mail(f"offer-accepted:{offer.pk}:client", acceptance.email, "offer_accepted_client", language, offer,
          reply_to=contact, acceptance=acceptance)  # fmt: skip


def _mail(key: str, to: str, name: str, language: str, offer: Offer, reply_to: str, **more: object) -> None:
    with override(language):
        context = {
            "offer": offer, "title": str(offer.programme), "client": str(offer.programme.client),
            "address": address_of(offer, language),
            "offers_url": absolute(reverse("programmes:offers", args=[offer.programme_id])), **more,
        }  # fmt: skip
        text = render_to_string(f"email/{name}.txt", context)
    subject, _line, body = text.strip().partition("\n")
    queue(key=key, to=to, subject=subject.strip(), body=f"{body.strip()}\n", reply_to=reply_to)
