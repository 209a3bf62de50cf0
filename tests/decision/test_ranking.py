"""Ranking decisions: ties, the ineligible, the undetermined, the wrong, and rulebooks without grades."""

from collections.abc import Mapping
from itertools import permutations
from pathlib import Path

import pytest

from assize.decision.decider import Decider
from assize.decision.ranking import Ranked, rank_decisions
from assize.rules.errors import FactError
from assize.rules.model import Rulebook
from tests.decision.books import DAY, NAME, decide, decider_of, write_book

BODY = """
score: {scale: [0, 100], decimals: 1, weights: percent}
facts: {staff: {type: number, range: [0, 100]}, leaks: boolean, unproven: boolean, shared: boolean}
criteria: {people: {weight: 100, of: staff, curve: [[0, 0], [100, 100]], if_missing: unknown}}
rules:
  leak: {when: leaks, knock_out: true}
  paper: {when: unproven, cap: C}
  overlap: {when: shared, approval: {role: head}}
grades: {A: 80, B: 50, C: 0}
uses: [award, renew]
outcomes:
  approved: none
  conditional: {award: block, renew: warn}
  rejected: block
  undetermined: undetermined
decide: [{rejected: knocked_out}, {conditional: approval_open}, {otherwise: approved}]
"""
FINE = {"leaks": False, "unproven": False, "shared": False}


@pytest.fixture
def graded(tmp_path: Path) -> Decider:
    return decider_of(write_book(tmp_path, BODY))


def book_of(decider: Decider) -> Rulebook:
    return decider.library.find(NAME, DAY)


def ranked(decider: Decider, **cases: Mapping[str, object]) -> Ranked:
    """The ranking of candidates by what they change of a case that is fine; a wrong one is None."""
    decisions = {}
    for name, facts in cases.items():
        try:
            decisions[name] = decide(decider, FINE | facts)
        except FactError:
            decisions[name] = None
    return rank_decisions(decisions, book_of(decider))


def places(found: Ranked) -> dict[str, tuple[int | None, int | None, int | None]]:
    """In order: the rank, the best and the worst possible one."""
    return {place.id: (place.rank, place.best, place.worst) for place in found.places}


def test_the_grade_comes_before_the_score(graded: Decider) -> None:
    found = ranked(graded, strong={"staff": 95, "unproven": True}, fair={"staff": 55}, good={"staff": 70})
    assert places(found) == {"good": (1, 1, 1), "fair": (2, 2, 2), "strong": (3, 3, 3)}
    assert found.complete


def test_equal_ones_share_a_place_and_the_next_is_not_moved_up(graded: Decider) -> None:
    found = ranked(
        graded, d={"staff": 20}, b={"staff": 60}, c={"staff": 60}, a={"staff": 90}, e={"staff": 59.96}
    )
    assert places(found) == {
        "a": (1, 1, 1),
        "b": (2, 2, 2),
        "c": (2, 2, 2),
        "e": (2, 2, 2),
        "d": (5, 5, 5),
    }
    assert [place.tied for place in found.places] == [(), *[("b", "c", "e")] * 3, ()]  # as they are shown


def test_who_is_blocked_has_no_place(graded: Decider) -> None:
    found = ranked(graded, best={"staff": 100, "leaks": True}, other={"staff": 10})
    assert places(found) == {"other": (1, 1, 1), "best": (None, None, None)}
    assert found.complete


def test_who_is_blocked_for_one_use_only_has_a_place(graded: Decider) -> None:
    found = ranked(graded, shared={"staff": 100, "shared": True}, other={"staff": 10})
    assert places(found) == {"shared": (1, 1, 1), "other": (2, 2, 2)}


def test_the_undetermined_have_a_best_and_a_worst_place(graded: Decider) -> None:
    found = ranked(graded, high={"staff": 90}, mid={"staff": 60}, low={"staff": 10}, what={})
    assert places(found) == {"high": (1, 1, 2), "mid": (2, 2, 3), "low": (3, 3, 4), "what": (None, 1, 4)}
    assert not found.complete


def test_a_capped_grade_that_is_open_narrows_the_places(graded: Decider) -> None:
    """95 points are A, or C if the paper is not proven: before 10 points in both cases."""
    found = ranked(graded, mid={"staff": 60}, low={"staff": 10}, paper={"staff": 95, "unproven": None})
    assert places(found) == {"mid": (1, 1, 2), "low": (2, 3, 3), "paper": (None, 1, 2)}


def test_who_may_be_blocked_may_move_the_others_up(graded: Decider) -> None:
    found = ranked(graded, leaky={"staff": 95, "leaks": None}, mid={"staff": 60}, low={"staff": 10})
    assert places(found) == {"mid": (1, 1, 2), "low": (2, 2, 3), "leaky": (None, 1, 1)}
    assert not found.complete


def test_a_wrong_candidate_leaves_the_ranking_incomplete_and_the_others_alone(graded: Decider) -> None:
    cases = {"high": {"staff": 90}, "low": {"staff": 10}}
    found = ranked(graded, worse={"staff": 101}, **cases, wrong={"staff": "many"})
    assert (found.wrong, found.complete) == (("worse", "wrong"), False)
    assert found.places == ranked(graded, **cases).places


def test_the_order_in_which_they_are_sent_changes_nothing(graded: Decider) -> None:
    cases = {"a": {"staff": 60}, "b": {"staff": 60}, "c": {}, "d": {"leaks": True}, "e": {"staff": 200}}
    rankings = {ranked(graded, **dict(some)) for some in permutations(cases.items())}
    assert len(rankings) == 1


def test_without_grades_the_score_decides(tmp_path: Path) -> None:
    body = BODY.replace("grades: {A: 80, B: 50, C: 0}\n", "").replace("cap: C", "warning: true")
    decider = decider_of(write_book(tmp_path, body))
    found = ranked(
        decider, paper={"staff": 95, "unproven": True}, mid={"staff": 60}, two={"staff": 60}, what={}
    )
    assert places(found) == {"paper": (1, 1, 2), "mid": (2, 2, 3), "two": (2, 2, 3), "what": (None, 1, 4)}
    assert not found.complete
    assert ranked(decider, paper={"staff": 95}, mid={"staff": 60}).complete


def test_nobody_is_a_complete_ranking(graded: Decider) -> None:
    assert ranked(graded) == Ranked((), (), complete=True)
