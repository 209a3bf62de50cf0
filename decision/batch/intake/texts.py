"""Free texts, choices and booleans → their columns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake import _cells, _texts
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.marks import Marked
from assize.decision.batch.intake.readers import ColumnReader, Native, native_reader, plainer, reading
from assize.decision.batch.intake.words import Words
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


def choice_reader(
    kind: ChoiceType | LevelType, incoming: pa.DataType, codes: Mapping[str, int], *, written: bool
) -> ColumnReader:
    """Reads choices as the codes of their texts."""
    known = {choice: codes[choice] for choice in choices_of(kind)}
    return native_reader(Words(known, incoming, written=written).native(UNKNOWN_CODE), incoming)


def boolean_reader(incoming: pa.DataType, *, written: bool) -> ColumnReader:
    """Reads 0 false, 1 unknown, 2 true."""
    if not is_text(incoming):
        return native_reader(Native(_cells.boolean_reader(), np.uint8), incoming)
    words = reading(Words(_TRUTHS, incoming, written=written).native(1), incoming)

    def read(array: pa.Array, _pool: TextPool) -> Marked:
        found = words(array)
        return found._replace(values=found.values.astype(np.uint8))

    return ColumnReader(read)


def text_reader(incoming: pa.DataType, *, is_read: bool, written: bool) -> ColumnReader:
    """Reads free texts: their codes, or no more than one 0 where nothing reads them. A text is wrong that is
    empty or nothing but spaces, too long, or no Unicode.
    """
    if not is_read:
        return native_reader(Native(_texts.text_reader(written), None), incoming)
    plain = plainer(incoming)

    def read(array: pa.Array, pool: TextPool) -> Marked:
        if plain is not None:
            array = plain(array)
        codes, marks = np.empty(len(array), np.int32), np.empty(len(array), np.uint8)
        return Marked(codes, marks, _texts.codes(array, pool.pool(), codes, marks, written))

    return ColumnReader(read)
