"""Services to a gRPC server: parse, answer, serialise, and every error through the one table.

What streams is served by `assize.server.grpc.streams`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

from assize.rules.errors import AssizeError
from assize.server.errors import AnswerTooLarge, FieldFault, Malformed, RequestError, faults, metadata, wire
from assize.server.grpc.stamps import Sources, uuid7
from assize.v1.errors_pb2 import ErrorReason

DOMAIN = "assize"
LONGEST_MESSAGE = 300
MOST_FAULT_BYTES = 2048
_PREFIX = "ERROR_REASON_"
_log = logging.getLogger(__name__)

Method = Callable[[Any], Message]
"""A request message in, an answer message out; raises AssizeError."""


class Service(Protocol):
    """A service of the contract, and a function for each of its methods that do not stream."""

    @property
    def descriptor(self) -> ServiceDescriptor:
        """What the contract says of it."""

    @property
    def methods(self) -> Mapping[str, Method]:
        """By the contract's names."""


def single_methods(service: ServiceDescriptor) -> list[MethodDescriptor]:
    """The methods that take one message and answer one: those that HTTP has too."""
    return [each for each in service.methods if not (each.client_streaming or each.server_streaming)]


def register(server: grpc.Server, service: Service, most_bytes: int, sources: Sources) -> None:
    """Serve every single method of `service`; an answer has at most `most_bytes`."""
    handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
        method.name: grpc.unary_unary_rpc_method_handler(
            _guarded(service.methods[method.name], method, most_bytes, sources)
        )
        for method in single_methods(service.descriptor)
    }
    generic = grpc.method_handlers_generic_handler(service.descriptor.full_name, handlers)
    server.add_generic_rpc_handlers((generic,))


def _guarded(
    answer: Method, method: MethodDescriptor, most_bytes: int, sources: Sources
) -> Callable[[bytes, grpc.ServicerContext], bytes]:
    """The method over bytes: what is wrong with them is our answer, not the transport's."""
    parse = parser(method)

    def handle(sent: bytes, context: grpc.ServicerContext) -> bytes:
        try:
            return fitting(answer(parse(sent)).SerializeToString(), most_bytes)
        except AssizeError as error:
            context.abort_with_status(rpc_status.to_status(to_status(error)))
        except Exception as error:  # noqa: BLE001  # the last place that can tell it to the caller and the log
            context.abort_with_status(rpc_status.to_status(to_status(our_fault(error, method, sources))))

    return handle


def parser(method: MethodDescriptor) -> Callable[[bytes], Message]:
    """Makes messages of the bytes that are sent to a method. It raises Malformed."""
    kind = GetMessageClass(method.input_type)

    def parse(sent: bytes) -> Message:
        try:
            return kind.FromString(sent)
        except DecodeError as error:
            raise Malformed(f"the bytes are no {method.input_type.full_name}: {error}") from error

    return parse


def fitting(answer: bytes, most_bytes: int) -> bytes:
    """The answer. Raises AnswerTooLarge."""
    if len(answer) > most_bytes:
        hint = "send fewer items or ask for VIEW_BASIC"
        message = f"the answer has {len(answer)} bytes and may have {most_bytes}; {hint}"
        raise AnswerTooLarge(message, limit=str(most_bytes), got=str(len(answer)))
    return answer


def our_fault(error: Exception, method: MethodDescriptor, sources: Sources) -> RequestError:
    """A fault of ours: the log has all of it, the caller an id to ask for."""
    number = uuid7(sources.now(), sources.entropy(10))
    _log.error("fault %s in %s", number, method.full_name, exc_info=error)
    return RequestError(f"a fault of the service; ask its operator for {number}", id=number)


def to_status(error: AssizeError) -> Status:
    """The error as google.rpc.Status: ErrorInfo, and BadRequest where parts of the request are at fault."""
    row = wire(error)
    reason = ErrorReason.Name(row.reason).removeprefix(_PREFIX)
    details: list[Message] = [ErrorInfo(reason=reason, domain=DOMAIN, metadata=metadata(error))]
    if named := _most(faults(error)):
        details.append(BadRequest(field_violations=named))
    packed = [AnyMessage() for _ in details]
    for box, detail in zip(packed, details, strict=True):
        box.Pack(detail)
    return Status(code=row.status.value[0], message=cut(str(error), LONGEST_MESSAGE), details=packed)


def _most(named: tuple[FieldFault, ...]) -> list[BadRequest.FieldViolation]:
    """As many as fit: details travel in a header, and clients take headers of 8 KiB."""
    violations, size = [], 0
    for fault in named:
        violation = BadRequest.FieldViolation(field=cut(fault.field), description=cut(fault.description))
        size += violation.ByteSize()
        if size > MOST_FAULT_BYTES:
            break
        violations.append(violation)
    return violations


def cut(text: str, longest: int = 200) -> str:
    """The text, its end left out when it is too long."""
    return text if len(text) <= longest else text[:longest] + "…"
