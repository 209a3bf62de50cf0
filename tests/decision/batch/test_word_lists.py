"""Lists of answers hold the conditions that hold, row by row, whatever the number of rows and conditions."""

from __future__ import annotations

import numpy as np
import pytest

from assize.decision.batch.word_lists import BLOCK, listed


@pytest.mark.parametrize("rows", [0, 1, 7, BLOCK, BLOCK + 1, 2 * BLOCK + 3])
@pytest.mark.parametrize("conditions", [0, 1, 5, 300])
def test_each_row_lists_what_holds_in_it(rows: int, conditions: int) -> None:
    rng = np.random.default_rng(rows + conditions)
    members = [rng.random(rows) < 0.3 if place % 7 else None for place in range(conditions)]
    members += [np.True_, np.False_, np.zeros(rows, dtype=np.bool_)]
    offsets, codes = listed(members, rows)
    assert (len(offsets), offsets[0], offsets[-1]) == (rows + 1, 0, len(codes))
    for row in {0, rows // 2, rows - 1} & set(range(rows)):
        wanted = [
            place
            for place, member in enumerate(members)
            if member is not None and (member if member.ndim == 0 else member[row])
        ]
        assert codes[offsets[row] : offsets[row + 1]].tolist() == wanted
