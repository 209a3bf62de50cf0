"""The columns of scalar facts of one batch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bench.example import DAY
from bench.suppliers import facts
from bench.suppliers.drawing import (
    Bools,
    Draw,
    Values,
    draw,
    happens,
    missing,
    to_days,
    to_money,
    to_texts,
    to_words,
)
from bench.suppliers.firms import Firms

Columns = dict[str, pa.Array]
EPOCH_DAY: Final = DAY.toordinal() - 719163
"""The day of all cases, in days since 1970-01-01."""
STALE: Final = 90
WIDTH: Final = 18
_CURRENCY: Final = ("CNY",)


class Drawer:
    """Draws the columns of one batch: rows `first` and after it. `evidence`: evidence columns too."""

    def __init__(self, rng: np.random.Generator, firms: Firms, first: int, *, evidence: bool) -> None:
        self.rng = rng
        self.firms = firms
        self.first = first
        self.rows = len(firms.kind)
        self.evidence = evidence

    def scalars(self) -> Columns:
        """All scalar facts with their dates, evidence and currencies."""
        columns: Columns = {"id": pa.array(np.arange(self.first, self.first + self.rows), pa.int64())}
        for name, what in (*facts.CASE.items(), *facts.WORDS.items()):
            columns.update(self._words(name, what))
        for name, what in (*facts.CASE_FLAGS.items(), *facts.FLAGS.items(), *facts.NUMBERS.items()):
            columns.update(self._plain(name, what, is_flag=what.words == facts.YES))
        columns.update(self._of("supplier_id", to_texts(identifiers(self.first, self.rows)), None))
        for name, what in facts.MONEY.items():
            columns.update(self._money(name, what))
        return columns

    def values(self, what: Draw) -> tuple[Values, Bools | None]:
        """A value for each row, and which are missing."""
        return draw(self.rng, what, self.firms.kind), missing(self.rng, what.missing, self.firms)

    def with_all(self, name: str, column: pa.Array, mask: Bools | None) -> Iterator[tuple[str, pa.Array]]:
        """A column, then the dates and the evidence that go with it."""
        yield name, column
        if name in facts.OBSERVED:
            yield f"{name}@observed", self._observed(facts.OBSERVED[name], mask)
        if self.evidence and name in facts.EVIDENCED:
            yield f"{name}@evidence", to_words(self.values(facts.DECLARED)[0], facts.EVIDENCE, mask)

    def _of(self, name: str, column: pa.Array, mask: Bools | None) -> Columns:
        return dict(self.with_all(name, column, mask))

    def _words(self, name: str, what: Draw) -> Columns:
        codes, mask = self.values(what)
        found = self._of(name, to_words(codes, what.words, mask), mask)
        if name == "supplier_residual_level":
            digests = self.rng.integers(0, len(facts.DIGESTS), self.rows, dtype=np.uint8)
            found[f"{name}@decision"] = to_words(digests, facts.DIGESTS, mask)
        return found

    def _plain(self, name: str, what: Draw, *, is_flag: bool) -> Columns:
        values, mask = self.values(what)
        return self._of(name, pa.array(values == 1 if is_flag else values, mask=mask), mask)

    def _money(self, name: str, what: Draw) -> Columns:
        amounts, mask = self.values(what)
        found = {f"{name}@amount": to_money(amounts, mask)}
        found[f"{name}@currency"] = to_words(np.zeros(self.rows, dtype=np.int8), _CURRENCY, mask)
        if self.evidence and name in facts.EVIDENCED:
            found[f"{name}@evidence"] = to_words(self.values(facts.DECLARED)[0], facts.EVIDENCE, mask)
        return found

    def _observed(self, late: float, mask: Bools | None) -> pa.Array:
        """Days within what counts as fresh, some before it."""
        ages = self.rng.integers(0, 85, self.rows, dtype=np.uint8).astype(np.int32)
        ages[happens(self.rng, late, self.firms)] += STALE
        return to_days(np.int32(EPOCH_DAY) - ages, mask)


def identifiers(first: int, rows: int, ending: str = "A") -> NDArray[np.uint8]:
    """[rows, 18] characters in the form of a 统一社会信用代码, made of the row's number; no firm has them."""
    found = np.full((rows, WIDTH), ord("0"), dtype=np.uint8)
    found[:, :2] = ord("Z")
    found[:, -1] = ord(ending)
    numbers = np.arange(first, first + rows, dtype=np.int64)
    for place, power in ((5, 10**8), (9, 10**4), (13, 1)):
        found[:, place : place + 4] = _FOUR_DIGITS[numbers // power % 10**4]
    return found


_FOUR_DIGITS: Final = np.array([list(f"{number:04}".encode()) for number in range(10**4)], dtype=np.uint8)
