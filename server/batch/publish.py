"""The finished parts → the answers and the errors under their names. May be cut off and done again."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from assize.server.batch.error_rows import ErrorFile
from assize.server.batch.errors import JobError, OutputExists, Stopped
from assize.server.batch.faults import reading, writing
from assize.server.batch.job import Job, Output
from assize.server.batch.safe_files import flush, publish, write_text, written_whole
from assize.server.batch.work import OLD, Work
from assize.server.batch.writers import open_stream, open_writer

_PART = re.compile(r"part-[0-9]+\.parquet")


def check_output(job: Job, read: tuple[Path, ...]) -> None:
    """That the answers may be written. Raises JobError, OutputExists."""
    output = job.output
    targets = [output.path, *([output.errors] if output.errors else [])]
    sources = {path.resolve() for path in read}
    for target in (each.resolve() for each in targets):
        if target in sources or (output.is_folder and any(target in source.parents for source in sources)):
            raise JobError(f"{target}: the answers would stand in place of what is read")
    if len({each.resolve() for each in targets}) < len(targets):
        raise JobError(f"{output.path}: the answers and the errors need names of their own")
    if output.is_folder:
        _check_folder(output.path, overwrite=job.overwrite)
    for target in targets:
        if target.is_file() and not job.overwrite:
            raise OutputExists(target)


def _check_folder(path: Path, *, overwrite: bool) -> None:
    if path.is_file():
        raise OutputExists(path, "it is a file, and a folder is asked for")
    if Path.cwd().is_relative_to(path.resolve()):
        raise OutputExists(path, "the work goes on in it, and it would be replaced; take another folder")
    names = sorted(each.name for each in path.iterdir()) if path.exists() else []
    others = [name for name in names if not _PART.fullmatch(name)]
    if others:
        raise OutputExists(
            path, f"it holds other files than parts ({others[0]}); empty it, or take another folder"
        )
    if names and not overwrite:
        raise OutputExists(path)


def check_types(work: Work, output: Output, schema: pa.Schema) -> None:
    """That the format can hold the columns carried along, before the first row. Raises WriteFailed."""
    probe = work.folder / f"probe{output.ending or output.part_ending}"
    with open_writer(probe, probe.suffix, schema):
        pass
    with writing(probe):
        probe.unlink()


def assemble(work: Work, output: Output, schema: pa.Schema, is_stopped: Callable[[], bool]) -> None:
    """Put the parts together in the file that is then renamed. Raises WriteFailed, Stopped."""
    done = work.done()
    if not output.is_folder:
        with open_writer(_answers(work, output), output.ending, schema) as writer:
            for number in range(len(done)):
                path = work.part(number)
                with reading(str(path)), open_stream(path) as batches:
                    for batch in batches:
                        if is_stopped():
                            raise Stopped(sum(tally.rows for tally in done), work.folder)
                        writer.write(batch)
        with writing(output.path):
            flush(_answers(work, output))
    write_text(work.assembled, "")


def give_names(work: Work, output: Output, parts: int) -> None:
    """Bring errors and answers under their names. The answers come last: when they are there, all is.

    Raises WriteFailed.
    """
    if output.errors is not None and work.errors(0).exists():
        _write_errors(work, output.errors, parts)
    with writing(output.path):
        if output.is_folder:
            _move_parts(work, output.path)
        elif _answers(work, output).exists():
            publish(_answers(work, output), output.path)


def _write_errors(work: Work, path: Path, parts: int) -> None:
    with written_whole(path) as unfinished, writing(path):
        file = ErrorFile(unfinished, path.suffix.lower())
        try:
            for number in range(parts):
                with open_stream(work.errors(number)) as batches:
                    for batch in batches:
                        file.write(batch)
        finally:
            file.close()


def _move_parts(work: Work, path: Path) -> None:
    if not work.parts.exists():
        return
    if path.exists():
        old = work.folder / OLD
        shutil.rmtree(old, ignore_errors=True)
        path.rename(old)
    work.parts.rename(path)
    flush(path.parent)


def _answers(work: Work, output: Output) -> Path:
    return work.folder / f"answers{output.ending}"
