"""Whom an update affects. The room that knows the participants fills this in; here nobody knows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Audience:
    """How many people take part in a programme, in how many leader groups."""

    participants: int = 0
    groups: int = 0


Provider = Callable[[Collection[int]], Mapping[int, Audience]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Decorator: `provider(ids of programmes)` says who takes part in each, by a fixed number of queries."""
    _providers.append(provider)
    return provider


def audiences(programmes: Collection[int]) -> dict[int, Audience]:
    """Who takes part in each of these programmes."""
    return {programme: found for provider in _providers for programme, found in provider(programmes).items()}


def sentence(module: int, audience: Audience) -> str:
    """Modul 2 er åpen for 34 deltakere i 4 ledergrupper. `module`: its number in the programme."""
    if not audience.participants:
        return _("Module %(number)d is open, and nobody takes part yet.") % {"number": module}
    people = ngettext("%(count)d participant", "%(count)d participants", audience.participants)
    groups = ngettext("%(count)d leader group", "%(count)d leader groups", audience.groups)
    return _("Module %(number)d is open for %(people)s in %(groups)s.") % {
        "number": module,
        "people": people % {"count": audience.participants},
        "groups": groups % {"count": audience.groups},
    }
