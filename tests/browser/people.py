"""What the three kinds of people do in a browser, told as they would tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from cms.demo.logins import PASSWORD
from tests.browser.site import RunningSite

EDITOR = "sunniva.haugland@instituttet.example"
# Who reads bokmål and who reads Danish; the latter has a mapping to answer.
PARTICIPANT = {"nb": "sigrun.fossmyr@fjordvik.example", "da": "rasmus.tangvig@klitborg.example"}


@contextmanager
def somebody(browser: Browser, site: RunningSite, **options: object) -> Iterator[Page]:
    """A person at a computer of their own."""
    context = browser.new_context(base_url=site.url, locale="nb-NO", **options)
    context.set_default_timeout(40_000)
    yield context.new_page()
    context.close()


def follow(what: Locator) -> None:
    """Click what leads to another page, and wait until that page is there whole.

    A click alone returns when the next page has begun to come: what then looks without waiting (`all`, `count`, `url`)
    sees half of it, and what goes elsewhere at once breaks off what the click sent.
    """
    with what.page.expect_navigation():
        what.click()


def log_in_as_staff(page: Page, email: str = EDITOR) -> None:
    page.goto("/admin/login/")
    page.fill("input[type=email]", email)
    page.fill("input[type=password]", PASSWORD)
    follow(page.locator("main button[type=submit]").first)
    expect(page).not_to_have_url(re.compile("/login/"))


def log_in_by_code(page: Page, site: RunningSite, email: str, language: str = "nb") -> None:
    before = len(site.mails_to(email))
    page.goto(f"/{language}/konto/login/code/")
    page.fill("input[type=email]", email)
    follow(page.locator("main button[type=submit]").first)
    mail = site.wait_for_mail(email, after=before)
    code = re.search(r"^\s*([A-Z0-9]+(?:-[A-Z0-9]+)+)\s*$", mail.get_content(), re.MULTILINE)
    assert code is not None
    page.fill("input[name=code]", code.group(1))
    follow(page.locator("main button[type=submit]").first)
    expect(page).not_to_have_url(re.compile("/konto/"))


def make_programme(page: Page, title: str) -> str:
    """A programme from the template whose first module is open today; returns the address of its board."""
    page.goto("/admin/programmes/new/")
    follow(page.get_by_role("button", name="Bruk").first)
    page.fill("[name=client]", "Fjordvik kommune")
    page.check("[name=languages][value=nb]")
    page.check("[name=languages][value=da]")
    page.locator("summary", has_text="Tittel").click()
    page.fill("[name=title_nb]", title)
    page.fill("[name=title_da]", f"{title} på dansk")
    follow(page.get_by_role("button", name="Neste"))
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    page.fill("[name=starts_on]", monday.isoformat())
    follow(page.get_by_role("button", name="Neste"))
    follow(page.get_by_role("button", name="Lag utkastet"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return page.url


def add_leader_group(page: Page, programme: str, name: str) -> None:
    page.goto("/admin/leader-groups/new/")
    page.select_option("[name=programme]", label=programme)
    page.select_option("[name=organisation]", label="Fjordvik kommune")
    page.fill("[name=name_nb]", name)
    page.fill("[name=name_da]", f"{name} på dansk")
    follow(page.get_by_role("button", name="Opprett"))
    expect(page).to_have_url(re.compile(r"/admin/leader-groups/$|/admin/leader-groups/\?"))


def add_participant(page: Page, group: str, name: str, email: str) -> None:
    page.goto("/admin/participants/new/")
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)
    option = page.locator("[name=leader_group] option", has_text=group).first
    page.select_option("[name=leader_group]", value=option.get_attribute("value"))
    follow(page.get_by_role("button", name="Opprett"))
    expect(page).to_have_url(re.compile(r"/admin/participants/$|/admin/participants/\?"))


def import_participants(page: Page, programme: str, table: str) -> None:
    page.goto("/admin/participants/import/")
    page.select_option("[name=programme]", label=programme)
    page.set_input_files("[name=table]", {"name": "deltakere.csv", "mimeType": "text/csv", "buffer": table.encode()})
    follow(page.get_by_role("button", name="Se på listen"))
    follow(page.get_by_role("button", name=re.compile("^Legg til")))


def answer_everything(page: Page, today: int, ambition: int) -> None:
    """Answer each question of the page with the same two steps, without its script, and deliver."""
    deliver = page.get_by_role("button", name=re.compile("Lever svarene|Aflever svarene"))
    expect(deliver).to_be_visible()
    for kind, step in (("today", today), ("ambition", ambition)):
        choices = page.locator(f"form input[type=radio][name$='{kind}'][value='{step}']").all()
        assert choices, "the page asks nothing"
        for choice in choices:
            choice.check(force=True)
    follow(deliver)
