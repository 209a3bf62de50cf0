"""Why a request is refused, and what each error is on the wire.

AssizeError
├── FactError, ColumnError, UnknownRulebook, UnknownVersion, NotEffective, ContentChanged
├── RulebookError, InferenceError, SuitesFailed, ConfigError   stop the service before it answers
└── RequestError         what is asked for cannot be answered; names the fields at fault
    ├── Malformed        the bytes are no such message
    ├── EmptyRequest     no item
    ├── TooManyItems     more items than one request may have
    ├── BadId            an item without a usable id
    ├── DuplicateId      two items with one id
    ├── BadOption        an option that the rulebook does not know
    ├── AnswerTooLarge   more bytes than one answer may have
    ├── BatchTooLarge    a batch that takes more bytes than it may, once it is unpacked
    └── TooManyStreams   as many streams are open as may be
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from grpc import StatusCode

from assize.decision.activation import SuitesFailed
from assize.decision.batch.request import ColumnError
from assize.rules.errors import AssizeError, FactError, NotEffective, RulebookError, UnknownRulebook
from assize.rules.inference.errors import InferenceError
from assize.rules.library import ContentChanged, UnknownVersion
from assize.server.config import ConfigError
from assize.v1.errors_pb2 import ErrorReason


class FieldFault(NamedTuple):
    """A part of a request that is at fault, as `suppliers[4].id`, and why."""

    field: str
    description: str


class RequestError(AssizeError):
    """A request that cannot be answered. `faults` name its parts, `metadata` the figures, for programs."""

    def __init__(self, message: str, faults: Iterable[FieldFault] = (), **metadata: str) -> None:
        self.faults = tuple(faults)
        self.metadata = metadata
        super().__init__(message)


class Malformed(RequestError):
    """The bytes are no message of the expected type."""


class EmptyRequest(RequestError):
    """A request without items."""


class TooManyItems(RequestError):
    """More items than one request may have."""


class BadId(RequestError):
    """Items without a usable id."""


class DuplicateId(RequestError):
    """Items that share an id."""


class BadOption(RequestError):
    """An option that the rulebook does not know, or a time out of range."""


class AnswerTooLarge(RequestError):
    """More bytes than one answer may have."""


class BatchTooLarge(RequestError):
    """A batch that takes more bytes than it may, once it is unpacked."""


class TooManyStreams(RequestError):
    """As many streams are open as may be."""


class Wire(NamedTuple):
    """What an error is on the wire."""

    status: StatusCode
    reason: ErrorReason


INTERNAL = Wire(StatusCode.INTERNAL, ErrorReason.ERROR_REASON_INTERNAL)
WIRE: Mapping[type[AssizeError], Wire] = {
    RulebookError: INTERNAL,
    SuitesFailed: INTERNAL,
    InferenceError: INTERNAL,
    ConfigError: INTERNAL,
    FactError: Wire(StatusCode.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_BAD_FACTS),
    ColumnError: Wire(StatusCode.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_BAD_COLUMNS),
    UnknownRulebook: Wire(StatusCode.NOT_FOUND, ErrorReason.ERROR_REASON_UNKNOWN_RULEBOOK),
    UnknownVersion: Wire(StatusCode.NOT_FOUND, ErrorReason.ERROR_REASON_UNKNOWN_VERSION),
    NotEffective: Wire(StatusCode.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_NOT_EFFECTIVE),
    ContentChanged: Wire(StatusCode.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_CONTENT_CHANGED),
    Malformed: Wire(StatusCode.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_MALFORMED),
    EmptyRequest: Wire(StatusCode.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_EMPTY_REQUEST),
    TooManyItems: Wire(StatusCode.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_TOO_MANY_ITEMS),
    BadId: Wire(StatusCode.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_BAD_ID),
    DuplicateId: Wire(StatusCode.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_DUPLICATE_ID),
    BadOption: Wire(StatusCode.INVALID_ARGUMENT, ErrorReason.ERROR_REASON_BAD_OPTION),
    AnswerTooLarge: Wire(StatusCode.RESOURCE_EXHAUSTED, ErrorReason.ERROR_REASON_ANSWER_TOO_LARGE),
    BatchTooLarge: Wire(StatusCode.RESOURCE_EXHAUSTED, ErrorReason.ERROR_REASON_BATCH_TOO_LARGE),
    TooManyStreams: Wire(StatusCode.RESOURCE_EXHAUSTED, ErrorReason.ERROR_REASON_TOO_MANY_STREAMS),
}


def wire(error: BaseException) -> Wire:
    """The row of the table for this error; a fault of ours for anything that is not in it."""
    return next((WIRE[kind] for kind in type(error).__mro__ if kind in WIRE), INTERNAL)


def faults(error: AssizeError) -> tuple[FieldFault, ...]:
    """The parts of the request that are at fault."""
    match error:
        case RequestError():
            return error.faults
        case FactError():
            return tuple(FieldFault(violation.path, violation.render()) for violation in error.violations)
        case ColumnError():
            return tuple(FieldFault(problem.column, str(problem)) for problem in error.problems)
        case UnknownRulebook():
            return (FieldFault("rulebook", str(error)),)
        case _:
            return ()


def metadata(error: AssizeError) -> dict[str, str]:
    """Figures for programs."""
    match error:
        case RequestError():
            return error.metadata
        case UnknownRulebook():
            return {"rulebook": error.name}
        case UnknownVersion():
            return {"rulebook": error.rulebook, "version": error.version}
        case NotEffective():
            return {"rulebook": error.rulebook, "on": error.on.isoformat()}
        case ContentChanged():
            return {"rulebook": error.rulebook, "version": error.version, "held": error.held}
        case _:
            return {}
