"""What is stored about somebody, in words, for the page that tells them; one query for all tables."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cms.accounts.models import User
from cms.privacy.exporting import concerns
from cms.privacy.registry import Action, Declaration, Kind, declarations


@dataclass(frozen=True)
class Holding:
    declaration: Declaration
    count: int

    @property
    def is_sealed(self) -> bool:
        return self.declaration.kind == Kind.SEALED


def holdings(user: User) -> list[Holding]:
    """The tables that say something about this person, with how many rows, and those that can't be searched."""
    order = [Kind.ACCOUNT, Kind.CONTACT, Kind.PARTICIPATION, Kind.WRITTEN, Kind.WORK, Kind.TECHNICAL, Kind.SEALED]
    asked = sorted((one for one in declarations() if concerns(one, user)), key=lambda one: order.index(one.kind))
    counted = {f"n{place}": _count(one, user) for place, one in enumerate(asked)}
    numbers = User.objects.filter(pk=user.pk).values_list(*counted.values()).get()
    found = [Holding(one, number) for one, number in zip(asked, numbers, strict=True)]
    return [one for one in found if one.count or one.is_sealed]


def _count(one: Declaration, user: User) -> Coalesce:
    rows: QuerySet = one.rows_of(user).order_by().annotate(together=Value(1)).values("together")
    number = rows.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def fates(user: User) -> dict[str, list[Holding]]:
    """What a person is told before they ask to be erased: what disappears, what stays without the name, what stays."""
    told: dict[str, list[Holding]] = {action.value: [] for action in Action}
    for one in holdings(user):
        told[one.declaration.erasure.action].append(one)
    return told
