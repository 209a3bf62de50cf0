"""The facts of a case, checked against the rulebook's declarations: all violations at once, each with its
path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from assize.decision.case import Case, GivenApproval
from assize.decision.checked import UNKNOWN_EVIDENCE, CheckedFacts
from assize.decision.known import KnownFacts, Told, is_digest
from assize.decision.money import KEYS as MONEY_KEYS
from assize.decision.quick import is_fresh, quick_check
from assize.decision.result import Why
from assize.decision.values import Convert, converter, iso_date, unknown_of
from assize.decision.violations import Violations
from assize.rules.calendar import add
from assize.rules.errors import nearest
from assize.rules.model import Fact, Rulebook
from assize.rules.types import DateType, ListType, MoneyType, RecordType

__all__ = ["UNKNOWN_EVIDENCE", "CheckedFacts", "FactChecker"]

EVIDENCE: Mapping[str, int] = {"declared": 1, "documented": 2, "verified": 3}
_WRAPPER = frozenset({"value", "observed", "evidence", "source", "decision"})


class _Plan(NamedTuple):
    fact: Fact
    place: int
    convert: Convert
    money: bool


class FactChecker:
    """Checks cases against one rulebook. `elsewhere` are the facts that only other versions declare."""

    def __init__(self, rulebook: Rulebook, elsewhere: frozenset[str]) -> None:
        self.elsewhere = elsewhere
        self.facts = rulebook.facts
        self._quick = quick_check(rulebook.facts)
        self.plans = {
            fact.name: _Plan(fact, place, converter(fact.type), isinstance(fact.type, MoneyType))
            for place, fact in enumerate(rulebook.facts)
        }
        self.empty = [unknown_of(fact.type) for fact in rulebook.facts]
        self.expiring = tuple(_expiring(rulebook))
        self.roles = {rule.name: rule.approval.role for rule in rulebook.rules if rule.approval}

    def check(self, case: Case, day: date) -> CheckedFacts:
        """The checked facts of a case on a day. Raises FactError with every violation."""
        try:
            facts = self._quick(case.facts, day)
        except ValueError:  # Refused, or what a text raises that is no day
            return self.check_carefully(case, day)
        if not case.approvals:
            return facts
        checking = _Checking(self, day)
        granted = checking.granted(case)
        if checking.found:
            return self.check_carefully(case, day)
        ends = [*checking.ends, *([facts.ends] if facts.ends else [])]
        return facts._replace(granted=granted, ends=min(ends, default=None))

    def check_carefully(self, case: Case, day: date) -> CheckedFacts:
        """As `check`, and several times slower: it can say what is wrong, and where."""
        checking = _Checking(self, day)
        for name, value in case.facts.items():
            checking.fact(name, value)
        granted = checking.granted(case)
        checking.found.raise_if_any()
        checking.note_expiries()
        return CheckedFacts(
            tuple(checking.values),
            tuple(checking.evidence),
            granted,
            checking.why,
            checking.known(),
            tuple(sorted(checking.unused)),
            tuple(sorted(checking.found.rates)),
            min(checking.ends, default=None),
        )


class _Checking:
    """One case while it is checked."""

    def __init__(self, checker: FactChecker, day: date) -> None:
        self.checker = checker
        self.day = day
        self.found = Violations()
        self.values = checker.empty.copy()
        self.held = checker.empty.copy()
        self.evidence = [UNKNOWN_EVIDENCE] * len(self.values)
        self.told: dict[str, Told] = {}
        self.why: dict[str, Why] = {}
        self.ends: list[date] = []
        self.unused: list[str] = []

    def fact(self, name: str, value: object) -> None:
        """Check one fact."""
        plan = self.checker.plans.get(name)
        if plan is None:
            self._unknown_name(name)
        elif value is None:
            self.why[name] = "null"
        elif plan.fact.stale_after is None and plan.fact.decision is None and not isinstance(value, Mapping):
            self.values[plan.place] = plan.convert(value, f"$.{name}", self.found)
            self.held[plan.place] = self.values[plan.place]
            self.evidence[plan.place] = 1
        else:
            self._wrapped(plan, value)

    def _unknown_name(self, name: str) -> None:
        if name in self.checker.elsewhere:
            self.unused.append(name)
        else:
            self.found.add(
                f"$.{name}", "no such fact", "", "UNKNOWN_FACT", nearest(str(name), self.checker.plans)
            )

    def _wrapped(self, plan: _Plan, value: object) -> None:
        """A value with what is known of it, or one that needs to come so."""
        path = f"$.{plan.fact.name}"
        about: Mapping[str, object] = {}
        if isinstance(value, Mapping) and not (plan.money and value.keys() & MONEY_KEYS):
            about, value = _about(value, path, self.found), value.get("value")
        observed = _observed(about.get("observed"), path, self.day, self.found)
        evidence = self._evidence(about.get("evidence"), path)
        if value is None:
            self.why[plan.fact.name] = "null"
            return
        decision = self._decision(plan.fact, about.get("decision"), path)
        before = len(self.found.rates)
        self.held[plan.place] = converted = plan.convert(value, path, self.found)
        source = about.get("source")
        if observed is not None or source or decision:
            told = Told(plan.fact.name, observed, str(source) if source else None, decision)
            self.told[plan.fact.name] = told
        limit = plan.fact.stale_after
        last = None if limit is None or observed is None else add(observed, limit)
        if limit is None or is_fresh(plan.fact.name, last, self.day, self.why, self.ends):
            self.values[plan.place] = converted
            self.evidence[plan.place] = evidence
        else:
            del self.found.rates[before:]

    def _evidence(self, grade: object, path: str) -> int:
        """How well a fact is evidenced; what is not said rests on declaration."""
        if grade is None:
            return EVIDENCE["declared"]
        if not isinstance(grade, str) or grade not in EVIDENCE:
            hint = nearest(str(grade), EVIDENCE)
            self.found.add(
                f"{path}.evidence", "not a kind of evidence", f"{grade}"[:40], "UNKNOWN_CHOICE", hint
            )
            return EVIDENCE["declared"]
        return EVIDENCE[grade]

    def _decision(self, fact: Fact, digest: object, path: str) -> str | None:
        """The digest of the decision whose result a fact is. Of any other fact it is provenance."""
        if digest is None:
            if fact.decision is not None:
                what = f"the result of a decision by `{fact.decision}`, without that decision's digest"
                hint = 'send {"value": …, "decision": "sha256:…"}'
                self.found.add(path, what, "", "MISSING_DECISION", hint)
            return None
        if not is_digest(digest):
            hint = "it is `sha256:` and 64 hexadecimal digits, as the answer gave it"
            self.found.add(
                f"{path}.decision", "not the digest of a decision", f"{digest}"[:40], "NOT_A_DIGEST", hint
            )
            return None
        return str(digest)

    def known(self) -> KnownFacts:
        """What was sent, in the order of the declarations."""
        names = [fact.name for fact in self.checker.facts]
        told = tuple(self.told[name] for name in names if name in self.told)
        nulls = tuple(name for name in names if self.why.get(name) == "null")
        return KnownFacts(self.checker.facts, tuple(self.held), tuple(self.evidence), told, nulls)

    def granted(self, case: Case) -> frozenset[str]:
        """The rules whose approval was given by the right role and holds on the day."""
        granted = set()
        for place, given in enumerate(case.approvals):
            problem = self._approval_problem(given, case.requester)
            if problem is not None:
                field, *rest = problem
                self.found.add(f"$.approvals[{place}].{field}", *rest)
            elif given.expires is None or given.expires >= self.day:
                granted.add(given.rule)
                self.ends += [given.expires] if given.expires else []
        return frozenset(granted)

    def _approval_problem(
        self, given: GivenApproval, requester: str
    ) -> tuple[str, str, str, str, str] | None:
        """The field that is wrong, what, what was sent, the code and a hint; None if nothing is."""
        role = self.checker.roles.get(given.rule)
        if role is None:
            hint = nearest(given.rule, self.checker.roles)
            return "rule", "no rule that asks for an approval", given.rule, "UNKNOWN_RULE", hint
        if role != given.role:
            return "role", f"this approval is given by `{role}`", given.role, "WRONG_ROLE", ""
        if requester and given.by == requester:
            return "by", "the requester may not approve", given.by, "SELF_APPROVAL", "somebody else must"
        if given.granted_on > self.day:
            what = f"granted after the day of the decision, {self.day}"
            return "granted_on", what, f"{given.granted_on}", "IN_THE_FUTURE", ""
        return None

    def note_expiries(self) -> None:
        """Note the first day ahead on which a fact or an element of a list expires."""
        today, ahead = self.day.toordinal(), []
        for place, field in self.checker.expiring:
            value = self.values[place]
            if field is None:
                ahead += [value] if isinstance(value, int) and value >= today else []
            elif isinstance(value, tuple):
                ahead += [item[field] for item in value if item[field] is not None and item[field] >= today]
        if ahead:
            self.ends.append(date.fromordinal(min(ahead)))


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
        found.wrong_type(path, "a value, or {value, observed, evidence, source, decision}", dict(value))
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
