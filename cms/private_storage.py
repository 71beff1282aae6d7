"""Files that no address leads to: they lie beside the public media, never below them."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    def url(self, name: str | None) -> str:
        """There is none; a view that checks who asks reads the file. Always ValueError."""
        raise ValueError(f"{name} is private and has no address")
