"""The whole chain by hand, in one go: from a template to an anonymised result, and an enquiry that arrives.

Against web, worker and broker in processes of their own; nothing is called from inside.
"""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.browser.people import follow
from tests.browser.site import RunningSite

PROGRAMME, GROUP = "Kompetanseløftet på prøve", "Prøvegruppen"
FIRST = ("Solfrid Prøvedal", "solfrid.provedal@fjordvik.example")
OTHERS = [f"{name}.provedal@fjordvik.example" for name in ("arne", "berit", "cecilie", "dag", "else")]
JOB_DONE = 60_000  # milliseconds the worker gets for a job


def test_from_template_to_result(browser: Browser, site: RunningSite) -> None:
    with people.somebody(browser, site, viewport={"width": 1280, "height": 900}) as editor:
        people.log_in_as_staff(editor)
        board = compose(editor)
        invite(editor)
        start(editor, board)
        round_page = open_round(editor)
        learn(browser, site)
        for number, email in enumerate([FIRST[1], *OTHERS]):
            answer(browser, site, email, today=1 + number % 4)
        close_round(editor, round_page)
    see_the_result(browser, site)


def compose(editor: Page) -> str:
    board = people.make_programme(editor, PROGRAMME)
    for module in ("Organisasjon", "Ledelse", "Strategi", "Teknologi"):
        expect(editor.get_by_role("heading", name=re.compile(module)).first).to_be_visible()
    people.add_leader_group(editor, PROGRAMME, GROUP)
    return board


def invite(editor: Page) -> None:
    """One participant by the form, the others by a list."""
    people.add_participant(editor, GROUP, *FIRST)
    rows = [f"Person Prøvedal {email[0].upper()},{email},nb,Fjordvik kommune,{GROUP}" for email in OTHERS]
    table = "\n".join(["name,email,language,organisation,leader_group", *rows])
    people.import_participants(editor, PROGRAMME, table)
    expect(editor.get_by_role("heading", name="5 deltakere er lagt til")).to_be_visible(timeout=JOB_DONE)


def start(editor: Page, board: str) -> None:
    editor.goto(board)
    follow(editor.get_by_role("button", name="Start programmet"))
    expect(editor.locator("main")).to_contain_text("Pågår")


def open_round(editor: Page) -> str:
    editor.goto("/admin/rounds/new/")
    editor.select_option("[name=programme]", label=PROGRAMME)
    instrument = editor.locator("[name=instrument] option", has_text="10+3 evner").first
    editor.select_option("[name=instrument]", value=instrument.get_attribute("value"))
    editor.fill("[name=closes_at]", f"{timezone.localdate() + timedelta(days=14)}T18:00")
    follow(editor.get_by_role("button", name="Opprett"))
    editor.goto("/admin/rounds/")
    follow(editor.get_by_role("link", name=re.compile("10\\+3 evner")).first)
    address = editor.url
    expect(editor.locator("main")).to_contain_text(PROGRAMME)
    follow(editor.get_by_role("button", name="Åpne nå"))
    wait_for_state(editor, address, "Åpen")
    return address


def wait_for_state(editor: Page, address: str, state: str) -> None:
    """Look at the round until the worker has done its part."""
    for _look in range(120):
        editor.goto(address)
        if state in editor.locator("main .badge").first.inner_text():
            return
        editor.wait_for_timeout(JOB_DONE / 120)
    raise AssertionError(f"the round did not become {state}")


def learn(browser: Browser, site: RunningSite) -> None:
    """The participant logs in by the mailed code, opens the next element and marks it."""
    with people.somebody(browser, site, viewport={"width": 390, "height": 844}) as phone:
        people.log_in_by_code(phone, site, FIRST[1])
        expect(phone.get_by_role("heading", level=1)).to_have_text("Hei, Solfrid")
        expect(phone.locator("main")).to_contain_text("0 av 11 i denne modulen")
        follow(phone.get_by_role("link", name="Begynn", exact=True))
        phone.get_by_role("button", name="Merk som fullført").click()
        expect(phone.get_by_text("Du har merket dette som fullført")).to_be_visible()
        phone.goto("/nb/mitt-program/")
        expect(phone.locator("main")).to_contain_text("1 av 11 i denne modulen")


def answer(browser: Browser, site: RunningSite, email: str, *, today: int) -> None:
    """Read the promise, answer without script, deliver; a second delivery is refused in words."""
    with people.somebody(browser, site, java_script_enabled=False) as page:
        people.log_in_by_code(page, site, email)
        page.goto("/nb/kartlegging/")
        follow(page.get_by_role("link", name="Svar på kartleggingen").first)
        expect(page.locator("main")).to_contain_text("Slik beskytter vi svarene")
        follow(page.get_by_role("link", name="Begynn å svare"))
        form = page.url
        people.answer_everything(page, today, 5)
        expect(page.locator("main")).to_contain_text("Svarene dine er levert")
        page.goto(form)
        expect(page.locator("main")).to_contain_text("Svarene dine er levert")


def close_round(editor: Page, address: str) -> None:
    editor.goto(address)
    editor.get_by_text("Lukk nå").click()
    follow(editor.get_by_role("button", name="Lukk runden for godt"))
    wait_for_state(editor, address, "Lukket")


def see_the_result(browser: Browser, site: RunningSite) -> None:
    """Six answers are enough for clipped means, and for nothing more."""
    with people.somebody(browser, site, viewport={"width": 390, "height": 844}) as phone:
        people.log_in_by_code(phone, site, FIRST[1])
        phone.goto("/nb/kartlegging/")
        follow(phone.get_by_role("link", name=re.compile("Se resultat")).first)
        expect(phone.locator("main")).to_contain_text("6 svar")
        expect(phone.locator("svg.plot").locator("visible=true").first).to_be_visible()
        phone.get_by_text("Vis tallene som tabell").first.click()
        cells = phone.locator("table").first.inner_text()
        assert "≥4" in cells
        assert not re.search(r"\d,\d", cells), "a small group is never shown decimals"


def test_an_enquiry_arrives(browser: Browser, site: RunningSite) -> None:
    before = len(site.mails_to("redaksjon@instituttet.example"))
    with people.somebody(browser, site) as visitor:
        visitor.goto("/da/")
        follow(visitor.get_by_role("link", name="Send forespørgsel").first)
        visitor.fill("[name=name]", "Karen Prøvegaard")
        visitor.fill("[name=organisation]", "Prøvestrand Kommune")
        visitor.fill("[name=email]", "karen@provestrand.example")
        visitor.fill("[name=message]", "Vi er fire ledergrupper.")
        visitor.wait_for_timeout(4_000)  # faster than that writes no human
        follow(visitor.get_by_role("button", name=re.compile("Send")))
        expect(visitor.get_by_role("heading", level=1)).to_contain_text("Tak")
    mail = site.wait_for_mail("redaksjon@instituttet.example", after=before)
    assert "Prøvestrand Kommune" in str(mail["Subject"]) + mail.get_content()
    with people.somebody(browser, site) as editor:
        people.log_in_as_staff(editor)
        editor.goto("/admin/enquiries/")
        expect(editor.locator("main")).to_contain_text("Prøvestrand Kommune")
