"""Every decision by a shipped rulebook, or one of the examples, is the oracle's."""

from pathlib import Path
from random import Random

import pytest

from assize.rules.inference.cache import MemoryCache
from assize.rules.library import Library, rulebook_folders, shipped_folder
from assize.rules.load import RULEBOOK, load_rulebook
from tests.oracle.trial import trial_of

EXAMPLES = Path(__file__).parents[2] / "examples"
CASES = 400
REFUSED = "published"  # band tables with holes, as they were published: they are there to be refused
FOLDERS = [
    *rulebook_folders(shipped_folder()),
    *sorted(path.parent for path in EXAMPLES.rglob(RULEBOOK) if path.parent.name != REFUSED),
]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: "-".join(folder.parts[-2:]))
def test_decisions_are_the_oracles(folder: Path) -> None:
    trial, rng = trial_of(load_rulebook(folder), MemoryCache()), Random(0)  # noqa: S311
    for _ in range(CASES):
        case = trial.invent(rng)
        assert trial.differences(case) == [], case


def test_every_shipped_rulebook_is_on_trial() -> None:
    shipped = Library.load([shipped_folder()])
    assert len(FOLDERS) >= sum(len(shipped.versions(name)) for name in shipped.names()) > 0
