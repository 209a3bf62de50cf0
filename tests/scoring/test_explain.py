"""Promises of the closed forms: each equals what trying out gives."""

from decimal import Decimal
from itertools import permutations
from math import fsum

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assize.scoring import (
    Branch,
    Curve,
    Fact,
    Leaf,
    LeafInput,
    Lookup,
    Scored,
    Tree,
    ValueFunction,
    gaps,
    known,
    score,
    single_changes,
    smallest_transfer,
    stability_interval,
    to_score,
)

NAMES = ("a", "b", "c", "d")
TREE = Tree(
    Branch(
        "all",
        Decimal(100),
        tuple(Leaf(n, Decimal(w), 0, 100, "worst") for n, w in zip(NAMES, (10, 20, 30, 40), strict=True)),
    )
)
PLATEAU = Curve(((0, 0), (20, 60), (50, 60), (100, 100)), (0, 100))
EVIDENCE = Lookup((("none", 0), ("documented", 60), ("verified", 100)))

Numbers = dict[str, float]


def of(values: Numbers) -> Scored:
    return score(TREE, {name: known(value) for name, value in values.items()})


def total(weights: Numbers, values: Numbers) -> float:
    return fsum(weights[n] * values[n] for n in weights)


@st.composite
def value_sets(draw: st.DrawFn) -> Numbers:
    return {name: float(draw(st.integers(0, 100))) for name in NAMES}


@st.composite
def weight_sets(draw: st.DrawFn) -> Numbers:
    raw = draw(st.lists(st.integers(0, 20), min_size=4, max_size=4).filter(lambda w: sorted(w)[2] > 0))
    return {name: w / sum(raw) for name, w in zip(NAMES, raw, strict=True)}


@st.composite
def duels(draw: st.DrawFn) -> tuple[Numbers, Numbers, Numbers]:
    """Weights, a leader and a candidate clearly behind."""
    weights = draw(weight_sets())
    pair = sorted((draw(value_sets()), draw(value_sets())), key=lambda v: -total(weights, v))
    assume(total(weights, pair[0]) - total(weights, pair[1]) > 1e-6)
    return weights, pair[0], pair[1]


@given(value_sets(), st.integers(0, 100))
def test_a_feasible_change_alone_reaches_the_threshold(values: Numbers, threshold: int) -> None:
    for change in single_changes(of(values), threshold, {}, {}):
        assert change.feasible == (change.needed <= 100)
        if change.feasible:
            reached = of({**values, change.name: change.needed}).value
            assert reached is not None
            assert to_score(reached, 2) >= threshold
            assert reached == pytest.approx(threshold)
        else:
            best = of({**values, change.name: 100}).value
            assert best is not None
            assert best < threshold


@given(value_sets(), st.integers(1, 100))
def test_the_first_change_is_the_smallest_feasible_one(values: Numbers, threshold: int) -> None:
    changes = single_changes(of(values), threshold, {}, {})
    assert [c.feasible for c in changes] == sorted((c.feasible for c in changes), reverse=True)
    for kind in (True, False):
        rises = [c.rise for c in changes if c.feasible is kind]
        assert rises == sorted(rises)


@given(st.integers(0, 100), st.sampled_from(["none", "documented", "verified"]), st.integers(1, 100))
def test_the_input_of_a_change_is_worth_it(x: int, level: str, threshold: int) -> None:
    functions: dict[str, ValueFunction] = {"d": PLATEAU, "c": EVIDENCE}
    inputs: dict[str, Fact] = {"d": x, "c": level}
    values = {"a": 50.0, "b": 50.0, "c": EVIDENCE.at(level), "d": PLATEAU.at(x)}
    for change in single_changes(of(values), threshold, functions, inputs):
        if change.feasible and change.name in inputs:
            function, found = functions[change.name], change.input
            assert found is not None
            better = function.at(found)  # type: ignore[arg-type]
            reached = of({**values, change.name: better}).value
            assert reached is not None
            assert to_score(reached, 2) >= threshold


def test_on_a_plateau_the_near_end_is_enough() -> None:
    values = {"a": 60.0, "b": 60.0, "c": 60.0, "d": PLATEAU.at(10)}
    found = {c.name: c.input for c in single_changes(of(values), 60, {"d": PLATEAU}, {"d": 10})}
    assert found["d"] == pytest.approx(20)


def test_a_stand_in_can_be_replaced_and_a_reached_threshold_needs_nothing() -> None:
    scored = score(TREE, {**{n: known(80) for n in "abc"}, "d": LeafInput(0, 100)})
    assert [(c.name, c.needed) for c in single_changes(scored, 60, {}, {}) if c.feasible] == [("d", 30)]
    assert single_changes(scored, 48, {}, {}) == ()


