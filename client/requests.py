"""Questions as Python has them to requests of the contract."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, TypedDict, cast

from google.protobuf.descriptor import Descriptor
from google.protobuf.timestamp_pb2 import Timestamp

from assize.client.values import Case, Facts, to_facts, to_parts
from assize.v1 import decision_service_pb2
from assize.v1.decision_service_pb2 import DecideRequest
from assize.v1.options_pb2 import Options, View
from assize.v1.risk_pb2 import CustomerFacts, RiskSubject, SupplierFacts, ThirdPartyFacts
from assize.v1.risk_service_pb2 import AssessRisksRequest
from assize.v1.supplier_pb2 import Need, Supplier
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest
from assize.v1.value_added_service_gate_pb2 import CheckValueAddedServicesRequest
from assize.v1.value_added_service_pb2 import ValueAddedService

_VIEWS = {"full": View.VIEW_FULL, "basic": View.VIEW_BASIC}


class Pinned(TypedDict, total=False):
    """Of when, and which version of the rulebook with which content.

    `as_of` is a point in time with its zone (default: the server's now).
    """

    as_of: datetime
    version: str
    content_hash: str


class Asked(Pinned, total=False):
    """How a question is to be answered: all of it may be left out.

    `deadline`: seconds from now (None: none; default: the client's).
    """

    language: str
    audience: str
    view: Literal["full", "basic"]
    deadline: float | None


def score_request(
    suppliers: Iterable[Case], need: Facts | None, asked: Asked, *, rank: bool
) -> ScoreSuppliersRequest:
    """Suppliers and the facts of the need that they share."""
    kind = _descriptor(Supplier)
    return ScoreSuppliersRequest(
        suppliers=[Supplier(**to_parts(case, {}, kind)) for case in suppliers],
        need=Need(facts=to_facts(need or {}, _descriptor(Need))),
        options=_to_options(asked),
        rank=rank,
    )


def check_request(
    services: Iterable[Case], facts: Facts | None, asked: Asked
) -> CheckValueAddedServicesRequest:
    """Value-added services; `facts` go to each."""
    kind = _descriptor(ValueAddedService)
    sent = [ValueAddedService(**to_parts(case, facts or {}, kind)) for case in services]
    return CheckValueAddedServicesRequest(services=sent, options=_to_options(asked))


def assess_request(
    customers: Iterable[Case], suppliers: Iterable[Case], third_parties: Iterable[Case], asked: Asked
) -> AssessRisksRequest:
    """Subjects of three kinds."""
    request = AssessRisksRequest(options=_to_options(asked))
    for case in customers:
        subject = RiskSubject(customer=CustomerFacts(), **to_parts(case, {}, _descriptor(CustomerFacts)))
        request.subjects.append(subject)
    for case in suppliers:
        subject = RiskSubject(supplier=SupplierFacts(), **to_parts(case, {}, _descriptor(SupplierFacts)))
        request.subjects.append(subject)
    for case in third_parties:
        parts = to_parts(case, {}, _descriptor(ThirdPartyFacts))
        request.subjects.append(RiskSubject(third_party=ThirdPartyFacts(), **parts))
    return request


def decide_request(
    rulebook: str, cases: Iterable[Case], facts: Facts | None, asked: Asked, *, rank: bool
) -> DecideRequest:
    """Cases of any rulebook; `facts` go to each."""
    sent = [decision_service_pb2.Case(**to_parts(case, facts or {})) for case in cases]
    return DecideRequest(rulebook=rulebook, cases=sent, options=_to_options(asked), rank=rank)


def pinned(asked: Pinned) -> Options:
    """The options that any question may have. Raises ValueError."""
    as_of = asked.get("as_of")
    return Options(
        as_of=None if as_of is None else _to_moment(as_of),
        version=asked.get("version"),
        content_hash=asked.get("content_hash"),
    )


def _to_options(asked: Asked) -> Options:
    view = asked.get("view", "full")
    if view not in _VIEWS:
        raise ValueError(f"view is full or basic, got `{view}`")
    options = pinned(asked)
    readers = Options(language=asked.get("language"), audience=asked.get("audience"), view=_VIEWS[view])
    options.MergeFrom(readers)
    return options


def _to_moment(as_of: datetime) -> Timestamp:
    """A point in time. Raises ValueError for a day, and for a time without its zone."""
    if getattr(as_of, "tzinfo", None) is None:
        hint = "datetime(2026, 6, 1, 12, tzinfo=ZoneInfo('Asia/Shanghai'))"
        raise ValueError(f"as_of is a point in time with its zone, as {hint}, got {as_of!r}")
    moment = Timestamp()
    moment.FromDatetime(as_of.astimezone(UTC))
    return moment


def _descriptor(kind: object) -> Descriptor:
    return cast("Descriptor", kind.DESCRIPTOR)  # type: ignore[attr-defined]
