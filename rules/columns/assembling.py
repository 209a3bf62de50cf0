"""The steps of one run of the engine as its code: registers, numbers and tables. See `_blocks.pyi`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from assize.rules.columns._blocks import BLOCK, OPS
from assize.rules.columns.planning import Stage
from assize.rules.columns.recorded import DTYPES, Recorded
from assize.rules.columns.values import Array

WIDEST = 8
OF_TABLE_B = ("curve", "steps", "grade")
"""Instructions whose table stands in b; that of all others stands in c."""


class Assembled(NamedTuple):
    """A program of the engine: what does not depend on the columns among the operands of `run`."""

    code: Array
    numbers: Array
    tables: tuple[Array, ...]
    slots: Array
    arena: int


def assemble(stage: Stage) -> Assembled:
    """The program of a stage: its inputs are `stage.reads`, its outputs `stage.gives`."""
    registers = _Registers(stage)
    constants = _Constants()
    last = _last_uses(stage.steps)
    code = []
    for step in stage.steps:
        result = registers.of_result(step)
        code.append((OPS[step.op], result, *_operands(step, registers, constants), constants.k(step)))
        for arg in last.get(step.number, ()):
            registers.free(arg)
    return Assembled(
        np.array(code, np.int32),
        np.array(constants.numbers, np.float64),
        tuple(constants.tables),
        np.array(registers.slots, np.int32),
        registers.top + WIDEST * BLOCK,
    )


def _last_uses(steps: Sequence[Recorded]) -> dict[int, list[Recorded]]:
    """For a step, by its number: the columns that no later step reads."""
    last = {arg.number: (step.number, arg) for step in steps for arg in step.args}
    found: dict[int, list[Recorded]] = {}
    for number, arg in last.values():
        found.setdefault(number, []).append(arg)
    return found


def _operands(step: Recorded, registers: _Registers, constants: _Constants) -> tuple[int, int, int]:
    """The registers, or tables, in a, b and c."""
    places = [registers.numbers[arg.number] for arg in step.args]
    if step.op.startswith("sel_"):
        return _selected(step.op[-2:], places)
    a, b, c = [*places, 0, 0, 0][:3]
    if step.table is None:
        return a, b, c
    table = constants.table(step)
    return (a, table, c) if step.op in OF_TABLE_B else (a, b, table)


def _selected(form: str, places: Sequence[int]) -> tuple[int, int, int]:
    """The operands of a choice: its condition, which is the first column, stands in c."""
    condition, *values = places
    then = values[0] if form[0] == "v" else 0
    otherwise = values[-1] if form[1] == "v" else 0
    return then, otherwise, condition


class _Registers:
    """Where each column lies. Scratch registers of one size are used again, the last freed one first."""

    def __init__(self, stage: Stage) -> None:
        given = (*stage.reads, *stage.gives)
        self.numbers = {step.number: register for register, step in enumerate(given)}
        self.slots: list[int] = []
        self.top = 0
        self._given = len(given)
        self._free: dict[int, list[int]] = {}

    def of_result(self, step: Recorded) -> int:
        """The register that a step writes: its output, or scratch."""
        if step.number not in self.numbers:
            free = self._free.setdefault(_size(step), [])
            self.numbers[step.number] = free.pop() if free else self._new(_size(step))
        return self.numbers[step.number]

    def free(self, column: Recorded) -> None:
        """Let the register of a column that nothing reads any more be used again, if it is scratch."""
        register = self.numbers[column.number]
        if register >= self._given:
            self._free[_size(column)].append(register)

    def _new(self, size: int) -> int:
        self.slots.append(self.top)
        self.top += size * BLOCK
        return self._given + len(self.slots) - 1


class _Constants:
    """Float constants and tables; of equal ones there is one."""

    def __init__(self) -> None:
        self.numbers: list[float] = []
        self.tables: list[Array] = []
        self._numbers: dict[tuple[str, ...], int] = {}
        self._tables: dict[tuple[str, bytes], int] = {}

    def k(self, step: Recorded) -> int:
        """Where the numbers of a step stand, side by side; its whole number if it has none."""
        if not step.numbers:
            return step.whole
        key = tuple(float(number).hex() for number in step.numbers)
        if key not in self._numbers:
            self._numbers[key] = len(self.numbers)
            self.numbers.extend(step.numbers)
        return self._numbers[key]

    def table(self, step: Recorded) -> int:
        """The number of the table of a step."""
        dtype: Any = np.float64 if step.op in OF_TABLE_B else DTYPES[step.kind]
        table = np.ascontiguousarray(step.table, dtype)
        key = (table.dtype.char, table.tobytes())
        if key not in self._tables:
            self._tables[key] = len(self.tables)
            self.tables.append(table)
        return self._tables[key]


def _size(column: Recorded) -> int:
    return np.dtype(DTYPES[column.kind]).itemsize
