"""A new programme, page by page: what is kept, what follows by itself, and what is made in the end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from cms.privacy import retention
from localisation.text import LocalisedText
from programmes.library.abilities import Ability
from programmes.library.models import IndustryCase, LearningElement
from programmes.library.vocabulary import Phase, Theme
from programmes.participation.models import LeaderGroup, Organisation
from programmes.tailoring.composing.answers import Answers, first_day
from programmes.tailoring.focus import finding
from programmes.tailoring.holidays import why_not
from programmes.tailoring.models import Gathering, Programme, ProgrammeItem, Sketch
from programmes.tailoring.plan import local_day
from programmes.tailoring.schedule import Span, summer_pause
from tests.growth import many
from tests.programmes.conftest import staff
from tests.programmes.tailoring.factories import make_guest, make_programme, make_template, publish
from tests.programmes.tailoring.pages import text_of, url
from tests.programmes.tailoring.wizard import GROUPS, Wizard

pytestmark = pytest.mark.django_db
# With what Wagtail asks for its own frame: session, user, permissions.
MAKING_QUERIES, MAKING_MANY_QUERIES = 27, 30


@pytest.fixture
def wizard(editor: Client) -> Wizard:
    return Wizard(editor)


# --- the way there ----------------------------------------------------------------------------------------------------


def test_every_new_programme_has_an_address_of_its_own_and_nothing_is_kept_yet(editor: Client) -> None:
    first, second = editor.get(url("add")), editor.get(url("add"))
    assert first.headers["Location"] != second.headers["Location"]
    assert editor.get(first.headers["Location"]).status_code == 200
    assert not Sketch.objects.exists()


def test_from_start_to_draft(wizard: Wizard) -> None:
    programme = wizard.all_the_way(make_template(), sector="municipality")
    assert str(programme) == "Mal – Tareholmen kommune"
    assert (programme.slug, programme.status, programme.sector) == ("mal-tareholmen-kommune", "draft", "municipality")
    assert [module.items.count() for module in programme.modules.all()] == [3, 3, 3, 3]
    groups = LeaderGroup.objects.filter(programme=programme).select_related("organisation")
    assert {(str(group.organisation), str(group)) for group in groups} == {
        ("Tareholmen kommune", "Rådmannens ledergruppe"), ("Tareholmen kommune", "Oppvekst"),
        ("Tareholmen kommune", "Helse"), ("Tareholmen kommune", "Teknisk"), ("Tareholmen kommune", "Kultur"),
        ("Havrum kommune", "Økonomi"),
    }  # fmt: skip
    # The second module runs into July and goes on in August.
    second = programme.modules.all()[1]
    assert (second.starts_on, second.pause_from, second.ends_on) == (
        date(2027, 5, 31),
        date(2027, 6, 28),
        date(2027, 10, 3),
    )


def test_a_template_in_the_address_leads_past_the_first_page(editor: Client) -> None:
    template = make_template(modules=1)
    address = editor.get(f"{url('add')}?template={template.pk}").headers["Location"]
    assert "/client/?template=" in address
    response = editor.post(address, {"client": "Tareholmen kommune"})
    assert response.headers["Location"].endswith("/schedule/")
    assert Sketch.objects.get().answers["start"]["source"] == template.pk


@pytest.mark.parametrize("asked", ["999999", "x", ""])
def test_a_template_that_is_not_there_is_asked_for(editor: Client, asked: str) -> None:
    response = editor.get(f"{url('add')}?template={asked}", follow=True)
    assert response.redirect_chain[-1][0].endswith("/start/")


def test_nobody_gets_ahead_of_what_is_missing(wizard: Wizard) -> None:
    assert wizard.get("summary").headers["Location"] == wizard.url("start")
    wizard.start(make_template(modules=1))
    assert wizard.get("summary").headers["Location"] == wizard.url("client")
    assert wizard.post("summary").headers["Location"] == wizard.url("client")
    assert not Programme.objects.filter(kind="delivery").exists()


def test_the_pages_belong_to_whoever_began(wizard: Wizard, editor: Client) -> None:
    wizard.start(make_template(modules=1))
    editor.force_login(staff("second@example.com", "add_programme", "change_programme"))
    answers = Sketch.objects.get().answers
    assert editor.get(wizard.url("client"), follow=True).status_code == 404
    assert editor.post(wizard.url("client"), {"client": "Andre"}, follow=True).status_code == 404
    assert Sketch.objects.get().answers == answers


def test_others_begin_nothing(outsider: Client) -> None:
    wizard = Wizard(outsider)
    wizard.start()
    assert wizard.get("start").status_code == 404
    assert not Sketch.objects.exists()


def test_what_was_written_is_there_when_one_comes_back(wizard: Wizard) -> None:
    wizard.start(make_template(modules=1))
    wizard.client_page(sector="health", title_nb="Vårt løft", title_da="Vores løft")
    wizard.schedule(**{"weeks-" + code_of(wizard): "10"})
    form = wizard.get("client").context["form"]
    assert (form["client"].value(), form["groups"].value()) == ("Tareholmen kommune", GROUPS)
    assert form["title"].value() == {"nb": "Vårt løft", "da": "Vores løft"}
    shown = wizard.shown()
    assert (shown["starts_on"], shown["weeks-" + code_of(wizard)]) == (date(2027, 3, 1), 10)


def code_of(wizard: Wizard) -> str:
    source = Sketch.objects.get(pk=wizard.key).answers["start"]["source"]
    return Programme.objects.get(pk=source).modules.select_related("module")[0].module.code


def test_going_back_keeps_what_is_not_right_yet(wizard: Wizard) -> None:
    wizard.start(make_template(modules=1))
    response = wizard.client_page(client="", groups="Oppvekst\nOppvekst", go="start")
    assert response.headers["Location"] == wizard.url("start")
    assert wizard.get("schedule").headers["Location"] == wizard.url("client")
    form = wizard.get("client").context["form"]
    assert form["groups"].value() == "Oppvekst\nOppvekst"
    assert form.errors["groups"] == ["Linje 2: Gruppen står allerede på linje 1."]
    assert wizard.client_page().headers["Location"] == wizard.url("schedule")


def test_asking_twice_makes_one_programme(wizard: Wizard) -> None:
    programme = wizard.all_the_way(make_template(modules=1))
    again = wizard.post("summary")
    assert again.headers["Location"] == url("board", programme.pk)
    assert wizard.get("client").headers["Location"] == url("board", programme.pk)
    assert Programme.objects.filter(kind="delivery").count() == 1


def test_what_is_begun_can_be_gone_on_with(wizard: Wizard, editor: Client) -> None:
    wizard.start(make_template(modules=1))
    wizard.client_page()
    other = Wizard(editor).get("start")
    assert "Tareholmen kommune" in text_of(other)
    assert wizard.url("start") in text_of(other)


def test_sketches_are_forgotten_and_their_programmes_are_not(wizard: Wizard) -> None:
    programme = wizard.all_the_way(make_template(modules=1))
    Sketch.objects.update(updated_at=timezone.now() - timezone.timedelta(days=91))
    retention.carry_out(timezone.now())
    assert not Sketch.objects.exists()
    assert Programme.objects.filter(pk=programme.pk).exists()


# --- what is wrong is said by the field -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "field", "words"),
    [
        ({"client": ""}, "client", "Skriv hvem programmet er for."),
        ({"groups": "Oppvekst\n\noppvekst "}, "groups", "Linje 3: Gruppen står allerede på linje 1."),
        ({"groups": "Havrum kommune:"}, "groups", "Linje 1: Navnet på gruppen mangler etter kolon."),
        ({"groups": "x" * 201}, "groups", "Linje 1: Navnet er for langt."),
        ({"groups": "\n".join(f"Gruppe {n}" for n in range(201))}, "groups", "Høyst 200 grupper."),
    ],
)
def test_what_is_wrong_about_the_client(wizard: Wizard, written: dict[str, str], field: str, words: str) -> None:
    wizard.start(make_template(modules=1))
    response = wizard.client_page(**written)
    assert response.context["form"].errors[field] == [words]
    assert wizard.get("schedule").headers["Location"] == wizard.url("client")


@pytest.mark.parametrize(
    ("start", "field"), [({"start": "nonsense"}, "start"), ({}, "start"), ({"start": "earlier"}, "earlier")]
)
def test_a_start_must_be_chosen(wizard: Wizard, start: dict[str, str], field: str) -> None:
    assert field in wizard.post("start", **start).context["form"].errors


def test_a_template_removed_meanwhile_leaves_an_empty_programme(wizard: Wizard) -> None:
    template = make_template(modules=1)
    wizard.start(template)
    wizard.client_page()
    template.delete()
    assert wizard.get("schedule").status_code == 200
    assert wizard.get("summary").headers["Location"] == wizard.url("schedule")


@pytest.mark.parametrize("wrong", [{"starts_on": ""}, {"starts_on": "soon"}])
def test_a_first_day_is_needed(wizard: Wizard, wrong: dict[str, str]) -> None:
    wizard.start(make_template(modules=1))
    wizard.client_page()
    assert "starts_on" in wizard.schedule(**wrong).context["form"].errors


# --- what follows by itself -------------------------------------------------------------------------------------------


@pytest.fixture
def danish_client() -> Organisation:
    return Organisation.objects.create(
        slug="strandby", name=LocalisedText(da="Strandby Kommune"), country="DK", sector="health"
    )


def test_a_known_client_says_country_language_and_sector(wizard: Wizard, danish_client: Organisation) -> None:
    programme = wizard.all_the_way(
        make_template(modules=1), client="strandby  kommune", country="", languages=[], groups="Ældre"
    )
    assert (programme.country, programme.sector, programme.languages) == ("DK", "health", ["da"])
    assert programme.client == {"da": "Strandby Kommune"}
    assert LeaderGroup.objects.get().organisation == danish_client
    assert Gathering.objects.get(programme_module__programme=programme).timezone == "Europe/Copenhagen"


def test_focus_areas_may_be_chosen_before_there_is_a_draft(wizard: Wizard) -> None:
    for code in ("together", "learning"):
        Ability.objects.create(code=code, theme="strategy", name={"nb": code.title()})
    wizard.start(make_template())
    refused = wizard.client_page(areas=[*Theme.values, "together", "learning"])
    assert list(refused.context["form"].errors) == ["areas"]
    wizard.client_page(areas=["together", "leadership"])
    wizard.schedule()
    assert wizard.get("summary").context["summary"]["areas"] == ["Together", "Ledelse"]
    assert [area.code for area in finding.areas_of(wizard.finish())] == ["together", "leadership"]


def test_an_unknown_client_is_where_whoever_writes_is(wizard: Wizard) -> None:
    programme = wizard.all_the_way(make_template(modules=1), country="", languages=[])
    assert (programme.country, programme.languages) == ("NO", ["nb"])
    assert programme.course_leader is None


def test_no_module_begins_in_july_of_its_own_accord(wizard: Wizard) -> None:
    wizard.start(make_template(modules=3))
    wizard.client_page()
    wizard.schedule(starts_on="2027-01-04", reckon="1")
    rows = wizard.get("schedule").context["modules"]
    assert [(row.starts_on, row.ends_on) for row in rows] == [
        (date(2027, 1, 4), date(2027, 4, 4)),
        (date(2027, 4, 5), date(2027, 8, 8)),
        (date(2027, 8, 9), date(2027, 11, 7)),
    ]
    wizard.schedule(starts_on="2027-04-05", reckon="1", **{f"weeks-{code_of(wizard)}": "12"})
    rows = wizard.get("schedule").context["modules"]
    assert (rows[0].ends_on, rows[1].starts_on) == (date(2027, 6, 27), date(2027, 8, 2))


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (date(2026, 11, 23), date(2027, 1, 4)),
        (date(2027, 6, 1), date(2027, 8, 2)),
        (date(2027, 1, 1), date(2027, 2, 1)),
    ],
)
def test_a_first_day_is_proposed(today: date, monday: date) -> None:
    assert first_day(today) == monday
    assert Answers({}, today).starts_on == monday


def test_two_programmes_of_a_name_have_addresses_of_their_own(editor: Client) -> None:
    template = make_template(modules=1)
    slugs = {Wizard(editor).all_the_way(template).slug for _time in range(3)}
    assert slugs == {"mal-tareholmen-kommune", "mal-tareholmen-kommune-2", "mal-tareholmen-kommune-3"}


# --- the schedule -----------------------------------------------------------------------------------------------------


def gathering_field(wizard: Wizard) -> str:
    return next(name for name in wizard.shown() if name.startswith("day-"))


@pytest.fixture
def on_easter(wizard: Wizard) -> Wizard:
    """The first gathering is on Maundy Thursday."""
    wizard.start(make_template(modules=2))
    wizard.client_page()
    wizard.schedule(starts_on="2027-02-22", reckon="1")
    return wizard


def test_holidays_are_marked_with_a_better_day(on_easter: Wizard) -> None:
    first, second = on_easter.get("schedule").context["modules"]
    assert [(row.day, row.why, row.better) for row in first.gatherings] == [
        (date(2027, 3, 25), "skjærtorsdag i Norge", date(2027, 3, 24))
    ]
    assert [row.why for row in second.gatherings] == [""]
    assert "torsdag 25. mars 2027" in text_of(on_easter.get("schedule")).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("which", ["one", "all"])
def test_a_gathering_is_moved_to_the_better_day(on_easter: Wizard, which: str) -> None:
    key = gathering_field(on_easter).removeprefix("day-")
    on_easter.schedule(starts_on="2027-02-22", shift=key if which == "one" else "all")
    assert on_easter.shown()[f"day-{key}"] == date(2027, 3, 24)
    on_easter.post("schedule", **on_easter.shown())
    gathering = Gathering.objects.filter(programme_module__programme=on_easter.finish()).first()
    # What was agreed on no longer moves with the module.
    assert (local_day(gathering), gathering.week) == (date(2027, 3, 24), None)


def test_the_holidays_of_both_countries_count_and_so_does_july(wizard: Wizard) -> None:
    wizard.start(make_template(modules=1))
    wizard.client_page(languages=["nb", "da"])
    wizard.schedule(reckon="1")
    field = gathering_field(wizard)
    reasons = {
        "2027-05-17": "andre pinsedag", "2029-06-05": "Danmark", "2027-07-08": "fellesferien", "2027-06-05": "helgen",
    }  # fmt: skip
    for day, why in reasons.items():
        wizard.schedule(**{field: day, "reckon": "1"})
        [row] = wizard.get("schedule").context["modules"][0].gatherings
        assert why in row.why


def test_own_days_stay_and_others_follow_a_new_start(wizard: Wizard) -> None:
    wizard.start(make_template(modules=2))
    wizard.client_page()
    wizard.schedule(reckon="1")
    field = gathering_field(wizard)
    wizard.schedule(**{field: "2027-03-30", "reckon": "1"})
    wizard.schedule(starts_on="2027-03-08", reckon="1")
    days = [day for name, day in wizard.shown().items() if name.startswith("day-")]
    assert days == [date(2027, 3, 30), date(2027, 7, 8)] or days == [date(2027, 3, 30), date(2027, 8, 12)]
    wizard.schedule(starts_on="2027-03-08", **{field: "", "reckon": "1"})
    assert wizard.shown()[field] == date(2027, 4, 8)


# --- the summary ------------------------------------------------------------------------------------------------------


def on_summary(wizard: Wizard, **client: Any) -> Any:
    wizard.start(make_template())
    wizard.client_page(**client)
    wizard.schedule()
    return wizard.get("summary")


def test_the_checks_lead_to_the_pages_that_mend_them(wizard: Wizard) -> None:
    page = on_summary(wizard, groups="", sector="health", languages=["nb", "da"])
    found = {check["message"]: check["url"] for check in page.context["checks"]}
    assert found["Programmet har ingen ledergruppe."] == f"{wizard.url('client')}#id_groups"
    [cases] = [url for message, url in found.items() if "sektor" in message]
    assert cases == f"{wizard.url('summary')}#cases"
    assert not Programme.objects.filter(kind="delivery").exists()


def test_what_one_element_lacks_is_mended_in_the_library(wizard: Wizard, editor: Client) -> None:
    on_summary(wizard)
    thing = ProgrammeItem.objects.first().thing
    publish(thing, 2, captions=[])
    found = {check["message"]: check["url"] for check in wizard.get("summary").context["checks"]}
    [address] = [url for message, url in found.items() if thing.label in message]
    assert address == url("element", thing.pk)
    assert editor.get(address, follow=True).status_code == 404  # a thing without a row in the library


def test_an_element_is_found_in_the_library(editor: Client, locales: dict[str, Any]) -> None:
    row = LearningElement.objects.create(locale=locales["nb"], title="Film", kind="video", theme="strategy", minutes=5)
    response = editor.get(url("element", row.translation_key))
    assert response.headers["Location"].endswith(f"/learningelement/edit/{row.pk}/")


@pytest.fixture
def health_case(locales: dict[str, Any]) -> LearningElement:
    """A published element of the second module's theme with a case from health."""
    case = make_guest(IndustryCase, sector="health", consent_given_on=date(2026, 1, 1))
    element = LearningElement.objects.create(
        locale=locales["nb"], title="Sykehuset", kind="talk", theme="leadership", minutes=30, case=case, live=True
    )
    publish(element.thing, 1, kind="talk", theme="leadership", minutes=30, case=str(case.pk))
    return element


