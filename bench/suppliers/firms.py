"""What the rows are about: how large a firm is, how good it is, and how much it tells of itself.

A kind of firm is a size and a tier; facts are drawn by kind, so that what a firm is shows in all of them. How
open it is decides what is missing: small and secretive firms leave out more, and leave it out together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SIZES = ("micro", "small", "medium", "large")
TIERS = ("poor", "fair", "good", "excellent")
OPENNESS = ("thorough", "usual", "secretive")
KINDS = len(SIZES) * len(TIERS)

SIZE_SHARES = (0.42, 0.33, 0.18, 0.07)
TIER_SHARES = (  # larger firms have more of what is asked for
    (0.17, 0.31, 0.30, 0.22),
    (0.14, 0.27, 0.32, 0.27),
    (0.13, 0.23, 0.31, 0.33),
    (0.09, 0.18, 0.33, 0.40),
)
OPEN_SHARES = ((0.40, 0.36, 0.24), (0.48, 0.34, 0.18), (0.56, 0.32, 0.12), (0.62, 0.30, 0.08))  # by size

_LEFT_OUT_BY_SIZE = (1.3, 1.0, 0.8, 0.6)
_LEFT_OUT_BY_OPENNESS = (0.02, 0.8, 3.5)
MOST_LEFT_OUT = 0.95

Codes = NDArray[np.uint8]


class Firms(NamedTuple):
    """Rows of one batch: `kind` is size × 4 + tier, `trait` is kind × 3 + openness."""

    kind: Codes
    trait: Codes

    def of(self, owner: NDArray[np.intp]) -> Firms:
        """The firms to which things belong."""
        return Firms(self.kind[owner], self.trait[owner])


def draw_firms(rng: np.random.Generator, rows: int) -> Firms:
    """Firms at random, by the shares above."""
    joint = [
        size * tier * frank
        for size, tiers, open_ones in zip(SIZE_SHARES, TIER_SHARES, OPEN_SHARES, strict=True)
        for tier in tiers
        for frank in open_ones
    ]
    ends = np.cumsum(joint)[:-1] * 65536
    trait_of = np.searchsorted(ends, np.arange(65536), side="right").astype(np.uint8)
    trait = trait_of[rng.integers(0, 65536, rows, dtype=np.uint16)]
    return Firms(trait // np.uint8(len(OPENNESS)), trait)


def left_out(rate: float) -> NDArray[np.float64]:
    """The share of firms that leave a fact out, by trait, where `rate` of the usual small ones do."""
    by_size = np.repeat(_LEFT_OUT_BY_SIZE, len(TIERS) * len(OPENNESS))
    by_openness = np.tile(_LEFT_OUT_BY_OPENNESS, KINDS)
    rates: NDArray[np.float64] = np.minimum(rate * by_size * by_openness, MOST_LEFT_OUT)
    return rates
