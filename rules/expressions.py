"""Typed expressions: what the text of a condition or a number becomes once it is checked.

Nodes are immutable and compare by kind and content (a tuple would not tell `and` from `or`). Every node knows
its `type`. The meaning is Kleene's: see
docs/rulebook-language.md §4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assize.rules.types import BOOLEAN, DATE, BooleanType, DateType, ListType, Type

CompareOp = Literal["==", "!=", "<", "<=", ">", ">="]
ArithmeticOp = Literal["+", "-", "*", "/"]
AggregateName = Literal["any", "all", "count", "sum", "min", "max", "distinct"]


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal: a float, a text, a day (ordinal), or a truth value (0 or 2)."""

    value: float | int | str
    type: Type


@dataclass(frozen=True, slots=True)
class Unknown:
    """The literal `unknown`."""

    type: Type


@dataclass(frozen=True, slots=True)
class FactRef:
    """The value of a declared fact."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class LetRef:
    """The value of a let."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class ParameterRef:
    """The value of a dated parameter in the period that is bound."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day of the decision."""

    type: DateType = DATE


@dataclass(frozen=True, slots=True)
class ElementRef:
    """The element that a loop variable stands for, in a list of scalars."""

    variable: str
    type: Type


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A field of the record that a loop variable stands for; `by` is the field that its levels depend on."""

    variable: str
    field: str
    place: int
    type: Type
    by: FieldRef | None = None


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`. For choices `rank` holds them from worst to best; for levels `level_by` is the field
    with the scheme.
    """

    op: CompareOp
    left: Expression
    right: Expression
    text: str
    rank: tuple[str, ...] = ()
    level_by: FieldRef | None = None
    type: BooleanType = BOOLEAN


@dataclass(frozen=True, slots=True)
class Member:
    """`item in [option, …]`: whether it equals one of some constants."""

    item: Expression
    options: tuple[Constant, ...]
    text: str
    type: BooleanType = BOOLEAN


@dataclass(frozen=True, slots=True)
class MemberOf:
    """`item in list`: whether it equals an element of a list of scalars."""

    item: Expression
    items: Expression
    text: str
    type: BooleanType = BOOLEAN


@dataclass(frozen=True, slots=True)
class And:
    """The least of the parts."""

    parts: tuple[Expression, ...]
    type: BooleanType = BOOLEAN


@dataclass(frozen=True, slots=True)
class Or:
    """The greatest of the parts."""

    parts: tuple[Expression, ...]
    type: BooleanType = BOOLEAN


@dataclass(frozen=True, slots=True)
class Not:
    """Two minus the part."""

    part: Expression
    type: BooleanType = BOOLEAN


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left op right` on numbers, or a day plus or minus days, or days between two days. Division by zero and
    overflow are unknown.
    """

    op: ArithmeticOp
    left: Expression
    right: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class If:
    """`then if condition else other`; unknown when the condition is."""

    condition: Expression
    then: Expression
    other: Expression
    type: Type


@dataclass(frozen=True, slots=True)
class Extreme:
    """`min` or `max` of several numbers or days; unknown when one is."""

    name: Literal["min", "max"]
    parts: tuple[Expression, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`any(body for variable in items if where)` and its sisters. `body` is None only for a count of
    elements.
    """

    name: AggregateName
    variable: str
    items: Expression
    where: Expression | None
    body: Expression | None
    type: Type


@dataclass(frozen=True, slots=True)
class Select:
    """`[variable for variable in items if where]`: a selection, each element a member or possibly one."""

    variable: str
    items: Expression
    where: Expression
    type: ListType


@dataclass(frozen=True, slots=True)
class AddMonths:
    """The same day of the month so many months later, or the last of that month."""

    day: Expression
    months: Expression
    type: DateType = DATE


@dataclass(frozen=True, slots=True)
class TableRef:
    """A declared table read with its keys."""

    table: str
    keys: tuple[Expression, ...]
    type: Type


@dataclass(frozen=True, slots=True)
class ConclusionRef:
    """The conclusion of a rule, or one of the summaries `knocked_out`, `approval_open`, `condition_open`."""

    name: str
    type: BooleanType = BOOLEAN


@dataclass(frozen=True, slots=True)
class ScoreRef:
    """A number that exists only after scoring, held as its lowest and highest: the score, a share, a
    criterion's value.
    """

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class GradeRef:
    """`grade` or `grade_before_caps`, held as a range of grades."""

    name: Literal["grade", "grade_before_caps"]
    type: Type


Expression = (
    Constant
    | Unknown
    | FactRef
    | LetRef
    | ParameterRef
    | AsOf
    | ElementRef
    | FieldRef
    | Compare
    | Member
    | MemberOf
    | And
    | Or
    | Not
    | Arithmetic
    | If
    | Extreme
    | Aggregate
    | Select
    | AddMonths
    | TableRef
    | ConclusionRef
    | ScoreRef
    | GradeRef
)


def children(node: Expression) -> tuple[Expression, ...]:
    """The direct sub-expressions, in reading order."""
    match node:
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case Member(item=item):
            return (item,)
        case MemberOf(item=item, items=items):
            return (item, items)
        case And(parts=parts) | Or(parts=parts) | Extreme(parts=parts):
            return parts
        case Not(part=part):
            return (part,)
        case If(condition=condition, then=then, other=other):
            return (condition, then, other)
        case Aggregate(items=items, where=where, body=body):
            return tuple(part for part in (items, where, body) if part is not None)
        case Select(items=items, where=where):
            return (items, where)
        case AddMonths(day=day, months=months):
            return (day, months)
        case TableRef(keys=keys):
            return keys
        case _:
            return ()


def walk(node: Expression) -> Iterator[Expression]:
    """The expression and all below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)
