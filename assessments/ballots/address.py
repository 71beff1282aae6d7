"""The short address of a round for use in the room, and the QR code that leads to it.

The address lets nobody in: whoever follows it logs in, and then needs a ticket like everybody.
"""

from __future__ import annotations

import secrets

import segno
from django.conf import settings
from django.urls import reverse

# Without vowels, so that no word comes about, and without signs that look alike on a wall.
SIGNS = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 8


def new_code() -> str:
    """A code that can't be guessed and says nothing: eight signs drawn by the system."""
    return "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))


def read_code(written: str) -> str:
    """A code as somebody typed it: capitals, spaces and hyphens make no difference."""
    return "".join(sign for sign in written.lower() if sign.isalnum())


def short_address(code: str) -> str:
    """The whole address, the code in two halves: https://.../k/k7mp-3qxr"""
    half = LENGTH // 2
    return f"{settings.BASE_URL}{reverse('mapping_short', args=[f'{code[:half]}-{code[half:]}'])}"


def qr_code(address: str, title: str) -> str:
    """A QR code as SVG, dark on light in any colour scheme, with the quiet zone that readers need. `title` says in
    words what it leads to."""
    code = segno.make(address, error="m", micro=False)
    drawn: str = code.svg_inline(border=4, light="#fff", omitsize=True, title=title, svgclass="qr", lineclass=None)
    return drawn.replace("<svg ", '<svg role="img" ', 1)
