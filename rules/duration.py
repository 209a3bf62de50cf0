"""Lengths of time as a policy writes them: `6h`, `90d`, `10wd`, `12m`, `1y`."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast

Unit = Literal["h", "d", "wd", "m", "y"]
DURATION_HINT = "write a number and h, d, wd (working days), m or y, like 90d; at most 100 years"
_FORM = re.compile(r"(0|[1-9][0-9]{0,5})(h|d|wd|m|y)")
# A hundred years in each unit, so that adding one to a date of today stays a date.
_LONGEST: dict[str, int] = {"h": 876_600, "d": 36_525, "wd": 26_100, "m": 1_200, "y": 100}


class Duration(NamedTuple):
    """`amount` hours (h), days (d), working days (wd), calendar months (m) or years (y)."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"


def parse_duration(text: str) -> Duration | None:
    """The duration that `text` writes; None if it writes none, or more than a hundred years."""
    match = _FORM.fullmatch(text)
    if match is None or int(match[1]) > _LONGEST[match[2]]:
        return None
    return Duration(int(match[1]), cast(Unit, match[2]))
