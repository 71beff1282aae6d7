"""What is held of the documents that participants asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from cms.privacy.registry import Basis, Kind, Retention, Rows, Whose, about, deleted, nothing
from programmes.participation.workbook.models import ParticipantDocument

# A document is made anew whenever somebody asks; it need not lie there for long.
KEPT = timedelta(days=30)

nothing("programmes.CompletionRule")


def old_documents(now: datetime) -> Rows:
    return ParticipantDocument.objects.filter(made_at__lt=now - KEPT)


def delete_with_files(rows: Rows) -> None:
    """A row's file goes first, so that none is left without its row."""
    for row in list(rows):
        row.file.delete(save=False)
        row.delete()


about(
    "programmes.ParticipantDocument",
    title=_("Workbooks and certificates"),
    kind=Kind.WRITTEN,
    whose=Whose.PARTICIPANTS,
    basis=Basis.CONTRACT,
    owner="user",
    purpose=_("So that you can take your workbook and your certificate along."),
    seen_by=_("You alone."),
    gives={"get_kind_display": _("Kind"), "programme": _("Programme"), "made_at": _("Made")},
    retention=Retention(
        _("30 days. You can have a new one made as long as you have your programme."),
        due=old_documents,
        forget=delete_with_files,
    ),
    erasure=deleted(carry_out=delete_with_files),
)
