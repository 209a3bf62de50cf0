"""The criteria of an answer: one row for each node of the tree."""

from __future__ import annotations

from typing import NamedTuple

from assize.decision.facts import UNKNOWN_EVIDENCE
from assize.decision.result import CriterionResult, Evidence, Status
from assize.decision.shown import shown
from assize.rules.generate.evaluation import Evaluation, Program
from assize.rules.types import BooleanType, DateType, Type

_STATUS: dict[int, Status] = {0: "known", 2: "stand_in", 3: "excluded", 4: "unknown"}
_EVIDENCE: dict[int, Evidence] = {1: "declared", 2: "documented", 3: "verified", UNKNOWN_EVIDENCE: "none"}


class _Node(NamedTuple):
    name: str
    parent: str | None
    source: str
    weight: float
    kind: Type | None
    best: float


class CriteriaReport:
    """Makes the rows for one program. What is the same for every case is prepared once."""

    def __init__(self, program: Program) -> None:
        nodes = _plan_nodes(program)
        self._columns = tuple(zip(*((n.name, n.parent, n.source, n.weight) for n in nodes), strict=True))
        self._bests = tuple(node.best for node in nodes)
        self._shown = tuple((place, node.kind) for place, node in enumerate(nodes) if node.kind is not None)

    def results(self, evaluation: Evaluation) -> tuple[CriterionResult, ...]:
        """All nodes. Rows are built column by column: there are many, and this is half of an explanation."""
        values, shares, states = evaluation.values, evaluation.shares, evaluation.states
        raws = list(evaluation.raws)
        for place, kind in self._shown:
            raws[place] = shown(raws[place], kind)
        points: list[float | None] = [
            None if x is None else w * x for w, x in zip(shares, values, strict=True)
        ]
        lost: list[float | None] = [
            None if x is None else w * (best - x)
            for w, x, best in zip(shares, values, self._bests, strict=True)
        ]
        if 3 in states:
            for place, state in enumerate(states):
                if state == 3:
                    points[place] = lost[place] = 0.0
        statuses = map(_STATUS.__getitem__, states)
        evidence = map(_EVIDENCE.__getitem__, evaluation.evidence)
        dynamic = (raws, values, evaluation.lows, evaluation.highs, points, lost, statuses, evaluation.limits)
        return tuple(map(CriterionResult._make, zip(*self._columns, *dynamic, evidence, strict=True)))


def _plan_nodes(program: Program) -> list[_Node]:
    found: list[_Node] = []
    for node in program.nodes:
        criterion = node.criterion
        parent = found[node.parent].name if node.parent >= 0 else None
        kind = criterion.of.type if criterion.of is not None else None
        exotic = kind if isinstance(kind, BooleanType | DateType) else None
        found.append(_Node(criterion.name, parent, criterion.source, 100.0 * node.share, exotic, node.high))
    return found
