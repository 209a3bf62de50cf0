"""Free texts, choices and booleans → their columns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake.buffers import (
    bits_of,
    known_of,
    letters_of,
    offsets_of,
    plain_text,
    without_empty,
)
from assize.decision.batch.intake.cells import Cells, Read, TextPool
from assize.decision.batch.intake.words import Words, by_dictionary, places_of
from assize.decision.values import LONGEST_TEXT, choices_of
from assize.rules.columns.values import UNKNOWN_CODE, Array, Bools
from assize.rules.types import ChoiceType, LevelType

SPACES = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""All that `str.strip` takes away."""
_MAY_BE_SPACE = np.zeros(256, dtype=np.bool_)
_MAY_BE_SPACE[[space.encode()[0] for space in SPACES]] = True
_TRUTHS = {
    "true": 2,
    "True": 2,
    "TRUE": 2,
    "false": 0,
    "False": 0,
    "FALSE": 0,
}


def choice_reader(
    kind: ChoiceType | LevelType, incoming: pa.DataType, codes: Mapping[str, int], *, written: bool
) -> Read:
    """Reads choices as the codes of their texts."""
    known = {choice: codes[choice] for choice in choices_of(kind)}
    words = Words(known, incoming, unknown=UNKNOWN_CODE, written=written)
    return lambda array, _pool: words.read(array)


def boolean_reader(incoming: pa.DataType, *, written: bool) -> Read:
    """Reads 0 false, 1 unknown, 2 true."""
    if is_text(incoming):
        words = Words(_TRUTHS, incoming, unknown=1, written=written)

        def read_words(array: pa.Array, _pool: TextPool) -> Cells:
            values, known, wrong = words.read(array)
            return Cells(values.astype(np.uint8), known, wrong)

        return read_words
    return lambda array, _pool: _booleans(array)


def _booleans(array: pa.Array) -> Cells:
    values, known = bits_of(array), known_of(array)
    if known is None:
        return Cells(values << 1)
    sure = known.view(np.uint8)
    return Cells((values & sure) << 1 | sure ^ 1, known)


def text_reader(*, is_read: bool, written: bool) -> Read:
    """Reads free texts: their codes, or no more than one 0 where nothing reads them."""
    nothing = np.zeros((), dtype=np.int32)

    def read(array: pa.Array, pool: TextPool) -> Cells:
        if written:
            array = without_empty(array)
        if not at.is_dictionary(array.type):
            texts = plain_text(array)
            return _checked(texts, pool.add(texts) if is_read else nothing)
        found = by_dictionary(array, _entries, np.int32(UNKNOWN_CODE))
        texts = plain_text(array.dictionary)
        return found._replace(values=pool.add(texts, places_of(array)) if is_read else nothing)

    return read


def _entries(dictionary: pa.Array) -> Cells:
    """The entries of a dictionary before they have codes."""
    return _checked(plain_text(dictionary), np.zeros(len(dictionary), dtype=np.int32))


def _checked(texts: pa.Array, codes: Array) -> Cells:
    return Cells(codes, known_of(texts), _wrong_texts(texts))


def _wrong_texts(texts: pa.Array) -> Bools | None:
    """Where a text is empty or nothing but spaces, too long, or no Unicode."""
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        return np.ones(len(texts), dtype=np.bool_)
    offsets, letters, known = offsets_of(texts), letters_of(texts), known_of(texts)
    lengths = np.diff(offsets)
    odd = (lengths == 0) | (lengths > LONGEST_TEXT)
    if len(letters):
        odd |= _MAY_BE_SPACE.take(letters.take(offsets[:-1], mode="clip"))
    if known is not None:
        odd &= known
    if not odd.any():
        return None
    some = texts.take(pa.array(np.flatnonzero(odd)))
    bad = pc.equal(pc.binary_length(pc.utf8_trim(some, characters=SPACES)), 0).to_numpy(zero_copy_only=False)
    bad |= pc.utf8_length(some).to_numpy() > LONGEST_TEXT
    odd[odd] = bad
    return odd if bool(odd.any()) else None
