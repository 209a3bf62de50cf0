"""Lists and approvals: elements lie where they should, and what is wrong in one sets its row aside."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from assize.rules.columns.values import ListColumn
from tests.decision.batch.intake_book import aside, book
from tests.decision.batch.intakes import check, taken
from tests.decision.books import DAY, shipped


def papers(*rows: object) -> dict[str, pa.Array]:
    return {"papers": pa.array(rows)}


def test_elements_that_are_null_are_wrong() -> None:
    assert aside({"skills": pa.array([["a"], [None], None, [], ["b", None], ["c"]])}) == [1, 4]
    assert aside(papers([{"number": "a"}], [None], None, [], [{"number": "a"}, None])) == [1, 4]
    assert aside({"skills": pa.array([[None], [], None])}) == [0]
    assert aside(papers([None], [], None)) == [0]


def test_lists_are_not_too_long() -> None:
    assert aside({"marks": pa.array([[1.0] * 3, [1.0] * 4, None, []])}) == [1]
    assert aside({"skills": pa.array([["a"] * 1000, ["a"] * 1001, ["b"]])}) == [1]


def test_wrong_elements() -> None:
    assert aside({"marks": pa.array([[1.0], [float("nan")], [2.0, float("inf")], [3.0]])}) == [1, 2]
    assert aside({"skills": pa.array([["a", "  "], ["a", "b"], [""]])}) == [0, 2]
    money = [{"cost": {"amount": "1", "currency": c}} for c in ("CNY", "USD")]
    assert aside(papers(money, money[:1], [{"cost": None}])) == [0]


def test_levels_are_those_of_their_scheme() -> None:
    pairs = [
        ("iso", "1"),
        ("iso", "3"),
        ("cmmi", "3"),
        ("none", "1"),
        (None, "1"),
        ("none", None),
        ("iso", None),
    ]
    rows = [[{"scheme": scheme, "level": level}] for scheme, level in pairs]
    assert aside(papers(*rows)) == [1, 3]
    numbers = [[{"scheme": scheme, "level": level and int(level)}] for scheme, level in pairs]
    assert aside(papers(*numbers)) == [1, 3]


def test_keys_stand_once() -> None:
    rows = [["a", "b"], ["a", "a"], [None, None], ["b"], None, ["c", "d", "c"], []]
    assert aside(papers(*(row and [{"number": key, "valid": True} for key in row] for row in rows))) == [1, 5]


def test_what_lies_under_a_null_list_is_not_there() -> None:
    inner = pa.array(["a", " ", None, "d", "e", "f"])
    gone = pa.array([False, True, False])
    assert (
        aside({"skills": pa.ListArray.from_arrays(pa.array([0, 1, 4, 6], pa.int32()), inner, mask=gone)})
        == []
    )
    large = pa.LargeListArray.from_arrays(pa.array([0, 1, 4, 6], pa.int64()), inner, mask=gone)
    assert aside({"skills": large}) == []
    known = pa.array(["a", "b", " ", None, "e", "f"])
    assert aside({"skills": pa.FixedSizeListArray.from_arrays(known, 2, mask=gone)}) == []


def test_a_list_that_is_too_old_has_no_elements() -> None:
    for each in shipped():
        for fact in each.facts:
            if fact.stale_after and fact.type.__class__.__name__ == "ListType":
                column = pa.array([[{}], [{}], None, [{}, {}]], pa.list_(pa.struct([])))
                days = pa.array([dt.date(2000, 1, 1), DAY, DAY, None])
                batch = pa.RecordBatch.from_pydict({fact.name: column, f"{fact.name}@observed": days})
                assert check(each, batch, DAY) == []


def test_a_list_without_a_column_is_unknown() -> None:
    found = taken(book(), pa.RecordBatch.from_pydict({"id": pa.array(["a", "b"])}), DAY).columns.values
    column = next(value for value in found if isinstance(value, ListColumn))
    assert column.unknown.ndim == 0
    assert bool(column.unknown)
    assert column.lengths.tolist() == [0, 0]
    assert [len(field) for field in column.fields] == [0] * len(column.fields)


def test_approvals() -> None:
    each = next(b for b in shipped() if any(rule.approval for rule in b.rules))
    rule = next(rule for rule in each.rules if rule.approval)
    assert rule.approval is not None
    right = {"rule": rule.name, "role": rule.approval.role, "by": "a", "granted_on": DAY, "expires": None}
    days = {"past": DAY - dt.timedelta(1), "ahead": DAY + dt.timedelta(1)}
    rows = [
        [right],
        None,
        [],
        [right | {"rule": "none"}],
        [right | {"role": "none"}],
        [right | {"granted_on": days["ahead"]}],
        [right | {"expires": days["past"]}],
        [right | {"expires": DAY}],
        [right | {"by": "b"}],
        [None],
    ]
    columns = {"approvals": pa.array(rows), "requester": pa.array(["b", None] * 5)}
    assert check(each, pa.RecordBatch.from_pydict(columns), DAY) == [3, 4, 5, 8, 9]
