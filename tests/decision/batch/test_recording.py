"""What is recorded once and carried out in C gives the bits of the same program on numpy's columns."""

from __future__ import annotations

import numpy as np
import pytest

from assize.decision.batch.choice import choice_of
from assize.decision.batch.intake import Intake
from assize.decision.batch.intake.take import Taken
from assize.decision.batch.layout import layouts_of
from assize.decision.batch.names import names_of
from assize.decision.batch.openness import ColumnOpenness, OpenColumns
from assize.decision.batch.recording import Recording, Variant, sent_of
from assize.decision.batch.reporting import Report
from assize.decision.batch.request import BatchRequest
from assize.decision.batch.results import Results
from assize.decision.batch.validated import validated
from assize.decision.decider import Decider
from assize.rules.columns.program import generate_columns
from assize.rules.columns.values import Array, symbols_of
from assize.rules.library import Library
from bench.suppliers import batches
from tests.decision.books import CACHE, DAY, shipped

NAME = "supplier-selection"
ROWS = 3_000
DECIDER = Decider(Library(shipped()), CACHE)
COMPILED, _ = DECIDER.find(NAME, DAY)
BOOK = COMPILED.rulebook


def variant_at(place: int, request: BatchRequest) -> Variant:
    names = names_of([BOOK])
    choice = choice_of(request, names)
    single = COMPILED.assemblers[place].program
    program = generate_columns(single, symbols_of(BOOK), CACHE, points=choice.points)
    return Variant(program, ColumnOpenness(program.rulebook, BOOK), Report(program, names, choice))


def by_numpy(variant: Variant, taken: Taken) -> Results:
    found = variant.program.evaluate(taken.columns, DAY.toordinal())
    assert variant.openness is not None
    states = OpenColumns(found.conclusions, found.open, taken.columns.evidence, taken.open_fields)
    missing = variant.openness.missing(states)
    return variant.report.results(found, taken.columns, missing, variant_known=True)


def bits(column: Array) -> bytes:
    every = np.ascontiguousarray(np.broadcast_to(column, (ROWS,)))
    every = every.view(np.uint8) if every.dtype == np.bool_ else every
    return np.where(np.isnan(every), np.nan, every).tobytes() if every.dtype.kind == "f" else every.tobytes()


def assert_same(one: object, other: object, path: str = "") -> None:
    if isinstance(one, tuple) and isinstance(other, tuple):
        for place, (first, second) in enumerate(zip(one, other, strict=True)):
            assert_same(first, second, f"{path}.{place}")
    else:
        assert bits(np.asarray(one)) == bits(np.asarray(other)), path


@pytest.mark.parametrize("place", range(len(COMPILED.assemblers)))
@pytest.mark.parametrize("evidence", [False, True])
@pytest.mark.parametrize("lists", [False, True])
def test_the_engine_gives_the_bits_of_numpy(lists: bool, evidence: bool, place: int) -> None:
    (batch,) = batches(ROWS, ROWS, 7, lists=lists, evidence=evidence, wrong=0.02)
    request = BatchRequest(NAME, contributions=True)
    (layout,) = layouts_of(batch.schema, [BOOK], DECIDER.library, request)
    taken = Intake(batch.schema, layout, BOOK, written=False).take(validated(batch), DAY)
    variant, facts = variant_at(place, request), taken.columns
    recording = Recording(BOOK.facts, sent_of(facts), facts, [variant], None, DAY.toordinal())
    with np.errstate(all="ignore"):
        played = recording.run(facts, taken.open_fields, DAY.toordinal())
        assert_same(played.results, by_numpy(variant, taken))
    assert not np.any(played.doubtful)
