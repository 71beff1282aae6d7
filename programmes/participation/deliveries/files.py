"""Which files may be handed in. What a file is, its content says; a name is only a name."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from typing import IO, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LARGEST = 25 * 1024 * 1024  # bytes a file
MOST_FILES = 10  # a delivery
MOST_UNPACKED = 300 * 1024 * 1024  # bytes that what is packed in a document may take
MOST_PARTS = 5_000
MOST_TIMES = 200  # as large as packed: text packs well, bombs far better
LONGEST_NAME = 120
HEAD = 512

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."


class Kind(NamedTuple):
    """A type of file, and the endings its name may have."""

    type: str
    endings: tuple[str, ...]


# By the bytes a file begins with.
SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", Kind("application/pdf", (".pdf",))),
    (b"\x89PNG\r\n\x1a\n", Kind("image/png", (".png",))),
    (b"\xff\xd8\xff", Kind("image/jpeg", (".jpg", ".jpeg"))),
)
# By the part that says what a packed document is.
DOCUMENTS: tuple[tuple[str, Kind], ...] = (
    ("word/document.xml", Kind(f"{OFFICE}wordprocessingml.document", (".docx",))),
    ("xl/workbook.xml", Kind(f"{OFFICE}spreadsheetml.sheet", (".xlsx",))),
    ("ppt/presentation.xml", Kind(f"{OFFICE}presentationml.presentation", (".pptx",))),
)
OPEN_DOCUMENTS = {
    f"{OPEN}text": Kind(f"{OPEN}text", (".odt",)),
    f"{OPEN}spreadsheet": Kind(f"{OPEN}spreadsheet", (".ods",)),
    f"{OPEN}presentation": Kind(f"{OPEN}presentation", (".odp",)),
}
TEXT = Kind("text/plain", (".txt", ".md", ".csv"))
PHOTO = Kind("image/heic", (".heic",))
# Text that somebody's computer would run or show as a page.
RUNNABLE = re.compile(rb"\A\s*(#!|<\?|<!doctype|<html|<script|<svg|@echo)", re.IGNORECASE)
MACROS = ("vbaproject.bin", "macrosheets/", "activex/")


def allowed() -> str:
    """What may be handed in, in words."""
    return _("PDF, Word, Excel, PowerPoint, OpenDocument, pictures (JPG, PNG, HEIC) and text, at most 25 MB each.")


def checked(file: IO[bytes], name: str, size: int) -> Kind:
    """What a file is. Raises ValidationError, in the reader's words, for one that may not be handed in."""
    if size > LARGEST:
        raise too_large()
    if size == 0:
        raise ValidationError(_("The file is empty."))
    kind = _kind(file)
    if not name.lower().endswith(kind.endings):
        words = _("The name says something else than what the file is: its content is %(kind)s.")
        raise ValidationError(words % {"kind": kind.endings[0].removeprefix(".").upper()})
    return kind


def too_large() -> ValidationError:
    return ValidationError(_("The file is larger than 25 MB. Make it smaller, or split it."))


def _unknown() -> ValidationError:
    words = _("A file of this kind can't be handed in. You may hand in: %(kinds)s")
    return ValidationError(words % {"kinds": allowed()})


def _kind(file: IO[bytes]) -> Kind:
    file.seek(0)
    head = file.read(HEAD)
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return PHOTO
    return _document(file) if head.startswith(b"PK\x03\x04") else _text(file)


def _document(file: IO[bytes]) -> Kind:
    """The kind of a packed document, looked at without unpacking it."""
    try:
        with zipfile.ZipFile(file) as packed:
            parts = packed.infolist()
            _refuse_bomb(parts)
            names = {part.filename for part in parts}
            if any(mark in name.lower() for name in names for mark in MACROS):
                raise ValidationError(_("The document holds macros. Save it without them, and hand it in again."))
            stated = _stated(packed, names)
    except (zipfile.BadZipFile, RuntimeError, ValueError, NotImplementedError) as error:
        raise ValidationError(_("The file is damaged. Open it, save it anew, and try again.")) from error
    known = OPEN_DOCUMENTS.get(stated) or next((kind for part, kind in DOCUMENTS if part in names), None)
    if known is None:
        raise _unknown()
    return known


def _refuse_bomb(parts: list[zipfile.ZipInfo]) -> None:
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_TIMES * max(packed, 1):
        raise ValidationError(_("The file unpacks to far more than it seems. It can't be handed in."))


def _stated(packed: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" not in names:
        return ""
    with packed.open("mimetype") as part:
        return part.read(200).decode("ascii", errors="replace").strip()


def _text(file: IO[bytes]) -> Kind:
    file.seek(0)
    content = file.read()
    if b"\0" in content or RUNNABLE.search(content[:HEAD]):
        raise _unknown()
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unknown() from error
    return TEXT


def safe_name(name: str) -> str:
    """The file's name without a folder and without signs that do something; its ending stays."""
    bare = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = (sign for sign in bare if not unicodedata.category(sign).startswith("C") and sign not in '<>:"|?*')
    clean = " ".join("".join(shown).split()).strip(". ")
    stem, dot, ending = clean.rpartition(".")
    if not dot:
        return clean[:LONGEST_NAME] or "fil"
    return f"{stem[: LONGEST_NAME - 10].strip() or 'fil'}.{ending[:9]}"
