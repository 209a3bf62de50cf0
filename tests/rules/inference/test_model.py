import itertools
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assize.rules.inference.model import MAX_CONCLUSIONS, Group, RuleSpec, Structure, Table
from tests.rules.inference.oracle import conclude, groups, table

AND_THEN_OR = Group(
    ("a", "b", "c"), (RuleSpec("both", (("a", "b"),)), RuleSpec("either", (("both",), ("c",))))
)


def test_a_table_reads_three_values() -> None:
    both_or_c = table(AND_THEN_OR)
    assert both_or_c.conclude((2, 2, 0)) == [2, 2]
    assert both_or_c.conclude((2, 1, 0)) == [1, 1]
    assert both_or_c.conclude((0, 1, 1)) == [0, 1]
    assert both_or_c.conclude((1, 1, 2)) == [1, 2]


@given(groups(most_literals=4))
def test_two_lookups_equal_kleene_evaluation(group: Group) -> None:
    found = table(group)
    for values in itertools.product((0, 1, 2), repeat=len(group.literals)):
        inputs = dict(zip(group.literals, values, strict=True))
        assert found.conclude(values) == conclude(group, inputs)


def test_a_table_wants_a_value_for_each_literal() -> None:
    with pytest.raises(ValueError, match="3 literals, got 2 values"):
        table(AND_THEN_OR).conclude((2, 2))


def test_only_a_rule_that_is_its_literal_is_an_identity() -> None:
    assert Table(("a",), ("r",), (0, 1)).is_identity
    assert not Table(("a",), ("r",), (1, 1)).is_identity
    assert not Table(("a",), ("r", "s"), (0, 1)).is_identity
    assert not Table((), ("r",), (1,)).is_identity


@pytest.mark.parametrize(
    ("masks", "problem"),
    [
        ((0, 1), "2 literals has 4 masks, got 2"),
        ((0, 0, 0, 2), "below 2, got 2"),
        ((0, 0, 0, -1), "below 2, got -1"),
        ((0, 1, 0, 0), "pattern 1 concludes more than 3"),
    ],
)
def test_a_table_refuses_masks_of_no_monotone_rules(masks: tuple[int, ...], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Table(("a", "b"), ("r",), masks)


@pytest.mark.parametrize(
    ("literals", "rules", "problem"),
    [
        (tuple("abcdefghi"), (), "at most 8 literals"),
        (
            (),
            tuple(RuleSpec(f"r{index}", ()) for index in range(MAX_CONCLUSIONS + 1)),
            "63 rules, got 0 and 64",
        ),
        (("a", "a"), (), "a literal occurs twice"),
        (("a",), (RuleSpec("a", ()),), "`a` is used twice"),
        ((), (RuleSpec("r", ()), RuleSpec("r", ())), "`r` is used twice"),
        ((), (RuleSpec("r", (("r",),)),), r"`r` reads \['r'\]"),
        ((), (RuleSpec("r", (("s",),)), RuleSpec("s", ())), r"`r` reads \['s'\]"),
    ],
)
def test_a_group_refuses(literals: tuple[str, ...], rules: tuple[RuleSpec, ...], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        Group(literals, rules)


def test_a_structure_has_numbers_for_names() -> None:
    assert AND_THEN_OR.structure() == Structure(3, (((0, 1),), ((2,), (3,))))
    assert AND_THEN_OR.structure().canonical() == "[3,[[[0,1]],[[2],[3]]]]"


@settings(max_examples=50)
@given(groups(), st.randoms(use_true_random=False))
def test_the_order_of_terms_and_atoms_does_not_change_the_structure(group: Group, random: Random) -> None:
    shuffled = [
        RuleSpec(rule.name, tuple(tuple(random.sample(term, len(term))) for term in reversed(rule.terms)))
        for rule in group.rules
    ]
    assert Group(group.literals, tuple(shuffled)).structure() == group.structure()
