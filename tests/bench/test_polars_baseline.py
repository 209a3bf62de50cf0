"""The polars expressions that the batch is raced against give what the rulebook gives: the race is fair."""

import polars as pl
import pyarrow as pa
import pytest

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library
from bench.example import DAY, FOLDER, RULEBOOK
from bench.polars_baseline import GRADES, KNOCK_OUTS, answers
from bench.suppliers import batches

ROWS = 3000


@pytest.fixture(scope="module")
def ours() -> pa.RecordBatch:
    (rows,) = batches(ROWS, ROWS, 11)
    decider = Decider(Library.load([FOLDER]), cached_tables([FOLDER]))
    return BatchDecider(decider, BatchRequest(RULEBOOK), rows.schema, DAY).decide(rows)


@pytest.fixture(scope="module")
def theirs() -> pl.DataFrame:
    (rows,) = batches(ROWS, ROWS, 11)
    frame = pl.from_arrow(rows)
    assert isinstance(frame, pl.DataFrame)
    return answers(frame.lazy(), DAY).collect(engine="streaming")


@pytest.mark.parametrize("name", ["id", "score", "score_low", "score_high", "coverage"])
def test_numbers_are_the_same_to_the_last_bit(name: str, ours: pa.RecordBatch, theirs: pl.DataFrame) -> None:
    assert theirs[name].to_list() == ours.column(name).to_pylist()


def test_grades_are_the_same(ours: pa.RecordBatch, theirs: pl.DataFrame) -> None:
    ends = zip(theirs["grade_low"], theirs["grade_high"], strict=True)
    possible = [list(reversed(GRADES[low : high + 1])) for low, high in ends]
    assert possible == ours.column("possible_grades").to_pylist()
    assert len(set(map(tuple, possible))) > 4


@pytest.mark.parametrize("name", KNOCK_OUTS)
def test_knock_outs_are_the_same_and_so_is_what_may_knock_out(
    name: str, ours: pa.RecordBatch, theirs: pl.DataFrame
) -> None:
    sure = [name in rules for rules in ours.column("knock_outs").to_pylist()]
    maybe = [name in rules for rules in ours.column("possible_reasons").to_pylist()]
    states = [True if s else None if m else False for s, m in zip(sure, maybe, strict=True)]
    assert theirs[name].to_list() == states


def test_both_variants_are_raced(ours: pa.RecordBatch) -> None:
    assert set(ours.column("variant").to_pylist()) == {"standard", "public_buyer"}
