"""The risks of several decisions taken together: the worst of them, never an average; the mean beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from assize.decision.result import Decision, RiskResult
from assize.scoring import to_score

DECIMALS = 6
Range = tuple[float, float]


class Worst(NamedTuple):
    """The risk with the highest residual level that is possible; of equal ones the first."""

    id: str
    risk: str
    inherent: Range
    residual: Range
    level: tuple[str, str]


class RollUp(NamedTuple):
    """`inherent` and `residual` are the worst levels that are sure and possible, `mean_residual` is for
    information. `by_level`: how many risks may be at each level at worst. `complete`: every case was decided,
    and nothing that was asked is open.
    """

    complete: bool
    risks: int
    inherent: Range | None
    residual: Range | None
    mean_residual: Range | None
    worst: Worst | None
    by_level: tuple[tuple[str, int], ...]


def roll_up(decisions: Mapping[str, Decision | None]) -> RollUp:
    """All risks of all cases, by id; None is a case that could not be decided and counts for nothing."""
    found = [(name, risk) for name, decision in decisions.items() if decision for risk in decision.risks]
    risks = [risk for _, risk in found]
    complete = all(decision is not None and not decision.undetermined for decision in decisions.values())
    return RollUp(
        complete,
        len(risks),
        _highest(risk.inherent for risk in risks),
        _highest(risk.residual for risk in risks),
        _mean([risk.residual for risk in risks]),
        max((_worst(name, risk) for name, risk in found), key=lambda w: w.residual[::-1], default=None),
        _by_level(risks),
    )


def _worst(name: str, risk: RiskResult) -> Worst:
    return Worst(name, risk.name, risk.inherent, risk.residual, risk.level)


def _highest(ranges: Iterable[Range]) -> Range | None:
    """The worst is at least the highest of the lows, and at most the highest of the highs."""
    found = list(ranges)
    return (max(low for low, _ in found), max(high for _, high in found)) if found else None


def _mean(ranges: list[Range]) -> Range | None:
    if not ranges:
        return None
    low = high = 0.0
    for one in ranges:
        low += one[0]
        high += one[1]
    return to_score(low / len(ranges), DECIMALS), to_score(high / len(ranges), DECIMALS)


def _by_level(risks: list[RiskResult]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for risk in sorted(risks, key=lambda each: -each.residual[1]):
        counts[risk.level[1]] = counts.get(risk.level[1], 0) + 1
    return tuple(counts.items())
