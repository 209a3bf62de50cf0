"""Closed forms that explain an additive score: the gap to a grade, the lead, what weights decide.

Notation: w the shares of the whole weight (adding up to 1), v the values, d = v(leader) - v(other) for each
criterion, D = the sum of w times d, the leader's lead. Sources: Triantaphyllou & Sánchez 1997 (Decision
Sciences 28(1)) for thresholds, Mareschal 1988 (EJOR 33) for stability intervals.
"""

from collections.abc import Mapping, Sequence
from math import fsum, isclose
from typing import Final, NamedTuple, TypeAlias

from assize.scoring.tree import Scored
from assize.scoring.values import Lookup, ValueFunction

Fact: TypeAlias = float | str | bool
Values: TypeAlias = Mapping[str, float]

_SLACK: Final = 1e-9  # points or shares; less is rounding


class Change(NamedTuple):
    """What one criterion alone would need for the score to reach a threshold.

    `rise` is in value points. `feasible`: the criterion can reach the value. `input` is the nearest input
    worth it; None where infeasible, or where the criterion has no value function or no present input.
    """

    name: str
    value: float
    needed: float
    rise: float
    feasible: bool
    input: Fact | None


class Gap(NamedTuple):
    """Points the leader has more than the other on one criterion (negative: fewer)."""

    name: str
    points: float


class Transfer(NamedTuple):
    """Moving `share` of the whole weight from one criterion to another makes leader and other equal."""

    source: str
    to: str
    share: float


def single_changes(
    scored: Scored,
    threshold: float,
    functions: Mapping[str, ValueFunction],
    inputs: Mapping[str, Fact],
) -> tuple[Change, ...]:
    """Each criterion's change that alone lifts the score to `threshold`: feasible first, smallest rise first.

    `functions` and `inputs` hold what there is, by name of the criterion. The needed value is
    v + (threshold - score) / effective weight. Empty when the score is unknown or the threshold is reached;
    unknown, excluded and weightless criteria are left out. Exact to float64: the score comes within 1e-9.
    """
    if scored.value is None or scored.value >= threshold:
        return ()
    gap = threshold - scored.value
    changes = []
    for leaf in scored.leaves:
        if leaf.value is None or leaf.effective_weight == 0.0:
            continue
        rise = gap / leaf.effective_weight
        feasible = leaf.value + rise <= leaf.best + _SLACK
        needed = min(leaf.value + rise, leaf.best) if feasible else leaf.value + rise
        wanted = _input(functions.get(leaf.name), needed, inputs.get(leaf.name)) if feasible else None
        changes.append(Change(leaf.name, leaf.value, needed, rise, feasible, wanted))
    return tuple(sorted(changes, key=lambda change: (not change.feasible, change.rise)))


def gaps(leader: Scored, other: Scored) -> tuple[Gap, ...]:
    """The leader's lead split by criterion, largest first; the points add up to it within 1e-9.

    Raises ValueError if a score is unknown or the criteria differ.
    """
    if leader.value is None or other.value is None:
        raise ValueError("a gap needs two known scores; one is unknown")
    if [leaf.name for leaf in leader.leaves] != [leaf.name for leaf in other.leaves]:
        raise ValueError("a gap needs two scores of the same criteria")
    pairs = zip(leader.leaves, other.leaves, strict=True)
    found = [Gap(a.name, (a.contribution or 0.0) - (b.contribution or 0.0)) for a, b in pairs]
    return tuple(sorted(found, key=lambda gap: -gap.points))


def smallest_transfer(weights: Values, leader: Values, other: Values) -> Transfer | None:
    """The smallest move of weight between two criteria that uses up the leader's lead, or None.

    From a to b it takes D / (d_a - d_b), and a must weigh that much. Any more puts the other first.
    Raises ValueError if names differ, weights do not add up to 1, or the leader is behind.
    """
    lead, differences = _lead(weights, leader, other)
    to = min(differences, key=differences.__getitem__)
    shares = {a: lead / (d - differences[to]) for a, d in differences.items() if d > differences[to]}
    enough = {a: share for a, share in shares.items() if share <= weights[a]}
    if not enough:
        return None
    source = min(enough, key=enough.__getitem__)
    return Transfer(source, to, enough[source])


def stability_interval(
    name: str, weights: Values, leader: Values, rivals: Sequence[Values]
) -> tuple[float, float]:
    """From which to which share of criterion `name` the leader stays first (ties count), others rescaled.

    With r the lead over a rival on the other criteria alone, their weights rescaled to 1, the lead is
    w d + (1 - w) r: it crosses zero at r / (r - d). Raises ValueError as `smallest_transfer` does, and if
    `name` has all the weight, so that the others have no proportions.
    """
    if weights[name] >= 1.0:
        raise ValueError(f"{name!r} has all the weight; the others have no proportions to keep")
    low, high = 0.0, 1.0
    for rival in rivals:
        _, differences = _lead(weights, leader, rival)
        alone = differences[name]
        rest = fsum(weights[k] * d for k, d in differences.items() if k != name) / (1.0 - weights[name])
        rest = 0.0 if abs(rest) < _SLACK else rest
        if rest >= 0.0 > alone:
            high = min(high, rest / (rest - alone))
        elif rest < 0.0 < alone:
            low = max(low, rest / (rest - alone))
    return min(low, weights[name]), max(high, weights[name])


def _lead(weights: Values, leader: Values, other: Values) -> tuple[float, dict[str, float]]:
    """D and every d, in the order of the weights."""
    if not weights.keys() == leader.keys() == other.keys():
        raise ValueError("weights and values must name the same criteria")
    if not isclose(fsum(weights.values()), 1.0, abs_tol=_SLACK):
        raise ValueError(f"weights are shares that add up to 1, got {fsum(weights.values()):.15g}")
    differences = {name: leader[name] - other[name] for name in weights}
    lead = fsum(weights[name] * d for name, d in differences.items())
    if lead < -_SLACK:
        raise ValueError(f"the leader is {-lead:.15g} points behind; give the leader first")
    return max(lead, 0.0), differences


def _input(function: ValueFunction | None, needed: float, present: Fact | None) -> Fact | None:
    if function is None or present is None:
        return None
    if isinstance(function, Lookup):
        return function.inverse(needed, present) if isinstance(present, str | bool) else None
    return None if isinstance(present, str) else function.inverse(needed, present)
