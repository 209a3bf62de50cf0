"""The answers of a stream: batches are sent a few ahead, and answered in their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

import grpc
import pyarrow as pa

from assize.client.batches import Job
from assize.client.connection import Flow
from assize.client.errors import ended_early, of_batch, of_call

AHEAD = 4
"""Batches that are sent before the answer to the first of them is read."""


def answers(job: Job, flow: Flow) -> Iterator[pa.RecordBatch]:
    """The answers to all batches of a job, which are made as answers are taken. Raises ClientError."""
    waiting: deque[range] = deque()
    try:
        for sent in job.messages():
            flow.sending.put(sent.message)
            waiting.append(sent.rows)
            if len(waiting) >= AHEAD:
                yield from _answer(flow, waiting.popleft())
        flow.sending.put(None)
        while waiting:
            yield from _answer(flow, waiting.popleft())
    except grpc.RpcError as error:
        raise of_call(error) from error
    finally:
        flow.end()


def table_of(batches: Sequence[pa.RecordBatch]) -> pa.Table:
    """All answers; parts may have the same words in different dictionaries."""
    return pa.Table.from_batches(batches).unify_dictionaries()


def _answer(flow: Flow, rows: range) -> Iterator[pa.RecordBatch]:
    """The answer to the oldest batch, part by part."""
    more = True
    while more:
        answer = next(flow.call, None)
        if answer is None:
            raise ended_early(rows)
        if answer.WhichOneof("result") == "error":
            raise of_batch(answer.error, rows)
        yield from pa.ipc.open_stream(answer.arrow)
        more = answer.more
