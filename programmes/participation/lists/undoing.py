"""Taking back what an import made, as far as nobody has used it since.

A place is used when its person has logged in since, has opened or marked something of the programme, or when a higher
room says so; an account, a group and an organisation when anything at all refers to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from programmes.participation.lists.importing import Made
from programmes.participation.lists.models import ParticipantImport
from programmes.participation.models import Completion, Enrolment, LeaderGroup, Opening, Organisation
from programmes.tailoring.models import Programme

Users = Callable[[Programme], Iterable[int]]
_higher_rooms: list[Users] = []
# Places looked at by one transaction; there are more of them than an import stores, since there is less to write.
STEP = 5000


class Why(TextChoices):
    """Why something stays."""

    LOGGED_IN = "logged_in", _("has logged in since")
    USED = "used", _("takes part: has opened or marked something, or is asked in a mapping")


@dataclass(frozen=True)
class Outlook:
    """What undoing would do: how many places go, and for those that stay who and why."""

    going: int
    staying: dict[int, Why]
    invited: bool


def says_who_uses(users: Users) -> Users:
    """Decorator: a higher room's function that gives the ids of the users who take part in a programme its way."""
    _higher_rooms.append(users)
    return users


def outlook(row: ParticipantImport) -> Outlook:
    """What undoing this import would do now; a constant number of queries."""
    places = _places(Made(**row.made).enrolments)
    staying = _staying(row, places)
    return Outlook(len(places) - len(staying), staying, invited=row.send_invitation and bool(places))


def step(pk: UUID) -> int | None:
    """Take back the next places with their accounts, and in the last step groups and organisations; how many places
    are left to look at, or None when all is done."""
    with transaction.atomic():
        locked = ParticipantImport.objects.select_for_update(of=("self",)).select_related("programme")
        row = locked.filter(pk=pk, state=ParticipantImport.State.UNDOING).first()
        if row is None:
            return None
        made = Made(**row.made)
        if made.enrolments:
            made.enrolments = _take_back_places(row, made)
        else:
            _take_back_groups(row, made)
            row.state = ParticipantImport.State.UNDONE
        row.made = vars(made)
        row.save(update_fields=["made", "taken_back", "kept", "state"])
        return len(made.enrolments) if row.state == ParticipantImport.State.UNDOING else None


def _take_back_places(row: ParticipantImport, made: Made) -> list[int]:
    """The places that are left to look at after these."""
    places = _places(made.enrolments[:STEP])
    staying = _staying(row, places)
    going = [place for place in places if place.pk not in staying]
    _delete(Enrolment, {place.pk for place in going})
    accounts = {place.user_id for place in going} & set(made.accounts)
    _count(row, "enrolments", len(going))
    _count(row, "accounts", _delete_unused(User.objects.filter(last_login=None), accounts))
    row.kept = dict(Counter(row.kept) + Counter(why.value for why in staying.values()))
    return made.enrolments[STEP:]


def _take_back_groups(row: ParticipantImport, made: Made) -> None:
    _count(row, "groups", _delete_unused(LeaderGroup.objects.all(), made.groups))
    _count(row, "organisations", _delete_unused(Organisation.objects.all(), made.organisations))


def _count(row: ParticipantImport, what: str, number: int) -> None:
    row.taken_back = {**row.taken_back, what: row.taken_back.get(what, 0) + number}


def _places(ids: Sequence[int]) -> list[Enrolment]:
    return list(Enrolment.objects.filter(pk__in=ids).select_related("user").only("user__last_login"))


def _staying(row: ParticipantImport, places: Sequence[Enrolment]) -> dict[int, Why]:
    """Why each of these places stays that does."""
    used = _users_of(row.programme)
    free = _unreferred(Enrolment, [place.pk for place in places])
    found = {}
    for place in places:
        if place.user.last_login is not None and place.user.last_login >= row.created_at:
            found[place.pk] = Why.LOGGED_IN
        elif place.user_id in used or place.pk not in free:
            found[place.pk] = Why.USED
    return found


def _users_of(programme: Programme) -> set[int]:
    mine = {"item__programme_module__programme": programme}
    used = set(Opening.objects.filter(**mine).values_list("user", flat=True))
    used.update(Completion.objects.filter(**mine).values_list("user", flat=True))
    return used.union(*(users(programme) for users in _higher_rooms))


def _delete_unused(rows: QuerySet[Any], ids: Iterable[int]) -> int:
    """Delete those of the rows that nothing refers to; how many. Three queries."""
    unused = _unreferred(rows.model, rows.filter(pk__in=list(ids)).values_list("pk", flat=True))
    _delete(rows.model, unused)
    return len(unused)


def _unreferred(model: type[Model], ids: Iterable[int]) -> set[int]:
    """Those of the ids to which no row of any table refers. One query, however many foreign keys there are."""
    wanted = list(ids)
    rows = model._base_manager.filter(pk__in=wanted)
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            refers = {relation.field.name: OuterRef("pk")}
            rows = rows.filter(~Exists(relation.related_model._base_manager.filter(**refers)))
    return set(rows.values_list("pk", flat=True)) if wanted else set()


def _delete(model: type[Model], ids: set[int]) -> None:
    """Delete rows of which it is known that nothing refers to them. One statement: `delete` would look again, by a
    query for each foreign key. What somebody refers to meanwhile is kept by the constraint, which undoes the step.
    """
    rows = model._base_manager.filter(pk__in=ids)
    rows._raw_delete(rows.db)
