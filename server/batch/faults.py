"""What the system and Arrow raise while files are read and written → errors that name the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from assize.server.batch.errors import InputError, WriteFailed


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Raises InputError for what goes wrong inside while `path` is read."""
    try:
        yield
    except (OSError, pa.ArrowException, UnicodeError) as error:
        raise InputError(f"{path}: cannot be read: {_said(error)}") from error


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raises WriteFailed for what goes wrong inside while `path` is written."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise WriteFailed(f"{path}: cannot be written: {_said(error)}") from error


def _said(error: Exception) -> str:
    strerror = getattr(error, "strerror", None)
    return str(strerror or error).strip().rstrip(".")
