"""The names of the mapping instruments, which a higher room knows. It registers a function; forms here ask it."""

from __future__ import annotations

from collections.abc import Callable

Choices = list[tuple[str, str]]
_providers: list[Callable[[], Choices]] = []


def register(provider: Callable[[], Choices]) -> Callable[[], Choices]:
    """Decorator: `provider()` returns (code, name) of every instrument that an element may ask for."""
    _providers.append(provider)
    return provider


def choices() -> Choices:
    return [choice for provider in _providers for choice in provider()]
