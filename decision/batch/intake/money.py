"""Amounts, whole or in parts, → float64 in the declared currency. A rate is for one row at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake.buffers import either, known_of, without_empty
from assize.decision.batch.intake.cells import Cells, Read, TextPool
from assize.decision.batch.intake.numbers import Rounded, blank, limits, outside, rounder
from assize.decision.batch.intake.words import Words
from assize.decision.money import DIGITS, SCALES
from assize.rules.columns.values import Array, Bools
from assize.rules.types import MoneyType

_POWERS = {str(scale): len(str(scale)) - 1 for scale in SCALES}
_SMALLEST = float(f"1e-{DIGITS}")
_GREATEST = float(f"1e{DIGITS}")

Parts = Mapping[str, pa.Array]
"""The arrays of `amount`, `currency`, `scale` and of anything said of a rate; what is absent is not said."""
Scale = Callable[[pa.Array], Cells]


class MoneyReader:
    """Reads the amounts of one type. `types` are those of the parts that there are."""

    def __init__(self, kind: MoneyType, types: Mapping[str, pa.DataType], *, written: bool) -> None:
        self._types = {name: part for name, part in types.items() if not at.is_null(part)}
        self._written = written
        low, high = limits(kind.low, kind.high)
        self._low, self._high = max(low, -_GREATEST), min(high, _GREATEST)
        if "amount" in self._types:
            self._amounts = {power: rounder(self._types["amount"], power) for power in _POWERS.values()}
        if "currency" in self._types:
            currency = {kind.currency: 0}
            self._currency = Words(currency, self._types["currency"], unknown=0, written=written)
        if "scale" in self._types:
            self._scale = _scale_reader(self._types["scale"], written=written)

    def read(self, parts: Parts, known: Bools | None) -> Cells:
        """The amounts; `known`: where there is one, whole or not."""
        amount = parts["amount"]
        given = known_of(amount)
        numbers, wrong = self._scaled(amount, parts, given)
        values = np.array(numbers)
        if given is not None:
            wrong = either(wrong, ~given)
        for found in (
            outside(values, known, self._low, self._high),
            self._tiny(values, known),
            self._other_currency(parts),
            self._rates(parts),
        ):
            wrong = either(wrong, found)
        if wrong is not None and known is not None:
            wrong &= known
        return Cells(blank(values, known, wrong), known, wrong)

    def _scaled(self, amount: pa.Array, parts: Parts, given: Bools | None) -> Rounded:
        if "scale" not in self._types:
            return self._amounts[0](amount, given)
        powers, _, wrong = self._scale(parts["scale"])
        different = np.unique(powers).tolist()
        numbers = np.zeros(len(amount))
        for power in different:
            chosen = powers == power
            found, odd = self._amounts[power](amount, given)
            numbers[chosen] = found[chosen]
            if odd is not None:
                wrong = either(wrong, odd & chosen)
        return Rounded(numbers, wrong)

    def _tiny(self, values: Array, known: Bools | None) -> Bools | None:
        """What is nearly nothing is refused, and no slip of a caller's."""
        if not at.is_floating(self._types["amount"]):
            return None
        tiny = (np.abs(values) < _SMALLEST) & (values != 0)
        if known is not None:
            tiny &= known
        return tiny if bool(tiny.any()) else None

    def _other_currency(self, parts: Parts) -> Bools | None:
        if "currency" not in self._types:
            return np.ones(len(parts["amount"]), dtype=np.bool_)
        _, known, wrong = self._currency.read(parts["currency"])
        return wrong if known is None else either(wrong, ~known)

    def _rates(self, parts: Parts) -> Bools | None:
        found = None
        for name, part in parts.items():
            if name.startswith("rate") and part.null_count < len(part):
                known = known_of(part)
                found = either(found, np.ones(len(part), dtype=np.bool_) if known is None else known)
        return found


def money_parts_reader(
    kind: MoneyType, types: Mapping[str, pa.DataType], *, written: bool
) -> Callable[[Parts], Cells]:
    """Reads amounts in columns of their parts."""
    reader = MoneyReader(kind, types, written=written)

    def read(parts: Parts) -> Cells:
        if written:
            parts = {n: without_empty(part) if is_text(part.type) else part for n, part in parts.items()}
        return reader.read(parts, known_of(parts["amount"]))

    return read


def money_reader(kind: MoneyType, incoming: pa.DataType, *, written: bool) -> Read:
    """Reads amounts in structs. Anything else is no money."""
    types = {field.name: field.type for field in incoming} if at.is_struct(incoming) else {}
    if "amount" not in types or at.is_null(types["amount"]):
        return lambda array, _pool: _nothing(without_empty(array) if is_text(incoming) and written else array)
    reader = MoneyReader(kind, types, written=False)

    def read(array: pa.Array, _pool: TextPool) -> Cells:
        parts = {name: array.field(place) for place, name in enumerate(types)}
        return reader.read(parts, known_of(array))

    return read


def _nothing(array: pa.Array) -> Cells:
    """Without an amount every cell that is there is wrong."""
    known = known_of(array)
    wrong = np.ones(len(array), dtype=np.bool_) if known is None else known
    return Cells(np.full(len(array), np.nan), known, wrong)


def _scale_reader(incoming: pa.DataType, *, written: bool) -> Scale:
    """Reads the powers of ten of scales; where none is said it is 1."""
    if is_text(incoming) or at.is_integer(incoming):
        words = Words(_POWERS, incoming, unknown=0, written=written)
        return words.read
    numbers = rounder(incoming)

    def read(array: pa.Array) -> Cells:
        known = known_of(array)
        found, odd = numbers(array, known)
        powers = np.full(len(array), -1, dtype=np.int32)
        for scale in SCALES:
            powers[found == scale] = _POWERS[str(scale)]
        if known is not None:
            powers[~known] = 0
        wrong = either(odd, powers < 0)
        return Cells(np.maximum(powers, 0), known, wrong)

    return read
