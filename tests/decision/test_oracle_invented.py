"""Every decision by an invented rulebook is the oracle's."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assize.rules.inference.cache import MemoryCache
from tests.oracle.trial import trial_of_files
from tests.strategies import repeatable, rulebook_files

CASES = 20
CACHE = MemoryCache()  # content by its hash: what one example computed serves the next


@repeatable(60)
@given(rulebook_files(), st.integers(0, 2**32))
def test_decisions_by_invented_rulebooks_are_the_oracles(files: dict[str, str], seed: int) -> None:
    trial, rng = trial_of_files(files, CACHE), Random(seed)  # noqa: S311
    for _ in range(CASES):
        case = trial.invent(rng)
        assert trial.differences(case) == [], (case, files["rulebook.yaml"])
