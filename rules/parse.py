"""The text of an expression → a typed expression. Python's own parser reads it; only a small subset is let
through.

The text is never evaluated. Every problem is marked at its own column.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from typing import Literal, cast

from assize.rules import typing_rules
from assize.rules.errors import Problems, nearest
from assize.rules.expressions import (
    And,
    ArithmeticOp,
    Compare,
    CompareOp,
    ConclusionRef,
    Constant,
    ElementRef,
    Expression,
    FieldRef,
    Member,
    MemberOf,
    Not,
    Or,
    Select,
    TableRef,
    Unknown,
    children,
    walk,
)
from assize.rules.parse_calls import Generator, aggregate, call
from assize.rules.scope import Place, Scope
from assize.rules.source import Mark
from assize.rules.types import (
    BOOLEAN,
    NUMBER,
    TEXT,
    BooleanType,
    DateType,
    LevelType,
    ListType,
    RecordType,
    Type,
    describe,
    is_number,
)
from assize.rules.yaml_nodes import TextNode

LONGEST = 4000
LARGEST_INTEGER = 2**53

Wanted = Literal["condition", "number", "date", "any"]
Variables = Mapping[str, Type]

_COMPARE: dict[type[ast.cmpop], CompareOp] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_ARITHMETIC: dict[type[ast.operator], ArithmeticOp] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}


def parse_expression(
    node: TextNode,
    scope: Scope,
    place: Place,
    problems: Problems,
    wanted: Wanted,
    variables: Variables | None = None,
) -> Expression | None:
    """The typed expression that `node` writes; problems and None if it writes none of the wanted kind."""
    tree = _read(node, problems)
    if tree is None:
        return None
    parser = _Parser(node, scope, place, problems, dict(variables or {}))
    found = parser.visit(tree)
    if found is None:
        return None
    if not _is_wanted(found.type, wanted):
        problems.add(node.mark, f"expected a {wanted}", got=describe(found.type))
        return None
    return found if _conclusions_stand_free(found, node.mark, problems) else None


def _read(node: TextNode, problems: Problems) -> ast.expr | None:
    text = node.text.replace("\n", " ")
    if len(text) > LONGEST:
        problems.add(
            node.mark, f"the expression is longer than {LONGEST} characters", hint="name its parts with `let`"
        )
        return None
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError) as error:
        offset = (error.offset or 1) - 1 if isinstance(error, SyntaxError) else 0
        lead = len(text) - len(text.lstrip())
        at = min(max(0, offset + lead), max(0, len(node.text) - 1))
        what = error.msg if isinstance(error, SyntaxError) else str(error)
        problems.add(
            node.mark_at(at), "not an expression", got=what, hint="see docs/rulebook-language.md, section 4"
        )
    except (RecursionError, MemoryError):
        problems.add(node.mark, "the expression is nested too deeply", hint="name its parts with `let`")
    return None


def _is_wanted(kind: Type, wanted: Wanted) -> bool:
    match wanted:
        case "condition":
            return isinstance(kind, BooleanType)
        case "number":
            return is_number(kind)
        case "date":
            return isinstance(kind, DateType)
        case "any":
            return not isinstance(kind, RecordType)


def _conclusions_stand_free(node: Expression, mark: Mark, problems: Problems) -> bool:
    """Whether conclusions stand only under and, or, not: else they could not be chained."""
    if isinstance(node, ConclusionRef):
        return True
    if isinstance(node, And | Or | Not):
        return not [part for part in children(node) if not _conclusions_stand_free(part, mark, problems)]
    inside = next((part for part in walk(node) if isinstance(part, ConclusionRef)), None)
    if inside is None:
        return True
    problems.add(
        mark,
        f"`{inside.name}` is a conclusion inside a number or a loop",
        hint="use it only with and, or, not",
    )
    return False


def _field(variable: str, record: RecordType, place: int) -> FieldRef:
    name, kind = record.fields[place]
    by = record.index(kind.by) if isinstance(kind, LevelType) else None
    return FieldRef(variable, name, place, kind, None if by is None else _field(variable, record, by))


class _Parser:
    """Reads one expression. `variables` are the loop variables that are bound."""

    def __init__(
        self, node: TextNode, scope: Scope, place: Place, problems: Problems, variables: dict[str, Type]
    ) -> None:
        self.node = node
        self.scope = scope
        self.place = place
        self.problems = problems
        self.variables = variables
        self._text = node.text.replace("\n", " ")
        self._lead = len(self._text) - len(self._text.lstrip())
        self._bytes = self._text.strip().encode()

    def mark(self, tree: ast.expr | ast.comprehension) -> Mark:
        """Where a piece of the expression is written."""
        if isinstance(tree, ast.comprehension):
            return self.mark(tree.target)
        start = self._offset(tree.col_offset)
        return self.node.mark_at(start, max(1, self._offset(tree.end_col_offset or 0) - start))

    def text(self, tree: ast.expr) -> str:
        """The piece as it is written."""
        return self._bytes[tree.col_offset : tree.end_col_offset].decode()

    def _offset(self, column: int) -> int:
        return self._lead + len(self._bytes[:column].decode())

    def refuse(self, tree: ast.expr, what: str, hint: str = "") -> None:
        """Note a problem at a piece."""
        self.problems.add(self.mark(tree), what, got=f"`{self.text(tree)}`", hint=hint)

    def visit(self, tree: ast.expr) -> Expression | None:
        """The typed expression of a piece; None after a problem."""
        match tree:
            case ast.Constant():
                return self._constant(tree)
            case ast.Name():
                return self._name(tree)
            case ast.Attribute():
                return self._attribute(tree)
            case ast.BoolOp() | ast.UnaryOp() | ast.BinOp() | ast.IfExp() | ast.Compare():
                return self._operator(tree)
            case ast.Subscript():
                return self._subscript(tree)
            case ast.Call():
                return self._call(tree)
            case ast.ListComp():
                return self._selection(tree)
        self.refuse(tree, "this is not part of the language", "see docs/rulebook-language.md, section 4")
        return None

    def _operator(
        self, tree: ast.BoolOp | ast.UnaryOp | ast.BinOp | ast.IfExp | ast.Compare
    ) -> Expression | None:
        match tree:
            case ast.BoolOp():
                return self._bool_op(tree)
            case ast.UnaryOp():
                return self._unary(tree)
            case ast.BinOp():
                return self._binary(tree)
            case ast.IfExp():
                return self._if(tree)
            case ast.Compare():
                return self._compare(tree)

    def visit_all(self, trees: list[ast.expr]) -> tuple[Expression, ...] | None:
        """All pieces, None if one fails; every one is read, so that all problems show."""
        found = [self.visit(tree) for tree in trees]
        parts = tuple(part for part in found if part is not None)
        return parts if len(parts) == len(trees) else None

    def condition(self, tree: ast.expr) -> Expression | None:
        """A piece that must be a condition."""
        found = self.visit(tree)
        if found is not None and not isinstance(found.type, BooleanType):
            self.refuse(tree, f"expected a condition, got {describe(found.type)}")
            return None
        return found

    def _constant(self, tree: ast.Constant) -> Expression | None:
        value = tree.value
        if isinstance(value, bool) or value is None:
            self.refuse(tree, "not a value of the language", "write true, false or unknown")
            return None
        if isinstance(value, str):
            return Constant(value, TEXT)
        if not isinstance(value, int | float) or (isinstance(value, int) and abs(value) > LARGEST_INTEGER):
            self.refuse(tree, "not a number that float64 holds exactly")
            return None
        if not math.isfinite(value):
            self.refuse(tree, "not a finite number")
            return None
        return Constant(float(value), NUMBER)

    def _name(self, tree: ast.Name) -> Expression | None:
        if tree.id in ("true", "false"):
            return Constant(2 if tree.id == "true" else 0, BOOLEAN)
        if tree.id == "unknown":
            return Unknown(NUMBER)
        kind = self.variables.get(tree.id)
        if kind is None:
            return self.scope.resolve(tree.id, self.place, self.mark(tree))
        if isinstance(kind, RecordType):
            known = [field.name for field in kind.fields]
            self.refuse(tree, f"`{tree.id}` is a record", f"read one of its fields: {', '.join(known)}")
            return None
        return ElementRef(tree.id, kind)

    def _attribute(self, tree: ast.Attribute) -> Expression | None:
        kind = self.variables.get(tree.value.id) if isinstance(tree.value, ast.Name) else None
        if not isinstance(kind, RecordType) or not isinstance(tree.value, ast.Name):
            self.refuse(tree, "only an element of a list of records has fields")
            return None
        index = kind.index(tree.attr)
        if index is None:
            known = [field.name for field in kind.fields]
            self.refuse(tree, f"`{tree.value.id}` has no field `{tree.attr}`", nearest(tree.attr, known))
            return None
        return _field(tree.value.id, kind, index)

    def _bool_op(self, tree: ast.BoolOp) -> Expression | None:
        found = [self.condition(value) for value in tree.values]
        parts = tuple(part for part in found if part is not None)
        if len(parts) < len(found):
            return None
        return And(parts) if isinstance(tree.op, ast.And) else Or(parts)

    def _unary(self, tree: ast.UnaryOp) -> Expression | None:
        if isinstance(tree.op, ast.Not):
            part = self.condition(tree.operand)
            return Not(part) if part is not None else None
        if not isinstance(tree.op, ast.USub):
            self.refuse(tree, "this is not part of the language")
            return None
        found = self.visit(tree.operand)
        if found is None:
            return None
        if isinstance(found, Constant) and isinstance(found.value, float):
            return Constant(-found.value, found.type)
        return typing_rules.arithmetic("-", Constant(0.0, NUMBER), found, self.mark(tree), self.problems)

    def _binary(self, tree: ast.BinOp) -> Expression | None:
        op = _ARITHMETIC.get(type(tree.op))
        if op is None:
            self.refuse(tree, "only + - * / are part of the language")
            return None
        parts = self.visit_all([tree.left, tree.right])
        if parts is None:
            return None
        return typing_rules.arithmetic(op, parts[0], parts[1], self.mark(tree), self.problems)

    def _if(self, tree: ast.IfExp) -> Expression | None:
        condition = self.condition(tree.test)
        parts = self.visit_all([tree.body, tree.orelse])
        if condition is None or parts is None:
            return None
        return typing_rules.choose(condition, parts[0], parts[1], self.mark(tree), self.problems)

    def _compare(self, tree: ast.Compare) -> Expression | None:
        sides = [tree.left, *tree.comparators]
        pairs = [self._pair(a, op, b) for a, op, b in zip(sides, tree.ops, sides[1:], strict=False)]
        parts = tuple(pair for pair in pairs if pair is not None)
        if len(parts) < len(pairs):
            return None
        return parts[0] if len(parts) == 1 else And(parts)

    def _pair(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Expression | None:
        if isinstance(op, ast.In | ast.NotIn):
            found = self._in(left, right)
            return Not(found) if found is not None and isinstance(op, ast.NotIn) else found
        name = _COMPARE.get(type(op))
        if name is None:
            self.refuse(left, "only == != < <= > >= in are part of the language")
            return None
        parts = self.visit_all([left, right])
        if parts is None:
            return None
        text = f"{self.text(left)} {name} {self.text(right)}"
        return typing_rules.compare(name, parts[0], parts[1], text, self.mark(left), self.problems)

    def _in(self, left: ast.expr, right: ast.expr) -> Expression | None:
        text = f"{self.text(left)} in {self.text(right)}"
        item = self.visit(left)
        if isinstance(right, ast.List | ast.Tuple):
            options = self.visit_all(right.elts)
            return (
                self._member(left, item, options, text) if item is not None and options is not None else None
            )
        items = self.visit(right)
        if item is None or items is None:
            return None
        if not isinstance(items.type, ListType) or isinstance(items.type.element, RecordType):
            self.refuse(right, f"expected a list of values, got {describe(items.type)}")
            return None
        return MemberOf(item, items, text)

    def _member(
        self, left: ast.expr, item: Expression, options: tuple[Expression, ...], text: str
    ) -> Expression | None:
        mark = self.mark(left)
        pairs = [typing_rules.compare("==", item, option, text, mark, self.problems) for option in options]
        if None in pairs:
            return None
        constants = [pair.right for pair in pairs if isinstance(pair, Compare)]
        if not constants or not all(isinstance(option, Constant) for option in constants):
            self.refuse(left, "`in` takes a list of values written out, at least one")
            return None
        return Member(item, cast(tuple[Constant, ...], tuple(constants)), text)

    def _subscript(self, tree: ast.Subscript) -> Expression | None:
        name = tree.value.id if isinstance(tree.value, ast.Name) else ""
        table = self.scope.tables.get(name)
        if table is None:
            self.refuse(tree, f"`{name}` is not a table", nearest(name, self.scope.tables))
            return None
        keys = self.visit_all(tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice])
        if keys is None or not table.fits(keys, self.mark(tree), self.problems):
            return None
        return TableRef(name, keys, NUMBER)

    def _call(self, tree: ast.Call) -> Expression | None:
        name = tree.func.id if isinstance(tree.func, ast.Name) else self.text(tree.func)
        if tree.keywords:
            self.refuse(tree, "arguments have no names here")
            return None
        if len(tree.args) == 1 and isinstance(tree.args[0], ast.GeneratorExp):
            source = self._generator(tree.args[0])
            return None if source is None else aggregate(name, source, self.mark(tree), self.problems)
        parts = self.visit_all(tree.args)
        return None if parts is None else call(name, parts, self.mark(tree), self.problems)

    def _selection(self, tree: ast.ListComp) -> Expression | None:
        source = self._generator(tree)
        if source is None:
            return None
        if source.body is not None or source.where is None:
            self.refuse(tree, "a selection is `[x for x in list if condition]`")
            return None
        kind = cast(ListType, source.items.type)
        selected = ListType(kind.element, kind.key, kind.max_items, selected=True)
        return Select(source.variable, source.items, source.where, selected)

    def _generator(self, tree: ast.GeneratorExp | ast.ListComp) -> Generator | None:
        loop = tree.generators[0]
        if len(tree.generators) > 1 or loop.is_async or not isinstance(loop.target, ast.Name):
            self.refuse(tree, "one loop over one list, with one variable")
            return None
        items = self.visit(loop.iter)
        if items is None:
            return None
        if not isinstance(items.type, ListType):
            self.refuse(loop.iter, f"expected a list, got {describe(items.type)}")
            return None
        return self._inside(tree, loop, loop.target.id, items, items.type)

    def _inside(
        self,
        tree: ast.GeneratorExp | ast.ListComp,
        loop: ast.comprehension,
        name: str,
        items: Expression,
        kind: ListType,
    ) -> Generator | None:
        if self.scope.get(name) is not None or name in self.variables:
            self.refuse(loop.target, f"`{name}` is already a name", "choose another variable")
            return None
        self.variables[name] = kind.element
        where = [self.condition(test) for test in loop.ifs]
        itself = isinstance(tree.elt, ast.Name) and tree.elt.id == name
        plain = not isinstance(kind.element, RecordType)
        body = None if itself and not plain else self.visit(tree.elt)
        del self.variables[name]
        tests = tuple(test for test in where if test is not None)
        if len(tests) < len(where) or (body is None and not itself):
            return None
        condition = None if not tests else tests[0] if len(tests) == 1 else And(tests)
        return Generator(name, items, condition, None if itself and isinstance(tree, ast.ListComp) else body)
