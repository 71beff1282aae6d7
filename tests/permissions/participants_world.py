"""One programme with something at every participant's address, and one person of each sort to try it as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, resolve, reverse
from django.utils import timezone

from cms.accounts.groups import COURSE_LEADERS, EDITORS, TRANSLATORS, make_groups
from cms.accounts.models import User
from programmes.library.vocabulary import Phase
from programmes.participation.coordinating.models import Coordinator
from programmes.participation.deliveries.models import DeliveredFile, Delivery
from programmes.participation.gatherings.feed import feed_panel
from programmes.participation.groups.models import Contribution, Decision
from programmes.participation.letters.recipients import Sort
from programmes.participation.letters.unsubscribing import stop_address
from programmes.participation.models import Enrolment
from programmes.participation.reflections.models import Reflection
from programmes.participation.workbook import documents
from programmes.participation.workbook.models import ParticipantDocument
from programmes.tailoring.models import Gathering, ProgrammeItem
from tests.programmes.participation import factories
from tests.programmes.participation.recorded import keep, make_recording, wav

TABLE = Path(settings.BASE_DIR) / "docs" / "participants-access.md"
VISITOR, MEMBER, OTHER_GROUP, OTHER_PROGRAMME = "Visitor", "The group", "Another group", "Another programme"
COORDINATOR, LEADER, EDITOR, TRANSLATOR = "Coordinator", "Course leader", "Editor", "Translator"
ADMINISTRATOR = "Administrator"
COLUMNS = (
    VISITOR, MEMBER, OTHER_GROUP, OTHER_PROGRAMME, COORDINATOR, LEADER, EDITOR, TRANSLATOR, ADMINISTRATOR,
)  # fmt: skip
YES, LOG_IN, NOTHING = "yes", "log in", "–"
Row = dict[str, str]


def addresses(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of all addresses below these patterns."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        else:
            yield str(pattern.name)


def table() -> dict[str, Row]:
    """By the name of the address: what the documentation says, by the heading of the column."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    head, _line, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {name.strip("`"): dict(zip(head[1:], cells, strict=True)) for name, *cells in rows}


def row_of(name: str, cells: Row) -> str:
    """A line of the table, to be copied into the documentation."""
    return f"| `{name}` | " + " | ".join(cells[column] for column in COLUMNS) + " |"


class ParticipantsWorld:
    """Everything that hangs on a programme is of the group of "The group", and written by that person."""

    def __init__(self) -> None:
        self.built = factories.make_programme(groups=2)
        self.people = self._people()
        self.member = self._enrolled(MEMBER)
        self.task = self._item("task", Phase.AFTER_WORK)
        self.exercise = self._item("reflection", Phase.PREPARATION)
        self.places = self._places()

    def _enrolled(self, column: str) -> User:
        user = self.people[column]
        assert user is not None
        return user

    def _people(self) -> dict[str, User | None]:
        groups = make_groups()
        coordinator = factories.make_user()
        organisation = self.built.groups[0].organisation
        Coordinator.objects.create(user=coordinator, programme=self.built.programme, organisation=organisation)
        leader = self.built.programme.course_leader
        assert leader is not None
        staff = {EDITOR: factories.make_user(), TRANSLATOR: factories.make_user(), LEADER: leader}
        for column, group in ((EDITOR, EDITORS), (TRANSLATOR, TRANSLATORS), (LEADER, COURSE_LEADERS)):
            staff[column].groups.add(groups[group])
        return {
            VISITOR: None, MEMBER: factories.enrol(self.built),
            OTHER_GROUP: factories.enrol(self.built, group=self.built.groups[1]),
            OTHER_PROGRAMME: factories.enrol(factories.make_programme()), COORDINATOR: coordinator, **staff,
            ADMINISTRATOR: User.objects.create_superuser("administrator@instituttet.example"),
        }  # fmt: skip

    def _item(self, kind: str, phase: Phase) -> ProgrammeItem:
        """An element of this kind that is open."""
        thing = factories.make_thing(kind, {"nb": kind, "da": kind}, kind=kind, minutes=10)
        yesterday = timezone.localdate() - timedelta(days=1)
        return ProgrammeItem.objects.create(
            programme_module=self.built.modules[0], thing=thing, phase=phase, position=90, opens_on=yesterday
        )

    def _held(self) -> Gathering:
        """A gathering that is over."""
        now = timezone.now()
        return Gathering.objects.create(
            programme_module=self.built.modules[0], title={"nb": "Holdt"}, starts_at=now - timedelta(hours=8),
            ends_at=now - timedelta(hours=2),
        )  # fmt: skip

    def _file(self) -> DeliveredFile:
        """A file that the group has handed in."""
        delivery = Delivery.objects.create(
            item=self._item("task", Phase.AFTER_WORK), leader_group=self.built.groups[0], delivered_at=timezone.now()
        )
        file = DeliveredFile(delivery=delivery, name="plan.txt", kind="text/plain", size=4, uploaded_by=self.member)
        file.content.save("plan.txt", ContentFile(b"plan"))
        return file

    def _document(self) -> str:
        """A workbook that was made; returns its kind."""
        row = ParticipantDocument.objects.create(
            user=self.member, programme=self.built.programme, kind=ParticipantDocument.Kind.WORKBOOK, language="nb"
        )
        documents.store(row, b"%PDF-1.7")
        return row.kind

    def _places(self) -> dict[str, tuple[Any, ...]]:
        """By the name of the address: what stands in it. One that stands in none has nothing in it."""
        module, slug, gathering = self.built.modules[0], self.built.programme.slug, self.built.gatherings[0]
        item = self.built.item(Phase.PREPARATION)
        group = {"leader_group": self.built.groups[0], "programme_module": module, "text": "Vi"}
        said = Contribution.objects.create(author=self.member, **group)
        decision = Decision.objects.create(decided_by=self.member, **group)
        reflection = Reflection.objects.create(author=self.member, programme_module=module)
        place = Enrolment.objects.get(user=self.member)
        recorded = make_recording(self.built, recording=keep(wav()))
        by_object: dict[tuple[Any, ...], str] = {
            (item.uuid,): "my_element mark_element",
            (recorded.uuid,): "my_recording",
            (recorded.uuid, "nb"): "my_captions",
            (self.exercise.uuid,): "my_exercise",
            (self.task.uuid,): "my_delivery upload_delivered_file remove_delivered_file hand_in take_back_delivery",
            (self._file().uuid,): "delivered_file",
            (module.uuid,): "my_module my_group_space answer_in_group decide_in_group begin_reflection",
            (said.uuid,): "change_group_answer",
            (decision.uuid,): "change_group_decision",
            (gathering.uuid,): "my_gathering my_gathering_calendar my_attendance",
            (self._held().uuid,): "my_evaluation",
            (slug,): "my_programme_of my_schedule_of my_calendar my_network my_letter my_documents my_journey "
            "my_materials my_coordination_of supply_participant supply_list",
            (slug, self._document()): "make_document my_document",
            (slug, "csv"): "empty_list",
            (slug, place.pk): "replace_participant",
            ("json",): "download_reflections",
            (reflection.uuid,): "my_reflection share_reflection delete_reflection",
            tuple(_last_values(feed_panel(self.member).url)): "my_feed",
            tuple(_last_values(stop_address(self.member, next(iter(Sort))))): "stop_mail",
        }
        return {name: values for values, names in by_object.items() for name in names.split()}

    def url(self, name: str) -> str:
        return reverse(name, args=self.places.get(name, ()))


def _last_values(url: str) -> list[Any]:
    """What stands in an address that a room has made."""
    path = url.removeprefix(settings.BASE_URL)
    return list(resolve(path).kwargs.values())
