"""Why a question was not answered.

ClientError
├── Refused       what is asked cannot be answered: mend it first
├── Exhausted     too large, or too much at a time: smaller, or later
├── Unavailable   the service is not there: again after a pause
├── TimedOut      the deadline came first
└── Failed        anything else, a fault of the service among it
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import grpc
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.rpc.status_pb2 import Status
from grpc_status import rpc_status

_CODES = {code.value[0]: code for code in grpc.StatusCode}


class Fault(NamedTuple):
    """A part of the request that is at fault, as `suppliers[4].id`, and why."""

    field: str
    description: str


class ClientError(Exception):
    """A question that was not answered.

    `reason` is the stable name of the contract, as `UNKNOWN_RULEBOOK`; empty when the transport says it.
    `rows` are the rows of the caller's table that were not decided, where it is about one batch.
    """

    def __init__(self, code: grpc.StatusCode, status: Status, rows: range | None = None) -> None:
        info, bad = _details(status)
        self.code = code
        self.reason = info.reason
        self.message = status.message
        self.faults = tuple(Fault(each.field, each.description) for each in bad.field_violations)
        self.metadata: Mapping[str, str] = dict(info.metadata)
        self.rows = rows
        place = f"rows {rows.start} to {rows.stop - 1}: " if rows else ""
        told = dict.fromkeys(
            fault.description for fault in self.faults if fault.description not in self.message
        )
        super().__init__("\n  ".join([f"{place}{self.message} ({self.reason or code.name})", *told]))


class Refused(ClientError):
    """What is asked cannot be answered; `faults` name the parts of the request."""


class Exhausted(ClientError):
    """Too large, or too much at a time."""


class Unavailable(ClientError):
    """The service is not there, or stops."""


class TimedOut(ClientError):
    """The deadline came first."""


class Failed(ClientError):
    """Anything else; a fault of the service has an `id` in its metadata."""


_KINDS: Mapping[grpc.StatusCode, type[ClientError]] = {
    grpc.StatusCode.INVALID_ARGUMENT: Refused,
    grpc.StatusCode.NOT_FOUND: Refused,
    grpc.StatusCode.FAILED_PRECONDITION: Refused,
    grpc.StatusCode.RESOURCE_EXHAUSTED: Exhausted,
    grpc.StatusCode.UNAVAILABLE: Unavailable,
    grpc.StatusCode.DEADLINE_EXCEEDED: TimedOut,
}


def of_call(error: Any) -> ClientError:  # noqa: ANN401  # a grpc.RpcError that is also a call
    """The error of a call that failed."""
    code: grpc.StatusCode = error.code()
    status = rpc_status.from_call(error) or Status(message=error.details() or "")
    return _KINDS.get(code, Failed)(code, status)


def of_batch(status: Status, rows: range) -> ClientError:
    """The error of one batch of a stream."""
    code = _CODES.get(status.code, grpc.StatusCode.UNKNOWN)
    return _KINDS.get(code, Failed)(code, status, rows)


def ended_early(rows: range) -> ClientError:
    """The service ended a stream before all was answered."""
    return Failed(grpc.StatusCode.UNKNOWN, Status(message="the stream ended before its last answer"), rows)


def _details(status: Status) -> tuple[ErrorInfo, BadRequest]:
    info, bad = ErrorInfo(), BadRequest()
    for detail in status.details:
        detail.Unpack(info) or detail.Unpack(bad)
    return info, bad
