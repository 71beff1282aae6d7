"""Answering in a real browser: drafts, a lost connection, two tabs, shared computers, the keyboard, and axe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from assessments.ballots import boxes, keys
from assessments.ballots.models import Ballot, Round, Ticket
from assessments.ballots.services import close_round, deliver, open_round, plan_round
from cms.accounts.models import User
from tests.assessments import factories
from tests.browser.test_accessibility import DESKTOP, PHONE, problems

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]

DELIVERED = "Svarene dine er levert"
KEPT = "Utkastet er lagret i denne nettleseren"
# The form as somebody fills it in: a step for both measures, and "vet ikke".
CHOICES = {"q1": "2", "q2": "5", "q4": "3"}


@pytest.fixture(autouse=True)
def key_directory(settings: object, tmp_path: Path) -> Path:
    settings.ASSESSMENTS_KEY_DIR = tmp_path / "keys"
    return tmp_path / "keys"


@pytest.fixture
def round() -> Round:
    return factories.open_one(closes_at=timezone.now() + timedelta(days=9))


@pytest.fixture
def participant(round: Round) -> User:
    return factories.tickets(round)[0].participant


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, participant: User) -> Iterator[BrowserContext]:
    with computer(browser, live_server) as made:
        log_in(made, live_server, participant)
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@contextmanager
def computer(browser: Browser, live_server: LiveServer, **options: object) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=live_server.url, locale="nb-NO", **options)
    made.set_default_timeout(60_000)
    yield made
    made.close()


def log_in(context: BrowserContext, live_server: LiveServer, user: User) -> None:
    """As if the person had just come back from the log-in page, which also makes older forms' tokens worthless."""
    session = import_module(site_settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = site_settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    cookie = {"name": site_settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}
    context.add_cookies([cookie])
    context.clear_cookies(name=site_settings.CSRF_COOKIE_NAME)


def address(name: str, *args: object, language: str = "nb") -> str:
    with translation.override(language):
        return reverse(name, args=args)


def form_of(round: Round, language: str = "nb") -> str:
    return address("mapping_answer", round.pk, language=language)


def choose(page: Page, name: str, value: str) -> None:
    """Tick a choice, turning to its part first."""
    field = page.locator(f"input[name={name}][value='{value}']")
    while not field.is_visible():
        page.get_by_role("button", name="Neste del").click()
    field.check()


def fill(page: Page) -> None:
    for code, step in CHOICES.items():
        choose(page, f"{code}-today", step)
        choose(page, f"{code}-ambition", "5")
        if code == "q2":
            choose(page, "q3-unknown", "1")


def chosen(page: Page) -> dict[str, str]:
    found = page.evaluate("[...document.querySelectorAll('form :checked')].map(field => [field.name, field.value])")
    return {name: value for name, value in found if "-" in name}


WHOLE = {
    **{f"{code}-today": step for code, step in CHOICES.items()},
    **{f"{code}-ambition": "5" for code in CHOICES},
    "q3-unknown": "1",
}


def drafts(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('mapping-'))")


def press_deliver(page: Page) -> None:
    page.get_by_role("button", name="Lever svarene").click()


def opened(round: Round) -> list[dict[str, tuple[int | None, int | None]]]:
    """What is in the box."""
    private = keys.load(round.pk, round.public_key).private
    items = boxes.specs(round.version.content)
    return [boxes.unseal(private, ballot.box, items)[1] for ballot in Ballot.objects.filter(round=round)]


EXPECTED = {"q1": (2, 5), "q2": (5, 5), "q3": (None, None), "q4": (3, 5)}


def test_a_draft_survives_reload_another_page_and_a_tab_that_died(
    context: BrowserContext, page: Page, round: Round
) -> None:
    page.goto(form_of(round))
    expect(page.locator("[data-progress]").first).to_have_text("0 av 4 besvart")
    fill(page)
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.locator("[data-progress]").last).to_have_text("4 av 4 besvart")
    page.reload()
    assert chosen(page) == WHOLE
    page.goto(address("mapping_round", round.pk))
    expect(page.get_by_text("Du har begynt å svare")).to_be_visible()
    expect(page.get_by_role("link", name="Begynn å svare")).to_be_hidden()
    page.go_back()
    assert chosen(page) == WHOLE
    page.close()
    again = context.new_page()
    again.goto(form_of(round, "da"))
    assert chosen(again) == WHOLE
    expect(again.get_by_text("Kladden er gemt i denne browser")).to_be_visible()
    assert not Ballot.objects.exists()


