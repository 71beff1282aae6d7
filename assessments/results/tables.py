"""The numbers of a result picture as a table: plain data for a template, in the same notation as the picture.

Displayed values only, and all of them. A state that is not shown is written in words, never left as an empty cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.results.charts.groups import group_name, reason
from assessments.results.charts.reading import (
    Item,
    Measure,
    Release,
    Unit,
    Which,
    any_full,
    asked,
    by_gap,
    by_spread,
    counts,
    decimal,
    find_unit,
    gap_of,
    is_full,
    is_thin,
    leaves,
    measure,
    place,
    published,
    spread_label,
    told,
)
from assessments.results.charts.staircase import CAPTIONS
from assessments.results.charts.texts import Texts, Words

# Item code -> measure -> the mean of a benchmark.
Beside = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Row:
    """One row: its header, and its cells as text."""

    head: str
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A table for a template. heads: the first is for the rows' own headers. notes: sentences below the table."""

    caption: str
    heads: list[str]
    rows: list[Row]
    notes: list[str]


def measure_table(
    unit: Unit, texts: Texts, words: Words, programme: Unit | None = None, benchmark: Beside | None = None
) -> Table:
    """Today, ambition and gap of every item, largest gap first; then the programme's two, those of a benchmark, and
    counts in full."""
    items, both = unit["items"], asked(unit["items"])
    full = any_full(items)
    heads = [_noun(texts, words), *(_first_up(words[which]) for which in both)]
    heads += [words["gap"]] if "ambition" in both else []
    heads += [f"{words['whole']}: {words[which]}" for which in both] if programme else []
    heads += [f"{words['benchmark']}: {words[which]}" for which in both] if benchmark else []
    heads += [f"{_first_up(words[which])}: {step}" for which in both for step in texts.levels] if full else []
    rows = []
    for code in by_gap(items, texts.items):
        item = items[code]
        cells = [told(measure(item, which), words) for which in both]
        cells += [gap_told(item, words)] if "ambition" in both else []
        whole = programme["items"].get(code, {}) if programme else {}
        cells += [told(measure(whole, which), words) for which in both] if programme else []
        cells += [_benchmark(benchmark, code, which, words) for which in both] if benchmark else []
        cells += [cell for which in both for cell in _counts(measure(item, which), texts.top)] if full else []
        rows.append(Row(texts.name(code), cells))
    return Table(_caption(unit, texts, words), heads, rows, [])


def step_table(unit: Unit, texts: Texts, words: Words) -> Table:
    """Where on the stairs: in full the answers on each step, a row for each measure; else each place in words."""
    items, both = unit["items"], asked(unit["items"])
    codes = [code for code in texts.items if code in items]
    caption = _caption(unit, texts, words)
    if not any_full(items):
        heads = [_noun(texts, words), *(words[CAPTIONS[which]] for which in both)]
        rows = [Row(texts.name(code), [_where(items[code], which, words) for which in both]) for code in codes]
        return Table(caption, heads, rows, [])
    heads = [_noun(texts, words), *(words["step"].format(n=step) for step in texts.levels), words["place_head"]]
    rows = []
    for code in codes:
        for which in both:
            m = measure(items[code], which)
            where = "" if is_full(m) else _where(items[code], which, words)
            head = f"{texts.name(code)}: {words[CAPTIONS[which]].lower()}"
            rows.append(Row(head, [*_counts(m, texts.top), where]))
    if all(row.cells[-1] == "" for row in rows):
        heads, rows = heads[:-1], [Row(row.head, row.cells[:-1]) for row in rows]
    return Table(caption, heads, rows, [])


def agreement_table(unit: Unit, texts: Texts, words: Words) -> Table:
    """How answers lie, most spread first: the word for it, then the counts. Rows only where shown in full."""
    items, both = unit["items"], asked(unit["items"])
    heads = [_noun(texts, words), words["spread_head"]]
    heads += [f"{_first_up(words[which])}: {step}" for which in both for step in texts.levels]
    rows = []
    for code in by_spread(items):
        label = spread_label(items[code]["today"], texts.top, words) or "–"
        cells = [cell for which in both for cell in _counts(measure(items[code], which), texts.top)]
        rows.append(Row(texts.name(code), [label, *cells]))
    return Table(_caption(unit, texts, words), heads, rows, [])


def groups_table(release: Release, texts: Texts, words: Words, codes: Sequence[str] | None = None) -> Table:
    """Today and ambition of every leader group beside the programme; groups that are not shown say why in the notes."""
    root, units = find_unit(release), leaves(release)
    both = asked(root["items"])
    rows = []
    for code in codes if codes is not None else by_gap(root["items"], texts.items):
        rows.append(Row(texts.name(code), [_beside(unit, code, both, words) for unit in (root, *units)]))
    quiet = [unit for unit in units if not published(unit)]
    notes = [f"{group_name(unit, words)}: {'. '.join(reason(unit, release, words))}" for unit in quiet]
    heads = [_noun(texts, words), *(group_name(unit, words) for unit in (root, *units))]
    return Table(" → ".join(_first_up(words[which]) for which in both), heads, rows, notes)


def rounds_table(first: Unit, second: Unit, texts: Texts, words: Words) -> Table:
    """The present level in two rounds beside each other, in the questionnaire's order; no number for the change."""
    codes = [code for code in texts.items if code in first["items"] and code in second["items"]]
    heads = [_noun(texts, words)]
    for text, unit in (("round1", first), ("round2", second)):
        heads.append(f"{words[text]}, {words['answers'].format(n=unit['n'])}")
    rows = [Row(texts.name(c), [told(measure(u["items"][c], "today"), words) for u in (first, second)]) for c in codes]
    return Table(words["level_today"], heads, rows, [])


def _benchmark(benchmark: Beside, code: str, which: Which, words: Words) -> str:
    value = benchmark.get(code, {}).get(which)
    return words["too_few_cell"] if value is None else decimal(value)


def gap_told(item: Item, words: Words) -> str:
    """The displayed gap in words: "2 or more", "1½", "not shown"."""
    text, way = gap_of(item)
    if way is None:
        return words["too_few_cell"]
    tail = {"more": words["or_more"], "less": words["or_less"], "open": f"({words['open']})"}.get(way, "")
    return f"{text} {tail}".strip()


def _noun(texts: Texts, words: Words) -> str:
    return texts.noun or words["item"]


def _caption(unit: Unit, texts: Texts, words: Words) -> str:
    if not texts.title:
        return words["answers"].format(n=unit["n"])
    return words["caption"].format(title=texts.title, n=unit["n"])


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def _counts(m: Measure, top: int) -> list[str]:
    return [str(n) for n in counts(m, top)] if is_full(m) else ["–"] * top


def _where(item: Item, which: Which, words: Words) -> str:
    m = measure(item, which)
    return place(m, words) if is_thin(m) else told(m, words)


def _beside(unit: Unit, code: str, both: Sequence[Which], words: Words) -> str:
    """One group's cell: its measures, or its state in a few words."""
    if not published(unit):
        return words[f"state_{unit['status']}"].lower()
    return " → ".join(told(measure(unit["items"].get(code, {}), which), words) for which in both)
