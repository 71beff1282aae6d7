"""A year in the life of a Norwegian and a Danish participant of one programme, with the clock moved from day to day.

With SCREENSHOTS=FOLDER in the environment each page is drawn there as well, on a phone and on a desktop.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from programmes.participation.gatherings.models import Evaluation
from programmes.participation.services import Person as Invited
from programmes.participation.services import enrol
from programmes.tailoring import status
from programmes.tailoring.models import Programme, ProgrammeItem
from tests.browser import year as a_year
from tests.browser.people import follow
from tests.browser.test_accessibility import PHONE
from tests.browser.test_answering import computer
from tests.browser.tongues import OTHER, strange_in, strange_on
from tests.browser.year import Clock, Year, mails_to, work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
WROTE = "Husk fredagene."
WIDTHS = (390, 1280)
# What the clock sends them. One of them hands in the first task a month before it is due, and is not told of it.
MAILS = {
    "nb": [
        "2027-01-11 Uken din i Kompetanseløftet for fjorden",
        "2027-01-25 Uken din i Kompetanseløftet for fjorden",
        "2027-01-28 Vi bygger broer, torsdag 4. februar 2027",
        "2027-02-01 Uken din i Kompetanseløftet for fjorden",
        "2027-02-03 I morgen: Vi bygger broer, torsdag 4. februar 2027",
        "2027-05-03 Uken din i Kompetanseløftet for fjorden",
        "2027-05-20 Flyttet: Vi ser hva som bærer, nå torsdag 10. juni 2027",
        "2027-05-31 Uken din i Kompetanseløftet for fjorden",
        "2027-06-03 Vi ser hva som bærer, torsdag 10. juni 2027",
        "2027-06-09 I morgen: Vi ser hva som bærer, torsdag 10. juni 2027",
        "2027-06-14 Uken din i Kompetanseløftet for fjorden",
        "2027-08-16 Uken din i Kompetanseløftet for fjorden",
        "2027-08-17 Frist fredag 20. august 2027: Gjør oppgaven «Fortell hva dere lærte»",
        "2028-02-29 Brevet ditt til deg selv er her",
    ],
    "da": [
        "2027-01-11 Din uge i Kompetenceløftet for fjorden",
        "2027-01-25 Din uge i Kompetenceløftet for fjorden",
        "2027-01-28 Vi slår bro, torsdag 4. februar 2027",
        "2027-02-01 Din uge i Kompetenceløftet for fjorden",
        "2027-02-03 I morgen: Vi slår bro, torsdag 4. februar 2027",
        "2027-03-08 Din uge i Kompetenceløftet for fjorden",
        "2027-03-09 Frist fredag 12. marts 2027: Løs opgaven ”Afprøv én ændring derhjemme”",
        "2027-05-03 Din uge i Kompetenceløftet for fjorden",
        "2027-05-20 Flyttet: Vi ser, hvad der bærer, nu torsdag 10. juni 2027",
        "2027-05-31 Din uge i Kompetenceløftet for fjorden",
        "2027-06-03 Vi ser, hvad der bærer, torsdag 10. juni 2027",
        "2027-06-09 I morgen: Vi ser, hvad der bærer, torsdag 10. juni 2027",
        "2027-06-14 Din uge i Kompetenceløftet for fjorden",
        "2027-08-16 Din uge i Kompetenceløftet for fjorden",
        "2027-08-17 Frist fredag 20. august 2027: Løs opgaven ”Fortæl, hvad I lærte”",
        "2028-02-29 Dit brev til dig selv er her",
    ],
}
NAMES = {"nb": "Sigrun Fjordmo", "da": "Mette Strandlund"}
SAVED = re.compile("Lagret|Gemt")
CODE = re.compile(r"^\s*([A-Z0-9]+(?:-[A-Z0-9]+)+)\s*$", re.MULTILINE)


class Person:
    """Somebody with a phone of their own. Every page they see is read for words of another language."""

    def __init__(self, context: BrowserContext, language: str, year: Year) -> None:
        self.page, self.language, self.year = context.new_page(), language, year
        self.email = f"{language}@havrum.example"
        self._shots = 0

    def say(self, words: str, **about: object) -> str:
        """What the site says for this in the person's language."""
        with override(self.language):
            return gettext(words) % about if about else gettext(words)

    @property
    def other(self) -> str:
        """The name of the other language, in the person's own."""
        return {"nb": "dansk", "da": "norsk"}[self.language]

    def address(self, name: str, *args: object) -> str:
        with override(self.language):
            return reverse(name, args=args)

    def visit(self, name: str, *args: object) -> Page:
        """Open a page; whoever's log-in is too old logs in anew on the way."""
        return self.open(self.address(name, *args))

    def open(self, address: str) -> Page:
        self.page.clock.set_fixed_time(timezone.now())
        self.page.goto(address)
        if self.page.locator("input[name=email], input[name=login]").count():
            self.log_in()
        path = urlsplit(address).path
        assert urlsplit(self.page.url).path == path
        self.look(path)
        return self.page

    def log_in(self) -> None:
        before = len(mails_to(self.email))
        self.look("log-in")
        self.page.fill("input[type=email]", self.email)
        follow(self.page.locator("main button[type=submit]").first)
        self.look("code")
        work()
        (message,) = mails_to(self.email)[before:]
        code = CODE.search(message.body)
        assert code is not None
        self.page.fill("input[name=code]", code[1])
        follow(self.page.locator("main button[type=submit]").first)

    def look(self, name: str) -> None:
        """Nothing on the page is in another language, unless it says so."""
        assert strange_on(self.page, self.language, self.year.said) == [], name
        if folder := os.environ.get("SCREENSHOTS"):
            self._shots += 1
            self._draw(Path(folder), f"{self.language}-{self._shots:02}-{re.sub('[^a-z0-9]+', '-', name)[:60]}")

    def _draw(self, folder: Path, name: str) -> None:
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 844})
            self.page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        self.page.set_viewport_size(PHONE["viewport"])

    def press(self, words: str) -> None:
        follow(self.page.get_by_role("button", name=self.say(words), exact=True).first)
        self.look(words.lower())

    def next_step(self) -> Locator:
        self.visit("my_programme")
        return self.page.locator("section.next")

    def mark(self, item: Any) -> None:
        self.visit("my_element", item.uuid)
        self.page.get_by_role("button", name=self.say("Mark as done")).click()
        expect(self.page.get_by_text(self.say("You have marked this as done"))).to_be_visible()


