"""A programme as large as they get, and hundreds that hold on to one edition: portal and board as they are measured."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

from django.contrib.auth.hashers import make_password

from cms.accounts.models import User
from cms.demo.builder import library
from cms.demo.builder.copies import BATCH, copy_things
from cms.demo.builder.plan import Plan, content
from localisation.text import LocalisedText
from programmes.library.models import LearningElement, Thing
from programmes.library.services import things_by_code
from programmes.library.vocabulary import Phase
from programmes.participation.models import Completion, Enrolment, LeaderGroup, Organisation
from programmes.tailoring.copying import create_from_template
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule
from programmes.tailoring.schedule import monday
from programmes.tailoring.services import pin_opened_modules

LARGE_TEMPLATE, LARGE_PROGRAMME, HOLDING = "large-template", "large-programme", "holding"
ITEMS, GROUPS, MEMBERS = 40, 10, 12  # items in each of the four modules, leader groups, people in each
HOLDERS = 500
MODULES = ("organisation", "leadership", "strategy", "technology")
# How the items of a module lie over its phases and weeks: (phase, items, opens, due).
PHASES = (
    (Phase.PREPARATION, 20, 1, 4),
    (Phase.GATHERING, 6, None, None),
    (Phase.AFTER_WORK, 14, 6, 12),
)


def build(plan: Plan) -> None:
    """Four modules of forty items, ten leader groups of twelve; and five hundred programmes with one element each."""
    elements = content("elements")["elements"]
    things = copy_things(LearningElement, elements, library.element_fields, ITEMS * len(MODULES), {})
    template = _template(things)
    # The second module is half done.
    starts_on = monday(plan.today) - timedelta(weeks=19)
    title = {"nb": "Stort program", "da": "Stort forløb"}
    programme = create_from_template(
        template, slug=LARGE_PROGRAMME, title=title, client=title, languages=["nb", "da"], starts_on=starts_on,
        country="NO", sector="municipality",
    )  # fmt: skip
    Programme.objects.filter(pk=programme.pk).update(status=Programme.Status.RUNNING)
    _people(programme)
    _completions(programme, plan)
    _holders(plan)
    pin_opened_modules(plan.today)


def _template(things: list[Thing]) -> Programme:
    modules = things_by_code(MODULES)
    template = Programme.objects.create(
        kind=Programme.Kind.TEMPLATE,
        slug=LARGE_TEMPLATE,
        title=LocalisedText({"nb": "Stor mal", "da": "Stor skabelon"}),
    )
    for position, code in enumerate(MODULES):
        module = ProgrammeModule.objects.create(programme=template, module=modules[code], position=position)
        Gathering.objects.create(
            programme_module=module, week=5, title=LocalisedText({"nb": "Samling", "da": "Samling"})
        )
        own = iter(things[position * ITEMS : (position + 1) * ITEMS])
        ProgrammeItem.objects.bulk_create(
            ProgrammeItem(
                programme_module=module, thing=next(own), phase=phase, position=number, opens_week=opens, due_week=due
            )
            for phase, count, opens, due in PHASES
            for number in range(count)
        )
    return template


def _people(programme: Programme) -> None:
    organisations = Organisation.objects.bulk_create(
        Organisation(
            slug=f"large-{number}", name=LocalisedText({"nb": f"Kommune {number}", "da": f"Kommune {number}"}),
            country="NO", sector="municipality",
        )
        for number in range(GROUPS)
    )  # fmt: skip
    groups = LeaderGroup.objects.bulk_create(
        LeaderGroup(
            programme=programme, organisation=organisation, slug=organisation.slug,
            name=LocalisedText({"nb": "Ledergruppen", "da": "Ledergruppen"}),
        )
        for organisation in organisations
    )  # fmt: skip
    nobody = make_password(None)
    users = User.objects.bulk_create(
        User(
            email=f"leder-{group}-{number}@stor.example", first_name="Leder", last_name=f"{group}-{number}",
            language=("nb", "da")[number % 2], password=nobody,
        )
        for group, number in product(range(GROUPS), range(MEMBERS))
    )  # fmt: skip
    Enrolment.objects.bulk_create(
        Enrolment(user=user, leader_group=groups[number // MEMBERS]) for number, user in enumerate(users)
    )


def _completions(programme: Programme, plan: Plan) -> None:
    dice = plan.dice("crowd")
    past = ProgrammeItem.objects.filter(programme_module__programme=programme, opens_on__lte=plan.today)
    users = User.objects.filter(enrolments__leader_group__programme=programme)
    pairs = product(list(users), list(past))
    Completion.objects.bulk_create(
        (Completion(user=user, item=item) for user, item in pairs if dice.random() < 0.6), batch_size=BATCH
    )


def _holders(plan: Plan) -> None:
    """Running programmes with the same element, pinned: whom a correction of it reaches."""
    things = things_by_code(("leadership", "lead-reading-decisions"))
    programmes = Programme.objects.bulk_create(
        [
            Programme(
                slug=f"{HOLDING}-{number}", title=LocalisedText({"nb": f"Program {number}", "da": f"Forløb {number}"}),
                status=Programme.Status.RUNNING, languages=["nb", "da"],
            )
            for number in range(HOLDERS)
        ],
        batch_size=BATCH,
    )  # fmt: skip
    modules = ProgrammeModule.objects.bulk_create(
        [ProgrammeModule(programme=row, module=things["leadership"], starts_on=plan.today) for row in programmes],
        batch_size=BATCH,
    )
    element = things["lead-reading-decisions"]
    ProgrammeItem.objects.bulk_create(
        [ProgrammeItem(programme_module=row, thing=element, phase=Phase.PREPARATION) for row in modules],
        batch_size=BATCH,
    )
