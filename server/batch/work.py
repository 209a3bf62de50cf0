"""The work folder beside the answers: what is finished of a job, so that it can go on after any end.

    answers.parquet.part/
        job.json             what the job is: written once, when it begins
        lock                 held while a process works here
        parts/part-000000.…  the answers to the rows of a part
        errors/000000.stream their errors
        done/000000.json     the part is finished; its counts. Written last
        assembled            all parts are in the file that is to be renamed

Every file appears under its name only when it is whole and on the disk.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import orjson

from assize.server.batch.errors import DifferentJob, InputError, JobRuns
from assize.server.batch.faults import writing
from assize.server.batch.job import differences
from assize.server.batch.safe_files import flush, write_text
from assize.server.batch.tally import Tally, tally_of
from assize.server.batch.writers import STREAM

OLD = "old"
"""Where a folder of answers goes that is replaced."""
_FOLDERS = ("parts", "errors", "done")


class Work:
    """A work folder that this process holds."""

    def __init__(self, folder: Path, part_ending: str) -> None:
        self.folder = folder
        self._part_ending = part_ending

    def part(self, number: int) -> Path:
        """The answers of a part."""
        return self.folder / "parts" / f"part-{number:06}{self._part_ending}"

    def errors(self, number: int) -> Path:
        """The errors of a part."""
        return self.folder / "errors" / f"{number:06}{STREAM}"

    @property
    def parts(self) -> Path:
        """The folder of the answers."""
        return self.folder / "parts"

    @property
    def assembled(self) -> Path:
        """There once the answers only need their name."""
        return self.folder / "assembled"

    def mark_done(self, number: int, tally: Tally) -> None:
        """A part is finished. Raises WriteFailed."""
        with writing(self.folder):
            for name in ("parts", "errors"):
                flush(self.folder / name)
        write_text(self.folder / "done" / f"{number:06}.json", orjson.dumps(tally.data()).decode())

    def done(self) -> list[Tally]:
        """The counts of the finished parts, in order."""
        found = sorted((self.folder / "done").glob("[0-9]*.json"))
        return [tally_of(orjson.loads(path.read_bytes())) for path in found]

    def remove(self) -> None:
        """Take the folder away: what is large first, what tells that the job is finished at once."""
        gone = _gone(self.folder)
        with writing(self.folder):
            for name in ("parts", OLD):
                shutil.rmtree(self.folder / name, ignore_errors=True)
            self.folder.rename(gone)
            shutil.rmtree(gone)

    def begin(self, job: Mapping[str, Any]) -> None:
        """Write what the job is. Raises WriteFailed."""
        write_text(self.folder / "job.json", orjson.dumps(job, option=orjson.OPT_INDENT_2).decode())

    def known(self) -> dict[str, Any] | None:
        """What the job in the folder is; None where none has begun."""
        path = self.folder / "job.json"
        if not path.exists():
            return None
        try:
            found: dict[str, Any] = orjson.loads(path.read_bytes())
            return found
        except (OSError, orjson.JSONDecodeError) as error:
            raise InputError(f"{path}: cannot be read: {error}; --restart begins anew") from error

    def check(self, job: Mapping[str, Any]) -> None:
        """That the job in the folder is this one. Raises DifferentJob."""
        found = differences(self.known() or {}, job)
        if found:
            raise DifferentJob(self.folder, found)

    def clear(self) -> Self:
        """Throw away what is finished."""
        with writing(self.folder):
            (self.folder / "job.json").unlink(missing_ok=True)
            self.assembled.unlink(missing_ok=True)
            for name in _FOLDERS:
                shutil.rmtree(self.folder / name, ignore_errors=True)
                (self.folder / name).mkdir()
        return self


def work_folder(output: Path) -> Path:
    """The work folder of an output."""
    return output.with_name(output.name + ".part")


@contextmanager
def held(folder: Path, part_ending: str) -> Iterator[Work]:
    """The work folder, made if it is not there; no other process can have it. Raises JobRuns, WriteFailed."""
    with writing(folder):
        shutil.rmtree(_gone(folder), ignore_errors=True)
        folder.mkdir(exist_ok=True)
        lock = (folder / "lock").open("wb")
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise JobRuns(folder) from None
        yield Work(folder, part_ending)


def _gone(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.gone")
