"""Typed expressions → lines of numpy. A value is held in a name, in the smallest frame that it needs.

What is the same for all rows is written as the program over single cases writes it, and computed once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from assize.rules import expressions as ex
from assize.rules.binding import Period
from assize.rules.columns.codes import NEVER
from assize.rules.columns.comparisons import emit_compare, emit_member, emit_member_of
from assize.rules.columns.frames import ROWS, Frame, Frames, Held
from assize.rules.columns.lists import emit_aggregate
from assize.rules.columns.lookups import grid_of
from assize.rules.columns.values import Symbols
from assize.rules.generate.expressions import Emitter
from assize.rules.generate.writer import Writer
from assize.rules.model import Rulebook
from assize.rules.types import BooleanType, DateType, Type, is_number, is_text

Loops = Mapping[str, Frame]
Key = tuple[ex.Expression, tuple[tuple[str, str], ...]]
_VARYING = (ex.FactRef, ex.ElementRef, ex.FieldRef, ex.Aggregate, ex.Select, ex.MemberOf, ex.ConclusionRef)
_RANGES = (ex.ScoreRef, ex.GradeRef)


class ColumnEmitter:
    """Writes expressions. `names` says which variable holds a conclusion, a summary or the ends of a score
    number; `loops` which frame the elements of a loop variable stand in.
    """

    def __init__(self, writer: Writer, rulebook: Rulebook, period: Period, symbols: Symbols) -> None:
        self.writer = writer
        self.fixed = Writer("w", "u")
        self.period = period
        self.symbols = symbols
        self.frames = Frames(writer)
        self.loops: Loops = {}
        self.names: dict[str, str] = {}
        self.lets = {let.name: let.expression for let in rulebook.lets}
        self._tables = {table.name: table for table in rulebook.tables}
        self._grids: dict[str, str] = {}
        self._ready: dict[Key, Held] = {}
        self._codes: dict[str, str] = {}

    @cached_property
    def _fixed(self) -> Emitter:
        """Writes what is the same for all rows."""
        return Emitter(self.fixed, self.period, self._tables)

    def rows(self, node: ex.Expression) -> str:
        """The code of a value for each row, or of one for all."""
        return self.frames.bring(self.emit(node), ROWS, None)

    def emit(self, node: ex.Expression) -> Held:
        """Write `node`, once for each list that its variables run over."""
        free = sorted(self.free(node))
        frame = self.frame_of(free)
        loops = {name: frame if len(free) == 1 else self.loops[name] for name in free}
        key = (node, tuple((name, loop.loop) for name, loop in loops.items()))
        held = self._ready.get(key)
        if held is None:
            before, self.loops = self.loops, loops
            held = self._emit(node, frame, free[0] if len(free) == 1 else None)
            self.loops = before
            self._ready[key] = held
        return held

    def hold(self, code: str) -> str:
        """A name for what some code gives; the same code is run once. Its names keep their values."""
        if code not in self._codes:
            self._codes[code] = code if code.isidentifier() else self.writer.let(code)
        return self._codes[code]

    def free(self, node: ex.Expression) -> frozenset[str]:
        """The loop variables that a node reads and that no loop inside it binds."""
        if isinstance(node, ex.ElementRef | ex.FieldRef):
            return frozenset({node.variable})
        inside = [self.free(child) for child in ex.children(node)]
        if isinstance(node, ex.Aggregate | ex.Select):
            bound = frozenset[str]().union(*inside[1:]) - {node.variable}
            return inside[0] | bound
        return frozenset[str]().union(*inside)

    def frame_of(self, free: list[str]) -> Frame:
        """The smallest frame for some variables: of one alone, the plain loop over its list."""
        if not free:
            return ROWS
        if len(free) == 1:
            return self.frames.over(self.loops[free[0]].items, ROWS)
        return max((self.loops[name] for name in free), key=_depth)

    def code(self, node: ex.Expression, frame: Frame) -> str:
        """The code of a node's value in a frame."""
        held = self.emit(node)
        own = self.loops.get(held.variable) if held.variable is not None else None
        return self.frames.bring(held, frame, own)

    def is_fixed(self, node: ex.Expression) -> bool:
        """Whether a value is the same for all rows."""
        if isinstance(node, ex.LetRef):
            return self.is_fixed(self.lets[node.name])
        if isinstance(node, (*_VARYING, *_RANGES)):
            return False
        return all(self.is_fixed(child) for child in ex.children(node))

    def unknown(self, node: ex.Expression, frame: Frame) -> str:
        """The code of where a node's value is unknown; NEVER where it cannot be."""
        code = self.code(node, frame)
        return NEVER if _is_written(code) else self.hold(unknown_test(node.type, code))

    def _emit(self, node: ex.Expression, frame: Frame, variable: str | None) -> Held:
        match node:
            case ex.Constant(value=str(text)) if is_text(node.type):
                return Held(f"{self.symbols.code(text)}", None)
            case _ if self.is_fixed(node):
                return Held(self._same_for_all(node), None)
            case ex.FactRef(name=name):
                return Held(f"f_{name}", ROWS)
            case ex.LetRef(name=name):
                return self.emit(self.lets[name])
            case ex.ConclusionRef(name=name):
                return Held(self.names.get(name, "FALSE"), ROWS)
            case ex.ElementRef():
                return Held(f"{frame.items}.fields[0]", frame, variable)
            case ex.FieldRef(place=place):
                return Held(f"{frame.items}.fields[{place}]", frame, variable)
            case _:
                return Held(self.hold(self._compound(node, frame)), frame, variable)

    def _same_for_all(self, node: ex.Expression) -> str:
        """One value for all rows, as a column holds it."""
        node = self._inlined(node)
        code = self._fixed.emit(node)
        if isinstance(node.type, BooleanType):
            known = {"0": "FALSE", "1": "UNKNOWN", "2": "TRUE"}
            return known.get(code) or self.fixed.let(f"np.uint8({code})")
        if is_text(node.type):
            codes = self.fixed.constant(self.symbols.codes)
            return self.fixed.let(f"np.int32({codes}.get({code}, 0))")
        if isinstance(node, ex.Constant | ex.ParameterRef) and code != "None":
            return repr(float(code))
        return self.fixed.let(f"number({code})")

    def _inlined(self, node: ex.Expression) -> ex.Expression:
        """A fixed expression as it reads without lets: those of the columns are held otherwise."""
        while isinstance(node, ex.LetRef):
            node = self.lets[node.name]
        for part in ex.walk(node):
            if isinstance(part, ex.LetRef):
                code = self._fixed.emit(self._inlined(part))
                self.fixed.line(f"l_{part.name} = {code}")
        return node

    def _compound(self, node: ex.Expression, frame: Frame) -> str:
        match node:
            case ex.Compare():
                return emit_compare(self, node, frame)
            case ex.Member():
                return emit_member(self, node, frame)
            case ex.MemberOf():
                return emit_member_of(self, node, frame)
            case ex.And(parts=parts):
                return _nested("minimum", [self.code(part, frame) for part in parts])
            case ex.Or(parts=parts):
                return _nested("maximum", [self.code(part, frame) for part in parts])
            case ex.Not(part=part):
                return f"TRUE - {self.code(part, frame)}"
            case ex.Aggregate():
                return emit_aggregate(self, node, frame)
            case _:
                return self._measure(node, frame)

    def _measure(self, node: ex.Expression, frame: Frame) -> str:
        match node:
            case ex.Arithmetic():
                return self._arithmetic(node, frame)
            case ex.If(condition=condition, then=then, other=other):
                return self._choice(node, [self.code(part, frame) for part in (condition, then, other)])
            case ex.Extreme(name=name, parts=parts):
                function = "minimum" if name == "min" else "maximum"
                return _nested(function, [self.code(part, frame) for part in parts])
            case ex.AddMonths(day=day, months=months):
                return f"add_months_to({self.code(day, frame)}, {self.code(months, frame)})"
            case ex.TableRef(table=table, keys=keys):
                codes = ", ".join(self.code(key, frame) for key in keys)
                return f"{self._grid(table)}.{'at_both' if len(keys) > 1 else 'at'}({codes})"
            case _:
                raise TypeError(node)

    def _choice(self, node: ex.If, codes: list[str]) -> str:
        """Of two numbers that are written out by one look-up."""
        condition, then, other = codes
        if is_number(node.type) and _is_written(then) and _is_written(other):
            values = self.writer.constant(np.array([float(other), np.nan, float(then)]))
            return f"look_up({values}, {condition})"
        return f"choose({condition}, {then}, {other}, {unknown_value(node.type)})"

    def _arithmetic(self, node: ex.Arithmetic, frame: Frame) -> str:
        left, right = self.code(node.left, frame), self.code(node.right, frame)
        if isinstance(node.type, DateType):
            return f"add_days_to({left}, {'-' if node.op == '-' else ''}{right})"
        if isinstance(node.left.type, DateType):
            return f"{left} - {right}"
        return f"finite({left} {node.op} {right})"

    def _grid(self, name: str) -> str:
        if name not in self._grids:
            self._grids[name] = self.writer.constant(grid_of(self._tables[name], self.period, self.symbols))
        return self._grids[name]


def unknown_test(kind: Type, code: str) -> str:
    """The code of where a value is unknown."""
    if isinstance(kind, BooleanType):
        return f"({code} == UNKNOWN)"
    return f"({code} == NO_CODE)" if is_text(kind) else f"isnan({code})"


def unknown_value(kind: Type) -> str:
    """The code of an unknown value."""
    return "UNKNOWN" if isinstance(kind, BooleanType) else "NO_CODE" if is_text(kind) else "NAN"


def _is_written(code: str) -> bool:
    """Whether a code is a number that is written out, or the code of a text."""
    return not code[0].isalpha()


def _nested(function: str, codes: list[str]) -> str:
    found = codes[0]
    for code in codes[1:]:
        found = f"{function}({found}, {code})"
    return found


def _depth(frame: Frame) -> int:
    return 0 if frame.outer is None else 1 + _depth(frame.outer)
