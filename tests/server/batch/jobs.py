"""A small rulebook, rows for it in every format, and jobs over them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from pyarrow import ipc

from assize.decision.decider import Decider
from assize.server.batch.columns import Naming
from assize.server.batch.job import Asked, Job, output_of
from assize.server.batch.run import Report, run_job
from tests.decision.books import DAY, NAME, decider_of, write_book

BODY = """
score: {scale: [0, 100], decimals: 2, weights: points}
facts:
  headcount: {type: integer, range: [0, 100000], stale_after: 365d}
  degree_share: {type: number, unit: "%", range: [0, 100]}
  ready: boolean
  capital: {type: money, currency: CNY}
  tags: {type: list, of: text}
  certificates:
    type: list
    of: {scheme: {choices: [ISO, ITSS]}, level: integer, share: number, valid_until: date, ours: boolean}
criteria:
  size: {weight: 60, of: headcount, curve: [[0, 0], [500, 100]], if_missing: unknown}
  degrees: {weight: 40, of: degree_share, curve: [[0, 0], [100, 100]], if_missing: worst}
rules:
  no_iso:
    when: not any(c.scheme == "ISO" and c.valid_until >= as_of for c in certificates)
    knock_out: true
  risky: {when: '"risky" in tags', warning: true}
  poor: {when: capital < 1000 and not ready, warning: true}
grades: {A: 80, B: 50, C: 0}
uses: [award]
outcomes: {approved: none, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {otherwise: approved}]
"""
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
CERTIFICATE = pa.struct(
    [
        ("scheme", pa.string()),
        ("level", pa.int64()),
        ("share", pa.float64()),
        ("valid_until", pa.date32()),
        ("ours", pa.bool_()),
    ]
)
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("headcount", pa.int64()),
        ("headcount@observed", pa.date32()),
        ("degree_share", pa.float64()),
        ("ready", pa.bool_()),
        ("capital@amount", pa.float64()),
        ("capital@currency", pa.string()),
        ("tags", pa.list_(pa.string())),
        ("certificates", pa.list_(CERTIFICATE)),
    ]
)


@cache
def decider() -> Decider:
    """Who decides by the small rulebook."""
    with TemporaryDirectory() as folder:
        return decider_of(write_book(Path(folder) / "small", BODY))


def rows(count: int) -> list[dict[str, Any]]:
    """Rows of every kind: full, with gaps, and every seventh with a wrong fact."""
    return [_row(number) for number in range(count)]


def _row(number: int) -> dict[str, Any]:
    until = DAY + timedelta(days=(number * 37) % 400 - 100)
    iso = {"scheme": "ISO", "level": number % 4, "share": 0.1 * number, "valid_until": until, "ours": True}
    certificates: list[dict[str, Any]] = [iso, {**iso, "scheme": "ITSS", "level": None}][: number % 3]
    return {
        "id": f"row {number}",
        "headcount": None if number % 5 == 0 else number * 13 % 700,
        "headcount@observed": DAY - timedelta(days=number % 380),
        "degree_share": 150.0 if number % 7 == 0 else number * 1.37 % 100,
        "ready": None if number % 11 == 0 else number % 2 == 0,
        "capital@amount": number * 123.45,
        "capital@currency": "CNY",
        "tags": None if number % 6 == 0 else ["risky", "new, and small"][: number % 3],
        "certificates": None if number % 13 == 0 else certificates,
    }


def table(count: int) -> pa.Table:
    """The rows as an Arrow table."""
    return pa.Table.from_pylist(rows(count), SCHEMA)


def write_parquet(path: Path, held: pa.Table, row_group: int = 10) -> Path:
    """A Parquet file of small row groups."""
    pq.write_table(held, path, row_group_size=row_group)
    return path


def write_arrow(path: Path, held: pa.Table, *, stream: bool = False, most: int = 9) -> Path:
    """An Arrow file or stream of small batches."""
    opened = ipc.new_stream if stream else ipc.new_file
    with opened(path, held.schema) as writer:
        writer.write_table(held, max_chunksize=most)
    return path


def write_csv(path: Path, held: pa.Table, separator: str = ",", encoding: str = "utf-8") -> Path:
    """A CSV file; lists as JSON."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(held.schema.names)
        writer.writerows([_cell(value) for value in row.values()] for row in held.to_pylist())
    return path


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return json.dumps(value, default=str, ensure_ascii=False)
    return str(value).upper() if isinstance(value, bool) else str(value)


def read(path: Path) -> pa.Table:
    """What a job wrote."""
    if path.is_dir():
        return pa.concat_tables([pq.read_table(part) for part in sorted(path.iterdir())])
    if path.suffix == ".csv":
        return pa_csv.read_csv(path)
    if path.suffix == ".parquet":
        return pq.read_table(path)
    return ipc.open_file(path).read_all()


class Watch:
    """Remembers what it is told; `at` is called at each step."""

    def __init__(self, at: Callable[[], None] = lambda: None) -> None:
        self.begun: list[tuple[int | None, int, int]] = []
        self.steps: list[tuple[int, int]] = []
        self._at = at

    def begin(self, rows: int | None, size: int, finished: int) -> None:
        self.begun.append((rows, size, finished))

    def advance(self, rows: int, position: int) -> None:
        self.steps.append((rows, position))
        self._at()


def job(source: Path | str, output: Path | str, **more: Any) -> Job:  # noqa: ANN401  # fields of Job
    """A job by the small rulebook, in parts of 20 rows."""
    errors = more.pop("errors", None)
    asked = Asked(
        NAME,
        as_of=more.pop("as_of", DAY),
        contributions=more.pop("contributions", False),
        answers=more.pop("answers", ()),
    )
    naming = Naming(
        more.pop("renames", {}),
        more.pop("keep", ()),
        more.pop("leave_out", ()),
        more.pop("as_of_column", None),
    )
    made = Job(str(source), output_of(str(output), errors), asked, naming, part_rows=20)
    return made._replace(**more)


def run(
    asked: Job,
    watch: Watch | None = None,
    *,
    now: datetime = NOW,
    stopped: Callable[[], bool] = lambda: False,
) -> Report:
    """Do the job."""
    return run_job(decider(), asked, now, watch or Watch(), stopped)


def batch(source: Path | str, output: Path, **more: Any) -> pa.Table:  # noqa: ANN401  # fields of Job
    """What a job answers."""
    run(job(source, output, **more))
    return read(output)


def sent_alone(row: Mapping[str, Any]) -> dict[str, object]:
    """The facts of a row as a single case sends them."""
    facts = {name: row[name] for name in ("degree_share", "ready", "tags") if row[name] is not None}
    if row["headcount"] is not None:
        facts["headcount"] = {"value": row["headcount"], "observed": row["headcount@observed"]}
    facts["capital"] = {"amount": row["capital@amount"], "currency": row["capital@currency"]}
    if row["certificates"] is not None:
        facts["certificates"] = [{k: v for k, v in c.items() if v is not None} for c in row["certificates"]]
    return facts
