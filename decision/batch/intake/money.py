"""Amounts, whole or in parts, → float64 in the declared currency. A rate is for one row at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_text
from assize.decision.batch.intake.buffers import known_of, without_empty
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.marks import (
    GONE,
    HAS_GONE,
    HAS_WRONG,
    KNOWN,
    WRONG,
    Marked,
    make_wrong,
    refused,
)
from assize.decision.batch.intake.numbers import NumberReader, Rule, limits
from assize.decision.batch.intake.readers import ColumnReader, Native, reading
from assize.decision.batch.intake.words import Words
from assize.decision.money import DIGITS, SCALES
from assize.rules.types import MoneyType

_POWERS = {str(scale): len(str(scale)) - 1 for scale in SCALES}
_SMALLEST = float(f"1e-{DIGITS}")
_GREATEST = float(f"1e{DIGITS}")

Parts = Mapping[str, pa.Array]
"""The arrays of `amount`, `currency`, `scale` and of anything said of a rate; what is absent is not said."""


class MoneyReader:
    """Reads the amounts of one type. `types` are those of the parts that there are."""

    def __init__(self, kind: MoneyType, types: Mapping[str, pa.DataType], *, written: bool) -> None:
        self._written = written
        self._types = {name: part for name, part in types.items() if not at.is_null(part)}
        low, high = limits(kind.low, kind.high)
        if "amount" in self._types:
            amount = self._types["amount"]
            # What is nearly nothing is refused, and no slip of a caller's.
            least = _SMALLEST if at.is_floating(amount) else 0.0
            rule = Rule(max(low, -_GREATEST), min(high, _GREATEST), -0.0, least)
            self._amounts = {p: NumberReader(amount, rule, p, written=written) for p in _POWERS.values()}
        if "currency" in self._types:
            currency = {kind.currency: KNOWN}
            self.currency = Words(currency, self._types["currency"], written=written).teller(WRONG)
        if "scale" in self._types:
            self._scale = _scale_reader(self._types["scale"], written=written)

    @property
    def native(self) -> Native | None:
        """What reads the amounts where nothing but amounts and currencies is told."""
        is_plain = self._types.keys() == {"amount", "currency"} and self.currency.plain is None
        return self._amounts[0].native if is_plain else None

    def read(self, parts: Parts) -> Marked:
        """The amounts."""
        values, marks, has = self._scaled(parts)
        if "currency" not in self._types:
            has |= make_wrong(marks, np.ones(len(marks), dtype=np.bool_))
        else:
            has |= self.currency.tell(parts["currency"], marks)
        for part in (part for name, part in parts.items() if name.startswith("rate")):
            rates = without_empty(part) if self._written and is_text(part.type) else part
            if rates.null_count < len(rates):
                known = known_of(rates)
                has |= make_wrong(marks, np.ones(len(rates), dtype=np.bool_) if known is None else known)
        return Marked(values, marks, has)

    def _scaled(self, parts: Parts) -> Marked:
        amount = parts["amount"]
        if "scale" not in self._types:
            return self._amounts[0].read(amount)
        powers, told, scales_have = self._scale(parts["scale"])
        values, marks, has = np.zeros(len(amount)), np.zeros(len(amount), np.uint8), 0
        for power in np.unique(powers).tolist():
            chosen = powers == power
            found = self._amounts[power].read(amount)
            values[chosen], marks[chosen] = found.values[chosen], found.marks[chosen]
            has |= found.has
        if scales_have & HAS_WRONG:
            has |= make_wrong(marks, told == WRONG)
        return Marked(values, marks, has)


def money_reader(kind: MoneyType, incoming: pa.DataType, *, written: bool) -> ColumnReader:
    """Reads amounts in structs. Anything else is no money."""
    types = {field.name: field.type for field in incoming} if at.is_struct(incoming) else {}
    if "amount" not in types or at.is_null(types["amount"]):
        return ColumnReader(
            lambda array, _pool: refused(without_empty(array) if is_text(incoming) and written else array)
        )
    reader = MoneyReader(kind, types, written=False)

    def read(array: pa.Array, _pool: TextPool) -> Marked:
        # Flattened, so that nothing is known that lies under a null.
        found = reader.read(dict(zip(types, array.flatten(), strict=True)))
        if not found.has & HAS_GONE:
            return found
        known = known_of(array)
        without = found.marks == GONE if known is None else known & (found.marks == GONE)
        if not bool(without.any()):
            return found
        found.marks[without] = WRONG
        return found._replace(has=found.has | HAS_WRONG)

    return ColumnReader(read)


def _scale_reader(incoming: pa.DataType, *, written: bool) -> Callable[[pa.Array], Marked]:
    """Reads the powers of ten of scales; where none is said it is 1."""
    if is_text(incoming) or at.is_integer(incoming):
        return reading(Words(_POWERS, incoming, written=written).native(0), incoming)
    numbers = NumberReader(incoming, Rule(1.0, float(SCALES[-1])))

    def read(array: pa.Array) -> Marked:
        found = numbers.read(array)
        powers = np.zeros(len(array), dtype=np.int32)
        fits = np.zeros(len(array), dtype=np.bool_)
        for scale in SCALES:
            here = found.values == scale
            powers[here] = _POWERS[str(scale)]
            fits |= here
        return Marked(powers, found.marks, found.has | make_wrong(found.marks, ~fits))

    return read
