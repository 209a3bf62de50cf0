"""Kleene's logic in plain Python, and random rules: what the tables are compared with."""

from collections.abc import Mapping

from hypothesis import strategies as st

from assize.rules.inference.groups import StageRule
from assize.rules.inference.model import Group, RuleSpec, Table, Terms

Values = dict[str, int]


def kleene(terms: Terms, values: Mapping[str, int]) -> int:
    """0 false, 1 unknown, 2 true: the largest term, a term being its smallest atom."""
    return max((min((values[atom] for atom in term), default=2) for term in terms), default=0)


def conclude(group: Group, inputs: Mapping[str, int]) -> list[int]:
    """The conclusions of a group, evaluated rule by rule."""
    values = dict(inputs)
    for rule in group.rules:
        values[rule.name] = kleene(rule.terms, values)
    return [values[rule.name] for rule in group.rules]


def truth_table(group: Group) -> tuple[int, ...]:
    """The masks of a group."""
    masks = []
    for pattern in range(1 << len(group.literals)):
        inputs = {name: 2 * (pattern >> bit & 1) for bit, name in enumerate(group.literals)}
        masks.append(sum(1 << bit for bit, value in enumerate(conclude(group, inputs)) if value))
    return tuple(masks)


def table(group: Group) -> Table:
    """The table of a group, without durable-rules."""
    return Table(group.literals, tuple(rule.name for rule in group.rules), truth_table(group))


@st.composite
def groups(draw: st.DrawFn, most_literals: int = 6, most_rules: int = 8) -> Group:
    """A group whose rules read literals and each other."""
    literals = tuple(f"l{index}" for index in range(draw(st.integers(0, most_literals))))
    known = list(literals)
    rules = []
    for index in range(draw(st.integers(1, most_rules))):
        rules.append(RuleSpec(f"r{index}", draw(terms(known))))
        known.append(f"r{index}")
    return Group(literals, tuple(rules))


@st.composite
def stages(draw: st.DrawFn, most_rules: int = 14) -> tuple[list[StageRule], dict[str, str]]:
    """Rules over 20 literals, in any order, some cut, some read in the negative, none too large."""
    names = [f"r{index}" for index in range(draw(st.integers(1, most_rules)))]
    known = [f"l{index}" for index in range(20)]
    rules = []
    for name in draw(st.permutations(names)):
        readable = draw(st.lists(st.sampled_from(known), max_size=8, unique=True))
        rules.append(StageRule(name, draw(terms(readable)), draw(st.integers(0, 3)) == 0))
        known += [name, name, f"not {name}"]
    return draw(st.permutations(rules)), {f"not {name}": name for name in names}


def terms(known: list[str]) -> st.SearchStrategy[Terms]:
    """Up to three terms of up to four atoms; with no atom known, only always and never."""
    atoms = st.lists(st.sampled_from(known), max_size=4).map(tuple) if known else st.just(())
    return st.lists(atoms, max_size=3).map(tuple)
