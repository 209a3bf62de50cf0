"""The results of a batch → one Arrow record batch, a row for every row that was sent, in its order.

| column | type | null |
|---|---|---|
| `id`, kept columns | as sent | as sent |
| `as_of` | date32 | the day is wrong |
| `rulebook`, `version`, `content_hash`, `variant`, `outcome`, `grade`… | text | unknown |
| `possible_outcomes`, `possible_grades` | list of texts | never |
| `effect_<use>` | text: none, warn, needs_approval, block, undetermined | refused |
| `score`, `score_low`, `score_high`, `coverage`, `declared_share`, `verified_share` | float64 | unknown |
| `knock_outs`, `reasons`, `possible_reasons`, `missing` | list of texts | never |
| `verdict_<principle>` | text | refused |
| `<risk>`, `<risk>_inherent_low` … `<risk>_level_high` | text, float64, text | refused |
| `<shown value>` | float64, date32, bool or text | unknown |
| `points_<criterion>` (on request) | float64 | unknown |
| `errors` | list of {path, code, message} | the row is decided |

Texts are dictionary-encoded. `knock_outs` are the rules that forbid; `reasons` all rules with an effect that
hold, the gravest effect first; `possible_reasons` those that may hold; `missing` the facts that something
open hangs on, in declared order. A refused row has null or an empty list in every column but its own and
`errors`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assize.decision.batch.answer_batch import BatchMaker, Made
from assize.decision.batch.answer_columns import Rows, answer_columns
from assize.decision.batch.names import Names
from assize.decision.batch.results import Bools, Refusal, Results

ERROR = pa.struct([("path", pa.string()), ("code", pa.string()), ("message", pa.string())])
ERRORS = pa.list_(ERROR)
_MOST_ROWS = 65_536  # for so many the column without errors is kept


def answer_names(names: Names, *, points: bool) -> tuple[str, ...]:
    """The names of all columns that may be wanted, in their order; `errors` always come."""
    return tuple(column.field.name for column in answer_columns("", names, points=points))


class AnswerWriter:
    """Writes the answers of one job. `carried` are the fields of the columns that go along, first. Of the
    others those are written that are wanted (see `answer_names`), None: all.
    """

    def __init__(
        self,
        rulebook: str,
        names: Names,
        carried: Sequence[pa.Field],
        *,
        points: bool,
        wanted: frozenset[str] | None = None,
    ) -> None:
        every = answer_columns(rulebook, names, points=points)
        self._columns = tuple(c for c in every if wanted is None or c.field.name in wanted)
        own = [column.field for column in self._columns]
        self.schema = pa.schema([*carried, *own, pa.field("errors", ERRORS)])
        self._batches = BatchMaker(self.schema)
        self._no_errors = _no_errors(_MOST_ROWS)

    def write(
        self,
        rows: int,
        carried: Sequence[pa.Array],
        days: NDArray[np.int64],
        found: Results,
        refused: Sequence[Refusal],
    ) -> Made:
        """The answers on `rows` rows; `days` are ordinals, 0 where the day is wrong, 0-d if all are equal. Of
        columns that are not wanted `found` may hold anything.
        """
        told = Rows(rows, found, days, _gone(rows, refused))
        own = [column.part(told) for column in self._columns]
        return self._batches.make([*carried, *own, self._errors(rows, refused)], rows, told.gone)

    def _errors(self, rows: int, refused: Sequence[Refusal]) -> pa.Array:
        if refused:
            return _errors_of(rows, refused)
        return self._no_errors.slice(0, rows) if rows <= len(self._no_errors) else _no_errors(rows)


def _gone(rows: int, refused: Sequence[Refusal]) -> Bools | None:
    if not refused:
        return None
    gone = np.zeros(rows, dtype=np.bool_)
    gone[[refusal.row for refusal in refused]] = True
    return gone


def _errors_of(rows: int, refused: Sequence[Refusal]) -> pa.Array:
    """For every refused row its errors; null where a row is decided."""
    by_row = {refusal.row: refusal.violations for refusal in refused}
    told = [
        {"path": v.path, "code": v.code, "message": v.render().removeprefix(f"{v.path}: ")}
        for row in sorted(by_row)
        for v in by_row[row]
    ]
    ends = np.zeros(rows + 1, dtype=np.int32)
    for row, violations in by_row.items():
        ends[row + 1] = len(violations)
    lengths = pa.array(np.cumsum(ends, dtype=np.int32), pa.int32())
    known = np.zeros(rows, dtype=np.bool_)
    known[list(by_row)] = True
    return pa.ListArray.from_arrays(lengths, pa.array(told, ERROR), ERRORS, mask=pa.array(~known))


def _no_errors(rows: int) -> pa.Array:
    """Null for every row. Of pa.nulls the elements have offsets too, three for each row."""
    buffers = [pa.py_buffer(bytes(-(-rows // 8))), pa.py_buffer(bytes(4 * (rows + 1)))]
    return pa.Array.from_buffers(ERRORS, rows, buffers, null_count=rows, children=[pa.array([], ERROR)])
