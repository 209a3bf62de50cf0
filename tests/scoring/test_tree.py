"""Promises of the criteria tree: exact weights, honest gaps, a true interval, contributions that add up."""

from decimal import Decimal
from math import fsum, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.scoring import (
    Branch,
    IfMissing,
    Leaf,
    LeafInput,
    Scored,
    Tree,
    TreeError,
    known,
    leaf_shares,
    missing,
    nodes,
    score,
    to_score,
)

GAP = None
MISSING: tuple[IfMissing, ...] = ("worst", "exclude", "unknown")


def leaf(
    name: str, weight: str, if_missing: IfMissing = "unknown", low: float = 0, high: float = 100
) -> Leaf:
    return Leaf(name, Decimal(weight), low, high, if_missing)


def branch(*children: Leaf | Branch, name: str = "all", weight: str = "100", cover: float = 0.0) -> Branch:
    return Branch(name, Decimal(weight), children, cover)


def scored(tree: Tree, **values: float | None) -> Scored:
    leaves = {each.name: each for each in tree.leaves}
    return score(tree, {k: missing(leaves[k]) if v is None else known(v) for k, v in values.items()})


@st.composite
def splits(draw: st.DrawFn, parts: int) -> list[Decimal]:
    """Weights with one decimal that add up to exactly 100, some of them 0."""
    cuts = sorted(draw(st.lists(st.integers(0, 1000), min_size=parts - 1, max_size=parts - 1)))
    return [Decimal(b - a) / 10 for a, b in zip([0, *cuts], [*cuts, 1000], strict=True)]


@st.composite
def branches(draw: st.DrawFn, name: str, weight: Decimal, depth: int) -> Branch:
    children: list[Leaf | Branch] = []
    for i, part in enumerate(draw(splits(draw(st.integers(1, 4))))):
        own = f"{name}.{i}"
        if depth and draw(st.booleans()):
            children.append(draw(branches(own, part, depth - 1)))
        else:
            children.append(Leaf(own, part, 0.0, 100.0, draw(st.sampled_from(MISSING))))
    return Branch(name, weight, tuple(children), draw(st.sampled_from([0.0, 0.0, 0.5, 0.75])))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Tree, dict[str, LeafInput]]:
    tree = Tree(draw(branches("r", Decimal(100), 2)))
    inputs: dict[str, LeafInput] = {}
    for each in tree.leaves:
        low, middle, high = sorted(draw(st.tuples(*[st.floats(0, 100)] * 3)))
        inputs[each.name] = draw(st.sampled_from([known(middle), LeafInput(low, high), missing(each)]))
    return tree, inputs


def filled(inputs: dict[str, LeafInput], share: float) -> dict[str, LeafInput]:
    """Every missing value found, this share of the way from its low to its high end."""
    return {
        k: known(v.low * (1 - share) + v.high * share) if v.value is None else v for k, v in inputs.items()
    }


@given(cases())
def test_contributions_add_up_to_the_score(case: tuple[Tree, dict[str, LeafInput]]) -> None:
    """Unless a branch is held at a bound: then its leaves would give more, or less, than it may have."""
    result = score(*case)
    held = any(branch.value in (branch.low, branch.high) for branch in result.branches)
    if result.value is not None and (result.coverage == 100.0 or not held):
        assert fsum(x.contribution or 0.0 for x in result.leaves) == pytest.approx(result.value, abs=1e-9)
        assert fsum(x.lost or 0.0 for x in result.leaves) == pytest.approx(100 - result.value, abs=1e-9)
        assert fsum(x.effective_weight for x in result.leaves) == pytest.approx(1, abs=1e-9)


@given(cases())
def test_declared_shares_add_up_to_one(case: tuple[Tree, dict[str, LeafInput]]) -> None:
    result = score(*case)
    assert {x.name: x.weight for x in result.leaves} == pytest.approx(leaf_shares(case[0]))
    assert fsum(x.weight for x in result.leaves) == pytest.approx(1)


@given(cases(), st.floats(0, 1))
def test_the_interval_holds_every_completion(case: tuple[Tree, dict[str, LeafInput]], share: float) -> None:
    tree, inputs = case
    result, complete = score(tree, inputs), score(tree, filled(inputs, share))
    assert complete.value is not None
    assert complete.low == complete.value == complete.high
    assert result.low - 1e-9 <= complete.value <= result.high + 1e-9
    assert (score(tree, filled(inputs, 0)).value, score(tree, filled(inputs, 1)).value) == (
        result.low,
        result.high,
    )


