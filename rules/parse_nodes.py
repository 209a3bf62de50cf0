"""Python's syntax tree → a typed expression.

Only the pieces of the language are let through; every problem is marked at its own piece.
"""

from __future__ import annotations

import ast
import re

from assize.rules import typing_rules
from assize.rules.errors import nearest
from assize.rules.expressions import (
    And,
    ArithmeticOp,
    Constant,
    ElementRef,
    Expression,
    FieldRef,
    Not,
    Or,
    TableRef,
    Unknown,
)
from assize.rules.literals import parse_decimal
from assize.rules.parse_base import ExpressionReader
from assize.rules.parse_calls import aggregate, call
from assize.rules.parse_compare import comparison
from assize.rules.parse_loops import generator, selection
from assize.rules.parse_standing import misplaced
from assize.rules.reader import quote
from assize.rules.scope import Place
from assize.rules.types import BOOLEAN, NUMBER, TEXT, LevelType, RecordType

_ARITHMETIC: dict[type[ast.operator], ArithmeticOp] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
_ONE_TEXT = re.compile(r""""[^"]*"|'[^']*'""")
_SECTION = "see docs/rulebook-language.md, section 4"


class NodeReader(ExpressionReader):
    """Reads one expression, piece by piece."""

    def visit(self, tree: ast.expr) -> Expression | None:
        """The typed expression of a piece; None after a problem."""
        found = self._piece(tree)
        wrong = misplaced(found, self.place) if found is not None else None
        if wrong is None:
            return found
        self.written.refuse(tree, *wrong)
        return None

    def _piece(self, tree: ast.expr) -> Expression | None:
        match tree:
            case ast.Constant():
                return self._constant(tree)
            case ast.Name():
                return self._name(tree)
            case ast.Attribute():
                return self._attribute(tree)
            case ast.Compare():
                return comparison(self, tree)
            case ast.Subscript():
                return self._subscript(tree)
            case ast.Call():
                return self._call(tree)
            case ast.ListComp():
                return selection(self, tree)
            case _:
                return self._operator(tree)

    def _operator(self, tree: ast.expr) -> Expression | None:
        match tree:
            case ast.BoolOp():
                return self._bool_op(tree)
            case ast.UnaryOp():
                return self._unary(tree)
            case ast.BinOp():
                return self._binary(tree)
            case ast.IfExp():
                return self._if(tree)
            case _:
                self.written.refuse(tree, "this is not part of the language", _SECTION)
                return None

    def _constant(self, tree: ast.Constant) -> Expression | None:
        text = self.written.text(tree)
        if isinstance(tree.value, str):
            if _ONE_TEXT.fullmatch(text):
                return Constant(tree.value, TEXT)
            hint = "write a comma between texts, and no letter before a quote"
            self.written.refuse(tree, "a text stands in one pair of quotes", hint)
            return None
        number = parse_decimal(text)
        if number is not None:
            return Constant(float(number), NUMBER)
        self.written.refuse(tree, "not a value of the language", "write true, false or unknown")
        return None

    def _name(self, tree: ast.Name) -> Expression | None:
        if tree.id in ("true", "false"):
            return Constant(2 if tree.id == "true" else 0, BOOLEAN)
        if tree.id == "unknown":
            return Unknown(NUMBER)
        kind = self.variables.get(tree.id)
        if kind is None:
            return self.scope.resolve(tree.id, self.place, self.written.mark(tree))
        if isinstance(kind, RecordType):
            known = [field.name for field in kind.fields]
            self.written.refuse(tree, "a record is not one value", f"read a field: {', '.join(known)}")
            return None
        return ElementRef(tree.id, kind)

    def _attribute(self, tree: ast.Attribute) -> Expression | None:
        kind = self.variables.get(tree.value.id) if isinstance(tree.value, ast.Name) else None
        if not isinstance(kind, RecordType) or not isinstance(tree.value, ast.Name):
            self.written.refuse(tree, "only an element of a list of records has fields")
            return None
        index = kind.index(tree.attr)
        if index is None:
            known = [field.name for field in kind.fields]
            self.written.refuse(tree, f"`{tree.value.id}` has no such field", nearest(tree.attr, known))
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
            self.written.refuse(tree, "this is not part of the language", _SECTION)
            return None
        found = self.visit(tree.operand)
        if found is None:
            return None
        if isinstance(found, Constant) and isinstance(found.value, float):
            return Constant(0.0 - found.value, found.type)
        zero = Constant(0.0, NUMBER)
        return typing_rules.arithmetic("-", zero, found, self.written.mark(tree), self.problems)

    def _binary(self, tree: ast.BinOp) -> Expression | None:
        op = _ARITHMETIC.get(type(tree.op))
        if op is None:
            self.written.refuse(tree, "only + - * / are part of the language")
            return None
        parts = self.visit_all([tree.left, tree.right])
        if parts is None:
            return None
        return typing_rules.arithmetic(op, parts[0], parts[1], self.written.mark(tree), self.problems)

    def _if(self, tree: ast.IfExp) -> Expression | None:
        condition = self.condition(tree.test)
        parts = self.visit_all([tree.body, tree.orelse])
        if condition is None or parts is None:
            return None
        return typing_rules.choose(condition, parts[0], parts[1], self.written.mark(tree), self.problems)

    def _subscript(self, tree: ast.Subscript) -> Expression | None:
        name = tree.value.id if isinstance(tree.value, ast.Name) else self.written.text(tree.value)
        table, mark = self.scope.tables.get(name), self.written.mark(tree)
        if table is None:
            if not self.scope.is_written(name, "table"):
                hint = nearest(name, self.scope.tables)
                self.problems.add(mark, f"{quote(name)} is not a table", hint=hint)
            return None
        if self.place == Place.LADDER:
            hint = "read it in a rule, and the rule here"
            self.problems.add(mark, f"`{name}` cannot be read here: it is a table", hint=hint)
            return None
        keys = self.visit_all(tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice])
        if keys is None or not table.fits(keys, mark, self.problems):
            return None
        return TableRef(name, keys, NUMBER)

    def _call(self, tree: ast.Call) -> Expression | None:
        name = self.written.text(tree.func)
        if tree.keywords:
            self.written.refuse(tree, "arguments have no names here")
            return None
        if len(tree.args) == 1 and isinstance(tree.args[0], ast.GeneratorExp):
            source = generator(self, tree.args[0])
            return None if source is None else aggregate(name, source, self.written.mark(tree), self.problems)
        parts = self.visit_all(tree.args)
        return None if parts is None else call(name, parts, self.written.mark(tree), self.problems)


def _field(variable: str, record: RecordType, place: int) -> FieldRef:
    name, kind = record.fields[place]
    by = record.index(kind.by) if isinstance(kind, LevelType) else None
    return FieldRef(variable, name, place, kind, None if by is None else _field(variable, record, by))
