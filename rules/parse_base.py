"""What the readers of pieces of an expression share."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod

from assize.rules.errors import Problems
from assize.rules.expressions import Expression
from assize.rules.parse_text import Written
from assize.rules.scope import Place, Scope
from assize.rules.types import BooleanType, Type, describe


class ExpressionReader(ABC):
    """Reads one expression. `variables` are the loop variables that are bound."""

    def __init__(self, written: Written, scope: Scope, place: Place, variables: dict[str, Type]) -> None:
        self.written = written
        self.scope = scope
        self.place = place
        self.variables = variables

    @property
    def problems(self) -> Problems:
        """Where problems are noted."""
        return self.written.problems

    @abstractmethod
    def visit(self, tree: ast.expr) -> Expression | None:
        """The typed expression of a piece; None after a problem."""

    def visit_all(self, trees: list[ast.expr]) -> tuple[Expression, ...] | None:
        """All pieces, None if one fails; every one is read, so that all problems show."""
        found = [self.visit(tree) for tree in trees]
        parts = tuple(part for part in found if part is not None)
        return parts if len(parts) == len(trees) else None

    def condition(self, tree: ast.expr) -> Expression | None:
        """A piece that must be a condition."""
        found = self.visit(tree)
        if found is not None and not isinstance(found.type, BooleanType):
            self.written.refuse(tree, "expected a condition", kind=describe(found.type))
            return None
        return found
