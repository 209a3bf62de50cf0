"""Every decision by an invented rulebook is the oracle's."""

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assize.rules.inference.cache import MemoryCache
from tests.oracle.trial import trial_of_files
from tests.strategies import rulebook_files

CASES = 20
CACHE = MemoryCache()  # content by its hash: what one example computed serves the next


@settings(
    max_examples=60,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(rulebook_files(), st.integers(0, 2**32))
def test_decisions_by_invented_rulebooks_are_the_oracles(files: dict[str, str], seed: int) -> None:
    trial, rng = trial_of_files(files, CACHE), Random(seed)  # noqa: S311
    for _ in range(CASES):
        case = trial.invent(rng)
        assert trial.differences(case) == [], (case, files["rulebook.yaml"])
