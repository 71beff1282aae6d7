"""The private keys of open rounds: files outside the database and its backups, gone once a release is stored.

Beside the key stands the policy that opening froze, so that nobody who can write to the database can lower it later.
A round may for a moment have two files, when opening was interrupted and begun anew; the public key on the round says
which one counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from nacl.public import PrivateKey

NAME = re.compile(r"(\d+)-[0-9a-f]{16}\.key")


class MissingKey(Exception):
    """The key file of a round is not there or not the right one; its ballots can't be opened here."""


@dataclass(frozen=True)
class RoundKey:
    """What opens a round's ballots, and the policy it opened with."""

    private: PrivateKey
    k: int
    detail_from: int
    free_text: bool = False

    @property
    def public(self) -> bytes:
        return bytes(self.private.public_key)


def create(round_id: int, *, k: int, detail_from: int, free_text: bool = False) -> RoundKey:
    """A fresh key pair, written to the disk before anyone can seal a ballot for it."""
    key = RoundKey(PrivateKey.generate(), k, detail_from, free_text)
    text = json.dumps({"key": bytes(key.private).hex(), "k": k, "detail_from": detail_from, "free_text": free_text})
    write(_path(round_id, key.public), text)
    return key


def write(path: Path, text: str) -> None:
    """A new file in the key directory, which is on the disk when this returns. Raises FileExistsError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    _sync(path.parent)


def load(round_id: int, public: bytes | None) -> RoundKey:
    """The key that opens what was sealed with `public`. Raises MissingKey."""
    if public is None:
        raise MissingKey(f"round {round_id} has never been opened")
    try:
        held = json.loads(_path(round_id, bytes(public)).read_text())
        key = RoundKey(
            PrivateKey(bytes.fromhex(held["key"])), held["k"], held["detail_from"], held.get("free_text") is True
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise MissingKey(f"the key of round {round_id} can't be read") from error
    if key.public != bytes(public):
        raise MissingKey(f"the key of round {round_id} is another one")
    return key


def destroy(round_id: int, *, but: bytes | None = None) -> None:
    """Delete the key files of a round; with `but`, all except the one of that public key."""
    kept = _path(round_id, but).name if but else ""
    for path in _files():
        if path.name != kept and path.name.startswith(f"{round_id}-"):
            path.unlink(missing_ok=True)
    _sync(directory())


def discard(round_id: int, public: bytes) -> None:
    """Delete one key file: of an opening that another worker finished first."""
    _path(round_id, public).unlink(missing_ok=True)


def rounds_with_keys() -> set[int]:
    """The ids of all rounds that have a key file on this machine."""
    return {int(path.name.partition("-")[0]) for path in _files()}


def _files() -> Iterator[Path]:
    return (path for path in directory().iterdir() if NAME.fullmatch(path.name))


def _path(round_id: int, public: bytes) -> Path:
    return directory() / f"{round_id}-{hashlib.sha256(public).hexdigest()[:16]}.key"


def directory() -> Path:
    """Where private keys lie, on the worker's host alone."""
    found = Path(settings.ASSESSMENTS_KEY_DIR)
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    found.chmod(0o700)
    return found


def _sync(folder: Path) -> None:
    """Make the directory's own entries survive a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
