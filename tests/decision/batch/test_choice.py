"""Who asks for some columns of answers gets those columns of the whole answer, to the last bit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest

from assize.decision.batch.choice import choice_of
from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.names import names_of
from assize.decision.batch.request import BatchRequest, ColumnError
from assize.decision.decider import Decider
from assize.rules.library import Library
from assize.rules.model import Rulebook
from bench.suppliers import batches
from tests.decision.batch.tables import invent_cases, table
from tests.decision.batch.test_versions import NEW, OLD
from tests.decision.books import CACHE, DAY, NAME, decider_of, shipped, write_book

SUPPLIERS = "supplier-selection"
ROWS, SUBSETS = 60, 3
Ask = Callable[..., pa.RecordBatch]


@cache
def decider() -> Decider:
    return Decider(Library(shipped()), CACHE)


def ask(batch: pa.RecordBatch, name: str = SUPPLIERS, /, **asked: object) -> pa.RecordBatch:
    """The answers to some rows."""
    request = BatchRequest(name, **asked)  # type: ignore[arg-type]
    made = BatchDecider(decider(), request, batch.schema, DAY)
    found = made.decide(batch)
    assert found.schema == made.answers
    return found


@pytest.fixture(scope="module")
def suppliers() -> pa.RecordBatch:
    """Suppliers with lists and evidence; about every tenth is refused."""
    (batch,) = batches(ROWS, ROWS, 1, lists=True, evidence=True, wrong=0.1)
    return batch


@pytest.fixture(scope="module")
def full(suppliers: pa.RecordBatch) -> pa.RecordBatch:
    return ask(suppliers, contributions=True)


def assert_part(part: pa.RecordBatch, full: pa.RecordBatch, names: Sequence[str]) -> None:
    """It has the columns of these names, in the order of the whole answer, and no other."""
    assert part.schema.names == [name for name in full.schema.names if name in names]
    assert part.equals(full.select(part.schema.names))


@pytest.mark.parametrize("book", shipped(), ids=lambda book: f"{book.name}-{book.version}")
def test_columns_of_choice_are_those_of_the_whole_answer(book: Rulebook) -> None:
    rng = Random(1)  # noqa: S311
    cases = invent_cases(rng, book, DAY, ROWS)
    batch = table(rng, book, cases)
    full = ask(batch, book.name, contributions=True)
    own = [name for name in full.schema.names if name not in ("id", "errors")]
    for chosen in (rng.sample(own, rng.randint(1, len(own))) for _ in range(SUBSETS)):
        assert_part(ask(batch, book.name, answers=tuple(chosen)), full, ["id", *chosen, "errors"])


@pytest.mark.parametrize(
    "chosen",
    [
        ("score",),
        ("outcome", "grade"),
        ("missing", "possible_reasons", "as_of"),
        ("points_scalability", "version"),
        ("content_hash", "possible_grades", "effect_award"),
    ],
)
def test_rows_with_lists_and_rows_that_are_refused(
    chosen: tuple[str, ...], suppliers: pa.RecordBatch, full: pa.RecordBatch
) -> None:
    assert 0 < full.column("errors").null_count < ROWS
    chosen = tuple(name for name in chosen if name in full.schema.names)
    assert_part(ask(suppliers, answers=chosen), full, ["id", *chosen, "errors"])


def test_each_row_by_the_version_of_its_day(tmp_path: Path) -> None:
    """The columns are those of every version that may decide."""
    later = {"version": "2.0.0", "effective": "{from: 2026-07-01}"}
    two = decider_of(write_book(tmp_path / "old", OLD), write_book(tmp_path / "new", NEW, **later))
    days = [date(2026, month, 1) for month in (1, 6, 7, 8, 6)] + [date(2025, 1, 1)]
    batch = pa.record_batch({"paid": [5.0, 20.0, 20.0, 150.0, 150.0, 20.0], "day": days})

    def decide(**asked: object) -> pa.RecordBatch:
        request = BatchRequest(NAME, as_of_column="day", **asked)  # type: ignore[arg-type]
        return BatchDecider(two, request, batch.schema, DAY).decide(batch)

    full = decide(contributions=True)
    for chosen in full.schema.names:
        assert_part(decide(answers=(chosen,)), full, [chosen, "errors"])


def test_neither_order_nor_naming_twice_matters(suppliers: pa.RecordBatch, full: pa.RecordBatch) -> None:
    some = ask(suppliers, answers=("score", "outcome", "score"))
    assert_part(some, full, ["id", "outcome", "score", "errors"])


def test_what_always_comes_may_be_named(suppliers: pa.RecordBatch, full: pa.RecordBatch) -> None:
    assert_part(ask(suppliers, answers=("errors",)), full, ["id", "errors"])
    found = ask(suppliers, keep=("headcount",), answers=("id", "headcount", "grade"))
    assert found.schema.names == ["id", "headcount", "grade", "errors"]
    assert found.column("headcount").equals(suppliers.column("headcount"))


def test_contributions_add_all_points(suppliers: pa.RecordBatch, full: pa.RecordBatch) -> None:
    points = [name for name in full.schema.names if name.startswith("points_")]
    assert len(points) > 1
    found = ask(suppliers, answers=("score", points[0]), contributions=True)
    assert_part(found, full, ["id", "score", *points, "errors"])


def test_points_are_computed_only_where_some_are_asked_for() -> None:
    names = names_of([book for book in shipped() if book.name == SUPPLIERS])

    def has_points(**asked: object) -> bool:
        return choice_of(BatchRequest(SUPPLIERS, **asked), names).points  # type: ignore[arg-type]

    assert not has_points()
    assert not has_points(answers=("score", "grade"))
    assert has_points(contributions=True)
    assert has_points(answers=("score", f"points_{names.criteria[0]}"))
    assert has_points(answers=("score",), contributions=True)


def problems(schema: pa.Schema, **asked: object) -> list[str]:
    request = BatchRequest(SUPPLIERS, **asked)  # type: ignore[arg-type]
    with pytest.raises(ColumnError) as caught:
        BatchDecider(decider(), request, schema, DAY)
    return [str(problem) for problem in caught.value.problems]


def test_every_unknown_name_is_told_with_all_that_is_wrong() -> None:
    schema = pa.schema([("id", pa.string()), ("headcuont", pa.int64()), ("grade", pa.string())])
    told = problems(
        schema,
        keep=("grade", "nothing"),
        answers=("scroe", "points_scalabilty", "headcuont", "verdict", "scroe", ""),
    )
    assert told[:4] == [
        "column `nothing`: no such column; known: grade, headcuont, id",
        (
            "column `headcuont`: no fact of that name; did you mean `headcount`?; "
            "carry it along (keep), leave it out, or rename it"
        ),
        "column `grade`: answers have a column of that name; rename it",
        "column `scroe`: answers have no such column; did you mean `score`?",
    ]
    assert (
        told[4]
        == "column `points_scalabilty`: answers have no such column; did you mean `points_scalability`?"
    )
    assert told[5] == "column `headcuont`: answers have no such column; carry it along (keep)"
    assert [each.partition("; known: ")[0] for each in told[6:]] == [
        "column `verdict`: answers have no such column",
        "column ``: answers have no such column",
    ]


def test_a_kept_column_is_never_taken_for_one_of_answers() -> None:
    """Also where the answers are asked to do without theirs."""
    schema = pa.schema([("grade", pa.string())])
    told = ["column `grade`: answers have a column of that name; rename it"]
    assert problems(schema, keep=("grade",), answers=("score",)) == told


def test_an_id_that_is_not_sent_is_no_column_of_answers() -> None:
    (told,) = problems(pa.schema([("headcount", pa.int64())]), answers=("id",))
    assert told.startswith("column `id`: answers have no such column; known: ")
