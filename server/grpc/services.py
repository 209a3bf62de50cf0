"""The services: each method hands its items to the desk and wraps the answers."""

from __future__ import annotations

from functools import partial

from google.protobuf.descriptor import ServiceDescriptor

from assize.rules.library import Library
from assize.server.grpc.asked import find, read_reader
from assize.server.grpc.cases import read_need, read_sent_case, read_supplier
from assize.server.grpc.desk import Desk, Items
from assize.server.grpc.register import Method
from assize.server.grpc.rulebooks import to_head, to_rulebook
from assize.server.grpc.stamps import moment
from assize.v1 import decision_service_pb2, rulebook_pb2, supplier_service_pb2
from assize.v1.decision_service_pb2 import DecideRequest, DecideResponse
from assize.v1.rulebook_pb2 import (
    GetRulebookRequest,
    GetRulebookResponse,
    ListRulebooksRequest,
    ListRulebooksResponse,
)
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest, ScoreSuppliersResponse

SUPPLIER_RULEBOOK = "supplier-selection"


class SupplierService:
    """Qualifies suppliers."""

    descriptor: ServiceDescriptor = supplier_service_pb2.DESCRIPTOR.services_by_name["SupplierService"]

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.methods: dict[str, Method] = {"ScoreSuppliers": self.score_suppliers}

    def score_suppliers(self, request: ScoreSuppliersRequest) -> ScoreSuppliersResponse:
        """Score each supplier for the need that they share."""
        items = Items(request.suppliers, "suppliers", partial(read_supplier, need=read_need(request.need)))
        done = self._desk.answer(SUPPLIER_RULEBOOK, request.options, items, rank=request.rank)
        return ScoreSuppliersResponse(answers=done.answers, ranking=done.ranking)


class DecisionService:
    """Decides by any rulebook."""

    descriptor: ServiceDescriptor = decision_service_pb2.DESCRIPTOR.services_by_name["DecisionService"]

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.methods: dict[str, Method] = {"Decide": self.decide}

    def decide(self, request: DecideRequest) -> DecideResponse:
        """Decide each case."""
        items = Items(request.cases, "cases", read_sent_case)
        done = self._desk.answer(request.rulebook, request.options, items, rank=request.rank)
        return DecideResponse(answers=done.answers, ranking=done.ranking)


class RulebookService:
    """Says what the rulebooks want and answer."""

    descriptor: ServiceDescriptor = rulebook_pb2.DESCRIPTOR.services_by_name["RulebookService"]

    def __init__(self, desk: Desk, library: Library) -> None:
        self._desk = desk
        self._library = library
        self.methods: dict[str, Method] = {
            "ListRulebooks": self.list_rulebooks,
            "GetRulebook": self.get_rulebook,
        }

    def list_rulebooks(self, request: ListRulebooksRequest) -> ListRulebooksResponse:
        """All rulebooks with all their versions."""
        language = request.language if request.HasField("language") else None
        names = sorted(self._library.names())
        versions = [rulebook for name in names for rulebook in self._library.versions(name)]
        return ListRulebooksResponse(rulebooks=[to_head(rulebook, language) for rulebook in versions])
