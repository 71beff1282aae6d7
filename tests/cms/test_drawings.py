"""The drawings: well formed, repeatable, in classes only, and never two parts of a page with one id."""

import re
from xml.etree import ElementTree

import pytest

from cms.drawings import HAIR_SHAPES, Place, brand, crossing, home_chart, picture, portrait

MODULES = (
    Place("Organisasjon", "/nb/moduler/organisasjon/", "organisasjon"),
    Place("Ledelse", "/nb/moduler/ledelse/", "ledelse"),
    Place("Strategi & mål", "/nb/moduler/?a=1&b=2", "strategi"),
    Place("Teknologi", "/nb/moduler/teknologi/", "teknologi"),
)
DRAWN = {
    "picture": picture("module:1", width=480, height=320, tone="strategi"),
    "picture with a title": picture("case:8", width=640, height=400, title="Øyer & «bruer»"),
    "picture with the reader on it": picture("module:1", width=520, height=320, here=1),
    "one island": picture("offering:4", width=360, height=360, count=1),
    "many islands": picture("group:4", width=360, height=360, count=8, route=False),
    "portrait": portrait("person:3", "ledelse"),
    "home": home_chart(MODULES, title="Kart over modulene"),
    "home with two modules": home_chart(MODULES[:2]),
    "home without modules": home_chart(()),
    "crossing": crossing(),
    "brand": brand(),
}


def parts(svg):
    return list(ElementTree.fromstring(svg).iter())


def ids(svg):
    return re.findall(r' id="([^"]+)"', svg)


def classes(svg):
    return " ".join(part.get("class", "") for part in parts(svg)).split()


@pytest.mark.parametrize("svg", DRAWN.values(), ids=DRAWN)
class TestEveryDrawing:
    def test_is_well_formed_and_styled_by_classes_alone(self, svg):
        for part in parts(svg):
            names = set(part.attrib)
            assert not {"style", "fill", "stroke"} & names
            assert not {n for n in names if n.startswith("on") or (n.startswith("data-") and n != "data-tone")}
        assert "<style" not in svg
        assert "<script" not in svg

    def test_has_no_id_twice_and_every_reference_leads_somewhere(self, svg):
        assert len(ids(svg)) == len(set(ids(svg)))
        assert set(re.findall(r'href="#([^"]+)"', svg)) <= set(ids(svg))

    def test_is_named_or_hidden(self, svg):
        root = parts(svg)[0]
        assert root.get("aria-hidden") == "true" or root.get("role") in ("img", "group")


class TestPicture:
    def test_the_same_seed_gives_the_same_picture_and_another_seed_another(self):
        first = picture("module:1", width=480, height=320)
        picture.cache_clear()
        assert picture("module:1", width=480, height=320) == first
        assert picture("module:2", width=480, height=320) != first

    def test_the_drawing_itself_has_not_changed(self):
        """A changed picture is a new DRAWING version, never an accident."""
        assert "M419.0 158.4C421.3 163.9" in picture("module:1", width=480, height=320)

    def test_a_suffix_changes_the_ids_and_nothing_else(self):
        one, two = (picture("module:1", width=480, height=320, suffix=s) for s in ("", "list"))
        assert not set(ids(one)) & set(ids(two))
        for before, after in zip(ids(one), ids(two), strict=True):
            two = two.replace(after, before)
        assert one == two

    def test_pictures_that_differ_in_anything_share_no_id(self):
        drawn = [picture("module:1", width=480, height=320, depth=d, count=c) for d in (1, 2) for c in (2, 5)]
        every = [i for svg in drawn for i in ids(svg)]
        assert len(every) == len(set(every))

    @pytest.mark.parametrize(("asked", "islands"), [(1, 1), (4, 4), (0, 1), (8, 8), (30, 8)])
    @pytest.mark.parametrize("size", [(1200, 800), (360, 360), (240, 120)])
    def test_has_as_many_islands_as_asked_within_one_to_eight(self, asked, islands, size):
        for n in range(8):
            svg = picture(f"group:{n}", width=size[0], height=size[1], count=asked)
            assert classes(svg).count("island") == islands

    def test_by_chance_has_three_to_six_islands(self):
        counts = {classes(picture(f"m:{n}", width=900, height=600)).count("island") for n in range(30)}
        assert counts <= {3, 4, 5, 6}
        assert len(counts) > 2

    def test_every_island_is_reached_by_a_bridge(self):
        for n in range(20):
            drawn = classes(picture(f"m:{n}", width=900, height=600))
            assert drawn.count("deck") >= drawn.count("island") - 1

    def test_the_tone_is_on_the_large_island_only(self):
        assert picture("module:1", width=480, height=320, tone="strategi").count('data-tone="strategi"') == 1
        assert "data-tone" not in picture("module:1", width=480, height=320)

    def test_the_course_ends_in_a_diamond_or_where_the_reader_is(self):
        drawn = classes(picture("module:1", width=480, height=320))
        assert "route-end" in drawn
        assert "route-here" not in drawn
        drawn = classes(picture("module:1", width=480, height=320, here=99))
        assert "route-here" in drawn
        assert "route-end" not in drawn
        assert "route" not in classes(picture("module:1", width=480, height=320, route=False))

    def test_words_are_escaped(self):
        svg = picture("x", width=480, height=320, title='"><script>', tone='"><b>')
        assert "<script>" not in svg
        assert "<b>" not in svg


class TestPortrait:
    def test_the_kind_decides_the_hair_and_the_seed_the_rest(self):
        assert len({portrait("person:3", "accent", kind) for kind in range(HAIR_SHAPES)}) == HAIR_SHAPES
        assert portrait("person:3", "accent", 1) != portrait("person:4", "accent", 1)

    def test_refuses_hair_that_is_not_there(self):
        with pytest.raises(ValueError, match="hair"):
            portrait("person:3", "accent", HAIR_SHAPES)

    def test_a_suffix_gives_other_ids(self):
        assert not set(ids(portrait("person:3"))) & set(ids(portrait("person:3", suffix="head")))


class TestHomeChart:
    def test_every_module_is_a_link_with_its_name(self):
        links = [part for part in parts(home_chart(MODULES)) if part.tag == "a"]
        assert [(a[0].text, a.get("href"), a.get("data-tone")) for a in links] == [tuple(m) for m in MODULES]

    def test_a_fifth_module_is_left_out(self):
        assert home_chart([*MODULES, Place("Mer", "/", "accent")]) == home_chart(MODULES)

    def test_bridges_lead_from_each_to_the_next(self):
        assert classes(home_chart(MODULES)).count("deck") == 3
        assert classes(home_chart(MODULES[:1])).count("deck") == 0
