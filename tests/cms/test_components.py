"""Every component renders, in both languages, and the templates keep to the Content-Security-Policy and the sprite."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe

from cms.accounts.models import User
from cms.templatetags import look
from tests.cms.component_examples import EXAMPLES, FRAME, Enquiry, sent_enquiry

ROOT = Path(__file__).resolve().parents[2]
# Mail has no style sheet; it may keep its styles inline.
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "email" not in path.parts)
COMPONENTS = sorted(path.stem for path in (ROOT / "templates" / "components").glob("*.html"))
SPRITE = (ROOT / "static" / "img" / "icons.svg").read_text()
SYMBOLS = set(re.findall(r'<symbol id="i-([\w-]+)"', SPRITE))
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Markup(HTMLParser):
    """Counts elements and complains about those that are closed in the wrong order or not at all."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_startendtag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def checked(html: str) -> str:
    """The same HTML, after checking that elements nest and that no id stands twice."""
    markup = Markup()
    markup.feed(html)
    assert (markup.faults, markup.open) == ([], [])
    assert len(markup.ids) == len(set(markup.ids)), markup.ids
    assert "{#" not in html
    assert "{%" not in html
    assert "{{" not in html
    return html


def render(source: str, **context) -> str:
    return Template("{% load look %}" + source).render(Context(context))


def test_every_component_has_an_example_and_a_contract():
    readme = (ROOT / "templates" / "components" / "README.md").read_text()
    assert set(COMPONENTS) == set(EXAMPLES)
    assert [name for name in COMPONENTS if f"`{name}`" not in readme] == []


