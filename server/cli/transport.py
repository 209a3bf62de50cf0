"""Who answers: the services in this process, or a server over gRPC. Both by the same messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import grpc
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import BadRequest
from grpc_status import rpc_status

from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.errors import AssizeError
from assize.rules.library import Library, shipped_folders
from assize.server.grpc.desk import Desk
from assize.server.grpc.risks import RiskService
from assize.server.grpc.services import DecisionService, RulebookService
from assize.server.grpc.stamps import Sources
from assize.v1.decision_service_pb2 import DecideRequest, DecideResponse
from assize.v1.decision_service_pb2_grpc import DecisionServiceStub
from assize.v1.risk_service_pb2 import AssessRisksRequest, AssessRisksResponse
from assize.v1.risk_service_pb2_grpc import RiskServiceStub
from assize.v1.rulebook_pb2 import (
    GetRulebookRequest,
    GetRulebookResponse,
    ListRulebooksRequest,
    ListRulebooksResponse,
)
from assize.v1.rulebook_pb2_grpc import RulebookServiceStub

DEADLINE = 60.0
MOST_ITEMS = 1_000_000
_FAILURES = (
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.UNIMPLEMENTED,
    grpc.StatusCode.UNAUTHENTICATED,
    grpc.StatusCode.CANCELLED,
)
_Response = TypeVar("_Response")


class ServerFailed(AssizeError):
    """The server cannot be reached, or failed."""


class Refused(AssizeError):
    """The server refused the request, and says why."""


class Transport(NamedTuple):
    """The questions that can be asked. Each raises AssizeError."""

    list_rulebooks: Callable[[ListRulebooksRequest], ListRulebooksResponse]
    get_rulebook: Callable[[GetRulebookRequest], GetRulebookResponse]
    decide: Callable[[DecideRequest], DecideResponse]
    assess: Callable[[AssessRisksRequest], AssessRisksResponse]


def in_process(names: Iterable[str], folders: Iterable[Path], sources: Sources) -> Transport:
    """The shipped rulebooks of these names, all if there are none, and those in `folders`.

    Raises RulebookError.
    """
    all_folders = (*shipped_folders(names), *folders)
    library = Library.load(all_folders)
    desk = Desk(Decider(library, cached_tables(all_folders)), sources, MOST_ITEMS)
    rulebooks = RulebookService(library, sources)
    decide, assess = DecisionService(desk, {}).decide, RiskService(desk).assess_risks
    return Transport(rulebooks.list_rulebooks, rulebooks.get_rulebook, decide, assess)


@contextmanager
def over_grpc(address: str, authority: Path | None) -> Iterator[Transport]:
    """A server; with `authority` (PEM) over TLS."""
    options = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
    with _channel(address, authority, options) as channel:
        rulebooks, decisions, risks = (
            RulebookServiceStub(channel),
            DecisionServiceStub(channel),
            RiskServiceStub(channel),
        )
        yield Transport(
            _asking(rulebooks.ListRulebooks, address),
            _asking(rulebooks.GetRulebook, address),
            _asking(decisions.Decide, address),
            _asking(risks.AssessRisks, address),
        )


def _channel(address: str, authority: Path | None, options: list[tuple[str, int]]) -> grpc.Channel:
    if authority is None:
        return grpc.insecure_channel(address, options)
    try:
        roots = authority.read_bytes()
    except OSError as error:
        raise ServerFailed(f"{authority}: cannot be read, {error.strerror}") from error
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(roots), options)


def _asking(method: Callable[..., _Response], address: str) -> Callable[[Message], _Response]:
    def ask(request: Message) -> _Response:
        try:
            return method(request, timeout=DEADLINE)
        except grpc.RpcError as error:
            raise _told(error, address) from error

    return ask


def _told(error: Any, address: str) -> AssizeError:  # noqa: ANN401  # a grpc.RpcError that is also a grpc.Call
    """What the status says, with the parts of the request that are at fault."""
    code: grpc.StatusCode = error.code()
    if code in _FAILURES:
        return ServerFailed(f"the server {address} did not answer: {code.name}, {error.details()}")
    lines = [error.details()]
    status = rpc_status.from_call(error)
    for detail in status.details if status is not None else ():
        request = BadRequest()
        if detail.Unpack(request):
            lines += [f"  {fault.field}: {fault.description}" for fault in request.field_violations]
    return Refused("\n".join(dict.fromkeys(lines)))
