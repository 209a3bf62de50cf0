"""Typed expressions → lines of source. Every expression ends up in a name or a constant; unknown is None, or
1 for conditions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import isfinite

from assize.rules import expressions as ex
from assize.rules.binding import Period
from assize.rules.generate.comparisons import emit_compare, emit_member, emit_member_of
from assize.rules.generate.loops import emit_aggregate, emit_select
from assize.rules.generate.watch import Watch
from assize.rules.generate.writer import Writer
from assize.rules.model import Table
from assize.rules.types import BooleanType, DateType


class Emitter:
    """Writes expressions. `names` says which variable holds a conclusion, a summary or the ends of a score
    number.
    """

    def __init__(
        self, writer: Writer, period: Period, tables: Mapping[str, Table], watch: Watch | None = None
    ) -> None:
        self.writer = writer
        self.period = period
        self.tables = tables
        self.watch = watch
        self.place = ""
        self.names: dict[str, str] = {}
        self._table_names: dict[str, str] = {}
        self._ready: dict[ex.Expression, str] = {}

    def emit(self, node: ex.Expression) -> str:
        """Write `node`; gives the name or the constant that holds its value. What is already held is not
        computed again.
        """
        held = self._ready.get(node)
        if held is None:
            held = self._emit(node)
            if self.watch is None and ex.children(node):
                self._ready[node] = held
        return held

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """A block of source. What is computed in it is not held after it, for it may not have been run."""
        before = self._ready.copy()
        with self.writer.block(head):
            yield
        self._ready = before

    @contextmanager
    def loop(self, head: str, variable: str, parts: Sequence[ex.Expression]) -> Iterator[None]:
        """A loop whose body is made of `parts`: what does not change is computed before it, fields of the
        element that are read more than once are held in a name.
        """
        before = self._ready.copy()
        for part in parts:
            self._hoist(part)
        with self.writer.block(head):
            fields = [part for top in parts for part in ex.walk(top) if isinstance(part, ex.FieldRef)]
            for field, count in Counter(field for field in fields if field.variable == variable).items():
                if count > 1:
                    self._ready[field] = self._emit(field)
            yield
        self._ready = before

    def _hoist(self, node: ex.Expression) -> None:
        if any(isinstance(part, ex.FieldRef | ex.ElementRef | ex.Aggregate) for part in ex.walk(node)):
            for child in ex.children(node):
                self._hoist(child)
        elif isinstance(node, ex.Arithmetic | ex.AddMonths | ex.If | ex.Extreme):
            self._ready[node] = self.emit(node)

    def _emit(self, node: ex.Expression) -> str:
        match node:
            case ex.Constant(value=value):
                return repr(value)
            case ex.Unknown(type=kind):
                return _unknown(kind)
            case ex.FactRef(name=name):
                return f"f_{name}"
            case ex.LetRef(name=name):
                return f"l_{name}"
            case ex.ParameterRef(name=name):
                return repr(self.period.values[name])
            case ex.AsOf():
                return "as_of"
            case ex.ElementRef(variable=variable):
                return f"v_{variable}"
            case ex.FieldRef(variable=variable, place=place):
                return self.writer.let(f"v_{variable}[{place}]")
            case ex.ConclusionRef(name=name):
                return self.names.get(name, "0")
            case _:
                return self._compound(node)

    def _compound(self, node: ex.Expression) -> str:
        match node:
            case ex.Compare(text=text):
                return self._seen(emit_compare(self, node), text)
            case ex.Member(text=text):
                return self._seen(emit_member(self, node), text)
            case ex.MemberOf(text=text):
                return self._seen(emit_member_of(self, node), text)
            case ex.And(parts=parts):
                return self._chain(parts, "if {0}:", "<")
            case ex.Or(parts=parts):
                return self._chain(parts, "if {0} != 2:", ">")
            case ex.Not(part=part):
                return self.writer.let(f"2 - {self.emit(part)}")
            case ex.If():
                return self._if(node)
            case _:
                return self._measure(node)

    def _measure(self, node: ex.Expression) -> str:
        match node:
            case ex.Arithmetic():
                return self._arithmetic(node)
            case ex.Extreme():
                return self._extreme(node)
            case ex.Aggregate():
                return emit_aggregate(self, node)
            case ex.Select():
                return emit_select(self, node)
            case ex.AddMonths(day=day, months=months):
                return self.guarded([self.emit(day), self.emit(months)], "add_months({0}, {1})")
            case ex.TableRef():
                return self._table(node)
            case _:
                raise TypeError(node)

    def _seen(self, name: str, text: str) -> str:
        if self.watch is not None:
            self.writer.line(f"seen({self.watch.number(self.place, text)}, {name})")
        return name

    def _chain(self, parts: tuple[ex.Expression, ...], go_on: str, better: str) -> str:
        """And, or: the least, the greatest; the rest is skipped once nothing can change."""
        result = self.writer.let(self.emit(parts[0]))
        for part in parts[1:]:
            with self.block(go_on.format(result)):
                name = self.emit(part)
                self.writer.line(f"if {name} {better} {result}: {result} = {name}")
        return result

    def guarded(self, operands: list[str], code: str, unknown: str = "None") -> str:
        """`code` over the operands, unknown if one of them is."""
        tests = " or ".join(
            f"{name} is None" for name in dict.fromkeys(operands) if name.isidentifier() and name != "as_of"
        )
        body = code.format(*operands)
        if "None" in operands:
            return self.writer.let(unknown)
        return self.writer.let(f"{unknown} if {tests} else {body}" if tests else body)

    def _arithmetic(self, node: ex.Arithmetic) -> str:
        left, right = self.emit(node.left), self.emit(node.right)
        if (folded := self._folded(node, left, right)) is not None:
            return folded
        if isinstance(node.type, DateType):
            sign = "-" if node.op == "-" else ""
            return self.guarded([left, right], f"add_days({{0}}, {sign}{{1}})")
        if isinstance(node.left.type, DateType):
            return self.guarded([left, right], "float({0} - {1})")
        code = f"{{0}} {node.op} {{1}}"
        if node.op == "/":
            code = code if _is_nonzero(right) else f"(None if {{1}} == 0.0 else {code})"
        result = self.guarded([left, right], code)
        self.writer.line(f"if {result} is not None and {result} - {result} != 0.0: {result} = None")
        return result

    def _folded(self, node: ex.Arithmetic, left: str, right: str) -> str | None:
        """The result where both sides are numbers written out, or parameters."""
        fixed = ex.Constant | ex.ParameterRef | ex.Arithmetic
        if not isinstance(node.left, fixed) or not isinstance(node.right, fixed):
            return None
        try:
            a, b = float(left), float(right)
        except ValueError:
            return None
        if (
            isinstance(node.type, DateType)
            or isinstance(node.left.type, DateType)
            or (node.op == "/" and b == 0.0)
        ):
            return None
        found = {"+": a + b, "-": a - b, "*": a * b, "/": a / (b or 1.0)}[node.op]
        return repr(found) if isfinite(found) else None

    def _if(self, node: ex.If) -> str:
        condition, result = self.emit(node.condition), self.writer.fresh()
        with self.block(f"if {condition} == 2:"):
            self.writer.line(f"{result} = {self.emit(node.then)}")
        with self.block(f"elif {condition} == 0:"):
            self.writer.line(f"{result} = {self.emit(node.other)}")
        with self.block("else:"):
            self.writer.line(f"{result} = {_unknown(node.type)}")
        return result

    def _extreme(self, node: ex.Extreme) -> str:
        better = "<" if node.name == "min" else ">"
        names = [self.emit(part) for part in node.parts]
        result = names[0]
        for name in names[1:]:
            result = self.guarded([name, result], f"{{0}} if {{0}} {better} {{1}} else {{1}}")
        return result

    def _table(self, node: ex.TableRef) -> str:
        keys = [self.emit(key) for key in node.keys]
        table = self.tables[node.table]
        if node.table not in self._table_names:
            self._table_names[node.table] = self.writer.constant(table_cells(table, self.period))
        rest = None if table.otherwise is None else self.period.number(table.otherwise)
        result = self.guarded(keys[:1], f"{self._table_names[node.table]}.get({{0}}, {rest!r})")
        if len(keys) > 1:
            cell = f"{result}.get({keys[1]}, {rest!r})"
            known = (
                cell if isinstance(node.keys[1], ex.Constant) else f"None if {keys[1]} is None else {cell}"
            )
            with self.block(f"if {result}.__class__ is dict:"):
                self.writer.line(f"{result} = {known}")
        return result


def _is_nonzero(operand: str) -> bool:
    """Whether an operand is a number written out that is not zero."""
    try:
        return float(operand) != 0.0
    except ValueError:
        return False


def _unknown(kind: object) -> str:
    return "1" if isinstance(kind, BooleanType) else "None"


def table_cells(table: Table, period: Period) -> dict[str, float | dict[str, float]]:
    """The table with its numbers bound."""
    return {
        key: {level: period.number(number) for level, number in cell}
        if isinstance(cell, tuple)
        else period.number(cell)
        for key, cell in table.rows
    }
