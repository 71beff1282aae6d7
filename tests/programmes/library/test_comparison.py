"""Two versions of a library object, field by field: facts in words, blocks one by one, languages that are missing."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from programmes.library import comparison, instruments
from programmes.library.comparison import Change, Comparison, Own, State, Version, compare
from programmes.library.models import IndustryCase, LearningElement, Module, Speaker
from programmes.library.services import facts_of, text_of
from programmes.library.vocabulary import ThingKind
from tests.programmes.library.factories import make_case, make_element, make_module, make_speaker, thing_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("locales")]


def version(texts: dict[str, Any] | None = None, facts: dict[str, Any] | None = None, name: str = "x") -> Version:
    return Version(name, facts or {}, texts or {})


def text(**fields: Any) -> dict[str, Any]:
    return {"nb": {"title": "Film", **fields}}


def only(changes: list[Change]) -> Change:
    [change] = changes
    return change


def sides(change: Change) -> list[tuple[str, str]]:
    return [
        ("".join(piece.text for piece in pair.before), "".join(piece.text for piece in pair.after))
        for part in change.parts
        for pair in part.pairs
        if not pair.skipped
    ]


def of_body(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Change:
    found = compare("element", version(text(body=before)), version(text(body=after)))
    return only(found.wordings[0].changes)


def block(kind: str, value: Any, pk: str = "") -> dict[str, Any]:
    return {"type": kind, "value": value, **({"id": pk} if pk else {})}


# --- facts ------------------------------------------------------------------------------------------------------------


def facts(before: dict[str, Any], after: dict[str, Any], kind: str = "element") -> Comparison:
    return compare(kind, version(facts=before), version(facts=after))


@pytest.mark.parametrize(
    ("kind", "name", "before", "after", "words"),
    [
        ("element", "minutes", 20, 90, ("20 minutter", "1 t 30 min")),
        ("element", "kind", "video", "podcast", ("Video", "Podkast")),
        ("element", "captions", ["nb"], ["nb", "da"], ("norsk", "norsk, dansk")),
        ("element", "media_url", "", "https://film.example/1", ("", "https://film.example/1")),
        ("element", "recording", "", "recordings/0a1b/var-film.mp4", ("", "var-film.mp4")),
        ("speaker", "consent_expires_on", "2027-02-04", None, ("4.\N{NO-BREAK SPACE}februar 2027", "")),
        ("module", "weeks", 12, 13, ("12", "13")),
        ("case", "sector", "health", "energy", ("Helse", "Energi")),
    ],
)
def test_facts_are_said_in_words(kind: str, name: str, before: Any, after: Any, words: tuple[str, str]) -> None:
    change = only(facts({name: before}, {name: after}, kind).facts)
    assert (change.name, sides(change)) == (name, [words])


def test_a_speaker_is_named(django_assert_num_queries: Any) -> None:
    one, other = (str(thing_of(make_speaker({"nb": name})).pk) for name in ("Liv Berg", "Ola Nes"))
    with django_assert_num_queries(1):
        change = only(facts({"speaker": one}, {"speaker": other}).facts)
    assert (change.label, sides(change)) == ("Foredragsholder", [("Liv Berg", "Ola Nes")])


def test_a_mapping_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(instruments, "_providers", [lambda: [("abilities", "Evnene")]])
    change = only(facts({"instruments": []}, {"instruments": ["abilities", "gone"]}).facts)
    assert sides(change) == [("", "Evnene, gone")]
    assert change.parts[0].state is State.ADDED


def test_what_is_the_same_is_not_mentioned(django_assert_num_queries: Any) -> None:
    same = version(text(lead="Ja"), {"minutes": 20})
    with django_assert_num_queries(0):
        found = compare("element", same, same)
    assert not found
    assert found.fields == frozenset()


# --- texts ------------------------------------------------------------------------------------------------------------


def test_fields_have_the_names_editors_know() -> None:
    found = compare("element", version(text(lead="Les dette nå")), version(text(lead="Les dette først")))
    change = only(found.wordings[0].changes)
    assert (change.label, found.fields) == ("Introduksjon", {"lead"})
    with override("da"):
        assert (
            compare("element", version(text(lead="a")), version(text(lead="b"))).wordings[0].changes[0].label
            == "Introduktion"
        )


def test_every_language_is_compared_and_only_those_asked_for() -> None:
    before = version({"nb": {"title": "Film"}, "da": {"title": "Filmen"}})
    after = version({"nb": {"title": "Ny film"}, "da": {"title": "Filmen"}})
    assert [(words.language, len(words.changes)) for words in compare("element", before, after).wordings] == [
        ("nb", 1),
        ("da", 0),
    ]
    assert [words.language for words in compare("element", before, after, ["da"]).wordings] == ["da"]


def test_a_language_that_is_missing_is_shown_as_readers_get_it() -> None:
    before = version({"nb": {"title": "Film"}, "da": {"title": "Filmen på dansk"}})
    danish = compare("element", before, version({"nb": {"title": "Ny film"}}), ["da"]).wordings[0]
    assert (danish.after_missing, danish.after_language, danish.before_missing) == (True, "nb", False)
    change = only(danish.changes)
    assert sides(change) == [("Filmen på dansk", "Ny film")]
    assert not any(piece.changed for pair in change.parts[0].pairs for piece in (*pair.before, *pair.after))


def test_a_language_that_came_is_said_to_have_been_missing() -> None:
    danish = compare(
        "element", version({"nb": {"title": "A"}}), version({"nb": {"title": "A"}, "da": {"title": "B"}}), ["da"]
    )
    assert (danish.wordings[0].before_missing, danish.wordings[0].after_missing) == (True, False)


def test_own_words_stand_beside() -> None:
    found = compare("element", version(text(), {"minutes": 20}), version(text(title="Ny"), {"minutes": 30}))
    mine = {("title", "nb"): Own("Vår film", "nb"), ("minutes", ""): Own("15 minutter")}
    beside = found.beside(lambda field, language: mine.get((field, language)))
    assert only(beside.facts).own == Own("15 minutter")
    assert only(beside.wordings[0].changes).own == Own("Vår film", "nb")


# --- blocks -----------------------------------------------------------------------------------------------------------


def test_only_the_blocks_that_differ_are_shown() -> None:
    old = [block("text", "<p>Likt</p>", "a"), block("questions", ["Hva nå?", "Hvem?"], "b")]
    new = [block("text", "<p>Likt</p>", "a"), block("questions", ["Hva så?", "Hvem?"], "b")]
    change = of_body(old, new)
    assert (change.unchanged, [part.label for part in change.parts]) == (1, ["Spørsmål"])
    assert sides(change) == [("• Hva nå?", "• Hva så?")]


def test_blocks_come_and_go_at_their_places() -> None:
    old = [block("text", "<p>Første</p>", "a"), block("result", "Et notat", "b"), block("text", "<p>Siste</p>", "c")]
    new = [block("text", "<p>Første</p>", "a"), block("steps", ["Begynn"], "d"), block("text", "<p>Siste</p>", "c")]
    change = of_body(old, new)
    assert [part.state for part in change.parts] == [State.ADDED, State.REMOVED]
    assert change.unchanged == 2


def test_a_block_that_only_moved_says_so() -> None:
    one, two = block("text", "<p>En</p>", "a"), block("steps", ["To"], "b")
    change = of_body([one, two], [two, one])
    assert [(part.state, part.pairs) for part in change.parts] == [(State.MOVED, [])]


def test_blocks_without_ids_are_found_by_what_they_say() -> None:
    old = [block("text", "<p>Om ledelse i hverdagen</p>"), block("text", "<p>Om strategi</p>")]
    new = [block("text", "<p>Om strategi og mål</p>"), block("text", "<p>Om ledelse i hverdagen</p>")]
    change = of_body(old, new)
    assert sides(change) == [("Om strategi", "Om strategi og mål")]


def test_emphasis_alone_is_said() -> None:
    change = of_body([block("text", "<p>Les dette</p>", "a")], [block("text", "<p>Les <b>dette</b></p>", "a")])
    assert "utheving" in change.parts[0].note


def test_a_block_of_a_type_that_is_gone_is_shown_as_text() -> None:
    change = of_body([block("map", "Et gammelt kart", "a")], [])
    assert (change.parts[0].label, sides(change)) == ("map", [("Et gammelt kart", "")])


def test_a_quote_is_read_part_by_part() -> None:
    quote = {"text": "Vi lyttet.", "person": "Tone", "role": ""}
    change = of_body([], [block("quote", quote, "a")])
    assert sides(change) == [("", "Sitat: Vi lyttet."), ("", "Hvem som sa det: Tone")]


EXAMPLES: dict[str, Any] = {
    "text": "<p>Tekst</p>", "questions": ["Spørsmål"], "steps": [{"type": "item", "value": "Steg", "id": "1"}],
    "result": "Et notat", "quote": {"text": "Sitat", "person": "Tone", "role": "Leder"}, "outcome": "Utbytte",
    "topic": "Tema",
}  # fmt: skip


@pytest.mark.parametrize("model", [Module, LearningElement, Speaker])
def test_every_block_of_every_kind_can_be_read(model: Any) -> None:
    streams = [field for field in model._meta.get_fields() if hasattr(field, "stream_block")]
    for stream in streams:
        for name, child in stream.stream_block.child_blocks.items():
            lines = comparison.block_lines(child, EXAMPLES[name])
            assert lines, name
            assert not any(sign in line for line in lines for sign in "{}[]"), name


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        (ThingKind.MODULE, make_module),
        (ThingKind.ELEMENT, make_element),
        (ThingKind.SPEAKER, make_speaker),
        (ThingKind.CASE, make_case),
    ],
)
def test_every_field_of_every_kind_can_be_compared(kind: str, make: Any) -> None:
    row = make({"nb": "Her"})["nb"]
    full = Version("x", facts_of(row), {"nb": text_of(row)})
    assert compare(kind, Version("nothing", {}, {"nb": {}}), full).fields >= {"title"}
    assert compare(kind, full, Version("nothing", {}, {"nb": {}})).fields >= {"title"}
    assert IndustryCase.thing_kind == ThingKind.CASE
