"""The services: each method hands its items to the desk and wraps the answers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from google.protobuf.descriptor import ServiceDescriptor

from assize.decision.decider import day_of
from assize.rules.library import Library, UnknownVersion
from assize.rules.model import Rulebook
from assize.server.grpc.asked import read_moment, read_reader
from assize.server.grpc.cases import read_need, read_sent_case, read_supplier
from assize.server.grpc.desk import Desk, Items
from assize.server.grpc.register import Method
from assize.server.grpc.rulebooks import to_head, to_rulebook
from assize.server.grpc.stamps import Sources, moment
from assize.server.grpc.streams import Stream
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
        response = ScoreSuppliersResponse()
        self._desk.answer(SUPPLIER_RULEBOOK, request, items, response, rank=request.rank)
        return response


class DecisionService:
    """Decides by any rulebook. `streams` answer its methods that stream."""

    descriptor: ServiceDescriptor = decision_service_pb2.DESCRIPTOR.services_by_name["DecisionService"]

    def __init__(self, desk: Desk, streams: Mapping[str, Stream]) -> None:
        self._desk = desk
        self.methods: dict[str, Method] = {"Decide": self.decide}
        self.streams = streams

    def decide(self, request: DecideRequest) -> DecideResponse:
        """Decide each case."""
        items = Items(request.cases, "cases", read_sent_case)
        response = DecideResponse()
        self._desk.answer(request.rulebook, request, items, response, rank=request.rank)
        return response


class RulebookService:
    """Says what the rulebooks want and answer."""

    descriptor: ServiceDescriptor = rulebook_pb2.DESCRIPTOR.services_by_name["RulebookService"]

    def __init__(self, library: Library, sources: Sources) -> None:
        self._library = library
        self._sources = sources
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

    def get_rulebook(self, request: GetRulebookRequest) -> GetRulebookResponse:
        """One version in full: the one that is named, else the one in force."""
        rulebook = self._find(request)
        language = request.language if request.HasField("language") else None
        audience = request.audience if request.HasField("audience") else None
        language, audience = read_reader(rulebook, language, audience)
        return GetRulebookResponse(rulebook=to_rulebook(rulebook, language, audience))

    def _find(self, request: GetRulebookRequest) -> Rulebook:
        versions = self._library.versions(request.name)
        if not request.HasField("version"):
            as_of = read_moment(request.as_of) if request.HasField("as_of") else moment(self._sources.now())
            return self._library.find(request.name, day_of(as_of, versions[-1].time_zone))
        for rulebook in versions:
            if rulebook.version == request.version:
                return rulebook
        raise UnknownVersion(request.name, request.version, [rulebook.version for rulebook in versions])
