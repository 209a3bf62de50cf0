"""The score of a criteria tree: the reference that every compiled program must match bit for bit.

A node's value is (sum of weight times value over its children) / (sum of the weights), both sums explicit
float64 loops in declared order from 0.0. Nothing is rounded here: that is for `to_score`.
"""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Final, Literal, NamedTuple, TypeAlias

from assize.scoring.criteria import (
    Branch,
    IfMissing,
    Leaf,
    Node,
    Tree,
    TreeError,
    WeightKind,
    leaf_shares,
    nodes,
)
from assize.scoring.rounding import to_score

__all__ = [
    "COVERAGE_SLACK",
    "Branch",
    "IfMissing",
    "Leaf",
    "LeafInput",
    "Node",
    "NodeScore",
    "Scored",
    "Status",
    "Tree",
    "TreeError",
    "WeightKind",
    "known",
    "leaf_shares",
    "missing",
    "nodes",
    "score",
]

Status: TypeAlias = Literal["known", "stand_in", "excluded", "unknown"]

COVERAGE_SLACK: Final = 1e-9
"""A known share is below a minimum only by more than this: weights such as 33.3 add up inexactly."""


class LeafInput(NamedTuple):
    """What is known of a criterion: the range its value lies in, and the value itself unless missing."""

    low: float
    high: float
    value: float | None = None


def known(value: float) -> LeafInput:
    """The input of a criterion whose value is known."""
    return LeafInput(value, value, value)


def missing(leaf: Leaf) -> LeafInput:
    """The input of a criterion of which nothing is known."""
    return LeafInput(leaf.low, leaf.high)


class NodeScore(NamedTuple):
    """One node of a scored tree.

    `low` and `high` bound the value; `best` is the highest value it could have had.
    `weight` and `effective_weight` are shares (0 to 1) of the whole: declared, and after exclusion.
    `contribution` and `lost` are points of the score: effective weight times value, and times what is missing
    to `best`. An unknown node has None for both; an excluded one has no value and 0 points.
    """

    name: str
    status: Status
    value: float | None
    low: float
    high: float
    best: float
    weight: float
    effective_weight: float
    contribution: float | None
    lost: float | None
    known_share: float


class Scored(NamedTuple):
    """The unrounded score (None: unknown), the interval it lies in, and all nodes in declared order.

    `coverage` is the percentage of the weight that is known, snapped to 6 decimals. The contributions of the
    leaves of a known score add up to it within 1e-9, unless an exclusion is held back at a bound.
    """

    value: float | None
    low: float
    high: float
    coverage: float
    leaves: tuple[NodeScore, ...]
    branches: tuple[NodeScore, ...]


class _Part(NamedTuple):
    """A node scored on its own: `counted` is the weight of its children that are not excluded."""

    node: Node
    status: Status
    value: float | None
    low: float
    high: float
    best: float
    known_share: float
    counted: float = 0.0
    children: tuple["_Part", ...] = ()


def score(tree: Tree, inputs: Mapping[str, LeafInput]) -> Scored:
    """Score the tree on one input per leaf. Raises ValueError with every name and value that does not fit.

    A branch is unknown if a child of weight above 0 is, or if too little of it is known; excluded if all
    children that count are. The interval puts every missing leaf, excluded or not, at its lowest and highest
    with all weights at full. A value after exclusion stays inside it: what is left out cannot lift a branch
    above what it could reach if it were known.
    """
    problems = _input_problems(tree, inputs)
    if problems:
        raise ValueError("; ".join(problems))
    part = _part(tree.root, inputs)
    listed = _listed(part, 1.0, 1.0)
    leaves = tuple(entry for entry, leaf in listed if leaf)
    branches = tuple(entry for entry, leaf in listed if not leaf)
    return Scored(part.value, part.low, part.high, to_score(100.0 * part.known_share, 6), leaves, branches)


