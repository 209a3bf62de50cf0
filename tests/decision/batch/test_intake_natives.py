"""Facts that C reads all at once have the columns that each has alone."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from assize.decision.batch.intake import _numbers, _reading, _told
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.columns import DECLARED, ScalarFact, Sent
from assize.decision.batch.intake.marks import HAS_LONG
from assize.decision.batch.intake.natives import NativeFacts
from assize.decision.batch.intake.numbers import Rule
from assize.decision.batch.layout import layout_of
from assize.decision.batch.request import BatchRequest
from assize.decision.batch.validated import validated
from assize.rules.columns.values import symbols_of
from assize.rules.model import Rulebook
from assize.rules.types import ListType
from bench.suppliers import batches
from tests.decision.batch.intake_book import aside, book
from tests.decision.books import DAY, shipped

POOL = TextPool(pa.array([], pa.large_string()))
(SUPPLIERS,) = (some for some in shipped() if some.name == "supplier-selection")
READER = _numbers.number_reader(*Rule(0.0, 9.0))


def facts_of(rulebook: Rulebook, schema: pa.Schema) -> list[ScalarFact]:
    layout = layout_of(schema, rulebook.facts, frozenset(), BatchRequest(rulebook.name))
    sent = [Sent(fact, layout.facts.get(fact.name, {}), schema) for fact in rulebook.facts]
    codes = symbols_of(rulebook).codes
    return [
        ScalarFact(some, some.fact.type, codes, is_read=False, written=False)
        for some in sent
        if not some.is_nothing and not isinstance(some.fact.type, ListType)
    ]


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("evidence", [False, True])
def test_each_is_what_it_is_alone(evidence: bool, plain: bool) -> None:
    (whole,) = batches(300, 300, 5, evidence=evidence, wrong=0.05)
    if plain:
        kinds = [
            f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in whole.schema
        ]
        whole = whole.cast(pa.schema(kinds))
    for batch in (whole, whole.slice(1, 200), whole.slice(7, 0)):
        facts = facts_of(SUPPLIERS, batch.schema)
        assert len(facts) > 30
        assert all(fact.native is not None for fact in facts)
        found = NativeFacts(facts).read(validated(batch), DAY)
        wrong = np.zeros(batch.num_rows, np.bool_)
        for fact, values, marks, has in zip(facts, *found[:3], strict=True):
            alone = fact.take(batch, DAY, POOL)
            assert values.tobytes() == alone.values.tobytes()
            assert (marks if has else DECLARED).tobytes() == alone.evidence.tobytes()
            wrong |= False if alone.wrong is None else alone.wrong
        assert (found.wrong is not None) == bool(wrong.any())
        assert found.wrong is None or found.wrong.tolist() == wrong.tolist()


def test_long_numbers_are_left() -> None:
    long = pa.array([Decimal(2**53 + 2), None, Decimal(3)], pa.decimal128(20, 0))
    batch = pa.RecordBatch.from_pydict({"free": pa.array([1.0, None, 3.0]), "people": long})
    free, people = facts_of(book(), batch.schema)
    found = NativeFacts([free, people]).read(validated(batch), DAY)
    assert [has & HAS_LONG for has in found.has] == [0, HAS_LONG]
    assert found.values[0].tolist()[::2] == [1.0, 3.0]
    assert aside({"people": long}) == []


def test_what_does_not_fit_is_refused() -> None:
    batch = pa.RecordBatch.from_pydict({"a": [1.0, 2.0], "b": ["x", "y"], "c": [3.0, 4.0]})
    values, marks, wrong = np.empty(2), np.empty((1, 2), np.uint8), np.zeros(2, np.bool_)
    told = _told.observer(0, 1)
    for steps, one, other, third in (
        ([(3, READER, True)], values, marks, wrong),
        ([(-1, READER, True)], values, marks, wrong),
        ([(1, READER, True)], values, marks, wrong),
        ([(0, READER, True), (2, told, False)], values, marks, wrong),
        ([(0, READER, True)], np.empty(3), marks, wrong),
        ([(0, READER, True)], values, marks[0, :1], wrong),
        ([(0, READER, True)], values, marks, wrong[:1]),
    ):
        with pytest.raises(ValueError, match=r"no column|cannot read|expected"):
            _reading.facts(batch, steps, [one], other, third)
    with pytest.raises(IndexError):
        _reading.facts(batch, [(0, READER, True), (2, READER, True)], [values], marks, wrong)
    assert _reading.facts(batch, [(0, READER, True)], [values], marks, wrong) == b"\0"
    assert values.tolist() == [1.0, 2.0]
    assert _reading.facts(batch, [], [], marks[:0], wrong) == b""
