"""What is the same for all rows, as a function of the day: it is computed once, before the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assize.rules.generate.writer import Writer

_NAME = re.compile(r"\b(?:[ul]\w*|as_of)\b")
_FIXED = re.compile(r"\bu\d+\b")


class Fixed:
    """The text of `fixed(as_of)`, which gives the values of `names` that the lines of a program read.

    `by_day` tells for each of them how it comes of the day: equal texts give equal values for one rulebook
    and period. None: it does not depend on the day.
    """

    def __init__(self, writer: Writer, program: Sequence[str]) -> None:
        used = set(_FIXED.findall("\n".join(program)))
        self.names = tuple(sorted(used, key=lambda name: int(name[1:])))
        last = f"    return ({''.join(f'{name}, ' for name in self.names)})"
        self.source = "\n".join(["def fixed(as_of):", *writer.lines, last, ""])
        codes = {"as_of": "as_of"}
        for line in writer.lines:
            name, _, code = line.strip().partition(" = ")
            if codes.keys() & set(_NAME.findall(code)):
                codes[name] = _NAME.sub(lambda found: f"({codes.get(found[0], found[0])})", code)
        self.by_day = tuple(codes.get(name) for name in self.names)
