"""Spark gives every row the answer that it gets in one process, however rows are spread over tasks."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import desc, explode, spark_partition_id

from assize.decision.batch.request import BatchRequest
from assize.rules.library import shipped_folder
from assize.spark import decide
from bench.suppliers import batches
from tests.spark.here import answers_here, by_id

SUPPLIERS = "supplier-selection"
FOLDER = shipped_folder() / SUPPLIERS
DAY = date(2026, 6, 1)
ROWS = 2000


@pytest.fixture(scope="module")
def rows() -> pa.Table:
    """Suppliers with lists, decimals, days, evidence, unknowns; about every tenth is refused."""
    return pa.Table.from_batches(batches(ROWS, ROWS, 1, lists=True, evidence=True, wrong=0.1))


@pytest.fixture(scope="module")
def suppliers(spark: SparkSession, rows: pa.Table, tmp_path_factory: pytest.TempPathFactory) -> DataFrame:
    path = tmp_path_factory.mktemp("rows") / "rows.parquet"
    pq.write_table(rows, path)
    return spark.read.parquet(str(path))


@pytest.fixture(scope="module")
def expected(rows: pa.Table) -> pa.Table:
    return answers_here(FOLDER, BatchRequest(SUPPLIERS, contributions=True, keep=("headcount",)), rows, DAY)


def decided(df: DataFrame) -> DataFrame:
    return decide(df, FOLDER, as_of=DAY, contributions=True, keep=["headcount"])


def test_rows_get_the_answers_of_one_process(suppliers: DataFrame, expected: pa.Table) -> None:
    answers = decided(suppliers.repartition(7))
    assert answers.columns == expected.column_names
    found = by_id(answers)
    assert found == by_id(expected)
    refused = [row for row in found if row["errors"]]
    assert ROWS / 20 < len(refused) < ROWS / 5
    assert len({row["outcome"] for row in found}) == 6  # with null, of those refused
    assert {row["content_hash"] for row in found if not row["errors"]} == {
        row["content_hash"] for row in by_id(expected)
    } - {None}


def test_partitions_without_rows_give_none(suppliers: DataFrame, expected: pa.Table) -> None:
    some = suppliers.where("id < 12").repartition(9, "industry")
    assert some.select(spark_partition_id()).distinct().count() <= 7
    assert by_id(decided(some)) == by_id(expected)[:12]


def test_no_rows_give_no_answers_of_the_same_schema(suppliers: DataFrame) -> None:
    none = decided(suppliers.where("id < 0"))
    assert none.schema == decided(suppliers).schema
    assert none.collect() == []


@pytest.mark.parametrize("size", ["1", "7", "10000"])
def test_neither_order_nor_size_of_batches_matters(
    spark: SparkSession, suppliers: DataFrame, expected: pa.Table, size: str
) -> None:
    some = suppliers.where("id < 60").repartition(3).sortWithinPartitions(desc("headcount"), "supplier_id")
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", size)
    try:
        assert by_id(decided(some)) == by_id(expected)[:60]
    finally:
        spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")


def test_columns_of_choice_are_those_of_the_whole_answer(suppliers: DataFrame, expected: pa.Table) -> None:
    chosen = ["missing", "points_scalability", "outcome"]
    some = decide(suppliers.where("id < 60"), FOLDER, as_of=DAY, keep=["headcount"], answers=chosen)
    assert some.columns == ["id", "headcount", "outcome", "missing", "points_scalability", "errors"]
    assert by_id(some) == by_id(expected.select(some.columns))[:60]


def test_answers_are_a_frame_like_any(suppliers: DataFrame, expected: pa.Table) -> None:
    """Columns that nobody asks for, filters and groups: Spark may plan with answers as it likes."""
    answers = decided(suppliers.where("id < 300").repartition(4))
    grades = {row["grade"]: row["count"] for row in answers.groupBy("grade").count().collect()}
    found = [row["grade"] for row in by_id(expected)[:300]]
    assert grades == {grade: found.count(grade) for grade in set(found)}
    reasons = answers.select("id", explode("reasons").alias("rule")).where("rule is not null").collect()
    assert len(reasons) == sum(len(row["reasons"]) for row in by_id(expected)[:300])
