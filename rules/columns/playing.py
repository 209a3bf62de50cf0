"""Takes recorded steps on the columns of a batch: the engine's in runs, plain functions in between.

All that does not depend on the columns is prepared once. A player is never changed by a run, so that several
threads may use it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

import numpy as np

from assize.rules.columns._blocks import Program
from assize.rules.columns.assembling import assemble
from assize.rules.columns.fusing import fused
from assize.rules.columns.planning import INPUT, Stage, plan
from assize.rules.columns.recorded import DTYPES, ONE, ROWS, Frame, Recorded
from assize.rules.columns.values import Array

Values = list[Any]
"""What the steps gave so far, by their numbers, None for those not taken; then constants of the result."""
Given = Callable[[str], Any]
"""What is given from outside under a name, by place: an array with a value for each of its frame, a 0-d array
for equal values, or anything that only functions read."""
SizeOf = Callable[[Frame, Sequence[Any]], int]
"""The number of values of a frame that is neither the rows nor one, where no column that is read tells it; it
gets the frame and the values so far."""
Sizes = tuple[int, SizeOf]
"""The number of rows, and of all else."""
Play = Callable[[Values, Sizes], None]
"""Takes the steps of a stage."""


class Player:
    """Computes a result, any nest of tuples, whose recorded columns become arrays; all else stays as it is.

    A column of the frame ONE becomes a 0-d array; what is given or comes of a call stays as it is, and may be
    0-d. Booleans of the engine are uint8.
    """

    __slots__ = ("_inputs", "_result", "_stages", "_start")

    def __init__(self, result: object) -> None:
        wanted: list[Recorded] = []
        constants: list[Any] = []
        self._result = _reader(result, wanted, constants)
        planned = plan(wanted)
        self._inputs = _by_name(planned.inputs)
        self._stages = tuple(_player(stage) for stage in planned.stages)
        taken = [step for stage in planned.stages for step in stage.steps]
        length = max((step.number + 1 for step in (*planned.inputs, *taken)), default=0)
        self._start: Values = [None] * length + constants[::-1]

    def run(self, rows: int, given: Given, size_of: SizeOf) -> Any:  # noqa: ANN401  # of the result's own types
        """The result for some rows. Raises ValueError for columns that do not fit, and for scores beyond
        ±1,000,000.
        """
        values = self._start.copy()
        for name, inputs in self._inputs:
            source = given(name)
            for number, place in inputs:
                values[number] = source[place]
        sizes = rows, size_of
        for play in self._stages:
            play(values, sizes)
        return self._result(values)


def _by_name(inputs: Iterable[Recorded]) -> tuple[tuple[str, tuple[tuple[int, int], ...]], ...]:
    """The number and the place of each input, by the name under which it is given."""
    found: dict[str, list[tuple[int, int]]] = {}
    for step in inputs:
        found.setdefault(step.op.removeprefix(INPUT), []).append((step.number, step.whole))
    return tuple((name, tuple(some)) for name, some in found.items())


def _reader(result: object, wanted: list[Recorded], constants: list[Any]) -> Callable[[Values], Any]:
    """Reads a result from the values. Adds its columns to what is wanted, and all else to the constants."""
    if not isinstance(result, tuple) or not _has_columns(result):
        return itemgetter(_place(result, wanted, constants))
    make: Callable[[Iterable[Any]], Any] = getattr(result, "_make", tuple)
    if len(result) == 1 or any(isinstance(part, tuple) for part in result):
        parts = [_reader(part, wanted, constants) for part in result]
        return lambda values: make([part(values) for part in parts])
    pick = itemgetter(*[_place(part, wanted, constants) for part in result])
    return lambda values: make(pick(values))


def _place(part: object, wanted: list[Recorded], constants: list[Any]) -> int:
    """Where a part of the result stands among the values: the first constant last, the next one before it."""
    if isinstance(part, Recorded):
        wanted.append(part)
        return part.number
    constants.append(part)
    return -len(constants)


def _has_columns(result: object) -> bool:
    if isinstance(result, tuple):
        return any(map(_has_columns, result))
    return isinstance(result, Recorded)


def _player(stage: Stage) -> Play:
    return _caller(stage) if stage.frame is None else _engine_run(stage, stage.frame)


def _caller(stage: Stage) -> Play:
    """Calls plain functions on whole columns."""
    calls = [(step.number, step.function, tuple(arg.number for arg in step.args)) for step in stage.steps]

    def play(values: Values, _sizes: Sizes) -> None:
        for number, function, args in calls:
            assert function is not None
            values[number] = function(*[values[arg] for arg in args])

    return play


def _engine_run(stage: Stage, frame: Frame) -> Play:
    """Runs the engine once. Its outputs of one kind are one array, which is quicker to make than one each."""
    stage = fused(stage)
    read, given = ("".join(step.kind for step in some) for some in (stage.reads, stage.gives))
    program = Program(read, given, *assemble(stage), _read)
    reads = [step.number for step in stage.reads]
    gives = [step.number for step in stage.gives]
    made = [(len(list(same)), np.dtype(DTYPES[kind])) for kind, same in groupby(given)]

    def play(values: Values, sizes: Sizes) -> None:
        size = _size(frame, values, reads, sizes)
        outputs = tuple([np.empty((count, size), dtype) for count, dtype in made])
        if size:
            program.run(tuple([values[number] for number in reads]), outputs, size)
        columns = chain.from_iterable(outputs)
        for number, column in zip(gives, columns, strict=True):
            values[number] = column if frame != ONE else column.reshape(())

    return play


def _size(frame: Frame, values: Values, reads: Sequence[int], sizes: Sizes) -> int:
    """How many values the columns of a frame have."""
    if frame == ONE:
        return 1
    rows, size_of = sizes
    if frame == ROWS:
        return rows
    for number in reads:
        shape: tuple[int, ...] = np.shape(values[number])
        if shape:
            return shape[0]
    return size_of(frame, values)


def _read(value: Any, kind: str) -> Array:  # noqa: ANN401  # anything numpy reads
    """A column as the engine reads it: side by side, of its kind."""
    return np.array(value, DTYPES[kind], order="C")
