"""What higher rooms put on the front page: modules, the way to an enquiry, a contact. They register, we call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from cms.pages.models import HomePage

Provider = Callable[["HomePage", HttpRequest], dict[str, Any]]
_providers: list[Provider] = []


def provides(provider: Provider) -> Provider:
    """Decorator: `provider(page, request)` returns what it adds to the template's context."""
    _providers.append(provider)
    return provider


def additions(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """All that was registered, in one dictionary."""
    found: dict[str, Any] = {}
    for provider in _providers:
        found.update(provider(page, request))
    return found