def test_the_short_way_keeps_gatherings_off_holidays(wizard: Wizard) -> None:
    start, weeks = first_day(timezone.localdate()), 40
    span = Span(start, weeks, *(summer_pause(start, weeks) or ()))
    places = [(week, weekday) for week in range(1, weeks + 1) for weekday in range(5)]
    week, weekday = next(place for place in places if why_not(span.gathering_on(*place), ["NO"]))
    template = make_template(modules=1)
    template.modules.update(weeks=weeks)
    Gathering.objects.update(week=week, weekday=weekday)
    wizard.start(template)
    assert wizard.client_page(go="summary").url == wizard.url("summary")
    made = Gathering.objects.get(programme_module__programme=wizard.finish())
    assert local_day(made) != span.gathering_on(week, weekday)
    assert not why_not(local_day(made), ["NO"])


def test_a_case_of_the_sector_is_proposed_where_its_theme_is(wizard: Wizard, health_case: LearningElement) -> None:
    page = on_summary(wizard, sector="health")
    [proposal] = page.context["proposals"]
    assert (proposal.module, proposal.chosen) == ("Leadership (nb)", True)
    assert not [check for check in page.context["checks"] if "sektor" in check["message"]]
    item = ProgrammeItem.objects.get(
        programme_module__programme=wizard.finish(), thing=health_case.translation_key, phase=Phase.GATHERING
    )
    assert item.programme_module.position == 2


