"""Every kind of error of a rulebook, shown once: bad/base is a good rulebook, each other file spoils it.

A file lists what it changes, lines to find behind `- ` and lines to put there behind `+ `, then `===`, then
the message. `in en.yaml` before the first line changes the texts instead; a blank line begins another change.

After a message was changed on purpose:
`REWRITE_GOLDENS=1 .venv/bin/pytest tests/rules/test_bad_rulebooks.py`, then read the difference.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assize.rules
from assize.rules.errors import Problems, RulebookError
from assize.rules.load import load_rulebook
from assize.rules.source import Mark

BAD = Path(__file__).parent / "bad"
KINDS = sorted(BAD.glob("*.txt"))
DIVIDER = "===\n"
SOURCES = Path(assize.rules.__file__).parent
# Not about a rulebook's parts: YAML has goldens of its own, the collector collects what others note.
ELSEWHERE = ("errors.py", "yaml_nodes.py", "yaml_syntax.py")


class Site(NamedTuple):
    """A call that notes a problem: a file of assize.rules and the lines of the call."""

    file: str
    first: int
    last: int


def spoiled(kind: Path, folder: Path) -> None:
    """Write the base rulebook with the changes of `kind` into `folder`."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in (BAD / "base").iterdir()}
    name = "rulebook.yaml"
    for change in kind.read_text(encoding="utf-8").split(DIVIDER)[0].strip("\n").split("\n\n"):
        lines = change.split("\n")
        if lines[0].startswith("in "):
            name = lines.pop(0).removeprefix("in ")
        old, new = ("".join(f"{line[2:]}\n" for line in lines if line[0] == sign) for sign in "-+")
        assert all(line[:2] in ("- ", "+ ") for line in lines), f"{kind.name}: {change}"
        assert texts[name].count(old) == 1, f"{kind.name}: not exactly once in {name}: {old}"
        texts[name] = texts[name].replace(old, new)
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8", newline="\n")


def error(kind: Path, folder: Path) -> RulebookError:
    spoiled(kind, folder)
    with pytest.raises(RulebookError) as caught:
        load_rulebook(folder, shown="bad")
    return caught.value


def test_the_base_is_good() -> None:
    assert load_rulebook(BAD / "base").name == "bad-base"


@pytest.mark.parametrize("kind", KINDS, ids=lambda path: path.stem)
def test_a_bad_rulebook_gives_its_message(kind: Path, tmp_path: Path) -> None:
    message = f"{error(kind, tmp_path)}\n"
    changes, divider, golden = kind.read_text(encoding="utf-8").partition(DIVIDER)
    if "REWRITE_GOLDENS" in os.environ:
        kind.write_text(f"{changes}{DIVIDER}{message}", encoding="utf-8", newline="\n")
    else:
        assert divider
        assert message == golden


def noting_calls() -> set[Site]:
    """Every call in assize.rules that notes a problem."""
    return {
        Site(str(path.relative_to(SOURCES)), node.lineno, node.end_lineno or node.lineno)
        for path in SOURCES.rglob("*.py")
        if path.name not in ELSEWHERE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _notes(node.func)
    }


def _notes(function: ast.expr) -> bool:
    if not isinstance(function, ast.Attribute):
        return False
    return function.attr == "refuse" or (function.attr == "add" and "problems" in ast.unparse(function.value))


def _callers(frame: FrameType | None) -> set[tuple[str, int]]:
    found = set()
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(SOURCES):
            found.add((str(path.relative_to(SOURCES)), frame.f_lineno))
        frame = frame.f_back
    return found


def test_every_kind_of_error_has_its_bad_rulebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[tuple[str, int]] = set()
    add = Problems.add

    def watched(self: Problems, mark: Mark, what: str, got: str = "", hint: str = "") -> None:
        seen.update(_callers(inspect.currentframe()))
        add(self, mark, what, got, hint)

    monkeypatch.setattr(Problems, "add", watched)
    for kind in KINDS:
        error(kind, tmp_path)
    unseen = {site for site in noting_calls() if not any(_is_in(place, site) for place in seen)}
    assert sorted(unseen) == []


def _is_in(place: tuple[str, int], site: Site) -> bool:
    return place[0] == site.file and site.first <= place[1] <= site.last


BASE = (BAD / "base" / "rulebook.yaml").read_text(encoding="utf-8")
WORDS = [(found.start(), found.end()) for found in re.finditer(r"[A-Za-z_][\w.]*|\d+", BASE)]
STRAY = ("x", "[]", "{}", "[[1]]", "5", "-3", "true", "null", "staff", "points", "score", "weak", "valid")


@given(st.sampled_from(WORDS), st.sampled_from(STRAY))
def test_whatever_stands_in_place_of_a_word_loading_ends_in_a_rulebook_or_in_problems(
    place: tuple[int, int], stray: str
) -> None:
    with TemporaryDirectory() as folder:
        shutil.copytree(BAD / "base", folder, dirs_exist_ok=True)
        text = BASE[: place[0]] + stray + BASE[place[1] :]
        (Path(folder) / "rulebook.yaml").write_text(text, encoding="utf-8", newline="\n")
        with suppress(RulebookError):
            assert load_rulebook(Path(folder)).facts


def test_a_folder_without_a_rulebook_says_what_one_is(tmp_path: Path) -> None:
    with pytest.raises(RulebookError) as caught:
        load_rulebook(tmp_path, shown="here")
    assert str(caught.value) == (
        "here/rulebook.yaml:1:1: cannot be read, got No such file or directory\n"
        "  hint: a rulebook is a folder with rulebook.yaml"
    )


def test_no_message_names_the_python_behind_it() -> None:
    for kind in KINDS:
        golden = kind.read_text(encoding="utf-8").split(DIVIDER)[1]
        for word in ("None", "Traceback", "Error", "ast.", "<class", "object at"):
            assert word not in golden, kind.name
