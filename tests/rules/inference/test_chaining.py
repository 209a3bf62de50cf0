"""durable-rules in its child process against the plain-Python oracle: every entry of every table."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assize.rules.inference.model import MAX_CONCLUSIONS, Group, RuleSpec
from assize.rules.inference.process import STANDARD, chain_in_child
from tests.rules.inference.oracle import groups, truth_table

EIGHT = tuple(f"l{index}" for index in range(8))


def spec(name: str, *terms: str) -> RuleSpec:
    return RuleSpec(name, tuple(tuple(term.split()) for term in terms))


def assert_chained_right(*tried: Group) -> None:
    masks = chain_in_child([group.structure() for group in tried], STANDARD)
    for group, found in zip(tried, masks, strict=True):
        assert found == truth_table(group), group


@settings(max_examples=12)
@given(st.lists(groups(), min_size=10, max_size=10))
def test_random_groups(tried: list[Group]) -> None:
    assert_chained_right(*tried)


def test_always_and_never() -> None:
    assert_chained_right(
        Group((), ()),
        Group((), (RuleSpec("never", ()),)),
        Group((), (RuleSpec("always", ((),)), spec("after", "always"))),
        Group(
            ("l0", "unread"), (RuleSpec("always", ((),)), spec("both", "always l0"), RuleSpec("never", ()))
        ),
    )


def test_a_long_chain() -> None:
    names = ["l0", *(f"r{index}" for index in range(MAX_CONCLUSIONS))]
    assert_chained_right(
        Group(("l0",), tuple(spec(name, before) for before, name in itertools.pairwise(names)))
    )


def test_more_sessions_than_the_engine_can_hold_at_once() -> None:
    """128 patterns of 12 rounds are more than 1,024 sessions of one ruleset."""
    names = ["l0", *(f"r{index}" for index in range(11))]
    assert_chained_right(
        Group(EIGHT, tuple(spec(name, before) for before, name in itertools.pairwise(names)))
    )


def test_more_terms_than_the_engine_can_hold_at_once() -> None:
    four_of_eight = tuple(itertools.combinations(EIGHT, 4))
    assert len(four_of_eight) == 70
    assert_chained_right(
        Group(EIGHT, (RuleSpec("r", four_of_eight), RuleSpec("s", (("r", "l0"), *four_of_eight))))
    )


@pytest.mark.parametrize("count", [16, 40, MAX_CONCLUSIONS - 1])
def test_a_term_over_many_conclusions(count: int) -> None:
    parts = [spec(f"r{index}", EIGHT[index % 8]) for index in range(count)]
    assert_chained_right(Group(EIGHT, (*parts, spec("top", " ".join(part.name for part in parts)))))


def test_a_rule_over_any_of_many_conclusions() -> None:
    """A fact that opens 70 branches at one point: without pages the engine refuses it with error 303."""
    parts = [spec(f"r{index}", EIGHT[index % 8]) for index in range(MAX_CONCLUSIONS - 1)]
    anything = spec("top", *EIGHT, *(part.name for part in parts))
    assert_chained_right(Group(EIGHT, (*parts, anything)))


def test_twelve_rules_over_eight_literals() -> None:
    rules = [
        spec(
            f"r{index}",
            f"l{index % 8} l{(index + 3) % 8}",
            *([f"r{index - 1} l{(index + 5) % 8}"] * bool(index)),
        )
        for index in range(12)
    ]
    assert_chained_right(Group(EIGHT, tuple(rules)))


def test_two_hundred_groups_in_one_child() -> None:
    atoms = [*EIGHT[:3], "r0", "r1"]
    choices = itertools.islice(itertools.product(atoms, repeat=5), 0, 2_000, 10)
    assert_chained_right(
        *(
            Group(
                EIGHT[:3],
                (spec("r0", "l0 l1", "l2"), spec("r1", "r0 l1"), spec("r2", f"{a} {b}", f"{c} {d} {e}")),
            )
            for a, b, c, d, e in choices
        )
    )
