"""A missing key fails `manage.py check`, not the first participant who writes something."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from programmes.participation.sealing import keys


@register(Tags.security)
def key_for_reflections(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if getattr(settings, "DEMO", False):
        return []
    try:
        keys.current()
    except (keys.MissingKey, OSError):
        hint = "Make one with `manage.py renew_reflection_key`, in a directory outside the database and its backups."
        return [
            Error("There is no key in REFLECTIONS_KEY_DIR to seal reflections with.", hint=hint, id="programmes.E001")
        ]
    return []


@register(Tags.security)
def keys_apart(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    folder = Path(settings.REFLECTIONS_KEY_DIR).resolve()
    public = [Path(getattr(settings, name)).resolve() for name in ("MEDIA_ROOT", "PRIVATE_ROOT", "STATIC_ROOT")]
    if not any(folder.is_relative_to(place) for place in public):
        return []
    hint = "Set REFLECTIONS_KEY_DIR to a directory of its own."
    return [Error("REFLECTIONS_KEY_DIR lies below a directory of files.", hint=hint, id="programmes.E002")]
