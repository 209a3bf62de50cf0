import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assize.rules.inference.errors import Oversized, RuleCycle, TooManyLiterals
from assize.rules.inference.groups import StageRule, build_groups
from assize.rules.inference.model import MAX_LITERALS, Group
from tests.rules.inference.oracle import Values, kleene, stages, table

Stage = tuple[list[StageRule], dict[str, str]]


def rule(name: str, *terms: str, cut: bool = False) -> StageRule:
    return StageRule(name, tuple(tuple(term.split()) for term in terms), cut)


def shape(groups: tuple[Group, ...]) -> list[tuple[str, str]]:
    return [(" ".join(group.literals), " ".join(member.name for member in group.rules)) for group in groups]


def test_rules_that_read_each_other_are_one_group() -> None:
    groups = build_groups([rule("b", "a y"), rule("a", "x"), rule("c", "x")])
    assert shape(groups) == [("x y", "a b"), ("x", "c")]


def test_a_cut_conclusion_is_an_input_of_the_later_group() -> None:
    groups = build_groups([rule("a", "b x"), rule("b", "x", cut=True)])
    assert shape(groups) == [("x", "b"), ("b x", "a")]


def test_a_derived_literal_waits_for_the_rule_it_comes_from() -> None:
    groups = build_groups([rule("a", "not-b"), rule("b", "x")], {"not-b": "b", "not-z": "z"})
    assert shape(groups) == [("x", "b"), ("not-b", "a")]


def test_a_group_is_not_its_own_input() -> None:
    """b and c both follow from a; joining all three would make the cut b an input of its own group."""
    groups = build_groups([rule("a", "x"), rule("b", "a", cut=True), rule("c", "a", "b")])
    assert shape(groups) == [("x", "a b"), ("a b", "c")]


def test_a_group_is_not_its_own_input_by_way_of_another() -> None:
    rules = [rule("a", "x"), rule("b", "not-a", cut=True), rule("c", "a", "b")]
    assert shape(build_groups(rules, {"not-a": "a"})) == [("x", "a"), ("not-a", "b"), ("a b", "c")]


def test_a_component_with_too_many_literals_is_cut_at_a_conclusion() -> None:
    groups = build_groups([rule("a", "1 2 3 4 5"), rule("b", "6 7"), rule("top", "a b 8 9")])
    assert shape(groups) == [("1 2 3 4 5", "a"), ("6 7 a 8 9", "b top")]


def test_eight_literals_are_not_cut() -> None:
    groups = build_groups([rule("a", "1 2 3 4"), rule("b", "5 6 7"), rule("top", "a b 8")])
    assert shape(groups) == [("1 2 3 4 5 6 7 8", "a b top")]


def test_a_rule_over_many_conclusions_of_few_literals_fits() -> None:
    parts = [rule(f"p{index}", "x", "y") for index in range(12)]
    groups = build_groups([*parts, rule("top", " ".join(part.name for part in parts))])
    assert [group.literals for group in groups] == [("x", "y")]


def test_a_rule_may_fit_only_after_two_joins() -> None:
    parts = [rule("p", "1"), rule("q", "1"), rule("big", "a b c d e f g h")]
    groups = build_groups([*parts, rule("top", "1 2 3 4 5 6 7 p q big")])
    assert shape(groups)[-1] == ("1 2 3 4 5 6 7 big", "p q top")


def test_a_group_has_at_most_63_rules() -> None:
    names = [f"r{index:02}" for index in range(70)]
    chain = [rule(name, before) for before, name in zip(["x", *names], names, strict=False)]
    assert [len(group.rules) for group in build_groups(chain)] == [63, 7]


def test_every_rule_with_too_many_literals_is_named() -> None:
    with pytest.raises(TooManyLiterals) as caught:
        build_groups(
            [rule("wide", "1 2 3", "4 5 6 7 8 9"), rule("fine", "1"), rule("also", "a b c d e f g h i j")]
        )
    assert caught.value.rules == (Oversized("also", 10), Oversized("wide", 9))
    assert "rule `wide` reads 9 different conditions, at most 8 are possible" in str(caught.value)


def test_every_cycle_is_named() -> None:
    rules = [rule("b", "c"), rule("c", "a"), rule("a", "b"), rule("self", "self"), rule("after", "a")]
    with pytest.raises(RuleCycle) as caught:
        build_groups(rules)
    assert caught.value.cycles == (("a", "c", "b"), ("self",))
    assert "a → c → b → a" in str(caught.value)


def test_a_cycle_through_a_cut_and_a_negation_is_a_cycle() -> None:
    with pytest.raises(RuleCycle) as caught:
        build_groups([rule("a", "not-b"), rule("b", "a", cut=True)], {"not-b": "b"})
    assert caught.value.cycles == (("a", "b"),)


def test_a_rule_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        build_groups([rule("a", "x"), rule("a", "y")])


def test_no_rules_are_no_groups() -> None:
    assert build_groups([]) == ()


@settings(max_examples=50)
@given(stages(), st.data())
def test_the_order_of_the_rules_does_not_matter(stage: Stage, data: st.DataObject) -> None:
    rules, derived = stage
    assert build_groups(data.draw(st.permutations(rules)), derived) == build_groups(rules, derived)


@settings(max_examples=50)
@given(stages())
def test_every_rule_is_in_one_group_and_groups_come_in_order(stage: Stage) -> None:
    rules, derived = stage
    groups = build_groups(rules, derived)
    assert sorted(member.name for group in groups for member in group.rules) == sorted(
        each.name for each in rules
    )
    concluded: set[str] = set()
    for group in groups:
        assert len(group.literals) <= MAX_LITERALS
        waiting = {derived.get(literal, literal) for literal in group.literals}
        assert {name for name in waiting if name.startswith("r")} <= concluded
        concluded |= {member.name for member in group.rules}


@settings(max_examples=50)
@given(stages(), st.data())
def test_group_by_group_gives_what_kleene_gives_rule_by_rule(stage: Stage, data: st.DataObject) -> None:
    """A cut conclusion is changed on its way out (here: unknown fires), and every reader sees it changed."""
    rules, derived = stage
    literals = {f"l{index}": data.draw(st.integers(0, 2)) for index in range(20)}
    assert by_tables(build_groups(rules, derived), rules, literals) == by_rules(rules, literals)


def by_tables(groups: tuple[Group, ...], rules: list[StageRule], literals: Values) -> Values:
    values = dict(literals)
    cut = {each.name: each.cut for each in rules}
    for group in groups:
        concluded = table(group).conclude([values[literal] for literal in group.literals])
        for member, value in zip(group.rules, concluded, strict=True):
            settle(values, member.name, value, cut=cut[member.name])
    return values


def by_rules(rules: list[StageRule], literals: Values) -> Values:
    values = dict(literals)
    waiting = list(rules)
    while waiting:
        ready = [each for each in waiting if all(atom in values for term in each.terms for atom in term)]
        for each in ready:
            settle(values, each.name, kleene(each.terms, values), cut=each.cut)
        waiting = [each for each in waiting if each not in ready]
    return values


def settle(values: Values, name: str, value: int, *, cut: bool) -> None:
    values[name] = 2 if cut and value == 1 else value
    values[f"not {name}"] = 2 - values[name]
