"""Small rulebooks, written to a folder with texts for all their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assize.decision.case import Case, GivenApproval
from assize.decision.decider import Decider
from assize.decision.result import Decision
from assize.rules.inference.cache import MemoryCache
from assize.rules.library import Library, shipped_folder
from assize.rules.model import Rulebook

DAY = date(2026, 6, 1)
CACHE = MemoryCache()  # content by its hash: what one test computed serves the next
NAME = "small"
HEAD = {
    "version": "1.0.0",
    "effective": "{from: 2026-01-01}",
    "time_zone": "Asia/Shanghai",
    "languages": "[en]",
    "audiences": "[internal, supplier]",
}
GATE = """
uses: [award]
outcomes: {approved: none, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {otherwise: approved}]
"""


def write_book(folder: Path, body: str, rules: Mapping[str, Any] | None = None, **head: str) -> Path:
    """A rulebook: `body` below the usual head. `rules` are texts of rules; every other name gets a title."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{key}: {value}" for key, value in (HEAD | head).items()]
    text = "\n".join([f"rulebook: {NAME}", "adopted: draft", *lines, body])
    (folder / "rulebook.yaml").write_text(text, encoding="utf-8")
    texts = yaml.safe_dump(_texts(yaml.load(text, yaml.BaseLoader), rules or {}))  # noqa: S506  # texts only
    (folder / "en.yaml").write_text(texts, encoding="utf-8")
    return folder


@cache
def shipped() -> tuple[Rulebook, ...]:
    """All rulebooks that come with Assize."""
    library = Library.load([shipped_folder()])
    return tuple(book for name in library.names() for book in library.versions(name))


def decider_of(*folders: Path) -> Decider:
    """A decider by these rulebooks."""
    return Decider(Library.load(folders), CACHE)


def decide(
    decider: Decider,
    facts: Mapping[str, object],
    day: date = DAY,
    approvals: tuple[GivenApproval, ...] = (),
    requester: str = "",
) -> Decision:
    """The decision on one case."""
    return decider.decide(NAME, Case("x", facts, approvals, requester), day)


def _texts(book: dict[str, Any], rules: Mapping[str, Any]) -> dict[str, Any]:
    written = {**book.get("rules", {}), **book.get("after_score", {})}
    people = {each[who] for each in _mappings(written) for who in ("role", "owner") if who in each}
    risks = book.get("risks", {})
    controls = [name for risk in risks.values() for name in _named(risk["controls"], "clauses")]
    return {
        "language": "en",
        "title": "Small",
        "outcomes": _titles(book["outcomes"]),
        "facts": _titles(book["facts"]),
        "criteria": _titles(_named(book.get("criteria", {}), "criteria")),
        "rules": {name: rules.get(name, {"reason": "It holds.", "remedy": "Mend it."}) for name in written},
        "obligations": _titles(n for rule in written.values() for n in rule.get("obligations", {})),
        "roles": _titles(people),
        **{section: _titles(book.get(section, {})) for section in ("principles", "risks", "shows")},
        "controls": _titles(controls),
    }


def _titles(names: Any) -> dict[str, str]:  # noqa: ANN401  # whatever can be looped over
    return {name: f"Title of {name}" for name in names}


def _named(tree: dict[str, Any], below: str) -> Iterator[str]:
    """The names of a tree whose branches stand under `below`."""
    for name, node in tree.items():
        yield name
        yield from _named(node.get(below, {}), below)


def _mappings(node: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  # any part of a file
    if isinstance(node, dict):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _mappings(part)
