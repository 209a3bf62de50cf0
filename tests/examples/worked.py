"""The worked examples: their rulebooks and the published cases that they reproduce."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from assize.decision.case import Case
from assize.decision.decider import Decider
from assize.decision.result import Decision
from assize.rules.inference.cache import MemoryCache
from assize.rules.library import Library
from assize.rules.load import load_rulebook

EXAMPLES = Path(__file__).parents[2] / "examples"
WORKED = EXAMPLES / "worked"
NAMES = tuple(sorted(folder.name for folder in WORKED.iterdir() if (folder / "rulebook.yaml").is_file()))
DAY = date(2026, 6, 1)


def published(name: str) -> dict[str, Any]:
    """The published case of an example."""
    found: dict[str, Any] = json.loads((WORKED / name / "case.json").read_text(encoding="utf-8"))
    return found


def decider_of(folder: Path) -> Decider:
    """A decider with the one rulebook of an example."""
    return Decider(Library([load_rulebook(folder)]), MemoryCache())


def decisions_of(name: str) -> dict[str, Decision]:
    """The decision on each alternative of an example's published case."""
    case, decider = published(name), decider_of(WORKED / name)
    return {
        alternative: decider.decide(name, Case(alternative, _facts(case, row)), DAY)
        for alternative, row in zip(case["alternatives"], case["matrix"], strict=True)
    }


def _facts(case: dict[str, Any], row: list[float]) -> dict[str, object]:
    pairs = zip(case["criteria"], row, strict=True)
    return {criterion["fact"]: _value(criterion, value) for criterion, value in pairs}


def _value(criterion: dict[str, Any], value: float) -> object:
    currency = criterion.get("currency")
    return value if currency is None else {"amount": value, "currency": currency}
