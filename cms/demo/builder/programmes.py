"""The template, and the programmes made from it: organisations, leader groups, participants and their progress."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from cms.accounts.models import User
from cms.demo.builder import abilities, library, speakers
from cms.demo.builder.plan import Plan, content
from localisation.slugs import slugify
from localisation.text import LocalisedText
from programmes.library.models import Thing
from programmes.library.services import things_by_code
from programmes.library.vocabulary import Phase
from programmes.participation.models import Completion, Enrolment, LeaderGroup, Organisation
from programmes.tailoring.copying import create_from_template
from programmes.tailoring.models import DeliveredBy, Gathering, Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.schedule import at, summer_pause
from programmes.tailoring.services import pin_opened_modules

Entry = Mapping[str, Any]
# How many of those who could have done something by now have done it.
DONE = {"past": 0.94, "past_optional": 0.55, "open": 0.4}
LANGUAGE_OF = {"NO": "nb", "DK": "da"}


def build(plan: Plan) -> None:
    """The template, a draft, and running programmes, whose open modules hold on to the editions they opened with."""
    template = _template(content("template"))
    for entry in content("network")["drafts"]:
        _draft(template, entry)
    organisations = {entry["code"]: _organisation(entry) for entry in content("network")["organisations"]}
    dice = plan.dice("programmes")
    for entry in content("network")["programmes"]:
        programme = _delivery(template, entry, plan)
        _gatherings(programme, entry, plan)
        _leader_groups(programme, entry, organisations)
        _progress(programme, plan, dice)
    abilities.build_focus()
    speakers.confirm(plan.today)
    pin_opened_modules(plan.today)
    library.publish_second_editions("running")


def _template(entry: Entry) -> Programme:
    template = Programme.objects.create(
        kind=Programme.Kind.TEMPLATE, slug=entry["code"], title=LocalisedText(entry["title"]),
        aim=LocalisedText(entry["description"]), languages=["nb", "da"],
    )  # fmt: skip
    codes = [row["module"] for row in entry["modules"]]
    codes += [item["element"] for row in entry["modules"] for items in row["items"].values() for item in items]
    things = things_by_code(codes)
    for position, row in enumerate(entry["modules"], start=1):
        module = ProgrammeModule.objects.create(
            programme=template, module=things[row["module"]], position=position, weeks=row["weeks"]
        )
        items = _template_items(module, row["items"], things)
        meeting = row["gathering"]
        agenda = [_agenda_row(line, items) for line in meeting["agenda"]]
        Gathering.objects.create(
            programme_module=module, title=LocalisedText(meeting["title"]), week=meeting["week"], agenda=agenda
        )
    return template


def _template_items(module: ProgrammeModule, phases: Entry, things: Mapping[str, Thing]) -> dict[str, ProgrammeItem]:
    items = {
        row["element"]: ProgrammeItem(
            programme_module=module, thing=things[row["element"]], phase=phase, position=position,
            required=row["required"], delivered_by=row.get("delivered_by", DeliveredBy.PERSON),
            opens_week=row.get("opens"), due_week=row.get("due"),
        )
        for phase, rows in phases.items()
        for position, row in enumerate(rows, start=1)
    }  # fmt: skip
    ProgrammeItem.objects.bulk_create(items.values())
    return items


def _agenda_row(line: Entry, items: Mapping[str, ProgrammeItem]) -> dict[str, Any]:
    row = {"from": line["from"], "to": line["to"]}
    return row | ({"item": str(items[line["element"]].uuid)} if "element" in line else {"text": line["text"]})


def _draft(template: Programme, entry: Entry) -> None:
    create_from_template(
        template, slug=entry["code"], title=entry["title"], client=entry["client"], aim=entry["aim"],
        languages=entry["languages"], country=entry["country"], sector=entry["sector"],
        course_leader=_course_leader(entry),
    )  # fmt: skip


def _course_leader(entry: Entry) -> User:
    first, last = entry["course_leader"]["name"].rsplit(" ", 1)
    return User.objects.get(first_name=first, last_name=last)


def _organisation(entry: Entry) -> Organisation:
    return Organisation.objects.create(
        slug=entry["code"], name=LocalisedText(entry["name"]), country=entry["country"], sector=entry["sector"]
    )


def _delivery(template: Programme, entry: Entry, plan: Plan) -> Programme:
    home = _organisation_entry(entry["organisations"][0])
    starts = {row["module"]: plan.moved(row["starts"]) for row in entry["modules"]}
    pauses = {row["module"]: _summer(starts[row["module"]]) for row in entry["modules"] if "pause" in row}
    programme = create_from_template(
        template, slug=entry["code"], title=entry["title"], client=entry["client"], aim=entry["aim"],
        languages=entry["languages"], module_starts=starts, country=home["country"], sector=home["sector"],
        pauses={code: pause for code, pause in pauses.items() if pause},
        course_leader=_course_leader(entry),
    )  # fmt: skip
    programme.status = Programme.Status.RUNNING
    programme.save()
    return programme


def _summer(starts_on: date) -> tuple[date, date] | None:
    return summer_pause(starts_on, content("template")["modules"][0]["weeks"])


def _organisation_entry(code: str) -> Entry:
    return next(entry for entry in content("network")["organisations"] if entry["code"] == code)


def _gatherings(programme: Programme, entry: Entry, plan: Plan) -> None:
    """What was agreed about each gathering: day and hours, place, and what to bring."""
    rows = {row["module"]: row["gathering"] for row in entry["modules"]}
    gatherings = Gathering.objects.filter(programme_module__programme=programme)
    for gathering in gatherings.select_related("programme_module__module"):
        row = rows[gathering.programme_module.module.code]
        day = plan.meeting_day(row["date"])
        gathering.timezone = row["timezone"]
        gathering.starts_at = at(day, row["start"], row["timezone"])
        gathering.ends_at = at(day, row["end"], row["timezone"])
        for name in ("venue", "address", "prepare"):
            setattr(gathering, name, LocalisedText(row[name]))
        gathering.video_link = row["video_link"]
        gathering.save()


def _leader_groups(programme: Programme, entry: Entry, organisations: Mapping[str, Organisation]) -> None:
    for row in entry["leader_groups"]:
        group = LeaderGroup.objects.create(
            programme=programme, organisation=organisations[row["organisation"]], slug=row["code"],
            name=LocalisedText(row["title"]),
        )  # fmt: skip
        domain = _organisation_entry(row["organisation"])["domain"]
        country = organisations[row["organisation"]].country
        people = [_person(person, domain, country) for person in row["participants"]]
        User.objects.bulk_create(people)
        roles = content("network")["roles"]
        Enrolment.objects.bulk_create(
            Enrolment(user=user, leader_group=group, role=LocalisedText(roles[person["role"]]))
            for user, person in zip(people, row["participants"], strict=True)
        )


def _person(entry: Entry, domain: str, country: str) -> User:
    """Participants have no password: they get a code by mail."""
    first, last = entry["name"].rsplit(" ", 1)
    address = f"{slugify(first.split()[0], LANGUAGE_OF[country])}.{slugify(last, LANGUAGE_OF[country])}@{domain}"
    return User(
        email=address, first_name=first, last_name=last, language=entry["language"], password=make_password(None)
    )


def _progress(programme: Programme, plan: Plan, dice: random.Random) -> None:
    """Everyone has done most of what is past and some of what is open, some people more than others."""
    items = ProgrammeItem.objects.filter(programme_module__programme=programme).select_related("programme_module")
    gatherings = Gathering.objects.filter(programme_module__programme=programme)
    met = {row.programme_module_id: row.starts_at.date() for row in gatherings if row.starts_at}
    chances = {item: _chance(item, met[item.programme_module_id], plan.today) for item in items}
    done = (
        Completion(user=user, item=item)
        for user in User.objects.filter(enrolments__leader_group__programme=programme)
        for item in _done_by(dice, chances)
    )
    Completion.objects.bulk_create(done, batch_size=500)


def _chance(item: ProgrammeItem, gathering: date, today: date) -> float:
    due = gathering if item.phase == Phase.GATHERING else item.due_on
    if due and due < today:
        return DONE["past" if item.required else "past_optional"]
    return DONE["open"] if item.opens_on and item.opens_on <= today else 0.0


def _done_by(dice: random.Random, chances: Mapping[ProgrammeItem, float]) -> Iterable[ProgrammeItem]:
    eager = dice.uniform(0.75, 1.06)
    return [item for item, chance in chances.items() if dice.random() < chance * eager]
