"""The worker's key for tables that are handed in: the web process seals, only the worker opens.

A key is used for a day. When the last table sealed for an old one is gone, its file is destroyed, so that what a copy
of the database still holds stays shut for good.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from assessments.ballots import keys
from assessments.ballots.collected.models import ImportKey

USED_FOR = timedelta(days=1)
# Somebody may be handing in a table for a key that has just been replaced.
GRACE = timedelta(hours=1)
PATTERN = "import-*.key"


class NoKeyYet(Exception):
    """The worker has not made a key yet; it does within a minute."""


class Unopenable(Exception):
    """The key of this table is gone, or what was sealed is damaged."""


@sensitive_variables()
def seal(content: bytes) -> tuple[ImportKey, bytes]:
    """The content, sealed for the newest key; one query. Raises NoKeyYet."""
    key = ImportKey.objects.first()
    if key is None:
        raise NoKeyYet
    return key, SealedBox(PublicKey(bytes(key.public))).encrypt(content)


@sensitive_variables()
def unseal(key: ImportKey, sealed: bytes) -> bytes:
    """What was sealed. Only where the key files are. Raises Unopenable."""
    try:
        private = PrivateKey(bytes.fromhex(_path(bytes(key.public)).read_text()))
        return SealedBox(private).decrypt(bytes(sealed))
    except (OSError, ValueError, CryptoError) as error:
        raise Unopenable from error


def tend_keys() -> None:
    """Make the key of the day, and destroy old ones that nothing waits for. Runs on the worker."""
    newest = ImportKey.objects.first()
    if newest is None or newest.created_at < timezone.now() - USED_FOR:
        newest = _create()
    if newest.created_at < timezone.now() - GRACE:
        ImportKey.objects.filter(imports__isnull=True, pk__lt=newest.pk).delete()
    kept = {_path(bytes(public)).name for public in ImportKey.objects.values_list("public", flat=True)}
    for path in keys.directory().glob(PATTERN):
        if path.name not in kept:
            path.unlink(missing_ok=True)


def _create() -> ImportKey:
    private = PrivateKey.generate()
    public = bytes(private.public_key)
    keys.write(_path(public), bytes(private).hex())
    return ImportKey.objects.create(public=public)


def _path(public: bytes) -> Path:
    return keys.directory() / f"import-{hashlib.sha256(public).hexdigest()[:16]}.key"
