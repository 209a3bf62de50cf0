"""Texts, choices, days, booleans, and what is told beside a value."""

from __future__ import annotations

import datetime as dt
import sys

import pyarrow as pa
import pytest

from assize.decision.batch.intake.about import oldest_fresh
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.marks import WRONG
from assize.decision.batch.intake.texts import text_reader
from assize.rules.calendar import add
from assize.rules.duration import Duration
from tests.decision.batch.intake_book import aside, book
from tests.decision.batch.intakes import taken
from tests.decision.books import DAY

DIGEST = "sha256:" + "0a" * 32
TEXTS = [
    "a",
    " ",
    "",
    "\u2003",
    "\u3000x",
    "x\u3000",
    None,
    "中文",
    "「",
    "x" * 10_000,
    "x" * 10_001,
    "é" * 10_000,
]
KINDS = [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())]


def test_the_spaces_are_those_of_python() -> None:
    characters = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    read = text_reader(pa.string(), is_read=False, written=False).read
    marks = read(pa.array(characters), TextPool(pa.array([], pa.large_string()))).marks
    assert (marks == WRONG).tolist() == [not character.strip() for character in characters]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("fact", ["holder", "remark"], ids=["compared", "not compared"])
def test_texts(fact: str, kind: pa.DataType) -> None:
    column = pa.array(TEXTS, pa.string()).cast(kind)
    assert aside({fact: column}) == [1, 2, 3, 10]
    assert aside({fact: column}, written=True) == [1, 3, 10]
    assert aside({fact: pa.array(["a", None, "b"], pa.string()).cast(kind)}) == []
    assert aside({fact: pa.nulls(3, pa.string()).cast(kind)}) == []


def test_texts_that_are_no_unicode_are_set_aside() -> None:
    column = pa.Array.from_buffers(pa.string(), 2, pa.array([b"\xff", b"a"]).buffers())
    found = taken(book(), pa.RecordBatch.from_pydict({"holder": column}), DAY).aside
    assert found is not None
    assert found[0]


def test_texts_in_views() -> None:
    batch = pa.RecordBatch.from_pydict(
        {
            "holder": pa.array(["a", None, " "], pa.string_view()),
            "color": pa.array(["red", "pink", None], pa.string_view()),
            "free": pa.array(["1", "2", "x"], pa.string_view()),
        }
    )
    found = taken(book(), batch, DAY, written=True)
    assert found.aside is not None
    assert found.aside.tolist() == [False, True, True]


def test_equal_texts_have_equal_codes_in_all_columns() -> None:
    papers = pa.array([[{"number": "n"}, {"number": "somebody"}], [], [{"number": "m"}]])
    batch = pa.RecordBatch.from_pydict({"holder": pa.array(["m", "somebody", "n"]), "papers": papers})
    columns = dict(zip((f.name for f in book().facts), taken(book(), batch, DAY).columns.values, strict=True))
    holders = columns["holder"].tolist()
    assert columns["papers"].fields[0].tolist() == [holders[2], holders[1], holders[0]]


def test_choices() -> None:
    for kind in KINDS:
        column = pa.array(["red", "pink", None, "3", "", "green"], pa.string()).cast(kind)
        assert aside({"color": column}) == [1, 4]
        assert aside({"color": column}, written=True) == [1]
    for number in (pa.int8(), pa.uint64(), pa.int64()):
        assert aside({"color": pa.array([3, None, 4], number)}) == [2]
    hidden = pa.DictionaryArray.from_arrays(
        pa.array([0, 2, 1, None]), pa.array(["red", None, "green", "odd"])
    )
    assert aside({"color": hidden}) == []
    assert (
        aside({"color": pa.DictionaryArray.from_arrays(pa.nulls(2, pa.int8()), pa.array([], pa.string()))})
        == []
    )


def test_booleans() -> None:
    assert aside({"signed": pa.array([True, None, False])}) == []
    column = pa.array(["true", "TRUE", "False", "", "yes", "tRuE"])
    assert aside({"signed": column}, written=True) == [4, 5]


