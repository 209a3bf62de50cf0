"""Whether Arrow data that came from elsewhere is sound: wrong offsets would lead into foreign memory."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.arrow_types import is_list
from assize.server.grpc._offsets import span
from assize.server.grpc.arrow_sizes import offset_bytes

_ALWAYS = frozenset(
    kind.id
    for kind in (
        *(pa.null(), pa.bool_(), pa.date32(), pa.float32(), pa.float64()),
        *(pa.int8(), pa.int16(), pa.int32(), pa.int64()),
        *(pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()),
    )
)
"""Types of which every value is right."""


def check_sound(batch: pa.RecordBatch) -> None:
    """That all offsets and codes are inside, and all texts UTF-8. Raises ArrowInvalid."""
    batch.validate()
    for column in batch.columns:
        if not _plainly(column):
            column.validate(full=True)


def _plainly(column: pa.Array) -> bool:
    """Whether a quick look shows that a column is sound, once the sizes of its buffers are.

    Arrow takes texts one by one to look at their letters. Most have only ASCII, and all of these are right.
    """
    kind = column.type
    if kind.id in _ALWAYS:
        return True
    if at.is_struct(kind):
        return all(_plainly(column.field(place)) for place in range(kind.num_fields))
    width = offset_bytes(kind)
    if not width or not len(column):
        return False
    offsets = column.buffers()[1]
    if is_list(kind):
        found = span(offsets, width, column.offset, len(column), len(column.values), None)
        return found is not None and _plainly(column.values)
    texts = column.buffers()[2]
    return texts is not None and bool(span(offsets, width, column.offset, len(column), texts.size, texts))