def test_whoever_comes_back_begins_where_something_is_left(page: Page, round: Round) -> None:
    page.goto(form_of(round))
    fill(page)
    page.evaluate("document.querySelector('[name=q4-today]:checked').checked = false")
    choose(page, "q4-ambition", "4")
    page.goto(form_of(round))
    expect(page.get_by_role("heading", name="Tema to")).to_be_visible()
    expect(page.get_by_role("heading", name="Tema en")).to_be_hidden()
    page.get_by_role("button", name="Forrige").click()
    expect(page.get_by_role("heading", name="Tema en")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", name="Tema to")).to_be_visible()


def test_a_cut_network_loses_nothing_and_delivers_once(context: BrowserContext, page: Page, round: Round) -> None:
    page.goto(form_of(round))
    fill(page)
    context.set_offline(True)
    press_deliver(page)
    expect(page.get_by_role("alert")).to_contain_text("Vi fikk ikke kontakt")
    assert chosen(page) == WHOLE
    assert drafts(page) != []
    assert not Ballot.objects.exists()
    context.set_offline(False)
    expect(page.get_by_role("alert")).to_contain_text("Du er på nett igjen")
    press_deliver(page)
    expect(page.get_by_text(DELIVERED)).to_be_visible()
    assert opened(round) == [EXPECTED]
    assert drafts(page) == []
    page.go_back()
    page.goto(form_of(round))
    expect(page.get_by_text(DELIVERED)).to_be_visible()


def test_an_answer_that_gets_lost_on_its_way_back_counts_once(page: Page, round: Round) -> None:
    """The ballot is in the box, but the browser never hears so."""

    def swallow(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort()
        else:
            route.continue_()

    page.goto(form_of(round))
    fill(page)
    page.route("**/svar/", swallow)
    press_deliver(page)
    expect(page.get_by_role("alert")).to_contain_text("De teller én gang, også om de kom fram nå")
    assert Ballot.objects.count() == 1
    page.unroute("**/svar/")
    press_deliver(page)
    expect(page.get_by_text(DELIVERED)).to_be_visible()
    assert opened(round) == [EXPECTED]
    assert drafts(page) == []


def test_a_server_in_trouble_loses_nothing(page: Page, round: Round) -> None:
    page.goto(form_of(round))
    fill(page)
    page.route("**/svar/", lambda route: route.fulfill(status=502, body="Bad gateway"))
    press_deliver(page)
    expect(page.get_by_role("alert")).to_contain_text("Nettstedet kunne ikke ta imot svarene")
    assert chosen(page) == WHOLE
    page.unroute("**/svar/")
    press_deliver(page)
    expect(page.get_by_text(DELIVERED)).to_be_visible()
    assert Ballot.objects.count() == 1


def test_the_second_of_two_tabs_is_told_and_has_no_draft(context: BrowserContext, page: Page, round: Round) -> None:
    page.goto(form_of(round))
    fill(page)
    second, stale = context.new_page(), context.new_page()
    second.goto(form_of(round))
    assert chosen(second) == WHOLE
    # A tab that hears nothing of the others, as one that slept.
    stale.add_init_script("addEventListener('storage', event => event.stopImmediatePropagation())")
    stale.goto(form_of(round))
    press_deliver(page)
    expect(page.get_by_text(DELIVERED)).to_be_visible()
    expect(second.get_by_text(DELIVERED)).to_be_visible()
    press_deliver(stale)
    expect(stale.get_by_text("Det du sendte nå, er ikke lagret")).to_be_visible()
    assert opened(round) == [EXPECTED]
    assert drafts(page) == drafts(second) == drafts(stale) == []


def test_tabs_share_one_draft(context: BrowserContext, page: Page, round: Round) -> None:
    second = context.new_page()
    page.goto(form_of(round))
    second.goto(form_of(round))
    choose(page, "q1-today", "4")
    expect(second.locator("[name=q1-today][value='4']")).to_be_checked()
    choose(second, "q1-ambition", "5")
    expect(page.locator("[name=q1-ambition][value='5']")).to_be_checked()
    assert chosen(page) == chosen(second) == {"q1-today": "4", "q1-ambition": "5"}


def test_the_next_person_at_a_shared_computer_sees_nothing(
    context: BrowserContext, page: Page, live_server: LiveServer, round: Round, participant: User
) -> None:
    page.goto(form_of(round))
    fill(page)
    (mine,) = drafts(page)
    assert str(participant.pk) not in mine.split("-")[1:2]
    other = factories.tickets(round)[1].participant
    log_in(context, live_server, other)
    # The old tab delivers nothing in the name of the new person.
    press_deliver(page)
    expect(page.locator("[data-progress]").first).to_have_text("0 av 4 besvart")
    assert chosen(page) == {}
    assert drafts(page) == []
    assert not Ballot.objects.exists()


def test_logging_out_takes_the_draft_away(page: Page, round: Round) -> None:
    page.goto(form_of(round))
    fill(page)
    page.get_by_role("button", name="Logg ut").first.click()
    page.wait_for_url("**/nb/")
    assert drafts(page) == []


def test_a_session_that_ends_in_between_costs_nothing(
    context: BrowserContext, page: Page, live_server: LiveServer, round: Round, participant: User
) -> None:
    page.goto(form_of(round))
    fill(page)
    Session.objects.all().delete()
    press_deliver(page)
    page.wait_for_url("**/konto/login/code/**")
    assert f"next={form_of(round)}" in page.url
    assert drafts(page) != []
    log_in(context, live_server, participant)
    page.goto(form_of(round))
    assert chosen(page) == WHOLE
    choose(page, "q4-today", "3")
    press_deliver(page)
    expect(page.get_by_text(DELIVERED)).to_be_visible()
    assert opened(round) == [EXPECTED]


def test_logging_in_again_in_another_tab_is_enough(
    context: BrowserContext, page: Page, live_server: LiveServer, round: Round, participant: User
) -> None:
    """The form's token is of the old session; the page fetches a new one by itself."""
    page.goto(form_of(round))
    fill(page)
    log_in(context, live_server, participant)
    press_deliver(page)
    expect(page.get_by_text(DELIVERED)).to_be_visible()
    assert opened(round) == [EXPECTED]


@pytest.mark.parametrize(
    "broken",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError') }})",
        "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }",
    ],
    ids=["switched-off", "full"],
)
def test_a_browser_that_keeps_nothing_says_so_and_still_delivers(
    context: BrowserContext, page: Page, live_server: LiveServer, round: Round, participant: User, broken: str
) -> None:
    page.add_init_script(broken)
    page.goto(form_of(round))
    expect(page.get_by_text("Denne nettleseren tar ikke vare på utkastet")).to_be_attached()
    fill(page)
    expect(page.get_by_text("Denne nettleseren tar ikke vare på utkastet")).to_be_visible()
    # Without a draft the log-in page would be the end of the answers.
    Session.objects.all().delete()
    press_deliver(page)
    expect(page.get_by_role("alert")).to_contain_text("La denne siden stå åpen")
    log_in(context, live_server, participant)
    press_deliver(page)
    expect(page.get_by_text(DELIVERED)).to_be_visible()
    assert opened(round) == [EXPECTED]


def test_a_draft_can_be_deleted_and_brought_back(page: Page, round: Round) -> None:
    page.goto(form_of(round))
    fill(page)
    page.get_by_role("button", name="Slett utkastet").click()
    expect(page.get_by_text("Utkastet er slettet")).to_be_visible()
    assert chosen(page) == {}
    assert drafts(page) == []
    expect(page.get_by_role("button", name="Angre")).to_be_focused()
    page.keyboard.press("Enter")
    assert chosen(page) == WHOLE
    assert drafts(page) != []
    page.get_by_role("button", name="Slett utkastet").click()
    page.reload()
    assert chosen(page) == {}


def test_a_round_that_closes_meanwhile_says_so_and_takes_the_draft_away(page: Page, round: Round) -> None:
    page.goto(form_of(round))
    fill(page)
    close_round(round)
    press_deliver(page)
    expect(page.get_by_text("Det du sendte nå, kom for sent")).to_be_visible()
    expect(page.get_by_text("Denne runden er lukket")).to_be_visible()
    assert drafts(page) == []


def test_the_list_takes_drafts_of_closed_rounds_away(page: Page, round: Round) -> None:
    page.goto(form_of(round))
    fill(page)
    page.goto(address("mapping_rounds"))
    assert drafts(page) != []
    close_round(round)
    page.goto(address("mapping_rounds"))
    assert drafts(page) == []


def test_what_is_missing_is_said_and_nothing_is_lost(page: Page, round: Round) -> None:
    page.goto(form_of(round))
    fill(page)
    page.evaluate("document.querySelectorAll('[name=q2-today]').forEach(field => field.checked = false)")
    press_deliver(page)
    summary = page.get_by_role("alert").filter(has_text="Spørsmål 2")
    expect(summary).to_be_focused()
    expect(page.locator("#question-q2-error")).to_be_visible()
    assert chosen(page) == {name: value for name, value in WHOLE.items() if name != "q2-today"}
    assert drafts(page) != []
    choose(page, "q2-today", "5")
    page.get_by_role("button", name="Neste del").click()
    press_deliver(page)
    expect(page.get_by_text(DELIVERED)).to_be_visible()
    assert opened(round) == [EXPECTED]


def test_without_script_the_form_is_one_page_that_loses_nothing(
    browser: Browser, live_server: LiveServer, round: Round, participant: User
) -> None:
    with computer(browser, live_server, java_script_enabled=False) as context:
        log_in(context, live_server, participant)
        page = context.new_page()
        page.goto(form_of(round))
        expect(page.get_by_text("Uten JavaScript lagres det ikke noe utkast")).to_be_visible()
        expect(page.get_by_role("button", name="Slett utkastet")).to_be_hidden()
        for name, value in WHOLE.items():
            if name != "q2-today":
                page.locator(f"[name={name}][value='{value}']").check()
        press_deliver(page)
        expect(page.get_by_role("link", name="Spørsmål 2")).to_be_visible()
        page.locator("[name=q2-today][value='5']").check()
        press_deliver(page)
        expect(page.get_by_text(DELIVERED)).to_be_visible()
    assert opened(round) == [EXPECTED]


# --- the keyboard ----------------------------------------------------------------------------------------------------

VISIBLE_FOCUS = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
    const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0
        && (one === seen || one.contains(seen));
}"""


def tab_to(page: Page, selector: str, *, most: int = 60) -> None:
    """Tab until what has the focus matches; every stop on the way shows that it has it."""
    for _stop in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(VISIBLE_FOCUS), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"nothing like {selector} within {most} stops")


def test_the_whole_form_by_keyboard_alone(page: Page, round: Round) -> None:
    page.goto(form_of(round))
    tab_to(page, "summary")
    tab_to(page, "[name=q1-today]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")  # from step 1 to step 2
    tab_to(page, "[name=q1-ambition]")
    page.keyboard.press("ArrowUp")  # round to the last step
    tab_to(page, "[name=q2-ambition]")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "[name=q3-unknown]")
    page.keyboard.press("Space")
    tab_to(page, "[data-next] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tema to")).to_be_focused()
    tab_to(page, "[name=q4-today]")
    for key in ("Space", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    tab_to(page, "[name=q4-ambition]")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "[data-deliver] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Spørsmål 2")).to_be_focused()
    tab_to(page, "a[href='#question-q2']")
    page.keyboard.press("Enter")
    expect(page.locator("#question-q2")).to_be_focused()
    tab_to(page, "[name=q2-today]")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "[data-next] button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tema to")).to_be_focused()
    tab_to(page, "[data-deliver] button")
    page.keyboard.press("Enter")
    expect(page.get_by_text(DELIVERED)).to_be_visible()
    assert opened(round) == [EXPECTED]


# --- every state, in both languages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "screen"), [("nb", PHONE), ("da", DESKTOP)], ids=["nb-phone", "da-desktop"])
def test_every_state_is_readable_by_everybody(
    browser: Browser, live_server: LiveServer, round: Round, participant: User, language: str, screen: dict[str, object]
) -> None:
    pages = states(round, participant, language)
    found: dict[str, list[str]] = {}
    with computer(browser, live_server, **screen) as context:
        log_in(context, live_server, participant)
        page = context.new_page()
        for name, path in pages.items():
            page.goto(path)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            found[name] = problems(page)
        page.goto(form_of(round, language))
        page.locator("[data-next] button").click()
        context.set_offline(True)
        page.locator("[data-deliver] button").click()
        expect(page.locator("[data-trouble]")).not_to_be_empty()
        found["no network"] = problems(page)
        context.set_offline(False)
        page.locator("[data-deliver] button").click()
        expect(page.locator(".errors")).to_be_focused()
        found["errors"] = problems(page)
    assert {name: lines for name, lines in found.items() if lines} == {}


def states(round: Round, participant: User, language: str) -> dict[str, str]:
    """The address of each state that a round can be in for its participant."""
    programme, later = round.programme, timezone.now() + timedelta(days=9)
    planned = plan_round(programme, round.version, opens_at=later)
    delivered, closing, closed, stairs = (
        plan_round(programme, version, closes_at=later)
        for version in (round.version, round.version, round.version, factories.version(code="stairs", levels=True))
    )
    for each in (delivered, closing, closed, stairs):
        open_round(each)
    ticket = Ticket.objects.select_related("round__version", "unit").get(round=delivered, participant=participant)
    deliver(ticket, {})
    close_round(closed)
    Round.objects.filter(pk=closing.pk).update(state=Round.State.CLOSING)
    of = {"planned": planned, "delivered": delivered, "closing": closing, "closed": closed, "promise": round}
    return {
        "list": address("mapping_rounds", language=language),
        **{name: address("mapping_round", each.pk, language=language) for name, each in of.items()},
        "questions": form_of(round, language),
        "steps as sentences": form_of(stairs, language),
        "no results yet": address("mapping_results", round.pk, language=language),
        "too few": address("mapping_results", closed.pk, language=language),
    }