def test_no_case_is_added_that_was_not_wanted(wizard: Wizard, health_case: LearningElement) -> None:
    on_summary(wizard, sector="health")
    programme = wizard.finish(cases=[])
    assert not ProgrammeItem.objects.filter(
        programme_module__programme=programme, thing=health_case.translation_key
    ).exists()


def test_an_empty_programme_is_for_a_client_and_nothing_more(wizard: Wizard) -> None:
    programme = wizard.all_the_way(None)
    assert (programme.modules.count(), programme.template, str(programme)) == (0, None, "Tareholmen kommune")


def test_modules_the_client_asked_for_come_last(wizard: Wizard) -> None:
    other = make_template(modules=1).modules.get()
    wizard.start(make_template(modules=1))
    sketch = Sketch.objects.get()
    sketch.answers["wishes"] = {"modules": [str(other.module_id), str(UUID(int=0))]}
    sketch.save()
    wizard.client_page()
    wizard.schedule()
    first, second = wizard.finish().modules.all()
    assert (second.module_id, second.starts_on > first.ends_on) == (other.module_id, True)


# --- from an earlier programme ----------------------------------------------------------------------------------------


@pytest.fixture
def earlier() -> Programme:
    """A programme for Lyngøy whose first gathering was moved to a Tuesday and takes two days, with words of its own."""
    programme = make_programme(sector="health")
    item = ProgrammeItem.objects.filter(programme_module__programme=programme).first()
    item.title_override = LocalisedText(nb="Vår egen film")
    item.introduction_override = LocalisedText(nb="Slik gjør de det i Lyngøy kommune.")
    item.minutes_override = 7
    item.save()
    gathering = Gathering.objects.filter(programme_module__programme=programme).first()
    gathering.agenda, gathering.week = [], None
    gathering.venue = LocalisedText(nb="Lyngøy rådhus")
    gathering.starts_at = timezone.datetime(2027, 3, 9, 9, tzinfo=timezone.get_current_timezone())
    gathering.ends_at = timezone.datetime(2027, 3, 10, 15, 30, tzinfo=timezone.get_current_timezone())
    gathering.save()
    return programme


