"""Every result picture in every state: well formed, in classes only, readable, inside its sheet, the same each time."""

import re
from functools import partial
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from assessments.results.charts import (
    PROFILES,
    agreement,
    dumbbell,
    find_unit,
    groups,
    leaves,
    priorities,
    responsive,
    slope,
    stair_grid,
    staircase,
)
from assessments.results.charts.canvas import fit, width, wrap
from assessments.results.charts.slope import spread_labels
from tests.assessments.results import releases as r

SVG = "{http://www.w3.org/2000/svg}"
PLAIN = ("narrow", "phone", "desk", "wall")


def drawings_of(unit, texts, programme=None, lang="nb"):
    """Every picture of one unit, each as a function of the profile."""
    words = r.words(lang)
    code = next(iter(unit["items"]))
    some = list(unit["items"])[:5]
    return {
        "dumbbell": partial(dumbbell, unit, texts, words, programme=programme),
        "dumbbell of five": partial(dumbbell, unit, texts, words, programme=programme, codes=some),
        "dumbbell before the reveal": partial(dumbbell, unit, texts, words, codes=some, hide=True),
        "staircase": partial(staircase, unit, code, texts, words),
        "staircase before the reveal": partial(staircase, unit, code, texts, words, hide=True),
        "stair grid": partial(stair_grid, unit, texts, words),
        "agreement": partial(agreement, unit, texts, words, programme=programme),
        "priorities": partial(priorities, unit, texts, words, chosen=some[:2]),
    }


def stored_examples():
    for lang in ("nb", "da"):
        abilities, generations = r.texts("abilities", lang), r.texts("generations", lang)
        root = r.unit("abilities-1")
        for path in ((), r.SMALL, r.MIDDLE):
            where = f"{lang} {path[-1] if path else 'programme'}"
            for name, draw in drawings_of(r.unit("abilities-1", *path), abilities, root, lang).items():
                yield f"abilities {where} {name}", draw
            for name, draw in drawings_of(r.unit("generations-1", *path), generations, None, lang).items():
                yield f"generations {where} {name}", draw
        yield f"slope {lang}", partial(slope, root, r.unit("abilities-2"), abilities, r.words(lang))
        yield f"groups {lang}", partial(groups, r.stored("abilities-1"), abilities, r.words(lang))


def made_examples():
    """Every state beside every other, every length of scale, long names."""
    for made, unit in {
        "every state": r.every_pair(),
        "every thin state": r.every_pair(thin_only=True),
        "no ambition": r.every_pair(ambition=False),
        "thin, no ambition": r.every_pair(thin_only=True, ambition=False),
    }.items():
        for name, draw in drawings_of(unit, r.plain_texts(unit["items"]), unit).items():
            yield f"{made} {name}", draw
    for top in range(2, 11):
        for kind in ("full", "thin"):
            unit = r.by_chance(top, kind)
            for name, draw in drawings_of(unit, r.plain_texts(unit["items"], top)).items():
                yield f"{top} steps {kind} {name}", draw
    unit = r.by_chance(6, "full")
    long = r.plain_texts(unit["items"], 6, long=True)
    for name, draw in drawings_of(unit, long, unit).items():
        yield f"long names {name}", draw
    yield "long names slope", partial(slope, unit, r.by_chance(6, "full", seed=2), long, r.words())


EXAMPLES = dict([*stored_examples(), *made_examples()])


def drawn(draw, profiles=PLAIN):
    return [(profile, svg) for profile in profiles if (svg := draw(profile))]


