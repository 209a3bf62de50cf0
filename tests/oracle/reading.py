"""Which facts an expression reads, through lets."""

from collections.abc import Iterable

from assize.rules.expressions import Expression, FactRef, LetRef, walk
from assize.rules.model import Rulebook


def facts_read(book: Rulebook, expressions: Iterable[Expression]) -> frozenset[str]:
    lets = {let.name: let.expression for let in book.lets}
    found: set[str] = set()
    for expression in expressions:
        for node in walk(expression):
            if isinstance(node, FactRef):
                found.add(node.name)
            elif isinstance(node, LetRef):
                found |= facts_read(book, [lets[node.name]])
    return frozenset(found)
