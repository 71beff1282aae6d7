"""What importing a list would do, to be looked at before it is done."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.tables.problems import MOST_SHOWN
from localisation.text import key_of
from programmes.participation.lists.importing import CHUNK
from programmes.participation.lists.places import Places
from programmes.participation.lists.rows import Listed, Row
from programmes.participation.models import Enrolment
from programmes.participation.services import address_of


class Standing(TextChoices):
    """How a row stands to what is there; those that want a look come first."""

    ELSEWHERE = "elsewhere", _("is in another leader group of the programme, and will be in both")
    THERE = "there", _("is in the leader group already")
    KNOWN = "known", _("has an account, and keeps its name and language")
    NEW = "new", _("new")


def preview(places: Places, listed: Listed) -> dict[str, Any]:
    """`{rows, counts: {standing: n}, people: [{row, name, email, place, standing}], groups: [{organisation, group,
    new_organisation, people}], unused}`: the first of the people, and the groups that are missing."""
    standing = _standings(places, listed.rows)
    order = {value: place for place, value in enumerate(Standing.values)}
    first = sorted(listed.rows, key=lambda row: (order[standing[row.number]], row.number))[:MOST_SHOWN]
    return {
        "rows": len(listed.rows),
        "counts": Counter(standing.values()),
        "people": [_person(row, standing[row.number]) for row in first],
        "groups": _missing_groups(places, listed.rows),
        "unused": listed.unused,
    }


def _standings(places: Places, rows: Sequence[Row]) -> dict[int, Standing]:
    accounts = _accounts(address_of(row.email) for row in rows)
    there: dict[int, set[int]] = defaultdict(set)
    mine = Enrolment.objects.filter(leader_group__programme=places.programme)
    for user, group in mine.values_list("user", "leader_group"):
        there[user].add(group)
    return {row.number: _standing(accounts.get(address_of(row.email)), there, places, row) for row in rows}


def _accounts(addresses: Iterable[str]) -> dict[str, int]:
    wanted = list(dict.fromkeys(addresses))
    found: dict[str, int] = {}
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        found.update(User.objects.filter(email__in=chunk).values_list("email", "pk"))
    return found


def _standing(user: int | None, there: dict[int, set[int]], places: Places, row: Row) -> Standing:
    if user is None:
        return Standing.NEW
    group = places.group(row)
    if group is not None and group.pk in there[user]:
        return Standing.THERE
    return Standing.ELSEWHERE if there[user] else Standing.KNOWN


def _person(row: Row, standing: Standing) -> dict[str, Any]:
    place = f"{row.organisation} – {row.leader_group}"
    return {"row": row.number, "name": row.name, "email": row.email, "place": place, "standing": standing.value}


def _missing_groups(places: Places, rows: Sequence[Row]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        if places.group(row) is None:
            group = {
                "organisation": row.organisation, "group": row.leader_group, "people": 0,
                "new_organisation": not places.has_organisation(row.organisation),
            }  # fmt: skip
            found.setdefault((key_of(row.organisation), key_of(row.leader_group)), group)["people"] += 1
    return [group for _key, group in sorted(found.items())]