def texts_of(root):
    return [(node, "".join(node.itertext())) for node in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", EXAMPLES.values(), ids=EXAMPLES)
class TestEveryPicture:
    def test_is_well_formed_named_and_in_classes_only(self, draw):
        for profile, svg in drawn(draw):
            root = ElementTree.fromstring(svg)
            names = {name for node in root.iter() for name in node.attrib}
            assert not {n for n in names if n == "style" or n.startswith(("data-", "on"))}
            assert root.get("class") == f"plot plot--{profile}"
            assert root.get("role") == "img"
            ids = re.findall(r' id="([^"]+)"', svg)
            assert root.get("aria-labelledby").split() == ids
            assert root.find(f"{SVG}title").text
            assert "{" not in root.find(f"{SVG}desc").text

    def test_has_the_size_of_its_profile_and_no_text_below_13_pixels(self, draw):
        for profile, svg in drawn(draw):
            root = ElementTree.fromstring(svg)
            assert root.get("viewBox").split()[2:] == [root.get("width"), root.get("height")]
            assert root.get("width") == str(PROFILES[profile].width)
            assert all(float(node.get("font-size")) >= 13 for node, _ in texts_of(root))

    def test_keeps_its_text_inside_the_sheet(self, draw):
        for _, svg in drawn(draw):
            root = ElementTree.fromstring(svg)
            wide, high = float(root.get("width")), float(root.get("height"))
            for node, text in texts_of(root):
                x, y, size = (float(node.get(name)) for name in ("x", "y", "font-size"))
                room = width(text, size) * 0.85  # the estimate is cautious
                left = x - {"start": 0, "middle": room / 2, "end": room}[node.get("text-anchor")]
                assert left >= -2, text
                assert left + room <= wide + 2, text
                assert size * 0.6 <= y <= high, text

    def test_is_drawn_the_same_again(self, draw):
        assert drawn(draw) == drawn(draw)


class TestWhatIsDrawn:
    def test_five_steps_take_the_levels_of_the_tokens(self):
        svg = agreement(r.unit("abilities-1"), r.texts("abilities"), r.words())
        assert {int(n) for n in re.findall(r"part shade-(\d+)", svg)} == {1, 3, 5, 6, 10}

    @pytest.mark.parametrize("top", range(2, 11))
    def test_every_step_has_its_own_shade(self, top):
        unit = r.by_chance(top, "full")
        svg = agreement(unit, r.plain_texts(unit["items"], top), r.words())
        legend = re.findall(r'class="part shade-(\d+)"', svg)[:top]
        assert len(set(legend)) == top
        assert legend == sorted(legend, key=int)

    def test_a_staircase_has_one_mark_for_each_answer(self):
        svg = staircase(r.unit("generations-1"), "tjenester", r.texts("generations"), r.words())
        counts = r.unit("generations-1")["items"]["tjenester"]
        assert svg.count('class="today answer"') == counts["today"]["n"]
        assert svg.count('class="ambition answer"') == counts["ambition"]["n"]

    def test_a_staircase_has_as_many_steps_as_the_instrument(self):
        unit = r.by_chance(6, "thin")
        svg = staircase(unit, "A0", r.plain_texts(unit["items"], 6), r.words())
        coast = re.search(r'class="coast" d="([^"]*)"', svg)[1]
        assert coast.count("h") == 6

    def test_measures_of_one_area_may_differ_in_detail(self):
        """A crowd where answers are shown, a stretch where only the mean is."""
        unit = r.published({"A0": r.item(r.full(3, 5, 2, 1, 0), r.AT_LEAST)})
        svg = staircase(unit, "A0", r.plain_texts(unit["items"]), r.words())
        assert svg.count('class="today answer"') == 11
        assert "stretch-ambition" in svg

    def test_ties_stand_under_one_heading(self):
        svg = dumbbell(r.unit("abilities-1", *r.SMALL), r.texts("abilities"), r.words())
        assert svg.count("Avstand 2 eller mer") == 1

    def test_the_picture_before_the_reveal_has_the_geometry_of_the_one_after(self):
        codes = ["S2", "S3", "O1", "L1", "T1"]
        draw = partial(dumbbell, r.unit("abilities-1", *r.SMALL), r.texts("abilities"), r.words(), "wall", codes=codes)
        before, after = draw(hide=True), draw()
        assert re.search('viewBox="[^"]*"', before)[0] == re.search('viewBox="[^"]*"', after)[0]
        today = r'<circle class="today"[^>]*>'
        assert re.findall(today, before) == re.findall(today, after)
        assert before.count('class="ambition"') == 1  # in the key
        assert "am halo" not in before

    def test_a_staircase_before_the_reveal_shows_no_ambition(self):
        for unit in (r.unit("generations-1"), r.unit("generations-1", *r.SMALL)):
            draw = partial(staircase, unit, "samarbeid", r.texts("generations"), r.words(), "wall")
            before, after = draw(hide=True), draw()
            assert "stretch-ambition" not in before
            assert "ambition answer" not in before
            assert re.search('viewBox="[^"]*"', before)[0] == re.search('viewBox="[^"]*"', after)[0]

    def test_the_programme_is_drawn_only_where_it_is_shown_in_full(self):
        own = r.published({"A0": r.item(r.thin(2.5), r.thin(3.5)), "A1": r.item(r.thin(2.5), r.thin(3.5))})
        whole = r.published(
            {"A0": r.item(r.full(1, 2, 3, 4, 5), r.full(0, 0, 5, 5, 5)), "A1": r.item(r.thin(3), r.NONE)}
        )
        svg = dumbbell(own, r.plain_texts(own["items"]), r.words(), programme=whole)
        assert svg.count('<circle class="context"') == 2  # the key and the first row

    def test_an_instrument_without_ambition_has_no_trace_of_one(self):
        unit = r.every_pair(ambition=False)
        texts = r.plain_texts(unit["items"])
        for draw in (dumbbell, agreement, stair_grid):
            marks = ElementTree.fromstring(draw(unit, texts, r.words())).iter()
            classes = " ".join(node.get("class", "") for node in marks)
            assert "ambition" not in classes
        assert priorities(unit, texts, r.words()) == ""

    def test_a_long_word_is_broken_by_a_hyphen_before_a_syllable(self):
        assert wrap("Kommunedirektørens", 13, 100) == ["Kommunedirek-", "tørens"]
        assert all(width(line, 13) <= 60 * 1.15 for line in wrap("Kommunedirektørens stab", 13, 60))

    def test_a_name_that_must_stay_on_one_line_is_cut(self):
        assert fit("Felles digital retning", 13, 100).endswith("…")
        assert fit("Data", 13, 100) == "Data"

    def test_labels_are_pushed_apart_in_their_order(self):
        placed = spread_labels([100, 101, 102, 20], 16, 0, 200)
        assert placed[3] < placed[0] < placed[1] < placed[2]
        assert all(b - a >= 15.9 for a, b in pairwise(placed[:3]))


class TestNothingToDraw:
    @pytest.mark.parametrize("unit", [{"path": ["A"], "status": "hidden"}, r.published({})])
    def test_gives_an_empty_string(self, unit):
        texts, words = r.texts("abilities"), r.words()
        for draw in (dumbbell, stair_grid, agreement, priorities):
            assert draw(unit, texts, words) == ""
        assert staircase(unit, "S1", texts, words) == ""
        assert slope(unit, r.unit("abilities-1"), texts, words) == ""

    def test_no_groups_side_by_side_without_a_published_programme(self):
        alone = r.release({"path": [], "status": "too_few"}, {"path": ["A"], "status": "too_few"})
        assert groups(alone, r.texts("abilities"), r.words()) == ""
        assert groups(r.release(r.every_pair()), r.plain_texts(["A0"]), r.words()) == ""

    def test_nothing_in_full_in_both_rounds_is_no_slope(self):
        unit = r.every_pair(thin_only=True)
        assert slope(unit, unit, r.plain_texts(unit["items"]), r.words()) == ""

    def test_an_unknown_unit_is_an_error(self):
        with pytest.raises(LookupError):
            find_unit(r.stored("abilities-1"), ["Nowhere"])


class TestGroups:
    @pytest.mark.parametrize("profile", ["phone", "desk", "broad", "wall"])
    def test_every_group_keeps_its_place_and_says_why(self, profile):
        release = r.stored("abilities-1")
        said = re.sub(r"- (?=\w)|<[^>]+>", " ", groups(release, r.texts("abilities"), r.words(), profile))
        for unit in leaves(release):
            for word in unit["path"][-1].split():
                assert word[:9] in said
        for state in ("Vises ikke alene", "For få svar", "Slått sammen"):
            assert state.split()[0] in said

    @pytest.mark.parametrize(("shown", "quiet"), [(1, 0), (3, 12), (7, 0), (8, 2), (12, 40)])
    @pytest.mark.parametrize("profile", ["narrow", "phone", "desk", "broad"])
    def test_any_number_of_groups_fits(self, shown, quiet, profile):
        items = r.every_pair()["items"]
        units = [r.published(items, "Kommune", f"Gruppe {i}") for i in range(shown)]
        units += [{"path": ["Kommune", f"Skjult gruppe {i}"], "status": "too_few"} for i in range(quiet)]
        release = r.release(r.published(items), r.published(items, "Kommune"), *units)
        svg = groups(release, r.plain_texts(items), r.words(), profile, codes=["A0", "A1"])
        root = ElementTree.fromstring(svg)
        wide = float(root.get("width"))
        assert all(float(node.get("width")) > 40 for node in root.iter(f"{SVG}rect") if node.get("class") == "quiet")
        assert all(0 <= float(node.get("x")) <= wide for node, _ in texts_of(root))

    def test_leader_groups_are_the_units_with_none_below(self):
        release = r.release(*({"path": path, "status": "hidden"} for path in ([], ["A"], ["A", "B"], ["C"])))
        assert [unit["path"] for unit in leaves(release)] == [["A", "B"], ["C"]]


class TestProfilesAndIds:
    def test_pictures_in_several_profiles_share_no_id(self):
        unit, texts, words = r.unit("abilities-1"), r.texts("abilities"), r.words()
        page = responsive(lambda p: dumbbell(unit, texts, words, p, suffix="a"), ("narrow", "phone", "desk"))
        page += responsive(lambda p: dumbbell(unit, texts, words, p, suffix="b"))
        page += responsive(lambda p: agreement(unit, texts, words, p, suffix="a"))
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == 14
        assert len(set(ids)) == 14

    def test_a_suffix_of_any_characters_is_safe(self):
        svg = dumbbell(r.unit("abilities-1"), r.texts("abilities"), r.words(), suffix='å "<b>& x')
        assert ElementTree.fromstring(svg).get("aria-labelledby").count(" ") == 1

    def test_names_are_escaped(self):
        unit = r.published({"A0": r.item(r.full(3, 5, 2, 1, 0), r.full(1, 1, 1, 4, 4))})
        texts = r.plain_texts(["A0"])
        texts.items["A0"] = "<script>alert(1)</script> & co"
        for draw in drawings_of(unit, texts, unit).values():
            assert "<script>" not in draw("desk")
