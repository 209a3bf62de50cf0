"""One request to its answers: every item alone, errors beside decisions, ranks when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp

from assize.decision.canonical import digest
from assize.decision.ranking import Ranked
from assize.decision.result import Decision
from assize.rules.errors import FactError
from assize.scoring.ranking import Place
from assize.server.errors import wire
from assize.server.grpc.asked import Asked
from assize.server.grpc.cases import ReadCase
from assize.server.grpc.decisions import DecisionWriter
from assize.server.grpc.stamps import Sources, uuid7
from assize.v1 import answer_pb2 as pb

SECOND = 1_000_000_000


class Judged(NamedTuple):
    """One item: its decision, or what is wrong with its facts; and the nanoseconds that it took."""

    id: str
    outcome: Decision | FactError
    took: int

    @property
    def decision(self) -> Decision | None:
        """The decision, if there is one."""
        return self.outcome if isinstance(self.outcome, Decision) else None


class Stamp(NamedTuple):
    """When the request came, and where its ids come from."""

    now: int
    at: Timestamp
    entropy: Callable[[int], bytes]


def judge(asked: Asked, read: ReadCase, sources: Sources) -> Judged:
    """Decide one item. What could not be read and what breaks its declaration is told together."""
    start = sources.timer()
    outcome: Decision | FactError
    try:
        outcome = asked.compiled.decide(read.case, asked.day)
    except FactError as error:
        outcome = FactError((*read.violations, *error.violations))
    if read.violations and isinstance(outcome, Decision):
        outcome = FactError(read.violations)
    return Judged(read.case.id, outcome, sources.timer() - start)


def stamp(now: int, sources: Sources) -> Stamp:
    """The stamp of all answers of a request that came `now`."""
    return Stamp(now, Timestamp(seconds=now // SECOND, nanos=now % SECOND), sources.entropy)


def write_answer(
    answer: pb.Answer, judged: Judged, writer: DecisionWriter, stamp: Stamp, *, full: bool
) -> None:
    """Fill the answer to one item in place: a message that is made apart would be copied."""
    answer.id = judged.id
    if isinstance(judged.outcome, FactError):
        answer.error.CopyFrom(to_error(judged.outcome))
        return
    record = answer.record
    record.decision_id = uuid7(stamp.now, stamp.entropy(10))
    record.decided_at.MergeFrom(stamp.at)
    record.duration.nanos = judged.took % SECOND
    record.duration.seconds = judged.took // SECOND
    record.digest = digest(judged.outcome)
    writer.write(judged.outcome, record.decision, full=full)


def to_ranking(ranking: Ranked, answers: Iterable[pb.Answer]) -> pb.Ranking:
    """The ranking of all items; each answer gets its place."""
    places = {place.id: place for place in ranking.places}
    for answer in answers:
        place = places.get(answer.id)
        answer.rank.CopyFrom(pb.Rank(state=pb.RANK_STATE_ERROR) if place is None else _to_rank(place))
    return pb.Ranking(
        complete=ranking.complete,
        order=[place.id for place in ranking.places if place.best is not None],
        ineligible=[place.id for place in ranking.places if place.best is None],
    )


def _to_rank(place: Place) -> pb.Rank:
    if place.best is None:
        return pb.Rank(state=pb.RANK_STATE_INELIGIBLE)
    state = pb.RANK_STATE_UNDETERMINED if place.rank is None else pb.RANK_STATE_RANKED
    return pb.Rank(state=state, place=place.rank, best=place.best, worst=place.worst, tied=place.tied)


def to_error(error: FactError) -> pb.ItemError:
    """What is wrong with an item."""
    violations = [
        pb.Violation(path=each.path, code=each.code, what=each.what, got=each.got, hint=each.hint)
        for each in error.violations
    ]
    return pb.ItemError(reason=wire(error).reason, message=str(error), violations=violations)
