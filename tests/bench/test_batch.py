"""`make bench-batch` measures and prints every figure, here on few rows. No figure is judged."""

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest

from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library
from bench.batch.__main__ import main
from bench.batch.program import Alone
from bench.example import FOLDER
from bench.measure import Figure, Spent, over, rate
from bench.suppliers import batches

ROWS = "20000"
MEMORY = (
    *("reading all buffers", "decided: checked", "with the points", "polars:", "the column program alone,"),
    *("of them the columns that polars computes", "the columns that polars computes, over polars"),
    *("all columns over polars", "with points over without", "the column program alone over polars"),
    *("share of intake", "share of the column program", "share of writing", "share of rest"),
)
PARQUET = (
    *("2,000 rows, by CPU", "2,000 rows, by the clock", "20,000 rows, by CPU", "20,000 rows, by the clock"),
    *("share of reading the input", "share of writing the answers"),
    *("peak memory, 2,000 rows", "peak memory, 20,000 rows", "peak memory, large over small"),
)
STREAM = (
    *("20,000 rows without list facts,", "20,000 rows without list facts, words as texts"),
    *("20,000 rows without list facts, packed by lz4", "20,000 rows with certificates and all lists,"),
    "20,000 rows with certificates and all lists, packed by lz4",
    *("the same bytes without work", "decided over without work", "decided, by the clock"),
)


@pytest.fixture(autouse=True)
def threads() -> Iterator[None]:
    cpu, io = pa.cpu_count(), pa.io_thread_count()
    yield
    pa.set_cpu_count(cpu)
    pa.set_io_thread_count(io)


@pytest.mark.parametrize(
    ("name", "figures", "limits"), [("memory", MEMORY, 2), ("parquet", PARQUET, 1), ("stream", STREAM, 10)]
)
def test_every_figure_is_printed(
    name: str, figures: tuple[str, ...], limits: int, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--rows", ROWS, "--rounds", "1", "--only", name])
    lines = capsys.readouterr().out.splitlines()
    for figure in figures:
        (line, *_) = [line for line in lines if line.strip().startswith(figure)]
        assert re.search(r", (k rows/s|times|%|MiB) +-?\d", line)
    assert len([line for line in lines if re.search(r"[\d.] +(met|NOT met)\b", line)]) == limits


def test_the_program_alone_evaluates_every_row_as_the_decision_does() -> None:
    (rows,) = batches(100, 100, 3)
    alone = Alone(Decider(Library.load([FOLDER]), cached_tables([FOLDER])), rows.schema)
    (facts,) = alone.facts([rows])
    assert facts.rows == 100
    alone.run([facts])


def test_rates_and_what_is_over_them() -> None:
    fast, slow = rate("fast", 1000, [0.5, 0.25]), rate("slow", 1000, [1.0, 1.0])
    assert fast.spent == Spent(4.0, 3.0)
    ratio = over("ratio", fast, slow, at_least=3)
    assert ratio.spent == Spent(4.0, 3.0)
    assert np.allclose(ratio.rounds, [2.0, 4.0])


@pytest.mark.parametrize(
    ("best", "limit", "at_least", "verdict"),
    [
        *((1.0, None, False, ""), (1.0, 1.0, False, "met"), (1.1, 1.0, False, "NOT met")),
        *((1.0, 1.0, True, "met"), (0.9, 1.0, True, "NOT met")),
    ],
)
def test_a_limit_is_met_or_not(best: float, limit: float | None, at_least: bool, verdict: str) -> None:
    assert Figure("", "", Spent(best, best), limit, at_least).verdict == verdict
