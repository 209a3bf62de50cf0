"""The OpenAPI document and the page: made from the contract, with what its files say."""

from __future__ import annotations

import re
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import httpx
import pytest
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from grpc_tools import protoc

import assize.v1
from assize.server.http.comments import comments_in, read_comments
from assize.server.http.problems import PREFIX
from assize.v1.errors_pb2 import ErrorReason

CONTRACT = Path(assize.v1.__file__ or "").parent


@pytest.fixture(scope="module")
def document(http: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = http.get("/openapi.json").json()
    return found


def test_every_method_that_does_not_stream_has_its_path(document: dict[str, Any]) -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in CONTRACT.glob("*.proto"))
    methods = {path.rpartition("/")[2] for path in document["paths"] if path.startswith("/v1/")}
    assert methods == set(re.findall(r"^  rpc (\w+)\((?!stream )", written, re.MULTILINE))
    assert "get" not in document["paths"]["/v1/DecisionService/Decide"]
    assert "get" in document["paths"]["/v1/RulebookService/GetRulebook"]


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if "$ref" in node else []
            return own + [each for inner in node.values() for each in references(inner)]
        return [each for inner in node for each in references(inner)] if isinstance(node, list) else []

    for found in references(document):
        node = document
        for step in found.removeprefix("#/").split("/"):
            node = node[step]


def test_requests_are_closed_and_answers_complete(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["DecideRequest"]["additionalProperties"] is False
    assert "required" not in schemas["Supplier"]
    assert set(schemas["Ranking"]["required"]) == {"complete", "order", "ineligible"}
    assert schemas["Certificates"]["anyOf"][0]["type"] == "array"


def test_comments_are_descriptions(document: dict[str, Any]) -> None:
    effect = document["components"]["schemas"]["Effect"]
    assert "UNDETERMINED means: do not proceed" in effect["description"]
    assert "- `EFFECT_WARN`: Go on and show the reasons." in effect["description"]


def test_comments_are_those_that_the_compiler_keeps(tmp_path: Path) -> None:
    out = tmp_path / "contract"
    (tmp_path / "assize").mkdir()
    (tmp_path / "assize/v1").symlink_to(CONTRACT)
    google = next(path for path in sys.path if (Path(path) / "google/type/date.proto").is_file())
    roots = [f"-I{root}" for root in (tmp_path, google, files("grpc_tools") / "_proto")]
    written = [f"assize/v1/{path.name}" for path in CONTRACT.glob("*.proto")]
    options = ["--include_source_info", f"--descriptor_set_out={out}"]
    assert protoc.main(["protoc", *roots, *options, *written]) == 0
    assert read_comments() == kept(FileDescriptorSet.FromString(out.read_bytes()))


def kept(protos: FileDescriptorSet) -> dict[str, str]:
    """The comments right above declarations, by full name."""
    found: dict[str, str] = {}
    for file in protos.file:
        for location in file.source_code_info.location:
            if location.leading_comments and len(location.path) > 1:
                name = ".".join(names(file, list(location.path)))
                lines = location.leading_comments.removesuffix("\n").split("\n")
                found[f"{file.package}.{name}"] = "\n".join(line.removeprefix(" ") for line in lines)
    return found


def names(node: Any, path: list[int]) -> list[str]:  # noqa: ANN401  # any descriptor
    """The names along a path; a oneof stands beside the fields of its message."""
    found = []
    for field, index in zip(path[::2], path[1::2], strict=True):
        node = getattr(node, node.DESCRIPTOR.fields_by_number[field].name)[index]
        found.append(node.name)
    return found


def test_comments_of_inner_messages() -> None:
    lines = [
        "package p;",
        "message A {",
        "  // In.",
        "  message B {",
        "    // Field.",
        "    int32 c = 1;",
        "  }",
        "}",
    ]
    assert comments_in([*lines, "// Empty.", "message D {}"]) == {
        "p.A.B": "In.",
        "p.A.B.c": "Field.",
        "p.D": "Empty.",
    }


def test_the_page_shows_everything_without_help_from_elsewhere(
    http: httpx.Client, document: dict[str, Any]
) -> None:
    answer = http.get("/docs")
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    page = answer.text
    assert "<script" not in page
    assert "src=" not in page
    for anchor in (*document["paths"], *document["components"]["schemas"]):
        assert f'id="{anchor}"' in page
    for name in ErrorReason.keys()[1:]:
        assert f'id="{name.removeprefix(PREFIX)}"' in page
