"""Requests made up from the OpenAPI document: no fault of the service, every answer as the document says."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks
from schemathesis.generation import GenerationMode

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
BOUNDED = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def document(http: httpx.Client) -> dict[str, Any]:
    """The document, narrowed so that requests get past the first checks."""
    narrowed: dict[str, Any] = http.get("/openapi.json").json()
    schemas = narrowed["components"]["schemas"]
    schemas["DecideRequest"]["properties"]["rulebook"] = {"const": "supplier-selection"}
    schemas["DecideRequest"]["required"] = ["rulebook", "cases"]
    for name, schema in schemas.items():
        properties = schema.get("properties", {})
        if "id" in properties and schema.get("additionalProperties") is False:
            properties["id"] = {"type": "string", "pattern": "^[a-z]{1,9}$"}
            schema["required"] = ["id"]
        elif name.endswith("Request") and "options" in properties:
            schema["required"] = [*schema.get("required", []), next(iter(properties))]
    return narrowed


@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_as_the_document_says(mode: GenerationMode, document: dict[str, Any], url: str) -> None:
    operations = [found.ok() for found in schemathesis.openapi.from_dict(document).get_all_operations()]
    # Health takes nothing that could be made up.
    statuses = {each.label: tried(each, mode, url) for each in operations if each.path.startswith("/v1/")}
    expected = 200 if mode is GenerationMode.POSITIVE else 400
    # Without luck no rulebook has the name that is made up.
    others = {label for label in statuses if not label.endswith("GetRulebook")}
    assert {label for label in others if expected in statuses[label]} == others


def tried(operation: Any, mode: GenerationMode, url: str) -> set[int]:  # noqa: ANN401  # not a public type
    """The statuses of the answers to made-up requests."""
    statuses = set()

    @BOUNDED
    @given(operation.as_strategy(generation_mode=mode))
    def conforms(case: schemathesis.Case) -> None:
        statuses.add(case.call_and_validate(base_url=url, checks=CHECKS).status_code)

    conforms()
    return statuses
