"""The table beside a picture holds every displayed value, in the same notation, and words where there is none."""

import pytest

from assessments.results import tables
from assessments.results.charts.reading import is_full, measure, value
from assessments.results.words import WORDS
from tests.assessments.results import releases as r

BOTH = ("today", "ambition")


def square(table):
    return all(len(row.cells) == len(table.heads) - 1 for row in table.rows)


@pytest.mark.parametrize("lang", ["nb", "da"])
@pytest.mark.parametrize("path", [(), r.SMALL, r.MIDDLE])
def test_the_measure_table_holds_every_displayed_value(path, lang):
    unit, texts = r.unit("abilities-1", *path), r.texts("abilities", lang)
    table = tables.measure_table(unit, texts, r.words(lang), r.unit("abilities-1") if path else None)
    assert square(table)
    assert len(table.rows) == len(texts.items)
    by_name = {row.head: row.cells for row in table.rows}
    for code, item in unit["items"].items():
        cells = by_name[texts.name(code)]
        for place, which in enumerate(BOTH):
            m = measure(item, which)
            assert cells[place] == (value(m) if "mean" in m else r.words(lang)["too_few_cell"])
            if is_full(m):
                assert "|".join(map(str, m["counts"].values())) in "|".join(cells)
    assert all(cell for row in table.rows for cell in row.cells)


def test_the_measure_table_of_a_thin_group_has_no_columns_for_counts():
    table = tables.measure_table(r.unit("abilities-1", *r.SMALL), r.texts("abilities"), r.words())
    assert table.caption == "13 evner, 8 svar"
    assert table.heads == ["Evne", "I dag", "Ambisjon", "Avstand"]
    assert [row.cells for row in table.rows if row.head == "Data som ressurs"] == [["≤2", "≥4", "2 eller mer"]]
    assert [row.cells for row in table.rows if row.head == "Felles digital retning"] == [
        ["vises ikke", "3½", "vises ikke"]
    ]


def test_a_group_beside_the_programme_and_counts_when_in_full():
    table = tables.measure_table(
        r.unit("abilities-1", *r.MIDDLE), r.texts("abilities"), r.words(), r.unit("abilities-1")
    )
    assert table.heads[3:7] == ["Avstand", "Hele programmet: i dag", "Hele programmet: ambisjon", "I dag: 1"]
    assert len(table.heads) == 16


def test_steps_in_full_are_counts_and_thin_ones_are_places_in_words():
    full = tables.step_table(r.unit("generations-1"), r.texts("generations"), r.words())
    assert full.heads == ["Område", *(f"Trinn {n}" for n in range(1, 6))]
    assert full.rows[0].head == "Tjenestene: der vi er"
    assert full.rows[0].cells == ["11", "20", "13", "10", "1"]
    thin = tables.step_table(r.unit("generations-1", *r.SMALL), r.texts("generations"), r.words())
    assert thin.heads == ["Område", "Der vi er", "Dit vi vil"]
    assert dict((row.head, row.cells) for row in thin.rows)["Samarbeid"] == ["på trinn 2 eller lavere", "på trinn 3"]
    assert all(cell for row in thin.rows for cell in row.cells)


def test_steps_of_every_state_are_square_and_say_something():
    unit = r.every_pair()
    table = tables.step_table(unit, r.plain_texts(unit["items"]), r.words())
    assert square(table)
    assert table.heads[-1] == "Sted på trappen"
    assert all(any(row.cells) for row in table.rows)
    assert {row.cells[-1] for row in table.rows} >= {"", "vises ikke", "for få svar", "mellom trinn 2 og 3"}


def test_agreement_lists_what_is_in_full_most_spread_first():
    unit, texts = r.unit("abilities-1"), r.texts("abilities")
    table = tables.agreement_table(unit, texts, r.words())
    assert square(table)
    spread = [
        next(unit["items"][c]["today"]["sd"] for c in texts.items if texts.name(c) == row.head) for row in table.rows
    ]
    assert spread == sorted(spread, reverse=True)
    assert {row.cells[0] for row in table.rows} <= {"spredt", "samlet", "delt i to", "–"}
    assert tables.agreement_table(r.every_pair(thin_only=True), r.plain_texts(["A0"]), r.words()).rows == []


def test_groups_that_are_not_shown_have_a_state_in_the_table_and_the_reason_below():
    table = tables.groups_table(r.stored("abilities-1"), r.texts("abilities"), r.words())
    assert square(table)
    assert table.heads[1] == "Hele programmet"
    assert len(table.heads) == 8
    assert "vises ikke alene" in table.rows[0].cells
    assert [note.split(":")[0] for note in table.notes] == table.heads[-3:]
    assert "Færre enn 5 svarte." in table.notes[1]


def test_rounds_stand_beside_each_other_without_a_difference():
    table = tables.rounds_table(r.unit("abilities-1"), r.unit("abilities-2"), r.texts("abilities"), r.words())
    assert table.heads == ["Evne", "Første runde, 57 svar", "Andre runde, 51 svar"]
    assert table.rows[1].cells == ["2,6", "3,9"]


def test_an_instrument_without_ambition_has_no_columns_for_it():
    unit = r.every_pair(ambition=False)
    texts = r.plain_texts(unit["items"])
    measures = tables.measure_table(unit, texts, r.words())
    assert measures.heads == ["Spørsmål", "I dag", *(f"I dag: {n}" for n in range(1, 6))]
    assert square(measures)
    assert square(tables.step_table(unit, texts, r.words()))
    assert square(tables.agreement_table(unit, texts, r.words()))
    assert measures.caption == "12 svar"


def test_the_words_are_in_the_language_of_the_reader():
    assert r.words("nb")["there"] == "Dit vi vil"
    assert r.words("da")["there"] == "Dér, hvor vi vil hen"
    assert set(r.words("nb")) == set(WORDS)
