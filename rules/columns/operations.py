"""What programs over columns call: on numpy's columns it is done at once, on recorded ones it is recorded.

Each function is its numpy expression; that of recorded columns gives the same bits. A 0-d array stands for n
equal values, and an empty one for the elements of lists that nobody sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assize.rules.columns._blocks import OPS
from assize.rules.columns.recorded import DTYPES, Frame, Recorded, Step, Tape, Value, is_empty, kind_of
from assize.rules.columns.values import Array

FALSE, UNKNOWN, TRUE = np.uint8(0), np.uint8(1), np.uint8(2)
NAN = np.float64(np.nan)
_MOST_IN_BYTES = 5  # 3 ** 5 patterns are told apart in a byte


def tape_of(*values: Value) -> Tape | None:
    """The tape that some of the values are recorded on; None: all are there."""
    return next((value.tape for value in values if isinstance(value, Recorded)), None)


def empty_of(kind: str, *values: Value) -> Array | None:
    """No values, where one of the columns is empty."""
    return np.zeros(0, dtype=DTYPES[kind]) if any(map(is_empty, values)) else None


def column(value: Value) -> Value:
    """A value as a column."""
    return value if isinstance(value, Recorded) else np.asarray(value)


def may_hold(condition: Value) -> bool:
    """Whether a condition can hold in some row."""
    return isinstance(condition, Recorded) or bool(np.any(condition))


def isnan(numbers: Value) -> Value:
    """Where numbers are unknown."""
    if not isinstance(numbers, Recorded):
        return np.isnan(numbers)
    return numbers.tape.add(Step("isnan", (numbers,)), "b")


def truth(holds: Value, unknown: Value) -> Value:
    """2 where a comparison holds, 1 where a side of it is unknown, whatever it says of stand-ins there."""
    tape = tape_of(holds, unknown)
    if tape is None:
        gone = np.asarray(unknown)
        found = np.asarray(holds & ~gone).view(np.uint8)
        return found + found | gone.view(np.uint8)
    nothing = empty_of("b", holds, unknown)
    if nothing is not None:
        return nothing
    if not isinstance(unknown, Recorded):
        return UNKNOWN if bool(unknown) else tape.add(Step("shl_bk", (holds,), whole=1), "b")
    if not isinstance(holds, Recorded):
        return where(unknown, UNKNOWN, TRUE) if bool(holds) else unknown
    return tape.add(Step("truth", (holds, unknown)), "b")


def minimum(one: Value, other: Value) -> Value:
    """The lesser of two; unknown where one is an unknown number."""
    return _extreme("min", np.minimum, one, other)


def maximum(one: Value, other: Value) -> Value:
    """The greater of two; unknown where one is an unknown number."""
    return _extreme("max", np.maximum, one, other)


def _extreme(name: str, function: np.ufunc, one: Value, other: Value) -> Value:
    tape = tape_of(one, other)
    if tape is None:
        return function(one, other)
    kind = kind_of(one if isinstance(one, Recorded) else other)
    nothing = empty_of(kind, one, other)
    if nothing is not None:
        return nothing
    if one is other:
        return one
    if isinstance(one, Recorded) and isinstance(other, Recorded):
        # Of equal zeros numpy takes the second one.
        pair = (one, other) if kind == "b" else (other, one)
        return tape.add(Step(f"{name}_b" if kind == "b" else f"{name}_vv", pair), kind)
    known, constant = (one, other) if isinstance(one, Recorded) else (other, one)
    if kind == "f":
        return NAN if np.isnan(constant) else tape.add(Step(f"{name}_vk", (known,), (float(constant),)), "f")
    if int(constant) == 0:
        return FALSE if name == "min" else known
    return tape.add(Step(f"{name}_bk", (known,), whole=int(constant)), "b")


def fmax(numbers: Value, least: float) -> Value:
    """The greater of a number and a constant; the constant where the number is unknown."""
    if not isinstance(numbers, Recorded):
        return np.fmax(numbers, least)
    return numbers.tape.add(Step("fmax_vk", (numbers,), (least,)), "f")


def fmin(numbers: Value, most: float) -> Value:
    """The lesser of a number and a constant; the constant where the number is unknown."""
    if not isinstance(numbers, Recorded):
        return np.fmin(numbers, most)
    return numbers.tape.add(Step("fmin_vk", (numbers,), (most,)), "f")


def finite(numbers: Value) -> Value:
    """Overflow and division by zero are unknown."""
    if isinstance(numbers, Recorded):
        return numbers.tape.add(Step("finite", (numbers,)), "f")
    wrong = np.isinf(numbers)
    return np.where(wrong, NAN, numbers) if wrong.any() else numbers


def where(condition: Value, then: Value, other: Value) -> Value:
    """`then` where a condition holds, else `other`."""
    tape = tape_of(condition, then, other)
    if tape is None:
        return np.where(condition, then, other)
    kind = other.kind if isinstance(other, Recorded) else kind_of(then) or kind_of(other)
    nothing = empty_of(kind, condition, then, other)
    if nothing is not None:
        return nothing
    if not isinstance(condition, Recorded):
        return then if bool(condition) else other
    if same(then, other):
        return then
    if _look_up_alike(then, other):
        return look_up(then.table, where(condition, then.args[0], other.args[0]))
    return _selected(tape, kind, condition, then, other)


def same(one: Value, other: Value) -> bool:
    """Whether two columns are equal in every row; of recorded ones, whether they are one."""
    if one is other:
        return True
    if isinstance(one, Recorded) or isinstance(other, Recorded):
        return False
    first, second = np.asarray(one), np.asarray(other)
    return first.dtype == second.dtype and np.array_equal(first, second, equal_nan=first.dtype.kind == "f")


def _look_up_alike(one: Value, other: Value) -> bool:
    """Whether two recorded columns are looked up in one table, so that places can be chosen before."""
    if not (isinstance(one, Recorded) and isinstance(other, Recorded) and one.op == other.op):
        return False
    return one.op.startswith("take_") and one.args[0].kind != "h" and same(one.table, other.table)


def _selected(tape: Tape, kind: str, condition: Recorded, then: Value, other: Value) -> Recorded:
    columns = [value for value in (then, other) if isinstance(value, Recorded)]
    constants = [value for value in (then, other) if not isinstance(value, Recorded)]
    if not columns and kind not in "fqo":
        table = np.array([other, then], dtype=DTYPES[kind])
        return look_up(table, condition)  # type: ignore[no-any-return]  # of a recorded place
    ways = "".join("v" if isinstance(value, Recorded) else "k" for value in (then, other))
    if kind == "o" or (kind == "q" and ways != "vv"):
        return tape.call(np.where, (condition, then, other), kind, condition.frame)
    args = (condition, *columns)
    if kind == "f":
        return tape.add(Step(f"sel_f_{ways}", args, tuple(map(float, constants))), "f")
    return tape.add(Step(f"sel_{kind}_{ways}", args, whole=int(constants[0]) if constants else 0), kind)


def filled(tape: Tape, constant: Value, frame: Frame) -> Recorded:
    """A constant as a column."""
    kind = kind_of(constant)
    return tape.add(Step(f"fill_{kind}", whole=int(constant)), kind, frame)


def choose(condition: Value, then: Value, other: Value, unknown: Value) -> Value:
    """`then if condition else other`, `unknown` where the condition is."""
    found = where(condition == TRUE, then, other)
    open_ = condition == UNKNOWN
    return where(open_, unknown, found) if may_hold(open_) else found


def look_up(table: Array, places: Value) -> Value:
    """The values at some places; those beyond the last are the last."""
    if not isinstance(places, Recorded):
        return table.take(places, mode="clip")
    table = table.view(np.uint8) if table.dtype == np.bool_ else table
    kind = kind_of(table)
    op = f"take_{kind}{places.kind}"
    if op not in OPS:
        return places.tape.call(Taking(table), (places,), kind, places.frame)
    return places.tape.add(Step(op, (places,), table=table.ravel()), kind)


class Taking:
    """Looks values up in a table; equal tables make equal functions."""

    def __init__(self, table: Array) -> None:
        self._table = table
        self._key = (table.dtype, table.tobytes() if table.dtype != np.object_ else tuple(table))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Taking) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __call__(self, places: Array) -> Array:
        """The values at some places."""
        return self._table.take(places, mode="clip")


def called(function: Callable[[Any], Any], values: Value) -> Value:
    """What a plain function of one column gives; places (int16) where it is recorded."""
    if not isinstance(values, Recorded):
        return function(values)
    return values.tape.call(function, (values,), "s", values.frame)


def pattern(states: Sequence[Value]) -> Value:
    """Three-valued conditions as one number to the base of three, the first of which counts ones."""
    tape = tape_of(*states)
    wide = len(states) > _MOST_IN_BYTES
    if tape is None:
        kind: np.dtype[Any] = np.dtype(np.uint16 if wide else np.uint8)
        found: NDArray[Any] = np.zeros((), dtype=kind)
        for place, state in enumerate(states):
            found = found + np.asarray(state).astype(kind) * kind.type(3**place)
        return found
    return number_of(tape, [(state, 3) for state in reversed(states)])


def number_of(tape: Tape, digits: Sequence[tuple[Value, int]]) -> Recorded:
    """Digits, each with its base, as one recorded number, whose last digit counts ones."""
    room = prod(base for _, base in digits)
    frame = next(digit.frame for digit, _ in digits if isinstance(digit, Recorded))
    columns = [d if isinstance(d, Recorded) else filled(tape, np.uint8(d), frame) for d, _ in digits]
    if room > 1 << 16:
        found = tape.add(Step("fill_q"), "q", frame)
        for column, (_, base) in zip(columns, digits, strict=True):
            found = tape.add(Step("digit", (found, column), whole=base), "q")
        return found
    kind, step = ("b", "addmul_bk") if room <= 1 << 8 else ("h", "addmul_h")
    found = columns[-1] if kind == "b" else tape.add(Step("widen_h", (columns[-1],)), "h")
    place = 1
    for column, (_, base) in zip(reversed(columns[:-1]), reversed(digits[1:]), strict=True):
        place *= base
        found = tape.add(Step(step, (found, column), whole=place), kind)
    return found


def bits(conditions: Sequence[Value]) -> Value:
    """Conditions as the bits of a byte, the first of which is the lowest."""
    tape = tape_of(*conditions)
    if tape is None:
        found: NDArray[Any] = np.zeros((), dtype=np.uint8)
        for place, condition in enumerate(conditions):
            found = found | np.asarray(condition).view(np.uint8) << np.uint8(place)
        return found
    fixed = sum(1 << p for p, c in enumerate(conditions) if not isinstance(c, Recorded) and bool(c))
    sum_: Recorded | None = None
    for place, condition in enumerate(conditions):
        if isinstance(condition, Recorded):
            if sum_ is not None:
                sum_ = tape.add(Step("or_if_bk", (sum_, condition), whole=1 << place), "b")
            else:
                sum_ = tape.add(Step("shl_bk", (condition,), whole=place), "b") if place else condition
    assert sum_ is not None
    return tape.add(Step("or_bk", (sum_,), whole=fixed), "b") if fixed else sum_


def pair_of(low: Value, high: Value, size: int) -> Value:
    """Two places among so many, as one."""
    if tape_of(low, high) is None:
        return np.asarray(low, dtype=np.intp) * size + high
    return low * np.uint8(size) + high


def as_byte(condition: Value) -> Value:
    """A condition as 0 or 1."""
    return condition if isinstance(condition, Recorded) else np.asarray(condition).view(np.uint8)
