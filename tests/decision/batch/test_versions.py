"""Rows of different days are decided by the versions that held on them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest, ColumnError
from assize.decision.decider import Decider
from tests.decision.books import DAY, NAME, decider_of, write_book

OLD = """
facts: {paid: {type: number, range: [0, 100]}, colour: text}
rules: {unpaid: {source: X, when: paid < 10, knock_out: true, note: none}}
uses: [award]
outcomes: {approved: none, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {otherwise: approved}]
"""
NEW = """
score: {scale: [0, 100], decimals: 1, weights: percent}
facts: {paid: {type: number, range: [0, 200]}}
criteria:
  payment: {source: X, weight: 100, of: paid, curve: [[0, 0], [200, 100]], if_missing: unknown, note: none}
rules: {late: {source: X, when: paid < 50, condition: {owner: supplier, due: 1m}, note: none}}
grades: {A: 50, B: 0}
uses: [award, renew]
outcomes: {approved: none, doubted: warn, undetermined: undetermined}
decide: [{doubted: condition_open}, {otherwise: approved}]
"""


@pytest.fixture(name="decider")
def two_versions(tmp_path: Path) -> Decider:
    old = write_book(tmp_path / "old", OLD)
    later = {"version": "2.0.0", "effective": "{from: 2026-07-01}"}
    return decider_of(old, write_book(tmp_path / "new", NEW, **later))


def test_each_row_by_the_version_of_its_day(decider: Decider) -> None:
    rows = {
        "paid": [5.0, 20.0, 20.0, 150.0, 150.0, 20.0],
        "day": [date(2026, m, 1) for m in (1, 6, 7, 8, 6)] + [date(2025, 1, 1)],
    }
    batch = pa.record_batch(rows)
    request = BatchRequest(NAME, as_of_column="day", contributions=True)
    found = BatchDecider(decider, request, batch.schema, DAY).decide(batch).to_pydict()
    assert found["version"] == ["1.0.0", "1.0.0", "2.0.0", "2.0.0", None, None]
    assert found["outcome"] == ["rejected", "approved", "doubted", "approved", None, None]
    assert found["score"] == [None, None, 10.0, 75.0, None, None]
    assert found["points_payment"] == [None, None, 10.0, 75.0, None, None]
    assert found["effect_renew"] == [None, None, "warn", "none", None, None]
    assert found["knock_outs"] == [["unpaid"], [], [], [], [], []]
    codes = [None if errors is None else [error["code"] for error in errors] for errors in found["errors"]]
    assert codes == [None, None, None, None, ["OUT_OF_RANGE"], ["NOT_EFFECTIVE"]]


def test_columns_fit_every_version_that_may_decide(decider: Decider) -> None:
    schema = pa.schema([("paid", pa.float64()), ("colour", pa.string()), ("day", pa.date32())])
    BatchDecider(decider, BatchRequest(NAME, as_of_column="day"), schema, DAY)
    odd = schema.set(1, pa.field("colour", pa.int64()))
    with pytest.raises(ColumnError) as caught:
        BatchDecider(decider, BatchRequest(NAME, as_of_column="day"), odd, DAY)
    assert [problem.column for problem in caught.value.problems] == ["colour"]


def test_a_pinned_version_decides_its_days_only(decider: Decider) -> None:
    batch = pa.record_batch({"paid": [20.0, 20.0], "day": [date(2026, 6, 1), date(2026, 8, 1)]})
    request = BatchRequest(NAME, version="2.0.0", as_of_column="day")
    found = BatchDecider(decider, request, batch.schema, DAY).decide(batch).to_pydict()
    assert found["outcome"] == [None, "doubted"]
    assert found["errors"][0][0]["code"] == "NOT_EFFECTIVE"


def test_a_row_that_is_decided_alone_has_the_uses_of_its_version(decider: Decider) -> None:
    sent = {"paid": ["20", "2e1"], "day": ["2026-06-01", "2026-06-01"]}
    request = BatchRequest(NAME, as_of_column="day", written=True)
    batch = pa.record_batch(sent)
    found = BatchDecider(decider, request, batch.schema, DAY).decide(batch).to_pydict()
    assert found["outcome"] == ["approved", "approved"]
    assert found["effect_renew"] == [None, None]
