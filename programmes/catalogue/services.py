"""What happens to an enquiry: saved first, then mailed; forgotten when it led to nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from cms.mail.services import queue
from cms.pages.frame import absolute
from programmes.catalogue.models import Enquiry, OfferingPage

WRITTEN = ("name", "organisation", "email", "phone", "leaders", "message", "newsletter")


@transaction.atomic
def receive(form: uuid.UUID, written: Mapping[str, Any], offering: OfferingPage | None, language: str) -> Enquiry:
    """Keep an enquiry and have it mailed, to the institute and as a receipt to the sender.

    form: the number of the form it was written in. The same form with the same words is the same enquiry, however often
    it is sent; with other words it is another one.
    """
    values = {name: written[name] for name in WRITTEN}
    number = uuid.uuid5(form, json.dumps(values, sort_keys=True))
    enquiry, made = Enquiry.objects.get_or_create(
        uuid=number, defaults={**values, "offering": offering, "language": language}
    )
    if made:
        _mail(enquiry)
    return enquiry


def _mail(enquiry: Enquiry) -> None:
    for address in settings.ENQUIRY_RECIPIENTS:
        subject, body = _letter("enquiry_staff", enquiry, settings.LANGUAGE_CODE)
        key = f"enquiry:{enquiry.uuid}:{address}"
        queue(key=key, to=address, subject=subject, body=body, reply_to=enquiry.email)
    subject, body = _letter("enquiry_receipt", enquiry, enquiry.language)
    queue(key=f"enquiry:{enquiry.uuid}:receipt", to=enquiry.email, subject=subject, body=body)


def _letter(name: str, enquiry: Enquiry, language: str) -> tuple[str, str]:
    """Subject and text: the template's first line, and the rest."""
    with override(language):
        admin_url = absolute(reverse("enquiries:edit", args=(enquiry.pk,)))
        text = render_to_string(f"email/{name}.txt", {"enquiry": enquiry, "admin_url": admin_url})
    subject, _line, body = text.strip().partition("\n")
    return subject.strip(), f"{body.strip()}\n"
