"""Round a number to a score: one rule, the same bits for one number and for a column.

A weighted sum of whole numbers often lands just beside the number it stands for (84.99999999999999 for 85).
So a number is first snapped to the nearest billionth, and the snapped number is rounded half up, in integers.
"""

from math import floor
from typing import Final

import numpy as np
from numpy.typing import NDArray

LIMIT: Final = 1e6  # up to here a billionth is at least eight float64 steps wide
MAX_DECIMALS: Final = 6
_NANOS: Final = 1e9


def to_score(x: float, decimals: int) -> float:
    """Snap `x` to the nearest billionth, then round half up (towards +inf) to `decimals` (0 to 6).

    Monotone and idempotent. Raises ValueError beyond ±1,000,000, for NaN, and for other decimals.
    """
    half, unit, power = _integers(decimals)
    if not -LIMIT <= x <= LIMIT:
        raise ValueError(f"a score lies within ±{LIMIT:,.0f}, got {x!r}")
    return ((floor(x * _NANOS + 0.5) + half) // unit) / power


def to_score_columns(x: NDArray[np.float64], decimals: int) -> NDArray[np.float64]:
    """`to_score` of every element, the same bits; NaN of NaN. One number out of range refuses the column.

    Whole numbers of billionths stay below 2^53, and the quotient of two neighbours differs by more than
    float64 rounds: its floor is that of the division of integers.
    """
    half, unit, power = _integers(decimals)
    if bool((np.abs(x) > LIMIT).any()):
        raise ValueError(f"scores lie within ±{LIMIT:,.0f}")
    found = np.asarray(x * _NANOS)
    found += 0.5
    np.floor(found, out=found)
    found += half
    found /= unit
    np.floor(found, out=found)
    found /= power
    return found


def _integers(decimals: int) -> tuple[int, int, int]:
    """Half a unit and a whole unit of the last decimal in billionths, and units per point."""
    if decimals not in range(MAX_DECIMALS + 1):
        raise ValueError(f"decimals go from 0 to {MAX_DECIMALS}, got {decimals!r}")
    unit: int = 10 ** (9 - decimals)
    power: int = 10**decimals
    return unit // 2, unit, power
