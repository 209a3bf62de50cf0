"""Typed expressions → lines of source. Every expression ends up in a name or a constant; unknown is None, or
1 for conditions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import isfinite

from assize.rules import expressions as ex
from assize.rules.binding import Period
from assize.rules.generate.loops import emit_aggregate, emit_select
from assize.rules.generate.watch import Watch
from assize.rules.generate.writer import Writer
from assize.rules.model import Table
from assize.rules.types import BooleanType, ChoiceType, DateType, LevelType, ListType


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
                return self._seen(self._compare(node), text)
            case ex.Member(text=text):
                return self._seen(self._member(node), text)
            case ex.MemberOf(text=text):
                return self._seen(self._member_of(node), text)
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
                return self._guarded([self.emit(day), self.emit(months)], "add_months({0}, {1})")
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

    def _guarded(self, operands: list[str], code: str, unknown: str = "None") -> str:
        """`code` over the operands, unknown if one of them is."""
        tests = " or ".join(
            f"{name} is None" for name in dict.fromkeys(operands) if name.isidentifier() and name != "as_of"
        )
        body = code.format(*operands)
        if "None" in operands:
            return self.writer.let(unknown)
        return self.writer.let(f"{unknown} if {tests} else {body}" if tests else body)

    def _compare(self, node: ex.Compare) -> str:
        if isinstance(node.left, ex.ScoreRef | ex.GradeRef):
            return self._compare_range(node)
        if node.level_by is not None:
            return self._compare_level(node)
        left, right = self.emit(node.left), self.emit(node.right)
        if node.rank:
            return self._compare_rank(node, left, right)
        return self._guarded([left, right], f"2 if {{0}} {node.op} {{1}} else 0", "1")

    def _compare_rank(self, node: ex.Compare, left: str, right: str) -> str:
        places = {choice: index for index, choice in enumerate(node.rank)}
        known = self.writer.constant(places)
        return self._guarded([left, right], f"2 if {known}[{{0}}] {node.op} {known}[{{1}}] else 0", "1")

    def _compare_level(self, node: ex.Compare) -> str:
        assert isinstance(node.left, ex.FieldRef)
        assert isinstance(node.right, ex.Constant)
        assert node.level_by is not None
        kind = node.left.type
        assert isinstance(kind, LevelType)
        known = self.writer.constant(level_truths(kind, node.op, str(node.right.value)))
        scheme, level = self.emit(node.level_by), self.emit(node.left)
        return self._guarded([scheme, level], f"{known}.get(({{0}}, {{1}}), 1)", "1")

    def range_of(self, node: ex.ScoreRef | ex.GradeRef) -> tuple[str, str]:
        """The names that hold the lowest and highest a score number, or a grade's position, can be."""
        name = self.names.get(node.name)
        if name is None:
            return "None", "None"
        return f"{name}_low", f"{name}_high"

    def _compare_range(self, node: ex.Compare) -> str:
        assert isinstance(node.left, ex.ScoreRef | ex.GradeRef)
        low, high = self.range_of(node.left)
        if isinstance(node.left, ex.GradeRef):
            assert isinstance(node.right, ex.Constant)
            right = repr(position(node.left, str(node.right.value)))
        else:
            right = self.emit(node.right)
        return self._guarded([low, high, right], _RANGES[node.op], "1")

    def _member(self, node: ex.Member) -> str:
        if isinstance(node.item, ex.GradeRef):
            places = frozenset(position(node.item, str(option.value)) for option in node.options)
            low, high = self.range_of(node.item)
            return self.writer.let(f"in_range({low}, {high}, {self.writer.constant(places)})")
        known = self.writer.constant(frozenset(option.value for option in node.options))
        return self._guarded([self.emit(node.item)], f"2 if {{0}} in {known} else 0", "1")

    def _member_of(self, node: ex.MemberOf) -> str:
        kind = node.items.type
        call = "member_of_selected" if isinstance(kind, ListType) and kind.selected else "member_of"
        item, items = self.emit(node.item), self.emit(node.items)
        return self.writer.let(f"1 if {items} is None else {call}({item}, {items})")

    def _arithmetic(self, node: ex.Arithmetic) -> str:
        left, right = self.emit(node.left), self.emit(node.right)
        if (folded := self._folded(node, left, right)) is not None:
            return folded
        if isinstance(node.type, DateType):
            sign = "-" if node.op == "-" else ""
            return self._guarded([left, right], f"add_days({{0}}, {sign}{{1}})")
        if isinstance(node.left.type, DateType):
            return self._guarded([left, right], "float({0} - {1})")
        code = f"{{0}} {node.op} {{1}}"
        if node.op == "/":
            code = code if _is_nonzero(right) else f"(None if {{1}} == 0.0 else {code})"
        result = self._guarded([left, right], code)
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
            result = self._guarded([name, result], f"{{0}} if {{0}} {better} {{1}} else {{1}}")
        return result

    def _table(self, node: ex.TableRef) -> str:
        keys = [self.emit(key) for key in node.keys]
        table = self.tables[node.table]
        if node.table not in self._table_names:
            self._table_names[node.table] = self.writer.constant(table_cells(table, self.period))
        rest = None if table.otherwise is None else self.period.number(table.otherwise)
        result = self._guarded(keys[:1], f"{self._table_names[node.table]}.get({{0}}, {rest!r})")
        if len(keys) > 1:
            cell = f"{result}.get({keys[1]}, {rest!r})"
            known = (
                cell if isinstance(node.keys[1], ex.Constant) else f"None if {keys[1]} is None else {cell}"
            )
            with self.block(f"if {result}.__class__ is dict:"):
                self.writer.line(f"{result} = {known}")
        return result


