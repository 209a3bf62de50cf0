"""The code of docs/spark.md runs."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from bench.suppliers import batches

PAGE = (Path(__file__).parents[2] / "docs/spark.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_first_example_shows_answers_and_errors(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    pq.write_table(pa.Table.from_batches(batches(200, 200, 1, lists=True, wrong=0.1)), "suppliers.parquet")
    names = {"spark": spark}
    exec(BLOCKS[0].replace("suppliers.parquet", str(tmp_path / "suppliers.parquet")), names)  # noqa: S102
    shown = capsys.readouterr().out
    assert re.search(r"^\| *id\|industry\|score\| *reasons\|$", shown, re.MULTILINE)
    assert "OUT_OF_RANGE" in shown


def test_there_is_an_example_of_a_session() -> None:
    assert len(BLOCKS) == 2
    assert "local_session(cores=2)" in BLOCKS[1]
