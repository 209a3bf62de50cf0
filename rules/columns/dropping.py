"""Lines of a program → the same lines, each value let go of after its last use.

So few columns are alive at a time that they stay in the cache and their memory is used again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAME = re.compile(r"(?<![\w.])[a-z]\w*")
_ASSIGNED = re.compile(r"\s*([a-z]\w*(?:, [a-z]\w*)*) = ")


def dropping(lines: Sequence[str]) -> list[str]:
    """Straight lines of assignments and a last one that returns."""
    assigned = {name for line in lines if (found := _ASSIGNED.match(line)) for name in found[1].split(", ")}
    last: dict[str, int] = {}
    for place, line in enumerate(lines):
        last |= dict.fromkeys(assigned.intersection(_NAME.findall(line)), place)
    gone: dict[int, list[str]] = {}
    for name, place in last.items():
        gone.setdefault(place, []).append(name)
    kept = []
    for place, line in enumerate(lines[:-1]):
        names = ", ".join(sorted(gone.get(place, ())))
        kept.append(f"{line}; del {names}" if names and not line.endswith(":") else line)
    return [*kept, lines[-1]]