def test_structure_own_words_and_offsets_come_along(wizard: Wizard, earlier: Programme) -> None:
    programme = wizard.all_the_way(earlier)
    item = ProgrammeItem.objects.filter(programme_module__programme=programme).first()
    assert (str(item.title_override), item.minutes_override, item.pinned_edition) == ("Vår egen film", 7, None)
    gathering = Gathering.objects.filter(programme_module__programme=programme).first()
    # The sixth week's Tuesday, two days, the same hours.
    assert local_day(gathering) == date(2027, 4, 6)
    assert (gathering.week, gathering.weekday, gathering.days) == (6, 1, 2)
    length = gathering.ends_at - gathering.starts_at
    assert (timezone.localtime(gathering.starts_at).hour, length.days) == (9, 1)
    assert programme.template == earlier.template


def test_what_is_the_earlier_clients_stays_behind(wizard: Wizard, earlier: Programme) -> None:
    programme = wizard.all_the_way(earlier)
    item = ProgrammeItem.objects.filter(programme_module__programme=programme).first()
    gathering = Gathering.objects.filter(programme_module__programme=programme).first()
    assert not item.introduction_override
    assert not gathering.venue
    assert not programme.aim
    assert "Lyngøy" not in text_of(wizard.client.get(url("board", programme.pk)))


