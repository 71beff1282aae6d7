"""What a cell holds that isn't meant."""

from __future__ import annotations

import re

DATE = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


def is_formula(text: str) -> bool:
    return text.startswith("=")


def is_formula_error(text: str) -> bool:
    return text in ERRORS


def is_date(text: str) -> bool:
    """Whether this is a date, as spreadsheets keep and as people write them."""
    return DATE.fullmatch(text) is not None
