"""A copy of all that is stored about somebody: a ZIP with JSON for machines, HTML for people, and their files."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from tempfile import SpooledTemporaryFile
from typing import Any

from django.core.files import File
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.accounts.models import User
from cms.jobs.models import Job
from cms.jobs.services import enqueue, handles, report
from cms.privacy.models import DataExport
from cms.privacy.registry import Declaration, Kind, declarations
from cms.privacy.terms import EXPORT_KEPT

Values = dict[str, Any]
IN_MEMORY = 10 * 1024 * 1024


@dataclass(frozen=True)
class Section:
    """What one table gives: the same rows for machines (by attribute) and for people (label and words)."""

    declaration: Declaration
    rows: list[Values]
    shown: list[list[tuple[str, str]]]
    files: list[tuple[str, FieldFile]]

    def plain(self) -> Values:
        one = self.declaration
        return {
            "table": one.model,
            "title": str(one.title),
            "kind": one.kind.value,
            "purpose": str(one.purpose),
            "seen_by": str(one.seen_by),
            "kept": str(one.retention.rule),
            "when_you_ask_to_be_deleted": str(one.erasure.words or one.erasure.action.label),
            "rows": self.rows,
        }


def ask(user: User, language: str) -> DataExport:
    """Have the worker make a copy. While one is being made, or an untouched one lies there, that is the answer."""
    waiting = DataExport.objects.filter(
        user=user, file="", job__state__in=[Job.State.QUEUED, Job.State.RUNNING], expires_at__gt=timezone.now()
    ).first()
    if waiting:
        return waiting
    export = DataExport.objects.create(user=user, language=language, expires_at=timezone.now() + EXPORT_KEPT)
    export.job = enqueue("export-data", started_by=user, export=str(export.pk))
    export.save(update_fields=["job"])
    return export


@handles("export-data")
def make(job: Job) -> None:
    """Make the copy of the job. One that was taken away meanwhile is not made; a second try makes it once more."""
    export = DataExport.objects.select_related("user").filter(pk=job.subject["export"]).first()
    if export is None:
        return
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        with override(export.language):
            write(export.user, file, lambda done, total: report(job, done, total))
        file.seek(0)
        export.file.delete(save=False)
        export.file.save(f"{export.pk}.zip", File(file), save=False)
    if not DataExport.objects.filter(pk=export.pk).update(file=export.file.name):
        export.file.delete(save=False)


def write(user: User, file: Any, progress: Callable[[int, int], None]) -> None:
    """Write the ZIP, in the language that is active."""
    asked = [one for one in declarations() if concerns(one, user)]
    sections = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, one in enumerate(asked, 1):
            section = collect(one, user)
            for name, stored in section.files:
                with archive.open(name, "w") as place, stored.open() as content:
                    for chunk in content.chunks():
                        place.write(chunk)
            sections.append(section)
            progress(done, len(asked))
        whole = {"person": user.email, "made": timezone.now().isoformat(), "tables": [one.plain() for one in sections]}
        archive.writestr("data.json", json.dumps(whole, ensure_ascii=False, indent=2))
        told = [one for one in sections if one.rows or one.declaration.kind == Kind.SEALED]
        context = {"sections": told, "person": user, "now": timezone.now()}
        archive.writestr(f"{_('read-me')}.html", render_to_string("privacy/export.html", context))


def concerns(declaration: Declaration, user: User) -> bool:
    """Whether a table may say something about this person: sealed answers stand for all who may have answered."""
    return declaration.kind != Kind.SEALED or not user.is_institute_staff


def collect(declaration: Declaration, user: User) -> Section:
    """What one table stores about somebody."""
    rows, shown, files = [], [], []
    for row in declaration.rows_of(user):
        values = dict(_values(declaration, row))
        rows.append({name: _plain(value) for name, value in values.items()})
        shown.append([(str(label), _words(values[name])) for name, label in (declaration.gives or {}).items()])
        files += [(_file_name(declaration, row, value), value) for value in values.values() if _is_file(value)]
    return Section(declaration, rows, shown, files)


def _values(declaration: Declaration, row: Model) -> Iterator[tuple[str, Any]]:
    for name in declaration.gives or {}:
        value = attrgetter(name)(row)
        yield name, value() if callable(value) else value


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _words(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value)


def _is_file(value: Any) -> bool:
    return isinstance(value, FieldFile) and bool(value)


def _file_name(declaration: Declaration, row: Model, value: FieldFile) -> str:
    return f"files/{declaration.model}/{row.pk}-{str(value.name).rpartition('/')[2]}"
