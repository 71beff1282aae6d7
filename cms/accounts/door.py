"""The one door to staff's addresses: each has a guard, and to whom the guard says no there is nothing there.

A room says in its `access` who may come to its addresses, by the name of the address; the table for people is
`docs/permissions.md`. An address without a guard is for administrators, so that a forgotten one shows at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import resolve, reverse

from cms.accounts.models import User

# Whether somebody may come to an address with these values in it.
Guard = Callable[[User, Mapping[str, Any]], bool]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Guards:
    """Who may read an address, and who may send something to it."""

    read: Guard
    write: Guard


_guards: dict[str, Guards] = {}


def register(guards: Mapping[str, Guard | Guards]) -> None:
    """Guards by the name of the address, as "programmes:board", or by "programmes:*" for all others of a kind."""
    for name, guard in guards.items():
        _guards[name] = guard if isinstance(guard, Guards) else Guards(guard, guard)


def guards_of(name: str) -> Guards:
    """The guards of an address: its own, or those of its kind, or administrators alone."""
    kind = name.partition(":")[0]
    return _guards.get(name) or _guards.get(f"{kind}:*") or ADMINISTRATORS


def lets_in(user: User, name: str, method: str, values: Mapping[str, Any]) -> bool:
    """Whether somebody may send this to the address."""
    guards = guards_of(name)
    return (guards.read if method in SAFE else guards.write)(user, values)


def check(request: HttpRequest) -> None:
    """Raises Http404 when whoever is logged in may not come to the address they asked for."""
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:  # visitors are sent to the log-in
        return
    if not lets_in(request.user, match.view_name, str(request.method), match.kwargs):
        raise Http404


def anybody(user: User, values: Mapping[str, Any]) -> bool:
    """All staff; participants never come as far as this."""
    return True


def nobody(user: User, values: Mapping[str, Any]) -> bool:
    """What a package offers and this site does not."""
    return False


def administrators(user: User, values: Mapping[str, Any]) -> bool:
    return user.is_active and user.is_superuser


ADMINISTRATORS = Guards(administrators, administrators)


def right(*names: str) -> Guard:
    """Guard: whoever has one of these rights."""

    def guard(user: User, values: Mapping[str, Any]) -> bool:
        return any(user.has_perm(name) for name in names)

    return guard


def both(*guards: Guard) -> Guard:
    """Guard: who passes every one of these."""

    def guard(user: User, values: Mapping[str, Any]) -> bool:
        return all(one(user, values) for one in guards)

    return guard


def rights_to(model: str, *extra: str) -> dict[str, Guard]:
    """What Wagtail's lists and forms of a model ask for, by the last part of their addresses' names."""
    app, name = model.split(".")

    def may(*actions: str) -> Guard:
        return right(*(f"{app}.{action}_{name}" for action in actions))

    known, changes = may("add", "change", "view", *extra), may("change")
    return {
        "index": known, "index_results": known, "add": may("add"), "edit": changes, "delete": may("delete"),
        "history": changes, "history_results": changes, "usage": changes,
    }  # fmt: skip


def opens(user: User, url: str) -> bool:
    """Whether somebody may read what a link leads to; links to elsewhere than staff's addresses are always open."""
    path = url.partition("?")[0].partition("#")[0]
    if not path.startswith(reverse("wagtailadmin_home")):
        return True
    match = resolve(path)
    return lets_in(user, match.view_name, "GET", match.kwargs)
