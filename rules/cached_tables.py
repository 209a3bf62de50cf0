"""The inference tables that stand beside rulebooks."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assize.rules.inference.cache import FileCache, MemoryCache
from assize.rules.library import rulebook_folders

TABLES = "tables.json"


def cached_tables(folders: Iterable[Path]) -> MemoryCache:
    """The inference tables that stand beside the rulebooks; what is not there is chained anew, in memory."""
    cache = MemoryCache()
    for folder in (found for root in folders for found in rulebook_folders(root)):
        cache.add(FileCache(folder / TABLES).read())
    return cache
