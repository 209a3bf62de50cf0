"""The bytes of a CSV file as UTF-8, and one line more behind them.

An open quote swallows what stands behind it, to the end of the file, and nobody would see that. If the line
behind the file does not come out as a line, a quote was left open.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from io import RawIOBase
from typing import BinaryIO

_UTF_8 = "utf-8"


def with_end(file: BinaryIO, encoding: str, end: str) -> RawIOBase:
    """The file as UTF-8 with the line `end` behind it. Reading raises UnicodeError for other bytes."""
    if encoding == _UTF_8:
        return _WithEnd(file, lambda data, _: data, end)
    decoder = codecs.getincrementaldecoder(encoding)()
    return _WithEnd(file, lambda data, last: decoder.decode(data, last).encode(), end)


class _WithEnd(RawIOBase):
    def __init__(self, file: BinaryIO, to_utf_8: Callable[[bytes, bool], bytes], end: str) -> None:
        self._file = file
        self._to_utf_8 = to_utf_8
        self._end = f"\n{end}\n".encode()
        self._is_over = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """Some more bytes; none at the end."""
        while not self._is_over:
            data = self._file.read(size)
            self._is_over = not data
            found = self._to_utf_8(data, self._is_over) + (self._end if self._is_over else b"")
            if found:
                return found
        return b""
