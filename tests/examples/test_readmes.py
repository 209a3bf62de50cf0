"""The code in the READMEs of the examples runs and answers what it says."""

import doctest
from pathlib import Path

import pytest

from tests.examples.worked import EXAMPLES

READMES = sorted(EXAMPLES.rglob("README.md"))


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.parent.name)
def test_the_code_of_a_readme_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES.parent)
    found = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
    assert found.failed == 0
