"""Releases and texts for the tests of pictures, tables and sentences: three stored examples, and some made to order."""

import json
import random
from functools import cache
from pathlib import Path

from django.utils import translation

from assessments.results.charts import Texts, find_unit
from assessments.results.words import chart_words

DATA = Path(__file__).with_name("data")
ORGANISATION = "Eksempelfjord kommune"
SMALL, MIDDLE = (ORGANISATION, "Plan, bygg og miljø"), (ORGANISATION, "Oppvekst og utdanning")


@cache
def stored(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def unit(name, *path):
    return find_unit(stored(name), path)


@cache
def texts(kind, lang="nb"):
    told = stored("texts")[kind]
    low, high = told.get("anchors", {}).get(lang, ("", ""))
    names = told.get("steps", {}).get(lang) or [low, "2", "3", "4", high]
    return Texts(
        items={code: name[lang] for code, name in told["items"].items()},
        levels=dict(enumerate(names, 1)),
        themes={code: told["themes"][code[0]][lang] for code in told["items"]} if "themes" in told else {},
        title=told["title"][lang],
        noun="Evne" if kind == "abilities" else "Område",
    )


@cache
def words(lang="nb"):
    with translation.override(lang):
        return chart_words()


def full(*counts):
    """A measure in full from its counts."""
    n = sum(counts)
    mean = sum(step * c for step, c in enumerate(counts, 1)) / n
    sd = (sum(c * (step - mean) ** 2 for step, c in enumerate(counts, 1)) / n) ** 0.5
    by_step = {str(step): c for step, c in enumerate(counts, 1)}
    return {"display": "full", "n": n, "counts": by_step, "mean": round(mean, 1), "sd": round(sd, 1)}


def thin(mean, bound=None):
    return {"display": "thin", "mean": mean, "bound": bound}


AT_MOST, AT_LEAST = thin(2, "at_most"), thin(4, "at_least")
NONE, TOO_FEW = {"display": "none"}, {"display": "too_few"}
EVERY_STATE = (full(2, 4, 3, 2, 1), thin(2.5), thin(3), AT_MOST, AT_LEAST, NONE, TOO_FEW)


def item(today, ambition=None):
    """One item of a release; without an ambition the instrument does not ask for one."""
    if ambition is None:
        return {"today": today, "gap": None}
    both = "mean" in today and "mean" in ambition
    return {"today": today, "ambition": ambition, "gap": round(ambition["mean"] - today["mean"], 1) if both else None}


def published(items, *path, n=12):
    return {"path": list(path), "status": "published", "n": n, "items": items}


def release(*units, k=5):
    return {"round": 1, "instrument": "x", "version": "1", "k": k, "detail_from": 10, "units": list(units)}


def plain_texts(codes, top=5, long=False):
    more = " med et navn som er så langt at det må brytes over flere linjer" if long else ""
    return Texts(
        {code: f"Evne {code}{more}" for code in codes}, {step: f"Trinn {step}{more}" for step in range(1, top + 1)}
    )


def every_pair(thin_only=False, ambition=True):
    """A unit where every state of today stands beside every state of the ambition."""
    states = [m for m in EVERY_STATE if not thin_only or m["display"] != "full"]
    if not ambition:
        return published({f"A{i}": item(today) for i, today in enumerate(states)})
    pairs = [(today, wanted) for today in states for wanted in states]
    return published({f"A{i}": item(today, wanted) for i, (today, wanted) in enumerate(pairs)})


def by_chance(top, kind, seed=1, codes=7):
    """A unit on a scale of so many steps, in full or thin; thin means are clipped one step inside the ends."""
    dice = random.Random(seed)

    def one():
        if kind == "full":
            return full(*(dice.randint(0, 6) for _ in range(top - 1)), 3)
        mean = min(max(dice.randint(2, 2 * top) / 2, 2), max(2, top - 1))
        return thin(mean, "at_most" if mean <= 2 else "at_least" if mean >= top - 1 else None)

    return published({f"A{i}": item(one(), one()) for i in range(codes)})
