"""The channel to a server, its methods, and how a call fails."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import grpc
from google.protobuf.message import Message

from assize.client.batches import MESSAGE_BYTES
from assize.client.errors import of_call
from assize.client.requests import Asked
from assize.v1.decision_service_pb2 import DecideRequest, DecideResponse, DecideStreamRequest
from assize.v1.decision_service_pb2_grpc import DecisionServiceStub
from assize.v1.risk_service_pb2 import AssessRisksRequest, AssessRisksResponse
from assize.v1.risk_service_pb2_grpc import RiskServiceStub
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest, ScoreSuppliersResponse
from assize.v1.supplier_service_pb2_grpc import SupplierServiceStub
from assize.v1.value_added_service_gate_pb2 import (
    CheckValueAddedServicesRequest,
    CheckValueAddedServicesResponse,
)
from assize.v1.value_added_service_gate_pb2_grpc import ValueAddedServiceGateStub

DEADLINE = 60.0
Metadata = Sequence[tuple[str, str | bytes]]
# The service limits its answers; a client that limits them too would refuse what an operator allowed.
_UNLIMITED = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
_Request = TypeVar("_Request", bound=Message)
_Response = TypeVar("_Response")
if TYPE_CHECKING:
    # Generic for checkers only.
    Unary = grpc.UnaryUnaryMultiCallable[_Request, _Response]


class Flow(NamedTuple):
    """A stream that runs: answers come from the call, messages go through the queue, None ends them."""

    call: Any
    sending: SimpleQueue[DecideStreamRequest | None]

    def end(self) -> None:
        """Tell the server that nothing more is wanted, and gRPC's thread that the queue has ended."""
        self.sending.put(None)
        self.call.cancel()


class Connection:
    """Safe to share among threads."""

    def __init__(
        self,
        target: str,
        credentials: grpc.ChannelCredentials | None = None,
        deadline: float | None = DEADLINE,
        metadata: Metadata = (),
        message_bytes: int = MESSAGE_BYTES,
    ) -> None:
        if credentials is None:
            self.channel = grpc.insecure_channel(target, _UNLIMITED)
        else:
            self.channel = grpc.secure_channel(target, credentials, _UNLIMITED)
        self.message_bytes = message_bytes
        self._deadline = deadline
        self._metadata = tuple(metadata)
        suppliers, gate = SupplierServiceStub(self.channel), ValueAddedServiceGateStub(self.channel)
        risks, decisions = RiskServiceStub(self.channel), DecisionServiceStub(self.channel)
        self.score: Unary[ScoreSuppliersRequest, ScoreSuppliersResponse] = suppliers.ScoreSuppliers
        self.check: Unary[CheckValueAddedServicesRequest, CheckValueAddedServicesResponse]
        self.check = gate.CheckValueAddedServices
        self.assess: Unary[AssessRisksRequest, AssessRisksResponse] = risks.AssessRisks
        self.decide: Unary[DecideRequest, DecideResponse] = decisions.Decide
        self._decide_stream: Any = decisions.DecideStream

    def ask(self, method: Unary[_Request, _Response], request: _Request, asked: Asked) -> _Response:
        """The answer to a request. Raises ClientError."""
        try:
            return method(request, timeout=asked.get("deadline", self._deadline), metadata=self._metadata)
        except grpc.RpcError as error:
            raise of_call(error) from error

    async def ask_async(
        self, method: Unary[_Request, _Response], request: _Request, asked: Asked
    ) -> _Response:
        """As `ask`, without holding up the loop."""
        call = method.future(request, timeout=asked.get("deadline", self._deadline), metadata=self._metadata)
        done: Future[None] = Future()
        # So that a task that is cancelled cannot take it from the callback.
        done.set_running_or_notify_cancel()
        call.add_done_callback(lambda _: done.set_result(None))
        try:
            await asyncio.wrap_future(done)
            return call.result()
        except grpc.RpcError as error:
            raise of_call(error) from error
        finally:
            call.cancel()

    def begin(self, opening: DecideStreamRequest, deadline: float | None) -> Flow:
        """Open a stream."""
        sending: SimpleQueue[DecideStreamRequest | None] = SimpleQueue()
        sending.put(opening)
        call = self._decide_stream(iter(sending.get, None), timeout=deadline, metadata=self._metadata)
        return Flow(call, sending)
