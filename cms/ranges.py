"""A stored file of which a browser may ask for a part, as players do to jump in a recording (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.core.files import File
from django.core.files.storage import Storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

CHUNK = 64 * 1024
# One range; whoever asks for several, or for what is none, gets the whole file, as the standard allows.
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def part_asked(header: str, size: int) -> tuple[int, int] | None:
    """The first byte and the one after the last of what was asked for; None for everything.

    Both are `size` where what is asked for lies beyond the end.
    """
    found = RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:  # the last so many
        return (max(size - int(found[2]), 0), size) if int(found[2]) else (size, size)
    first, last = int(found[1]), int(found[2] or size)
    if last < first:
        return None
    return (first, min(last + 1, size)) if first < size else (size, size)


def serve(request: HttpRequest, storage: Storage, name: str, content_type: str) -> HttpResponseBase:
    """The file, or the part of it that the request asks for. Its name stands for its content, so it never changes."""
    size, tag = storage.size(name), f'"{PurePosixPath(name).parent.name}"'
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        asked = ""
    part = part_asked(asked, size)
    first, end = part or (0, size)
    if part and first == size:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    pieces = iter(()) if request.method == "HEAD" else _pieces(storage.open(name, "rb"), first, end)
    response = StreamingHttpResponse(pieces, status=206 if part else 200, content_type=content_type)
    if part:
        response["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    response["Content-Length"] = str(end - first)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = tag
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _pieces(file: File[bytes], first: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = end - first
        while left > 0 and (piece := file.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
