"""Batches that wait together are decided together; each gets the answer that it gets alone.

A chunk of rows costs something whatever its size is: small batches share it. They are copied for that, which
saves nothing where batches are large.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from assize.server.grpc.arrow_writing import compact
from assize.server.grpc.batches import Ready, Taken

SMALL = 8192
"""Rows of a batch that others join, at most. To copy 10,000 takes about as long as any chunk costs anyway."""


def groups(taken: Sequence[Taken], most_rows: int) -> Iterator[list[Taken]]:
    """What may be decided together, small ones up to `most_rows` in all, in the order of `taken`."""
    group: list[Taken] = []
    for each in taken:
        if group and not _fits(group, each, most_rows):
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def decide_together(group: Sequence[Ready]) -> list[pa.RecordBatch]:
    """The answer to each of some batches that have one slice each and the same decider."""
    answers = group[0].decider.decide(pa.concat_batches([each.slices[0].batch for each in group]))
    found, start = [], 0
    for each in group:
        found.append(compact(answers.slice(start, each.rows)))
        start += each.rows
    return found


def _fits(group: Sequence[Taken], more: Taken, most_rows: int) -> bool:
    first = group[0]
    if not isinstance(first, Ready) or not isinstance(more, Ready) or first.decider is not more.decider:
        return False
    # Answers to joined batches would carry one dictionary of all their words along.
    if first.carries_words or max(first.rows, more.rows) > SMALL:
        return False
    if len(first.slices) > 1 or len(more.slices) > 1:
        return False
    rows = sum(each.rows for each in group if isinstance(each, Ready))
    return rows + more.rows <= most_rows
