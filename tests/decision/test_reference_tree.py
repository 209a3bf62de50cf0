"""Generated programs add up criteria as `assize.scoring.tree` does, to the last bit."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from assize.decision.result import CriterionResult
from assize.rules.criteria_model import Criterion
from assize.rules.inference.cache import MemoryCache
from assize.rules.model import Rulebook
from assize.scoring import Branch, Leaf, LeafInput, Node, Tree, score, to_score
from tests.oracle.trial import trial_of, trial_of_files
from tests.strategies import repeatable, rulebook_files

CACHE = MemoryCache()
CASES = 20


def unlimited(criterion: Criterion) -> Criterion:
    """Without `at_most`, which the tree does not know."""
    return replace(criterion, at_most=(), children=tuple(map(unlimited, criterion.children)))


def node_of(criterion: Criterion, rows: dict[str, CriterionResult], scale: tuple[float, float]) -> Node:
    if criterion.is_leaf:
        return Leaf(criterion.name, criterion.weight, *scale, criterion.if_missing)
    children = tuple(node_of(child, rows, scale) for child in criterion.children)
    return Branch(criterion.name, criterion.weight, children, (criterion.min_coverage or 0.0) / 100.0)


def tree_of(book: Rulebook, rows: dict[str, CriterionResult]) -> Tree:
    assert book.score is not None
    scale = (book.score.low, book.score.high)
    children = tuple(node_of(criterion, rows, scale) for criterion in book.criteria)
    total = Decimal(100) if book.score.weights == "percent" else book.score.total
    root = Branch("the_root", total, children, (book.score.min_coverage or 0.0) / 100.0)
    return Tree(root, book.score.weights, scale)


def input_of(row: CriterionResult) -> LeafInput:
    return LeafInput(row.low, row.high, row.value if row.status == "known" else None)


@repeatable(30)
@given(rulebook_files(), st.integers(0, 2**32))
def test_programs_add_up_as_the_reference_tree(files: dict[str, str], seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    whole = trial_of_files(files, CACHE).book
    if whole.score is None or not whole.criteria:
        return
    trial = trial_of(replace(whole, criteria=tuple(map(unlimited, whole.criteria)), variants=()), CACHE)
    for _ in range(CASES):
        decision = trial.decide(trial.invent(rng))
        rows = {row.name: row for row in decision.criteria}
        tree = tree_of(trial.book, rows)
        scored = score(tree, {leaf.name: input_of(rows[leaf.name]) for leaf in tree.leaves})
        decimals = whole.score.decimals
        wanted = None if scored.value is None else to_score(scored.value, decimals)
        bounds = to_score(scored.low, decimals), to_score(scored.high, decimals)
        assert (decision.score, decision.low, decision.high) == (wanted, *bounds)
        assert decision.coverage == scored.coverage
        for branch in scored.branches[1:]:
            row = rows[branch.name]
            assert (row.value, row.low, row.high) == (branch.value, branch.low, branch.high)
