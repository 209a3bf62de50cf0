"""What programs over columns call of scores and grades: done at once on numpy's columns, else recorded.

As in `operations`, recorded columns give the same bits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assize.rules.columns.operations import (
    TRUE,
    UNKNOWN,
    as_byte,
    isnan,
    look_up,
    may_hold,
    minimum,
    pair_of,
    where,
)
from assize.rules.columns.recorded import Recorded, Step, Value, as_number, kind_of
from assize.rules.columns.values import Floats
from assize.scoring import Curve, Steps
from assize.scoring.rounding import to_score_columns


def value_of(function: Any, x: Value) -> Value:  # noqa: ANN401  # a value function
    """The values of a value function."""
    if not isinstance(x, Recorded):
        return function.columns(np.asarray(x))
    x = as_number(x)
    if isinstance(function, Curve):
        table, stretches = function.table()
        return x.tape.add(Step("curve", (x,), whole=stretches, table=table), "f")
    if isinstance(function, Steps):
        table, stretches = function.table()
        return x.tape.add(Step("steps", (x,), whole=stretches, table=table), "f")
    return x.tape.call(function.columns, (x,), "f", x.frame)


def score_of(numbers: Value, decimals: int) -> Value:
    """Numbers rounded to scores. Raises ValueError for one beyond what a score can be."""
    if not isinstance(numbers, Recorded):
        return to_score_columns(np.asarray(numbers), decimals)
    return numbers.tape.add(Step("score", (numbers,), whole=decimals), "f")


def grade_of(numbers: Value, borders: Floats) -> Value:
    """The grade of each score; `borders` are the lowest scores of the grades but the worst."""
    if isinstance(numbers, Recorded) and len(borders):
        return numbers.tape.add(Step("grade", (numbers,), table=borders), "b")
    found = np.zeros(np.shape(numbers) if not isinstance(numbers, Recorded) else (), dtype=np.uint8)
    for border in borders:
        found = found + np.asarray(numbers >= border).view(np.uint8)
    return found


def capped(grade: Value, holds: Value, cap: int) -> Value:
    """The grade, but at most `cap` where a condition holds."""
    return where(holds, minimum(grade, np.uint8(cap)), grade)


def at_least(low: Value, high: Value, op: str, border: Value) -> Value:
    """A number that lies from `low` to `high`, compared: 1 where both answers are possible."""
    unknown = either_unknown(low, high, border)
    if op in _COMPARE:
        first = as_byte(_COMPARE[op](low, border))
        found = first + (first if low is high else as_byte(_COMPARE[op](high, border)))
    else:
        sure = (low == border) & (high == border)
        inside = as_byte((low <= border) & (high >= border))
        found = inside + as_byte(sure)
        found = found if op == "==" else TRUE - found
    return where(unknown, UNKNOWN, found) if may_hold(unknown) else found


_COMPARE: dict[str, Callable[[Value, Value], Value]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def either_unknown(low: Value, high: Value, border: Value) -> Value:
    """Where one of some numbers is unknown; places of grades never are."""
    found: Value = np.False_
    for number in dict.fromkeys(map(id, (low, high, border))):
        value = next(v for v in (low, high, border) if id(v) == number)
        if kind_of(value) == "f":
            found = found | isnan(value)
    return found


def in_places(low: Value, high: Value, places: Sequence[bool]) -> Value:
    """Whether a place known to lie from `low` to `high` is one of those that are true in `places`."""
    size = len(places)
    table = np.ones((size, size), dtype=np.uint8)
    for first in range(size):
        for last in range(first, size):
            held = places[first : last + 1]
            table[first, last] = any(held) + all(held)
    return look_up(table.ravel(), pair_of(low, high, size))
