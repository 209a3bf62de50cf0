"""The facts of a case, checked against the rulebook's declarations: all violations at once, each with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple, cast

from assize.decision.case import Case
from assize.decision.money import KEYS as MONEY_KEYS
from assize.decision.money import rate_used
from assize.decision.result import RateUsed, Why
from assize.decision.values import Convert, converter, iso_date, unknown_of
from assize.decision.violations import Violations
from assize.rules.calendar import add
from assize.rules.errors import nearest
from assize.rules.model import Fact, Rulebook
from assize.rules.types import DateType, ListType, MoneyType, RecordType

UNKNOWN_EVIDENCE = 9
EVIDENCE: Mapping[str, int] = {"declared": 1, "documented": 2, "verified": 3}
_WRAPPER = frozenset({"value", "observed", "evidence", "source"})


class CheckedFacts(NamedTuple):
    """What a program is given, and what the explanation needs. `ends` is the first day on which a fact used is no longer good."""

    values: tuple[object, ...]
    evidence: tuple[int, ...]
    granted: frozenset[str]
    why: Mapping[str, Why]
    sent: Mapping[str, object]
    unused: tuple[str, ...]
    rates: tuple[RateUsed, ...]
    ends: date | None


class _Plan(NamedTuple):
    fact: Fact
    place: int
    convert: Convert
    money: bool


class FactChecker:
    """Checks cases against one rulebook. `elsewhere` are the facts that only other versions declare."""

    def __init__(self, rulebook: Rulebook, elsewhere: frozenset[str]) -> None:
        self._elsewhere = elsewhere
        self._plans = {
            fact.name: _Plan(fact, place, converter(fact.type), isinstance(fact.type, MoneyType))
            for place, fact in enumerate(rulebook.facts)
        }
        self._empty = [unknown_of(fact.type) for fact in rulebook.facts]
        self._expiring = tuple(_expiring(rulebook))
        self._roles = {rule.name: rule.approval.role for rule in rulebook.rules if rule.approval}

    def check(self, case: Case, day: date) -> CheckedFacts:
        """The checked facts of a case on a day. Raises FactError with every violation."""
        found = Violations()
        values = self._empty.copy()
        evidence = [UNKNOWN_EVIDENCE] * len(values)
        why: dict[str, Why] = {}
        ends: list[date] = []
        unused: list[str] = []
        rates: list[RateUsed] = []
        plans = self._plans
        for name, value in case.facts.items():
            plan = plans.get(name)
            if plan is None:
                self._unknown_name(name, unused, found)
            elif value is None:
                why[name] = "null"
            elif plan.fact.stale_after is None and not isinstance(value, Mapping):
                values[plan.place] = plan.convert(value, f"$.{name}", found)
                evidence[plan.place] = 1
            else:
                self._wrapped(plan, value, day, values, evidence, why, ends, rates, found)
        granted = self._granted(case, day, ends, found)
        found.raise_if_any()
        ends += self._expiries(values, day)
        return CheckedFacts(
            tuple(values),
            tuple(evidence),
            granted,
            why,
            case.facts,
            tuple(sorted(unused)),
            tuple(rates),
            min(ends, default=None),
        )

    def _unknown_name(self, name: str, unused: list[str], found: Violations) -> None:
        if name in self._elsewhere:
            unused.append(name)
        else:
            found.add(f"$.{name}", "no such fact", "", "UNKNOWN_FACT", nearest(str(name), self._plans))

    def _wrapped(
        self,
        plan: _Plan,
        value: object,
        day: date,
        values: list[object],
        evidence: list[int],
        why: dict[str, Why],
        ends: list[date],
        rates: list[RateUsed],
        found: Violations,
    ) -> None:
        """A value with what is known of it, or one that goes stale."""
        path = f"$.{plan.fact.name}"
        about: Mapping[str, object] = {}
        if isinstance(value, Mapping) and not (plan.money and value.keys() & MONEY_KEYS):
            about, value = _about(value, path, found), value.get("value")
        observed = _observed(about.get("observed"), path, day, found)
        grade = about.get("evidence", "declared")
        if grade not in EVIDENCE:
            found.add(
                f"{path}.evidence",
                "not a kind of evidence",
                f"{grade}"[:40],
                "UNKNOWN_CHOICE",
                nearest(str(grade), EVIDENCE),
            )
            grade = "declared"
        if value is None:
            why[plan.fact.name] = "null"
            return
        converted = plan.convert(value, path, found)
        if not self._fresh(plan.fact, observed, day, why, ends):
            return
        values[plan.place] = converted
        evidence[plan.place] = EVIDENCE[cast(str, grade)]
        if plan.money and not found and isinstance(plan.fact.type, MoneyType):
            rate = rate_used(value, path, plan.fact.type)
            rates += [rate] if rate else []

    def _fresh(
        self, fact: Fact, observed: date | None, day: date, why: dict[str, Why], ends: list[date]
    ) -> bool:
        if fact.stale_after is None:
            return True
        if observed is None:
            why[fact.name] = "undated"
            return False
        last = add(observed, fact.stale_after)
        if last < day:
            why[fact.name] = "stale"
            return False
        ends.append(last)
        return True

    def _granted(self, case: Case, day: date, ends: list[date], found: Violations) -> frozenset[str]:
        granted = set()
        for place, given in enumerate(case.approvals):
            path = f"$.approvals[{place}]"
            role = self._roles.get(given.rule)
            if role is None:
                found.add(
                    f"{path}.rule",
                    "no rule that asks for an approval",
                    given.rule,
                    "UNKNOWN_RULE",
                    nearest(given.rule, self._roles),
                )
            elif role != given.role:
                found.add(f"{path}.role", f"this approval is given by `{role}`", given.role, "WRONG_ROLE")
            elif case.requester and given.by == case.requester:
                found.add(f"{path}.by", "the requester may not approve", given.by, "SELF_APPROVAL")
            elif given.granted_on > day:
                found.add(
                    f"{path}.granted_on",
                    f"granted after the day of the decision, {day}",
                    f"{given.granted_on}",
                    "IN_THE_FUTURE",
                )
            elif given.expires is None or given.expires >= day:
                granted.add(given.rule)
                ends += [given.expires] if given.expires else []
        return frozenset(granted)

    def _expiries(self, values: list[object], day: date) -> list[date]:
        """The days ahead on which a fact or an element of a list expires."""
        today, ahead = day.toordinal(), []
        for place, field in self._expiring:
            value = values[place]
            if field is None:
                ahead += [value] if isinstance(value, int) and value >= today else []
            elif isinstance(value, tuple):
                ahead += [item[field] for item in value if item[field] is not None and item[field] >= today]
        return [date.fromordinal(min(ahead))] if ahead else []


def _expiring(rulebook: Rulebook) -> Iterator[tuple[int, int | None]]:
    """Where dates stand that expire: the fact's place, and the field's in a list of records."""
    for place, fact in enumerate(rulebook.facts):
        if isinstance(fact.type, DateType) and fact.type.expires:
            yield place, None
        if isinstance(fact.type, ListType) and isinstance(fact.type.element, RecordType):
            for index, field in enumerate(fact.type.element.fields):
                if isinstance(field.type, DateType) and field.type.expires:
                    yield place, index


def _about(value: Mapping[str, object], path: str, found: Violations) -> Mapping[str, object]:
    if "value" not in value:
        found.wrong_type(path, "a value, or {value, observed, evidence, source}", dict(value))
    for name in sorted(str(name) for name in value.keys() - _WRAPPER):
        found.add(f"{path}.{name}", "no such field", "", "UNKNOWN_FIELD", nearest(name, _WRAPPER))
    source = value.get("source")
    if source is not None and not isinstance(source, str):
        found.wrong_type(f"{path}.source", "a text", source)
    return value


def _observed(value: object, path: str, day: date, found: Violations) -> date | None:
    if value is None:
        return None
    observed = value if type(value) is date else iso_date(value) if isinstance(value, str) else None
    if observed is None:
        found.add(
            f"{path}.observed", "not a date", f"{value}"[:40], "NOT_A_DATE", "write dates as YYYY-MM-DD"
        )
    elif observed > day:
        found.add(
            f"{path}.observed",
            f"observed after the day of the decision, {day}",
            f"{observed}",
            "IN_THE_FUTURE",
        )
        return None
    return observed
