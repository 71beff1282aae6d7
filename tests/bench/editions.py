"""A library object used in 500 running programmes: published anew, taken into use, corrected."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.accounts.models import User
from localisation.text import LocalisedText
from programmes.library.models import Edition, EditionText, LearningElement, Thing
from programmes.library.vocabulary import Phase
from programmes.tailoring import services
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.updates import deciding, history, waiting
from tests.bench.scenario import Scenario
from tests.programmes.library.factories import make_element, make_module, thing_of

Call = Callable[[], int]

PROGRAMMES = 500
ROUNDS = 5
# The draft that is published is put in place, and the programmes that have the choice are counted.
AROUND = 2


def _editor() -> User:
    made, _is_new = User.objects.get_or_create(
        email="bench@example.com", defaults={"is_staff": True, "is_superuser": True}
    )
    return made


def used_everywhere(programmes: int = PROGRAMMES) -> LearningElement:
    """A new element that so many running programmes hold on to."""
    row = make_element({"nb": f"Målt {uuid.uuid4()}"}, lead="Se filmen først.")["nb"]
    module, element = thing_of(make_module({"nb": f"Målt {uuid.uuid4()}"})), row.thing
    made = Programme.objects.bulk_create(
        Programme(slug=uuid.uuid4().hex, title=LocalisedText(nb=f"Målt {n}"), status=Programme.Status.RUNNING)
        for n in range(programmes)
    )
    modules = ProgrammeModule.objects.bulk_create(
        ProgrammeModule(programme=programme, module=module, position=1, starts_on=timezone.localdate())
        for programme in made
    )
    ProgrammeItem.objects.bulk_create(
        ProgrammeItem(programme_module=place, thing=element, phase=Phase.PREPARATION, position=1) for place in modules
    )
    services.pin_opened_modules(timezone.localdate())
    return row


def _minimal_page() -> Call:
    client = Client(HTTP_HOST="127.0.0.1")
    return lambda: len(client.get("/bench/page").content)


def _publishing() -> tuple[Call, Call]:
    row, editor = used_everywhere(), _editor()
    drafts = iter([draft(row, number) for number in range(ROUNDS + 2)])
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse(LearningElement.snippet_viewset.get_url_name("publish"), args=[row.pk])
    decided = waiting.decided_by(editor)

    def measured() -> int:
        draft = next(drafts)
        LearningElement.objects.filter(pk=row.pk).update(latest_revision=draft)
        answer = client.post(address, {"seen": draft.pk, "kind": "new", "note": "Målt"})
        if answer.status_code != 302:
            raise RuntimeError(f"publishing answered {answer.status_code}")
        return waiting.items(decided).filter(thing=row.translation_key).count()

    return measured, _minimal_page()


def draft(row: LearningElement, number: int) -> Any:
    row.lead = f"Se filmen {number} ganger."
    return row.save_revision()


def _edition(thing: Thing, number: int, correction: int) -> Edition:
    edition = Edition.objects.create(
        thing=thing, number=number, correction=correction, kind="correction" if correction else "new"
    )
    EditionText.objects.create(edition=edition, language="nb", title=f"Målt {number}.{correction}")
    Thing.objects.filter(pk=thing.pk).update(current_edition=edition)
    return edition


def _accepting() -> tuple[Call, Call]:
    row, editor, numbers = used_everywhere(), _editor(), itertools.count(2)
    places = list(ProgrammeItem.objects.filter(thing=row.translation_key).values_list("pk", flat=True))

    def measured() -> int:
        edition = _edition(row.thing, next(numbers), 0)
        targets = [deciding.Target("item", pk, edition.number) for pk in places]
        return len(deciding.decide("take", targets, editor, uuid.uuid4()).programmes)

    return measured, _write(row)


def _correcting() -> tuple[Call, Call]:
    row, numbers = used_everywhere(), itertools.count(1)

    def measured() -> int:
        edition = _edition(row.thing, 1, next(numbers))
        services.follow_correction(edition)
        return deciding.corrected(edition, uuid.uuid4(), lambda done, total: None)

    return measured, _write(row)


def _write(row: LearningElement) -> Call:
    """The least such a change can be: one statement for all the places, and a line of history for each."""

    def floor() -> int:
        places = ProgrammeItem.objects.filter(thing=row.translation_key).update(declined=None)
        lines = (ModelLogEntry(object_id="0", label="Målt", timestamp=timezone.now()) for _place in range(places))
        return len(ModelLogEntry.objects.bulk_create(lines, batch_size=history.BATCH))

    return floor


SCENARIOS = [
    Scenario(
        "editions", "An editor publishes what 500 running programmes use, and does not wait for them.", _publishing, 15,
        queries=30 + AROUND, least=PROGRAMMES, rounds=ROUNDS,
    ),
    Scenario(
        "editions-accepted", "500 programmes take an edition into use, 50 at a time.", _accepting, 15,
        queries=80, least=PROGRAMMES, rounds=ROUNDS,
    ),
    Scenario(
        "editions-corrected", "A correction reaches 500 programmes and the history of each.", _correcting, 5,
        queries=45, least=PROGRAMMES, rounds=ROUNDS,
    ),
]  # fmt: skip
