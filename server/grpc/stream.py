"""DecideStream: the opening once, then batches to their answers, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import chain, pairwise

import pyarrow as pa

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest
from assize.decision.decider import Decider
from assize.server.errors import BadOption, FieldFault
from assize.server.grpc.ahead import Ahead
from assize.server.grpc.arrow_reading import StreamLimits
from assize.server.grpc.arrow_writing import IpcStream, IpcWriter, compact
from assize.server.grpc.asked import read_options
from assize.server.grpc.batches import BatchReader, DeciderOf, Ready, Taken, refused
from assize.server.grpc.cases import read_sent_case
from assize.server.grpc.desk import Desk, Items
from assize.server.grpc.envelope import read_opening, write_answer
from assize.server.grpc.register import fitting
from assize.server.grpc.stamps import moment
from assize.server.grpc.together import decide_together, groups
from assize.v1.decision_service_pb2 import (
    AnswerList,
    CaseBatch,
    CaseList,
    Compression,
    DecideRequest,
    DecideStreamResponse,
    StreamOpening,
)

_CODECS = {
    Compression.COMPRESSION_UNSPECIFIED: None,
    Compression.COMPRESSION_LZ4: "lz4",
    Compression.COMPRESSION_ZSTD: "zstd",
}
_KEPT = 16
Active = Callable[[], bool]
"""Whether the caller still wants an answer."""


class DecideStream:
    """Answers streams. Safe to share among threads."""

    def __init__(self, desk: Desk, limits: StreamLimits) -> None:
        self._desk = desk
        self._limits = limits
        # Many streams ask the same, and programs over columns take 0.1 s to make.
        self._decider_of = lru_cache(_KEPT)(partial(BatchDecider, desk.decider))

    def __call__(self, sent: Iterator[bytes], active: Active) -> Iterator[bytes]:
        """The answers to the batches. The next ones are read ahead on another thread, as many as may wait.

        Raises AssizeError for the opening, and for a message that is no batch.
        """
        opening = read_opening(next(sent, None))
        session = _Session(self._desk, self._limits, self._decider_of, opening)
        ahead = Ahead(session.reader.taken(sent), session.reader.share)
        try:
            while taken := ahead.take():
                for group in groups(taken, self._limits.slice_rows):
                    yield from session.answers(group, active)
        finally:
            ahead.close()


class _Session:
    """One stream after its opening. Raises what a wrong opening deserves."""

    def __init__(
        self, desk: Desk, limits: StreamLimits, decider_of: DeciderOf, opening: StreamOpening
    ) -> None:
        now = moment(desk.sources.now())
        self._desk = desk
        self._limits = limits
        self._request, day = _asked(desk.decider, opening, now)
        self.reader = BatchReader(self._request, day, decider_of, limits, desk.sources)
        writing = pa.ipc.IpcWriteOptions(compression=_codec(opening), use_threads=False)
        self._writer = IpcWriter(writing, limits.answer_bytes)
        # What items are asked by: now is read once for the whole stream.
        self._items = DecideRequest(rulebook=opening.rulebook, options=opening.options)
        if not opening.options.HasField("as_of"):
            self._items.options.as_of.FromDatetime(now)

    def answers(self, group: Sequence[Taken], active: Active) -> Iterator[bytes]:
        """The answers to what may be decided together, whatever is wrong with a part of it."""
        ready = [each for each in group if isinstance(each, Ready)]
        if len(ready) > 1:
            yield from self._together(ready, active)
            return
        for each in group:
            match each:
                case Ready():
                    yield from self._told(each, self._parts(each, active))
                case CaseBatch():
                    yield self._cases(each).SerializeToString()
                case _:
                    yield each.SerializeToString()

    def _together(self, group: Sequence[Ready], active: Active) -> Iterator[bytes]:
        if not active():
            return
        parts: list[Iterator[IpcStream]] = []
        with suppress(Exception):  # whose fault it is shows when each is decided alone
            parts = [self._writer.cut(answer, group[0].decider) for answer in decide_together(group)]
        for each, some in zip(group, parts or (self._parts(each, active) for each in group), strict=True):
            yield from self._told(each, some)

    def _parts(self, batch: Ready, active: Active) -> Iterator[IpcStream]:
        """The answers to the slices of a batch. Ends early when nobody wants them any more."""
        same_words = None if batch.carries_words else batch.decider
        for some in batch.slices:
            if not active():
                return
            answers = batch.decider.decide_validated(some)
            if len(batch.slices) == 1:
                yield from self._writer.write(answers, same_words)
            else:
                yield from self._writer.cut(compact(answers.batch()), same_words)

    def _told(self, batch: Ready, parts: Iterator[IpcStream]) -> Iterator[bytes]:
        """The answer to a batch, in parts if need be; an error ends it."""
        try:
            # A part is held back until the next one is there, so that it can say whether it is the last.
            for part, following in pairwise(chain(parts, (None,))):
                assert part is not None
                yield write_answer(batch.batch_id, part, more=following is not None)
        except Exception as error:  # noqa: BLE001  # the other batches go on; the caller is told
            yield refused(batch.batch_id, error, self._desk.sources).SerializeToString()

    def _cases(self, batch: CaseBatch) -> DecideStreamResponse:
        try:
            return DecideStreamResponse(batch_id=batch.batch_id, items=self._decided(batch.items))
        except Exception as error:  # noqa: BLE001  # the other batches go on; the caller is told
            return refused(batch.batch_id, error, self._desk.sources)

    def _decided(self, sent: CaseList) -> AnswerList:
        if self._request.as_of_column is not None:
            fault = FieldFault("opening.as_of_column", "items have no columns")
            raise BadOption("a stream with a column of days takes Arrow batches only", [fault])
        answers = AnswerList()
        self._desk.answer(
            self._request.rulebook, self._items, Items(sent.cases, "items.cases", read_sent_case), answers
        )
        fitting(answers.SerializeToString(), self._limits.answer_bytes)
        return answers


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
