"""What a file of cases gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from assize.decision.case import Case
from assize.rules.source import Mark
from assize.rules.types import FactType

Types = Mapping[str, FactType]
"""The declared facts by name; they type what a file writes."""

LONGEST_ID = 200
_LAST_STEP = re.compile(r"(\.[^.\[]*|\[[0-9]+\])$")


class FileCase(NamedTuple):
    """A case, and where in the file its parts stand: `$` is its id, `$.headcount` a fact."""

    case: Case
    places: Mapping[str, Mark]

    def place(self, path: str) -> Mark:
        """Where the part at `path` stands, or what encloses it."""
        while path not in self.places:
            path = _LAST_STEP.sub("", path) if _LAST_STEP.search(path) else "$"
        return self.places[path]
