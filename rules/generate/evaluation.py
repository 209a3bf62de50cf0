"""What a generated program is and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from assize.rules.binding import Period
from assize.rules.generate.criteria import NodePlan
from assize.rules.generate.risk_levels import RiskLevel
from assize.rules.model import Rulebook

Evaluate = Callable[..., "Evaluation"]
NOTHING: Mapping[tuple[str, str], tuple[object, ...]] = MappingProxyType({})


class Evaluation(NamedTuple):
    """What the generated function gives. Grades are positions from worst (0); None where there is no score.

    Tuples of nodes are in the order of `Program.nodes`, conclusions in the order of `Program.rulebook.rules`.
    """

    atoms: tuple[int, ...]
    possible: tuple[int, ...]
    score: float | None
    low: float | None
    high: float | None
    coverage: float | None
    grade: tuple[int, int] | None
    grade_before_caps: tuple[int, int] | None
    declared_share: float | None
    verified_share: float | None
    raws: tuple[object, ...]
    values: tuple[float | None, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    states: tuple[int, ...]
    limits: tuple[float | None, ...]
    evidence: tuple[int, ...]
    shares: tuple[float, ...]
    conclusions: tuple[int, ...]
    elements: tuple[list[tuple[int, int, object]] | None, ...]
    next_review: int | None
    risks: tuple[RiskLevel, ...]
    shows: tuple[object, ...]
    told: tuple[object, ...]
    holds_until: tuple[int | None, ...]
    duties: Mapping[tuple[str, str], tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled rulebook. `evaluate(facts, evidence, granted, as_of)` takes the values of the declared facts
    in order, how
    well each is evidenced (1 declared, 2 documented, 3 verified, 9 unknown), the rules whose approval is
    given, and a day.
    """

    rulebook: Rulebook
    variant: str | None
    period: Period
    nodes: tuple[NodePlan, ...]
    source: str
    evaluate: Evaluate
    ladder: Callable[..., int]