def test_the_summary_says_what_was_left_out(wizard: Wizard, earlier: Programme) -> None:
    wizard.start(earlier)
    wizard.client_page()
    wizard.schedule()
    assert "1 tekst nevner den tidligere kunden" in text_of(wizard.get("summary"))


def test_the_same_client_keeps_its_words(wizard: Wizard, earlier: Programme) -> None:
    programme = wizard.all_the_way(earlier, client="Lyngøy kommune")
    item = ProgrammeItem.objects.filter(programme_module__programme=programme).first()
    assert "Lyngøy" in str(item.introduction_override)


# --- cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("items", "queries"), [(10, MAKING_QUERIES), (40, MAKING_MANY_QUERIES)])
def test_making_the_draft_costs_few_queries(
    wizard: Wizard, health_case: LearningElement, items: int, queries: int, django_assert_num_queries: Any
) -> None:
    """From 40 and from 160 items, with six leader groups and a case of the sector.

    Only the statements that write many rows are repeated, one for 50 rows.
    """
    wizard.start(make_template(items_per_module=items))
    wizard.client_page(sector="health")
    wizard.schedule()
    wizard.get("summary")
    with django_assert_num_queries(queries):
        wizard.post("summary", cases=[str(health_case.translation_key)])
    assert ProgrammeItem.objects.filter(programme_module__programme__kind="delivery").count() == 4 * items + 1


@pytest.mark.parametrize("items", [5, many(40)])
@pytest.mark.parametrize(("page", "queries"), [("start", 16), ("client", 13), ("schedule", 15), ("summary", 17)])
def test_a_page_costs_the_same_for_any_number_of_items(
    wizard: Wizard, items: int, page: str, queries: int, django_assert_num_queries: Any
) -> None:
    wizard.start(make_template(items_per_module=items))
    wizard.client_page()
    wizard.schedule()
    wizard.get(page)
    with django_assert_num_queries(queries):
        wizard.get(page)
