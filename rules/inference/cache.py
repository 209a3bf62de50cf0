"""Where tables are kept: their masks by the hash of the rules they came from."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from assize.rules.inference.errors import CacheUnusable
from assize.rules.inference.model import Masks

REMAKE = "delete the file, it is made again from the rules"


class TableCache(Protocol):
    """A store of masks by content hash. It may forget; it must not alter."""

    def read(self) -> Mapping[str, Masks]:
        """Everything stored."""
        ...

    def add(self, entries: Mapping[str, Masks]) -> None:
        """Store these beside what is there."""
        ...


class MemoryCache:
    """A cache as long as the object lives."""

    def __init__(self) -> None:
        self._entries: dict[str, Masks] = {}

    def __str__(self) -> str:
        return "the cache in memory"

    def read(self) -> Mapping[str, Masks]:
        """Everything stored."""
        return dict(self._entries)

    def add(self, entries: Mapping[str, Masks]) -> None:
        """Store these beside what is there."""
        self._entries |= entries


class FileCache:
    """A cache as a JSON file, sorted, a line a table, so that it can be checked in beside its rulebooks.

    A file that is not there is empty. Of two processes that write at once the later one wins: the other's
    tables are computed again next time. Readers see a whole file, before or after. Errors are CacheUnusable.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def __str__(self) -> str:
        return str(self.path)

    def read(self) -> Mapping[str, Masks]:
        """Everything stored."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise CacheUnusable(
                str(self), f"cannot be read ({error.strerror})", "make it readable"
            ) from error
        except UnicodeDecodeError as error:
            raise CacheUnusable(str(self), "is not UTF-8 text", REMAKE) from error
        return self._parse(text)

    def add(self, entries: Mapping[str, Masks]) -> None:
        """Store these beside what is there, with one atomic rename."""
        text = _render({**self.read(), **entries})
        try:
            self._replace(text)
        except OSError as error:
            hint = "make its folder writable or keep the tables in memory"
            raise CacheUnusable(str(self), f"cannot be written ({error.strerror})", hint) from error

    def _parse(self, text: str) -> dict[str, Masks]:
        try:
            entries = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise CacheUnusable(str(self), f"is not JSON ({error})", REMAKE) from error
        if not isinstance(entries, dict) or not all(map(_is_masks, entries.values())):
            raise CacheUnusable(str(self), "is not an object of lists of whole numbers", REMAKE)
        return {key: tuple(masks) for key, masks in entries.items()}

    def _replace(self, text: str) -> None:
        """Write a draft beside the file, readable like a checked-out one, and rename it over the file."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        draft = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            draft.chmod(0o644)
            draft.replace(self.path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def _is_masks(value: object) -> bool:
    return isinstance(value, list) and all(type(mask) is int for mask in value)


def _render(entries: Mapping[str, Masks]) -> str:
    lines = (f'"{key}": {json.dumps(entries[key], separators=(",", ":"))}' for key in sorted(entries))
    return "{\n" + ",\n".join(lines) + "\n}\n"
