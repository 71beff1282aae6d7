"""Each rule speaks when its condition holds, and only then; in two languages, from displayed values."""

import re

import pytest

from assessments.results.sentences import (
    CHANGE,
    CONDITIONS,
    DISAGREEMENT,
    Finding,
    areas_takeaway,
    questions,
    step_finding,
    takeaway,
)
from tests.assessments.results import releases as r

LOW, LEVEL, HIGH = r.full(5, 5, 2, 0, 0), r.full(0, 4, 6, 2, 0), r.full(0, 0, 1, 8, 3)
SPLIT, AGREED = r.full(5, 1, 0, 1, 5), r.full(0, 11, 1, 0, 0)
MIXED = r.full(2, 3, 4, 2, 1)


def found(items, top=5, lang="nb", **more):
    return {f.rule: f for f in questions(r.published(items), r.plain_texts(items, top), lang, most=20, **more)}


def rest(today=LEVEL, ambition=LEVEL):
    return {"Z1": r.item(today, ambition), "Z2": r.item(today, ambition)}


class TestRules:
    def test_1_the_largest_gap_alone(self):
        said = found({"A0": r.item(LOW, HIGH), **rest()})[1]
        assert said.sentence == "Tallene viser størst avstand på «Evne A0»: fra 1,8 i dag til 4,2 i ambisjon."
        assert 1 not in found({"A0": r.item(r.thin(3), r.thin(3.5)), **rest(r.thin(3), r.thin(3))})

    def test_1_says_bounds_in_words(self):
        said = found({"A0": r.item(r.AT_MOST, r.AT_LEAST), **rest(r.thin(3), r.thin(3.5))}, lang="da")[1]
        assert "fra 2 eller lavere i dag til 4 eller højere i ambition" in said.sentence

    def test_2_a_tie_at_the_top(self):
        said = found({"A0": r.item(r.AT_MOST, r.AT_LEAST), "A1": r.item(r.AT_MOST, r.AT_LEAST), **rest()})[2]
        assert said.sentence.startswith("Tallene viser like stor avstand på «Evne A0» og «Evne A1».")
        assert said.code is None

    def test_no_gap_is_no_tie(self):
        assert not {1, 2} & set(found(rest(r.thin(3), r.thin(3))))
        assert not {1, 2} & set(found(rest(r.NONE, r.NONE)))

    def test_3_high_ambition_and_low_agreement(self):
        assert found({"A0": r.item(MIXED, HIGH), **rest()}).keys() & {1, 3} == {1}  # an item is spoken of once
        assert 3 in found({"A0": r.item(MIXED, HIGH), "A1": r.item(LOW, HIGH), **rest()})
        assert 3 not in found({"A0": r.item(AGREED, HIGH), "A1": r.item(LOW, HIGH), **rest()})

    def test_4_agreed_and_far_to_go(self):
        items = {"A0": r.item(AGREED, HIGH), "A1": r.item(LOW, HIGH), **rest()}
        assert found(items)[4].code == "A0"
        assert 4 not in found({**items, "A0": r.item(MIXED, HIGH)})

    def test_5_spread_ambition(self):
        assert found({"A0": r.item(LEVEL, MIXED), **rest()})[5].code == "A0"
        assert 5 not in found({"A0": r.item(LEVEL, HIGH), **rest(LEVEL, r.thin(3))})

    def test_6_two_camps(self):
        said = found({"A0": r.item(SPLIT, LEVEL), **rest()})[6]
        assert "6 nederst på skalaen og 6 øverst" in said.sentence

    def test_7_something_to_build_on(self):
        items = {"A0": r.item(HIGH, HIGH), "A1": r.item(LOW, HIGH), **rest()}
        assert found(items)[7].question.endswith("«Evne A1»?")
        assert 7 not in found({**items, "A0": r.item(LEVEL, HIGH), "Z3": r.item(LEVEL, LEVEL)})

    def test_7_what_may_lie_higher_is_never_passed_over(self):
        """Two areas at 4 or higher: none of the others is the strongest, and neither of the two is known to be."""
        firm = {"A0": r.item(r.thin(3.5), HIGH), "A1": r.item(LOW, HIGH), **rest()}
        assert found(firm)[7].code == "A0"
        one = {**firm, "A2": r.item(r.AT_LEAST, HIGH)}
        assert found(one)[7].code == "A2"
        assert 7 not in found({**one, "A3": r.item(r.AT_LEAST, HIGH)})

    def test_8_careful_ambition(self):
        assert found({"A0": r.item(LOW, r.thin(2.5)), **rest(LEVEL, HIGH)})[8].code == "A0"
        assert 8 not in found(rest(LEVEL, r.thin(2.5)))
        assert 8 not in found({"A0": r.item(LOW, r.thin(3.5)), **rest(LEVEL, HIGH)})

    def test_9_differs_from_the_programme(self):
        whole = r.published({"A0": r.item(HIGH, HIGH), **rest()})
        far = {"A0": r.item(LEVEL, HIGH), "A1": r.item(LOW, HIGH), **rest()}
        assert "lavere enn hele programmet" in found(far, programme=whole)[9].sentence
        assert 9 not in found({"A0": r.item(HIGH, HIGH), **rest()}, programme=whole)
        assert 9 not in found({"A0": r.item(LEVEL, HIGH), **rest()})

    def test_9_counts_from_the_near_edge_of_a_bound(self):
        whole = r.published({"A0": r.item(r.full(2, 8, 2, 0, 0), HIGH)})
        assert 9 not in found({"A0": r.item(r.AT_MOST, HIGH)}, programme=whole)

    def test_10_not_shown(self):
        said = found({"A0": r.item(r.NONE, HIGH), **rest()})[10].sentence
        assert said.startswith("For «Evne A0» viser vi ikke hvor dere står i dag.")
        assert "ikke ambisjonen." in found({"A0": r.item(HIGH, r.TOO_FEW)})[10].sentence
        assert "ikke tall." in found({"A0": r.item(r.NONE, r.TOO_FEW)})[10].sentence

    def test_11_moved_since_last_time(self):
        earlier = r.published({"A0": r.item(LOW, HIGH), **rest()})
        said = found({"A0": r.item(HIGH, HIGH), **rest()}, earlier=earlier)[11].sentence
        assert said.startswith("«Evne A0» var 1,8 i første runde og er 4,2 nå.")
        assert 11 not in found({"A0": r.item(r.AT_LEAST, HIGH), **rest()}, earlier=earlier)

    def test_thresholds_follow_the_length_of_the_scale(self):
        near, far = r.full(0, 0, 0, 0, 9, 9, 0, 0, 0, 0), r.full(0, 0, 0, 0, 0, 0, 9, 9, 0, 0)
        assert 1 not in found({"A0": r.item(near, near) | {"gap": 2.0}, **rest(near, near)}, top=10)
        assert 1 in found({"A0": r.item(near, far) | {"gap": 2.5}, **rest(near, near)}, top=10)

    def test_an_instrument_without_ambition_has_nothing_to_say_of_one(self):
        items = {"A0": r.item(SPLIT), "A1": r.item(r.NONE), "A2": r.item(AGREED)}
        assert set(found(items)) == {6, 10}


