"""The keys that private texts are sealed with: files in a directory of their own, one a key, never in a backup.

The newest key seals, every key opens. A key's name stands beside what it sealed, so keys can be changed at any time.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from nacl.secret import SecretBox
from nacl.utils import random

NAME = re.compile(r"([0-9a-f]{16})\.key")


class MissingKey(Exception):
    """There is no key, or not this one; what it sealed can't be read here."""


@dataclass(frozen=True)
class Key:
    name: str
    secret: bytes = field(repr=False)
    made_at: str

    @property
    def box(self) -> SecretBox:
        return SecretBox(self.secret)


def create() -> Key:
    """A new key, which is on the disk when this returns, and seals from now on."""
    key = Key(secrets.token_hex(8), random(SecretBox.KEY_SIZE), timezone.now().isoformat())
    folder = directory()
    # Written beside and moved, so that nobody ever reads half a key.
    beside = folder / f"{key.name}.new"
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(json.dumps({"key": key.secret.hex(), "made_at": key.made_at}))
        file.flush()
        os.fsync(file.fileno())
    beside.rename(_path(key.name))
    _sync(folder)
    return key


def load(name: str) -> Key:
    """The key of that name. Raises MissingKey."""
    try:
        held = json.loads(_path(name).read_text())
        secret = bytes.fromhex(held["key"])
        made_at = str(held["made_at"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise MissingKey(f"key {name} can't be read") from error
    if len(secret) != SecretBox.KEY_SIZE:
        raise MissingKey(f"key {name} is damaged")
    return Key(name, secret, made_at)


def current() -> Key:
    """The newest key. In a demo the first one makes itself; elsewhere MissingKey is raised when there is none."""
    found = names()
    if found:
        return max((load(name) for name in found), key=lambda key: key.made_at)
    if getattr(settings, "DEMO", False):
        return create()
    raise MissingKey("there is no key to seal with")


def destroy(name: str) -> None:
    """Delete a key that seals nothing any more."""
    _path(name).unlink(missing_ok=True)
    _sync(directory())


def names() -> list[str]:
    """The names of all keys on this machine."""
    return sorted(found[1] for path in directory().iterdir() if (found := NAME.fullmatch(path.name)))


def directory() -> Path:
    """Where the keys lie; made when it is not there, for this user alone."""
    found = Path(settings.REFLECTIONS_KEY_DIR)
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    found.chmod(0o700)
    return found


def _path(name: str) -> Path:
    if not NAME.fullmatch(f"{name}.key"):
        raise MissingKey("that is not the name of a key")
    return directory() / f"{name}.key"


def _sync(folder: Path) -> None:
    """Make the directory's own entries survive a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
