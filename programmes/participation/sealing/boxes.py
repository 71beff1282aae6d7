"""Sealing and opening: texts become boxes of a few sizes that say nothing about what is in them.

What a box is about stands inside it: a box that was moved to another row, or to another person's, does not open there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.views.decorators.debug import sensitive_variables
from nacl.exceptions import CryptoError

from programmes.participation.sealing import keys

# Bytes. A box is the smallest of these, doubled as often as it takes.
SMALLEST = 1024
LENGTH = 4


class Unreadable(Exception):
    """The box can't be opened: its key is not here, it is damaged, or it belongs to something else."""


@dataclass(frozen=True)
class Box:
    """`key`: the name of the key. Nothing at all is sealed as an empty box."""

    key: str = ""
    sealed: bytes = b""


@sensitive_variables()
def seal(texts: Sequence[str], about: str) -> Box:
    """The texts, readable with the key alone, and only as what `about` names. Raises keys.MissingKey."""
    if not any(texts):
        return Box()
    key = keys.current()
    content = json.dumps({"about": about, "texts": list(texts)}, ensure_ascii=False).encode()
    return Box(key.name, bytes(key.box.encrypt(pad(content))))


@sensitive_variables()
def unseal(box: Box, about: str) -> list[str]:
    """What was sealed. Raises Unreadable."""
    if not box.sealed:
        return []
    try:
        content = json.loads(unpad(keys.load(box.key).box.decrypt(box.sealed)))
        named, texts = content["about"], [str(text) for text in content["texts"]]
    except (keys.MissingKey, CryptoError, ValueError, KeyError, TypeError) as error:
        raise Unreadable(f"what {about} holds can't be read") from error
    if named != about:
        raise Unreadable(f"the box of {about} belongs to something else")
    return texts


@sensitive_variables()
def pad(content: bytes) -> bytes:
    """The content with its length before it, filled up to one of a few sizes."""
    size = SMALLEST
    while size < LENGTH + len(content):
        size *= 2
    return (len(content).to_bytes(LENGTH, "big") + content).ljust(size, b"\0")


@sensitive_variables()
def unpad(padded: bytes) -> bytes:
    """The content again. Raises ValueError for what was never padded."""
    length = int.from_bytes(padded[:LENGTH], "big")
    if len(padded) < LENGTH or length > len(padded) - LENGTH:
        raise ValueError("this was not padded here")
    return padded[LENGTH : LENGTH + length]
