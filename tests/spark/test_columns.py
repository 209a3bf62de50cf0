"""What Spark's types and names become, and what is said of columns that do not fit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import types as st

from assize.decision.batch.request import BatchRequest, ColumnError
from assize.rules.errors import NotEffective, UnknownRulebook
from assize.rules.library import ContentChanged, UnknownVersion, shipped_folder
from assize.spark import decide
from tests.decision.books import DAY, NAME, write_book
from tests.spark.here import answers_here, by_id

BODY = """
score: {scale: [0, 100], decimals: 2, weights: points}
facts:
  people: {type: integer, range: [0, 1000], stale_after: 90d}
  share: {type: number, range: [0, 100]}
  turnover: {type: money, currency: CNY}
  budget: {type: money, currency: CNY}
  founded: date
  insured: boolean
  country: text
  sites: {type: list, of: text}
  certificates:
    type: list
    of: {scheme: {choices: [iso, soc]}, until: date, cost: {type: money, currency: CNY}}
let:
  certified: any(c.until >= as_of for c in certificates)
criteria: {capacity: {weight: 100, of: share, curve: [[0, 0], [100, 100]], if_missing: unknown}}
rules:
  uncertified: {when: not certified and insured, knock_out: true}
  young: {when: as_of - founded < 2190, warning: true}
  poor: {when: turnover < 1000, warning: true}
