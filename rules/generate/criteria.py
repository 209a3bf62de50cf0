"""The criteria tree → lines of source.

Node i has the variables r{i} raw value (leaves), x{i} value or None, a{i} and b{i} its lowest and highest,
s{i} state
(0 known, 2 stand-in, 3 excluded, 4 unknown), q{i} the share of it that is known, m{i} the limit that cut it
or None.
The sums are those of `assize.scoring.tree`, in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from assize.rules.binding import Period, value_function
from assize.rules.criteria_model import ChecklistForm, Criterion, Score
from assize.rules.generate.expressions import Emitter
from assize.rules.generate.runtime import Branch
from assize.rules.model import Fact
from assize.rules.types import BooleanType
from assize.scoring import Lookup

ROOT = "root"
_STATES = {"worst": 2, "exclude": 3, "unknown": 4}


class NodePlan(NamedTuple):
    """A node as the generated function numbers it: parents first, children in declared order."""

    criterion: Criterion
    parent: int
    share: float
    low: float
    high: float


class CriteriaWriter:
    """Writes the tree and remembers how its nodes are numbered."""

    def __init__(self, emitter: Emitter, score: Score, period: Period, facts: Mapping[str, Fact]) -> None:
        self.emitter = emitter
        self.writer = emitter.writer
        self.score = score
        self.period = period
        self.facts = facts
        self.nodes: list[NodePlan] = []

    def write(self, criteria: tuple[Criterion, ...]) -> None:
        """Write all nodes, then the root: xroot, aroot, broot, sroot, qroot."""
        total = sum(float(criterion.weight) for criterion in criteria)
        places = [self._node(criterion, -1, float(criterion.weight) / total) for criterion in criteria]
        self._branch(ROOT, places, criteria, self.score.min_coverage)

    def _node(self, criterion: Criterion, parent: int, share: float) -> int:
        place = len(self.nodes)
        self.nodes.append(NodePlan(criterion, parent, share, self.score.low, self.score.high))
        self.emitter.place = criterion.name
        if criterion.is_leaf:
            low, high = self._leaf(place, criterion)
        else:
            low, high = self._inner(place, criterion, share)
        self.nodes[place] = NodePlan(criterion, parent, share, low, high)
        return place

    def _inner(self, place: int, criterion: Criterion, share: float) -> tuple[float, float]:
        total = sum(float(child.weight) for child in criterion.children)
        children = [
            self._node(child, place, share * (float(child.weight) / total)) for child in criterion.children
        ]
        self._branch(str(place), children, criterion.children, criterion.min_coverage)
        self.emitter.place = criterion.name
        self._limits(str(place), criterion, branch=True)
        branch = Branch(tuple(float(child.weight) for child in criterion.children), 0.0)
        ends = [[self.nodes[child].low for child in children], [self.nodes[child].high for child in children]]
        low, high = (_weighed(branch, values) for values in ends)
        return low, high

    def _branch(
        self, name: str, places: list[int], children: tuple[Criterion, ...], coverage: float | None
    ) -> None:
        branch = Branch(tuple(float(child.weight) for child in children), (coverage or 0.0) / 100.0)

        def weighed(letter: str) -> str:
            pairs = zip(branch.weights, places, strict=True)
            terms = " + ".join(f"{weight!r} * {letter}{i}" for weight, i in pairs)
            return f"({terms}) / {branch.total!r}"

        def listed(letter: str) -> str:
            return "(" + "".join(f"{letter}{i}, " for i in places) + ")"

        constant = self.writer.constant(branch)
        with self.emitter.block(f"if {' or '.join(self._open(i) for i in places)}:"):
            self.writer.line(f"a{name} = {weighed('a')}")
            self.writer.line(f"b{name} = {weighed('b')}")
            arguments = f"{listed('x')}, {listed('s')}, {listed('q')}"
            self.writer.line(f"x{name}, s{name}, q{name} = {constant}.combine({arguments}, a{name}, b{name})")
        with self.emitter.block("else:"):
            self.writer.line(f"x{name} = a{name} = b{name} = {weighed('x')}")
            self.writer.line(f"s{name} = 0")
            self.writer.line(f"q{name} = 1.0")

    def _open(self, place: int) -> str:
        """Whether anything at or below a node is not known: a branch with an excluded child is, too."""
        is_leaf = self.nodes[place].criterion.is_leaf
        return f"s{place}" if is_leaf else f"s{place} or q{place} != 1.0"

    def _leaf(self, place: int, criterion: Criterion) -> tuple[float, float]:
        if isinstance(criterion.form, ChecklistForm):
            ends = self._checklist(place, criterion, criterion.form)
        else:
            ends = self._function(place, criterion)
        self._limits(str(place), criterion, branch=False)
        self.writer.line(f"q{place} = 0.0 if s{place} else 1.0")
        return ends

    def _function(self, place: int, criterion: Criterion) -> tuple[float, float]:
        assert criterion.of is not None
        function = value_function(criterion, self.score, self.period, self.facts)
        low, high = function.bounds()
        raw = self.emitter.emit(criterion.of)
        self.writer.line(f"r{place} = {raw}")
        condition = isinstance(criterion.of.type, BooleanType)
        with self.emitter.block(f"if r{place} {'== 1' if condition else 'is None'}:"):
            self._missing(place, criterion, repr(low), repr(high))
        with self.emitter.block("else:"):
            if condition and isinstance(function, Lookup):
                code = f"{function.at(True)!r} if r{place} == 2 else {function.at(False)!r}"
            else:
                code = function.source(f"r{place}")
            self.writer.line(f"x{place} = a{place} = b{place} = {code}")
            self.writer.line(f"s{place} = 0")
        return low, high

    def _missing(self, place: int, criterion: Criterion, low: str, high: str) -> None:
        self.writer.line(f"a{place} = {low}")
        self.writer.line(f"b{place} = {high}")
        self.writer.line(f"x{place} = {f'a{place}' if criterion.if_missing == 'worst' else 'None'}")
        self.writer.line(f"s{place} = {_STATES[criterion.if_missing]}")

    def _checklist(self, place: int, criterion: Criterion, form: ChecklistForm) -> tuple[float, float]:
        low, span = self.score.low, self.score.high - self.score.low
        points = [self.period.number(item.points) for item in form.items]
        total = sum(points)
        self.writer.line(f"sure{place} = maybe{place} = 0.0")
        for item, worth in zip(form.items, points, strict=True):
            truth = self.emitter.emit(item.when)
            self.writer.line(f"if {truth} == 2: sure{place} += {worth!r}")
            self.writer.line(f"if {truth}: maybe{place} += {worth!r}")
        self.writer.line(f"a{place} = {low!r} + {span!r} * (sure{place} / {total!r})")
        self.writer.line(f"b{place} = {low!r} + {span!r} * (maybe{place} / {total!r})")
        with self.emitter.block(f"if sure{place} == maybe{place}:"):
            self.writer.line(f"r{place} = sure{place}")
            self.writer.line(f"x{place} = a{place}")
            self.writer.line(f"s{place} = 0")
        with self.emitter.block("else:"):
            self.writer.line(f"r{place} = None")
            self._missing(place, criterion, f"a{place}", f"b{place}")
        return self.score.low, self.score.high

    def _limits(self, name: str, criterion: Criterion, *, branch: bool) -> None:
        """`at_most`: what surely holds cuts first; what may hold leaves open the value that it would cut."""
        self.writer.line(f"m{name} = None")
        limits = [
            (self.emitter.emit(limit.when), repr(self.period.number(limit.value)))
            for limit in criterion.at_most
        ]
        for truth, value in limits:
            with self.emitter.block(f"if {truth} == 2 and b{name} > {value}:"):
                self.writer.line(f"m{name} = b{name} = {value}")
                self.writer.line(f"if a{name} > {value}: a{name} = {value}")
                self.writer.line(f"if x{name} is not None and x{name} > {value}: x{name} = {value}")
        state = 4 if branch else _STATES[criterion.if_missing]
        stand_in = f"a{name}" if state == 2 else "None"
        for truth, value in limits:
            with self.emitter.block(f"if {truth} == 1 and b{name} > {value}:"):
                self.writer.line(f"if a{name} > {value}: a{name} = {value}")
                test = f"x{name} is not None and x{name} > {value}"
                self.writer.line(f"if {test}: x{name} = {stand_in}; s{name} = {state}")


def _weighed(branch: Branch, values: list[float]) -> float:
    total = 0.0
    for weight, value in zip(branch.weights, values, strict=True):
        total += weight * value
    return total / branch.total
