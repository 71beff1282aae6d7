"""What is inside a ballot, and how it is sealed. The inside never leaves memory.

A ballot holds the id of a unit and two bytes for each item, today and ambition, 0 for no answer; in a round that asks
for free text also the length and the words of each text. It is filled up to a size that depends on what is asked alone,
so all boxes of a round have the same length, whatever was written.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from operator import le
from types import MappingProxyType
from typing import NamedTuple

from django.views.decorators.debug import sensitive_variables
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from assessments.disclosure import Answer, ItemSpec
from assessments.disclosure.texts import LONGEST_TEXT, Written, length, tidy
from assessments.instruments.definition import Definition

FORMAT, FORMAT_WITH_TEXTS = 1, 2
HEAD = struct.Struct(">BQ")
TEXT_LENGTH = struct.Struct(">H")
CODING = "utf-16-be"  # two bytes for each unit that a text's length is counted in
BLOCK = 256

NOTHING_WRITTEN: Written = MappingProxyType({})

Answers = Mapping[str, Answer]


class InvalidAnswers(ValueError):
    """The answers don't fit the instrument. The message names the item, never what was answered."""


class UnreadableBox(Exception):
    """A box that this round's key doesn't open, or that holds something else than a ballot."""


def specs(definition: Definition) -> list[ItemSpec]:
    """The items as the disclosure rules know them."""
    levels = len(definition.scale.steps)
    return [ItemSpec(item.code, levels=levels, ambition=definition.ambition) for item in definition.items]


def questions(definition: Definition) -> list[str]:
    """The codes of the questions of free text."""
    return [question.code for question in definition.texts]


@sensitive_variables()
def seal(
    public_key: bytes, unit_id: int, answers: Answers, items: Sequence[ItemSpec], texts: Written | None = None,
    asked: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """The sealed box of one set of answers: item code -> (today, ambition), each a step or None; what is left out is
    not answered. `asked`: the questions of free text, if the round asks them. Raises InvalidAnswers."""
    check(answers, items)
    check_texts(texts or {}, asked)
    pairs = (answers.get(item.code, (None, None)) for item in items)
    form = FORMAT_WITH_TEXTS if asked else FORMAT
    inside = HEAD.pack(form, unit_id) + bytes(level or 0 for pair in pairs for level in pair)
    for code in asked:
        words = (texts or {}).get(code, "").encode(CODING)
        inside += TEXT_LENGTH.pack(len(words)) + words
    return SealedBox(PublicKey(bytes(public_key))).encrypt(inside.ljust(_size(items, asked), b"\0"))


class Inside(NamedTuple):
    """What a box held: the unit's id, a byte for today and one for the ambition of each item, and what was written to
    the questions that the instrument can ask, if the round did."""

    unit_id: int
    levels: bytes
    texts: Written


class Opener:
    """Opens the boxes of one round."""

    def __init__(self, private_key: PrivateKey, items: Sequence[ItemSpec], asked: Sequence[str] = ()) -> None:
        self._lock = SealedBox(private_key)
        self._asked = asked
        self._levels = slice(HEAD.size, HEAD.size + 2 * len(items))
        self._size = _size(items)
        # The highest level that each byte of the answers may hold.
        self._highest = [most for item in items for most in (item.levels, item.levels if item.ambition else 0)]

    @sensitive_variables()
    def open(self, box: bytes) -> Inside:
        """Raises UnreadableBox."""
        try:
            inside = self._lock.decrypt(box)
            form, unit_id = HEAD.unpack_from(inside)
        except (CryptoError, struct.error, ValueError) as error:
            raise UnreadableBox from error
        if form not in (FORMAT, FORMAT_WITH_TEXTS) or (form == FORMAT and len(inside) != self._size):
            raise UnreadableBox
        levels = inside[self._levels]
        if len(levels) != len(self._highest) or not all(map(le, levels, self._highest)):
            raise UnreadableBox
        texts = _texts(inside[self._levels.stop :], self._asked) if form == FORMAT_WITH_TEXTS else NOTHING_WRITTEN
        return Inside(unit_id, levels, texts)


@sensitive_variables()
def unseal(
    private_key: PrivateKey, box: bytes, items: Sequence[ItemSpec], asked: Sequence[str] = ()
) -> tuple[int, dict[str, Answer], Written]:
    """The unit's id, the answers by item, and what was written. Raises UnreadableBox."""
    inside = Opener(private_key, items, asked).open(bytes(box))
    levels = [level or None for level in inside.levels]
    codes = [item.code for item in items]
    answers = dict(zip(codes, zip(levels[::2], levels[1::2], strict=True), strict=True))
    return inside.unit_id, answers, inside.texts


@sensitive_variables()
def _texts(inside: bytes, asked: Sequence[str]) -> dict[str, str]:
    """The texts that were written, tidied once more. Raises UnreadableBox."""
    texts: dict[str, str] = {}
    start = 0
    try:
        for code in asked:
            (size,) = TEXT_LENGTH.unpack_from(inside, start)
            start += TEXT_LENGTH.size + size
            texts[code] = tidy(inside[start - size : start].decode(CODING))
    except (struct.error, UnicodeDecodeError) as error:
        raise UnreadableBox from error
    if start > len(inside) or any(length(text) > LONGEST_TEXT for text in texts.values()):
        raise UnreadableBox
    return {code: text for code, text in texts.items() if text}


def _size(items: Sequence[ItemSpec], asked: Sequence[str] = ()) -> int:
    most = HEAD.size + 2 * len(items) + (TEXT_LENGTH.size + 2 * LONGEST_TEXT) * len(asked)
    return -(-most // BLOCK) * BLOCK


@sensitive_variables()
def check(answers: Answers, items: Sequence[ItemSpec]) -> None:
    """Raises InvalidAnswers unless the answers fit the items."""
    known = {item.code: item for item in items}
    for code, pair in answers.items():
        if code not in known:
            raise InvalidAnswers(f"{code}: the instrument has no such item")
        if not all(level is None or (type(level) is int and 1 <= level <= known[code].levels) for level in pair):
            raise InvalidAnswers(f"{code}: the answer is outside the scale")
        if pair[1] is not None and not known[code].ambition:
            raise InvalidAnswers(f"{code}: there is no ambition to answer")


@sensitive_variables()
def check_texts(texts: Written, asked: Sequence[str]) -> None:
    """Raises InvalidAnswers unless the texts are tidy and answer what is asked."""
    for code, text in texts.items():
        if code not in asked:
            raise InvalidAnswers(f"{code}: no such text is asked for")
        if tidy(text) != text or length(text) > LONGEST_TEXT:
            raise InvalidAnswers(f"{code}: the text is too long, or holds what can't be seen")