uses: [award]
outcomes: {approved: none, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {otherwise: approved}]
shows: {spread: count(sites)}
"""
MONEY = st.StructType(
    [
        st.StructField("amount", st.DecimalType(12, 4)),
        st.StructField("currency", st.StringType()),
        st.StructField("scale", st.IntegerType()),
    ]
)
CERTIFICATE = st.StructType(
    [
        st.StructField("scheme", st.StringType(), nullable=False),
        st.StructField("until", st.DateType()),
        st.StructField("cost", MONEY),
    ]
)
SCHEMA = st.StructType(
    [
        st.StructField("id", st.StringType(), nullable=False),
        st.StructField("people", st.ByteType()),
        st.StructField("people.observed", st.DateType()),
        st.StructField("people@evidence", st.StringType()),
        st.StructField("share", st.DecimalType(7, 3)),
        st.StructField("turnover", MONEY),
        st.StructField("budget@amount", st.StringType()),
        st.StructField("budget@currency", st.StringType()),
        st.StructField("founded", st.DateType()),
        st.StructField("insured", st.BooleanType()),
        st.StructField("sites", st.ArrayType(st.StringType(), containsNull=False)),
        st.StructField("certificates", st.ArrayType(CERTIFICATE, containsNull=False)),
        st.StructField("People", st.LongType()),
        st.StructField("seen", st.TimestampType(), nullable=False),
        st.StructField("noted", st.TimestampNTZType()),
        st.StructField("tags", st.MapType(st.StringType(), st.ArrayType(st.IntegerType()))),
        st.StructField("blob", st.BinaryType()),
    ]
)
CARRIED = ("People", "seen", "noted", "tags", "blob", "turnover")
SEEN = dt.datetime(2026, 5, 1, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def money(amount: str) -> tuple[Decimal, str, int]:
    return (Decimal(amount), "CNY", 1)


FIRST = ("a", 7, dt.date(2026, 5, 1), "verified", Decimal("33.335"), money("999.9999"), "12.10", "CNY")
FIRST += (dt.date(2021, 2, 3), True, ["x", "y"], [("iso", dt.date(2026, 6, 1), money("1"))])
SECOND = ("b", None, None, None, None, None, None, None, None, None, None, None)
THIRD = ("c", -7, dt.date(2025, 5, 1), "declared", Decimal("100.001"), money("1000"), "x", "CNY")
THIRD += (dt.date(1999, 2, 3), False, [], [])
ALONG = (12, SEEN, SEEN.replace(tzinfo=None), {"k": [1, None]}, b"\x00", None)
ROWS = [(*row, *ALONG[:5]) for row in (FIRST, SECOND, THIRD)]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("book") / "small", BODY, effective="{from: 2026-01-01}")


@pytest.fixture(scope="module")
def rows(spark: SparkSession) -> DataFrame:
    return spark.createDataFrame(ROWS, SCHEMA).repartition(2)


def test_every_type_is_read_as_in_one_process(rows: DataFrame, book: Path) -> None:
    answers = decide(rows, book, as_of=DAY, keep=CARRIED)
    expected = answers_here(book, BatchRequest(NAME, keep=CARRIED), rows.toArrow(), DAY)
    found = by_id(answers)
    assert found == by_id(expected)
    assert [row["outcome"] for row in found] == ["approved", "undetermined", None]
    assert [error["path"] for error in found[2]["errors"]] == ["$.people", "$.share", "$.budget.amount"]
    assert found[0]["reasons"] == ["young", "poor"]
    assert found[0]["spread"] == 2


def test_what_is_carried_along_stays_as_it_was(rows: DataFrame, book: Path) -> None:
    answers = decide(rows, book, as_of=DAY, keep=CARRIED)
    carried = ("id", *CARRIED)
    assert [answers.schema[name] for name in carried] == [rows.schema[name] for name in carried]
    sent = {row["id"]: tuple(row[name] for name in carried) for row in rows.toArrow().to_pylist()}
    assert {row["id"]: tuple(row[name] for name in carried) for row in by_id(answers)} == sent


def test_what_is_left_out_is_not_sent(spark: SparkSession, book: Path) -> None:
    """A column that would fail if Spark computed it, and a type that no fact can hold."""
    rows = spark.range(3).selectExpr(
        "id", "50D share", "raise_error('read') country", "current_timestamp() now"
    )
    rows = rows.withColumn("country", rows["country"].cast("string"))
    answers = by_id(decide(rows, book, as_of=DAY, leave_out=["country", "now"]))
    assert [(row["id"], row["score"]) for row in answers] == [(0, 50.0), (1, 50.0), (2, 50.0)]


def test_every_problem_of_columns_is_told_at_once(rows: DataFrame, book: Path) -> None:
    wrong = rows.withColumn("insured", rows["seen"])
    with pytest.raises(ColumnError) as caught:
        decide(
            wrong,
            book,
            as_of=DAY,
            keep=["People", "nothing"],
            leave_out=["blob", "noted"],
            answers=["outcme"],
        )
    told = {problem.column: problem.what for problem in caught.value.problems}
    assert told.keys() == {"nothing", "insured", "seen", "tags", "outcme"}
    assert told["insured"].startswith("expected ")


@pytest.mark.parametrize(
    ("kept", "told"),
    [("outcome", "answers have a column of that name"), ("Outcome", "differs by capitals only")],
)
def test_a_column_carried_along_must_not_bear_the_name_of_an_answer(
    spark: SparkSession, book: Path, kept: str, told: str
) -> None:
    with pytest.raises(ColumnError, match=f"`{kept}`: {told}"):
        decide(spark.createDataFrame([("x", "y")], ["id", kept]), book, as_of=DAY, keep=[kept])


def test_what_is_asked_is_checked_before_a_task_runs(spark: SparkSession, book: Path) -> None:
    rows = spark.range(3)
    with pytest.raises(UnknownRulebook, match="supplier-selection"):
        decide(rows, "supplier-selecton", as_of=DAY)
    with pytest.raises(UnknownVersion, match=r"2\.0\.0"):
        decide(rows, book, as_of=DAY, version="2.0.0")
    with pytest.raises(NotEffective, match="2025-12-31"):
        decide(rows, NAME, rulebooks=[book], as_of=dt.date(2025, 12, 31))
    with pytest.raises(ContentChanged, match="sha256:0"):
        decide(rows, book, as_of=DAY, content_hash="sha256:0")
    with pytest.raises(ValueError, match="needs its time zone"):
        decide(rows, book, as_of=dt.datetime(2026, 6, 1))  # noqa: DTZ001  # what is refused
    with pytest.raises(ValueError, match="holds customer-risk, supplier-risk"):
        decide(rows, shipped_folder(), as_of=DAY)


def test_a_point_in_time_is_a_day_where_the_rulebook_is(spark: SparkSession, book: Path) -> None:
    late = dt.datetime(2026, 5, 31, 16, 0, tzinfo=dt.UTC)
    found = by_id(decide(spark.range(1), book, as_of=late))
    assert [row["as_of"] for row in found] == [DAY]