def _part(node: Node, inputs: Mapping[str, LeafInput]) -> _Part:
    if isinstance(node, Leaf):
        return _leaf_part(node, inputs[node.name])
    return _branch_part(node, tuple(_part(child, inputs) for child in node.children))


def _leaf_part(leaf: Leaf, given: LeafInput) -> _Part:
    low, high, value = given
    if value is not None:
        return _Part(leaf, "known", value, low, high, leaf.high, 1.0)
    if leaf.if_missing == "worst":
        return _Part(leaf, "stand_in", low, low, high, leaf.high, 0.0)
    return _Part(
        leaf, "excluded" if leaf.if_missing == "exclude" else "unknown", None, low, high, leaf.high, 0.0
    )


def _branch_part(branch: Branch, parts: tuple[_Part, ...]) -> _Part:
    counting = tuple(p for p in parts if p.node.weight and p.status != "excluded")
    total, counted = branch.total(), _sum(counting, lambda _: 1.0)
    known_share = _sum(parts, lambda p: p.known_share) / total
    low, high = _sum(parts, lambda p: p.low) / total, _sum(parts, lambda p: p.high) / total
    best = _sum(counting, lambda p: p.best) / counted if counted else high
    status = _branch_status(branch, counting, known_share)
    value = None
    if status in {"known", "stand_in"}:
        value = _sum(counting, lambda p: p.low if p.value is None else p.value) / counted
        value = min(max(value, low), high)
    return _Part(branch, status, value, low, high, best, known_share, counted, parts)


def _branch_status(branch: Branch, counting: tuple[_Part, ...], known_share: float) -> Status:
    statuses = {part.status for part in counting}
    if "unknown" in statuses or known_share < branch.min_coverage - COVERAGE_SLACK:
        return "unknown"
    if not statuses:
        return "excluded"
    return "stand_in" if "stand_in" in statuses else "known"


def _sum(parts: tuple[_Part, ...], of: Callable[[_Part], float]) -> float:
    """Sum of weight times `of` over the parts, in declared order."""
    total = 0.0
    for part in parts:
        total += float(part.node.weight) * of(part)
    return total


def _listed(part: _Part, weight: float, effective: float) -> list[tuple[NodeScore, bool]]:
    """The part and all below it with their shares of the whole, and whether each is a leaf."""
    listed = [(_node_score(part, weight, effective), isinstance(part.node, Leaf))]
    total = part.node.total() if isinstance(part.node, Branch) else 0.0
    for child in part.children:
        own = float(child.node.weight)
        share = 0.0 if child.status == "excluded" or not own else effective * (own / part.counted)
        listed += _listed(child, weight * (own / total), share)
    return listed


def _node_score(part: _Part, weight: float, effective: float) -> NodeScore:
    contribution: float | None = None
    lost: float | None = None
    if part.status == "excluded":
        contribution, lost = 0.0, 0.0
    elif part.value is not None:
        contribution, lost = effective * part.value, effective * (part.best - part.value)
    shown = (part.node.name, part.status, part.value, part.low, part.high, part.best)
    return NodeScore(*shown, weight, effective, contribution, lost, part.known_share)


def _input_problems(tree: Tree, inputs: Mapping[str, LeafInput]) -> list[str]:
    names = [leaf.name for leaf in tree.leaves]
    problems = [f"{name!r} has no input" for name in names if name not in inputs]
    for name in inputs:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            problems.append(f"{name!r} is no criterion" + (f"; did you mean {near[0]!r}?" if near else ""))
    for leaf in tree.leaves:
        low, high, value = inputs.get(leaf.name, missing(leaf))
        if not leaf.low <= low <= (low if value is None else value) <= high <= leaf.high:
            got = f"{low} to {high}" + ("" if value is None else f", value {value}")
            problems.append(f"{leaf.name!r} lies from {leaf.low:.15g} to {leaf.high:.15g}, got {got}")
    return problems
