"""Record batches that C may read."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True, slots=True, eq=False)
class Validated:
    """Rows whose buffers hold what Arrow says of them: whoever reads others reaches into foreign memory.

    `memory` is how C sees them, by Arrow's C data interface: for reading only, and as often as wanted.
    """

    batch: pa.RecordBatch
    memory: tuple[object, object]

    def __len__(self) -> int:
        rows: int = self.batch.num_rows
        return rows

    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]:
        return self.memory


def validated(batch: pa.RecordBatch) -> Validated:
    """Rows, after a look at their buffers. Raises ArrowInvalid."""
    batch.validate()
    return Validated(batch, batch.__arrow_c_array__())