class TestSelection:
    def test_each_rule_and_each_item_once_and_no_more_than_asked(self):
        for name, path in (("abilities-1", ()), ("abilities-1", r.SMALL), ("abilities-1", r.MIDDLE)):
            said = questions(r.unit(name, *path), r.texts("abilities"), "nb", programme=r.unit(name), most=20)
            codes = [f.code for f in said if f.code]
            assert len(codes) == len(set(codes))
            assert [f.rule for f in said] == [rule for rule in CONDITIONS if rule in {f.rule for f in said}]
        assert len(questions(r.unit("abilities-1", *r.MIDDLE), r.texts("abilities"), "nb")) == 4

    def test_only_the_sentence_on_gaps_already_stands_above(self):
        said = questions(r.unit("abilities-1", *r.MIDDLE), r.texts("abilities"), "nb", most=20)
        assert [f.rule for f in said if f.told_above] == [1]

    def test_takeaways_by_picture(self):
        root, texts = r.unit("abilities-1"), r.texts("abilities")
        assert takeaway(root, texts, "nb").startswith("Tallene viser like stor avstand på «Samarbeid på tvers» og")
        assert takeaway(root, texts, "nb", about=DISAGREEMENT).startswith("Dere vil langt med")
        moved = takeaway(r.unit("abilities-2"), texts, "nb", about=CHANGE, earlier=root)
        assert moved.startswith("«Innbyggeren først» var 2,6")
        assert takeaway(root, texts, "nb", about=CHANGE) == ""

    def test_nothing_published_says_nothing(self):
        hidden = {"path": ["A"], "status": "hidden"}
        assert questions(hidden, r.texts("abilities"), "nb") == []
        assert takeaway(hidden, r.texts("abilities"), "nb") == ""
        assert step_finding(hidden, "S1", r.texts("abilities"), "nb", r.words()) is None
        assert areas_takeaway(hidden, r.texts("abilities"), "nb") == ""


