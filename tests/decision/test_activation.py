"""A rulebook that does not pass its own cases is not served."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from assize.decision.activation import SuitesFailed, check_suites
from assize.rules.errors import RulebookError
from assize.rules.inference.cache import MemoryCache

EXAMPLE = Path(__file__).parents[2] / "examples" / "worked" / "jolly-rfq"


def test_a_rulebook_that_passes_is_let_through() -> None:
    check_suites([EXAMPLE], MemoryCache())


def test_one_that_fails_is_named_with_what_failed(tmp_path: Path) -> None:
    folder = Path(copytree(EXAMPLE, tmp_path / "book"))
    tests = folder / "tests.yaml"
    tests.write_text(tests.read_text("utf-8").replace("score: 4.3", "score: 4.4"), "utf-8")
    with pytest.raises(SuitesFailed, match=r"jolly-rfq 1.0.0 does not pass(.|\n)*score: wanted 4.4, got 4.3"):
        check_suites([folder], MemoryCache())


def test_one_without_cases_does_not_load(tmp_path: Path) -> None:
    folder = Path(copytree(EXAMPLE, tmp_path / "book"))
    (folder / "tests.yaml").unlink()
    with pytest.raises(RulebookError, match="a rulebook without tests never becomes active"):
        check_suites([folder], MemoryCache())
