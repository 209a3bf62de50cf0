"""The errors of rows as a table: one line for each violation, and for each line that is no row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from assize.decision.batch.request import ID
from assize.server.batch.csv_answers import as_text
from assize.server.batch.errors import UnknownFormat
from assize.server.batch.piece import Piece, WrongLine
from assize.server.batch.tally import WRONG_CELLS

SCHEMA = pa.schema(
    [
        ("row", pa.int64()),
        ("file", pa.string()),
        ("line", pa.int64()),
        ("id", pa.string()),
        ("path", pa.string()),
        ("code", pa.string()),
        ("message", pa.string()),
    ]
)
ENDINGS = (".csv", ".jsonl", ".parquet")
_HINT = "a cell that holds the separator stands in quotes"


def error_rows(piece: Piece, answers: pa.RecordBatch, file_of: Callable[[int], Path]) -> pa.RecordBatch:
    """The errors of one piece in the order of its lines; `file_of` tells the file of a row."""
    errors = answers.column("errors")
    entries = errors.flatten()
    rows = pc.list_parent_indices(errors)
    places = rows.to_numpy()
    count = len(places)
    names = answers.schema.names
    found = pa.RecordBatch.from_arrays(
        [
            pa.array(places + piece.first, pa.int64()),
            pa.array([str(file_of(piece.first + place)) for place in places.tolist()], pa.string()),
            pa.nulls(count, pa.int64()) if piece.lines is None else pa.array(piece.lines[places], pa.int64()),
            as_text(answers.column(ID).take(rows)) if ID in names else pa.nulls(count, pa.string()),
            *(entries.field(name) for name in ("path", "code", "message")),
        ],
        schema=SCHEMA,
    )
    if not piece.wrong:
        return found
    both = pa.concat_batches([found, _wrong_lines(piece.wrong, file_of(piece.first))])
    order = np.argsort(both.column("line").to_numpy(), kind="stable")
    return both.take(pa.array(order))


def _wrong_lines(wrong: tuple[WrongLine, ...], file: Path) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(
        [
            {
                "file": str(file),
                "line": w.line,
                "path": "$",
                "code": WRONG_CELLS,
                "message": f"{w.what}; {_HINT}",
            }
            for w in wrong
        ],
        schema=SCHEMA,
    )


class ErrorFile:
    """A file of errors that is being written, by its ending."""

    def __init__(self, path: Path, ending: str) -> None:
        self._file = path.open("wb")
        self._writer = None
        if ending == ".csv":
            self._writer = pa_csv.CSVWriter(self._file, SCHEMA)
        elif ending == ".parquet":
            self._writer = pq.ParquetWriter(self._file, SCHEMA)

    def write(self, errors: pa.RecordBatch) -> None:
        """Write some more."""
        if self._writer is not None:
            self._writer.write_batch(errors)
        else:
            self._file.writelines(
                orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE) for entry in errors.to_pylist()
            )

    def close(self) -> None:
        """End the file."""
        try:
            if self._writer is not None:
                self._writer.close()
        finally:
            self._file.close()


def check_ending(path: Path) -> str:
    """The ending of a file of errors. Raises UnknownFormat."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UnknownFormat(f"{path}: errors go into a file that ends in one of {', '.join(ENDINGS)}")
    return ending
