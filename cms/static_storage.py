"""Static files with the content's hash in their names, where a style sheet made of imports becomes one file.

The sources stay small and readable, and a browser asks for one file instead of one for each source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, normpath
from posixpath import join as joined_path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from django.utils.encoding import force_str
from django.utils.functional import cached_property
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The sheets that templates link to. What they import has no imports of its own.
ENTRIES = ("css/site.css", "css/admin.css")
IMPORT = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)
RELATIVE_URL = re.compile(r'url\("(?!data:|/)([^"]+)"\)')

# Where collectstatic found each file: its storage and its path there, by name.
Found = dict[str, tuple[Storage, str]]


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names by hash, a compressed copy beside each file, and the entry sheets joined."""

    @cached_property
    def _addresses(self) -> dict[str, str]:
        """The addresses that were asked for. They are the same until files are collected; a page needs dozens."""
        return {}

    def url(self, name: str, force: bool = False) -> str:
        if force or name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]

    def post_process(self, paths: Found, dry_run: bool = False, **options: Any) -> Iterator[tuple[str, str, bool]]:
        """As in the parent, with the entries replaced by their joined text. KeyError for a missing import."""
        sheets = InMemoryStorage()
        for entry in ENTRIES:
            if entry in paths:
                sheets.save(entry, ContentFile(join(entry, paths)))
        joined = {entry: (sheets, entry) for entry in ENTRIES if sheets.exists(entry)}
        yield from super().post_process({**paths, **joined}, dry_run, **options)
        self._addresses.clear()


def join(entry: str, paths: Found) -> str:
    """A style sheet with each import replaced by the sheet it names; addresses still lead where they led."""
    folder = dirname(entry)

    def imported(match: re.Match[str]) -> str:
        name = normpath(joined_path(folder, match[1]))
        inner = dirname(match[1])
        return RELATIVE_URL.sub(lambda url: f'url("{normpath(joined_path(inner, url[1]))}")', read(name, paths))

    return IMPORT.sub(imported, read(entry, paths))


def read(name: str, paths: Found) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return force_str(file.read())
