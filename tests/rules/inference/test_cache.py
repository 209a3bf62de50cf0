import json
import threading
from pathlib import Path

import pytest

from assize.rules.inference.cache import FileCache, MemoryCache, TableCache
from assize.rules.inference.errors import CacheUnusable

ENTRIES = {"b": (0, 1), "a": (0, 1, 2, 3)}


@pytest.fixture(params=["memory", "file"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> TableCache:
    return MemoryCache() if request.param == "memory" else FileCache(tmp_path / "new" / "tables.json")


def test_a_new_cache_is_empty(cache: TableCache) -> None:
    assert cache.read() == {}


def test_what_was_added_is_read(cache: TableCache) -> None:
    cache.add(ENTRIES)
    cache.add({"c": (1,), "a": (7,)})
    assert cache.read() == {"a": (7,), "b": (0, 1), "c": (1,)}


def test_what_was_read_does_not_change(cache: TableCache) -> None:
    before = cache.read()
    cache.add(ENTRIES)
    assert before == {}


def test_the_file_is_sorted_with_a_line_a_table(tmp_path: Path) -> None:
    path = tmp_path / "tables.json"
    FileCache(path).add(ENTRIES)
    assert path.read_text(encoding="utf-8") == '{\n"a": [0,1,2,3],\n"b": [0,1]\n}\n'
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_does_not_depend_on_the_order_of_adding(tmp_path: Path) -> None:
    one, other = FileCache(tmp_path / "one.json"), FileCache(tmp_path / "other.json")
    one.add(ENTRIES)
    for key in sorted(ENTRIES):
        other.add({key: ENTRIES[key]})
    assert one.path.read_bytes() == other.path.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"a": 1}',
        b'{"a": [0.0]}',
        b'{"a": [true]}',
        b'{"a": ["0"]}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_a_corrupt_file_is_an_error_that_says_what_to_do(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "tables.json"
    path.write_bytes(content)
    for use in (FileCache(path).read, lambda: FileCache(path).add(ENTRIES)):
        with pytest.raises(CacheUnusable, match="delete the file") as caught:
            use()
        assert str(path) in str(caught.value)
    assert path.read_bytes() == content


def test_a_file_that_cannot_be_read_or_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CacheUnusable, match="cannot be read"):
        FileCache(tmp_path).read()
    with pytest.raises(CacheUnusable, match="cannot be"):
        FileCache(tmp_path / "file" / "tables.json").add(ENTRIES)


def test_a_reader_beside_writers_sees_whole_files(tmp_path: Path) -> None:
    path = tmp_path / "tables.json"

    def write(name: str) -> None:
        for number in range(50):
            FileCache(path).add({f"{name}{number}": (number,)})

    writers = [threading.Thread(target=write, args=(name,)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert all(len(masks) == 1 for masks in FileCache(path).read().values())
    for writer in writers:
        writer.join()
    assert {"a49", "b49"} & json.loads(path.read_text(encoding="utf-8")).keys()
    assert list(tmp_path.iterdir()) == [path]
