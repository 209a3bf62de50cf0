"""Where every service hands in its items: options first, then each item, then the ranks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from assize.decision.decider import Decider
from assize.decision.ranking import rank_decisions
from assize.server.errors import BadOption, FieldFault
from assize.server.grpc.answers import judge, stamp, to_ranking, write_answer
from assize.server.grpc.asked import Asked, read_options
from assize.server.grpc.cases import ReadCase, check_ids
from assize.server.grpc.decisions import DecisionWriter
from assize.server.grpc.stamps import Sources, moment
from assize.v1.decision_service_pb2 import AnswerList, DecideRequest, DecideResponse
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest, ScoreSuppliersResponse
from assize.v1.value_added_service_gate_pb2 import (
    CheckValueAddedServicesRequest,
    CheckValueAddedServicesResponse,
)


class Items(NamedTuple):
    """The items of a request as they were sent, the name of their list, and how one is read."""

    sent: Sequence[Any]
    field: str
    read: Callable[[Any], ReadCase]


Request = ScoreSuppliersRequest | DecideRequest | CheckValueAddedServicesRequest
"""A request with `options`."""

Ranked = ScoreSuppliersResponse | DecideResponse
"""An empty response with `answers` and a `ranking`."""

Response = Ranked | CheckValueAddedServicesResponse | AnswerList
"""An empty response with `answers`."""


class Desk:
    """Answers requests of any service. Safe to share among threads."""

    def __init__(self, decider: Decider, sources: Sources, max_items: int) -> None:
        self.decider = decider
        self.sources = sources
        self.max_items = max_items
        # As many as the rulebooks have contents, languages and audiences.
        self._writers: dict[tuple[str, str, str], DecisionWriter] = {}

    def answer(
        self, rulebook: str, request: Request, items: Items, response: Response, *, rank: bool = False
    ) -> None:
        """Decide all items and fill the response. Raises AssizeError when none of them can be decided."""
        check_ids([item.id for item in items.sent], items.field, self.max_items)
        now = self.sources.now()
        asked = read_options(self.decider, rulebook, request.options, moment(now))
        if rank and asked.rulebook.score is None:
            fault = FieldFault("rank", "needs a rulebook with a score")
            raise BadOption(f"`{rulebook}` has no score to rank by", [fault])
        judged = [judge(asked, items.read(item), self.sources) for item in items.sent]
        writer, stamped = self.writer(asked), stamp(now, self.sources)
        for one in judged:
            write_answer(response.answers.add(), one, writer, stamped, full=asked.full)
        if rank and isinstance(response, Ranked):
            ranking = rank_decisions({one.id: one.decision for one in judged}, asked.rulebook)
            response.ranking.CopyFrom(to_ranking(ranking, response.answers))

    def writer(self, asked: Asked) -> DecisionWriter:
        """Who writes decisions by that rulebook, in that language, for that audience."""
        key = (asked.rulebook.content_hash, asked.language, asked.audience)
        writer = self._writers.get(key)
        if writer is None:
            writer = self._writers[key] = DecisionWriter(asked.rulebook, asked.language, asked.audience)
        return writer
