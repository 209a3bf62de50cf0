"""What the readers of sections share while one rulebook is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field

from assize.rules.criteria_model import Number
from assize.rules.errors import Problems, nearest
from assize.rules.expressions import Expression
from assize.rules.parse import Variables, Wanted, parse_expression
from assize.rules.reader import NAME, Reader, quote
from assize.rules.scope import Place, Scope
from assize.rules.source import Mark
from assize.rules.types import NumberType
from assize.rules.yaml_nodes import ListNode, Node, TextNode


@dataclass(slots=True)
class Context:
    """The reader, the names so far, and the marks that later checks point at."""

    problems: Problems
    reader: Reader
    scope: Scope
    marks: dict[str, Mark] = field(default_factory=dict)
    rows: dict[str, tuple[Mark, ...]] = field(default_factory=dict)
    partial: set[str] = field(default_factory=set)
    """What could not be read whole: criteria by name, `` for their tree, `rules:`, `risk_scale:`."""

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
        if not isinstance(node, TextNode) or not NAME.fullmatch(node.text):
            return self.reader.number(node, what)
        if self._holds_number(node.text):
            return node.text
        if not self.scope.is_written(node.text, "parameter") or self.scope.get(node.text) is not None:
            known = [name for name in self.scope.names() if self._holds_number(name)]
            expected, hint = f"{what}: expected a number or a parameter", nearest(node.text, known)
            self.problems.add(node.mark, expected, got=quote(node.text), hint=hint)
        return None

    def _holds_number(self, name: str) -> bool:
        symbol = self.scope.get(name)
        return symbol is not None and symbol.kind == "parameter" and isinstance(symbol.type, NumberType)

    def pair(self, node: Node, what: str, form: str) -> tuple[Number, Number] | None:
        """Two numbers in a list; `form` says what they are."""
        items = self.reader.items(node, what)
        if isinstance(node, ListNode) and len(items) != 2:
            self.problems.add(node.mark, f"{what}: expected {form}", got=f"{len(items)} items")
            return None
        numbers = [number for number in (self.number(item, what) for item in items) if number is not None]
        return (numbers[0], numbers[1]) if len(numbers) == 2 else None
