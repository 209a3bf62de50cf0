"""Which texts of the facts need codes: those that a rulebook compares with something that is there.

A text is told by its fact and, in a list of records, by its field: ("supplier_id", ""), ("certificates",
"holder_id"); a list of texts is ("group_company_ids", "").
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from assize.rules import expressions as ex
from assize.rules.model import Rulebook
from assize.rules.reads import expressions_of
from assize.rules.types import is_text

Text = tuple[str, str]
Loops = Mapping[str, str]
"""The list that each loop variable runs over."""


def texts_read(rulebook: Rulebook, present: Container[str] | None = None) -> frozenset[Text]:
    """The texts whose codes matter where only some facts are present (None: all are).

    Two texts that are compared with each other matter if both are there; else the comparison is unknown.
    """

    def is_present(fact: str) -> bool:
        return present is None or fact in present

    compared = (texts for texts in _comparisons(rulebook) if all(is_present(fact) for fact, _ in texts))
    return frozenset(text for texts in compared for text in texts)


def _comparisons(rulebook: Rulebook) -> Iterator[tuple[Text, ...]]:
    """Texts that are compared with each other; one alone with texts of the rulebook."""
    lets = {let.name: let.expression for let in rulebook.lets}
    for expression, each in expressions_of(rulebook):
        loops = {each.variable: _list_of(each.items, lets)} if each is not None else {}
        yield from _inside(expression, loops, lets)


def _inside(
    node: ex.Expression, loops: Loops, lets: Mapping[str, ex.Expression]
) -> Iterator[tuple[Text, ...]]:
    match node:
        case ex.Compare(left=left, right=right) if is_text(left.type):
            sides = [_text(side, loops, lets) for side in (left, right)]
            if sides[0] is not None and sides[1] is not None:
                yield sides[0], sides[1]
                return
        case ex.MemberOf(item=item, items=items) if is_text(item.type):
            found = _text(item, loops, lets)
            of = (_list_of(items, lets), "")
            yield (of,) if found is None else (found, of)
            if found is not None:
                yield from _selections(items, loops, lets)
                return
        case ex.Aggregate(variable=variable, items=items) | ex.Select(variable=variable, items=items):
            yield from _selections(items, loops, lets)
            inner = {**loops, variable: _list_of(items, lets)}
            for part in ex.children(node)[1:]:
                yield from _inside(part, inner, lets)
            return
    found = _text(node, loops, lets)
    if found is not None:
        yield (found,)
    for child in ex.children(node):
        yield from _inside(child, loops, lets)


def _selections(
    items: ex.Expression, loops: Loops, lets: Mapping[str, ex.Expression]
) -> Iterator[tuple[Text, ...]]:
    if isinstance(items, ex.Select):
        yield from _inside(items, loops, lets)


def _text(node: ex.Expression, loops: Loops, lets: Mapping[str, ex.Expression]) -> Text | None:
    """The text that a node plainly is; None for anything else."""
    if not is_text(node.type):
        return None
    match node:
        case ex.FactRef(name=name):
            return name, ""
        case ex.FieldRef(variable=variable, field=field):
            return loops[variable], field
        case ex.ElementRef(variable=variable):
            return loops[variable], ""
        case ex.LetRef(name=name) if isinstance(lets[name], ex.FactRef):
            return _text(lets[name], loops, lets)
        case _:
            return None


def _list_of(items: ex.Expression, lets: Mapping[str, ex.Expression]) -> str:
    """The fact that a loop over a list, or over a selection of it, runs over."""
    while isinstance(items, ex.LetRef | ex.Select):
        items = lets[items.name] if isinstance(items, ex.LetRef) else items.items
    assert isinstance(items, ex.FactRef)
    return items.name
