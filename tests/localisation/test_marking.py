"""Text of another language within a page."""

from __future__ import annotations

from localisation.marking import filled, marked, marked_text, strange_language
from localisation.text import LocalisedText


def test_a_text_says_its_language_only_where_it_is_another() -> None:
    text = LocalisedText(nb="Ærlig talt")
    assert marked_text(text, "nb") == "Ærlig talt"
    assert marked_text(text, "da") == '<span lang="nb">Ærlig talt</span>'
    assert (strange_language(text, "nb"), strange_language(text, "da")) == ("", "nb")
    assert marked("", "da") == ""


def test_what_people_wrote_stays_text() -> None:
    sentence = filled("“%(title)s” & %(day)s", title=marked("<b>Bro", "da"), day="<i>")
    assert sentence == '“<span lang="da">&lt;b&gt;Bro</span>” &amp; &lt;i&gt;'
