"""The inference tables beside each shipped rulebook are what durable-rules chains from it today."""

import json
from pathlib import Path

import pytest

from assize.rules.generate.program import chain
from assize.rules.inference.cache import FileCache, MemoryCache
from assize.rules.library import rulebook_folders, shipped_folder
from assize.rules.load import load_rulebook
from assize.rules.variants import apply_variant

FOLDERS = rulebook_folders(shipped_folder())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: "-".join(folder.parts[-2:]))
def test_tables_are_fresh_and_complete(folder: Path) -> None:
    path = folder / "tables.json"
    assert path.is_file(), f"write it: assize rulebook tables {folder}"
    rulebook, fresh = load_rulebook(folder), MemoryCache()
    for variant in (None, *rulebook.variants):
        chain(apply_variant(rulebook, variant), fresh)
    assert FileCache(path).read() == fresh.read(), f"write it anew: assize rulebook tables {folder}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: "-".join(folder.parts[-2:]))
def test_a_file_of_tables_stands_as_it_is_written(folder: Path, tmp_path: Path) -> None:
    """So that writing it anew changes nothing but what changed."""
    shipped = (folder / "tables.json").read_text(encoding="utf-8")
    again = FileCache(tmp_path / "tables.json")
    again.add({key: tuple(masks) for key, masks in json.loads(shipped).items()})
    assert again.path.read_text(encoding="utf-8") == shipped


def test_every_shipped_rulebook_is_looked_at() -> None:
    assert {folder.parent.name for folder in FOLDERS} == {path.name for path in shipped_folder().iterdir()}
