"""What a job is asked to do, and what makes it the same job when it is started again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from assize.decision.batch.request import BatchRequest
from assize.decision.decider import Decider
from assize.rules.model import Rulebook
from assize.server.batch.columns import Naming, kept_columns, left_out
from assize.server.batch.errors import Difference, UnknownFormat
from assize.server.batch.inputs import CSV, PARQUET, Input
from assize.server.batch.sizes import PART_ROWS
from assize.server.batch.writers import FORMATS, STREAM


class Asked(NamedTuple):
    """Which rulebook decides, and on which day; None: now. `answers` as in BatchRequest."""

    rulebook: str
    version: str | None = None
    as_of: date | datetime | None = None
    contributions: bool = False
    answers: tuple[str, ...] = ()


class Output(NamedTuple):
    """Where answers and errors go. An output without an ending is a folder of parts."""

    path: Path
    ending: str
    errors: Path | None = None

    @property
    def is_folder(self) -> bool:
        """Whether the parts are the answers."""
        return not self.ending

    @property
    def part_ending(self) -> str:
        """The format of the parts."""
        return PARQUET if self.is_folder else STREAM


class Job(NamedTuple):
    """A whole job. `overwrite` replaces what is there; `restart` throws finished parts away."""

    source: str
    output: Output
    asked: Asked
    naming: Naming
    encoding: str = "utf-8"
    part_rows: int = PART_ROWS
    overwrite: bool = False
    restart: bool = False


def output_of(name: str, errors: Path | None) -> Output:
    """The output that a name means. Raises UnknownFormat."""
    path = Path(name)
    if path.name in ("", ".."):  # the work folder needs a name to stand beside
        path = path.resolve()
    if path.name and (name.endswith("/") or path.is_dir()):
        return Output(path, "", errors)
    ending = path.suffix.lower()
    if ending not in FORMATS:
        known = ", ".join(FORMATS)
        raise UnknownFormat(
            f"{name}: which format? The name ends in one of {known}, or in / for a folder of parts"
        )
    return Output(path, ending, errors)


def request_of(job: Job, source: Input, ending: str) -> BatchRequest:
    """What is asked of each batch."""
    as_of = job.naming.as_of and job.naming.new(job.naming.as_of)
    names = source.schema.names
    return BatchRequest(
        job.asked.rulebook,
        version=job.asked.version,
        as_of_column=as_of if as_of in names else None,
        contributions=job.asked.contributions,
        keep=tuple(name for name in kept_columns(job.naming) if name in names),
        leave_out=left_out(job.naming, source.schema),
        written=ending == CSV,
        answers=job.asked.answers,
    )


def books_of(job: Job, decider: Decider, as_of: date | datetime) -> Sequence[Rulebook]:
    """The versions that may decide: that of the day, or any where rows have days of their own."""
    if job.naming.as_of:
        return decider.library.pinned(job.asked.rulebook, job.asked.version, None)
    return [decider.find(job.asked.rulebook, as_of, job.asked.version)[0].rulebook]


def identity(job: Job, source: Input, decider: Decider, as_of: date | datetime) -> dict[str, Any]:
    """All that the answers hang on. Two jobs with the same identity give the same answers."""
    asked, naming = job.asked, job.naming
    books = books_of(job, decider, as_of)
    return {
        "program": version("assize"),
        "rulebook": asked.rulebook,
        "versions": {book.version: book.content_hash for book in books},
        "as of": as_of.isoformat(),
        "as-of column": naming.as_of,
        "contributions": asked.contributions,
        "columns of answers": ", ".join(sorted({*asked.answers})) or "all",
        "renamed columns": dict(sorted(naming.renames.items())),
        "kept columns": list(naming.keep),
        "left-out columns": sorted(naming.leave_out),
        "encoding": job.encoding,
        "rows in a part": job.part_rows,
        "kind of the parts": job.output.part_ending,
        "files": [list(stamp) for stamp in source.stamps()],
        "columns": [[field.name, str(field.type)] for field in source.schema],
    }


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """What differs between two identities."""
    found = ((name, before.get(name), now.get(name)) for name in dict.fromkeys([*before, *now]))
    return [Difference(name, _shown(b, n), _shown(n, b)) for name, b, n in found if b != n]


def _shown(value: object, other: object) -> str:
    """A value in one line; of a list what the other does not hold."""
    if isinstance(value, list) and isinstance(other, list):
        value = [item for item in value if item not in other] or f"{len(value)} in another order"
    return str(value)[:200]
