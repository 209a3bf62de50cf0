"""Hypothesis strategies and settings: whole rulebooks as files, the same on every run."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tests.oracle.invented_rulebook import invent_rulebook


def repeatable(max_examples: int) -> settings:
    """The same examples on every run. To see a small failing rulebook add Phase.shrink: it takes minutes."""
    return settings(
        max_examples=max_examples,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def rulebook_files() -> st.SearchStrategy[dict[str, str]]:
    """The files of a valid rulebook, by name."""
    return st.randoms(use_true_random=False).map(invent_rulebook)
