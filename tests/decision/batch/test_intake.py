"""What the intake takes in is what the check of facts gives, row by row."""

from __future__ import annotations

from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.rules.load import load_rulebook
from assize.rules.model import Rulebook
from tests.decision.batch.intakes import check, taken
from tests.decision.batch.tables import invent_cases, table
from tests.decision.books import DAY, shipped
from tests.strategies import repeatable, rulebook_files

ROWS = 10


@pytest.mark.parametrize("written", [False, True], ids=["typed", "written"])
@pytest.mark.parametrize("book", shipped(), ids=lambda book: f"{book.name}-{book.version}")
def test_right_rows_of_the_shipped_rulebooks_are_taken(book: Rulebook, written: bool) -> None:
    for seed in range(2):
        rng = Random(seed)  # noqa: S311
        cases = invent_cases(rng, book, DAY, ROWS)
        assert check(book, table(rng, book, cases, written=written), DAY, written=written) == []


@repeatable(15)
@given(rulebook_files(), st.integers(0, 2**32), st.booleans())
def test_right_rows_of_invented_rulebooks_are_taken(
    tmp_path_factory: pytest.TempPathFactory,
    files: dict[str, str],
    seed: int,
    written: bool,
) -> None:
    folder, rng = tmp_path_factory.mktemp("invented"), Random(seed)  # noqa: S311
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    book = load_rulebook(folder, "invented")
    cases = invent_cases(rng, book, DAY, ROWS)
    assert check(book, table(rng, book, cases, written=written), DAY, written=written) == []


def test_without_rows_there_are_empty_columns() -> None:
    for book in shipped()[:2]:
        rng = Random(1)  # noqa: S311
        batch = table(rng, book, invent_cases(rng, book, DAY, ROWS))
        assert check(book, batch.slice(0, 0), DAY) == []
        empty = pa.RecordBatch.from_arrays([pa.array([], f.type) for f in batch.schema], schema=batch.schema)
        assert check(book, empty, DAY) == []


def test_a_fact_without_a_column_is_unknown_and_takes_no_space() -> None:
    book = shipped()[0]
    columns = taken(book, pa.RecordBatch.from_pydict({"id": pa.array(["a", "b", "c"])}), DAY).columns
    assert columns.rows == 3
    assert all(evidence.ndim == 0 and evidence == 9 for evidence in columns.evidence)
    assert all(not isinstance(value, np.ndarray) or value.ndim == 0 for value in columns.values)


def test_columns_of_nulls_are_unknown() -> None:
    for book in shipped():
        columns = {fact.name: pa.nulls(4) for fact in book.facts}
        assert check(book, pa.RecordBatch.from_pydict(columns), DAY) == []