_RANGES: dict[ex.CompareOp, str] = {
    "<": "2 if {1} < {2} else 1 if {0} < {2} else 0",
    "<=": "2 if {1} <= {2} else 1 if {0} <= {2} else 0",
    ">": "2 if {0} > {2} else 1 if {1} > {2} else 0",
    ">=": "2 if {0} >= {2} else 1 if {1} >= {2} else 0",
    "==": "2 if {0} == {1} == {2} else 1 if {0} <= {2} <= {1} else 0",
    "!=": "0 if {0} == {1} == {2} else 1 if {0} <= {2} <= {1} else 2",
}


def _is_nonzero(operand: str) -> bool:
    """Whether an operand is a number written out that is not zero."""
    try:
        return float(operand) != 0.0
    except ValueError:
        return False


def _unknown(kind: object) -> str:
    return "1" if isinstance(kind, BooleanType) else "None"


def position(grade: ex.GradeRef, name: str) -> int:
    """A grade's place from worst (0) to best."""
    assert isinstance(grade.type, ChoiceType)
    choices = grade.type.choices
    return len(choices) - 1 - choices.index(name)


def table_cells(table: Table, period: Period) -> dict[str, float | dict[str, float]]:
    """The table with its numbers bound."""
    return {
        key: {level: period.number(number) for level, number in cell}
        if isinstance(cell, tuple)
        else period.number(cell)
        for key, cell in table.rows
    }


def level_truths(kind: LevelType, op: ex.CompareOp, against: str) -> dict[tuple[str, str], int]:
    """For every scheme that has the level `against`: whether each of its levels stands in that relation to
    it.
    """
    found: dict[tuple[str, str], int] = {}
    for scheme, levels in kind.choices:
        if against in levels:
            ranked = tuple(reversed(levels)) if kind.best == "first" else levels
            border = ranked.index(against)
            for place, level in enumerate(ranked):
                found[scheme, level] = 2 if _HOLDS[op](place, border) else 0
    return found


_HOLDS: dict[ex.CompareOp, Callable[[int, int], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}
