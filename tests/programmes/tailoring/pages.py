"""Addresses of the staff pages, and what they say."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse


def url(name: str, *args: Any) -> str:
    return reverse(f"programmes:{name}", args=args)


def text_of(response: Any) -> str:
    """The page's markup with single spaces."""
    return re.sub(r"\s+", " ", response.content.decode())
