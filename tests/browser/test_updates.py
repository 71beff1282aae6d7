"""An editor publishes what changed; those who run programmes see the difference and decide. A board is rearranged."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import people
from tests.browser.people import follow
from tests.browser.site import RunningSite

pytestmark = pytest.mark.any_database

ELEMENT = "Små forsøk med tydelig slutt"
KEEPER, TAKER = "Kompetanseløftet i Skagerrakringen", "Kompetanseløftet for Klitborg Forsyning"
DRAFT = "Kompetanseløftet for Åhavn Hospital"
LEAD = "Et forsøk uten sluttdato blir en vane. Sett datoen først."


def test_a_new_edition_is_published_and_decided_about(browser: Browser, site: RunningSite) -> None:
    with people.somebody(browser, site, viewport={"width": 1280, "height": 900}) as page:
        people.log_in_as_staff(page)
        before = publish_new_edition(page)
        page.goto("/admin/updates/")
        expect(page.locator("main li", has_text=ELEMENT)).to_contain_text("venter for 2 programmer")
        expect(page.locator("#wagtail-sidebar")).to_contain_text(re.compile(r"Programmer \(\d+\)"))
        decide(page, before, KEEPER, re.compile("^Behold"))
        decide(page, before, TAKER, "Ta i bruk")
        expect(page.locator("main")).not_to_contain_text(ELEMENT)
        for programme, said in ((KEEPER, "utgave 1"), (TAKER, "utgave 2")):
            open_board(page, programme)
            expect(page.locator(".item", has_text=ELEMENT)).to_contain_text(said)


def publish_new_edition(page: Page) -> str:
    """Write another lead and publish it as a new edition; returns the lead it had."""
    page.goto(f"/admin/snippets/programmes/learningelement/?q={ELEMENT}")
    follow(page.get_by_role("link", name=ELEMENT))
    lead = page.locator("[name=lead]")
    before = lead.input_value()
    lead.fill(LEAD)
    page.get_by_role("button", name="Flere valg").last.click()
    follow(page.locator("[name=action-publish]"))
    expect(page.locator("main")).to_contain_text(KEEPER)
    expect(page.locator("main")).to_contain_text(TAKER)
    assert_side_by_side(page, before)
    page.get_by_label("Ny utgave").check()
    page.fill("[name=note]", "Sluttdatoen kommer først.")
    follow(page.get_by_role("button", name="Publiser"))
    expect(page.locator("main, .messages").first).to_contain_text("publisert")
    return before


def assert_side_by_side(page: Page, before: str) -> None:
    expect(page.locator(".difference")).to_contain_text(before)
    expect(page.locator(".difference")).to_contain_text(LEAD)


def decide(page: Page, before: str, programme: str, button: str | re.Pattern[str]) -> None:
    """For one programme alone, beside the difference."""
    page.goto("/admin/updates/")
    follow(page.get_by_role("link", name=ELEMENT))
    assert_side_by_side(page, before)
    for box in page.locator("[name=targets]").all():
        box.uncheck()
    page.get_by_label(programme).check()
    follow(page.get_by_role("button", name=button))
    expect(page.locator("main")).to_be_visible()


def open_board(page: Page, programme: str) -> None:
    page.goto(f"/admin/programmes/?q={programme}")
    follow(page.get_by_role("link", name=programme))
    expect(page.get_by_role("heading", level=1)).to_contain_text(programme)


def test_the_board_is_rearranged_by_dragging_and_by_buttons(browser: Browser, site: RunningSite) -> None:
    with people.somebody(browser, site, viewport={"width": 1280, "height": 900}) as page:
        people.log_in_as_staff(page)
        open_board(page, DRAFT)
        follow(page.locator(".board__module", has_text="Organisasjon").get_by_role("link", name="Rediger"))
        before, after_work = phase(page, "preparation"), phase(page, "after_work")
        first, second, *others = titles(before)
        drag(item(before, first), item(before, second))
        expect(before.locator(".item__title")).to_have_text([second, first, *others])
        follow(item(before, first).get_by_role("button", name="Flytt opp"))
        expect(before.locator(".item__title")).to_have_text([first, second, *others])
        there = titles(after_work)
        drag(item(before, first), after_work)
        expect(after_work.locator(".item__title")).to_have_text([*there, first])
        expect(before.locator(".item__title")).to_have_text([second, *others])


def phase(page: Page, name: str) -> Locator:
    """The items of a phase of the module that is open."""
    return page.locator(f".board__module.is-open [data-place$='-{name}']")


def titles(where: Locator) -> list[str]:
    """As they stand; for a page that has come whole."""
    return [title.strip() for title in where.locator(".item__title").all_inner_texts()]


def item(where: Locator, title: str) -> Locator:
    return where.locator(".item", has_text=title)


def drag(what: Locator, onto: Locator) -> None:
    """Let go over the lower edge of a place, and wait for the page that has been told."""
    mouse = what.page.mouse
    what.hover()
    start = what.bounding_box()
    assert start is not None
    mouse.down()
    # It must have begun before the page scrolls, as it has for a person.
    mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2 + 6)
    onto.scroll_into_view_if_needed()
    box = onto.bounding_box()
    assert box is not None
    for step in (8, 4):
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - step)
    with what.page.expect_navigation():
        mouse.up()
