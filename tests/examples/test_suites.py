"""Every example passes its own cases, and they try everything."""

from pathlib import Path

import pytest

from assize.decision.suite import run_suite
from assize.rules.inference.cache import MemoryCache
from assize.rules.load import load_rulebook
from tests.examples.worked import EXAMPLES

FOLDERS = sorted(path.parent for path in EXAMPLES.rglob("tests.yaml"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_example_passes_its_own_cases_and_they_try_everything(folder: Path) -> None:
    report = run_suite(folder, load_rulebook(folder), MemoryCache())
    assert {case.name: case.failures for case in report.cases if case.failures} == {}
    assert report.gaps == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_example_has_a_readme(folder: Path) -> None:
    assert (folder / "README.md").is_file()
