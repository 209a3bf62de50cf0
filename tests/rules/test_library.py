"""A library: which version holds on a day, gaps, pins, clashes, and what takes over."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from assize.rules.errors import NotEffective, RulebookError, UnknownRulebook
from assize.rules.library import (
    ContentChanged,
    Library,
    UnknownVersion,
    rulebook_folders,
    shipped_folder,
    shipped_folders,
)

BASE = Path(__file__).parent / "bad" / "base"
NEW_YEAR, SUMMER, AUTUMN = date(2026, 1, 1), date(2026, 7, 1), date(2026, 10, 1)


def version(
    root: Path, number: str, start: date, end: date | None = None, name: str = "bad-base", fact: str = ""
) -> Path:
    """A folder with the base rulebook as another version, with one fact more if it is named."""
    folder = root / name / number
    shutil.copytree(BASE, folder)
    effective = f"{{from: {start}}}" if end is None else f"{{from: {start}, to: {end}}}"
    changes = {
        "rulebook: bad-base": f"rulebook: {name}",
        "version: 1.0.0": f"version: {number}",
        "{from: 2026-01-01}\nadopted": f"{effective}\nadopted",
    }
    change(folder / "rulebook.yaml", changes)
    if fact:
        change(folder / "rulebook.yaml", {"  holder: text\n": f"  holder: text\n  {fact}: text\n"})
        change(folder / "en.yaml", {"  holder: Holder\n": f"  holder: Holder\n  {fact}: New\n"})
    return folder


def change(path: Path, changes: dict[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """1.0.0 from New Year, 2.0.0 from July to October, and another rulebook."""
    version(tmp_path, "2.0.0", SUMMER, AUTUMN, fact="novelty")
    version(tmp_path, "1.0.0", NEW_YEAR, SUMMER)
    version(tmp_path, "1.0.0", NEW_YEAR, name="another")
    return Library.load([tmp_path])


def test_names_and_versions_are_in_order(library: Library) -> None:
    assert library.names() == ("another", "bad-base")
    assert [book.version for book in library.versions("bad-base")] == ["1.0.0", "2.0.0"]


def test_an_unknown_name_names_the_nearest(library: Library) -> None:
    with pytest.raises(UnknownRulebook, match="did you mean `bad-base`"):
        library.versions("bad-bass")
    with pytest.raises(UnknownRulebook):
        library.find("bad-bass", NEW_YEAR)


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (NEW_YEAR, "1.0.0"),
        (SUMMER - timedelta(days=1), "1.0.0"),
        (SUMMER, "2.0.0"),
        (AUTUMN - timedelta(days=1), "2.0.0"),
    ],
)
def test_the_version_that_holds_on_a_day(library: Library, day: date, number: str) -> None:
    assert library.find("bad-base", day).version == number


def test_of_two_that_hold_the_later_one_decides(tmp_path: Path) -> None:
    version(tmp_path, "1.0.0", NEW_YEAR)
    version(tmp_path, "1.1.0", SUMMER)
    library = Library.load([tmp_path])
    assert library.find("bad-base", SUMMER).version == "1.1.0"
    assert library.find("bad-base", SUMMER - timedelta(days=1)).version == "1.0.0"


@pytest.mark.parametrize(
    ("day", "since", "until"),
    [
        (NEW_YEAR - timedelta(days=1), None, NEW_YEAR),
        (AUTUMN, AUTUMN, None),
        (AUTUMN + timedelta(days=400), AUTUMN, None),
    ],
)
def test_a_day_without_a_version_is_an_error_that_names_the_gap(
    library: Library, day: date, since: date | None, until: date | None
) -> None:
    with pytest.raises(NotEffective) as caught:
        library.find("bad-base", day)
    assert (caught.value.on, caught.value.gap_from, caught.value.gap_until) == (day, since, until)


def test_a_gap_between_versions_has_both_ends(tmp_path: Path) -> None:
    version(tmp_path, "1.0.0", NEW_YEAR, SUMMER)
    version(tmp_path, "2.0.0", AUTUMN)
    with pytest.raises(NotEffective, match="there is none from 2026-07-01 before 2026-10-01"):
        Library.load([tmp_path]).find("bad-base", date(2026, 8, 1))


def test_a_pinned_version_is_found_or_named(library: Library) -> None:
    assert library.find("bad-base", SUMMER, version="2.0.0").version == "2.0.0"
    with pytest.raises(UnknownVersion, match=r"no version `3\.0\.0`; known: 1\.0\.0, 2\.0\.0"):
        library.find("bad-base", SUMMER, version="3.0.0")


def test_a_pinned_version_that_does_not_hold_on_the_day_is_an_error(library: Library) -> None:
    with pytest.raises(NotEffective):
        library.find("bad-base", SUMMER, version="1.0.0")
    with pytest.raises(NotEffective):
        library.find("bad-base", NEW_YEAR, version="2.0.0")


def test_pinned_content_must_be_the_content(library: Library) -> None:
    held = library.find("bad-base", NEW_YEAR)
    assert library.find("bad-base", NEW_YEAR, "1.0.0", held.content_hash) is held
    assert library.find("bad-base", NEW_YEAR, content_hash=held.content_hash) is held
    with pytest.raises(ContentChanged) as caught:
        library.find("bad-base", NEW_YEAR, "1.0.0", "sha256:0")
    assert (caught.value.pinned, caught.value.held) == ("sha256:0", held.content_hash)
    assert held.content_hash in str(caught.value)


def test_the_content_hash_is_that_of_rulebook_and_texts_only(tmp_path: Path) -> None:
    folder = version(tmp_path, "1.0.0", NEW_YEAR)
    before = Library.load([tmp_path]).versions("bad-base")[0].content_hash
    (folder / "tests.yaml").write_text("tests: []\n", encoding="utf-8")
    (folder / "tables.json").write_text("{}", encoding="utf-8")
    assert Library.load([tmp_path]).versions("bad-base")[0].content_hash == before
    change(folder / "en.yaml", {"title: The": "title: the"})
    assert Library.load([tmp_path]).versions("bad-base")[0].content_hash != before


def test_one_version_twice_is_a_clash(tmp_path: Path) -> None:
    version(tmp_path / "a", "1.0.0", NEW_YEAR)
    version(tmp_path / "b", "1.0.0", SUMMER)
    with pytest.raises(
        RulebookError, match=r"`bad-base` has two rulebooks for 1\.0\.0, got also in"
    ) as caught:
        Library.load([tmp_path])
    assert len(caught.value.problems) == 1


def test_two_versions_from_one_day_are_a_clash(tmp_path: Path) -> None:
    version(tmp_path, "1.0.0", NEW_YEAR)
    version(tmp_path, "2.0.0", NEW_YEAR)
    with pytest.raises(RulebookError, match="`bad-base` has two rulebooks for 2026-01-01"):
        Library.load([tmp_path])


def test_the_problems_of_all_rulebooks_come_together(tmp_path: Path) -> None:
    for number in ("1.0.0", "2.0.0"):
        folder = version(tmp_path, number, date(2026, int(number[0]), 1))
        change(folder / "rulebook.yaml", {"    cap: B": "    cap: E"})
    with pytest.raises(RulebookError) as caught:
        Library.load([tmp_path])
    assert len({problem.mark.source.path for problem in caught.value.problems}) == 2


def test_what_takes_over_and_when(library: Library) -> None:
    first, second = library.versions("bad-base")
    assert library.superseded_on(first) == SUMMER
    assert library.superseded_on(second) == AUTUMN
    assert library.superseded_on(library.versions("another")[0]) is None


def test_an_open_version_ends_where_the_next_begins(tmp_path: Path) -> None:
    version(tmp_path, "1.0.0", NEW_YEAR)
    version(tmp_path, "2.0.0", SUMMER)
    library = Library.load([tmp_path])
    assert library.superseded_on(library.find("bad-base", NEW_YEAR)) == SUMMER


def test_facts_of_other_versions_are_known(library: Library) -> None:
    first, second = library.versions("bad-base")
    assert library.other_facts(first) == {"novelty"}
    assert library.other_facts(second) == frozenset()


def test_folders_are_found_below_and_a_missing_one_is_named(tmp_path: Path) -> None:
    first, second = version(tmp_path, "1.0.0", NEW_YEAR), version(tmp_path, "2.0.0", SUMMER)
    assert rulebook_folders(tmp_path) == (first, second)
    assert rulebook_folders(first) == (first,)
    with pytest.raises(RulebookError, match="cannot be read"):
        Library.load([tmp_path / "nowhere"])


def test_nothing_is_looked_for_below_a_rulebook(tmp_path: Path) -> None:
    first = version(tmp_path, "1.0.0", NEW_YEAR)
    shutil.copytree(first, first / "published")
    assert rulebook_folders(tmp_path) == (first,)
    assert Library.load([tmp_path]).names() == ("bad-base",)


def test_links_are_followed_but_not_in_a_circle(tmp_path: Path) -> None:
    elsewhere = version(tmp_path / "elsewhere", "1.0.0", NEW_YEAR)
    root = tmp_path / "root"
    root.mkdir()
    (root / "linked").symlink_to(elsewhere)
    (root / "back").symlink_to(root)
    assert rulebook_folders(root) == (root / "linked",)


def test_an_order_of_folders_changes_nothing(tmp_path: Path) -> None:
    folders = [version(tmp_path, "1.0.0", NEW_YEAR), version(tmp_path, "2.0.0", SUMMER)]
    there, back = Library.load(folders), Library.load(reversed(folders))
    assert there.versions("bad-base") == back.versions("bad-base")


def test_the_shipped_rulebooks_load() -> None:
    assert "supplier-selection" in Library.load([shipped_folder()]).names()


def test_shipped_rulebooks_are_in_folders_of_their_names() -> None:
    for name in Library.load([shipped_folder()]).names():
        assert Library.load(shipped_folders([name])).names() == (name,)


@pytest.mark.parametrize("names", [[], ["my-own"], ["supplier-risk", "my-own"], ["../rulebooks"]])
def test_all_are_told_where_one_is_not_shipped(names: list[str]) -> None:
    assert shipped_folders(names) == (shipped_folder(),)
