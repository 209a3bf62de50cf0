"""Errors as problem details (RFC 9457): what gRPC says in ErrorInfo and BadRequest, from the same table."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote

import orjson
from grpc import StatusCode
from starlette.responses import Response

from assize.rules.errors import AssizeError
from assize.server.errors import faults, metadata, wire
from assize.server.grpc.register import DOMAIN, LONGEST_MESSAGE, cut
from assize.v1.errors_pb2 import ErrorReason

MEDIA_TYPE = "application/problem+json"
MOST_VIOLATIONS = 100
PREFIX = "ERROR_REASON_"

STATUSES: Mapping[StatusCode, HTTPStatus] = {
    StatusCode.INVALID_ARGUMENT: HTTPStatus.BAD_REQUEST,
    StatusCode.FAILED_PRECONDITION: HTTPStatus.BAD_REQUEST,
    StatusCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    # Only ANSWER_TOO_LARGE. Never 429: sending the same again does not help.
    StatusCode.RESOURCE_EXHAUSTED: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    StatusCode.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""As google/rpc/code.proto has it, but for RESOURCE_EXHAUSTED."""


def to_problem(error: AssizeError, path: str, request_id: str) -> Response:
    """An error of the table. `type` leads to the page that explains the reason."""
    row = wire(error)
    reason = ErrorReason.Name(row.reason).removeprefix(PREFIX)
    status = STATUSES[row.status]
    violations = [
        {"field": cut(fault.field), "description": cut(fault.description)}
        for fault in faults(error)[:MOST_VIOLATIONS]
    ]
    problem = {
        "type": f"/docs#{reason}",
        "title": title_of(reason),
        "status": status.value,
        "detail": cut(str(error), LONGEST_MESSAGE),
        "instance": instance(path, request_id),
        "code": row.status.name,
        "reason": reason,
        "domain": DOMAIN,
        "metadata": metadata(error),
        "violations": violations,
    }
    return respond(problem, status)


def to_plain_problem(
    status: HTTPStatus, detail: str, path: str, request_id: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A problem of HTTP itself, which has no reason of ours."""
    problem = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "instance": instance(path, request_id),
    }
    return respond(problem, status, headers)


def respond(problem: object, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response:
    """The problem as a response."""
    return Response(orjson.dumps(problem), status.value, headers, MEDIA_TYPE)


def title_of(reason: str) -> str:
    """The reason in words, the same for all of its kind: `Duplicate id`."""
    return reason.replace("_", " ").capitalize()


def instance(path: str, request_id: str) -> str:
    """A reference to this very occurrence: the path, and the id that the log has too."""
    return f"{quote(path)}#{quote(request_id, safe='')}"
