"""How texts lie in the database until they are reviewed: sealed, all of one length.

The key is made of the site's own secret, which no copy of the database holds, and of the review's salt, which is
deleted when the review is over. Then nothing opens what a backup or a log of the database still holds.
"""

from __future__ import annotations

import hashlib
import os

from django.conf import settings
from django.views.decorators.debug import sensitive_variables
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from assessments.disclosure.texts import LONGEST_TEXT

SALT_BYTES = hashlib.blake2b.SALT_SIZE
PURPOSE = b"held free text"
CODING = "utf-16-le"


class UnreadableText(Exception):
    """The site's secret is another one than when the text was sealed, and no longer among its fallbacks."""


def new_salt() -> bytes:
    return os.urandom(SALT_BYTES)


@sensitive_variables()
def seal(text: str, salt: bytes) -> bytes:
    """The text, sealed. All boxes have one length."""
    inside = text.encode(CODING).ljust(2 * LONGEST_TEXT, b"\0")
    return SecretBox(_key(settings.SECRET_KEY, salt)).encrypt(inside)


@sensitive_variables()
def unseal(box: bytes, salt: bytes) -> str:
    """The text of a box from `seal`. Raises UnreadableText."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            inside = SecretBox(_key(secret, salt)).decrypt(box)
        except (CryptoError, ValueError):
            continue
        return inside.decode(CODING).rstrip("\0")
    raise UnreadableText


@sensitive_variables()
def _key(secret: str, salt: bytes) -> bytes:
    return hashlib.blake2b(secret.encode(), digest_size=SecretBox.KEY_SIZE, salt=bytes(salt), person=PURPOSE).digest()