def test_no_change_is_offered_for_an_unknown_score() -> None:
    tree = Tree(Branch("all", Decimal(100), (Leaf("a", Decimal(100), 0, 100),)))
    scored = score(tree, {"a": LeafInput(0, 100)})
    assert single_changes(scored, 50, {}, {}) == ()
    with pytest.raises(ValueError, match="one is unknown"):
        gaps(scored, scored)


@given(value_sets(), value_sets())
def test_gaps_add_up_to_the_lead(leader: Numbers, other: Numbers) -> None:
    first, second = of(leader), of(other)
    found = gaps(first, second)
    assert first.value is not None
    assert second.value is not None
    assert fsum(gap.points for gap in found) == pytest.approx(first.value - second.value, abs=1e-9)
    assert [gap.points for gap in found] == sorted((gap.points for gap in found), reverse=True)
    assert {gap.name: gap.points for gap in found}["d"] == pytest.approx(0.4 * (leader["d"] - other["d"]))


def test_gaps_need_the_same_criteria() -> None:
    tree = Tree(Branch("all", Decimal(100), (Leaf("z", Decimal(100), 0, 100),)))
    with pytest.raises(ValueError, match="same criteria"):
        gaps(score(tree, {"z": known(1)}), of(dict.fromkeys(NAMES, 1.0)))


def moved(weights: Numbers, source: str, to: str, share: float) -> Numbers:
    return {**weights, source: weights[source] - share, to: weights[to] + share}


@given(duels())
def test_no_smaller_transfer_ends_the_lead(duel: tuple[Numbers, Numbers, Numbers]) -> None:
    weights, leader, other = duel
    found = smallest_transfer(weights, leader, other)
    for source, to in permutations(NAMES, 2):
        share = weights[source] if found is None else min(weights[source], found.share * (1 - 1e-6))
        changed = moved(weights, source, to, share)
        assert total(changed, leader) > total(changed, other) - (1e-9 if found is None else 0)
    if found is not None:
        changed = moved(weights, *found)
        assert min(changed.values()) >= 0
        assert total(changed, leader) == pytest.approx(total(changed, other), abs=1e-9)


def test_a_dominated_candidate_gets_no_transfer() -> None:
    weights = dict.fromkeys(NAMES, 0.25)
    assert smallest_transfer(weights, dict.fromkeys(NAMES, 90.0), dict.fromkeys(NAMES, 10.0)) is None


def rescaled(weights: Numbers, name: str, share: float) -> Numbers:
    rest = 1 - weights[name]
    return {k: share if k == name else w / rest * (1 - share) for k, w in weights.items()}


@given(weight_sets(), st.lists(value_sets(), min_size=2, max_size=5), st.sampled_from(NAMES), st.floats(0, 1))
def test_the_leader_stays_first_exactly_within_the_interval(
    weights: Numbers, candidates: list[Numbers], name: str, share: float
) -> None:
    assume(weights[name] < 1)
    leader, *rivals = sorted(candidates, key=lambda values: -total(weights, values))
    low, high = stability_interval(name, weights, leader, rivals)
    assert 0 <= low <= weights[name] <= high <= 1
    changed = rescaled(weights, name, share)
    lead = min(total(changed, leader) - total(changed, rival) for rival in rivals)
    if low <= share <= high:
        assert lead >= -1e-7
    else:
        assert lead <= 1e-7


def test_stability_of_two() -> None:
    weights = {"price": 0.5, "quality": 0.5}
    leader, rival = {"price": 80.0, "quality": 60.0}, {"price": 50.0, "quality": 70.0}
    assert stability_interval("price", weights, leader, [rival]) == (0.25, 1.0)
    assert stability_interval("quality", weights, leader, [rival]) == (0.0, 0.75)
    assert stability_interval("price", weights, leader, []) == (0.0, 1.0)


def test_wrong_weights_and_a_wrong_leader_are_refused() -> None:
    even, good, bad = dict.fromkeys(NAMES, 0.25), dict.fromkeys(NAMES, 90.0), dict.fromkeys(NAMES, 10.0)
    with pytest.raises(ValueError, match="add up to 1"):
        smallest_transfer(dict.fromkeys(NAMES, 25.0), good, bad)
    with pytest.raises(ValueError, match="80 points behind"):
        smallest_transfer(even, bad, good)
    with pytest.raises(ValueError, match="same criteria"):
        smallest_transfer(even, good, {"a": 1.0})
    with pytest.raises(ValueError, match="has all the weight"):
        stability_interval("a", {"a": 1.0, "b": 0.0}, {"a": 1.0, "b": 1.0}, [])
