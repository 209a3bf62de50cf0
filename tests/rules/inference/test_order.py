import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.rules.inference.errors import RuleCycle
from assize.rules.inference.order import dependency_order


def test_names_come_after_what_they_depend_on_else_by_the_alphabet() -> None:
    assert dependency_order({"z": [], "b": ["c"], "c": [], "a": ["b", "z"]}) == ["c", "z", "b", "a"]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sets(st.sampled_from("abcdefgh"))))
def test_either_an_order_or_real_cycles(graph: dict[str, set[str]]) -> None:
    known = {name: reads & graph.keys() for name, reads in graph.items()}
    try:
        order = dependency_order(known)
    except RuleCycle as error:
        for cycle in error.cycles:
            successors = [*cycle[1:], cycle[0]]
            assert all(name in known[after] for name, after in zip(cycle, successors, strict=True))
        return
    assert sorted(order) == sorted(known)
    assert all(order.index(read) < order.index(name) for name, reads in known.items() for read in reads)


def test_cycles_are_the_same_whatever_the_order_of_the_graph() -> None:
    graph = {"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c"]}
    with pytest.raises(RuleCycle) as caught:
        dependency_order(dict(reversed(graph.items())))
    assert caught.value.cycles == (("a", "b"), ("c", "d"))
