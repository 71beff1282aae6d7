"""A library object that many running programmes use is published anew, taken into use by all, and corrected.

Over HTTP and with a worker, as staff meet it: how long until every programme shows it, and until every history has it.
"""

from __future__ import annotations

import time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from programmes.library.models import LearningElement
from programmes.tailoring.models import Programme, ProgrammeItem
from programmes.tailoring.updates import history
from tests.bench.editions import draft, used_everywhere
from tests.soak.house import Broken, Web, running, wait_until, worker
from tests.soak.people import Caller
from tests.soak.scenario import Extent

SHOWN_WITHIN = 10  # seconds
LOOKED_AT = 10  # boards, spread over all programmes


def run(extent: Extent) -> dict[str, Any]:
    """Publish, look everywhere, take into use, correct."""
    programmes = extent.pieces(500, 60)
    row = used_everywhere(programmes)
    web = Web()
    with running(web.start()), running(worker()):
        editor = Caller(User.objects.create_superuser("editor@institute.example"), web.port)
        shown = _publish(editor, row, "new", programmes)
        accepted = _accept(editor, row)
        logged = _publish(editor, row, "correction", programmes)
    figures = {"shown": shown, "accepted": accepted, "corrected_and_logged": logged}
    if shown > SHOWN_WITHIN:
        raise Broken(f"a new edition was shown everywhere after {shown} seconds")
    return {"programmes": programmes, **{f"{name}_seconds": seconds for name, seconds in figures.items()}}


def _publish(editor: Caller, row: LearningElement, kind: str, programmes: int) -> float:
    """Publish a draft; seconds until it has arrived: a new edition on the boards and in the inbox, a correction in the
    history of every programme."""
    revision = draft(row, 2 if kind == "new" else 3)
    LearningElement.objects.filter(pk=row.pk).update(latest_revision=revision)
    address = reverse(LearningElement.snippet_viewset.get_url_name("publish"), args=[row.pk])
    editor.get(address)
    begun = time.monotonic()
    answer = editor.post(address, {"seen": str(revision.pk), "kind": kind, "note": "Nytt tall"})
    if answer.status != 302:
        raise Broken(f"publishing answered {answer.status}")
    if kind == "new":
        wait_until(lambda: _is_shown(editor, row, programmes), "an update on every board that is looked at", every=0.1)
    else:
        wait_until(lambda: _histories(row) == programmes, "a correction in every history", every=0.1)
    return round(time.monotonic() - begun, 1)


def _is_shown(editor: Caller, row: LearningElement, programmes: int) -> bool:
    """Whether the page of the update counts every programme, and the boards that are looked at say so."""
    with override("nb"):
        words = gettext("update available")
        waiting = editor.get(reverse("updates:thing", args=[row.translation_key]))
    boards = _programmes(row)[:: max(1, programmes // LOOKED_AT)]
    pages = [editor.get(reverse("programmes:board", args=[pk])).page for pk in boards]
    return f"{programmes}" in waiting.page and all(words in page for page in pages)


def _accept(editor: Caller, row: LearningElement) -> float:
    """Take the edition into use in all programmes at once; seconds until the worker has done so."""
    newest = LearningElement.objects.get(pk=row.pk).thing.current_edition
    places = ProgrammeItem.objects.filter(thing=row.translation_key)
    held = places.values_list("pinned_edition", flat=True).distinct().order_by().get()
    address = reverse("updates:thing", args=[row.translation_key])
    begun = time.monotonic()
    answer = editor.post(address, {"seen": str(newest.number), "every": str(held), "choice": "take"})
    if answer.status != 302:
        raise Broken(f"taking into use answered {answer.status}")
    wait_until(lambda: not places.exclude(pinned_edition=newest).exists(), "the edition in every programme", every=0.1)
    return round(time.monotonic() - begun, 1)


def _programmes(row: LearningElement) -> list[int]:
    users = Programme.objects.filter(modules__items__thing=row.translation_key)
    return list(users.order_by("pk").values_list("pk", flat=True))


def _histories(row: LearningElement) -> int:
    """How many programmes have a correction in their history."""
    lines = ModelLogEntry.objects.filter(action=history.CORRECTED, object_id__in=map(str, _programmes(row)))
    return lines.values("object_id").distinct().order_by().count()
