"""A list from its handing in to its end, whatever it is a list of.

Handed in -> read by the worker -> shown to whoever handed it in -> confirmed or dropped -> imported -> taken back, if
they want. Every step is a conditional change of the row's state, so that repeating one, or two workers at once, does
it once. Importing commits a part of the rows at a time together with how far it has come: a worker that is killed
leaves whole parts behind, and the next goes on after them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from cms.accounts.models import User
from cms.jobs.models import Job
from cms.jobs.services import enqueue, handles, report
from cms.lists.models import HandedIn
from cms.tables.problems import InvalidTable, kept

State = HandedIn.State
KEPT_FOR = timedelta(hours=24)
WAITING = (State.HANDED_IN, State.READ, State.WRONG)

List = TypeVar("List", bound=HandedIn)


@dataclass
class Part:
    """What a step made: ids by kind, and how many rows stood for something new."""

    made: Mapping[str, list[Any]] = field(default_factory=dict)
    added: int = 0


class Entering(Protocol):
    """The import of one list under way: its rows, and how the next of them are entered. May raise InvalidTable."""

    rows: Sequence[Any]

    def enter(self, start: int, end: int, by: User | None) -> Part: ...


class Course(Generic[List]):
    """What is done with the lists of one kind. A kind says how one is read, entered, and taken back."""

    chunk: int

    def __init__(self, model: type[List], name: str) -> None:
        self.model = model
        self.READ, self.IMPORT, self.UNDO = f"read-{name}", f"import-{name}", f"undo-{name}"
        for kind, handler in ((self.READ, self.read), (self.IMPORT, self.carry_out), (self.UNDO, self.take_back)):
            handles(kind)(handler)

    # --- what a kind of list says ---

    def look(self, row: List, job: Job) -> dict[str, Any]:
        """What importing would do, for the preview. Raises InvalidTable."""
        raise NotImplementedError

    def entering(self, row: List) -> Entering:
        """The import of a list. Raises InvalidTable."""
        raise NotImplementedError

    def undo_step(self, pk: UUID) -> int | None:
        """Take back the next part; how much is left, None when all is done."""
        raise NotImplementedError

    def left_to_undo(self, row: List) -> int:
        raise NotImplementedError

    # --- what people ask for ---

    def hand_in(self, file_name: str, content: bytes, *, by: User, **about: Any) -> List:
        """Store a list and have the worker read it."""
        row = self.model._default_manager.create(file_name=file_name[-200:], content=content, **about)
        return self._hand_over(row, self.READ, by)

    def confirm(self, row: List, *, by: User, **chosen: Any) -> None:
        """Have the worker import a list that was read. Confirming twice is confirming once."""
        with transaction.atomic():
            if self._rows(row.pk, State.READ).update(state=State.CONFIRMED, **chosen):
                self._hand_over(row, self.IMPORT, by)

    def go_on(self, row: List, *, by: User) -> None:
        """Have the worker try again what it gave up."""
        with transaction.atomic():
            if self.stopped(row):
                self._hand_over(row, self.IMPORT, by)

    def undo(self, row: List, *, by: User) -> None:
        """Have the worker take back an import that is done, or that stopped half-way. Asking twice is asking once."""
        with transaction.atomic():
            over = self._rows(row.pk, State.CONFIRMED if self.stopped(row) else State.DONE)
            if over.update(state=State.UNDOING, content=None, preview={}):
                self._hand_over(row, self.UNDO, by)

    def stopped(self, row: List) -> bool:
        """Whether the worker gave the import up after several tries."""
        return self._rows(row.pk, State.CONFIRMED).filter(job__state=Job.State.FAILED).exists()

    def drop(self, row: List) -> None:
        """Delete a list that is not wanted, with all that was said of it. One that was confirmed stays."""
        self.model._default_manager.filter(pk=row.pk, state__in=WAITING).delete()

    def forget_old(self) -> None:
        """Delete lists that nobody confirmed within a day."""
        old = timezone.now() - KEPT_FOR
        self.model._default_manager.filter(state__in=WAITING, created_at__lt=old).delete()

    # --- what the worker does ---

    def read(self, job: Job) -> None:
        """Read the list of the job and write on its row what importing it would do, or what is wrong."""
        row = self._of(job, State.HANDED_IN)
        if row is None:
            return
        with override(_language(job)):
            try:
                found = self.look(row, job)
            except InvalidTable as error:
                return self._refuse(row, error)
        self._rows(row.pk, State.HANDED_IN).update(preview=found, state=State.READ)

    def carry_out(self, job: Job) -> None:
        """Import the list of the job, from where an earlier try left off. A list with problems changes nothing but
        the row that says so."""
        row = self._of(job, State.CONFIRMED)
        if row is None:
            return
        with override(_language(job)):
            try:
                entering = self.entering(row)
                report(job, row.imported_rows, len(entering.rows))
                while self._step(job, entering):
                    pass
            except InvalidTable as error:
                self._refuse(row, error)

    def take_back(self, job: Job) -> None:
        """Undo the import of the job, from where an earlier try left off."""
        row = self._of(job, State.UNDOING)
        if row is None:
            return
        total = self.left_to_undo(row)
        left: int | None = total
        while left is not None:
            report(job, total - left, total)
            left = self.undo_step(row.pk)

    def _step(self, job: Job, entering: Entering) -> bool:
        """Enter the next rows, and note it: both or neither. False when none are left."""
        total = len(entering.rows)
        with transaction.atomic():
            locked = self.model._default_manager.select_for_update(of=("self",)).defer("content", "preview")
            row = locked.filter(pk=job.subject["id"], state=State.CONFIRMED).first()
            if row is None:
                return False
            end = min(row.imported_rows + self.chunk, total)
            _note(row, entering.enter(row.imported_rows, end, job.started_by), end, is_last=end >= total)
        report(job, row.imported_rows, total)
        return row.state == State.CONFIRMED

    def _rows(self, pk: UUID, state: str) -> Any:
        return self.model._default_manager.filter(pk=pk, state=state)

    def _of(self, job: Job, state: str) -> List | None:
        found: List | None = self._rows(job.subject["id"], state).first()
        return found

    def _hand_over(self, row: List, kind: str, by: User) -> List:
        row.job = enqueue(kind, started_by=by, id=str(row.pk))
        row.save(update_fields=["job"])
        return row

    def _refuse(self, row: List, error: InvalidTable) -> None:
        """What can't be imported is not kept, only what is wrong with it. Raises the error again when part of the
        list has been imported before it became wrong: somebody has to decide whether that goes or stays."""
        untouched = self.model._default_manager.filter(pk=row.pk, imported_rows=0)
        if not untouched.update(state=State.WRONG, content=None, preview={}, **kept(error.problems)):
            raise error


def _note(row: HandedIn, part: Part, end: int, *, is_last: bool) -> None:
    row.imported_rows = end
    row.added += part.added
    row.made = {**row.made, **{name: [*row.made.get(name, []), *ids] for name, ids in part.made.items()}}
    changed = ["imported_rows", "added", "made"]
    if is_last:
        row.state, row.content, row.preview = State.DONE, None, {}
        changed += ["state", "content", "preview"]
    row.save(update_fields=changed)


def _language(job: Job) -> str:
    return job.started_by.language if job.started_by else settings.LANGUAGE_CODE