@given(cases())
def test_coverage_is_the_known_share_of_the_weight(case: tuple[Tree, dict[str, LeafInput]]) -> None:
    tree, inputs = case
    shares = leaf_shares(tree)
    expected = 100 * fsum(shares[k] for k, v in inputs.items() if v.value is not None)
    assert score(tree, inputs).coverage == pytest.approx(expected, abs=1e-5)
    assert score(tree, filled(inputs, 0.5)).coverage == 100.0


@given(cases())
def test_an_unknown_leaf_that_counts_makes_every_ancestor_unknown(
    case: tuple[Tree, dict[str, LeafInput]],
) -> None:
    tree, inputs = case
    found = score(tree, inputs)
    status = {x.name: x.status for x in (*found.leaves, *found.branches)}
    for node in nodes(tree.root):
        if isinstance(node, Branch) and any(status[c.name] == "unknown" and c.weight for c in node.children):
            assert status[node.name] == "unknown"
    assert (found.value is None) == (status["r"] in {"unknown", "excluded"})


@given(cases())
def test_the_input_order_changes_nothing(case: tuple[Tree, dict[str, LeafInput]]) -> None:
    tree, inputs = case
    assert score(tree, inputs) == score(tree, dict(reversed(inputs.items())))


def test_a_branch_is_the_weighted_mean_of_its_children() -> None:
    inner = branch(leaf("b", "25"), leaf("c", "75"), name="inner", weight="60")
    result = scored(Tree(branch(leaf("a", "40"), inner)), a=50, b=100, c=20)
    assert result.value == (40 * 50 + 60 * 40) / 100
    assert [(x.name, x.value, x.contribution) for x in result.branches] == [
        ("all", 44, 44),
        ("inner", 40, 24),
    ]


def test_points_give_the_same_score_as_percent() -> None:
    percent = Tree(branch(leaf("a", "40"), branch(leaf("b", "50"), leaf("c", "50"), name="in", weight="60")))
    points = Tree(
        branch(leaf("a", "8"), branch(leaf("b", "6"), leaf("c", "6"), name="in", weight="12"), weight="20"),
        "points",
    )
    assert scored(points, a=30, b=80, c=10).value == scored(percent, a=30, b=80, c=10).value


@pytest.mark.parametrize(
    ("if_missing", "status", "value"),
    [("worst", "stand_in", 40.0), ("exclude", "excluded", 80.0), ("unknown", "unknown", None)],
)
def test_a_missing_leaf_does_what_it_says(if_missing: IfMissing, status: str, value: float | None) -> None:
    result = scored(Tree(branch(leaf("a", "50"), leaf("b", "50", if_missing))), a=80, b=GAP)
    assert (result.value, result.low, result.high, result.coverage) == (value, 40, 90, 50)
    assert result.leaves[1].status == status


def test_a_stand_in_is_the_lowest_value_still_possible() -> None:
    tree = Tree(branch(leaf("a", "50"), leaf("b", "50", "worst", 20, 80)))
    assert scored(tree, a=100, b=GAP).value == 60
    assert score(tree, {"a": known(100), "b": LeafInput(40, 60)}).value == 70


def test_below_its_minimum_coverage_a_branch_is_unknown() -> None:
    tree = Tree(branch(leaf("a", "66.6"), leaf("b", "33.4", "exclude"), cover=0.666))
    assert scored(tree, a=80, b=GAP).value == 80
    assert scored(Tree(branch(*tree.root.children, cover=0.667)), a=80, b=GAP).value is None


def test_an_inner_branch_below_its_minimum_makes_the_root_unknown() -> None:
    inner = branch(leaf("b", "50"), leaf("c", "50", "worst"), name="in", weight="10", cover=0.6)
    result = scored(Tree(branch(leaf("a", "90"), inner)), a=80, b=100, c=GAP)
    assert result.value is None
    assert [x.status for x in result.branches] == ["unknown", "unknown"]
    assert [x.contribution for x in result.leaves] == pytest.approx([72, 5, 0])


def test_a_branch_whose_children_are_all_excluded_is_excluded() -> None:
    inner = branch(leaf("b", "50", "exclude"), leaf("c", "50", "exclude"), name="in", weight="60")
    result = scored(Tree(branch(leaf("a", "40"), inner)), a=70, b=GAP, c=GAP)
    assert result.value == 70
    assert [x.effective_weight for x in result.leaves] == [1, 0, 0]
    assert [x.contribution for x in result.leaves] == [70, 0, 0]
    assert result.branches[1].status == "excluded"