class TestStairs:
    def test_answers_on_several_steps(self):
        said = step_finding(r.unit("generations-1"), "tjenester", r.texts("generations"), "nb", r.words())
        assert said.rule == 12
        assert said.sentence.endswith("står dere på 5 trinn samtidig. Flest svarte trinn 2: 20 av 55.")

    def test_answers_on_two_steps_say_nothing(self):
        unit = r.published({"A0": r.item(AGREED, HIGH)})
        assert step_finding(unit, "A0", r.plain_texts(["A0"]), "nb", r.words()) is None

    def test_a_thin_place_is_told_in_words(self):
        unit, texts = r.unit("generations-1", *r.SMALL), r.texts("generations", "da")
        said = step_finding(unit, "samarbeid", texts, "da", r.words("da"))
        assert said == Finding(
            13,
            "samarbeid",
            "På området ”Samarbejde” ser I jer selv på trin 2 eller lavere. Dér, hvor I vil hen, ligger på trin 3.",
            "Hvad ville være det første tegn på, at I er på vej?",
        )

    def test_half_of_a_thin_pair_says_nothing(self):
        unit = r.published({"A0": r.item(r.thin(2), r.NONE)})
        assert step_finding(unit, "A0", r.plain_texts(["A0"]), "nb", r.words()) is None

    def test_areas_that_stand_highest_and_lowest(self):
        unit = r.unit("generations-1")
        assert areas_takeaway(unit, r.texts("generations"), "nb") == (
            "Lengst opp på trappen i dag: «Tjenestene» og «Kultur». Lengst ned: «Data»."
        )
        level = r.published(rest())
        assert areas_takeaway(level, r.plain_texts(["Z1", "Z2"]), "da") == "I står omtrent lige langt på alle områder."


@pytest.mark.parametrize("lang", ["nb", "da", "nn", "en"])
def test_every_sentence_is_whole_and_every_question_asks(lang):
    texts = r.texts("abilities", "da" if lang == "da" else "nb")
    said = []
    for path in ((), r.SMALL, r.MIDDLE):
        unit = r.unit("abilities-1", *path)
        said += questions(unit, texts, lang, programme=r.unit("abilities-1"), earlier=r.unit("abilities-2"), most=20)
    assert {f.rule for f in said} >= {1, 2, 3, 4, 8, 9, 10, 11}
    for f in said:
        assert re.search(r"[.?]$", f.sentence)
        assert "?" in f.question
        assert "{" not in f.sentence + f.question
        assert ("«" in f.sentence) != (lang == "da")


def test_without_an_ambition_the_takeaway_is_what_stands_highest_and_lowest():
    items = {"A0": r.item(HIGH), "A1": r.item(LOW), "A2": r.item(LOW)}
    said = areas_takeaway(r.published(items), r.plain_texts(items), "nb", about="today")
    assert said == "Høyest i dag: «Evne A0». Lavest: «Evne A1» og «Evne A2»."
    assert areas_takeaway(r.published({"A0": r.item(LOW)}), r.plain_texts(["A0"]), "da", about="today").startswith(
        "I står"
    )
