"""Columns that are not there yet: what a program does with them is recorded, each step once.

A program over columns is run once on recorded columns. What it computes becomes a graph of instructions, in
which equal ones are one. Constants stay numpy's own 0-d values, so that all that follows from them is
computed while recording. Kinds: f float64, b uint8 (also bool), h uint16, i int32, s int16, q int64, and o
for what only plain functions read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, NamedTuple

import numpy as np

from assize.rules.columns.values import Array


class Frame(NamedTuple):
    """What a column has a value for: each row, each element of a list or of a loop; or one for all."""

    name: str
    number: int = 0


ROWS = Frame("rows")
ONE = Frame("one")
KINDS = {"d": "f", "?": "b", "B": "b", "H": "h", "h": "s", "i": "i", "l": "q", "O": "o"}
DTYPES = {"f": np.float64, "b": np.uint8, "h": np.uint16, "i": np.int32, "s": np.int16, "q": np.int64}


class Recorded:
    """A column that some step gives. `args` are the columns that it reads, `numbers` its float constants,
    `whole` its whole number; `table` what it looks up; `function` what is called, for steps that are calls.
    """

    __array_ufunc__ = None
    __hash__ = object.__hash__
    __slots__ = ("args", "frame", "function", "kind", "number", "numbers", "op", "table", "tape", "whole")

    def __init__(self, tape: Tape, step: Step, kind: str, frame: Frame, number: int) -> None:
        self.tape = tape
        self.op, self.args, self.numbers, self.whole, self.table, self.function = step
        self.kind = kind
        self.frame = frame
        self.number = number

    def __bool__(self) -> bool:
        raise TypeError("a program over columns does not depend on what one of them holds")

    def view(self, _dtype: object) -> Recorded:
        """The same bytes."""
        return self

    def __and__(self, other: Value) -> Value:
        return _logic("and", self, other)

    __rand__ = __and__

    def __or__(self, other: Value) -> Value:
        return _logic("or", self, other)

    __ror__ = __or__

    def __invert__(self) -> Value:
        return self.tape.add(Step("xor_k", (self,), whole=1), "b")

    def __eq__(self, other: object) -> Any:  # noqa: ANN401  # a column, as numpy's
        return _compared("eq", self, other)

    def __ne__(self, other: object) -> Any:  # noqa: ANN401
        return _compared("ne", self, other)

    def __lt__(self, other: Value) -> Any:  # noqa: ANN401
        return _compared("lt", self, other)

    def __le__(self, other: Value) -> Any:  # noqa: ANN401
        return _compared("le", self, other)

    def __gt__(self, other: Value) -> Any:  # noqa: ANN401
        return _compared("gt", self, other)

    def __ge__(self, other: Value) -> Any:  # noqa: ANN401
        return _compared("ge", self, other)

    def __add__(self, other: Value) -> Value:
        return _arithmetic("add", self, other)

    def __radd__(self, other: Value) -> Value:
        return _arithmetic("add", other, self)

    def __sub__(self, other: Value) -> Value:
        return _arithmetic("sub", self, other)

    def __rsub__(self, other: Value) -> Value:
        return _arithmetic("sub", other, self)

    def __mul__(self, other: Value) -> Value:
        return _arithmetic("mul", self, other)

    def __rmul__(self, other: Value) -> Value:
        return _arithmetic("mul", other, self)

    def __truediv__(self, other: Value) -> Value:
        return _arithmetic("div", self, other)

    def __rtruediv__(self, other: Value) -> Value:
        return _arithmetic("div", other, self)

    def __neg__(self) -> Value:
        return _arithmetic("mul", self, -1.0)

    def take(self, places: Recorded) -> Recorded:
        """The values at some places, of another frame."""
        return self.tape.call(_taken, (self, places), self.kind, places.frame)


Value = Any
"""A recorded column, or a constant as numpy holds it."""


class Step(NamedTuple):
    """What gives a column."""

    op: str
    args: tuple[Recorded, ...] = ()
    numbers: tuple[float, ...] = ()
    whole: int = 0
    table: Array | None = None
    function: Callable[..., Any] | None = None


class Tape:
    """All steps of a recording, in an order in which they can be taken; equal ones are one."""

    def __init__(self) -> None:
        self.steps: list[Recorded] = []
        self._known: dict[object, Recorded] = {}

    def add(self, step: Step, kind: str, frame: Frame | None = None) -> Recorded:
        """The column that a step gives."""
        table = None if step.table is None else (step.table.dtype.char, step.table.tobytes())
        numbers = tuple(float(number).hex() for number in step.numbers)
        key = (step.op, tuple(map(id, step.args)), numbers, step.whole, table, step.function, kind, frame)
        found = self._known.get(key)
        if found is None:
            found = Recorded(self, step, kind, frame or frame_of(step.args), len(self.steps))
            self._known[key] = found
            self.steps.append(found)
        return found

    def source(self, name: str, kind: str, frame: Frame, place: int = 0) -> Recorded:
        """A column that is given from outside."""
        return self.add(Step(f"input {name}", whole=place), kind, frame)

    def call(self, function: Callable[..., Any], args: Sequence[Value], kind: str, frame: Frame) -> Recorded:
        """What a plain function gives of whole columns and constants."""
        columns = tuple(arg for arg in args if isinstance(arg, Recorded))
        if len(columns) == len(args):
            return self.add(Step("call", columns, function=function), kind, frame)
        return self.add(Step("call", columns, function=_Partly(function, args)), kind, frame)


class _Partly:
    """A function some of whose arguments are constants."""

    __slots__ = ("_constants", "_function", "_picked")

    def __init__(self, function: Callable[..., Any], args: Sequence[Value]) -> None:
        self._function = function
        self._constants = [arg for arg in args if not isinstance(arg, Recorded)]
        columns, constants = count(), count(len(args) - len(self._constants))
        self._picked = [next(columns if isinstance(arg, Recorded) else constants) for arg in args]

    def __call__(self, *columns: Any) -> Any:  # noqa: ANN401
        given = (*columns, *self._constants)
        return self._function(*[given[place] for place in self._picked])


def frame_of(columns: Sequence[Recorded]) -> Frame:
    """The frame of what is computed of some columns, element by element."""
    frames = {column.frame for column in columns} - {ONE}
    assert len(frames) <= 1, frames
    return frames.pop() if frames else ONE


def kind_of(value: Value) -> str:
    """The kind of a column or of a constant; a plain whole number takes that of its company."""
    if isinstance(value, Recorded):
        return value.kind
    if isinstance(value, bool):
        return "b"
    if isinstance(value, int):
        return ""
    return "f" if isinstance(value, float) else KINDS[np.asarray(value).dtype.char]


def is_nan(value: Value) -> bool:
    """Whether a constant is no number."""
    return not isinstance(value, Recorded) and kind_of(value) == "f" and bool(np.isnan(value))


def as_number(column: Recorded) -> Recorded:
    """A column of bytes as numbers."""
    return column if column.kind == "f" else column.tape.add(Step("f_of_b", (column,)), "f")


def _taken(column: Array, places: Array) -> Array:
    return column if column.ndim == 0 else column.take(places)


def is_empty(value: Value) -> bool:
    """Whether a constant is a column of elements of lists that nobody sent."""
    return not isinstance(value, Recorded) and np.shape(value) == (0,)


def _logic(op: str, column: Recorded, other: Value) -> Value:
    if is_empty(other):
        return np.zeros(0, dtype=np.bool_)
    if isinstance(other, Recorded):
        if other is column:
            return column
        pair = (column, other) if column.number < other.number else (other, column)
        return column.tape.add(Step(op, pair), "b")
    if op == "and":
        return column if bool(other) else np.False_
    return np.True_ if bool(other) else column


def _compared(op: str, left: Recorded, right: Value) -> Value:
    tape = left.tape
    if is_empty(right):
        return np.zeros(0, dtype=np.bool_)
    if is_nan(right):
        return np.bool_(op == "ne")
    if "f" in (left.kind, kind_of(right)):
        return _compared_numbers(op, left, right)
    if left.kind == "i":
        assert op in ("eq", "ne"), op
        same = (
            tape.add(Step("eq_i", (left, right)), "b")
            if isinstance(right, Recorded)
            else tape.add(Step("eq_ik", (left,), whole=int(right)), "b")
        )
        return same if op == "eq" else ~same
    assert left.kind == "b", left.kind
    if isinstance(right, Recorded):
        assert op in ("eq", "ne"), op
        return np.bool_(op == "eq") if left is right else tape.add(Step(f"{op}_b", (left, right)), "b")
    whole = int(right)
    if op in ("le", "gt"):
        op, whole = ("lt" if op == "le" else "ge"), whole + 1
    return tape.add(Step(f"{op}_bk", (left,), whole=whole), "b")


def _compared_numbers(op: str, left: Recorded, right: Value) -> Value:
    tape, left = left.tape, as_number(left)
    if op == "ne":
        return ~_compared_numbers("eq", left, right)
    if not isinstance(right, Recorded):
        return tape.add(Step(f"{op}_vk", (left,), (float(right),)), "b")
    pair = (left, as_number(right))
    if op in ("gt", "ge"):
        return tape.add(Step({"gt": "lt_vv", "ge": "le_vv"}[op], pair[::-1]), "b")
    return tape.add(Step(f"{op}_vv", pair), "b")


def _arithmetic(op: str, left: Value, right: Value) -> Value:
    tape = left.tape if isinstance(left, Recorded) else right.tape
    kinds = {kind_of(left), kind_of(right)} - {""}
    if is_empty(left) or is_empty(right):
        return np.zeros(0, dtype=np.float64 if "f" in kinds else np.uint8)
    if "f" in kinds:
        return _numbers(tape, op, left, right)
    assert kinds in ({"b"}, {"i"}), (op, kinds)
    if isinstance(left, Recorded) and isinstance(right, Recorded):
        assert op == "add", op
        return tape.add(Step("add_b" if kinds == {"b"} else "add_i", (left, right)), left.kind)
    assert kinds == {"b"}
    if op == "sub" and isinstance(right, Recorded):
        return tape.add(Step("rsub_bk", (right,), whole=int(left)), "b")
    column, constant = (left, int(right)) if isinstance(left, Recorded) else (right, int(left))
    if op == "mul":
        return column if constant == 1 else tape.add(Step("mul_bk", (column,), whole=constant), "b")
    assert op == "add", op
    if constant == 0:
        return column
    one = tape.add(Step("fill_b", whole=constant), "b", column.frame)
    return tape.add(Step("add_b", (column, one)), "b")


def _numbers(tape: Tape, op: str, left: Value, right: Value) -> Value:
    if is_nan(left) or is_nan(right):
        return np.float64(np.nan)
    if isinstance(left, Recorded) and isinstance(right, Recorded):
        if op == "add" and right.op == "mul_vk" and right.frame in (left.frame, ONE):
            # The product is rounded before it is added, as in two steps.
            return tape.add(Step("axpy", (as_number(left), right.args[0]), right.numbers), "f")
        return tape.add(Step(f"{op}_vv", (as_number(left), as_number(right))), "f")
    if isinstance(left, Recorded):
        if op == "mul" and left.kind == "b":
            return _weighed(left, float(right))
        return tape.add(Step(f"{op}_vk", (as_number(left),), (float(right),)), "f")
    if op in ("add", "mul"):
        return _numbers(tape, op, right, left)
    return tape.add(Step(f"{op}_kv", (as_number(right),), (float(left),)), "f")


def _weighed(condition: Recorded, weight: float) -> Recorded:
    """A condition (0 or 1) times a weight."""
    return condition.tape.add(Step("sel_f_kk", (condition,), (weight, 0.0)), "f")
