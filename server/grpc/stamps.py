"""What the service adds to a decision: an id and times. Clock and randomness are handed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Sources(NamedTuple):
    """Nanoseconds since 1970, nanoseconds of a steady clock, and n random bytes."""

    now: Callable[[], int]
    timer: Callable[[], int]
    entropy: Callable[[int], bytes]


def moment(nanoseconds: int) -> datetime:
    """Nanoseconds since 1970 as a time in UTC, to the microsecond."""
    return _EPOCH + timedelta(microseconds=nanoseconds // 1000)


def uuid7(nanoseconds: int, entropy: bytes) -> str:
    """A UUID of version 7 (RFC 9562): milliseconds since 1970, then 74 of the 80 bits of `entropy`."""
    milliseconds = nanoseconds // 1_000_000
    bits = int.from_bytes(entropy)
    high = 0x7000 | bits >> 64 & 0x0FFF
    low = 0x8000_0000_0000_0000 | bits & 0x3FFF_FFFF_FFFF_FFFF
    text = f"{milliseconds & 0xFFFF_FFFF_FFFF:012x}{high:04x}{low:016x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
