"""How much of the score rests on declared, and how much on verified facts."""

from collections.abc import Iterator, Mapping

from assize.rules.criteria_model import ChecklistForm, Criterion
from assize.rules.expressions import Expression
from tests.oracle.expressions import Scope
from tests.oracle.reading import facts_read
from tests.oracle.scoring import Node
from tests.oracle.values import is_unknown

ORDER = ("declared", "documented", "verified")


def shares(root: Node, scope: Scope, evidence: Mapping[str, str]) -> dict[str, float]:
    """The part of the contributions for each kind of evidence; nothing while there are none."""
    found = list(_contributions(root, 1.0)) if root.value is not None else []
    total = sum(points for _, points in found)
    sums = dict.fromkeys(("none", *ORDER), 0.0)
    for criterion, points in found:
        sums[weakest(criterion, scope, evidence)] += points
    return {kind: part / total for kind, part in sums.items()} if total > 0 else {}


def weakest(criterion: Criterion, scope: Scope, evidence: Mapping[str, str]) -> str:
    """The weakest evidence among the given facts of a leaf; `none` where none is given."""
    types = {fact.name: fact.type for fact in scope.book.facts}
    read = facts_read(scope.book, _expressions(criterion))
    given = [name for name in read if not is_unknown(scope.facts[name], types[name])]
    return min((evidence.get(name, "declared") for name in given), key=ORDER.index, default="none")


def _expressions(criterion: Criterion) -> list[Expression]:
    items = criterion.form.items if isinstance(criterion.form, ChecklistForm) else ()
    of = [criterion.of] if criterion.of is not None else []
    return [*of, *(item.when for item in items), *(limit.when for limit in criterion.at_most)]


def _contributions(node: Node, share: float) -> Iterator[tuple[Criterion, float]]:
    """Points of each leaf: its value times its weight in the whole, what is left out left out."""
    if not node.children:
        assert node.criterion is not None
        assert node.value is not None
        yield node.criterion, share * node.value
    counted = [child for child in node.children if not child.excluded]
    weights = float(sum(child.weight for child in counted))
    for child in counted:
        yield from _contributions(child, share * float(child.weight) / weights)