@pytest.fixture
def year(live_server: LiveServer, settings: Any, tmp_path: Path) -> Year:
    settings.BASE_URL = live_server.url
    settings.REFLECTIONS_KEY_DIR, settings.ASSESSMENTS_KEY_DIR = tmp_path / "reflections", tmp_path / "keys"
    return a_year.make_year()


@pytest.fixture
def clock(year: Year) -> Iterator[Clock]:
    with a_year.clock() as running:
        yield running


@pytest.fixture
def people(browser: Browser, live_server: LiveServer, year: Year) -> Iterator[dict[str, Person]]:
    options = {**PHONE, "color_scheme": "light"}
    with computer(browser, live_server, **options) as hers, computer(browser, live_server, **options) as theirs:
        yield {"nb": Person(hers, "nb", year), "da": Person(theirs, "da", year)}


def test_a_year(year: Year, clock: Clock, people: dict[str, Person]) -> None:
    invitation(year, people)
    clock.go_to(date(2027, 1, 12))
    preparation(year, people)
    clock.go_to(a_year.MET, time(8, 50))
    gathering(year, people)
    clock.go_to(a_year.MET, time(16))
    evaluation(year, people)
    clock.go_to(date(2027, 2, 8))
    after_work(year, people["nb"])
    clock.go_to(date(2027, 3, 9))
    after_work(year, people["da"])
    clock.go_to(date(2027, 5, 4))
    next_module(year, people)
    clock.go_to(date(2027, 5, 19))
    a_year.move(year.gatherings[1], a_year.MOVED)
    clock.go_to(date(2027, 8, 25))
    last_days(year, people)
    clock.go_to(date(2027, 9, 2))
    end(year, people)
    clock.go_to(date(2028, 3, 1))
    letter(people)
    mails(year, clock, people)


def mails(year: Year, clock: Clock, people: dict[str, Person]) -> None:
    """All that they were sent: as it is listed here, none twice, each in the language of whoever got it."""
    assert a_year.sent_twice() == []
    assert {message.to[0] for message in mail.outbox} == {person.email for person in people.values()}
    for person in people.values():
        got = [f"{day} {message.subject}" for day, message in clock.mails if message.to == [person.email]]
        assert got == MAILS[person.language]
        for message in mails_to(person.email):
            # Beside a title that lacks a translation stands in which language it is.
            noted = person.say("in %(language)s", language=person.other) in message.body
            strange = set(strange_in(f"{message.subject} {message.body}", person.language, year.said))
            assert strange <= (year.untranslated if noted else set()), message.subject


