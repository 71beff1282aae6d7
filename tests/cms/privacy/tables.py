"""Walks every table there is and every private file, as somebody would who has the whole database in hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import storages


def places_naming(*words: str) -> list[str]:
    """`app.Model.field` for each value, and each private file's path, in which one of the words can be read."""
    wanted = [word.casefold() for word in words]
    found = {place for place, text in _texts() if any(word in text.casefold() for word in wanted)}
    return sorted(found)


def _texts() -> Iterator[tuple[str, str]]:
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        names = [field.attname for field in model._meta.local_concrete_fields]
        for row in model._base_manager.values_list(*names):
            for name, value in zip(names, row, strict=True):
                yield f"{model._meta.label}.{name}", _readable(value)
    for session in Session.objects.all():
        yield "sessions.Session", json.dumps(session.get_decoded())
    root = Path(storages["private"].location)
    for path in root.rglob("*") if root.exists() else ():
        yield str(path.relative_to(root)), path.name
        if path.is_file():
            yield str(path.relative_to(root)), _readable(path.read_bytes())


def _readable(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", errors="ignore")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
