"""R16: free text is tidied, gathered by question, and kept only when enough have written."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.disclosure.texts import FEWEST_TEXTS, audit_texts, fewest_texts, gather, length, tidy


def written(number: int, question: str = "t1") -> list[dict[str, str]]:
    return [{question: f"Tekst {place}"} for place in range(number)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Vi\r\n\r\nmangler\ttid  ", "Vi mangler tid"),
        ("null\u200bbredde, \u202esnudd\u202c og \u00adbløt", "nullbredde, snudd og bløt"),
        ("e\u0301n", "én"),
        ("e\u200b\u0301n", "én"),
        ("«ja» ”ja” “ja” ’ja’ …", '"ja" "ja" "ja" \'ja\' ...'),
        ("hvorfor\u00a0det\u2028egentlig", "hvorfor det egentlig"),
        ("bra \u2764\ufe0f", "bra \u2764"),
        ("\ud800tegn", "tegn"),
        ("-", ""),
        ("\u200b \ufeff", ""),
        ("👍", ""),
        ("7", "7"),
    ],
)
def test_what_is_typed_is_tidied(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@given(st.text())
def test_tidying_twice_is_tidying_once_and_leaves_nothing_unseen(typed: str) -> None:
    kept = tidy(typed)
    assert tidy(kept) == kept
    assert not [each for each in kept if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]
    assert kept == " ".join(kept.split())


@given(st.text())
def test_length_is_counted_as_browsers_do(typed: str) -> None:
    assert length(typed) == len(typed.encode("utf-16-le", "surrogatepass")) // 2


def test_eight_are_enough_and_seven_are_not() -> None:
    assert Counter(gather(written(8), ["t1"], 5)["t1"]) == Counter(f"Tekst {place}" for place in range(8))
    assert gather(written(7), ["t1"], 5) == {"t1": []}


def test_a_round_with_a_larger_k_asks_for_more() -> None:
    assert fewest_texts(5) == FEWEST_TEXTS == 8
    assert gather(written(11), ["t1"], 12) == {"t1": []}
    assert len(gather(written(12), ["t1"], 12)["t1"]) == 12


def test_only_what_was_written_counts() -> None:
    texts = [*written(7), {"t1": ""}, {}, {"t2": "En annen"}]
    assert gather(texts, ["t1", "t2"], 5) == {"t1": [], "t2": []}


def test_each_question_has_an_order_of_its_own() -> None:
    """Twenty people who answer both alike are not in one order twice: one chance in 20! that this test is unlucky."""
    alike = [{"t1": f"Tekst {place}", "t2": f"Tekst {place}"} for place in range(20)]
    first, second = gather(alike, ["t1", "t2"], 5).values()
    assert first != second
    assert [each["t1"] for each in alike] not in (first, second)


def test_the_auditor_accepts_what_is_gathered() -> None:
    texts = [{**each, "t2": "Samme"} for each in written(9)]
    assert audit_texts(gather(texts, ["t1", "t2", "t3"], 5), texts, 5) is None


@pytest.mark.parametrize(
    ("gathered", "texts"),
    [
        ({"t1": [f"Tekst {place}" for place in range(7)]}, written(7)),
        ({"t1": [f"Tekst {place}" for place in range(8)]}, written(9)),
        ({"t1": [f"Tekst {place}" for place in range(9)]}, written(8)),
        ({"t1": ["Tekst"] * 8}, written(8)),
        ({"t1": [f"Tekst {place}\u200b" for place in range(8)]}, [{"t1": f"Tekst {n}\u200b"} for n in range(8)]),
        ({"t2": [f"Tekst {place}" for place in range(8)]}, written(8)),
    ],
)
def test_the_auditor_refuses(gathered: dict[str, list[str]], texts: list[dict[str, str]]) -> None:
    reason = audit_texts(gathered, texts, 5)
    assert reason
    assert "Tekst" not in reason
    assert not any(letter.isdigit() for letter in reason.replace("t1", "").replace("t2", ""))
