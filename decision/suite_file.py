"""`tests.yaml` of a rulebook: cases with what they want, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from assize.decision.case import Case, GivenApproval
from assize.decision.written import is_null, written_facts
from assize.rules.errors import Problem, Problems, RulebookError, nearest
from assize.rules.model import Rulebook
from assize.rules.reader import Reader
from assize.rules.source import Mark, Source
from assize.rules.variants import STANDARD, flatten
from assize.rules.yaml_nodes import Entry, Node, TextNode, parse_yaml, read_source

FILE = "tests.yaml"
STAND_IN = "sha256:" + "0" * 64
_NUMBERS = ("score", "low", "high", "coverage")
_RULES = ("true", "false", "unknown")
_WANTS = (
    "outcome",
    "possible",
    "grade",
    *_NUMBERS,
    "variant",
    *_RULES,
    "values",
    "missing",
    "next_review",
    "verdicts",
    "residual",
    "shows",
    "error",
)
_VERDICTS = ("pass", "needs_approval", "deny", "undetermined")


class Wanted(NamedTuple):
    """What a case wants; only what is named is compared, None is unknown. `rules` maps a rule to 0, 1, 2."""

    texts: Mapping[str, str | None]
    numbers: Mapping[str, float | None]
    lists: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, int]
    values: Mapping[str, float | None]
    verdicts: Mapping[str, str]
    residual: Mapping[str, tuple[float, float]]
    shows: Mapping[str, str | None]


class SuiteCase(NamedTuple):
    """One case: what is sent, on which day, what must come out. `mark` is where it stands."""

    name: str
    case: Case
    day: date
    wanted: Wanted
    mark: Mark


class _Sent(NamedTuple):
    day: date | None
    facts: Mapping[str, object]
    approvals: tuple[GivenApproval, ...]
    requester: str


def load_suite(folder: Path, rulebook: Rulebook, shown: str | None = None) -> tuple[SuiteCase, ...]:
    """The cases beside a rulebook. Raises RulebookError with every problem."""
    path = f"{shown if shown is not None else folder}/{FILE}"
    try:
        data = (folder / FILE).read_bytes()
    except OSError as error:
        mark = Mark(Source(path, ""), 1, 1)
        hint = "a rulebook without tests never becomes active"
        raise RulebookError([Problem(mark, "cannot be read", error.strerror or "", hint)]) from error
    problems = Problems()
    node = parse_yaml(read_source(path, data), problems)
    cases = _Suite(rulebook, Reader(problems)).cases(node) if node is not None else ()
    problems.raise_if_any()
    return cases


class _Suite:
    """Reads one file."""

    def __init__(self, rulebook: Rulebook, reader: Reader) -> None:
        self.rulebook = rulebook
        self.reader = reader
        self.problems = reader.problems

    def cases(self, node: Node) -> tuple[SuiteCase, ...]:
        """All cases, in order."""
        fields = self.reader.mapping(node, "tests", ["tests"], ["fixtures"])
        if fields is None:
            return ()
        entries = self.reader.entries(fields["fixtures"], "fixtures") if "fixtures" in fields else ()
        empty = _Sent(None, {}, (), "")
        fixtures = {
            entry.key: self._sent(entry.value, f"fixture `{entry.key}`", empty, ()) for entry in entries
        }
        items = self.reader.items(fields["tests"], "tests")
        if not items:
            self.problems.add(fields["tests"].mark, "a suite needs at least one case")
        found = [self._case(item, fixtures, empty) for item in items]
        return tuple(case for case in found if case is not None)

    def _sent(self, node: Node, what: str, base: _Sent, more: tuple[str, ...]) -> _Sent:
        known = ("as_of", "facts", "approvals", "requester", "unset", *more)
        fields = self.reader.mapping(node, what, [], known) or {}
        facts = {**base.facts, **written_facts(fields.get("facts"), self.rulebook, self.reader, what)}
        for item in self.reader.items(fields["unset"], f"{what}: unset") if "unset" in fields else ():
            name = self.reader.text(item, f"{what}: unset")
            if name is not None and facts.pop(name, self) is self:
                self.problems.add(
                    item.mark, f"{what}: unset: the fact is not set", f"`{name}`", nearest(name, facts)
                )
        day = self.reader.date(fields.get("as_of"), f"{what}: as_of") or base.day
        approvals = self._approvals(fields.get("approvals"), what) or base.approvals
        return _Sent(day, facts, approvals, self.reader.text(fields.get("requester"), what) or base.requester)

    def _approvals(self, node: Node | None, what: str) -> tuple[GivenApproval, ...]:
        found = []
        for item in self.reader.items(node, f"{what}: approvals") if node is not None else ():
            fields = self.reader.mapping(
                item, f"{what}: approval", ["rule", "role", "by", "granted_on"], ["expires"]
            )
            if fields is not None:
                rule, role, by = (
                    self.reader.text(fields[key], f"{what}: {key}") for key in ("rule", "role", "by")
                )
                on = self.reader.date(fields["granted_on"], f"{what}: granted_on")
                expires = self.reader.date(fields.get("expires"), f"{what}: expires")
                if rule is not None and role is not None and by is not None and on is not None:
                    found.append(GivenApproval(rule, role, by, on, expires))
        return tuple(found)

    def _case(self, node: Node, fixtures: Mapping[str, _Sent], empty: _Sent) -> SuiteCase | None:
        keys = ("as_of", "facts", "approvals", "requester", "unset", "fixture")
        fields = self.reader.mapping(node, "a case", ["name", "want"], keys)
        if fields is None:
            return None
        name = self.reader.text(fields["name"], "name") or ""
        base = empty
        if "fixture" in fields:
            chosen = self.reader.choice(fields["fixture"], f"{name}: fixture", fixtures)
            base = fixtures.get(chosen or "", empty)
        sent = self._sent(node, name, base, ("name", "want", "fixture"))
        wanted = self._wanted(fields["want"], name)
        if sent.day is None:
            self.problems.add(node.mark, f"{name}: missing `as_of`", hint="in the case or in its fixture")
            return None
        case = Case(name, _attributed(sent.facts, self.rulebook), sent.approvals, sent.requester)
        return None if wanted is None else SuiteCase(name, case, sent.day, wanted, node.mark)

    def _wanted(self, node: Node, name: str) -> Wanted | None:
        fields = self.reader.mapping(node, f"{name}: want", [], _WANTS)
        if fields is None:
            return None
        if not fields:
            self.problems.add(node.mark, f"{name}: a case must want something")
        rulebook = self.rulebook
        outcomes = [outcome.name for outcome in rulebook.outcomes]
        choices = {
            "outcome": outcomes,
            "grade": [grade.name for grade in rulebook.grades],
            "variant": [STANDARD, *(variant.name for variant in rulebook.variants)],
        }
        texts = {
            key: self._choice(fields[key], f"{name}: {key}", choices[key]) for key in choices if key in fields
        }
        if "next_review" in fields:
            review = fields["next_review"]
            day = None if _is_null(review) else self.reader.date(review, f"{name}: next_review")
            texts["next_review"] = None if day is None else day.isoformat()
        numbers = {key: self._number(fields[key], f"{name}: {key}") for key in _NUMBERS if key in fields}
        known = {"possible": outcomes, "missing": [fact.name for fact in rulebook.facts], "error": None}
        lists = {
            key: self._names(fields[key], f"{name}: {key}", known[key]) for key in known if key in fields
        }
        return Wanted(
            texts,
            numbers,
            lists,
            self._rules(fields, name),
            self._values(fields.get("values"), name),
            self._verdicts(fields.get("verdicts"), name),
            self._residual(fields.get("residual"), name),
            self._shows(fields.get("shows"), name),
        )

    def _known(self, node: Node | None, what: str, known: Iterable[str]) -> tuple[Entry, ...]:
        """The entries of a mapping from some of the known names."""
        names = tuple(known)
        entries = self.reader.entries(node, what) if node is not None else ()
        for entry in (entry for entry in entries if entry.key not in names):
            self.problems.add(
                entry.key_mark, f"{what}: no such name", f"`{entry.key}`", nearest(entry.key, names)
            )
        return tuple(entry for entry in entries if entry.key in names)

    def _verdicts(self, node: Node | None, name: str) -> dict[str, str]:
        principles = (principle.name for principle in self.rulebook.principles)
        entries = self._known(node, f"{name}: verdicts", principles)
        found = ((e.key, self.reader.choice(e.value, f"{name}: {e.key}", _VERDICTS)) for e in entries)
        return {principle: verdict for principle, verdict in found if verdict is not None}

    def _residual(self, node: Node | None, name: str) -> dict[str, tuple[float, float]]:
        found = {}
        for entry in self._known(node, f"{name}: residual", (risk.name for risk in self.rulebook.risks)):
            what = f"{name}: {entry.key}"
            ends = [self.reader.number(item, what) for item in self.reader.items(entry.value, what)]
            if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
                found[entry.key] = (ends[0], ends[1])
            else:
                self.problems.add(entry.value.mark, f"{what}: expected [lowest, highest]")
        return found

    def _shows(self, node: Node | None, name: str) -> dict[str, str | None]:
        """Values as they are written; numbers are compared as numbers."""
        entries = self._known(node, f"{name}: shows", (shown.name for shown in self.rulebook.shows))
        return {
            entry.key: None
            if _is_null(entry.value)
            else self.reader.text(entry.value, f"{name}: {entry.key}")
            for entry in entries
        }

    def _choice(self, node: Node, what: str, known: list[str]) -> str | None:
        return None if _is_null(node) else self.reader.choice(node, what, known)

    def _number(self, node: Node, what: str) -> float | None:
        return None if _is_null(node) else self.reader.number(node, what)

    def _names(self, node: Node, what: str, known: list[str] | None) -> tuple[str, ...]:
        found = []
        for item in self.reader.items(node, what):
            text = self.reader.text(item, what)
            if text is None:
                continue
            if known is not None and text.partition("[")[0] not in known:
                self.problems.add(item.mark, f"{what}: no such name", f"`{text}`", nearest(text, known))
            found.append(text)
        return tuple(found)

    def _rules(self, fields: Mapping[str, Node], name: str) -> dict[str, int]:
        known = [rule.name for rule in self.rulebook.rules]
        states = {"false": 0, "unknown": 1, "true": 2}
        return {
            rule: states[key]
            for key in _RULES
            if key in fields
            for rule in self._names(fields[key], f"{name}: {key}", known)
        }

    def _values(self, node: Node | None, name: str) -> dict[str, float | None]:
        criteria = (criterion.name for criterion in flatten(self.rulebook.criteria))
        entries = self._known(node, f"{name}: values", criteria)
        return {entry.key: self._number(entry.value, f"{name}: {entry.key}") for entry in entries}


def _is_null(node: Node) -> bool:
    return isinstance(node, TextNode) and is_null(node)


def _attributed(facts: Mapping[str, object], rulebook: Rulebook) -> dict[str, object]:
    """Results of other decisions that a case writes alone get a digest that stands in for theirs."""
    results = {fact.name for fact in rulebook.facts if fact.decision is not None}
    return {
        name: {"value": value, "decision": STAND_IN}
        if name in results and value is not None and not isinstance(value, Mapping)
        else value
        for name, value in facts.items()
    }
