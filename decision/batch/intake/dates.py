"""Days → their ordinals as float64."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from assize.decision.batch.intake import _cells
from assize.decision.batch.intake.marks import Marked
from assize.decision.batch.intake.words import plainer


def date_reader(incoming: pa.DataType, *, written: bool) -> Callable[[pa.Array], Marked]:
    """Reads days; texts are `YYYY-MM-DD`."""
    plain = plainer(incoming)

    def read(array: pa.Array) -> Marked:
        if plain is not None:
            array = plain(array)
        values, marks = np.empty(len(array)), np.empty(len(array), np.uint8)
        return Marked(values, marks, _cells.days(array, values, marks, written))

    return read
