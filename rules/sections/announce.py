"""All names that a rulebook writes, found before anything is read.

So what stands further below, or could not be read, is told from what nobody wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assize.rules.reader import NAME, name_like
from assize.rules.scope import GRADE_NAMES, RISK_NUMBERS, SCORE_NAMES, SUMMARY_NAMES, Scope
from assize.rules.yaml_nodes import Entry, MapNode, Node

_KINDS = (
    ("parameters", "parameter"),
    ("facts", "fact"),
    ("let", "let"),
    ("tables", "table"),
    ("rules", "rule"),
    ("after_score", "rule"),
    ("risks", "rule"),
    ("risks", "risk"),
    ("outcomes", "outcome"),
    ("principles", "principle"),
    ("shows", "shown"),
)


def announce(fields: Mapping[str, Node], scope: Scope) -> None:
    """Tell the scope every name under the top-level keys `fields`."""
    for section, kind in _KINDS:
        scope.announce(kind, _names(fields.get(section)))
    scope.announce("criterion", _below(fields.get("criteria"), "criteria"))
    for risk in _entries(fields.get("risks")):
        written = [entry.value for entry in _entries(risk.value) if entry.key == "controls"]
        controls = [name for node in written for name in _below(node, "clauses")]
        scope.announce("control", controls)
        scope.announce("rule", [each for name in controls for each in (name, f"{name}_missing")])
        scope.announce(
            "score", [f"{name}_{number}" for name in (risk.key, "worst") for number in RISK_NUMBERS]
        )
    scope.announce("summary", SUMMARY_NAMES)
    if "criteria" in fields:
        scope.announce("score", SCORE_NAMES)
        scope.announce("grade", GRADE_NAMES if "grades" in fields else ())


def _entries(node: Node | None) -> tuple[Entry, ...]:
    return node.entries if isinstance(node, MapNode) else ()


def _names(node: Node | None) -> Iterator[str]:
    """The keys, and of a key that is no name the name that is probably meant."""
    for entry in _entries(node):
        yield entry.key if NAME.fullmatch(entry.key) else name_like(entry.key)


def _below(node: Node | None, key: str) -> Iterator[str]:
    """The names of a tree whose branches stand under `key`."""
    yield from _names(node)
    for entry in _entries(node):
        for inner in _entries(entry.value):
            if inner.key == key:
                yield from _below(inner.value, key)
