"""A table of answers from its handing in to its round. What is in it is readable in the worker's memory alone.

Handed in -> read by the worker -> shown to whoever handed it in -> confirmed or dropped -> imported and closed. Every
step is a conditional change of the row's state, so that repeating one, or two workers at once, does it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_variables

from assessments.ballots.closing import close_round
from assessments.ballots.collected import sealing
from assessments.ballots.collected.importing import Rules, deliver_rows, units_in
from assessments.ballots.collected.models import AnswerImport
from assessments.ballots.collected.rows import Row, read_table
from assessments.instruments.models import InstrumentVersion
from cms.accounts.models import User
from cms.jobs.models import Job
from cms.jobs.services import enqueue, report
from cms.tables.problems import InvalidTable, Problem, kept
from programmes.tailoring.models import Programme

READ, IMPORT = "read-answers", "import-answers"
State = AnswerImport.State

KEPT_FOR = timedelta(hours=24)


@sensitive_variables()
def hand_in(
    programme: Programme, version: InstrumentVersion, file_name: str, content: bytes, rules: Rules, *, by: User
) -> AnswerImport:
    """Seal a table and have the worker read it. Raises NoKeyYet."""
    key, sealed = sealing.seal(content)
    row = AnswerImport.objects.create(
        programme=programme, version=version, file_name=file_name[-200:], key=key, sealed=sealed, k=rules.k,
        detail_from=rules.detail_from,
    )  # fmt: skip
    return _hand_over(row, READ, by)


def confirm(row: AnswerImport, *, create_units: bool, by: User) -> None:
    """Have the worker import a table that was read. Confirming twice is confirming once."""
    with transaction.atomic():
        asked = AnswerImport.objects.filter(pk=row.pk, state=State.READ)
        if asked.update(state=State.CONFIRMED, create_units=create_units):
            _hand_over(row, IMPORT, by)


def drop(row: AnswerImport) -> None:
    """Delete a table that is not wanted, with all that was said of it. One that is being imported stays."""
    AnswerImport.objects.filter(pk=row.pk).exclude(state=State.CONFIRMED).delete()


def forget_old() -> None:
    """Delete what was handed in a day ago, whatever became of it."""
    AnswerImport.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()


def _hand_over(row: AnswerImport, kind: str, by: User) -> AnswerImport:
    row.job = enqueue(kind, started_by=by, id=str(row.pk))
    row.save(update_fields=["job"])
    return row


@sensitive_variables()
def read(job: Job) -> None:
    """Read the table of the job and write on its row what is in it, or what is wrong. Runs on the worker."""
    row = _row(job, State.HANDED_IN)
    if row is None:
        return
    with override(_language(job)):
        try:
            rows = _opened(row)
            report(job, 0, len(rows))
            units = [{"path": list(unit.path), "new": unit.new} for unit in units_in(row.programme, rows)]
        except InvalidTable as error:
            return _refuse(row, error.problems)
    row.preview = {"rows": len(rows), "units": units}
    row.state = State.READ
    row.save(update_fields=["preview", "state"])


@sensitive_variables()
def carry_out(job: Job) -> None:
    """Make a closed round of the table of the job. Runs on the worker; repeated after a crash it goes on."""
    row = _row(job, State.CONFIRMED)
    if row is not None:
        with override(_language(job)):
            try:
                rows = _opened(row)
                report(job, 0, len(rows))
                _deliver(row, rows)
            except InvalidTable as error:
                return _refuse(row, error.problems)
    done = _row(job, State.DONE)
    if done is not None and done.round is not None:
        close_round(done.round)


@transaction.atomic
def _deliver(row: AnswerImport, rows: Sequence[Row]) -> None:
    """The round, and on the row that it is done: both or neither."""
    won = AnswerImport.objects.select_for_update().filter(pk=row.pk, state=State.CONFIRMED)
    if not won:
        return
    rules = Rules(row.k, row.detail_from)
    round = deliver_rows(row.programme, row.version, rows, rules, create_units=row.create_units)
    won.update(state=State.DONE, round=round, sealed=None, key=None, preview={})


@sensitive_variables()
def _opened(row: AnswerImport) -> list[Row]:
    """The rows of a sealed table. Raises InvalidTable."""
    if row.key is None or row.sealed is None:
        raise InvalidTable([_lost()])
    try:
        content = sealing.unseal(row.key, bytes(row.sealed))
    except sealing.Unopenable as error:
        raise InvalidTable([_lost()]) from error
    return read_table(content, row.file_name, row.version.content)


def _lost() -> Problem:
    return Problem(0, "", _("The key for this table is gone. Hand the table in again."))


def _refuse(row: AnswerImport, problems: Sequence[Problem]) -> None:
    """What can't be imported is not kept, only what is wrong with it."""
    AnswerImport.objects.filter(pk=row.pk).update(
        state=State.WRONG,
        sealed=None,
        key=None,
        preview={},
        **kept(problems),
    )


def _row(job: Job, state: str) -> AnswerImport | None:
    rows = AnswerImport.objects.select_related("programme", "version__instrument", "key", "round")
    return rows.filter(pk=job.subject["id"], state=state).first()


def _language(job: Job) -> str:
    return job.started_by.language if job.started_by else settings.LANGUAGE_CODE
