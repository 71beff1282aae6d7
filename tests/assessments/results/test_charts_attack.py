"""The attacker reads the source of a page: no picture, table or sentence says more than the release displays."""

import copy
import re
from functools import partial
from xml.etree import ElementTree

import pytest

from assessments.results import sentences, tables
from assessments.results.charts import (
    agreement,
    dumbbell,
    find_unit,
    groups,
    priorities,
    published,
    slope,
    stair_grid,
    staircase,
)
from assessments.results.charts.reading import decimal, gap_of, halves, measure, value
from tests.assessments.results import releases as r

GEOMETRY = {"cx", "cy", "d", "height", "r", "rx", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2"}
ATTRIBUTES = GEOMETRY | {"aria-labelledby", "class", "font-size", "id", "role", "text-anchor"}
NUMBER = re.compile(r"[≤≥−]?\s?(?:\d+(?:,\d+)?½?|½)")
POISON = 7919
PROFILES = ("phone", "desk", "broad", "wall")
STORED = [("abilities-1", "abilities"), ("generations-1", "generations")]


def poisoned(release):
    """The release with everything in it that a release must never carry."""
    release = copy.deepcopy(release)
    for unit in release["units"]:
        if not published(unit):
            unit |= {"n": POISON, "items": {"S1": r.item(r.full(1, 1, POISON, 1, 1), r.full(1, POISON, 1, 1, 1))}}
        for item in unit.get("items", {}).values():
            for which in ("today", "ambition"):
                m = item.get(which, {})
                if m.get("display") == "thin":
                    m |= {"n": POISON, "sd": 79.19, "counts": {"1": POISON, "2": 1}, "median": POISON}
                if m.get("display") in ("none", "too_few"):
                    m |= {"n": POISON, "mean": 3.7919, "sd": 79.19, "counts": {"1": POISON}, "bound": "at_most"}
    return release


def everything_said(release, kind):
    """All pictures, tables and sentences of all units of a release, as one list of texts."""
    texts, words, root = r.texts(kind), r.words(), find_unit(release)
    said = [str(groups(release, texts, words, p)) for p in PROFILES] + [str(tables.groups_table(release, texts, words))]
    for unit in release["units"]:
        whole = root if unit["path"] else None
        if not published(unit):
            continue
        said += [draw(profile) for draw in pictures(unit, texts, words, whole) for profile in PROFILES]
        said += [str(tables.measure_table(unit, texts, words, whole)), str(tables.step_table(unit, texts, words))]
        said += [str(tables.agreement_table(unit, texts, words))]
        said += [str(tables.rounds_table(root, unit, texts, words))]
        said += [str(sentences.questions(unit, texts, "nb", programme=whole, earlier=root, most=20))]
        said += [str(sentences.step_finding(unit, code, texts, "nb", words)) for code in texts.items]
        said += [sentences.areas_takeaway(unit, texts, "da")]
    return said


def pictures(unit, texts, words, programme):
    yield partial(dumbbell, unit, texts, words, programme=programme)
    yield partial(dumbbell, unit, texts, words, codes=list(texts.items)[:3], hide=True)
    yield partial(stair_grid, unit, texts, words)
    yield partial(agreement, unit, texts, words, programme=programme)
    yield partial(priorities, unit, texts, words)
    yield partial(slope, unit, unit, texts, words)
    for code in texts.items:
        yield partial(staircase, unit, code, texts, words)


def numbers_in(svg):
    root = ElementTree.fromstring(svg)
    shown = " ".join("".join(node.itertext()) for node in root.iter() if node.tag.endswith("}text"))
    return {found.replace(" ", "") for found in NUMBER.findall(shown)}


def displayed(unit, top):
    """Every number the release displays of this unit, as it is written."""
    found = {str(step) for step in range(1, top + 1)} | {str(unit["n"])}
    for item in unit["items"].values():
        text = gap_of(item)[0]
        found |= {text, f"≥{text}", f"≤{text}"}
        for which in ("today", "ambition"):
            m = measure(item, which)
            found |= {value(m)} if "mean" in m else set()
            found |= {str(n) for n in m.get("counts", {}).values()}
    return found


@pytest.mark.parametrize(("name", "kind"), STORED)
class TestStoredReleases:
    def test_what_a_release_must_not_carry_changes_nothing_if_it_does(self, name, kind):
        assert everything_said(poisoned(r.stored(name)), kind) == everything_said(r.stored(name), kind)

    def test_every_number_is_one_that_is_displayed(self, name, kind):
        texts, words, root = r.texts(kind), r.words(), r.unit(name)
        for path in ((), r.SMALL, r.MIDDLE):
            unit = r.unit(name, *path)
            allowed = displayed(unit, texts.top) | {str(root["n"])}
            around = {count for item in root["items"].values() for count in map(str, item["today"]["counts"].values())}
            for draw in pictures(unit, texts, words, root if path else None):
                scale = {decimal(n / 2) for n in range(11)} if draw.func is priorities else set()
                beside = around if draw.func is agreement else set()
                for profile in PROFILES:
                    svg = draw(profile)
                    assert not svg or numbers_in(svg) <= allowed | scale | beside

    def test_attributes_are_geometry_and_classes_only(self, name, kind):
        for said in everything_said(r.stored(name), kind):
            if said.startswith("<svg"):
                found = {attribute for node in ElementTree.fromstring(said).iter() for attribute in node.attrib}
                assert found <= ATTRIBUTES


class TestThinUnits:
    """A group below the number of answers for detail."""

    def test_no_counts_and_no_spread_anywhere(self):
        unit, texts, words = r.unit("generations-1", *r.SMALL), r.texts("generations"), r.words()
        for draw in pictures(unit, texts, words, None):
            for profile in PROFILES:
                svg = draw(profile)
                assert " answer" not in svg
                assert "bar-" not in svg
                if draw.func is not agreement:
                    assert "part shade" not in svg

    def test_no_decimals_and_no_number_of_answers(self):
        unit, texts, words = r.unit("abilities-1", *r.SMALL), r.texts("abilities"), r.words()
        for draw in pictures(unit, texts, words, None):
            for profile in PROFILES:
                svg = draw(profile)
                assert not svg or not any("," in number for number in numbers_in(svg))
                assert not svg or str(unit["n"]) not in numbers_in(svg)

    def test_a_mean_at_the_clip_is_drawn_at_the_clip_whatever_it_was(self):
        texts = r.plain_texts(["A0"])
        true_means = (
            dict(r.AT_MOST, true_mean=1.0),
            dict(r.AT_MOST, true_mean=2.0),
        )
        drawn = {dumbbell(r.published({"A0": r.item(m, r.AT_LEAST)}), texts, r.words()) for m in true_means}
        assert len(drawn) == 1

    def test_thin_values_have_halves_and_full_ones_a_decimal(self):
        assert [value(m) for m in (r.thin(2.5), r.thin(3), r.AT_MOST, r.AT_LEAST)] == ["2½", "3", "≤2", "≥4"]
        assert [halves(n) for n in (0.5, 0, -0.5, -1.5)] == ["½", "0", "−½", "−1½"]
        assert value(r.full(1, 2, 3, 4, 5)) == "3,7"
        assert [decimal(n) for n in (2, -0.5)] == ["2,0", "−0,5"]


class TestGapsBetweenBounds:
    @pytest.mark.parametrize(
        ("today", "ambition", "told"),
        [
            (r.thin(2.5), r.thin(3.5), ("1", "exact")),
            (r.AT_MOST, r.thin(3.5), ("1½", "more")),
            (r.thin(2.5), r.AT_LEAST, ("1½", "more")),
            (r.AT_MOST, r.AT_LEAST, ("2", "more")),
            (r.AT_LEAST, r.thin(3.5), ("−½", "less")),
            (r.thin(2.5), r.AT_MOST, ("−½", "less")),
            (r.AT_MOST, r.AT_MOST, ("0", "open")),
            (r.full(0, 5, 5, 0, 0), r.AT_LEAST, ("1,5", "more")),
            (r.full(0, 5, 5, 0, 0), r.full(0, 0, 5, 5, 0), ("1,0", "exact")),
            (r.NONE, r.AT_LEAST, ("–", None)),
        ],
    )
    def test_say_which_way_the_true_gap_may_lie(self, today, ambition, told):
        assert gap_of(r.item(today, ambition)) == told


class TestHiddenGroups:
    def test_only_the_promised_threshold_is_a_number(self):
        hidden = [
            {"path": ["K", name], "status": s} for name, s in zip("ABC", ("too_few", "hidden", "merged"), strict=True)
        ]
        shown = r.published({"A0": r.item(r.NONE, r.NONE)}, n=57)
        svg = groups(r.release(shown, *hidden, k=6), r.plain_texts(["A0"], top=3), r.words(), "phone")
        assert numbers_in(svg) - {"0"} == {"6"}

    def test_a_missing_measure_is_never_explained(self):
        """R9, R10 and R11 must look the same: one text for them all."""
        unit = r.published({"A0": r.item(r.NONE, r.thin(3)), "A1": r.item(r.TOO_FEW, r.NONE)})
        said = dumbbell(unit, r.plain_texts(unit["items"]), r.words())
        assert "i dag vises ikke" in said
        assert "for få svar" in said
        assert not re.search("like|enige|homogen|regne", said)
