# ruff: noqa: ANN401  # messages of several types are read alike
"""The cases of the shipped rulebooks' own suites, and what messages say in plain values."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

from assize.decision.decider import Decider
from assize.decision.suite_file import SuiteCase, load_suite
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library, shipped_folder
from assize.rules.model import Rulebook
from assize.v1 import decision_pb2 as pb
from assize.v1.options_pb2 import Options

RULEBOOKS = Path(__file__).parents[3] / "rules/rulebooks"
DAY = date(2026, 6, 1)


@cache
def decider() -> Decider:
    return Decider(Library.load([shipped_folder()]), cached_tables([shipped_folder()]))


def rulebook(name: str) -> Rulebook:
    return decider().library.find(name, DAY)


def suite(name: str) -> list[SuiteCase]:
    """The cases of a suite that can be decided."""
    cases = load_suite(RULEBOOKS / name / "1.0.0", rulebook(name))
    return [case for case in cases if "error" not in case.wanted.lists]


def at(day: date, **options: Any) -> Options:
    moment = Timestamp()
    moment.FromJsonString(f"{day}T04:00:00Z")
    return Options(as_of=moment, **options)


def told(value: pb.Value) -> object:
    kind = value.WhichOneof("kind")
    if kind == "date":
        return str(date(value.date.year, value.date.month, value.date.day))
    return {True: "true", False: "false"}[value.boolean] if kind == "boolean" else getattr(value, str(kind))


def ends(message: pb.Range) -> tuple[float, float]:
    return message.low, message.high


def name_of(kind: Any, number: int) -> str:
    """SOME_KIND_WORD of an enum SomeKind as `word`."""
    written = kind.Name(number)
    prefix = "".join(f"_{c}" if c.isupper() else c for c in kind.DESCRIPTOR.name).upper().lstrip("_")
    return str(written.removeprefix(f"{prefix}_").lower())
