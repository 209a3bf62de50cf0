"""The text of an expression → a typed expression. Python's own parser reads it; only a small subset is let
through.

`parse_text` reads the text, `parse_nodes` the tree; comparisons, loops and functions have a file each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from assize.rules.errors import Problems
from assize.rules.expressions import Expression
from assize.rules.parse_nodes import NodeReader
from assize.rules.parse_text import Written
from assize.rules.scope import Place, Scope
from assize.rules.types import BooleanType, DateType, RecordType, Type, describe, is_number
from assize.rules.yaml_nodes import TextNode

Wanted = Literal["condition", "number", "date", "any"]
Variables = Mapping[str, Type]


def parse_expression(
    node: TextNode,
    scope: Scope,
    place: Place,
    problems: Problems,
    wanted: Wanted,
    variables: Variables | None = None,
) -> Expression | None:
    """The typed expression that `node` writes; problems and None if it writes none of the wanted kind."""
    written = Written(node, problems)
    tree = written.tree()
    if tree is None:
        return None
    found = NodeReader(written, scope, place, dict(variables or {})).visit(tree)
    if found is None:
        return None
    if not _is_wanted(found.type, wanted):
        problems.add(node.mark, f"expected a {wanted}", got=describe(found.type))
        return None
    return found


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
