"""Files that are there whole or not at all: written under another name, flushed to the disk, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assize.server.batch.faults import writing


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """The name under which to write what will be `path`; a failure leaves nothing. Raises WriteFailed."""
    unfinished = unfinished_name(path)
    try:
        yield unfinished
        with writing(path):
            flush(unfinished)
            publish(unfinished, path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink()
        raise


def write_text(path: Path, text: str) -> None:
    """Write a small file whole. Raises WriteFailed."""
    with written_whole(path) as unfinished, writing(path):
        unfinished.write_text(text, encoding="utf-8")


def unfinished_name(path: Path) -> Path:
    """The name of a file while it is written, in the same folder: a rename does not cross file systems."""
    return path.with_name(f".{path.name}.unfinished")


def publish(unfinished: Path, path: Path) -> None:
    """Give a file its name, for good."""
    unfinished.replace(path)
    flush(path.parent)


def flush(path: Path) -> None:
    """Have the system bring a file, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
