"""Values that a rulebook shows come out in a batch as they do alone, whatever their type."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest
from tests.decision.books import DAY, GATE, NAME, decider_of, write_book

BOOK = (
    """
facts:
  name: text
  kind: {choices: [near, far]}
  since: date
  paid: {type: number, range: [0, 100]}
  open: boolean
rules:
  closed: {source: X, when: not open, knock_out: true, note: none}
shows:
  who: name
  where_from: kind
  first_day: since
  next_day: since + 1
  half: paid / 2
  is_open: open
"""
    + GATE
)


def test_every_type(tmp_path: Path) -> None:
    decider = decider_of(write_book(tmp_path, BOOK))
    rows = {
        "name": ["north", None, "a text of its own"],
        "kind": ["far", "near", None],
        "since": [date(2026, 1, 31), None, date(9999, 12, 31)],
        "paid": [5.0, None, 100.0],
        "open": [True, None, False],
    }
    batch = pa.record_batch(rows)
    found = BatchDecider(decider, BatchRequest(NAME), batch.schema, DAY).decide(batch)
    shown = found.select(["who", "where_from", "first_day", "next_day", "half", "is_open"]).to_pydict()
    assert shown == {
        "who": rows["name"],
        "where_from": rows["kind"],
        "first_day": rows["since"],
        "next_day": [date(2026, 2, 1), None, None],
        "half": [2.5, None, 50.0],
        "is_open": rows["open"],
    }
    assert found.column("outcome").to_pylist() == ["approved", "undetermined", "rejected"]
