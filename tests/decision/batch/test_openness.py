"""The missing facts of many rows are those of each row's decision."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assize.decision.batch.openness import ColumnOpenness, OpenColumns, merged
from assize.decision.decider import Compiled
from assize.decision.facts import CheckedFacts
from assize.decision.texts import fact_of
from assize.decision.unsure import shown_of
from assize.decision.values import unknown_of
from assize.rules.generate.evaluation import Evaluation, Program
from assize.rules.load import load_rulebook
from assize.rules.model import Rulebook
from assize.rules.types import ListType, RecordType
from assize.rules.variants import flatten
from tests.decision.books import CACHE, GATE, shipped, write_book
from tests.oracle.trial import Trial, trial_of, trial_of_files
from tests.strategies import repeatable, rulebook_files

CASES = 200
SETTLED = """
risk_scale:
  likelihood:
    {no_sign: 1, one_sign: 2, two_signs: 3, one_event: 3, two_events: 4, four_events: 5, happening_now: 5}
  levels: {high: 10, low: 1}
  reduces: level
  least_left: 0.2
  on_paper: 0.5
  note: usual
facts: {misses: {type: number, range: [0, 9]}, grave: boolean, loud: boolean}
risks:
  misses_happen: {source: SR-1, events: misses, impact: [{value: 3}, {value: 4, when: grave}], controls: {}}
after_score:
  feared: {when: worst_residual > 10 and loud, if_unknown: fire, warning: true}
"""
Held = tuple[int, ...]


class Row(NamedTuple):
    """One case: what each variant that may hold came out as, and the facts that its decision misses."""

    facts: CheckedFacts
    evaluations: tuple[Evaluation, ...]
    missing: frozenset[str]


def held_variants(compiled: Compiled, facts: CheckedFacts, today: int) -> Held:
    """The places among the programs of the variants that may hold."""
    conditions = compiled.select(facts.values, today) if compiled.select else ()
    sure = conditions.index(2) if 2 in conditions else len(conditions)
    possible = [place + 1 for place, state in enumerate(conditions[:sure]) if state == 1]
    return (*possible, sure + 1 if sure < len(conditions) else 0)


def rows_of(trial: Trial, rng: Random, cases: int) -> tuple[Compiled, dict[Held, list[Row]]]:
    """Cases at random by the variants that may hold."""
    found = defaultdict[Held, list[Row]](list)
    for _ in range(cases):
        invented = trial.invent(rng)
        compiled, day = trial.decider.find(trial.book.name, invented.day, trial.book.version)
        facts = compiled.checker.check(trial.case(invented), day)
        today = day.toordinal()
        held = held_variants(compiled, facts, today)
        programs = [compiled.assemblers[place].program for place in held]
        evaluations = tuple(p.evaluate(facts.values, facts.evidence, facts.granted, today) for p in programs)
        missing = {fact_of(entry.fact) for entry in trial.decide(invented).missing}
        found[held].append(Row(facts, evaluations, frozenset(missing)))
    return compiled, found


def column(values: list[Any], kind: type, rng: Random) -> NDArray[Any]:
    """A column, sometimes one value for all rows."""
    equal = len(set(values)) == 1 and rng.random() < 0.5
    return np.array(values[0] if equal else values, kind)


def has_open(value: object, place: int, unknown: object) -> bool:
    return isinstance(value, tuple) and any(element[place] == unknown for element in value)


def open_fields(book: Rulebook, rows: list[Row]) -> dict[tuple[str, str], NDArray[np.bool_]]:
    return {
        (fact.name, field.name): np.array(
            [has_open(row.facts.values[place], index, unknown_of(field.type)) for row in rows]
        )
        for place, fact in enumerate(book.facts)
        if isinstance(fact.type, ListType) and isinstance(fact.type.element, RecordType)
        for index, field in enumerate(fact.type.element.fields)
    }


def columns_of(programs: list[Program], rows: list[Row], rng: Random) -> tuple[Program, OpenColumns]:
    """The rows as columns, with the program that they look like."""
    books = [program.rulebook for program in programs]
    shown = shown_of(books)
    conclusions = [
        [
            column([row.evaluations[place].conclusions[rule] for row in rows], np.uint8, rng)
            for rule in range(len(book.rules))
        ]
        for place, book in enumerate(books)
    ]
    nodes = [
        column([row.evaluations[shown].states[node] != 0 for row in rows], np.bool_, rng)
        for node in range(len(programs[shown].nodes))
    ]
    evidence = [
        column([row.facts.evidence[place] for row in rows], np.uint8, rng)
        for place in range(len(books[shown].facts))
    ]
    kept = [node if node.any() else None for node in nodes]
    found = OpenColumns(merged(books, conclusions), kept, evidence, open_fields(books[shown], rows))
    return programs[shown], found


def check(trial: Trial, rng: Random, cases: int) -> int:
    """Compare all rows; gives how many miss something."""
    compiled, groups = rows_of(trial, rng, cases)
    names = [fact.name for fact in trial.book.facts]
    for held, rows in groups.items():
        programs = [compiled.assemblers[place].program for place in held]
        program, columns = columns_of(programs, rows, rng)
        openness = ColumnOpenness(program.rulebook, trial.book)
        found = openness.missing(columns, variant_known=len(held) == 1)
        assert len(found) == len(names)
        spread = [np.broadcast_to(each, len(rows)) for each in found]
        for place, row in enumerate(rows):
            told = {name for name, each in zip(names, spread, strict=True) if each[place]}
            assert told == row.missing, (held, place)
    return sum(bool(row.missing) for rows in groups.values() for row in rows)


@pytest.mark.parametrize("book", shipped(), ids=lambda book: f"{book.name}-{book.version}")
def test_the_missing_facts_are_those_of_single_decisions_by_shipped_rulebooks(book: Rulebook) -> None:
    assert check(trial_of(book, CACHE), Random(0), CASES) > CASES // 4  # noqa: S311


@repeatable(20)
@given(rulebook_files(), st.integers(0, 2**32))
def test_the_missing_facts_are_those_of_single_decisions_by_invented_rulebooks(
    files: dict[str, str], seed: int
) -> None:
    check(trial_of_files(files, CACHE), Random(seed), 25)  # noqa: S311


def test_a_rule_that_settled_what_is_unknown_leaves_the_risks_open_that_it_reads(tmp_path: Path) -> None:
    book = load_rulebook(write_book(tmp_path, SETTLED + GATE), "settled")
    assert check(trial_of(book, CACHE), Random(0), CASES) > 0  # noqa: S311


def test_where_all_is_known_nothing_is_looked_at() -> None:
    book = next(book for book in shipped() if book.criteria)
    known, unsure = np.array(1, np.uint8), np.ones(3, np.uint8)
    nodes = [np.ones(3, np.bool_)] * len([*flatten(book.criteria)])
    columns = OpenColumns([unsure] * len(book.rules), nodes, [known] * len(book.facts), {})
    found = ColumnOpenness(book, book).missing(columns)
    assert {(each.shape, each.item()) for each in found} == {((), False)}


def test_what_was_never_sent_is_missing_in_all_rows() -> None:
    book = next(book for book in shipped() if book.name == "supplier-selection")
    unknown, unsure = np.array(9, np.uint8), np.array(1, np.uint8)
    nodes = [np.ones((), np.bool_)] * len([*flatten(book.criteria)])
    columns = OpenColumns([unsure] * len(book.rules), nodes, [unknown] * len(book.facts), {})
    found = ColumnOpenness(book, book).missing(columns)
    assert {each.shape for each in found} == {()}
    assert any(each.item() for each in found)
