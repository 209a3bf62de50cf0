"""Why a job over files does not start, or does not end.

AssizeError
├── InputError          what is read is no table, or cannot be read to its end
├── JobError            what is asked for cannot be done
│   ├── UnknownFormat   no format has such an ending
│   ├── OutputExists    there is something under the name of the answers
│   ├── DifferentJob    the work folder holds the parts of another job
│   └── JobRuns         another process works on the same job
├── WriteFailed         what is written cannot be written: a full disk, no such folder, no right to
└── Stopped             told to stop; the finished parts are kept
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from assize.rules.errors import AssizeError


class InputError(AssizeError):
    """A file that is no table, or that cannot be read to its end."""


class JobError(AssizeError):
    """What is asked for cannot be done."""


class UnknownFormat(JobError):
    """A name that tells no format."""


class OutputExists(JobError):
    """There is something under the name of the answers, or of the errors."""

    def __init__(self, path: Path, why: str = "add --overwrite to replace it") -> None:
        super().__init__(f"{path} exists; {why}")


class Difference(NamedTuple):
    """What differs between two jobs."""

    what: str
    was: str
    now: str


class DifferentJob(JobError):
    """The work folder holds the parts of another job."""

    def __init__(self, folder: Path, differences: Sequence[Difference]) -> None:
        self.differences = tuple(differences)
        lines = [f"  {each.what}: was {each.was}, is {each.now}" for each in self.differences]
        head = f"{folder} holds finished parts of another job; --restart throws them away and begins anew"
        super().__init__("\n".join([head, *lines]))


class JobRuns(JobError):
    """Another process works on the same job."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"another process works in {folder}; wait until it has ended")


class WriteFailed(AssizeError):
    """What is written cannot be written."""


class Stopped(AssizeError):
    """Told to stop. `rows` are decided and kept."""

    def __init__(self, rows: int, folder: Path) -> None:
        self.rows = rows
        super().__init__(
            f"stopped: {rows:,} rows are finished and kept in {folder}; the same command goes on"
        )
