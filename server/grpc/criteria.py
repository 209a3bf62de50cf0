"""The criteria of a decision as messages: what never changes is copied, only the numbers are set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from google.type.date_pb2 import Date

from assize.decision.result import CriterionResult, Decision, Raw
from assize.rules.criteria_model import Criterion
from assize.rules.model import Rulebook
from assize.rules.types import BooleanType, DateType, Type
from assize.rules.variants import flatten
from assize.server.grpc.words import EVIDENCE, STATUSES
from assize.v1 import decision_pb2 as pb


def to_date(day: date) -> Date:
    """A day as a message."""
    return Date(year=day.year, month=day.month, day=day.day)


def maybe_date(day: date | None) -> Date | None:
    """A day as a message; None leaves a field unset."""
    return None if day is None else to_date(day)


def to_value(raw: Raw, kind: Type | None) -> pb.Value | None:
    """A value inside an explanation, by its type; None when it is unknown."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        return pb.Value(number=raw)
    match kind:
        case BooleanType():
            return pb.Value(boolean=raw == "true")
        case DateType():
            return pb.Value(date=to_date(date.fromisoformat(raw)))
        case _:
            return pb.Value(text=raw)


def hidden_criteria(criteria: Iterable[Criterion], hidden: frozenset[str]) -> frozenset[str]:
    """Those of `hidden` that are criteria, and everything below them."""
    found: frozenset[str] = frozenset()
    for criterion in criteria:
        if criterion.name in hidden:
            found |= {each.name for each in flatten((criterion,))}
        else:
            found |= hidden_criteria(criterion.children, hidden)
    return found


class CriteriaWriter:
    """Writes the criteria of decisions by one rulebook, with titles of one language. `hidden` ones are left
    out with all that stands below them.
    """

    def __init__(self, rulebook: Rulebook, titles: Mapping[str, str], hidden: frozenset[str]) -> None:
        self._titles = titles
        self._hidden = hidden_criteria(rulebook.criteria, hidden)
        self._kinds = {each.name: each.of.type if each.of else None for each in flatten(rulebook.criteria)}
        # By variant, since variants leave criteria out and change weights.
        self._prepared: dict[str | None, pb.Decision] = {}

    def write(self, message: pb.Decision, decision: Decision) -> None:
        """Add the criteria of `decision` to `message`."""
        prepared = self._prepared.get(decision.variant)
        if prepared is None:
            prepared = self._prepared[decision.variant] = self._prepare(decision)
        message.MergeFrom(prepared)
        for added, criterion in zip(message.criteria, self._visible(decision), strict=True):
            self._fill(added, criterion)

    def _visible(self, decision: Decision) -> Sequence[CriterionResult]:
        if not self._hidden:
            return decision.criteria
        return [criterion for criterion in decision.criteria if criterion.name not in self._hidden]

    def _prepare(self, decision: Decision) -> pb.Decision:
        prepared = pb.Decision()
        for criterion in self._visible(decision):
            prepared.criteria.add(
                name=criterion.name,
                parent=criterion.parent,
                title=self._titles[criterion.name],
                source=criterion.source,
                weight=criterion.weight,
            )
        return prepared

    def _fill(self, added: pb.Criterion, criterion: CriterionResult) -> None:
        _, _, _, _, raw, value, low, high, contribution, lost, status, limit, evidence = criterion
        if type(raw) is float:
            added.raw.number = raw
        elif (shown := to_value(raw, self._kinds[criterion.name])) is not None:
            added.raw.CopyFrom(shown)
        added.low = low
        added.high = high
        if value is not None:
            added.value = value
        if contribution is not None and lost is not None:
            added.contribution = contribution
            added.lost = lost
        if limit is not None:
            added.limited_to = limit
        added.status = STATUSES[status]
        added.evidence = EVIDENCE[evidence]
