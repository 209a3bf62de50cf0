"""A row of a batch gets what its case gets alone, to the last bit: in any batch, beside any other rows.

Rows compared: 240 for each of six shipped rulebooks, 40 for each of 32 invented ones, half of them again in
pieces; 24 more for each of these with hardly a fact; and a batch of more rows than are decided at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import inf, nan
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pytest

from assize.decision.batch.answers import ERRORS, AnswerWriter
from assize.decision.batch.decider import CHUNK, BatchDecider
from assize.decision.batch.names import names_of
from assize.decision.batch.request import BatchRequest
from assize.decision.batch.results import Refusal, results_of
from assize.decision.case import Case
from assize.decision.decider import Decider
from assize.decision.result import Decision
from assize.rules.errors import FactError, Violation
from assize.rules.library import Library
from assize.rules.model import Rulebook
from assize.rules.types import NumberType
from tests.decision.batch.odd_cases import hostile, spoiled, with_value
from tests.decision.batch.tables import invent_cases, table
from tests.decision.books import CACHE, shipped
from tests.oracle.invented_facts import invent_day
from tests.oracle.invented_rulebook import invent_rulebook
from tests.oracle.trial import trial_of_files

DAYS, ROWS = 2, 120
INVENTED, INVENTED_DAYS = 32, 8
MOST_PIECES = 12


class Job(NamedTuple):
    """Cases, each of a day, and the same as a record batch."""

    decider: Decider
    book: Rulebook
    days: list[date]
    cases: list[Case]
    batch: pa.RecordBatch
    batches: BatchDecider

    def answers(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """What a batch of these columns gets."""
        found = self.batches.decide(batch)
        assert found.schema == self.batches.answers
        return found

    def expected(self) -> pa.RecordBatch:
        """What the cases get alone."""
        decisions: list[Decision | None] = []
        refused = []
        for row, (case, day) in enumerate(zip(self.cases, self.days, strict=True)):
            try:
                found = self.decider.decide(self.book.name, case, day, self.book.version)
            except FactError as error:
                refused.append(Refusal(row, error.violations))
            decisions.append(None if refused and refused[-1].row == row else found)
        names = names_of((self.book,))
        writer = AnswerWriter(self.book.name, names, [self.batch.schema.field("id")], points=True)
        days = np.array([day.toordinal() for day in self.days], dtype=np.int64)
        found = results_of(decisions, names, points=True)
        return writer.write(len(days), [self.batch.column("id")], days, found, refused).batch()


def job(
    rng: Random,
    decider: Decider,
    book: Rulebook,
    cases: list[Case],
    days: list[date],
    column: str | None = None,
) -> Job:
    """Some jobs are of written cells. `column`: the days stand in a column of that name."""
    written = rng.random() < 0.25
    batch = table(rng, book, cases, written=written)
    if column is not None:
        batch = batch.append_column(column, pa.array(days, pa.date32()))
    request = BatchRequest(book.name, book.version, as_of_column=column, contributions=True, written=written)
    batches = BatchDecider(decider, request, batch.schema, days[0])
    return with_no_numbers(rng, Job(decider, book, days, cases, batch, batches))


def invented(rng: Random, book: Rulebook, day: date, rows: int, wrong: float) -> list[Case]:
    """Cases of a day; some are hostile, some wrong."""
    cases = [hostile(rng, book, case) for case in invent_cases(rng, book, day, rows)]
    return [spoiled(rng, book, case, day) if rng.random() < wrong else case for case in cases]


def jobs(rng: Random, decider: Decider, book: Rulebook, days: int, rows: int) -> Iterator[Job]:
    """Jobs of several days, in several periods of the parameters; every second one has only right cases."""
    for place in range(days):
        day = invent_day(rng, book)
        cases = invented(rng, book, day, rows, 0.0 if place % 2 else 0.1)
        yield job(rng, decider, book, cases, [day] * rows)


def same_bits(found: pa.Array, expected: pa.Array) -> bool:
    """Whether nothing at all differs, not even a sign of zero."""
    if pa.types.is_floating(found.type):
        numbers = [column.fill_null(0.0).to_numpy().tobytes() for column in (found, expected)]
        return numbers[0] == numbers[1] and bool(found.is_valid().equals(expected.is_valid()))
    return bool(found.equals(expected))


def cells(column: pa.Array) -> list[object]:
    """What may tell two columns apart: of numbers every bit, of dictionaries the texts.

    An error shows a number as its column holds it: 101 of integers, 101.0 of floats, 101.00 of decimals.
    """
    found: list[Any] = column.to_pylist()
    if pa.types.is_floating(column.type):
        return [None if cell is None else cell.hex() for cell in found]
    if column.type == ERRORS:
        return [cell and [_without_number(error) for error in cell] for cell in found]
    return found


def _without_number(error: Mapping[str, str]) -> tuple[str, ...]:
    return error["path"], error["code"], error["message"].partition(", got ")[0]


def assert_same(found: pa.RecordBatch, expected: pa.RecordBatch) -> None:
    assert found.schema == expected.schema
    assert found.num_rows == expected.num_rows
    for name in expected.schema.names:
        columns = found.column(name), expected.column(name)
        if same_bits(*columns):
            continue
        pairs = zip(*map(cells, columns), strict=True)
        differ = {row: pair for row, pair in enumerate(pairs) if pair[0] != pair[1]}
        assert not differ, (name, differ)


def assert_same_in_pieces(rng: Random, job: Job, whole: pa.RecordBatch) -> None:
    """Every cut of the batch gives the same, pieces of one row among them."""
    rows = job.batch.num_rows
    cuts = sorted([0, rows, *(rng.randint(0, rows) for _ in range(rng.randrange(MOST_PIECES)))])
    single = rng.randrange(rows)
    for start, end in {*pairwise(cuts), (single, single + 1)}:
        if start < end:
            piece = job.batch.slice(start, end - start)
            assert_same(job.answers(piece), whole.slice(start, end - start))


def with_no_numbers(rng: Random, job: Job) -> Job:
    """In columns of float64, some cells that are no finite numbers."""
    batch, cases = job.batch, list(job.cases)
    kinds = {fact.name: fact.type for fact in job.book.facts}
    for place, name in enumerate(batch.schema.names):
        column = batch.column(place)
        if column.type == pa.float64() and isinstance(kinds.get(name), NumberType):
            numbers = column.to_pylist()
            for row in rng.sample(range(len(cases)), len(cases) // 50):
                if numbers[row] is not None:
                    numbers[row] = rng.choice([nan, inf, -inf])
                    facts = {**cases[row].facts, name: with_value(cases[row].facts[name], numbers[row])}
                    cases[row] = cases[row]._replace(facts=facts)
            batch = batch.set_column(place, name, pa.array(numbers, pa.float64()))
    return job._replace(batch=batch, cases=cases)


@pytest.mark.parametrize("book", shipped(), ids=lambda book: f"{book.name}-{book.version}")
def test_rows_by_shipped_rulebooks_get_what_their_cases_get(book: Rulebook) -> None:
    decider, rng = Decider(Library([book]), CACHE), Random(0)  # noqa: S311
    found: list[pa.RecordBatch] = []
    for one in jobs(rng, decider, book, DAYS, ROWS):
        expected = one.expected()
        whole = one.answers(one.batch)
        assert_same(whole, expected)
        if not found:
            assert_same_in_pieces(rng, one, whole)
        found.append(expected)
    assert_tried(book, found)


def assert_tried(book: Rulebook, answers: Sequence[pa.RecordBatch]) -> None:
    """Rows were refused and decided, with every variant and without."""
    rows = [row for batch in answers for row in batch.select(["variant", "errors", "missing"]).to_pylist()]
    decided = [row for row in rows if row["errors"] is None]
    assert len(rows) > len(decided) > len(rows) // 2
    assert any(row["missing"] for row in decided)
    variants = {"standard", *(variant.name for variant in book.variants)}
    assert {row["variant"] for row in decided} == (variants | {None} if book.variants else variants)


@pytest.mark.parametrize("seed", range(INVENTED))
def test_rows_by_invented_rulebooks_get_what_their_cases_get(seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    trial = trial_of_files(invent_rulebook(rng), CACHE)
    (one,) = jobs(rng, trial.decider, trial.book, 1, 40)
    whole = one.answers(one.batch)
    assert_same(whole, one.expected())
    assert_same_in_pieces(rng, one, whole)


@pytest.mark.parametrize("seed", range(INVENTED))
def test_rows_with_few_facts_get_what_their_cases_get(seed: int) -> None:
    """What hangs on facts without a column is the same for all rows, whatever else there is."""
    rng = Random(seed)  # noqa: S311
    trial = trial_of_files(invent_rulebook(rng), CACHE)
    day = invent_day(rng, trial.book)
    cases = invented(rng, trial.book, day, 6, 0.0)
    for few in (0, 1, 1, 2):
        sent = rng.sample([fact.name for fact in trial.book.facts], few)
        some = [case._replace(facts={n: case.facts[n] for n in sent if n in case.facts}) for case in cases]
        one = job(rng, trial.decider, trial.book, some, [day] * len(some))
        assert_same(one.answers(one.batch), one.expected())


@pytest.mark.parametrize("seed", range(INVENTED_DAYS))
def test_rows_with_days_of_their_own_get_what_their_cases_get(seed: int) -> None:
    """Rows of several periods of the parameters, in any order."""
    rng = Random(seed)  # noqa: S311
    trial = trial_of_files(invent_rulebook(rng), CACHE)
    some = [invent_day(rng, trial.book) for _ in range(4)]
    pairs = [(case, day) for day in some for case in invented(rng, trial.book, day, 15, 0.05)]
    rng.shuffle(pairs)
    cases, days = [case for case, _ in pairs], [day for _, day in pairs]
    one = job(rng, trial.decider, trial.book, cases, days, "as_of_day")
    whole = one.answers(one.batch)
    assert_same(whole, one.expected())
    assert_same_in_pieces(rng, one, whole)


@pytest.mark.parametrize("book", shipped(), ids=lambda book: f"{book.name}-{book.version}")
def test_a_batch_without_rows_gets_answers_without_rows(book: Rulebook) -> None:
    rng = Random(3)  # noqa: S311
    (one,) = jobs(rng, Decider(Library([book]), CACHE), book, 1, 5)
    found = one.answers(one.batch.slice(2, 0))
    assert (found.num_rows, found.schema) == (0, one.batches.answers)


def test_rows_beyond_those_that_are_decided_at_once_get_the_same() -> None:
    """Right rows over and over: every one stands at several places of a chunk."""
    book = next(book for book in shipped() if book.name == "third-party-risk")
    rng = Random(1)  # noqa: S311
    *_, one = jobs(rng, Decider(Library([book]), CACHE), book, 2, 40)
    times = CHUNK // 40 + 2
    whole = one.answers(pa.concat_batches([one.batch] * times))
    assert whole.num_rows > CHUNK
    assert_same(whole, pa.concat_batches([one.expected()] * times))


def test_rows_that_whoever_read_them_refused_have_those_errors() -> None:
    book = next(book for book in shipped() if book.name == "supplier-selection")
    rng = Random(2)  # noqa: S311
    (one,) = jobs(rng, Decider(Library([book]), CACHE), book, 1, 30)
    why = (Violation("$.line", "not a line", "x", "", "NOT_A_LINE"),)
    whole = one.answers(one.batch)
    found = one.batches.decide(one.batch, {7: why, 29: why})
    others = pa.array([row for row in range(30) if row not in (7, 29)])
    assert_same(found.take(others), whole.take(others))
    told = [{"path": "$.line", "code": "NOT_A_LINE", "message": "not a line, got x"}]
    for row in (7, 29):
        wrong = found.slice(row, 1).to_pylist()[0]
        assert (wrong["errors"], wrong["outcome"], wrong["missing"]) == (told, None, [])
