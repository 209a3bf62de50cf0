"""The intake of batches beside the check of the same rows one at a time."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from assize.decision.batch.cases import RowReader
from assize.decision.batch.intake import Intake, Taken
from assize.decision.batch.layout import layout_of
from assize.decision.batch.request import BatchRequest
from assize.decision.batch.validated import validated
from assize.decision.checked import CheckedFacts
from assize.decision.facts import FactChecker
from assize.decision.values import unknown_of
from assize.rules.errors import FactError
from assize.rules.model import Rulebook
from assize.rules.types import ListType, RecordType
from tests.decision.batch.held import Held, Twin


def taken(book: Rulebook, batch: pa.RecordBatch, day: date, *, written: bool = False) -> Taken:
    """What the intake makes of a batch."""
    request = BatchRequest(book.name, written=written)
    layout = layout_of(batch.schema, book.facts, frozenset(), request)
    return Intake(batch.schema, layout, book, written=written).take(validated(batch), day)


def check(
    book: Rulebook,
    batch: pa.RecordBatch,
    day: date,
    *,
    written: bool = False,
    checker: FactChecker | None = None,
) -> list[int]:
    """The rows set aside. Every wrong row is one of them, every other row is what it is alone."""
    checker = checker or FactChecker(book, frozenset())
    found = taken(book, batch, day, written=written)
    alone = _alone(book, checker, batch, day, written=written)
    aside = np.zeros(batch.num_rows, dtype=np.bool_) if found.aside is None else found.aside
    present = {name.partition("@")[0].partition(".")[0] for name in batch.schema.names}
    held, twin = Held(found.columns, book, present), Twin()
    assert held.columns.rows == batch.num_rows
    for row in range(batch.num_rows):
        expected, values = alone[row], held.row(row)
        if expected is None or aside[row]:
            assert aside[row], (row, batch.slice(row, 1).to_pylist())
            continue
        assert held.evidence(row) == expected.evidence
        assert held.granted(row) == expected.granted
        for fact, one, other in zip(book.facts, expected.values, values, strict=True):
            assert twin.alike(one, other), (row, fact.name, one, other)
        assert _open(found, row) == _open_alone(book, expected)
    return [int(row) for row in np.flatnonzero(aside)]


def _alone(
    book: Rulebook, checker: FactChecker, batch: pa.RecordBatch, day: date, *, written: bool
) -> list[CheckedFacts | None]:
    """What each row is alone; None: it is wrong."""
    layout = layout_of(batch.schema, book.facts, frozenset(), BatchRequest(book.name, written=written))
    found: list[CheckedFacts | None] = []
    for case in RowReader(layout, book.facts, written=written).cases(batch, range(batch.num_rows)):
        try:
            found.append(checker.check(case, day))
        except FactError:
            found.append(None)
    return found


def _open(found: Taken, row: int) -> set[tuple[str, str]]:
    assert all(rows.any() for rows in found.open_fields.values())
    return {name for name, rows in found.open_fields.items() if rows[row]}


def _open_alone(book: Rulebook, facts: CheckedFacts) -> set[tuple[str, str]]:
    return {
        (fact.name, field.name)
        for fact, value in zip(book.facts, facts.values, strict=True)
        if isinstance(fact.type, ListType) and isinstance(fact.type.element, RecordType)
        for place, field in enumerate(fact.type.element.fields)
        if isinstance(value, tuple) and any(row[place] == unknown_of(field.type) for row in value)
    }
