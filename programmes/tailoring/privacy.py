"""What programmes and offers hold about people: who worked on them, and who said yes for the client."""

from __future__ import annotations

from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.privacy.registry import Basis, Kind, Retention, Rows, Whose, about, deleted, kept, nothing, work
from cms.privacy.terms import BOOKKEEPING_YEARS, FOR_BOOKKEEPING
from programmes.tailoring.models import Sketch
from programmes.tailoring.offers.models import Acceptance, Comment

# As long as somebody may come back to a programme they began.
SKETCHES_KEPT_FOR = timedelta(days=90)

nothing("programmes.Gathering", "programmes.KeptGuest", "programmes.FocusArea", "programmes.DeclinedFocus")
nothing("programmes.OfferDocument")
work("programmes.Programme", "course_leader")
work("programmes.ProgrammeModule", "changed_by")
work("programmes.ProgrammeItem", "speaker_confirmed_by")
work("programmes.AgreementText", "published_by")
work("programmes.Offer", "sent_by")
work("programmes.Withdrawal", "withdrawn_by")


def untouched_sketches(now: datetime) -> Rows:
    """Sketches nobody has touched for long; the programmes made of them stay."""
    return Sketch.objects.filter(updated_at__lt=now - SKETCHES_KEPT_FOR)


def said_yes_long_ago(now: datetime) -> Rows:
    """Answers to offers whose years are over and that still name somebody."""
    since = now - relativedelta(years=BOOKKEEPING_YEARS)
    return Acceptance._base_manager.filter(accepted_at__lt=since).exclude(email="")


def commented_long_ago(now: datetime) -> Rows:
    since = now - relativedelta(years=BOOKKEEPING_YEARS)
    return Comment._base_manager.filter(written_at__lt=since).exclude(email="")


about(
    "programmes.Sketch",
    title=_("Programmes you began to put together"),
    kind=Kind.WORK,
    whose=Whose.STAFF,
    basis=Basis.INTEREST,
    owner="started_by",
    purpose=_("So that you can go on where you left off."),
    seen_by=_("You."),
    gives={"created_at": _("Made"), "updated_at": _("Changed")},
    retention=Retention(
        format_lazy(_("{days} days after it was last touched."), days=SKETCHES_KEPT_FOR.days), due=untouched_sketches
    ),
    erasure=deleted(),
)
CLIENT = {"kind": Kind.CONTACT, "whose": Whose.CLIENTS, "basis": Basis.LEGAL}
BOUND = _("It is part of an agreement, and the bookkeeping act binds us to keep it.")
about(
    "programmes.Acceptance",
    title=_("Offers you accepted"),
    owner=lambda user: Q(email__iexact=user.email),
    purpose=_("To show who made the agreement, and to what."),
    seen_by=_("Staff who make offers."),
    gives={"name": _("Name"), "title": _("Job title"), "email": _("E-mail"), "accepted_at": _("When")},
    retention=Retention(
        FOR_BOOKKEEPING, due=said_yes_long_ago, forget=lambda rows: rows.update(name="–", title="–", email="")
    ),
    erasure=kept(BOUND),
    **CLIENT,
)
about(
    "programmes.Comment",
    title=_("Comments you wrote on offers"),
    owner=lambda user: Q(email__iexact=user.email),
    purpose=_("To know what was talked about before the agreement."),
    seen_by=_("Staff who make offers, and the client."),
    gives={"name": _("Name"), "email": _("E-mail"), "text": _("Text"), "written_at": _("When")},
    retention=Retention(
        FOR_BOOKKEEPING, due=commented_long_ago, forget=lambda rows: rows.update(name="–", email="", text="–")
    ),
    erasure=kept(BOUND),
    **CLIENT,
)
