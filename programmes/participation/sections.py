"""What higher rooms show on *My programme* and with an element. They register a function; this room only calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from cms.accounts.models import User
from programmes.participation.models import Enrolment
from programmes.tailoring.models import ProgrammeItem

NOTHING = SafeString("")


@dataclass(frozen=True)
class Section:
    """A panel: its heading, and finished markup; or a template with a form, which the page fills (elements alone)."""

    title: str
    body: SafeString = NOTHING
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


Provider = Callable[[Enrolment, str], Section | None]
_providers: list[Provider] = []

ElementProvider = Callable[[User, ProgrammeItem], Section | None]
_element_providers: list[ElementProvider] = []


def register(provider: Provider) -> Provider:
    """Decorator: `provider(enrolment, language)` returns a section or None. Called once per page."""
    _providers.append(provider)
    return provider


def sections_for(enrolment: Enrolment, language: str) -> list[Section]:
    """The sections of a participant's page, in the order they were registered."""
    return [section for provider in _providers if (section := provider(enrolment, language)) is not None]


def register_for_elements(provider: ElementProvider) -> ElementProvider:
    """Decorator: `provider(user, item)` returns what an element leads to, or None. Called once per page."""
    _element_providers.append(provider)
    return provider


def element_sections(user: User, item: ProgrammeItem) -> list[Section]:
    """The sections of an element's page, in the order they were registered. `item` came through `access`."""
    return [section for provider in _element_providers if (section := provider(user, item)) is not None]
