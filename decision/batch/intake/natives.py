"""The facts of a batch that C reads without further help, all in one call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from assize.decision.batch.intake.columns import FactReader
from assize.decision.batch.intake.readers import NativeColumns, Natives, Step
from assize.decision.batch.validated import Validated

_DAYS_KEPT = 64


class NativeFacts:
    """Reads facts that have native readers."""

    def __init__(self, facts: Sequence[FactReader]) -> None:
        self._facts = facts
        self._natives = Natives(fact.native for fact in facts if fact.native is not None)
        self._steps = lru_cache(_DAYS_KEPT)(self._steps_of)

    def read(self, batch: Validated, day: date) -> NativeColumns:
        """Their columns as of a day."""
        return self._natives.read(batch, self._steps(day))

    def _steps_of(self, day: date) -> list[Step]:
        found: list[Step] = []
        for fact in self._facts:
            found += [(*some, not told) for told, some in enumerate(fact.readers(day))]
        return found
