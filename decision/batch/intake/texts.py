"""Free texts, choices and booleans → their columns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake import _cells, _texts
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.marks import Marked, ReadMarked
from assize.decision.batch.intake.words import Words, plainer
from assize.decision.values import choices_of
from assize.rules.columns.values import UNKNOWN_CODE
from assize.rules.types import ChoiceType, LevelType

_TRUTHS = {
    "true": 2,
    "True": 2,
    "TRUE": 2,
    "false": 0,
    "False": 0,
    "FALSE": 0,
}
_NOTHING = np.zeros((), dtype=np.int32)


def choice_reader(
    kind: ChoiceType | LevelType, incoming: pa.DataType, codes: Mapping[str, int], *, written: bool
) -> ReadMarked:
    """Reads choices as the codes of their texts."""
    known = {choice: codes[choice] for choice in choices_of(kind)}
    words = Words(known, incoming, unknown=UNKNOWN_CODE, written=written)
    return lambda array, _pool: words.read(array)


def boolean_reader(incoming: pa.DataType, *, written: bool) -> ReadMarked:
    """Reads 0 false, 1 unknown, 2 true."""
    if is_text(incoming):
        words = Words(_TRUTHS, incoming, unknown=1, written=written)

        def read_words(array: pa.Array, _pool: TextPool) -> Marked:
            found = words.read(array)
            return found._replace(values=found.values.astype(np.uint8))

        return read_words
    return lambda array, _pool: _booleans(array)


def _booleans(array: pa.Array) -> Marked:
    values, marks = np.empty(len(array), np.uint8), np.empty(len(array), np.uint8)
    return Marked(values, marks, _cells.booleans(array, values, marks))


def text_reader(incoming: pa.DataType, *, is_read: bool, written: bool) -> ReadMarked:
    """Reads free texts: their codes, or no more than one 0 where nothing reads them. A text is wrong that is
    empty or nothing but spaces, too long, or no Unicode.
    """
    plain = plainer(incoming)

    def read(array: pa.Array, pool: TextPool) -> Marked:
        if plain is not None:
            array = plain(array)
        marks = np.empty(len(array), np.uint8)
        if not is_read:
            return Marked(_NOTHING, marks, _texts.texts(array, None, None, marks, written))
        codes = np.empty(len(array), np.int32)
        return Marked(codes, marks, _texts.texts(array, pool.pool(), codes, marks, written))

    return read
