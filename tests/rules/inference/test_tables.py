import sys
from pathlib import Path

import pytest

from assize.rules.inference.cache import FileCache, MemoryCache
from assize.rules.inference.errors import CacheUnusable, ChainingFailed
from assize.rules.inference.model import Group, RuleSpec, Table
from assize.rules.inference.process import Child
from assize.rules.inference.tables import build_tables, content_hash
from tests.rules.inference.oracle import table

UNUSABLE = Child((sys.executable, "-c", "raise SystemExit('called')"), timeout=30)


def chained(first: str, second: str, *names: str) -> Group:
    """`second` follows from `first` or the last literal, `first` from all the others."""
    return Group(names, (RuleSpec(first, (names[:-1],)), RuleSpec(second, ((first,), names[-1:]))))


GROUPS = (
    chained("r", "s", "a", "b", "c"),
    chained("approved", "allowed", "x", "y", "z"),
    Group(("a",), (RuleSpec("only", (("a",),)),)),
)


def test_tables_come_in_the_order_of_their_groups() -> None:
    assert build_tables(GROUPS, MemoryCache()) == tuple(map(table, GROUPS))


def test_cached_tables_are_the_fresh_ones_and_need_no_child(tmp_path: Path) -> None:
    fresh = build_tables(GROUPS, FileCache(tmp_path / "tables.json"))
    assert build_tables(GROUPS, FileCache(tmp_path / "tables.json"), UNUSABLE) == fresh


def test_renaming_needs_no_child() -> None:
    cache = MemoryCache()
    build_tables(GROUPS[:1], cache)
    assert build_tables(GROUPS[1:2], cache, UNUSABLE) == (table(GROUPS[1]),)


def test_only_what_is_missing_is_chained() -> None:
    cache = MemoryCache()
    build_tables(GROUPS[:1], cache)
    answers_one = Child((sys.executable, "-c", "print('[[0, 1]]')"), timeout=30)
    assert build_tables(GROUPS, cache, answers_one)[2] == Table(("a",), ("only",), (0, 1))


def test_no_groups_are_no_tables() -> None:
    assert build_tables((), MemoryCache(), UNUSABLE) == ()


def test_a_failing_child_leaves_the_cache_alone() -> None:
    cache = MemoryCache()
    with pytest.raises(ChainingFailed, match="called"):
        build_tables(GROUPS, cache, UNUSABLE)
    assert cache.read() == {}


@pytest.mark.parametrize("masks", [(0,), (0, 9), (1, 0)])
def test_a_cached_table_of_the_wrong_shape_is_an_error(masks: tuple[int, ...], tmp_path: Path) -> None:
    cache = FileCache(tmp_path / "tables.json")
    key = content_hash(GROUPS[2].structure())
    cache.add({key: masks})
    with pytest.raises(CacheUnusable, match="delete the file") as caught:
        build_tables(GROUPS[2:], cache)
    assert key in str(caught.value)
    assert str(cache.path) in str(caught.value)


def test_the_hash_tells_structures_apart() -> None:
    hashes = {content_hash(group.structure()) for group in GROUPS}
    assert len(hashes) == 2  # the first two differ in names only
