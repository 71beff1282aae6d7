"""Programmes that are offered: one whose client commented and got a new version, one accepted, one that expired."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cms.demo.builder import people
from cms.demo.builder.plan import Plan, content
from localisation.text import LocalisedText
from programmes.participation.models import LeaderGroup, Organisation
from programmes.tailoring.copying import create_from_template
from programmes.tailoring.models import Programme, ProgrammeItem
from programmes.tailoring.offers import agreements, services
from programmes.tailoring.offers.freezing import Conditions
from programmes.tailoring.offers.models import AgreementText, Offer
from programmes.tailoring.removing import remove
from programmes.tailoring.schedule import summer_pause

Entry = Mapping[str, Any]


def build(plan: Plan) -> None:
    """The agreement texts in both languages, and what is offered under them, by the services that staff use."""
    for kind in AgreementText.Kind.values:
        agreements.publish(kind, agreements.example(kind), True, people.author())
    for entry in content("offers")["programmes"]:
        _offered(entry, plan)


def _offered(entry: Entry, plan: Plan) -> None:
    programme = _programme(entry, plan)
    sent = [_send(programme, row, plan) for row in entry["offers"][:1]]
    if "comment" in entry:
        said = entry["comment"]
        services.comment(sent[0], services.Person(said["name"], said["email"]), said["text"], plan.today)
    sent += [_send(programme, row, plan) for row in entry["offers"][1:]]
    if "acceptance" in entry:
        by = entry["acceptance"]
        person = services.Person(by["name"], by["email"], by["title"])
        services.accept(sent[-1], person, entry["languages"][0], plan.today)


def _programme(entry: Entry, plan: Plan) -> Programme:
    template = Programme.objects.get(kind=Programme.Kind.TEMPLATE, slug=content("template")["code"])
    organisation = Organisation.objects.get(slug=entry["organisation"])
    programme = create_from_template(
        template, slug=entry["code"], title=entry["title"], client=entry["client"], aim=entry["aim"],
        languages=entry["languages"], module_starts=_starts(entry, plan), country=organisation.country,
        sector=organisation.sector, course_leader=people.named(entry["course_leader"]["name"]),
    )  # fmt: skip
    name = LocalisedText(entry["group"])
    LeaderGroup.objects.create(programme=programme, organisation=organisation, slug=entry["code"], name=name)
    return programme


def _starts(entry: Entry, plan: Plan) -> dict[str, Any]:
    """The modules one after another, each on a Monday, with a pause over the summer."""
    day = plan.today + timedelta(weeks=entry["waits"])
    day -= timedelta(days=day.weekday())
    starts = {}
    for row in content("template")["modules"]:
        starts[row["module"]] = day
        day += timedelta(weeks=row["weeks"])
        if pause := summer_pause(starts[row["module"]], row["weeks"]):
            day += pause[1] - pause[0] + timedelta(days=1)
            day += timedelta(days=-day.weekday() % 7)
    return starts


def _send(programme: Programme, row: Entry, plan: Plan) -> Offer:
    sent = plan.today - timedelta(days=row["sent"])
    last = ProgrammeItem.objects.filter(programme_module__programme=programme).order_by("-pk")
    for item in last[: row.get("drops", 0)]:
        remove(item)
    conditions = Conditions(row["price"], sent + timedelta(days=row["holds"]))
    return services.send(programme, conditions, people.author(), sent)
