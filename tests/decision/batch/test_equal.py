"""A row of a batch gets what its case gets alone, to the last bit: in any batch, beside any other rows.

Rows compared: 300 for each of six shipped rulebooks, 40 for each of 16 invented ones, half of them again in
pieces; and a batch of more rows than are decided at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from math import inf, nan, nextafter
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.batch.answers import ERRORS, AnswerWriter
from assize.decision.batch.decider import CHUNK, BatchDecider
from assize.decision.batch.names import names_of
from assize.decision.batch.request import BatchRequest
from assize.decision.batch.results import Refusal, results_of
from assize.decision.case import Case, GivenApproval
from assize.decision.decider import Decider
from assize.decision.result import Decision
from assize.rules.errors import FactError, Violation
from assize.rules.library import Library
from assize.rules.model import Rulebook
from assize.rules.types import ChoiceType, FactType, ListType, MoneyType, NumberType, RecordType
from tests.decision.batch.tables import invent_cases, table
from tests.decision.books import CACHE, shipped
from tests.oracle.invented_facts import invent_day
from tests.oracle.trial import trial_of_files
from tests.strategies import repeatable, rulebook_files

DAYS, ROWS = 2, 150
MOST_PIECES = 12


class Job(NamedTuple):
    """Cases of one day, and the same as a record batch."""

    decider: Decider
    book: Rulebook
    day: date
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
        for row, case in enumerate(self.cases):
            try:
                found = self.decider.decide(self.book.name, case, self.day, self.book.version)
            except FactError as error:
                refused.append(Refusal(row, error.violations))
            decisions.append(None if refused and refused[-1].row == row else found)
        names = names_of((self.book,))
        writer = AnswerWriter(self.book.name, names, [self.batch.schema.field("id")], points=True)
        days = np.full(len(self.cases), self.day.toordinal(), dtype=np.int64)
        return writer.write(
            [self.batch.column("id")], days, results_of(decisions, names, points=True), refused
        )


def job(rng: Random, decider: Decider, book: Rulebook, cases: list[Case], day: date) -> Job:
    """Some jobs are of written cells."""
    written = rng.random() < 0.25
    batch = table(rng, book, cases, written=written)
    request = BatchRequest(book.name, book.version, contributions=True, written=written)
    return Job(decider, book, day, cases, batch, BatchDecider(decider, request, batch.schema, day))


def jobs(rng: Random, decider: Decider, book: Rulebook, days: int, rows: int) -> Iterator[Job]:
    """Jobs of several days, in several periods of the parameters; some rows are wrong, some hostile."""
    for place in range(days):
        day = invent_day(rng, book)
        cases = [hostile(rng, book, case) for case in invent_cases(rng, book, day, rows)]
        wrong = 0.0 if place % 2 else 0.1
        cases = [spoiled(rng, book, case, day) if rng.random() < wrong else case for case in cases]
        yield with_no_numbers(rng, job(rng, decider, book, cases, day))


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


# Hostile numbers


def hostile(rng: Random, book: Rulebook, case: Case) -> Case:
    """The case with some numbers where float64, rounding or a range is at its end."""
    facts = dict(case.facts)
    for fact in book.facts:
        if fact.name in facts and isinstance(fact.type, NumberType) and rng.random() < 0.2:
            facts[fact.name] = with_value(facts[fact.name], awkward(rng, fact.type))
    return case._replace(facts=facts)


def awkward(rng: Random, kind: NumberType) -> float:
    low = -1e6 if kind.low is None else kind.low
    high = 1e6 if kind.high is None else kind.high
    ends = [low, high, nextafter(low, inf), nextafter(high, -inf)]
    halves = [rng.randrange(200) / 2, rng.randrange(20_000) / 200, rng.randrange(2000) / 3]
    tiny = [0.0, -0.0, 1e-300, -1e-300, 5e-324, 0.1 + 0.2, 2.0**53]
    number = min(max(rng.choice([*ends, *halves, *tiny]), low), high)
    return float(round(number)) if kind.integer else number


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


# Wrong cases


def spoiled(rng: Random, book: Rulebook, case: Case, day: date) -> Case:
    """The case with something wrong in it that a typed column can hold."""
    types = {fact.name: fact.type for fact in book.facts}
    facts = dict(case.facts)
    for name in rng.sample(sorted(facts), min(len(facts), 3)):
        wrong = wrong_value(rng, types[name], opened(facts[name])["value"])
        if wrong is not None and rng.random() < 0.7:
            facts[name] = with_value(facts[name], wrong)
        elif rng.random() < 0.5:
            facts[name] = {**opened(facts[name]), "observed": (day + timedelta(days=2)).isoformat()}
        else:
            facts[name] = {**opened(facts[name]), "evidence": "hearsay"}
    asked = [rule for rule in book.rules if rule.approval is not None]
    if not asked or rng.random() < 0.5:
        return case._replace(facts=facts)
    given = GivenApproval(
        rng.choice(asked).name, "nobody", "somebody", day + timedelta(days=rng.randint(-9, 9))
    )
    return case._replace(facts=facts, approvals=(given,), requester=rng.choice(["", "somebody"]))


def wrong_value(rng: Random, kind: FactType, value: Any) -> object:  # noqa: ANN401  # whatever is sent
    """Another value that the type refuses; None where none comes to mind."""
    match kind:
        case NumberType(low=low, high=high, integer=integer):
            wrong = [high + 1.0] if high is not None else []
            wrong += [low - 0.5] if low is not None else []
            return rng.choice([*wrong, 0.25] if integer else wrong or [None])
        case ChoiceType():
            return "no such choice"
        case MoneyType():
            return value | rng.choice([{"currency": "XXX"}, {"amount": "-1"}])
        case ListType(max_items=most, element=RecordType()) if value:
            return rng.choice([[*value, *value], [value[0]] * (most + 1)])
    return None


def opened(sent: Any) -> Mapping[str, Any]:  # noqa: ANN401  # whatever is sent
    return sent if isinstance(sent, dict) and "value" in sent else {"value": sent}


def with_value(sent: object, value: object) -> object:
    return {**opened(sent), "value": value} if isinstance(sent, dict) and "value" in sent else value


# The comparisons


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


@repeatable(16)
@given(rulebook_files(), st.integers(0, 2**32))
def test_rows_by_invented_rulebooks_get_what_their_cases_get(files: dict[str, str], seed: int) -> None:
    trial, rng = trial_of_files(files, CACHE), Random(seed)  # noqa: S311
    (one,) = jobs(rng, trial.decider, trial.book, 1, 40)
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
    rows = pa.array(np.tile(np.arange(40), CHUNK // 40 + 2))
    assert len(rows) > CHUNK
    assert_same(one.answers(one.batch.take(rows)), one.expected().take(rows))


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
