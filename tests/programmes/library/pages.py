"""Addresses of the library's staff pages, and what they say."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse


def list_url(model: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name("list"))


def text_of(response: Any) -> str:
    """The page's markup with single spaces."""
    return re.sub(r"\s+", " ", response.content.decode())


def titles(response: Any) -> list[str]:
    return sorted(row.title for row in response.context["object_list"])


def add_url(model: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name("add"))
