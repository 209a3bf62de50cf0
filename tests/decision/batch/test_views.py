"""Texts that come as views are decided as texts, wherever they stand, also of a slice."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest
from assize.decision.batch.views import text_type, texts
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library, shipped_folder

VIEW = pa.string_view()
LISTS = pa.list_(pa.struct([("scheme", VIEW), ("holder_id", VIEW)]))


def test_slices_of_lists_of_views() -> None:
    rows = [[{"scheme": "ISO27001", "holder_id": None}], None, [], [{"scheme": None, "holder_id": "x" * 20}]]
    whole = pa.array(rows, LISTS)
    for start in range(4):
        for length in range(5 - start):
            part = texts(whole.slice(start, length))
            assert part.type == text_type(LISTS)
            assert part.to_pylist() == rows[start : start + length]


def test_rows_with_views() -> None:
    decider = Decider(Library.load([shipped_folder()]), cached_tables([shipped_folder()]))
    lists = [[{"scheme": "ISO27001", "holder_id": "north"}], None, [{"scheme": "none", "holder_id": "x"}]]
    answers = []
    for kind in (VIEW, pa.string()):
        columns = {
            "id": pa.array(["a", "b", "c"], kind),
            "supplier_id": pa.array(["north", None, " "], kind),
            "certificates": pa.array(lists, pa.list_(pa.struct([("scheme", kind), ("holder_id", kind)]))),
        }
        batch = pa.record_batch(columns)
        request = BatchRequest("supplier-selection")
        found = BatchDecider(decider, request, batch.schema, date(2026, 6, 1)).decide(batch)
        assert found.column("outcome").to_pylist()[2] is None
        answers.append(found.to_pylist())
    assert answers[0] == answers[1]