def test_nothing_known_is_no_score() -> None:
    result = scored(Tree(branch(leaf("a", "100", "exclude"))), a=GAP)
    assert (result.value, result.low, result.high, result.coverage) == (None, 0, 100, 0)


def test_a_leaf_of_weight_0_counts_for_nothing() -> None:
    tree = Tree(branch(leaf("a", "100"), leaf("size", "0")))
    assert scored(tree, a=70, size=GAP).value == scored(tree, a=70, size=5).value == 70


def test_points_lost_count_to_the_best_reachable_value() -> None:
    result = scored(Tree(branch(leaf("a", "50", high=80), leaf("b", "50"))), a=60, b=90)
    assert [x.lost for x in result.leaves] == [10, 5]
    assert result.branches[0].lost == 15


def test_whole_numbers_stay_whole_after_rounding() -> None:
    weights = ["5", "10", "10", "15", "15", "15", "10", "10", "10"]
    tree = Tree(branch(*(leaf(f"c{i}", weight) for i, weight in enumerate(weights))))
    for value in range(101):
        result = scored(tree, **{x.name: float(value) for x in tree.leaves})
        assert result.value is not None
        assert to_score(result.value, 2) == value


def test_inputs_must_fit_and_every_problem_is_told() -> None:
    tree = Tree(branch(leaf("alpha", "50"), leaf("beta", "50", low=10)))
    with pytest.raises(ValueError, match="beta") as caught:
        score(tree, {"alpah": known(1), "beta": known(5)})
    text = str(caught.value)
    assert "'alpha' has no input" in text
    assert "'alpah' is no criterion; did you mean 'alpha'?" in text
    assert "'beta' lies from 10 to 100, got 5 to 5, value 5" in text
    for wrong in (known(nan), LeafInput(60, 40), LeafInput(20, 40, 50)):
        with pytest.raises(ValueError, match="lies from 10 to 100"):
            score(tree, {"alpha": known(1), "beta": wrong})


def test_weights_must_add_up_and_the_error_says_to_what() -> None:
    inner = branch(leaf("b", "33.3"), leaf("c", "66.6"), name="in", weight="60")
    with pytest.raises(TreeError) as caught:
        Tree(branch(leaf("a", "30"), inner))
    assert caught.value.problems == (
        ("all", "'all' has criteria that weigh 90 together; they must add up to exactly 100"),
        ("in", "'in' has criteria that weigh 99.9 together; they must add up to exactly 100"),
    )
    with pytest.raises(TreeError, match=r"weigh 11 together; they must add up to exactly 12"):
        Tree(branch(branch(leaf("b", "5"), leaf("c", "6"), name="in", weight="12"), weight="12"), "points")


def test_weights_add_up_in_decimal_not_in_float() -> None:
    tree = Tree(branch(*(leaf(str(i), "0.1") for i in range(10)), weight="1"), "points")
    assert scored(tree, **{str(i): 50.0 for i in range(10)}).value == pytest.approx(50)


def test_every_problem_of_a_tree_is_told() -> None:
    with pytest.raises(TreeError) as caught:
        Tree(
            branch(
                leaf("a", "-5"), leaf("a", "NaN", low=5, high=1), branch(name="empty", weight="5", cover=2)
            )
        )
    text = str(caught.value)
    for part in ("names 2", "weighs -5", "weighs NaN", "from 5 to 1", "no criteria", "minimum coverage 2"):
        assert part in text


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (lambda: Tree(branch(leaf("a", "100", high=101))), "beyond the scale 0 to 100"),
        (lambda: Tree(branch(leaf("a", "100"), weight="50")), "in percent it weighs 100"),
        (lambda: Tree(branch(leaf("a", "0"), weight="0"), "points"), "all weigh 0"),
        (lambda: Tree(branch(leaf("a", "100")), scale=(100, 0)), "must rise"),
        (lambda: Tree(branch(leaf("a", "99.9999999999"), leaf("b", "1e-10"))), "at most 9 decimals"),
    ],
)
def test_other_problems_of_a_tree(tree: object, text: str) -> None:
    assert callable(tree)
    with pytest.raises(TreeError, match=text):
        tree()
