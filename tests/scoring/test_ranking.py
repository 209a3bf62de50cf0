"""Promises of ranking: ties are said, what is open becomes a true range, order changes nothing."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.scoring import Entry, Place, rank


def settled(name: str, grade: int, score: float, *, eligible: bool = True) -> Entry:
    return Entry(name, eligible, False, grade, score, grade, grade, score, score)


def pending(
    name: str, grades: tuple[int, int], scores: tuple[float, float], *, eligible: bool | None = True
) -> Entry:
    return Entry(name, eligible, True, None, None, *grades, *scores)


@st.composite
def entry_lists(draw: st.DrawFn) -> list[Entry]:
    entries = []
    for name in "abcdef"[: draw(st.integers(0, 6))]:
        grades = sorted(draw(st.tuples(st.integers(0, 1), st.integers(0, 1))))
        scores = sorted(draw(st.tuples(st.integers(0, 3), st.integers(0, 3))))
        if draw(st.booleans()):
            entries.append(settled(name, grades[0], scores[0], eligible=draw(st.booleans())))
        else:
            state = draw(st.sampled_from([True, None, False]))
            entries.append(pending(name, (grades[0], grades[1]), (scores[0], scores[1]), eligible=state))
    return entries


def completions(entry: Entry) -> list[tuple[int, float] | None]:
    """The keys an entry may have once all is known, at the corners; None is ineligible."""
    if entry.eligible is False:
        return [None]
    corners: list[tuple[int, float] | None] = [
        (entry.best_grade, -entry.high),
        (entry.worst_grade, -entry.low),
    ]
    return corners + [None] * (entry.eligible is None)


@given(entry_lists())
def test_ranges_are_those_of_all_completions(entries: list[Entry]) -> None:
    seen: dict[str, set[int]] = {entry.id: set() for entry in entries}
    for keys in product(*map(completions, entries)):
        for entry, key in zip(entries, keys, strict=True):
            if key is not None:
                seen[entry.id].add(1 + sum(other is not None and other < key for other in keys))
    for place in rank(entries).places:
        ranks = seen[place.id]
        assert (place.best, place.worst) == ((min(ranks), max(ranks)) if ranks else (None, None))


@given(entry_lists(), st.data())
def test_the_order_of_candidates_changes_nothing(entries: list[Entry], data: st.DataObject) -> None:
    assert rank(data.draw(st.permutations(entries))) == rank(entries)


@given(entry_lists())
def test_a_complete_ranking_is_exact(entries: list[Entry]) -> None:
    ranking = rank(entries)
    assert ranking.complete == all(e.eligible is False or not e.undetermined for e in entries)
    if ranking.complete:
        assert all(place.rank == place.best == place.worst for place in ranking.places)


@given(entry_lists())
def test_every_candidate_has_one_place(entries: list[Entry]) -> None:
    assert sorted(place.id for place in rank(entries).places) == [entry.id for entry in entries]


def test_ties_share_a_rank_and_are_said() -> None:
    entries = [settled("d", 0, 90), settled("c", 1, 80), settled("b", 1, 80), settled("a", 1, 70)]
    assert rank(entries).places == (
        Place("d", 1, 1, 1, ()),
        Place("b", 2, 2, 2, ("b", "c")),
        Place("c", 2, 2, 2, ("b", "c")),
        Place("a", 4, 4, 4, ()),
    )


def test_the_grade_comes_before_the_score() -> None:
    assert [p.id for p in rank([settled("capped", 2, 95), settled("good", 1, 75)]).places] == [
        "good",
        "capped",
    ]


def test_undetermined_and_ineligible_candidates_stand_apart() -> None:
    entries = [settled("out", 0, 99, eligible=False), settled("in", 1, 75), pending("open", (0, 2), (60, 90))]
    ranking = rank(entries)
    assert ranking.places == (
        Place("in", 1, 1, 2, ()),
        Place("open", None, 1, 2, ()),
        Place("out", None, None, None, ()),
    )
    assert not ranking.complete


def test_a_candidate_that_may_drop_out_is_not_surely_ahead() -> None:
    entries = [pending("maybe", (0, 0), (95, 99), eligible=None), settled("in", 1, 75)]
    assert rank(entries).places[0] == Place("in", 1, 1, 2, ())


def test_equal_ids_and_wrong_bounds_are_refused() -> None:
    wrong = Entry("b", True, False, 3, 50, 0, 2, 60, 40)
    with pytest.raises(ValueError, match="'a' stands in the list 2 times") as caught:
        rank([settled("a", 0, 1), settled("a", 0, 2), wrong])
    assert "grade 3 lies outside 0 to 2" in str(caught.value)
    assert "score 50 lies outside 60 to 40" in str(caught.value)


def test_nobody_is_a_complete_ranking() -> None:
    assert rank([]) == ((), True)