def test_days() -> None:
    texts = [
        "2026-03-01",
        "2026-02-30",
        "20260301",
        None,
        "２０２６-03-01",
        "2026-W01-1",
        "9999-12-31",
        "0001-01-01",
    ]
    for kind in KINDS:
        column = pa.array(texts, pa.string()).cast(kind)
        assert aside({"founded": column}) == [1, 2, 4, 5]
    for day in (pa.date32(), pa.date64()):
        assert aside({"founded": pa.array([dt.date.min, None, dt.date.max], day)}) == []
    assert aside({"founded": pa.array(["2026-03-01", ""])}, written=True) == []


def test_days_beyond_the_calendar_are_set_aside() -> None:
    for column in (
        pa.array([2**31 - 1, 0, -(2**31), None], pa.int32()).cast(pa.date32()),
        pa.array([2**62, 0, 1, None], pa.int64()).view(pa.date64()),
    ):
        found = taken(book(), pa.RecordBatch.from_pydict({"founded": column}), DAY).aside
        assert found is not None
        assert found.tolist() == [True, False, True, False]


def told(**parts: list[object]) -> dict[str, pa.Array]:
    rows = len(next(iter(parts.values())))
    return {"measured": pa.array([1.0] * rows)} | {
        f"measured@{name}": pa.array(p) for name, p in parts.items()
    }


def test_when_it_was_observed() -> None:
    days = [DAY, DAY - dt.timedelta(30), DAY - dt.timedelta(31), None, DAY + dt.timedelta(1)]
    assert aside(told(observed=[*days])) == [4]
    assert aside(told(observed=[day and day.isoformat() for day in days])) == [4]
    assert aside(told(observed=["2026-05-31", "x"])) == [1]
    assert aside({"measured": pa.array([1.0, None])}) == []
    assert aside({"free": pa.array([1.0, None, None]), "free@observed": pa.array([days[4]] * 3)}) == [0]


def test_a_stale_value_is_checked_all_the_same() -> None:
    columns = {
        "measured": pa.array([float("nan"), 1.0]),
        "measured@observed": pa.array([dt.date(2020, 1, 1)] * 2),
    }
    assert aside(columns) == [0]


def test_evidence_and_source() -> None:
    grades = ["declared", "documented", "verified", None, "proven"]
    for kind in KINDS:
        columns = {"free": pa.array([1.0] * 5), "free@evidence": pa.array(grades, pa.string()).cast(kind)}
        assert aside(columns) == [4]
    assert aside({"free": pa.array([None, 1.0]), "free@evidence": pa.array(["proven", "verified"])}) == []
    assert aside({"free": pa.array([1.0, 2.0]), "free@source": pa.array(["", "a file"])}) == []
    written = {"free": pa.array(["1", "2"]), "free@evidence": pa.array(["", "proven"])}
    assert aside(written, written=True) == [1]


def test_a_result_of_a_decision_needs_its_digest() -> None:
    digests = [DIGEST, None, DIGEST[:-1], DIGEST.upper(), "sha256:" + "g" * 64, DIGEST + "\n", "x" * 71, ""]
    verdicts = {"verdict": pa.array(["good"] * 8)}
    assert aside(verdicts) == [*range(8)]
    assert aside(verdicts | {"verdict@decision": pa.array(digests)}) == [1, 2, 3, 4, 5, 6, 7]
    for wrong in digests[2:]:
        columns = {
            "verdict": pa.array(["good", None, "bad"]),
            "verdict@decision": pa.array([DIGEST, None, wrong]),
        }
        assert aside(columns) == [2]
    fine = {"verdict": pa.array(["good", None]), "verdict@decision": pa.array([DIGEST, None])}
    assert aside(fine) == []
    assert aside(told(decision=[DIGEST, None, "x"])) == [2]


@pytest.mark.parametrize(
    "limit", [Duration(30, "d"), Duration(5, "wd"), Duration(2, "m"), Duration(1, "y")], ids=str
)
def test_the_oldest_fresh_day(limit: Duration) -> None:
    for past in range(40):
        day = DAY + dt.timedelta(past)
        oldest = dt.date.fromordinal(oldest_fresh(limit, day))
        assert add(oldest, limit) >= day > add(oldest - dt.timedelta(1), limit)
