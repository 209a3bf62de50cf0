"""Lines over columns → the same lines over the values of one row, in text that is both Python and nearly C.

Each function that lines of a column program call has a namesake for one row, with the same bits: in
`in_numba.py` as Python for numba, in `in_c.py` as C.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assize.rules.columns.runtime import Grid
from assize.scoring.curve import Curve
from assize.scoring.steps import Steps
from bench.experiments.slices import Line, Slice

_OPERATORS = {"<": "less", "<=": "at_most", ">": "greater", ">=": "not_less", "==": "equal"}
_PLAIN = {"NAN": float("nan"), "FALSE": 0, "UNKNOWN": 1, "TRUE": 2, "NO_CODE": 0}


class Steep(NamedTuple):
    """A curve or steps: from `borders[i]` on `start[i + 1] + slope[i + 1] * (x - base[i + 1])`."""

    borders: tuple[float, ...]
    base: tuple[float, ...]
    slope: tuple[float, ...]
    start: tuple[float, ...]


class Scalars(NamedTuple):
    """The lines for one row. `tables` are looked up by a code, the last value holds for all codes beyond."""

    lines: tuple[Line, ...]
    tables: Mapping[str, NDArray[Any]]
    functions: Mapping[str, Steep]


def scalars_of(part: Slice) -> Scalars:
    """The lines of a slice for one row."""
    translator = _Translator(part)
    lines = tuple(Line(name, ast.unparse(translator.visit(ast.parse(code)))) for name, code in part.lines)
    return Scalars(lines, translator.tables, translator.functions)


class _Translator(ast.NodeTransformer):
    """Rewrites what is said of columns."""

    def __init__(self, part: Slice) -> None:
        self._part = part
        self.tables: dict[str, NDArray[Any]] = {}
        self.functions: dict[str, Steep] = {}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """What is the same for all rows stands there as a number."""
        if node.id in self._part.fixed:
            return _number(self._part.fixed[node.id].item())
        return _number(_PLAIN[node.id]) if node.id in _PLAIN else node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.expr:
        """`~` of a condition."""
        inner = self.visit(node.operand)
        return _call("negated", inner) if isinstance(node.op, ast.Invert) else ast.UnaryOp(node.op, inner)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """A weight times `~` of a condition: few machines convert whole numbers of eight bytes quickly."""
        if isinstance(node.op, ast.Mult) and isinstance(node.right, ast.UnaryOp):
            share = _call("where", self.visit(node.right.operand), _number(0.0), _number(1.0))
            return ast.BinOp(self.visit(node.left), node.op, share)
        return ast.BinOp(self.visit(node.left), node.op, self.visit(node.right))

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """Functions, look-ups and methods."""
        if isinstance(node.func, ast.Attribute):
            return self._method(node.func, [self.visit(arg) for arg in node.args])
        assert isinstance(node.func, ast.Name)
        name = node.func.id
        if name == "at_least":
            low, high, op, border = node.args
            assert isinstance(op, ast.Constant)
            args = [self.visit(arg) for arg in (low, high, border)]
            return _call(f"range_{_OPERATORS[str(op.value)]}", *args)
        if name == "grade_of":
            return self._grade(self.visit(node.args[0]), node.args[1])
        if name == "score_of":
            places = ast.literal_eval(node.args[1])
            unit, power = 10.0 ** (9 - places), 10.0**places
            return _call(
                "score_of", self.visit(node.args[0]), _number(unit / 2), _number(unit), _number(power)
            )
        args = [self.visit(arg) for arg in node.args]
        found = self._part.names[name]
        if hasattr(found, "__self__"):
            self.functions[name] = _steep(found.__self__)
        return _call(name, *args)

    def _method(self, func: ast.Attribute, args: list[ast.expr]) -> ast.expr:
        if func.attr == "view":
            return _call("bit", self.visit(func.value))
        assert isinstance(func.value, ast.Name)
        if func.value.id == "np":
            return _call(func.attr, *args)
        table = self._part.names[func.value.id]
        if isinstance(table, Grid):
            table = table.at(np.arange(len(table._rows), dtype=np.int32))  # noqa: SLF001  # an experiment
        self.tables[func.value.id] = table
        last = _number(len(table) - 1)
        place = args[0] if func.attr == "take" else _call("clipped", args[0], last)
        return ast.Subscript(ast.Name(func.value.id), place)

    def _grade(self, number: ast.expr, borders: ast.expr) -> ast.expr:
        assert isinstance(borders, ast.Name)
        tests = [
            _call("reaches", number, _number(border)) for border in self._part.names[borders.id].tolist()
        ]
        found: ast.expr = tests[0]
        for test in tests[1:]:
            found = ast.BinOp(found, ast.Add(), test)
        return found


def _steep(function: Curve | Steps) -> Steep:
    if isinstance(function, Curve):
        xs, ys, slopes = function._xs, function._ys, function._slopes  # noqa: SLF001  # an experiment
        return Steep(xs, (xs[0], *xs), (0.0, *slopes), (ys[0], *ys))
    flat = (0.0,) * len(function._values)  # noqa: SLF001
    return Steep(function._borders, flat, flat, function._values)  # noqa: SLF001


def _number(value: float) -> ast.expr:
    return ast.Name("nan") if value != value else ast.Constant(value)  # noqa: PLR0124  # NaN


def _call(name: str, *args: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name), list(args), [])
