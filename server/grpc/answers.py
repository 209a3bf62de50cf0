"""One request to its answers: every item alone, errors beside decisions, ranks when they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

from assize.decision.canonical import digest
from assize.decision.decider import Decider
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
    """One item: its decision and the nanoseconds that it took, or what is wrong with its facts."""

    id: str
    decision: Decision | None
    took: int
    error: FactError = FactError(())


def judge(decider: Decider, asked: Asked, read: ReadCase, sources: Sources) -> Judged:
    """Decide one item. What could not be read and what breaks its declaration is told together."""
    start = sources.timer()
    try:
        decision = decider.decide_by(asked.compiled, read.case, asked.day)
    except FactError as error:
        return Judged(read.case.id, None, 0, FactError((*read.violations, *error.violations)))
    if read.violations:
        return Judged(read.case.id, None, 0, FactError(read.violations))
    return Judged(read.case.id, decision, sources.timer() - start)


def to_answer(judged: Judged, writer: DecisionWriter, full: bool, now: int, sources: Sources) -> pb.Answer:
    """The answer to one item."""
    if judged.decision is None:
        return pb.Answer(id=judged.id, error=_to_error(judged.error))
    record = pb.DecisionRecord(
        decision_id=uuid7(now, sources.entropy(10)),
        decided_at=Timestamp(seconds=now // SECOND, nanos=now % SECOND),
        duration=Duration(seconds=judged.took // SECOND, nanos=judged.took % SECOND),
        digest=digest(judged.decision),
        decision=writer.write(judged.decision, full),
    )
    return pb.Answer(id=judged.id, record=record)


def to_ranking(ranking: Ranked, answers: Sequence[pb.Answer]) -> pb.Ranking:
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


def _to_error(error: FactError) -> pb.ItemError:
    violations = [
        pb.Violation(path=each.path, code=each.code, what=each.what, got=each.got, hint=each.hint)
        for each in error.violations
    ]
    return pb.ItemError(reason=wire(error).reason, message=str(error), violations=violations)
