"""What stands in the way of a good programme. Each check is a class reading a `Plan`; higher rooms register theirs.

This room's own are in `modules`, `gatherings`, `guests` and `content`, which are loaded when the site starts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar
from uuid import UUID

from django.utils.functional import Promise

from programmes.tailoring.plan import Plan, PlannedItem


class Severity(Enum):
    """The values are the ones that the component `checks` shows; stops come first."""

    STOP = "stopp"
    WARNING = "advarsel"
    TIP = "tips"


@dataclass(frozen=True)
class Finding:
    """What a check found: words for staff, and where to mend it. `item`: the item concerned, when it is one."""

    check: str
    severity: Severity
    message: str
    url: str
    url_label: str
    item: UUID | None = None


class Check:
    """A subclass says what it is called, how severe it is, what its link says, and finds places and words."""

    id: ClassVar[str]
    severity: ClassVar[Severity] = Severity.WARNING
    link: ClassVar[str | Promise]

    def find(self, plan: Plan) -> Iterator[Finding]:
        raise NotImplementedError

    def finding(self, message: str, url: str, item: PlannedItem | None = None) -> Finding:
        return Finding(self.id, self.severity, message, url, str(self.link), item.row.uuid if item else None)


_checks: list[Check] = []


def register(check: type[Check]) -> type[Check]:
    """Class decorator: `run` asks this check too."""
    _checks.append(check())
    return check


def run(plan: Plan) -> list[Finding]:
    """What all checks found, the severest first. A template is only asked for what a template has."""
    found = [finding for check in _checks for finding in check.find(plan)]
    return sorted(found, key=lambda finding: list(Severity).index(finding.severity))


def run_stops(plan: Plan) -> list[Finding]:
    """What keeps the programme from starting. No queries: these checks read the plan alone."""
    severe = [check for check in _checks if check.severity is Severity.STOP]
    return [finding for check in severe for finding in check.find(plan)]


def stops(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.STOP]
