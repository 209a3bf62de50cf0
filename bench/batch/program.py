"""The column program alone, of all columns of the answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from assize.decision.batch.choice import choice_of
from assize.decision.batch.decider import CHUNK
from assize.decision.batch.intake import Intake
from assize.decision.batch.judge import Judge
from assize.decision.batch.layout import layouts_of
from assize.decision.batch.names import names_of
from assize.decision.batch.request import BatchRequest
from assize.decision.batch.validated import validated
from assize.decision.decider import Decider
from assize.rules.columns.values import FactColumns, symbols_of
from bench.example import DAY, RULEBOOK


class Alone(Judge):
    """Evaluates facts that were read before, and makes no answer."""

    def __init__(self, decider: Decider, incoming: pa.Schema) -> None:
        compiled, _ = decider.find(RULEBOOK, DAY)
        rulebook = compiled.rulebook
        names, request = names_of([rulebook]), BatchRequest(RULEBOOK)
        super().__init__(compiled, symbols_of(rulebook), decider.cache, names, choice_of(request, names))
        (layout,) = layouts_of(incoming, [rulebook], decider.library, request)
        self._intake = Intake(incoming, layout, rulebook, written=False)

    def facts(self, batches: Sequence[pa.RecordBatch]) -> list[FactColumns]:
        """The facts of all rows, in the slices in which they are decided."""
        starts = [(batch, start) for batch in batches for start in range(0, batch.num_rows, CHUNK)]
        return [
            self._intake.take(validated(batch.slice(start, CHUNK)), DAY).columns for batch, start in starts
        ]

    def run(self, facts: Sequence[FactColumns]) -> None:
        """Evaluate all."""
        today = DAY.toordinal()
        for some in facts:
            with np.errstate(all="ignore"):
                self._recording(some, today).run(some, {}, today)
