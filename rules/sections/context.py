"""What the readers of sections share while one rulebook is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field

from assize.rules.errors import Problems
from assize.rules.expressions import Expression
from assize.rules.model import Number
from assize.rules.parse import Variables, Wanted, parse_expression
from assize.rules.reader import NAME, Reader
from assize.rules.scope import Place, Scope
from assize.rules.source import Mark
from assize.rules.types import NumberType
from assize.rules.yaml_nodes import Node, TextNode


@dataclass(slots=True)
class Context:
    """The reader, the names so far, and the marks that later checks point at."""

    problems: Problems
    reader: Reader
    scope: Scope
    marks: dict[str, Mark] = field(default_factory=dict)
    rows: dict[str, tuple[Mark, ...]] = field(default_factory=dict)

    @classmethod
    def new(cls, problems: Problems) -> Context:
        """A context in which nothing is declared yet."""
        return cls(problems, Reader(problems), Scope(problems))

    def expression(
        self,
        node: Node | None,
        what: str,
        place: Place,
        wanted: Wanted = "condition",
        variables: Variables | None = None,
    ) -> Expression | None:
        """The expression written at `node`; None after a problem or where nothing is written."""
        if self.reader.text(node, what) is None or not isinstance(node, TextNode):
            return None
        return parse_expression(node, self.scope, place, self.problems, wanted, variables)

    def number(self, node: Node | None, what: str) -> Number | None:
        """A number, or the name of a parameter that holds one."""
        if isinstance(node, TextNode) and NAME.fullmatch(node.text):
            symbol = self.scope.get(node.text)
            if symbol is not None and symbol.kind == "parameter" and isinstance(symbol.type, NumberType):
                return node.text
        return self.reader.number(node, what)
