"""The inference tables of a rulebook, chained anew and written beside it."""

from __future__ import annotations

from pathlib import Path

from assize.rules.binding import periods
from assize.rules.generate.program import generate
from assize.rules.inference.cache import FileCache, MemoryCache
from assize.rules.load import load_rulebook

FILE = "tables.json"


def write_tables(folder: Path) -> tuple[Path, int]:
    """The file and how many tables it holds.

    Raises RulebookError and InferenceError; then the old file stays.
    """
    rulebook = load_rulebook(folder)
    fresh = MemoryCache()
    for period in periods(rulebook.start, rulebook.end, rulebook.parameters):
        for variant in (None, *rulebook.variants):
            generate(rulebook, variant, period, fresh)
    path, entries = folder / FILE, fresh.read()
    path.unlink(missing_ok=True)
    FileCache(path).add(entries)
    return path, len(entries)
