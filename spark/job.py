"""What an executor does: batches of rows in, batches of answers out. Needs nothing of Spark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.memory import keep_freed_memory
from assize.decision.batch.request import BatchRequest
from assize.decision.decider import Decider
from assize.spark.shipment import Shipment, unpack

_KEPT = 4


class Job(NamedTuple):
    """All that decides, sent to the executors. `columns` names the columns of a batch, in order."""

    shipment: Shipment
    request: BatchRequest
    as_of: date | datetime
    columns: tuple[str, ...]


def answers_to(job: Job, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The answers to the rows of one partition, batch by batch. Raises ContentChanged."""
    for batch in batches:
        if batch.num_rows:
            named = batch.rename_columns(list(job.columns))
            yield plain(_batch_decider(job, named.schema).decide(named))


# A worker process runs many tasks. What it loads, it keeps by the value that it was loaded from.


@lru_cache(_KEPT)
def _decider(shipment: Shipment) -> Decider:
    keep_freed_memory()
    return unpack(shipment)


@lru_cache(_KEPT)
def _batch_decider(job: Job, incoming: pa.Schema) -> BatchDecider:
    return BatchDecider(_decider(job.shipment), job.request, incoming, job.as_of)


def plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with plain texts: Spark knows no dictionaries."""
    columns = [_plain(column) for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _plain(column: pa.Array) -> pa.Array:
    if at.is_dictionary(column.type):
        return column.dictionary_decode()
    if at.is_list(column.type) and at.is_dictionary(column.type.value_type):
        return pa.ListArray.from_arrays(column.offsets, column.values.dictionary_decode())
    return column
