"""Messages of a stream → batches that are ready to be decided, or refused already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from assize.decision.batch.arrow_types import has_words
from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import ID, BatchRequest
from assize.decision.batch.validated import Validated, validated
from assize.decision.batch.views import with_texts
from assize.rules.errors import AssizeError
from assize.server.errors import BadId, EmptyRequest, FieldFault
from assize.server.grpc.arrow_reading import Head, Sent, StreamLimits, check_sizes, read_ipc
from assize.server.grpc.cases import LONGEST_ID
from assize.server.grpc.envelope import METHOD, ArrowBatch, read_batch
from assize.server.grpc.register import our_fault, to_status
from assize.server.grpc.stamps import Sources
from assize.v1.decision_service_pb2 import CaseBatch, DecideStreamResponse

MOST_WAITING = 32
"""Messages of a stream that wait to be decided, however small they are."""
DeciderOf = Callable[[BatchRequest, pa.Schema, date], BatchDecider]
"""Who decides batches of a schema. Raises ColumnError."""


class Ready(NamedTuple):
    """Rows that can be decided, in slices that are decided one after the other, by whom, and their bytes;
    whether their answers carry dictionaries of theirs along.
    """

    batch_id: str
    slices: Sequence[Validated]
    decider: BatchDecider
    rows: int
    size: int
    carries_words: bool


Taken = Ready | CaseBatch | DecideStreamResponse
"""Rows that can be decided, or items, or the error of a batch that is wrong."""


class _Columns(NamedTuple):
    """What is done with the columns of a schema: which are read, whether all are taken as they were sent,
    and whether answers carry any along that has a dictionary.
    """

    head: Head
    read: list[int]
    as_sent: bool
    carries_words: bool
    decider: BatchDecider


class BatchReader:
    """Reads the batches of one stream, on one thread."""

    def __init__(
        self,
        request: BatchRequest,
        day: date,
        decider_of: DeciderOf,
        limits: StreamLimits,
        sources: Sources,
    ) -> None:
        self._request = request
        self._day = day
        self._decider_of = decider_of
        self._limits = limits
        self._sources = sources
        self._unread = frozenset(request.leave_out)
        self._columns: _Columns | None = None

    def taken(self, messages: Iterable[bytes]) -> Iterator[Taken]:
        """Each batch, whatever is wrong with it. Raises Malformed for what is no batch."""
        return map(self._taken, map(read_batch, messages))

    def share(self, taken: Taken) -> float:
        """The part of what may wait of a stream that this is."""
        least = 1 / MOST_WAITING
        if not isinstance(taken, Ready):
            return least
        return max(least, taken.rows / self._limits.slice_rows, taken.size / self._limits.batch_bytes)

    def _taken(self, batch: ArrowBatch | CaseBatch) -> Taken:
        try:
            _check(batch)
            return self._ready(batch) if isinstance(batch, ArrowBatch) else batch
        except Exception as error:  # noqa: BLE001  # the other batches go on; the caller is told
            return refused(batch.batch_id, error, self._sources)

    def _ready(self, batch: ArrowBatch) -> Ready:
        columns = self._columns
        sent = read_ipc(batch.arrow, self._limits, columns.head if columns else None)
        if columns is None or columns.head is not sent.head:
            columns = self._columns = self._columns_of(sent.head)
        size = check_sizes(sent, columns.read, self._limits)
        slices = self._slices(sent, as_sent=columns.as_sent)
        return Ready(batch.batch_id, slices, columns.decider, sent.num_rows, size, columns.carries_words)

    def _columns_of(self, head: Head) -> _Columns:
        """What is done with the columns of a schema. Raises ColumnError."""
        sent = head.schema
        read = [place for place, name in enumerate(sent.names) if name not in self._unread]
        taken = with_texts(sent.empty_table(), self._unread).schema
        decider = self._decider_of(self._request, taken, self._day)
        carried = {ID, *self._request.keep}
        carries_words = any(has_words(field.type) for field in taken if field.name in carried)
        return _Columns(head, read, taken == sent, carries_words, decider)

    def _slices(self, sent: Sent, *, as_sent: bool) -> Sequence[Validated]:
        """The rows in few batches; at least one, so that no rows have an answer too."""
        most = self._limits.slice_rows
        if as_sent and len(sent.batches) == 1 and sent.num_rows <= most:
            return sent.batches
        table = sent.table if as_sent else with_texts(sent.table, self._unread)
        batches = table.combine_chunks().to_batches(max_chunksize=most)
        return list(map(validated, batches or [pa.RecordBatch.from_pylist([], schema=table.schema)]))


def refused(batch_id: str, error: Exception, sources: Sources) -> DecideStreamResponse:
    """The answer to a batch that is not decided. A fault of ours goes to the log."""
    told = error if isinstance(error, AssizeError) else our_fault(error, METHOD, sources)
    return DecideStreamResponse(batch_id=batch_id, error=to_status(told))


def _check(batch: ArrowBatch | CaseBatch) -> None:
    """That it has an id and something to decide. Raises BadId, EmptyRequest."""
    if not 1 <= len(batch.batch_id) <= LONGEST_ID:
        what = f"must have 1 to {LONGEST_ID} characters, got {len(batch.batch_id)}"
        raise BadId(f"the batch has no usable id: {what}", [FieldFault("batch.batch_id", what)])
    if isinstance(batch, CaseBatch) and not batch.HasField("items"):
        message = "there is nothing to decide; set `arrow` or `items`"
        raise EmptyRequest(message, [FieldFault("batch", "is empty")])
