"""Two programmes, led by two people, with something at every staff address; and one person of each role."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from assessments.ballots.models import Round
from assessments.instruments.services import import_definition
from cms.accounts.groups import COURSE_LEADERS, EDITORS, TRANSLATORS, make_groups
from cms.accounts.models import User
from programmes.catalogue.models import Enquiry
from programmes.library.models import IndustryCase, LearningElement, Module, Speaker
from programmes.tailoring.offers.agreements import example, publish
from programmes.tailoring.offers.models import AgreementText
from tests.assessments.factories import definition
from tests.permissions.addresses import Address
from tests.programmes.library import factories as library
from tests.programmes.participation import factories

ADMINISTRATOR, EDITOR, PARTICIPANT = "Administrator", "Editor", "Participant"
OWN_PROGRAMME, OTHER_PROGRAMME = "Course leader: own programme", "another's programme"
OWN_LANGUAGE, OTHER_LANGUAGE = "Translator: own language", "another language"
# By the heading of a column: whose programme, and which language, the addresses are about.
ABOUT = {
    ADMINISTRATOR: (0, "nb"), EDITOR: (0, "nb"), OWN_PROGRAMME: (0, "nb"), OTHER_PROGRAMME: (1, "nb"),
    OWN_LANGUAGE: (0, "da"), OTHER_LANGUAGE: (0, "nb"), PARTICIPANT: (0, "nb"),
}  # fmt: skip
LANGUAGES = ("nb", "da")
MODELS = {
    Module: library.make_module, LearningElement: library.make_element, Speaker: library.make_speaker,
    IndustryCase: library.make_case,
}  # fmt: skip
OF_ITEM = ("programmes:item", "programmes:item_remove", "updates:place")
OF_MODULE = {
    "module", "order", "arrange", "module_move", "place", "module_put_back", "item_put_back", "module_remove",
    "gathering_add", "items_add",
}  # fmt: skip


class World:
    def __init__(self) -> None:
        self.people = make_people()
        self.programmes = [factories.make_programme(members=1), factories.make_programme(members=1)]
        self.version = import_definition(definition())
        self.rounds = [Round.objects.create(programme=one.programme, version=self.version) for one in self.programmes]
        for one, leader in zip(self.programmes, (OWN_PROGRAMME, EDITOR), strict=True):
            one.programme.course_leader = self.people[leader]
            one.programme.save()
        self.rows = {model._meta.model_name: make() for model, make in MODELS.items()}
        self.enquiry = Enquiry.objects.create(organisation="Fjordvik", name="Kari", email="kari@fjordvik.example")
        kind = AgreementText.Kind.TERMS
        self.text = publish(kind, example(kind), True, None)
        self.pages = {code: make_page(code) for code in LANGUAGES}
        self.translations = {
            code: make_translation(self.pages[other], code)
            for code, other in zip(LANGUAGES, LANGUAGES[::-1], strict=True)
        }
        self.found = [self.by_namespace(number) for number in range(2)]

    def values(self, address: Address, column: str) -> dict[str, Any]:
        """What stands in the address when it is about what the column is about."""
        number, language = ABOUT[column]
        known = {
            "phase": "preparation", "kind": "item", "code": "abilities", "ending": "csv", "language": language,
            "number": 1, "key": uuid4(), "uuid": uuid4(),
        }  # fmt: skip
        if address.name == "agreement_texts:new":
            known["kind"] = AgreementText.Kind.TERMS
        if address.name in ("updates:thing", "updates:work"):
            known["pk"] = uuid4()
        else:
            known["pk"] = self.pk(address, number, language)
        if address.name.startswith("rounds:text"):
            known["number"] = uuid4()
        known |= {"page_id": self.pages[language].pk, "translation_id": self.translations[language].pk}
        return {name: known.get(name, 1) for name in address.parameters}

    def pk(self, address: Address, number: int, language: str) -> int:
        namespace, _, name = address.name.rpartition(":")
        built = self.programmes[number]
        if address.name in OF_ITEM:
            return built.items[0].pk
        if address.name == "programmes:gathering":
            return built.gatherings[0].pk
        if namespace == "programmes" and name in OF_MODULE:
            return built.modules[0].pk
        if namespace.startswith("wagtailsnippets_programmes_"):
            return self.rows[namespace.rpartition("_")[2]][language].pk
        return self.found[number].get(namespace, built.programme).pk

    def by_namespace(self, number: int) -> dict[str, Any]:
        group = self.programmes[number].groups[0]
        return {
            "rounds": self.rounds[number], "instruments": self.version, "instrument_preview": self.version,
            "enquiries": self.enquiry, "agreement_texts": self.text, "leader_groups": group,
            "participants": group.enrolments.get(), "organisations": group.organisation,
        }  # fmt: skip


def make_page(language: str) -> Page:
    locale = Locale.objects.get(language_code=language)
    return Page.objects.get(depth=1).add_child(instance=Page(title=language, slug=f"side-{language}", locale=locale))


def make_translation(page: Page, language: str) -> Translation:
    source, _made = TranslationSource.get_or_create_from_instance(page)
    return Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code=language))


def make_people() -> dict[str, User]:
    """One person of each role, by the heading of their column."""
    groups = make_groups()
    people = {ADMINISTRATOR: User.objects.create_superuser("administrator@instituttet.example")}
    for column, name in ((EDITOR, EDITORS), (OWN_PROGRAMME, COURSE_LEADERS), (OWN_LANGUAGE, TRANSLATORS)):
        people[column] = User.objects.create_user(f"{name.lower()}@instituttet.example")
        people[column].groups.add(groups[name])
    people[OWN_LANGUAGE].translates = ["da"]
    people[OWN_LANGUAGE].save()
    people[OTHER_PROGRAMME], people[OTHER_LANGUAGE] = people[OWN_PROGRAMME], people[OWN_LANGUAGE]
    people[PARTICIPANT] = User.objects.create_user("deltaker@fjordvik.example")
    return people
