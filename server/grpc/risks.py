"""The risk service: each subject by the rulebook of its kind, then all of them together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, cast

from google.protobuf.descriptor import Descriptor, ServiceDescriptor

from assize.decision.rollup import RolledRisk, RollUp, roll_up
from assize.rules.errors import FactError, Violation
from assize.server.errors import BadOption, FieldFault
from assize.server.grpc.answers import Judged, judge, stamp, to_error, write_answer
from assize.server.grpc.asked import Asked, read_options
from assize.server.grpc.cases import check_ids, read_typed
from assize.server.grpc.desk import Desk
from assize.server.grpc.judgements import possible_levels, to_range
from assize.server.grpc.readers import Reader
from assize.server.grpc.register import Method
from assize.server.grpc.rulebooks import texts_in
from assize.server.grpc.stamps import moment
from assize.server.grpc.words import EFFECTS
from assize.v1 import risk_pb2, risk_service_pb2
from assize.v1.risk_pb2 import RiskSubject
from assize.v1.risk_service_pb2 import (
    AssessRisksRequest,
    AssessRisksResponse,
    LevelCount,
    RiskRollUp,
    WorstRisk,
)

NO_KIND = Violation(
    "$", "of no kind", "", "set one of customer, supplier and third_party, empty if need be", "NO_KIND"
)


class Kind(NamedTuple):
    """Who decides on subjects of a kind, and how their facts are read."""

    rulebook: str
    reader: Reader


KINDS: Mapping[str, Kind] = {
    field: Kind(rulebook, Reader(cast("Descriptor", facts)))
    for field, rulebook, facts in (
        ("customer", "customer-risk", risk_pb2.CustomerFacts.DESCRIPTOR),
        ("supplier", "supplier-risk", risk_pb2.SupplierFacts.DESCRIPTOR),
        ("third_party", "third-party-risk", risk_pb2.ThirdPartyFacts.DESCRIPTOR),
    )
}


class RiskService:
    """Assesses the risks with customers, suppliers and third parties."""

    descriptor: ServiceDescriptor = risk_service_pb2.DESCRIPTOR.services_by_name["RiskService"]

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.methods: dict[str, Method] = {"AssessRisks": self.assess_risks}

    def assess_risks(self, request: AssessRisksRequest) -> AssessRisksResponse:
        """Assess each subject, and roll the risks of all of them up."""
        check_ids([subject.id for subject in request.subjects], "subjects", self._desk.max_items)
        now = self._desk.sources.now()
        asked = self._asked(request, moment(now))
        judged = [self._judge(subject, asked) for subject in request.subjects]
        writers = {kind: self._desk.writer(each) for kind, each in asked.items()}
        response, stamped = AssessRisksResponse(), stamp(now, self._desk.sources)
        for subject, one in zip(request.subjects, judged, strict=True):
            kind, answer = subject.WhichOneof("kind"), response.answers.add()
            if kind is None:
                answer.id = one.id
                answer.error.CopyFrom(to_error(FactError((NO_KIND,))))
            else:
                write_answer(answer, one, writers[kind], stamped, full=asked[kind].full)
        rolled = roll_up({one.id: one.decision for one in judged})
        response.roll_up.CopyFrom(_to_roll_up(rolled, asked.values()))
        return response

    def _asked(self, request: AssessRisksRequest, now: datetime) -> dict[str, Asked]:
        """What is asked of the rulebook of each kind that was sent."""
        sent = {subject.WhichOneof("kind") for subject in request.subjects}
        kinds = [kind for kind in KINDS if kind in sent]
        _check_pins(request, kinds)
        options, decider = request.options, self._desk.decider
        return {kind: read_options(decider, KINDS[kind].rulebook, options, now) for kind in kinds}

    def _judge(self, subject: RiskSubject, asked: Mapping[str, Asked]) -> Judged:
        kind = subject.WhichOneof("kind")
        if kind is None:
            return Judged(subject.id, FactError((NO_KIND,)), 0)
        read = read_typed(subject, getattr(subject, kind), KINDS[kind].reader)
        return judge(asked[kind], read, self._desk.sources)


def _check_pins(request: AssessRisksRequest, kinds: list[str]) -> None:
    """A version and a content hash are those of one rulebook."""
    pins = [name for name in ("version", "content_hash") if request.options.HasField(name)]
    if pins and len(kinds) > 1:
        what = f"pins one rulebook, and the subjects are by {len(kinds)}; send a request for each kind"
        raise BadOption(f"options.{pins[0]} {what}", [FieldFault(f"options.{name}", what) for name in pins])


def _to_roll_up(rolled: RollUp, asked: Iterable[Asked]) -> RiskRollUp:
    by_name = {each.rulebook.name: each for each in asked}
    return RiskRollUp(
        complete=rolled.complete,
        risks=rolled.risks,
        worst_inherent=rolled.inherent and to_range(rolled.inherent),
        worst_residual=rolled.residual and to_range(rolled.residual),
        worst=rolled.worst and _to_worst(rolled.worst, by_name[rolled.worst.rulebook]),
        mean_residual=rolled.mean_residual and to_range(rolled.mean_residual),
        by_level=[LevelCount(level=level, risks=count) for level, count in rolled.by_level],
        effects={use: EFFECTS[effect] for use, effect in rolled.effects},
    )


def _to_worst(worst: RolledRisk, asked: Asked) -> WorstRisk:
    scale = asked.rulebook.risk_scale
    assert scale is not None
    levels = possible_levels([level.name for level in scale.levels], worst.level)
    return WorstRisk(
        id=worst.id,
        risk=worst.risk,
        title=texts_in(asked.rulebook, asked.language).risks[worst.risk],
        level=levels[0] if len(levels) == 1 else None,
        possible_levels=levels,
    )
