"""Lists of library objects: what `cms.lists` does with lists, and what is particular to these."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cms.jobs.models import Job
from cms.jobs.services import report
from cms.lists.course import Course
from cms.tables.problems import MOST_SHOWN
from programmes.library.lists import importing, undoing
from programmes.library.lists.models import LibraryImport
from programmes.library.lists.rows import read_list
from programmes.library.services import MODELS

THERE, NEW = "there", "new"
STANDINGS = {THERE: _("in the library already"), NEW: _("new")}


class LibraryLists(Course[LibraryImport]):
    chunk = importing.CHUNK

    def look(self, row: LibraryImport, job: Job) -> dict[str, Any]:
        """{rows, counts: {standing: n}, things: [{row, title, languages, standing}], unused}; those there first."""
        listed = read_list(bytes(row.content or b""), row.file_name, row.kind)
        report(job, 0, len(listed.rows))
        known = importing.keys_by_title(MODELS[row.kind])
        things = [
            {
                "row": each.number, "title": " / ".join(dict.fromkeys(each.titles)), "languages": list(each.texts),
                "standing": THERE if importing.match(known, each) else NEW,
            }
            for each in listed.rows
        ]  # fmt: skip
        things.sort(key=lambda thing: thing["standing"] != THERE)
        return {
            "rows": len(things),
            "counts": Counter(thing["standing"] for thing in things),
            "things": things[:MOST_SHOWN],
            "unused": listed.unused,
        }

    def entering(self, row: LibraryImport) -> importing.Entering:
        return importing.Entering(row)

    def undo_step(self, pk: UUID) -> int | None:
        return undoing.step(pk)

    def left_to_undo(self, row: LibraryImport) -> int:
        return len(row.made.get("things", [])) + len(row.made.get("drafts", []))


course = LibraryLists(LibraryImport, "library")
