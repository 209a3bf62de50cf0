"""The document as one page for people: no script, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from assize.server.http.comments import read_comments
from assize.server.http.problems import PREFIX, title_of
from assize.v1.errors_pb2 import ErrorReason

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:3rem;border-bottom:1px solid #8888}h3{margin-top:2rem}
code,pre{font:14px/1.5 ui-monospace,monospace}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8883}
td p{margin:0}p{white-space:pre-line}
.verb{font-weight:bold;margin-right:.5rem}
"""
_CODE = re.compile(r"`([^`]+)`")
_IN_CODE = r"<code>\1</code>"


def to_page(document: dict[str, Any]) -> str:
    """The page."""
    info = document["info"]
    parts = [
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1>",
        prose(info["description"]),
        '<p>For programs: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>',
        *_operations(document),
        "<h2>Refusals</h2>",
        prose("Problem details (RFC 9457). `type` leads here; branch on `reason`."),
        *_reasons(),
        "<h2>Messages</h2>",
        *(_schema(name, schema) for name, schema in sorted(document["components"]["schemas"].items())),
    ]
    head = f'<meta charset="utf-8"><title>{escape(info["title"])}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'


def prose(text: str) -> str:
    """A text of the contract: paragraphs, and code between backquotes."""
    paragraphs = escape(text, quote=False).split("\n\n")
    return "".join(f"<p>{_CODE.sub(_IN_CODE, each)}</p>" for each in paragraphs if each)


def _operations(document: dict[str, Any]) -> Iterator[str]:
    said = {tag["name"]: tag["description"] for tag in document["tags"]}
    last = ""
    for path, item in document["paths"].items():
        operations = [(verb, item[verb]) for verb in ("get", "post") if verb in item]
        tag = operations[0][1]["tags"][0]
        if tag != last:
            last = tag
            yield f"<h2>{escape(tag)}</h2>{prose(said.get(tag, ''))}"
        verbs = " ".join(f'<span class="verb">{verb.upper()}</span>' for verb, _ in operations)
        yield f'<h3 id="{escape(path)}">{verbs}<code>{escape(path)}</code></h3>'
        yield _operation(operations[-1][1])


def _operation(operation: dict[str, Any]) -> str:
    lines = prose(operation.get("description") or operation["summary"])
    body = operation.get("requestBody")
    if body is not None:
        sent = kind(_only(body["content"])["schema"])
        answered = kind(_only(operation["responses"]["200"]["content"])["schema"])
        lines += f"<p>{sent} → {answered}</p>"
    return lines


def _reasons() -> Iterable[str]:
    comments = read_comments()
    for name in ErrorReason.keys():  # noqa: SIM118  # no mapping
        reason = name.removeprefix(PREFIX)
        said = comments[f"{ErrorReason.DESCRIPTOR.full_name}.{name}"]
        if reason != "UNSPECIFIED":
            yield f'<h3 id="{reason}">{title_of(reason)} <code>{reason}</code></h3>{prose(said)}'


def _schema(name: str, schema: dict[str, Any]) -> str:
    held = schema["anyOf"][-1] if "anyOf" in schema else schema
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code><td>{kind(each)}<td>{prose(each.get('description', ''))}"
        for field, each in held.get("properties", {}).items()
    )
    table = f"<table><tr><th>field<th>type<th>{rows}</table>" if rows else ""
    return f'<h3 id="{escape(name)}">{escape(name)}</h3>{prose(schema.get("description", ""))}{table}'


def kind(schema: dict[str, Any]) -> str:
    """A type in a few words, with a link to the message."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind(each) for each in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {kind(schema['items'])}"
    if schema.get("additionalProperties"):
        return f"by name: {kind(schema['additionalProperties'])}"
    return escape(schema.get("format") or schema.get("type", "any"))


def _only(content: dict[str, dict[str, Any]]) -> dict[str, Any]:
    (media,) = content.values()
    return media
