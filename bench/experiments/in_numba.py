"""A slice as one function compiled by numba, without fastmath.

numba is no dependency: it is installed by hand, into an environment of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.experiments.scalars import Scalars, scalars_of
from bench.experiments.slices import Slice

try:
    from numba import njit
except ImportError:  # pragma: no cover
    raise SystemExit("this experiment needs numba: install it into an environment of its own") from None

Column = NDArray[Any]
BLOCK = 256
_HELPERS = """
nan, inf = np.nan, np.inf
def isnan(x): return x != x
def truth(holds, unknown): return (np.int64(holds) << 1) | np.int64(unknown)
def negated(x): return not x
def bit(x): return np.int64(x)
def where(c, a, b): return a if c else b
def finite(x): return nan if abs(x) == inf else x
def choose(c, a, b, u): return u if c == 1 else (a if c == 2 else b)
def fmax(x, low): return x if x > low else low
def fmin(x, high): return x if x < high else high
def minimum(a, b): return a if (a < b) | (a != a) else b
def maximum(a, b): return a if (a > b) | (a != a) else b
def clipped(at, last): return at if at < last else last
def reaches(x, border): return np.int64(x >= border)
def capped(grade, holds, cap): return cap if holds & (grade > cap) else grade
def score_of(x, half, unit, power): return np.floor((np.floor(x * 1e9 + 0.5) + half) / unit) / power
def open_(low, high, border): return (low + high != low + high) | (border != border)
def range_less(low, high, b): return 1 if open_(low, high, b) else two(low < b, high < b)
def two(low, high): return np.int64(low) + np.int64(high)
def range_at_most(low, high, b): return 1 if open_(low, high, b) else two(low <= b, high <= b)
def range_greater(low, high, b): return 1 if open_(low, high, b) else two(low > b, high > b)
def range_not_less(low, high, b): return 1 if open_(low, high, b) else two(low >= b, high >= b)
def range_equal(low, high, b):
    found = np.int64((low <= b) & (b <= high)) + np.int64((low == b) & (high == b))
    return 1 if open_(low, high, b) else found
"""


def in_numba(part: Slice) -> Callable[..., tuple[Column, ...]]:
    """The slice as a function of its inputs, compiled when it is first called."""
    scalars = scalars_of(part)
    wide = {
        name: t.astype(np.float64 if t.dtype.kind == "f" else np.int64) for name, t in scalars.tables.items()
    }
    names: dict[str, Any] = {"np": np, "BLOCK": BLOCK, **wide}
    exec(_HELPERS + _curves(scalars), names)  # noqa: S102  # generated above
    for name, helper in list(names.items()):
        if getattr(helper, "__code__", None) is not None:
            names[name] = njit(error_model="numpy")(helper)
    exec(numba_source(part, scalars), names)  # noqa: S102  # generated above
    compiled = njit(error_model="numpy", nogil=True)(names["sliced"])

    def run(*columns: Column) -> tuple[Column, ...]:
        made = tuple(np.empty(len(columns[0]), dtype=part.kinds[name]) for name in part.outputs)
        compiled(*(c.view(np.uint8) if c.dtype == np.bool_ else c for c in columns), *made)
        return made

    return run


def numba_source(part: Slice, scalars: Scalars) -> str:
    """The text: rows go in blocks that are held in two arrays, one of numbers and one of whole numbers: so
    the compiler sees that columns do not overlap and works on several rows at a time.
    """
    every = (*part.inputs, *part.outputs)
    held = {
        name: f"{'numbers' if part.kinds[name] == np.float64 else 'whole'}[{i}, i]"
        for i, name in enumerate(every)
    }
    lines = [
        f"def sliced({', '.join([f'in_{n}' for n in part.inputs] + [f'out_{n}' for n in part.outputs])}):",
        f"    numbers = np.empty(({len(every)}, BLOCK))",
        f"    whole = np.empty(({len(every)}, BLOCK), dtype=np.int64)",
        f"    rows = len(in_{part.inputs[0]})",
        "    for first in range(0, rows, BLOCK):",
        "        length = min(BLOCK, rows - first)",
    ]
    for name in part.inputs:
        lines += ["        for i in range(length):", f"            {held[name]} = in_{name}[first + i]"]
    lines.append("        for i in range(length):")
    lines += [f"            {name} = {held[name]}" for name in part.inputs]
    lines += [f"            {name} = {code}" for name, code in scalars.lines]
    lines += [f"            {held[name]} = {name}" for name in part.outputs]
    for name in part.outputs:
        lines += ["        for i in range(length):", f"            out_{name}[first + i] = {held[name]}"]
    return "\n".join(lines)


def _curves(scalars: Scalars) -> str:
    lines = []
    for name, steep in scalars.functions.items():
        lines.append(f"def {name}(x):")
        for part in ("base", "slope", "start"):
            values = getattr(steep, part)
            lines.append(f"    {part} = {values[0]!r}")
            pairs = zip(steep.borders, values[1:], strict=True)
            lines += [f"    {part} = {value!r} if x >= {border!r} else {part}" for border, value in pairs]
        lines.append("    return start + slope * (x - base)")
    return "\n".join(lines)
