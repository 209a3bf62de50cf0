"""The risks of several decisions taken together: the worst of them, never an average; the mean beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from assize.decision.result import Decision
from assize.rules.model import Effect
from assize.scoring import to_score

DECIMALS = 6
_GRAVITY: Mapping[Effect, int] = {"none": 0, "warn": 1, "needs_approval": 2, "undetermined": 3, "block": 4}
Range = tuple[float, float]


class RolledRisk(NamedTuple):
    """A risk, by which rulebook, and the id of the case that it is of."""

    id: str
    rulebook: str
    risk: str
    inherent: Range
    residual: Range
    level: tuple[str, str]


class RollUp(NamedTuple):
    """`inherent` and `residual` are the worst levels that are sure and possible. `worst` is the risk with the
    highest possible one; of equal ones the first. `mean_residual` is for information. `by_level`: how many
    risks may be at each level at worst. `effects`: for each use the gravest of all; a block is graver than
    not knowing. `complete`: every case was decided, and no outcome is open.
    """

    complete: bool
    risks: int
    inherent: Range | None
    residual: Range | None
    mean_residual: Range | None
    worst: RolledRisk | None
    by_level: tuple[tuple[str, int], ...]
    effects: tuple[tuple[str, Effect], ...]


def roll_up(decisions: Mapping[str, Decision | None]) -> RollUp:
    """All risks of all cases, by id; None is a case that could not be decided and counts for nothing."""
    found = [
        RolledRisk(name, decision.rulebook, risk.name, risk.inherent, risk.residual, risk.level)
        for name, decision in decisions.items()
        if decision is not None
        for risk in decision.risks
    ]
    complete = all(decision is not None and not decision.undetermined for decision in decisions.values())
    return RollUp(
        complete,
        len(found),
        _highest([risk.inherent for risk in found]),
        _highest([risk.residual for risk in found]),
        _mean([risk.residual for risk in found]),
        max(found, key=lambda risk: risk.residual[::-1], default=None),
        _by_level(found),
        _gravest(decision for decision in decisions.values() if decision is not None),
    )


def _highest(ranges: list[Range]) -> Range | None:
    """The worst is at least the highest of the lows, and at most the highest of the highs."""
    return (max(low for low, _ in ranges), max(high for _, high in ranges)) if ranges else None


def _mean(ranges: list[Range]) -> Range | None:
    if not ranges:
        return None
    low = high = 0.0
    for one in ranges:
        low += one[0]
        high += one[1]
    return to_score(low / len(ranges), DECIMALS), to_score(high / len(ranges), DECIMALS)


def _gravest(decisions: Iterable[Decision]) -> tuple[tuple[str, Effect], ...]:
    found: dict[str, Effect] = {}
    for decision in decisions:
        for use, effect in decision.effects:
            found[use] = max(found.get(use, effect), effect, key=_GRAVITY.__getitem__)
    return tuple(found.items())


def _by_level(risks: list[RolledRisk]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for risk in sorted(risks, key=lambda each: -each.residual[1]):
        counts[risk.level[1]] = counts.get(risk.level[1], 0) + 1
    return tuple(counts.items())
