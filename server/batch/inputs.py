"""What is read: a table in one file or in many, by rows in order."""

from __future__ import annotations

import glob
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from assize.decision.batch.request import ColumnProblem
from assize.server.batch.errors import InputError, UnknownFormat
from assize.server.batch.piece import Piece

ARROW = (".arrow", ".ipc", ".feather")
CSV = ".csv"
PARQUET = ".parquet"
ENDINGS = (PARQUET, *ARROW, CSV)


class FileStamp(NamedTuple):
    """A file as it was when the job began: its path, its size in bytes, when it was last written."""

    path: str
    size: int
    written: int


class Input(ABC):
    """A table that is read from its first row to its last. `problems` are names that it does not have."""

    problems: Sequence[ColumnProblem] = ()

    def __init__(self, paths: Sequence[Path]) -> None:
        self.paths = tuple(paths)
        self.size = sum(path.stat().st_size for path in paths)

    @property
    @abstractmethod
    def schema(self) -> pa.Schema:
        """The columns."""

    @property
    @abstractmethod
    def rows(self) -> int | None:
        """How many rows there are; None: it shows only by reading."""

    @abstractmethod
    def read(self, start: int) -> Iterator[Piece]:
        """The rows, at least from `start` on. Raises InputError."""

    @abstractmethod
    def position(self) -> int:
        """How many bytes have been read."""

    def file_of(self, row: int) -> Path:
        """The file in which a row stands."""
        return self.paths[0]

    def stamps(self) -> tuple[FileStamp, ...]:
        """The files as they are now."""
        found = ((path, path.stat()) for path in self.paths)
        return tuple(FileStamp(str(path.resolve()), stat.st_size, stat.st_mtime_ns) for path, stat in found)


def paths_of(name: str) -> tuple[tuple[Path, ...], str]:
    """The files that a name means, sorted, and their ending. Several can only be Parquet files.

    Raises InputError where there is none, and UnknownFormat.
    """
    path = Path(name)
    if path.is_dir():
        found = tuple(sorted(each for each in path.iterdir() if _is_part(each)))
        if not found:
            raise InputError(f"{name}: a folder without Parquet files (*{PARQUET})")
        return found, PARQUET
    if path.exists():
        return (path,), _ending(path)
    if not glob.has_magic(name):
        raise InputError(f"{name}: no such file or folder")
    found = tuple(sorted(Path(each) for each in glob.glob(name, recursive=True)))  # noqa: PTH207  # may be absolute
    if not found:
        raise InputError(f"{name}: no file has such a name")
    others = [each for each in found if len(found) > 1 and each.suffix.lower() != PARQUET]
    if others:
        raise UnknownFormat(f"{name}: {others[0]} is no Parquet file, and only such can be read together")
    return found, _ending(found[0])


def _is_part(path: Path) -> bool:
    """Other programs write notes beside their parts, under names that begin with a mark."""
    return path.suffix.lower() == PARQUET and not path.name.startswith((".", "_")) and path.is_file()


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UnknownFormat(f"{path}: which format? The name ends in one of {', '.join(ENDINGS)}")
    return ending
