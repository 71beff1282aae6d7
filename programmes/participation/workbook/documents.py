"""Workbook and certificate as PDF: tagged for screen readers, set by Typst in the worker, sealed on disk.

What people wrote reaches the document as data, never as markup.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_variables

from cms.jobs.models import Job
from cms.jobs.services import handles, report
from localisation import nordic
from programmes.participation.models import Enrolment
from programmes.participation.outline import edition_keys, title_of
from programmes.participation.sealing import boxes
from programmes.participation.sealing.boxes import Box
from programmes.participation.survey import read_places
from programmes.participation.texts import words_of
from programmes.participation.workbook.chapters import chapters_of
from programmes.participation.workbook.completing import completing
from programmes.participation.workbook.models import ParticipantDocument
from programmes.participation.workbook.services import MAKE

Kind = ParticipantDocument.Kind
FOLDER = Path(settings.BASE_DIR) / "templates" / "report"
STEPS = 3


@handles(MAKE)
@sensitive_variables()
def make(job: Job) -> None:
    """Make the job's document, unless a newer one was asked for meanwhile. May run twice."""
    row = ParticipantDocument.objects.select_related("programme").filter(job=job).first()
    enrolment = _enrolment(row) if row else None
    if row is None or enrolment is None:
        return
    report(job, 1, STEPS)
    with override(row.language):
        content = _certificate(enrolment, row.language) if row.kind == Kind.CERTIFICATE else _workbook(enrolment, row)
    report(job, 2, STEPS)
    if content is not None:
        store(row, _compile(row.kind, content))
    report(job, STEPS, STEPS)


def _enrolment(row: ParticipantDocument) -> Enrolment | None:
    rows = Enrolment.objects.filter(user=row.user_id, leader_group__programme=row.programme_id)
    related = ("user", "leader_group__organisation", "leader_group__programme__course_leader")
    return rows.select_related(*related).order_by("pk").first()


@sensitive_variables()
def _workbook(enrolment: Enrolment, row: ParticipantDocument) -> dict[str, Any]:
    chapters = [asdict(chapter) for chapter in chapters_of(enrolment, row.language)]
    return {
        **_frame(enrolment, row.language), "chapters": [_with_paragraphs(chapter) for chapter in chapters],
        "labels": {"workbook": _("Workbook"), "page": _("Page"), "of": _("of"), "contents": _("Contents")},
    }  # fmt: skip


@sensitive_variables()
def _with_paragraphs(chapter: dict[str, Any]) -> dict[str, Any]:
    for part in chapter["parts"]:
        for passage in part["passages"]:
            texts = (text.strip() for text in passage.pop("text").split("\n\n"))
            passage["paragraphs"] = [text for text in texts if text]
    return chapter


def _certificate(enrolment: Enrolment, language: str) -> dict[str, Any] | None:
    """None for somebody who hasn't completed, whatever was asked for."""
    if not completing(enrolment).earned:
        return None
    programme = enrolment.leader_group.programme
    places = read_places(programme.modules.order_by("position", "pk"))
    texts = words_of(edition_keys(places), language)
    starts = [place.starts_on for place in places if place.starts_on]
    ends = [place.ends_on for place in places if place.ends_on]
    leader = programme.course_leader
    return {
        **_frame(enrolment, language), "modules": [title_of(place, texts) for place in places],
        "period": nordic.period(min(starts), max(ends)) if starts and ends else "",
        "leader": str(leader) if leader else "",
        "labels": {
            "certificate": _("Certificate of completion"), "has_completed": _("has completed"),
            "modules": _("Modules"), "leader": _("Course leader"), "made": _("Issued"), "period": _("Period"),
        },
    }  # fmt: skip


def _frame(enrolment: Enrolment, language: str) -> dict[str, Any]:
    group = enrolment.leader_group
    return {
        "language": language, "institute": settings.WAGTAIL_SITE_NAME, "name": str(enrolment.user),
        "title": group.programme.title.in_(language), "group": group.name.in_(language),
        "organisation": group.organisation.name.in_(language), "made": nordic.day(timezone.localdate()),
    }  # fmt: skip


@sensitive_variables()
def _compile(kind: str, content: dict[str, Any]) -> bytes:
    """A PDF/UA-1 document."""
    return typst.compile(
        FOLDER / f"{kind}.typ", root=FOLDER, format="pdf", font_paths=[FOLDER / "fonts"], ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(content, ensure_ascii=False)}, pdf_standards=["ua-1"],
        timestamp=int(timezone.now().timestamp()),
    )  # fmt: skip


@sensitive_variables()
def store(row: ParticipantDocument, pdf: bytes) -> None:
    """Keep the PDF, sealed, in place of the one before. Raises keys.MissingKey."""
    box = boxes.seal([b64encode(pdf).decode()], _about(row))
    row.file.delete(save=False)
    row.file.save(f"{row.pk}-{row.kind}.box", ContentFile(box.sealed), save=False)
    row.key, row.made_at = box.key, timezone.now()
    row.save(update_fields=["file", "key", "made_at"])


@sensitive_variables()
def read(row: ParticipantDocument) -> bytes:
    """The PDF. Raises Unreadable, and FileNotFoundError when the file is gone."""
    with row.file.open("rb") as file:
        [text] = boxes.unseal(Box(row.key, file.read()), _about(row))
    return b64decode(text)


def _about(row: ParticipantDocument) -> str:
    """What a box is bound to: the document, its person and its kind."""
    return f"document {row.pk} {row.user_id} {row.kind}"
