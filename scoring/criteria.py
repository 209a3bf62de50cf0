"""The criteria tree: what counts, how much, and what a missing criterion does. It validates itself."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from typing import Final, Literal, TypeAlias

from assize.scoring.rounding import LIMIT

IfMissing: TypeAlias = Literal["worst", "exclude", "unknown"]
WeightKind: TypeAlias = Literal["percent", "points"]

HUNDRED: Final = Decimal(100)
WEIGHT_DECIMALS: Final = 9


class TreeError(ValueError):
    """A criteria tree that cannot be built; `problems` are pairs of a node's name, or None, and a text."""

    def __init__(self, problems: Sequence[tuple[str | None, str]]) -> None:
        self.problems: tuple[tuple[str | None, str], ...] = tuple(problems)
        super().__init__("; ".join(text for _, text in self.problems))


@dataclass(frozen=True, slots=True)
class Leaf:
    """One criterion: its weight, the lowest and highest value it can reach, and what it does when missing.

    worst: the lowest value it may still have stands in. exclude: it leaves both sums of its branch.
    unknown: the score is unknown. A leaf of weight 0 counts for nothing, known or not.
    """

    name: str
    weight: Decimal
    low: float
    high: float
    if_missing: IfMissing = "unknown"


@dataclass(frozen=True, slots=True)
class Branch:
    """A group of criteria, its value their weighted mean.

    The branch is unknown when less than the share `min_coverage` (0 to 1) of its weight is known;
    stand-ins and excluded criteria are not known.
    """

    name: str
    weight: Decimal
    children: tuple["Node", ...]
    min_coverage: float = 0.0

    def total(self) -> float:
        """The children's weights added as float64 in declared order: what the branch divides by."""
        total = 0.0
        for child in self.children:
            total += float(child.weight)
        return total


Node: TypeAlias = Leaf | Branch


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole tree on a value scale. Raises TreeError with every problem.

    percent: the children of every branch add up to exactly 100, and the root weighs 100.
    points: the children of every branch add up to exactly its weight; the root's is the declared total.
    """

    root: Branch
    weights: WeightKind = "percent"
    scale: tuple[float, float] = (0.0, 100.0)
    leaves: tuple[Leaf, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        problems = _scale_problems(self.scale) or list(_problems(self))
        if problems:
            raise TreeError(problems)
        object.__setattr__(self, "leaves", tuple(n for n in nodes(self.root) if isinstance(n, Leaf)))


def nodes(node: Node) -> Iterator[Node]:
    """The node and all below it, each branch before its children, in declared order."""
    yield node
    if isinstance(node, Branch):
        for child in node.children:
            yield from nodes(child)


def leaf_shares(tree: Tree) -> dict[str, float]:
    """Share of the whole weight (0 to 1) of every leaf, in declared order."""
    shares: dict[str, float] = {}

    def walk(branch: Branch, share: float) -> None:
        total = branch.total()
        for child in branch.children:
            part = share * (float(child.weight) / total)
            if isinstance(child, Branch):
                walk(child, part)
            else:
                shares[child.name] = part

    walk(tree.root, 1.0)
    return shares


def _problems(tree: Tree) -> Iterator[tuple[str | None, str]]:
    everything = list(nodes(tree.root))
    for name, times in Counter(node.name for node in everything).items():
        if times > 1:
            yield name, f"{name!r} names {times} criteria; give each its own name"
    if tree.weights == "percent" and tree.root.weight != HUNDRED:
        yield tree.root.name, f"the root weighs {tree.root.weight}; in percent it weighs 100"
    for node in everything:
        found = _leaf_problems(node, tree.scale) if isinstance(node, Leaf) else _branch_problems(node, tree)
        yield from ((node.name, f"{node.name!r} {text}") for text in [*_weight_problems(node), *found])


def _scale_problems(scale: tuple[float, float]) -> list[tuple[str | None, str]]:
    low, high = scale
    if not (-LIMIT <= low < high <= LIMIT):
        return [(None, f"the scale goes from {low} to {high}; it must rise and lie within ±{LIMIT:,.0f}")]
    return []


def _weight_problems(node: Node) -> Iterator[str]:
    if not _usable(node.weight):
        yield f"weighs {node.weight}; it must be 0 to {LIMIT:,.0f} with at most {WEIGHT_DECIMALS} decimals"


def _usable(weight: Decimal) -> bool:
    """Whether the weight is small and short enough for sums of weights to be exact in Decimal."""
    if not weight.is_finite():
        return False
    exponent = weight.as_tuple().exponent
    return 0 <= weight <= Decimal(LIMIT) and isinstance(exponent, int) and exponent >= -WEIGHT_DECIMALS


def _leaf_problems(leaf: Leaf, scale: tuple[float, float]) -> Iterator[str]:
    if not (isfinite(leaf.low) and isfinite(leaf.high) and leaf.low <= leaf.high):
        yield f"reaches values from {leaf.low} to {leaf.high}; give the lowest, then the highest"
    elif leaf.low < scale[0] or leaf.high > scale[1]:
        yield (
            f"reaches values from {leaf.low:.15g} to {leaf.high:.15g}, "
            f"beyond the scale {scale[0]:.15g} to {scale[1]:.15g}"
        )


def _branch_problems(branch: Branch, tree: Tree) -> Iterator[str]:
    if not 0.0 <= branch.min_coverage <= 1.0:
        yield f"has the minimum coverage {branch.min_coverage}; it is a share from 0 to 1"
    if not branch.children:
        yield "has no criteria; give at least one"
        return
    if not all(_usable(node.weight) for node in (branch, *branch.children)):
        return
    total = sum((child.weight for child in branch.children), Decimal(0))
    expected = HUNDRED if tree.weights == "percent" else branch.weight
    if total != expected:
        yield f"has criteria that weigh {total:f} together; they must add up to exactly {expected:f}"
    elif total == 0:
        yield "has criteria that all weigh 0; give one a weight or leave the branch out"
