"""The list of participants with how far each has come, as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from localisation import nordic
from programmes.participation.leading.reading import ProgrammeStanding
from programmes.participation.leading.standing import GroupStanding, Member


def heads(found: ProgrammeStanding) -> list[str]:
    modules = [_("%(module)s: done of %(total)d") % {"module": one.title, "total": one.total} for one in found.modules]
    return [_("Name"), _("E-mail"), _("Role"), _("Organisation"), _("Leader group"), *modules, _("Last opened")]


def rows(found: ProgrammeStanding) -> Iterator[list[str | int]]:
    """A row a place in a leader group."""
    for group in found.groups:
        for member in group.members:
            yield _row(found, group, member)


def _row(found: ProgrammeStanding, group: GroupStanding, member: Member) -> list[str | int]:
    done = [member.in_module(module).done for module in found.modules]
    seen = nordic.day(member.last_seen) if member.last_seen else ""
    return [member.name, member.email, member.role, group.organisation, group.name, *done, seen]
