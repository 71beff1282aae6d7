"""A participant's documents: ask for one, see it being made, take it along."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from localisation.slugs import slugify
from programmes.participation import access
from programmes.participation.frame import PersonRequest, portal_page
from programmes.participation.models import Enrolment
from programmes.participation.sealing.boxes import Unreadable
from programmes.participation.workbook import documents, services
from programmes.participation.workbook.completing import completing
from programmes.participation.workbook.models import ParticipantDocument
from programmes.participation.workbook.services import Standing
from programmes.participation.writing.views import private

Kind = ParticipantDocument.Kind


@private
def documents_of(request: PersonRequest, slug: str) -> HttpResponse:
    """Workbook and certificate. While one is being made, the page loads itself anew."""
    enrolment = access.enrolment_of(request.user, slug)
    programme = enrolment.leader_group.programme
    rows = ParticipantDocument.objects.filter(user=request.user, programme=programme).select_related("job")
    there = {row.kind: row for row in rows}
    shown = {kind.value: _shown(there.get(kind.value)) for kind in Kind}
    return portal_page(
        request, "portal/documents.html", programme=programme, workbook=shown["workbook"],
        certificate=shown["certificate"], completing=completing(enrolment),
        waits=any(one["standing"] is Standing.WAITS for one in shown.values()),
    )  # fmt: skip


def _shown(row: ParticipantDocument | None) -> dict[str, Any]:
    return {"row": row, "standing": services.standing_of(row), "job": row.job if row else None}


@private
def make(request: PersonRequest, slug: str, kind: str) -> HttpResponse:
    """Ask for a document. By GET, as after a log-in, nothing is made."""
    enrolment = _may_have(request, slug, kind)
    if request.method == "POST":
        services.ask_for(request.user, enrolment.leader_group.programme, kind)
    return redirect("my_documents", slug)


def _may_have(request: PersonRequest, slug: str, kind: str) -> Enrolment:
    """The person's place, for a document there is. Raises Http404, also for a certificate that isn't earned."""
    enrolment = access.enrolment_of(request.user, slug)
    if kind not in Kind.values or (kind == Kind.CERTIFICATE and not completing(enrolment).earned):
        raise Http404
    return enrolment


@private
@sensitive_variables()
def download(request: PersonRequest, slug: str, kind: str) -> HttpResponse:
    """The newest one, as a file. Raises Http404 when there is none, or its key is lost."""
    enrolment = _may_have(request, slug, kind)
    programme = enrolment.leader_group.programme
    row = ParticipantDocument.objects.filter(user=request.user, programme=programme, kind=kind).first()
    if row is None or not row.file:
        raise Http404
    try:
        body = documents.read(row)
    except (Unreadable, FileNotFoundError):
        raise Http404 from None
    word = _("workbook") if kind == Kind.WORKBOOK else _("certificate")
    name = slugify(f"{word} {programme.title.in_(row.language)}")[:80]
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
