"""Hypothesis strategies: whole rulebooks as files, and checked facts for any rulebook."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from assize.rules.model import Rulebook
from tests.oracle.invented_facts import invent_day, invent_facts
from tests.oracle.invented_rulebook import invent_rulebook
from tests.oracle.values import Value

EVIDENCE = ("declared", "documented", "verified")


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


def days(book: Rulebook) -> st.SearchStrategy[date]:
    """Days on which the rulebook holds, often those on which a parameter changes."""
    return st.randoms(use_true_random=False).map(lambda rng: invent_day(rng, book))


def checked_facts(book: Rulebook, day: date) -> st.SearchStrategy[dict[str, Value]]:
    """Run-time values that keep the declarations, many of them unknown or on a border."""
    return st.randoms(use_true_random=False).map(lambda rng: invent_facts(rng, book, day))


def evidence(book: Rulebook) -> st.SearchStrategy[dict[str, str]]:
    """What each fact rests on."""
    return st.fixed_dictionaries({fact.name: st.sampled_from(EVIDENCE) for fact in book.facts})


def approvals(book: Rulebook) -> st.SearchStrategy[frozenset[str]]:
    """Rules whose approval is given."""
    rules = [rule.name for rule in book.rules if rule.approval is not None]
    return st.frozensets(st.sampled_from(rules)) if rules else st.just(frozenset())
