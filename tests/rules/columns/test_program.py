"""The column program gives what the program over single cases gives, row by row, to the last bit."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.checked import CheckedFacts
from assize.rules.cached_tables import cached_tables
from assize.rules.columns.program import generate_columns
from assize.rules.columns.values import symbols_of
from assize.rules.errors import FactError
from assize.rules.inference.cache import MemoryCache, TableCache
from assize.rules.library import Library, shipped_folder
from tests.oracle.trial import Trial, trial_of, trial_of_files
from tests.rules.columns.stacked import both
from tests.strategies import repeatable, rulebook_files

SHIPPED = sorted(Library.load([shipped_folder()]).names())


def checked(trial: Trial, seed: int, cases: int) -> dict[date, list[CheckedFacts]]:
    """Checked facts of invented cases, by day."""
    rng, found = Random(seed), defaultdict(list)  # noqa: S311  # invents cases
    first = trial.invent(rng).day
    for place in range(cases):
        case = trial.invent(rng)
        day = first if place % 2 else case.day
        compiled, _ = trial.decider.find(trial.book.name, day, trial.book.version)
        try:
            found[day].append(compiled.checker.check(trial.case(case), day))
        except FactError:
            continue
    return found


def all_differences(trial: Trial, seed: int, cases: int, cache: TableCache) -> list[str]:
    wrong: list[str] = []
    symbols = symbols_of(trial.book)
    for day, facts in checked(trial, seed, cases).items():
        compiled, _ = trial.decider.find(trial.book.name, day, trial.book.version)
        for assembler in compiled.assemblers:
            columns = generate_columns(assembler.program, symbols, cache)
            wrong += both(assembler.program, columns, facts, day.toordinal(), trial.book)
    return wrong


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_rulebooks(name: str) -> None:
    cache = cached_tables([shipped_folder()])
    book = Library.load([shipped_folder()]).versions(name)[0]
    assert all_differences(trial_of(book, cache), seed=1, cases=30, cache=cache) == []


@repeatable(12)
@given(rulebook_files(), st.integers(0, 2**32))
def test_invented_rulebooks(files: dict[str, str], seed: int) -> None:
    cache = MemoryCache()
    assert all_differences(trial_of_files(files, cache), seed, cases=30, cache=cache) == []
