"""How much each criterion weighs once some are excluded, and what the points rest on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assize.rules.columns.loops import Places, lift
from assize.rules.columns.rows import Rows
from assize.rules.columns.runtime import NAN
from assize.rules.columns.values import Bools, Bytes, Counts, Floats
from assize.rules.generate.criteria import NodePlan
from assize.rules.generate.runtime import effective_shares
from assize.scoring.rounding import to_score_columns

NO_EVIDENCE = np.uint8(9)
_EXCLUDED = 3
_FEW = 16


class Shares:
    """The shares of all nodes (0 to 1), by which of some are excluded. Patterns that occur are few: each is
    worked out once, as for a single case.
    """

    def __init__(self, plan: Sequence[NodePlan], excludable: tuple[int, ...]) -> None:
        self._tree = tuple((node.parent, node.share) for node in plan)
        self._weights = tuple(float(node.criterion.weight) for node in plan)
        self._full = tuple(np.array(node.share) for node in plan)
        self._leaves = tuple(place for place, node in enumerate(plan) if node.criterion.is_leaf)
        self._excludable = excludable
        self._known: dict[int, tuple[float, ...]] = {}

    def at(self, excluded: Sequence[Bools]) -> tuple[Floats, ...]:
        """Each node's share; `excluded` says where each node that can be is."""
        if not any(out.any() for out in excluded):
            return self._full
        pattern = np.zeros((), dtype=np.int64)
        for bit, out in enumerate(excluded):
            pattern = pattern | out.astype(np.int64) << bit
        known, place = _numbered(pattern, 1 << len(excluded))
        table = np.array([self._of(found) for found in known])
        return tuple(column.take(place) for column in np.ascontiguousarray(table.T))

    def rest_on(
        self,
        total: Floats,
        excluded: Sequence[Bools],
        values: Sequence[Floats],
        proofs: Sequence[Bytes],
    ) -> tuple[Floats, Floats]:
        """Percent of the points of a known score that are declared only, and that are verified.

        NaN where there are no points. `values` and `proofs` are what the leaves are worth, and the weakest
        evidence that they rest on.
        """
        unknown = np.isnan(total)
        if unknown.all():
            return np.array(NAN), np.array(NAN)
        known = np.flatnonzero(~unknown)
        shares = self.at([lift(out, known) for out in excluded])
        points = _points(known, [shares[place] for place in self._leaves], values, proofs)
        parts = to_score_columns(100.0 * (points[1:] / points[0]), 6)
        shown = np.full((2, *total.shape), NAN)
        shown.reshape(2, -1)[:, known] = np.where(points[0] > 0.0, parts, NAN)
        return shown[0], shown[1]

    def _of(self, pattern: int) -> tuple[float, ...]:
        if pattern not in self._known:
            states = [0] * len(self._tree)
            for bit, node in enumerate(self._excludable):
                states[node] = _EXCLUDED if pattern >> bit & 1 else 0
            full = tuple(share for _, share in self._tree)
            self._known[pattern] = effective_shares(self._tree, self._weights, states) if pattern else full
        return self._known[pattern]


def _numbered(patterns: Counts, room: int) -> tuple[list[int], Places]:
    """The patterns that occur, or few that could, and the place of each row's among them."""
    if room <= _FEW:
        return list(range(room)), patterns
    known, places = np.unique(patterns, return_inverse=True)
    return known.tolist(), places.reshape(patterns.shape)


def _points(
    rows: Rows, shares: Sequence[Floats], values: Sequence[Floats], proofs: Sequence[Bytes]
) -> Floats:
    """For some rows, whose shares these are, the points of all leaves, of those that are declared only, and
    of verified ones.
    """
    points = np.zeros((3, len(rows)))
    for share, value, proof in zip(shares, values, proofs, strict=True):
        contribution = share * lift(value, rows)
        # Of a known score only what is excluded is unknown, and worth nothing.
        contribution = np.where(np.isnan(contribution), 0.0, contribution)
        resting = lift(proof, rows)
        points[0] += contribution
        for line, grade in ((1, 1), (2, 3)):
            held = resting == grade
            if held.all():
                points[line] += contribution
            elif held.any():
                points[line] += np.where(held, contribution, 0.0)
    return points
