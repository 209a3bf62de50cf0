"""How much each criterion weighs once some are excluded, and what the points rest on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assize.rules.columns.loops import lift
from assize.rules.columns.rows import Rows
from assize.rules.columns.runtime import NAN
from assize.rules.columns.values import Bools, Bytes, Floats
from assize.rules.generate.criteria import NodePlan
from assize.rules.generate.runtime import effective_shares
from assize.scoring.rounding import to_score_columns

NO_EVIDENCE = np.uint8(9)
_EXCLUDED = 3


class Shares:
    """The shares of all nodes (0 to 1), by which of some are excluded. Patterns that occur are few: each is
    worked out once a chunk, as for a single case.
    """

    def __init__(self, plan: Sequence[NodePlan], excludable: tuple[int, ...]) -> None:
        self._tree = tuple((node.parent, node.share) for node in plan)
        self._weights = tuple(float(node.criterion.weight) for node in plan)
        self._full = tuple(np.array(node.share) for node in plan)
        self._excludable = excludable

    def at(self, excluded: Sequence[Bools]) -> tuple[Floats, ...]:
        """Each node's share; `excluded` says where each node that can be is."""
        if not any(out.any() for out in excluded):
            return self._full
        pattern = np.zeros((), dtype=np.int64)
        for bit, out in enumerate(excluded):
            pattern = pattern | out.astype(np.int64) << bit
        known, place = np.unique(pattern, return_inverse=True)
        table = np.array([self._of(int(found)) for found in known])
        place = place.reshape(pattern.shape)
        return tuple(column.take(place) for column in np.ascontiguousarray(table.T))

    def _of(self, pattern: int) -> tuple[float, ...]:
        states = [0] * len(self._tree)
        for bit, node in enumerate(self._excludable):
            states[node] = _EXCLUDED if pattern >> bit & 1 else 0
        if not pattern:
            return tuple(share for _, share in self._tree)
        return effective_shares(self._tree, self._weights, states)


def rest_on(
    total: Floats,
    shares: Sequence[Floats],
    places: Sequence[int],
    values: Sequence[Floats],
    proofs: Sequence[Bytes],
) -> tuple[Floats, Floats]:
    """Percent of the points of a known score that are declared only, and that are verified; NaN: no points.

    `places` are those of the leaves, `values` and `proofs` what they are worth and the weakest evidence.
    """
    known = np.flatnonzero(~np.isnan(total))
    shown = np.full((2, *total.shape), NAN)
    if len(known):
        points = _points(known, [shares[place] for place in places], values, proofs)
        parts = 100.0 * (points[1:] / points[0])
        shown.reshape(2, -1)[:, known] = np.where(points[0] > 0.0, to_score_columns(parts, 6), NAN)
    return shown[0], shown[1]


def _points(
    rows: Rows, shares: Sequence[Floats], values: Sequence[Floats], proofs: Sequence[Bytes]
) -> Floats:
    """For some rows the points of all leaves, of those that are declared only, and of verified ones."""
    points = np.zeros((3, len(rows)))
    for share, value, proof in zip(shares, values, proofs, strict=True):
        contribution = lift(share, rows) * lift(value, rows)
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


def grade_of(number: Floats, borders: Floats) -> Bytes:
    """The grade's place from the worst; `borders` fall, best first."""
    found = np.zeros(number.shape, dtype=np.uint8)
    for border in borders:
        found = found + (number >= border).view(np.uint8)
    return found
