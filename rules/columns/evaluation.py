"""What a column program is and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from assize.rules.binding import Period
from assize.rules.columns.risk_columns import RiskColumn
from assize.rules.columns.values import Array, Bools, Bytes, Counts, FactColumns, Floats, Symbols
from assize.rules.generate.criteria import NodePlan
from assize.rules.model import Rulebook


class ColumnEvaluation(NamedTuple):
    """The answers on n rows. A 0-d array stands for n equal values; NaN is unknown.

    `possible` has a bit for each outcome, grades are places from the worst. Columns of nodes are in the order
    of `ColumnProgram.nodes`, conclusions in the order of `ColumnProgram.rulebook.rules`. `open` tells where a
    node is not known, `excluded` where it is left out; None: nowhere.
    """

    possible: Counts
    score: Floats | None
    low: Floats | None
    high: Floats | None
    coverage: Floats | None
    grade: tuple[Bytes, Bytes] | None
    grade_before_caps: tuple[Bytes, Bytes] | None
    declared_share: Floats | None
    verified_share: Floats | None
    values: tuple[Floats, ...]
    open: tuple[Bools | None, ...]
    excluded: tuple[Bools | None, ...]
    shares: tuple[Floats, ...]
    conclusions: tuple[Bytes, ...]
    risks: tuple[RiskColumn, ...]
    shows: tuple[Array, ...]


@dataclass(frozen=True, slots=True)
class ColumnProgram:
    """A compiled rulebook over columns. `fixed(as_of)` gives what is the same for all rows, `by_day` how each
    of it comes of the day (see `Fixed`); `compute(facts, fixed)` gives the answers.
    """

    rulebook: Rulebook
    variant: str | None
    period: Period
    symbols: Symbols
    nodes: Sequence[NodePlan]
    source: str
    by_day: tuple[str | None, ...]
    fixed: Callable[[int], tuple[Any, ...]]
    compute: Callable[[FactColumns, tuple[Any, ...]], ColumnEvaluation]

    def evaluate(self, facts: FactColumns, as_of: int) -> ColumnEvaluation:
        """The answers on n rows. Raises TooWideError where fewer rows are to be evaluated at once."""
        return self.compute(facts, self.fixed(as_of))
