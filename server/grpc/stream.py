"""DecideStream: the opening once, then each batch to its answer, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import chain, pairwise

import pyarrow as pa

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest
from assize.decision.batch.views import with_texts
from assize.decision.decider import Decider
from assize.rules.errors import AssizeError
from assize.server.errors import BadId, BadOption, EmptyRequest, FieldFault, Malformed
from assize.server.grpc.arrow import StreamLimits, check_sizes, read_ipc, write_ipc
from assize.server.grpc.asked import read_options
from assize.server.grpc.cases import LONGEST_ID, read_sent_case
from assize.server.grpc.desk import Desk, Items
from assize.server.grpc.register import fitting, our_fault, to_status
from assize.server.grpc.stamps import moment
from assize.v1.decision_service_pb2 import (
    DESCRIPTOR,
    AnswerList,
    CaseBatch,
    CaseList,
    Compression,
    DecideRequest,
    DecideStreamRequest,
    DecideStreamResponse,
    StreamOpening,
)

_METHOD = DESCRIPTOR.services_by_name["DecisionService"].methods_by_name["DecideStream"]
_CODECS = {
    Compression.COMPRESSION_UNSPECIFIED: None,
    Compression.COMPRESSION_LZ4: "lz4",
    Compression.COMPRESSION_ZSTD: "zstd",
}
_KEPT = 16
Active = Callable[[], bool]
"""Whether the caller still wants an answer."""
DeciderOf = Callable[[BatchRequest, pa.Schema, date], BatchDecider]
"""Who decides batches of a schema. Raises ColumnError."""


class DecideStream:
    """Answers streams. Safe to share among threads."""

    def __init__(self, desk: Desk, limits: StreamLimits) -> None:
        self._desk = desk
        self._limits = limits
        # Many streams ask the same, and programs over columns take 0.1 s to make.
        self._decider_of = lru_cache(_KEPT)(partial(BatchDecider, desk.decider))

    def __call__(self, sent: Iterator[DecideStreamRequest], active: Active) -> Iterator[DecideStreamResponse]:
        """The answers to the batches, each made when it is asked for. Raises AssizeError for the opening."""
        first = next(sent, None)
        if first is None or first.WhichOneof("kind") != "opening":
            raise _out_of_order("the first message must be `opening`")
        session = _Session(self._desk, self._limits, self._decider_of, first.opening)
        for message in sent:
            if message.WhichOneof("kind") != "batch":
                raise _out_of_order("after the opening every message must be a `batch`")
            yield from self._answers(session, message.batch, active)

    def _answers(self, session: _Session, batch: CaseBatch, active: Active) -> Iterator[DecideStreamResponse]:
        """The answer to a batch, whatever is wrong with it."""
        try:
            yield from session.answer(batch, active)
        except AssizeError as error:
            yield DecideStreamResponse(batch_id=batch.batch_id, error=to_status(error))
        except Exception as error:  # noqa: BLE001  # the other batches go on; the log and the caller are told
            fault = our_fault(error, _METHOD, self._desk.sources)
            yield DecideStreamResponse(batch_id=batch.batch_id, error=to_status(fault))


class _Session:
    """One stream after its opening. Raises what a wrong opening deserves."""

    def __init__(
        self, desk: Desk, limits: StreamLimits, decider_of: DeciderOf, opening: StreamOpening
    ) -> None:
        now = moment(desk.sources.now())
        self._desk = desk
        self._limits = limits
        self._decider_of = decider_of
        self._request, self._day = _asked(desk.decider, opening, now)
        self._writing = pa.ipc.IpcWriteOptions(compression=_codec(opening))
        # What items are asked by: now is read once for the whole stream.
        self._items = DecideRequest(rulebook=opening.rulebook, options=opening.options)
        if not opening.options.HasField("as_of"):
            self._items.options.as_of.FromDatetime(now)

    def answer(self, batch: CaseBatch, active: Active) -> Iterator[DecideStreamResponse]:
        """The answer to a batch, in parts if need be. Raises AssizeError."""
        if not 1 <= len(batch.batch_id) <= LONGEST_ID:
            what = f"must have 1 to {LONGEST_ID} characters, got {len(batch.batch_id)}"
            raise BadId(f"the batch has no usable id: {what}", [FieldFault("batch.batch_id", what)])
        match batch.WhichOneof("facts"):
            case "arrow":
                parts = self._rows(batch.arrow, active)
                # A part is held back until the next one is there, so that it can say whether it is the last.
                for part, following in pairwise(chain(parts, (None,))):
                    more = following is not None
                    yield DecideStreamResponse(batch_id=batch.batch_id, arrow=part, more=more)
            case "items":
                yield DecideStreamResponse(batch_id=batch.batch_id, items=self._cases(batch.items))
            case _:
                message = "there is nothing to decide; set `arrow` or `items`"
                raise EmptyRequest(message, [FieldFault("batch", "is empty")])

    def _cases(self, sent: CaseList) -> AnswerList:
        if self._request.as_of_column is not None:
            fault = FieldFault("opening.as_of_column", "items have no columns")
            raise BadOption("a stream with a column of days takes Arrow batches only", [fault])
        answers = AnswerList()
        self._desk.answer(
            self._request.rulebook, self._items, Items(sent.cases, "items.cases", read_sent_case), answers
        )
        fitting(answers.SerializeToString(), self._limits.answer_bytes)
        return answers

    def _rows(self, sent: bytes, active: Active) -> Iterator[bytes]:
        """The answer in IPC streams. Ends early when nobody wants it any more."""
        table = read_ipc(sent, self._limits)
        unread = frozenset(self._request.leave_out)
        read = [place for place, name in enumerate(table.schema.names) if name not in unread]
        check_sizes(table, read, self._limits)
        table = with_texts(table, unread)
        decider = self._decider_of(self._request, table.schema, self._day)
        for batch in _slices(table, self._limits.slice_rows):
            if not active():
                return
            yield from write_ipc(decider.decide(batch), self._writing, self._limits.answer_bytes)


def _asked(decider: Decider, opening: StreamOpening, now: datetime) -> tuple[BatchRequest, date]:
    """What is asked of batches, and the day of rows without one. Raises what a wrong opening deserves."""
    options = opening.options
    request = BatchRequest(
        opening.rulebook,
        version=options.version if options.HasField("version") else None,
        content_hash=options.content_hash if options.HasField("content_hash") else None,
        contributions=opening.contributions,
        keep=tuple(opening.keep),
        leave_out=tuple(opening.leave_out),
        answers=tuple(opening.answers),
    )
    if opening.HasField("as_of_column"):
        decider.library.pinned(request.rulebook, request.version, request.content_hash)
        return request._replace(as_of_column=opening.as_of_column), now.date()
    asked = read_options(decider, opening.rulebook, options, now)
    # The day is found already: it is not to be looked for in another version's time zone.
    found = asked.rulebook
    return request._replace(version=found.version, content_hash=found.content_hash), asked.day


def _codec(opening: StreamOpening) -> str | None:
    if opening.compression not in _CODECS:
        fault = FieldFault("opening.compression", "must be COMPRESSION_LZ4 or COMPRESSION_ZSTD, or left out")
        raise BadOption(f"no compression {opening.compression}", [fault])
    return _CODECS[opening.compression]


def _slices(table: pa.Table, rows: int) -> Sequence[pa.RecordBatch]:
    """The rows in few batches; at least one, so that an empty table has an answer too."""
    batches = table.combine_chunks().to_batches(max_chunksize=rows)
    return batches or [pa.RecordBatch.from_pylist([], schema=table.schema)]


def _out_of_order(what: str) -> Malformed:
    return Malformed(what, [FieldFault("kind", what)])
