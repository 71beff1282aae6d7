"""Which abilities something of the library develops, as visitors read it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext

from cms.pages.changes import remember
from programmes.library import taxonomy


def developed_in(key: UUID, language: str) -> list[dict[str, str]]:
    """The fact that names what a thing develops, in a list; empty when nobody has said. No query until a change."""
    names = remember(f"develops:{language}:{key}", lambda: taxonomy.developed_names(key))
    return [{"label": gettext("Develops"), "value": ", ".join(names)}] if names else []
