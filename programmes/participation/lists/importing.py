"""Participants from the rows of a list, a few thousand at a time. Doing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cms.accounts.models import User
from cms.tables.problems import InvalidTable, Problem
from localisation.text import LocalisedText
from programmes.participation.lists.places import Places, main_language
from programmes.participation.lists.rows import COLUMN_WORDS, Row, language_code
from programmes.participation.models import Enrolment
from programmes.participation.services import address_of, invite, split_name
from programmes.tailoring.models import Programme

# Rows stored by one transaction: long enough to be few statements, short enough to keep nobody else waiting.
CHUNK = 2500


@dataclass
class Made:
    """The ids of all that importing made, by which it can be taken back."""

    organisations: list[int] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    accounts: list[int] = field(default_factory=list)
    enrolments: list[int] = field(default_factory=list)

    def __add__(self, other: Made) -> Made:
        return Made(**{name: [*ids, *getattr(other, name)] for name, ids in vars(self).items()})


@dataclass(frozen=True)
class Imported:
    """How many people were added, and how many rows stood for somebody who was there already."""

    added: int
    there_already: int


@transaction.atomic
def import_participants(
    programme: Programme,
    rows: Sequence[Row],
    *,
    create_groups: bool = False,
    send_invitation: bool = True,
    by: User | None = None,
) -> Imported:
    """Enrol everybody on the list, or nobody. Importing the same list again changes nothing.

    `create_groups`: make organisations and leader groups that are missing, instead of calling them problems.
    A known address is that person, whose name and language stay their own. Raises InvalidTable.
    """
    places = Places(programme)
    made = prepare(places, rows, create_groups)
    for start in range(0, len(rows), CHUNK):
        made += enrol_rows(places, rows[start : start + CHUNK])
    if send_invitation:
        invite(made.enrolments, by=by)
    return Imported(added=len(made.enrolments), there_already=len(rows) - len(made.enrolments))


def prepare(places: Places, rows: Sequence[Row], create_groups: bool) -> Made:
    """The places that the rows name, all of them there: made, or else a problem (InvalidTable)."""
    if create_groups:
        organisations, groups = places.make(rows)
        return Made(organisations=_ids(organisations), groups=_ids(groups))
    missing = [Problem(row.number, str(COLUMN_WORDS[column]), text) for row, column, text in places.missing(rows)]
    if missing:
        raise InvalidTable(missing)
    return Made()


def enrol_rows(places: Places, rows: Sequence[Row]) -> Made:
    """A place for everybody in these rows; whoever has theirs keeps it as it is. Four statements at most."""
    wanted = {address_of(row.email): row for row in reversed(rows)}
    there = dict(User.objects.filter(email__in=list(wanted)).values_list("email", "pk"))
    language = main_language(places.programme)
    new = [_new_user(address, row, language) for address, row in wanted.items() if address not in there]
    accounts = User.objects.bulk_create(new)
    users = {**there, **{user.email: user.pk for user in accounts}}
    return Made(accounts=_ids(accounts), enrolments=_ids(_enrol(places, rows, users, there.values(), language)))


def _new_user(address: str, row: Row, fallback: str) -> User:
    first, last = split_name(row.name)
    user = User(
        email=address, first_name=first[:150], last_name=last[:150], language=language_code(row.language) or fallback
    )
    user.set_unusable_password()
    return user


def _enrol(
    places: Places, rows: Sequence[Row], users: Mapping[str, int], known: Iterable[int], language: str
) -> list[Enrolment]:
    mine = Enrolment.objects.filter(leader_group__programme=places.programme, user__in=list(known))
    there = set(mine.values_list("user", "leader_group"))
    new = []
    for row in rows:
        group, user = places.group(row), users[address_of(row.email)]
        if group is not None and (user, group.pk) not in there:
            new.append(Enrolment(user_id=user, leader_group=group, role=_role(row, language)))
    return Enrolment.objects.bulk_create(new)


def _role(row: Row, fallback: str) -> LocalisedText:
    return LocalisedText({language_code(row.language) or fallback: row.role}) if row.role else LocalisedText()


def _ids(rows: Iterable[Any]) -> list[int]:
    return [row.pk for row in rows]