@pytest.mark.parametrize("language", ["nb", "da"])
@pytest.mark.parametrize("name", COMPONENTS)
def test_component_renders(name, language):
    least, more = EXAMPLES[name]
    with translation.override(language):
        small = checked(render_to_string(f"components/{name}.html", least))
        full = checked(render_to_string(f"components/{name}.html", least | more))
    assert small.strip() or name in {"chips", "messages"}
    assert full.strip()


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_says_what_it_takes(name):
    first = (ROOT / "templates" / "components" / f"{name}.html").read_text().splitlines()[0]
    assert re.fullmatch(r"\{# .+ #\}", first)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_has_nothing_inline(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<style[\s>]", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_icons_of_template_are_in_the_sprite(path):
    text = path.read_text()
    used = set(re.findall(r"\{% icon \"([\w-]+)\"", text)) | set(re.findall(r"\bicon=\"([\w-]+)\"", text))
    assert used <= SYMBOLS


def test_texts_are_escaped():
    html = render_to_string("components/card.html", {"title": "<b>&", "url": 'a"b', "picture": "<svg>"})
    assert "&lt;b&gt;&amp;" in html
    assert "a&quot;b" in html
    assert "<svg>" not in html


@pytest.mark.parametrize(
    ("count", "nb", "da"),
    [
        (None, "", ""),
        (1, "1 minutt", "1 minut"),
        (14, "14 minutter", "14 minutter"),
        (60, "1 time", "1 time"),
        (120, "2 timer", "2 timer"),
        (90, "1 t 30 min", "1 t. 30 min."),
    ],
)
def test_minutes(count, nb, da):
    with translation.override("nb"):
        assert look.minutes(count) == nb
    with translation.override("da"):
        assert look.minutes(count) == da


def test_initials():
    assert [look.initials(name) for name in ("Solveig Marie Berg", "Solveig", "åse ødegård", "")] == [
        "SB",
        "S",
        "ÅØ",
        "",
    ]


@pytest.mark.parametrize("last", [1, 2, 7, 8, 20, 417])
def test_page_numbers_are_few_and_lead_everywhere(last):
    for current in range(1, last + 1):
        numbers = look.page_numbers(current, last)
        assert len(numbers) <= look.PAGE_NUMBERS
        assert {1, current, last} <= set(numbers)
        assert {max(1, current - 1), min(last, current + 1)} <= set(numbers)


def test_pagination_keeps_the_other_parameters():
    request = RequestFactory().get("/", {"sector": ["a", "b"], "page": "3"})
    page = Paginator(range(100), 10).page(3)
    html = checked(render("{% pagination page %}", page=page, request=request))
    assert "?sector=a&amp;sector=b&amp;page=4" in html
    assert html.count('aria-current="page"') == 1
    assert render("{% pagination page %}", page=Paginator([1], 10).page(1), request=request) == ""


def test_field_ties_label_help_and_error_to_the_control():
    html = checked(render("{% field form.email %}", form=sent_enquiry()))
    assert '<label for="id_email">' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'class="input"' in html


def test_fields_of_every_kind():
    form = Enquiry()
    with translation.override("nb"):
        html = checked("".join(str(render("{% field bound %}", bound=bound)) for bound in form))
    assert html.count("(valgfritt)") == 1, "a box to tick says itself that it may stay empty"
    assert html.count("<legend>") == 1
    assert html.count("<label") == 7
    assert "valgfritt" not in render("{% field form.message optional=False %}", form=form)


def test_error_summary_leads_to_the_fields():
    html = checked(render("{% error_summary form %}", form=sent_enquiry()))
    assert 'href="#id_name"' in html
    assert 'href="#id_form_0"' in html
    assert "Vi tar ikke imot flere" in html
    assert 'tabindex="-1"' in html
    assert render("{% error_summary form %}", form=Enquiry()) == ""


def test_structured_data_cannot_leave_its_element():
    html = look.json_ld({"name": "</script><script>alert(1)</script>&"})
    assert html.count("<") == 2
    assert "\\u003C" in html


def test_boxes_take_any_markup():
    html = checked(render('{% panel "Materiell" level=3 %}<p>Lysbilder</p>{% endpanel %}'))
    assert '<h3 class="panel__title">Materiell</h3>' in html
    assert "<p>Lysbilder</p>" in html
    assert "<details" in checked(render('{% fold "Mer" open=True %}<p>A</p>{% endfold %}'))
    assert 'data-tone="danger"' in checked(render('{% callout "Feil" tone="danger" %}<p>A</p>{% endcallout %}'))


@pytest.mark.parametrize("language", ["nb", "da"])
@pytest.mark.parametrize("name", ["base.html", "404.html", "403.html", "403_csrf.html", "500.html"])
def test_page_stands_without_any_context(name, language):
    with translation.override(language):
        html = checked(render_to_string(name))
    assert f'<html lang="{language}">' in html
    assert html.count("<main") == 1
    assert name == "base.html" or html.count("<h1") == 1


@pytest.mark.django_db
def test_frame_for_a_participant():
    request = RequestFactory().get("/")
    request.user = User(first_name="Solveig", last_name="Berg", email="solveig@example.org")
    context = {"portal_menu": [{"label": "Mitt program", "url": "#", "current": True}], "menu": FRAME["menu"]}
    with translation.override("nb"):
        html = checked(render_to_string("portal/base.html", context, request=request))
        address = reverse("account_logout")
    header = html[html.index("<header") : html.index("</header>")]
    leave = f'<form method="post" action="{address}" data-forget="mapping-">'
    assert header.count(leave) == header.count("csrfmiddlewaretoken") == 2
    assert "Mitt program" in header
    assert "Foredragsholdere" not in header
    assert '>SB</span><span class="nav__name">Solveig</span>' in header


def test_frame_of_a_page():
    context = FRAME | {
        "title": "Programmer",
        "description": "Faste rammer",
        "canonical": "https://example.org/nb/",
        "alternates": [{"hreflang": "da", "url": "https://example.org/da/"}],
        "structured_data": {"@type": "Course"},
        "demo": True,
        "messages": [mark_safe("Sendt")],
    }
    html = checked(render_to_string("base.html", context))
    assert "<title>Programmer – Digitaliseringsinstituttet</title>" in html
    assert '<link rel="alternate" hreflang="da" href="https://example.org/da/">' in html
    assert html.count('lang="da" hreflang="da"') == 3, "twice in the header, once in the footer"
    assert html.count('aria-current="page"') == 2
    assert 'href="#innhold"' in html
    assert "application/ld+json" in html
    assert "Sendt" in html
