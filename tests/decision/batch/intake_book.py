"""A small rulebook with a fact of every type, for what is wrong or unusual in single cells."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pyarrow as pa

from assize.decision.facts import FactChecker
from assize.rules.load import load_rulebook
from assize.rules.model import Rulebook
from tests.decision.batch.intakes import check
from tests.decision.books import DAY, GATE, write_book

_BODY = f"""
facts:
  share: {{type: number, unit: "%", range: [0, 100]}}
  free: number
  people: integer
  few: {{type: integer, range: [0, 1000]}}
  signed: boolean
  holder: text
  remark: text
  color: {{choices: [red, green, "3"]}}
  founded: date
  value: {{type: money, currency: CNY}}
  budget: {{type: money, currency: CNY, range: [0, 1000000]}}
  measured: {{type: number, stale_after: 30d}}
  seen: {{type: number, stale_after: 5wd}}
  verdict: {{choices: [good, bad], decision: other}}
  skills: {{type: list, of: text}}
  marks: {{type: list, of: number, max_items: 3}}
  papers:
    type: list
    key: number
    of:
      number: text
      scheme: {{choices: [iso, cmmi, none]}}
      level: {{by: scheme, choices: {{iso: [1, 2], cmmi: [3, 2], none: []}}}}
      cost: {{type: money, currency: CNY}}
      until: date
      valid: boolean
rules:
  told:
    source: X-1
    when: holder == "somebody" or any(p.number == holder for p in papers)
    knock_out: true
{GATE}
"""


@cache
def book() -> Rulebook:
    """The rulebook."""
    with tempfile.TemporaryDirectory() as folder:
        return load_rulebook(write_book(Path(folder) / "small", _BODY))


@cache
def checker() -> FactChecker:
    """Its check of facts."""
    return FactChecker(book(), frozenset())


def aside(columns: Mapping[str, pa.Array], *, written: bool = False) -> list[int]:
    """The rows set aside, of the columns and of a slice of them, when all others are as they are alone."""
    batch = pa.RecordBatch.from_pydict(dict(columns))
    found = check(book(), batch, DAY, written=written, checker=checker())
    part = check(book(), batch.slice(1), DAY, written=written, checker=checker())
    assert part == [row - 1 for row in found if row]
    return found
