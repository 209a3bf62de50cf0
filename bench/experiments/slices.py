"""A part of a column program that works on one row at a time as it works on columns: straight lines without
lists, cut out of the generated source.

What is the same for all rows of a file (say, all that reads a list that the file does not have) is computed
once and stands in the lines as a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assize.rules.columns.dropping import dropping
from assize.rules.columns.evaluation import ColumnProgram
from assize.rules.columns.values import FactColumns

Column = NDArray[Any]
NUMBERS = ("low", "high", "score", "coverage", "n_grade_before_caps_low", "n_grade_before_caps_high")
_NAME = re.compile(r"(?<![\w.])[a-z]\w*")
_ASSIGNED = re.compile(r"([a-z]\w*(?:, [a-z]\w*)*) = (.*)")
_DROPPED = re.compile(r"; del .*")


class Line(NamedTuple):
    """`name = code`."""

    name: str
    code: str


class Slice(NamedTuple):
    """Lines that make `outputs` of `inputs`; `kinds` are the types of all columns, `fixed` what is the same
    for all rows, `names` what the lines may call.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    lines: tuple[Line, ...]
    kinds: Mapping[str, np.dtype[Any]]
    fixed: Mapping[str, Any]
    names: Mapping[str, Any]

    def in_numpy(self) -> Callable[..., tuple[Column, ...]]:
        """The lines as they are, over columns."""
        body = [f"    {name} = {code}" for name, code in self.lines]
        end = f"    return ({''.join(f'{name}, ' for name in self.outputs)})"
        head = f"def sliced({', '.join(self.inputs)}):"
        names: dict[str, Any] = {**self.names, **self.fixed}
        exec("\n".join([head, *dropping([*body, end])]), names)  # noqa: S102  # the project's own source
        return names["sliced"]  # type: ignore[no-any-return]


def slice_of(program: ColumnProgram, facts: FactColumns, day: int, outputs: Sequence[str]) -> Slice:
    """The lines of `program` that `outputs` hang on; what is the same for all rows is told by `facts`."""
    names = program.evaluate.__globals__  # type: ignore[attr-defined]
    source = [_DROPPED.sub("", line).strip() for line in program.source.splitlines()[1:]]
    held: dict[str, Any] = {"facts": facts, "as_of": day}
    lines: list[Line] = []
    with np.errstate(all="ignore"):
        for line in source[:-1]:
            exec(line, dict(names), held)  # noqa: S102  # the project's own source
            if not line.startswith("("):
                lines += _single(line)
    columns = {name: value for name, value in held.items() if isinstance(value, np.ndarray) and value.ndim}
    outputs = tuple(name for name in outputs if name in columns)
    needed, kept = set(outputs), []
    for line in reversed(lines):
        if line.name in needed and line.name in columns:
            kept.append(line)
            needed |= columns.keys() & set(_NAME.findall(line.code))
    made = {line.name for line in kept}
    read = {name for line in kept for name in _NAME.findall(line.code)}
    same = {name: value for name, value in held.items() if name in read and name not in columns}
    fixed = {name: value for name, value in same.items() if isinstance(value, np.ndarray | np.generic)}
    inputs = tuple(sorted(read & columns.keys() - made))
    kinds = {name: column.dtype for name, column in columns.items()}
    return Slice(inputs, outputs, tuple(reversed(kept)), kinds, fixed, names)


def _single(line: str) -> list[Line]:
    """`a, b = x, y` as two lines."""
    found = _ASSIGNED.match(line)
    assert found is not None, line
    names = found[1].split(", ")
    if len(names) == 1:
        return [Line(names[0], found[2])]
    codes = found[2].split(", ")
    return [Line(*pair) for pair in zip(names, codes, strict=True)] if len(codes) == len(names) else []
