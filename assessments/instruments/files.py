"""Instruments as YAML files: read with the line of every mistake, and written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from django.utils.translation import gettext as _

from assessments.instruments.definition import Definition, InvalidDefinition
from assessments.instruments.reading import Problem
from assessments.instruments.services import checked

STEP = re.compile(r"[^.\[\]]+")


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a file, on which line, and where in the instrument (empty: in the file as a whole)."""

    line: int | None
    where: str
    what: str

    def __str__(self) -> str:
        said = f"{self.where}: {self.what}" if self.where else self.what
        return _("line %(line)d: %(said)s") % {"line": self.line, "said": said} if self.line else said


class InvalidFile(ValueError):
    """The file holds no instrument. `mistakes`: all that is wrong, in the order of the file."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def load(content: bytes) -> Definition:
    """The definition that a file holds. Raises InvalidFile."""
    try:
        text = content.decode("utf-8-sig")
        tree, data = yaml.compose(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise InvalidFile([Mistake(None, "", _("The file is not text in UTF-8."))]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InvalidFile([_unreadable(error)]) from error
    repeated = _repeated(tree)
    if repeated:
        raise InvalidFile(repeated)
    try:
        return checked(data)
    except InvalidDefinition as error:
        found = [Mistake(_line(tree, problem), problem.where, problem.what) for problem in error.found]
        raise InvalidFile(sorted(found, key=lambda mistake: mistake.line or 0)) from error


def dump(definition: Definition) -> str:
    """The definition as YAML; `load` reads the same from it."""
    return yaml.safe_dump(definition.data(), allow_unicode=True, sort_keys=False, width=120)


def file_name(definition: Definition) -> str:
    return f"{definition.code}-{definition.version}.yaml"


def _unreadable(error: Exception) -> Mistake:
    mark = getattr(error, "problem_mark", None)
    told = getattr(error, "problem", None) or str(error)
    return Mistake(mark.line + 1 if mark else None, "", _("This is not YAML: %(problem)s") % {"problem": told})


def _line(tree: yaml.Node | None, problem: Problem) -> int | None:
    """The line of the place, or of the nearest thing around it that is there. A field begins with its name."""
    node = tree
    line = node.start_mark.line + 1 if node else None
    for step in STEP.findall(problem.where):
        first, node = _below(node, step)
        if node is None or first is None:
            break
        line = first.start_mark.line + 1
    return line


def _below(node: Any, step: str) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Where the part called `step` begins, and the part itself."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), (None, None))
    if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
        return node.value[int(step)], node.value[int(step)]
    return None, None


def _repeated(tree: yaml.Node | None) -> list[Mistake]:
    """Fields written twice, of which YAML would keep the last, and anchors, with which a small file can grow huge."""
    mistakes: list[Mistake] = []
    seen: set[int] = set()
    waiting = [tree] if tree is not None else []
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            mistakes.append(Mistake(node.start_mark.line + 1, "", _("Write it out: anchors (&, *) are not read here.")))
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            mistakes += _twice(node)
            waiting += [value for _key, value in node.value]
    return sorted(mistakes, key=lambda mistake: mistake.line or 0)


def _twice(node: yaml.MappingNode) -> Iterator[Mistake]:
    known: set[str] = set()
    for key, _value in node.value:
        if str(key.value) in known:
            yield Mistake(key.start_mark.line + 1, "", _("%(field)s stands twice here") % {"field": key.value})
        known.add(str(key.value))
