"""The OpenAPI 3.1 document of the endpoints, made from the contract when the service starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from assize.server.http.comments import read_comments
from assize.server.http.endpoints import Endpoint
from assize.server.http.intake import ID_PATTERN, REQUEST_ID
from assize.server.http.problems import MEDIA_TYPE
from assize.server.http.schemas import Schema, Schemas, reference

Document = dict[str, Any]

JSON = "application/json"
ABOUT = """Decisions by versioned rulebooks: the services, messages and limits are those of gRPC, as JSON.

Facts that are not sent are unknown, never 0 and never empty: `"certificates": []` says that there are none.
A decision against the caller is a 200. Branch on `outcome` and `effects` of the decision."""
REFUSALS: Mapping[HTTPStatus, str] = {
    HTTPStatus.BAD_REQUEST: "The request cannot be answered; `reason` and `violations` say why.",
    HTTPStatus.NOT_FOUND: "There is no such rulebook or version.",
    HTTPStatus.REQUEST_TIMEOUT: "The body did not come in time.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request, or its answer, is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not declared as JSON.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "A fault of the service; the log has it under the id in `metadata`.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too many calls wait, or the service stops. Try again later.",
}


def describe(endpoints: Sequence[Endpoint]) -> Document:
    """The document."""
    comments = read_comments()
    sent = [endpoint.method.input_type for endpoint in endpoints]
    schemas = Schemas(sent, [endpoint.method.output_type for endpoint in endpoints], comments)
    paths: Document = {endpoint.path: _path(endpoint, comments) for endpoint in endpoints}
    services = {each.method.containing_service.name: each.method.containing_service for each in endpoints}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Assize", "version": version("assize"), "description": ABOUT},
        "servers": [{"url": "/"}],
        "tags": [
            {"name": name, "description": comments.get(service.full_name, "")}
            for name, service in services.items()
        ],
        "paths": paths | _health(),
        "components": {
            "schemas": schemas.by_name | {"Problem": _problem()},
            "parameters": {REQUEST_ID: _request_id()},
            "headers": {REQUEST_ID: {"description": "The id of the request.", "schema": {"type": "string"}}},
            "responses": {
                status.phrase.replace(" ", ""): _refusal(text) for status, text in REFUSALS.items()
            },
        },
    }


def _path(endpoint: Endpoint, comments: Mapping[str, str]) -> Document:
    method = endpoint.method
    said = comments.get(method.full_name, "")
    common: Document = {
        "tags": [method.containing_service.name],
        "summary": said.partition(". ")[0].removesuffix("."),
        "description": said,
        "responses": {"200": _answer(method.output_type.name)} | _refusals(),
    }
    body = {"required": True, "content": {JSON: {"schema": reference(method.input_type.name)}}}
    name = f"{method.containing_service.name}_{method.name}"
    header = {"$ref": f"#/components/parameters/{REQUEST_ID}"}
    path: Document = {"parameters": [header], "post": {"operationId": name, **common, "requestBody": body}}
    if endpoint.by_get:
        parameters = [_parameter(field, comments) for field in method.input_type.fields]
        path["get"] = {"operationId": f"{name}_by_get", **common, "parameters": parameters}
    return path


def _parameter(field: FieldDescriptor, comments: Mapping[str, str]) -> Document:
    text: Schema = {"type": "string"}
    if field.message_type is not None:
        text["format"] = "date-time"
    parameter: Document = {"name": field.json_name, "in": "query", "schema": text}
    said = comments.get(field.full_name)
    return {**parameter, "description": said} if said else parameter


def _answer(name: str) -> Document:
    return {
        "description": "The answer.",
        "headers": {REQUEST_ID: {"$ref": f"#/components/headers/{REQUEST_ID}"}},
        "content": {JSON: {"schema": reference(name)}},
    }


def _refusals() -> Document:
    names = {str(status.value): status.phrase.replace(" ", "") for status in REFUSALS}
    return {status: {"$ref": f"#/components/responses/{name}"} for status, name in names.items()}


def _refusal(text: str) -> Document:
    return {
        "description": text,
        "headers": {REQUEST_ID: {"$ref": f"#/components/headers/{REQUEST_ID}"}},
        "content": {MEDIA_TYPE: {"schema": reference("Problem")}},
    }


def _request_id() -> Document:
    said = (
        "An id of yours, returned with the answer. Without one, or with one of other characters, one is made."
    )
    schema = {"type": "string", "pattern": f"^{ID_PATTERN}$"}
    return {"name": REQUEST_ID, "in": "header", "description": said, "schema": schema}


def _problem() -> Schema:
    """As RFC 9457 has it; the rest is there when the reason is one of ours."""
    text: Schema = {"type": "string"}
    fault: Schema = {
        "type": "object",
        "properties": {"field": text, "description": text},
        "required": ["field", "description"],
    }
    return {
        "type": "object",
        "description": "Problem details (RFC 9457). Branch on `reason`; without one, on `status`.",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "instance": {"type": "string", "format": "uri-reference"},
            "code": {**text, "description": "The status that gRPC has for it."},
            "reason": {**text, "description": "One of ErrorReason, without its prefix."},
            "domain": {"const": "assize"},
            "metadata": {"type": "object", "additionalProperties": text},
            "violations": {"type": "array", "items": fault},
        },
        "required": ["type", "title", "status", "detail", "instance"],
    }


def _health() -> Document:
    def path(name: str, summary: str, others: Document) -> Document:
        schema = {"type": "object", "properties": {"status": {"type": "string"}}, "required": ["status"]}
        well = {"description": "Yes.", "content": {JSON: {"schema": schema}}}
        responses = {"200": well, **others}
        return {"get": {"operationId": name, "tags": ["Health"], "summary": summary, "responses": responses}}

    stops = {"503": {"$ref": "#/components/responses/ServiceUnavailable"}}
    return {
        "/healthz": path("healthz", "The process is alive", {}),
        "/readyz": path("readyz", "The service takes calls", stops),
    }
