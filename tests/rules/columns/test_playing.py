"""Recorded steps give what the same steps give on numpy."""

from __future__ import annotations

import numpy as np

from assize.rules.columns.playing import Player
from assize.rules.columns.recorded import ROWS, Step, Tape


def none(*_: object) -> int:
    raise AssertionError


def test_the_sum_of_two_columns() -> None:
    tape = Tape()
    a, b = tape.source("a", "f", ROWS, 0), tape.source("a", "f", ROWS, 1)
    player = Player((a + b * 2.0, None, (a < b,)))
    given = np.arange(5000.0), np.float64(7.0)
    s, n, (t,) = player.run(5000, lambda _, place: given[place], none)
    assert n is None
    assert s.tobytes() == (given[0] + given[1] * 2.0).tobytes()
    assert t.tobytes() == (given[0] < 7.0).tobytes()
    tape.add(Step("fill_b", whole=1), "b", ROWS)
