"""The record of processing that article 30 demands, from the declarations: what, whose, why, who sees it, how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.privacy.registry import Declaration, Kind, declarations


@dataclass(frozen=True)
class Line:
    """One kind of data in words, in the language that is active; several tables may say the same."""

    title: str
    kind: str
    whose: str
    purpose: str
    basis: str
    seen_by: str
    kept: str
    erasure: str

    @classmethod
    def of(cls, one: Declaration) -> Line:
        erasure = f"{one.erasure.action.label}. {one.erasure.words}".strip()
        return cls(
            str(one.title), one.kind.label, one.whose.label, str(one.purpose), one.basis.label, str(one.seen_by),
            str(one.retention.rule), erasure,
        )  # fmt: skip


def columns() -> list[str]:
    return [
        _("What"), _("Class"), _("Whose"), _("What for"), _("By which right"), _("Who sees it"), _("How long"),
        _("When somebody wants to be deleted"),
    ]  # fmt: skip


def lines() -> list[Line]:
    """The record, by class of data; the tables that only say who did what at work stand as one line."""
    order = list(Kind)
    found = sorted(declarations(), key=lambda one: order.index(one.kind))
    work = [str(one.title) for one in found if one.kind == Kind.WORK]
    shown = [Line.of(one) for one in found if one.kind != Kind.WORK]
    first = next((one for one in found if one.kind == Kind.WORK), None)
    return [*shown, _together(first, work)] if first else shown


def _together(first: Declaration, titles: list[str]) -> Line:
    line = Line.of(first)
    return Line(", ".join(sorted(set(titles), key=str.casefold)), *list(vars(line).values())[1:])


def as_markdown() -> str:
    """The record as a table in Markdown, in the language that is active."""
    return "\n".join(_markdown()) + "\n"


def _markdown() -> Iterator[str]:
    yield f"# {_('Record of processing')}"
    yield ""
    yield _("Made from what the models declare; “manage.py processing_record” writes it anew.")
    yield ""
    yield _row(columns())
    yield _row(["---"] * len(columns()))
    for line in lines():
        yield _row(list(vars(line).values()))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
