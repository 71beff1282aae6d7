"""What participants wrote: reflections, answers, decisions and after-work. The key makes itself in a demo."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.db.models import Model

from cms.accounts.models import User
from cms.demo.builder.plan import Plan, content
from programmes.participation.deliveries.files import TEXT
from programmes.participation.deliveries.models import DeliveredFile, Delivery, Feedback
from programmes.participation.groups.models import Contribution, Decision, NetworkEntry
from programmes.participation.models import Enrolment, LeaderGroup
from programmes.participation.reflections.letters import arrives_on, last_day, write
from programmes.participation.reflections.models import Reflection
from programmes.participation.writing.forms import Written
from programmes.tailoring.models import Programme, ProgrammeItem, ProgrammeModule

Entry = Mapping[str, Any]
ZONE = ZoneInfo("Europe/Oslo")


def build(plan: Plan) -> None:
    written = content("writing")
    for entry in written["reflections"]:
        _reflection(entry, plan)
    for entry in written["answers"]:
        _answers(entry, plan)
    for entry in written["decisions"]:
        _decision(entry, plan)
    for entry in written["deliveries"]:
        _delivery(entry, plan)
    for entry in written["network"]:
        _on_the_network(entry)
    for entry in written["letters"]:
        _letter(entry)


def _moment(entry: Entry, plan: Plan) -> datetime:
    return datetime.combine(plan.today - timedelta(days=entry["ago"]), time(14, 20), ZONE)


def _dated(row: Model, moment: datetime, *names: str) -> None:
    """Say of a row when it was written; the fields set themselves when it is saved."""
    type(row)._base_manager.filter(pk=row.pk).update(**dict.fromkeys(names, moment))


def _person(name: str) -> User:
    first, last = name.rsplit(" ", 1)
    return User.objects.get(first_name=first, last_name=last)


def _item(programme: Programme, code: str) -> ProgrammeItem:
    rows = ProgrammeItem.objects.select_related("programme_module")
    return rows.get(programme_module__programme=programme, thing__code=code)


def _module(programme: Programme, code: str) -> ProgrammeModule:
    return ProgrammeModule.objects.get(programme=programme, module__code=code)


def _group(entry: Entry) -> LeaderGroup:
    return LeaderGroup.objects.select_related("programme__course_leader").get(slug=entry["group"])


def _reflection(entry: Entry, plan: Plan) -> None:
    author = _person(entry["person"])
    programme = Enrolment.objects.get(user=author).leader_group.programme
    item = _item(programme, entry["element"]) if "element" in entry else None
    shared = entry.get("share", [])
    row = Reflection(
        author=author, item=item,
        programme_module=item.programme_module if item else _module(programme, entry["module"]),
        for_leader_group="leader_group" in shared, for_course_leader="course_leader" in shared,
    )  # fmt: skip
    row.seal(entry["texts"])
    row.save()
    _dated(row, _moment(entry, plan), "created_at", "updated_at")


def _answers(entry: Entry, plan: Plan) -> None:
    group = _group(entry)
    item = _item(group.programme, entry["element"])
    for said in entry["said"]:
        by_leader = said["person"] == "course_leader"
        author = group.programme.course_leader if by_leader else _person(said["person"])
        row = Contribution.objects.create(
            leader_group=group, programme_module=item.programme_module, item=item, author=author, text=said["text"]
        )
        _dated(row, _moment(said, plan), "created_at", "updated_at")


def _decision(entry: Entry, plan: Plan) -> None:
    group, person = _group(entry), _person(entry["person"])
    module = _module(group.programme, entry["module"])
    row = Decision.objects.create(
        leader_group=group, programme_module=module, text=entry["text"], decided_by=person, changed_by=person
    )
    _dated(row, _moment(entry, plan), "created_at", "updated_at")


def _delivery(entry: Entry, plan: Plan) -> None:
    group, person, moment = _group(entry), _person(entry["person"]), _moment(entry, plan)
    row = Delivery.objects.create(
        item=_item(group.programme, entry["element"]), leader_group=group, text=entry["text"], changed_by=person,
        delivered_at=moment, delivered_by=person,
    )  # fmt: skip
    _dated(row, moment, "updated_at")
    if "file" in entry:
        _file(row, entry["file"], person, moment)
    if "feedback" in entry:
        said = Feedback.objects.create(
            delivery=row, author=group.programme.course_leader, text=entry["feedback"]["text"]
        )
        _dated(said, _moment(entry["feedback"], plan), "created_at")


def _file(row: Delivery, entry: Entry, person: User, moment: datetime) -> None:
    body = entry["text"].encode()
    file = DeliveredFile(delivery=row, name=entry["name"], kind=TEXT.type, size=len(body), uploaded_by=person)
    file.content.save(entry["name"], ContentFile(body), save=False)
    file.save()
    _dated(file, moment, "uploaded_at")


def _on_the_network(entry: Entry) -> None:
    person = _person(entry["person"])
    programme = Programme.objects.get(slug=entry["programme"])
    email = person.email if entry.get("email") else ""
    NetworkEntry.objects.create(user=person, programme=programme, email=email, phone=entry.get("phone", ""))


def _letter(entry: Entry) -> None:
    programme = Programme.objects.get(slug=entry["programme"])
    ends = last_day(programme)
    if ends:
        write(_person(entry["person"]), programme, arrives_on(ends), [Written("", entry["text"])])