def invitation(year: Year, people: dict[str, Person]) -> None:
    status.change(year.programme, Programme.Status.RUNNING, timezone.localdate())
    for person in people.values():
        enrol(Invited(NAMES[person.language], person.email, person.language, {}), year.group)
    work()
    for person in people.values():
        (message,) = mails_to(person.email)
        (address,) = re.findall(r"^http\S+", message.body, re.MULTILINE)
        person.open(address)
        expect(person.page.get_by_role("heading", level=1)).to_contain_text(NAMES[person.language].split()[0])
        expect(person.page.locator("section.next")).to_contain_text(year.gatherings[0].title[person.language])


def preparation(year: Year, people: dict[str, Person]) -> None:
    lacks = {"nb": year.talk, "da": year.article}
    for person in people.values():
        expect(person.next_step()).to_contain_text(title(year.video, person.language))
        person.mark(year.video)
        person.visit("my_schedule")
        person.visit("my_gathering", year.gatherings[0].uuid)
        page = person.visit("my_element", lacks[person.language].uuid)
        said = "This text is in %(language)s. It has not been translated yet."
        expect(page.get_by_text(person.say(said, language=person.other))).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_have_attribute("lang", OTHER[person.language])


def gathering(year: Year, people: dict[str, Person]) -> None:
    for person in people.values():
        expect(person.next_step()).to_contain_text(title(year.article, person.language))
        page = person.visit("my_gathering", year.gatherings[0].uuid)
        person.press("I am coming")
        expect(page.get_by_role("link", name=person.say("Join by video"))).to_be_visible()


def evaluation(year: Year, people: dict[str, Person]) -> None:
    for person in people.values():
        page = person.visit("my_gathering", year.gatherings[0].uuid)
        page.check("[name=useful][value='5']")
        page.check("[name=talk][value='4']")
        person.press("Send the answers")
        expect(page.get_by_text(person.say("You have answered. You can change your answers."))).to_be_visible()
    assert Evaluation.objects.count() == 2


def after_work(year: Year, person: Person) -> None:
    """Handed in by person: one of them at once, the other when a mail tells of the deadline."""
    expect(person.next_step()).to_contain_text(title(year.task, person.language))
    page = person.visit("my_delivery", year.task.uuid)
    page.locator("textarea").first.fill("Vi begynte med fredagene.")
    expect(page.locator("[data-said]").first).to_contain_text(SAVED)
    person.press("Hand in")
    for item in (year.article, year.reflection, year.talk):
        person.mark(item)
    expect(person.next_step()).to_contain_text(year.gatherings[1].title[person.language])


def next_module(year: Year, people: dict[str, Person]) -> None:
    for person in people.values():
        expect(person.next_step()).to_contain_text(title(year.podcast, person.language))
        person.mark(year.podcast)
        expect(person.next_step()).to_contain_text(year.gatherings[1].title[person.language])
        person.visit("my_module", year.task.programme_module.uuid)


def last_days(year: Year, people: dict[str, Person]) -> None:
    for person in people.values():
        expect(person.next_step()).to_contain_text(title(year.last, person.language))
        person.mark(year.last)
        page = person.visit("my_letter", year.programme.slug)
        page.locator("textarea").first.fill(WROTE)
        expect(page.locator("[data-said]").first).to_contain_text(SAVED)
        expect(person.next_step()).to_have_count(0)


def end(year: Year, people: dict[str, Person]) -> None:
    """The programme is over: what was there stays, and there is a certificate."""
    status.change(year.programme, Programme.Status.COMPLETED, timezone.localdate())
    for person in people.values():
        expect(person.next_step()).to_have_count(0)
        expect(person.page.get_by_text(person.say("The programme is over"))).to_be_visible()
        expect(person.page.get_by_text(person.say("All gatherings have been held."))).to_be_visible()
        for name in ("my_module", "my_gathering"):
            person.visit(name, (year.task.programme_module if name == "my_module" else year.gatherings[1]).uuid)
        person.visit("my_letter", year.programme.slug)
        page = person.visit("my_documents", year.programme.slug)
        follow(page.locator("#certificate button"))
        person.look("certificate-waits")
        work()
        person.visit("my_documents", year.programme.slug)
        with page.expect_download() as coming:
            page.locator("#certificate").get_by_role("link", name=person.say("Download the PDF")).click()
        assert Path(coming.value.path()).read_bytes().startswith(b"%PDF-")


def letter(people: dict[str, Person]) -> None:
    """Six months later, on the last day of a February that has one more than most."""
    for person in people.values():
        (address,) = re.findall(r"^http\S+", mails_to(person.email)[-1].body, re.MULTILINE)
        expect(person.open(address).get_by_text(WROTE)).to_be_visible()


def title(item: ProgrammeItem, language: str) -> str:
    """As a reader of the language sees it."""
    texts = {text.language: text.title for text in item.thing.current_edition.texts.all()}
    return texts.get(language) or next(iter(texts.values()))
