"""Two texts side by side: lines, words, and rich text as lines."""

from __future__ import annotations

import pytest

from programmes.library.difference import Pair, Piece, Pieces, lines_of, lines_of_html, pairs, words


def said(pieces: Pieces) -> str:
    """Pieces as text, with the changed ones in brackets."""
    return "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in pieces)


def shown(pair: Pair) -> tuple[str, str]:
    return said(pair.before), said(pair.after)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Dere har 20 minutter", "Dere har 30 minutter", ("Dere har [20] minutter", "Dere har [30] minutter")),
        ("Les teksten", "Les hele teksten", ("Les teksten", "Les [hele] teksten")),
        ("Les hele teksten", "Les teksten", ("Les [hele] teksten", "Les teksten")),
        ("Ett to tre", "Helt andre ord her", ("[Ett to tre]", "[Helt andre ord her]")),
        ("a b og c d e f", "a x og y d e f", ("a [b og c] d e f", "a [x og y] d e f")),
        ("a b d e f c", "a x d e f y", ("a [b] d e f [c]", "a [x] d e f [y]")),
        ("", "Nytt", ("", "[Nytt]")),
        ("Borte", "", ("[Borte]", "")),
    ],
)
def test_words_that_the_other_side_lacks_are_marked(before: str, after: str, expected: tuple[str, str]) -> None:
    left, right = words(before, after)
    assert (said(left), said(right)) == expected


def test_both_sides_say_all_their_words() -> None:
    before, after = "En  setning, med tegn.", "En setning med flere tegn!"
    left, right = words(before, after)
    assert ("".join(piece.text for piece in left), "".join(piece.text for piece in right)) == (before, after)


def test_equal_lines_are_counted_and_left_out() -> None:
    found = pairs(["a", "b", "c d e", "f"], ["a", "b", "c d x", "f"])
    assert [pair.skipped for pair in found] == [2, 0, 1]
    assert shown(found[1]) == ("c d [e]", "c d [x]")


def test_equal_texts_have_no_difference() -> None:
    assert pairs(["a", "b"], ["a", "b"]) == pairs([], []) == []


def test_a_line_stands_beside_the_one_it_became() -> None:
    found = pairs(["Snakk om dette i gruppen"], ["Helt ny start", "Snakk om dette i ledergruppen"])
    assert [shown(pair) for pair in found] == [
        ("", "[Helt ny start]"),
        ("Snakk om dette i [gruppen]", "Snakk om dette i [ledergruppen]"),
    ]


def test_very_many_changed_lines_are_set_side_by_side() -> None:
    before, after = [f"gammel {n}" for n in range(60)], [f"ny {n} her" for n in range(70)]
    assert len(pairs(before, after)) == 70


def test_rich_text_is_read_as_lines() -> None:
    html = '<p>Les <b>dette</b>.</p><ul><li>ett</li><li>to</li></ul><p>Se <a href="https://x.example/">kilden</a></p>'
    assert lines_of_html(html) == ["Les dette.", "• ett", "• to", "Se kilden (https://x.example/)"]


def test_a_link_to_a_page_has_no_address() -> None:
    assert lines_of_html('<p><a linktype="page" id="3">Siden</a> &amp; mer</p>') == ["Siden & mer"]


def test_empty_lines_say_nothing() -> None:
    assert lines_of("ett\n\n  to  \n") == ["ett", "to"]


def test_pieces_are_values() -> None:
    assert Piece("a") == Piece("a", False)
