"""The constants of a rulebook: where its answers change, so where facts are worth trying."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping

from assize.rules import expressions as e
from assize.rules.criteria_model import ChecklistForm, Criterion, CurveForm, Number, StepsForm, TargetForm
from assize.rules.model import Rulebook
from assize.rules.types import DateType, is_number, is_text
from tests.oracle.values import Value

Pools = Mapping[str, tuple[Value, ...]]
"""Values by the fact or field that is held against them; under NUMBERS, DAYS and TEXTS all of that kind."""

NUMBERS, DAYS, TEXTS = "all numbers", "all days", "all texts"


def pools(book: Rulebook, day: dt.date) -> Pools:
    """All constants of a rulebook on a day."""
    found: dict[str, list[Value]] = defaultdict(list)
    dated = {p.name: p.at(day) for p in book.parameters}
    for expression in expressions(book):
        for node in e.walk(expression):
            _collect(node, dated, found)
    for leaf in leaves(book.criteria):
        for x in _borders(leaf):
            value = dated[x] if isinstance(x, str) else x
            found[NUMBERS].append(value)
            found[_name(leaf.of)].append(value)
    return {name: tuple(dict.fromkeys(v for v in values if v is not None)) for name, values in found.items()}


def expressions(book: Rulebook) -> Iterator[e.Expression]:
    """Every expression of a rulebook that reads facts."""
    yield from (let.expression for let in book.lets)
    for criterion in nodes(book.criteria):
        yield from (limit.when for limit in criterion.at_most)
        if criterion.of is not None:
            yield criterion.of
        if isinstance(criterion.form, ChecklistForm):
            yield from (item.when for item in criterion.form.items)
    for rule in book.rules:
        yield from (rule.when, *([rule.each.items] if rule.each else []))
    yield from (variant.when for variant in book.variants)


def nodes(criteria: tuple[Criterion, ...]) -> Iterator[Criterion]:
    for criterion in criteria:
        yield criterion
        yield from nodes(criterion.children)


def leaves(criteria: tuple[Criterion, ...]) -> Iterator[Criterion]:
    return (criterion for criterion in nodes(criteria) if criterion.is_leaf)


def _collect(
    node: e.Expression, dated: Mapping[str, float | int | None], found: dict[str, list[Value]]
) -> None:
    match node:
        case e.Compare(left=left, right=right):
            for name, other in ((_name(left), right), (_name(right), left)):
                found[name].extend(_constant(other, dated))
        case e.Member(item=item, options=options):
            found[_name(item)].extend(option.value for option in options)
        case e.Constant(value=value, type=kind):
            pool = NUMBERS if is_number(kind) else TEXTS if is_text(kind) else DAYS
            if is_text(kind) or is_number(kind) or isinstance(kind, DateType):
                found[pool].append(value)


def _constant(node: e.Expression, dated: Mapping[str, float | int | None]) -> list[Value]:
    match node:
        case e.Constant(value=value):
            return [value]
        case e.ParameterRef(name=name):
            return [dated[name]]
        case _:
            return []


def _name(node: e.Expression | None) -> str:
    match node:
        case e.FactRef(name=name):
            return name
        case e.FieldRef(field=field):
            return field
        case _:
            return ""


def _borders(leaf: Criterion) -> list[Number]:
    match leaf.form:
        case CurveForm(points=points):
            return [x for x, _ in points]
        case StepsForm(rows=rows):
            return [row.low for row in rows if row.low is not None]
        case TargetForm(zero=zero, full=full):
            return [*zero, *full]
        case _:
            return []
