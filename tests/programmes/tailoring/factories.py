"""Small programmes for tests: library things with editions, a template, and what is made from it."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from wagtail.models import Locale

from localisation.text import LocalisedText
from programmes.library.models import Edition, EditionText, IndustryCase, Speaker, Thing
from programmes.library.vocabulary import Phase, Theme, ThingKind
from programmes.tailoring.copying import create_from_template
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, ProgrammeModule

THEMES = [theme.value for theme in Theme]
FACTS = {"kind": "video", "theme": "organisation", "phase": "preparation", "minutes": 20, "captions": ["nb"]}
STARTS_ON = date(2027, 2, 1)
_numbers = count(1)


def make_thing(
    kind: str = ThingKind.ELEMENT, label: str = "", languages: tuple[str, ...] = ("nb", "da"), **facts: Any
) -> Thing:
    """A thing with edition 1, whose texts exist in `languages`."""
    number = next(_numbers)
    label = label or f"Thing {number}"
    thing = Thing.objects.create(kind=kind, code=f"{kind}-{number}", label=label)
    publish(thing, 1, languages=languages, **facts)
    return thing


def publish(
    thing: Thing, number: int, correction: int = 0, languages: tuple[str, ...] = ("nb", "da"), **facts: Any
) -> Edition:
    """Another edition of a thing, as the library stores it."""
    edition = Edition.objects.create(
        thing=thing, number=number, correction=correction, kind="correction" if correction else "new",
        facts={**FACTS, **facts} if thing.kind == ThingKind.ELEMENT else facts,
    )  # fmt: skip
    for language in languages:
        EditionText.objects.create(edition=edition, language=language, title=f"{thing.label} ({language})")
    thing.current_edition = edition
    thing.save()
    return edition


def many_things(number: int) -> list[Thing]:
    """Many things with an edition each, by few queries."""
    first = next(_numbers)
    things = [Thing(kind=ThingKind.ELEMENT, code=f"many-{first}-{n}", label=f"Element {n}") for n in range(number)]
    Thing.objects.bulk_create(things)
    editions = Edition.objects.bulk_create(
        [Edition(thing=thing, number=1, kind="new", facts=FACTS) for thing in things]
    )
    EditionText.objects.bulk_create(
        [EditionText(edition=edition, language="nb", title=edition.thing.label) for edition in editions]
    )
    for thing, edition in zip(things, editions, strict=True):
        thing.current_edition = edition
    Thing.objects.bulk_update(things, ["current_edition"])
    return things


def make_template(items_per_module: int = 3, modules: int = 4) -> Programme:
    """A template whose modules have items in turn in each phase, and a gathering in week 5."""
    template = Programme.objects.create(
        kind=Programme.Kind.TEMPLATE, slug=f"template-{next(_numbers)}", title=LocalisedText(nb="Mal", da="Skabelon")
    )
    for position in range(modules):
        theme = THEMES[position % 4]
        thing = make_thing(ThingKind.MODULE, label=theme.title(), theme=theme)
        module = ProgrammeModule.objects.create(programme=template, module=thing, position=position + 1, weeks=13)
        things = many_things(items_per_module)
        items = ProgrammeItem.objects.bulk_create(_template_items(module, things))
        Gathering.objects.create(
            programme_module=module, title=LocalisedText(nb="Samling", da="Samling"), week=5,
            agenda=[{"from": "09:00", "to": "10:00", "item": str(items[0].uuid)}, {"from": "10:00", "to": "14:30"}],
        )  # fmt: skip
    return template


def _template_items(module: ProgrammeModule, things: list[Thing]) -> list[ProgrammeItem]:
    weeks = {Phase.PREPARATION: (2, 4), Phase.GATHERING: (None, None), Phase.AFTER_WORK: (6, 11)}
    items = []
    for number, thing in enumerate(things):
        phase = list(Phase)[number % 3]
        opens, due = weeks[phase]
        items.append(
            ProgrammeItem(
                programme_module=module, thing=thing, phase=phase, position=number, opens_week=opens, due_week=due
            )
        )
    return items


def make_programme(template: Programme | None = None, **options: Any) -> Programme:
    """A draft programme that starts on STARTS_ON."""
    settings: dict[str, Any] = {
        "slug": f"programme-{next(_numbers)}", "title": {"nb": "Lyngøy 2027", "da": "Lyngøy 2027"},
        "client": {"nb": "Lyngøy kommune", "da": "Lyngøy Kommune"}, "languages": ["nb"], "starts_on": STARTS_ON,
        "country": "NO",
    }  # fmt: skip
    return create_from_template(template or make_template(), **{**settings, **options})


def make_guest(kind: type[Speaker | IndustryCase], **fields: Any) -> Thing:
    """A speaker or an industry case in the library."""
    needed: dict[str, Any] = {"country": "NO", "live": True, "title": "Ola Nes"}
    needed |= {"language": "nb"} if kind is Speaker else {"sector": "health", "organisation": "Sykehuset"}
    row = kind.objects.create(locale=Locale.objects.get(language_code="nb"), **{**needed, **fields})
    return row.thing


def give_speaker(module: ProgrammeModule, speaker: Thing) -> ProgrammeItem:
    """Let somebody speak at the gathering of a module; returns the item they have."""
    item = module.items.filter(phase=Phase.GATHERING).first()
    item.speaker_override = speaker
    item.save()
    return item
