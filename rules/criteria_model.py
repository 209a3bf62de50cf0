"""What is scored: criteria with their value functions, the score and its grades.

Numbers of curves, steps and grades may be the names of parameters: they are bound to a period by
`assize.rules.binding`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from assize.rules.expressions import Expression

IfMissing = Literal["worst", "exclude", "unknown"]
Weights = Literal["percent", "points"]
Number = float | str
"""A number, or the name of a parameter."""


class CurveForm(NamedTuple):
    """Straight lines between points."""

    points: tuple[tuple[Number, Number], ...]


class StepRow(NamedTuple):
    """Values from `low` (included) to `high` (excluded, or included when `closed`); None is unbounded."""

    low: Number | None
    high: Number | None
    closed: bool
    value: Number


class StepsForm(NamedTuple):
    """Rows that follow each other without a hole."""

    rows: tuple[StepRow, ...]


class TableForm(NamedTuple):
    """A value for every choice, or for `true` and `false`."""

    rows: tuple[tuple[str, Number], ...]


class TargetForm(NamedTuple):
    """The full value between two numbers, falling to the lowest at two others."""

    zero: tuple[Number, Number]
    full: tuple[Number, Number]


class ChecklistItem(NamedTuple):
    """Points that are earned where the condition holds."""

    when: Expression
    points: Number


class ChecklistForm(NamedTuple):
    """The share of the points earned."""

    items: tuple[ChecklistItem, ...]


Form = CurveForm | StepsForm | TableForm | TargetForm | ChecklistForm


class Limit(NamedTuple):
    """A criterion's value is at most `value` while the condition holds."""

    value: Number
    when: Expression


@dataclass(frozen=True, slots=True)
class Criterion:
    """A node of the criteria tree: a branch has `children`; a leaf has a `form`, with `of` unless it is a
    checklist.
    """

    name: str
    weight: Decimal
    source: str
    note: str
    children: tuple[Criterion, ...] = ()
    of: Expression | None = None
    form: Form | None = None
    if_missing: IfMissing = "unknown"
    min_coverage: float | None = None
    at_most: tuple[Limit, ...] = ()

    @property
    def is_leaf(self) -> bool:
        """Whether it has a value function and no children."""
        return self.form is not None


class Grade(NamedTuple):
    """A grade and the lowest score that earns it."""

    name: str
    lowest: Number


class Score(NamedTuple):
    """The scale of the score and how it is rounded and weighted."""

    low: float
    high: float
    decimals: int
    weights: Weights
    total: Decimal
    min_coverage: float | None
