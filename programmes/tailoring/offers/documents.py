"""Offers as PDF: tagged for screen readers, set by Typst in the worker, kept where no address leads.

What people wrote reaches the document as data, never as markup.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.jobs.models import Job
from cms.jobs.services import handles, report
from programmes.tailoring.offers.models import Offer, OfferDocument
from programmes.tailoring.offers.reading import OfferPage, read
from programmes.tailoring.offers.services import MAKE_DOCUMENTS

FOLDER = Path(settings.BASE_DIR) / "templates" / "report"
TEMPLATE, FONTS = FOLDER / "offer.typ", FOLDER / "fonts"


@handles(MAKE_DOCUMENTS)
def make_documents(job: Job) -> None:
    """One PDF a language; those that are there already are left alone, so that the job may run twice."""
    offer = Offer.objects.get(pk=job.subject["offer"])
    there = set(offer.documents.values_list("language", flat=True))
    codes = offer.content["languages"]
    for number, language in enumerate(codes, start=1):
        if language not in there:
            _store(offer, language)
        report(job, number, len(codes))


def _store(offer: Offer, language: str) -> None:
    document = OfferDocument(offer=offer, language=language)
    body = pdf(read(offer, language), int(offer.sent_at.timestamp()))
    document.file.save(f"{offer.pk}-{language}.pdf", ContentFile(body), save=True)


def pdf(page: OfferPage, made: int) -> bytes:
    """The page as a PDF/UA-1 document; `made` is its date, in seconds since 1970. The same gives the same bytes."""
    data = {"page": asdict(page), "labels": labels(page.language)}
    return typst.compile(
        TEMPLATE, root=FOLDER, format="pdf", font_paths=[FONTS], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)}, pdf_standards=["ua-1"], timestamp=made,
    )  # fmt: skip


def labels(language: str) -> dict[str, Any]:
    """The words of the document that are not the offer's own."""
    with override(language):
        return {
            "offer_to": _("Offer to"), "price": _("Price"), "vat": _("without VAT"), "valid_until": _("Valid until"),
            "sent": _("Sent"), "period": _("Period"), "hours": _("Hours"), "gatherings": _("Gatherings"),
            "contact": _("Contact"), "speakers": _("Speakers"), "modules": _("The programme"),
            "example": _("This is an example text. It is not an agreement."), "page": _("Page"), "of": _("of"),
            "institute": settings.WAGTAIL_SITE_NAME,
        }  # fmt: skip
