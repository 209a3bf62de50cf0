"""Nodes of a JSON or YAML file → cases.

The file is `{facts: {shared by all}, cases: [{id, facts, approvals, requester}]}`; only `cases` is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from assize.decision.case import Case, GivenApproval
from assize.rules.errors import Problems
from assize.rules.reader import Reader
from assize.rules.source import Mark
from assize.rules.types import FactType, TextType
from assize.rules.yaml_nodes import Entry, ListNode, Node
from assize.server.input.model import LONGEST_ID, FileCase, Types
from assize.server.input.typed import places_of

Typed = Callable[[Node, FactType], object]
"""How a format's nodes become values."""


class _Facts(NamedTuple):
    values: Mapping[str, object]
    places: Mapping[str, Mark]


class CaseReader:
    """Reads the cases of one file; notes what does not fit in `problems`."""

    def __init__(self, types: Types, typed: Typed, problems: Problems) -> None:
        self._types = types
        self._typed = typed
        self._problems = problems
        self._reader = Reader(problems)

    def read(self, node: Node) -> tuple[FileCase, ...]:
        """All cases, in order. Facts of all cases go to each."""
        fields = self._reader.mapping(node, "a file of cases", ["cases"], ["facts"])
        if fields is None:
            return ()
        shared = self._facts(fields.get("facts"), "facts", {})
        items = self._reader.items(fields["cases"], "cases")
        if isinstance(fields["cases"], ListNode) and not items:
            self._problems.add(fields["cases"].mark, "no cases", hint="write at least one")
        found = [self._case(item, shared) for item in items]
        cases = tuple(case for case in found if case is not None)
        check_ids(cases, self._problems)
        return cases

    def _case(self, node: Node, shared: _Facts) -> FileCase | None:
        fields = self._reader.mapping(node, "a case", ["id"], ["facts", "approvals", "requester"])
        if fields is None:
            return None
        name = self._reader.text(fields["id"], "id") or ""
        own = self._facts(fields.get("facts"), f"facts of `{name[:40]}`", shared.values)
        approvals = self.approvals(fields.get("approvals"))
        requester = self._reader.text(fields.get("requester"), "requester") or ""
        case = Case(name, {**shared.values, **own.values}, approvals, requester)
        return FileCase(case, {**shared.places, **own.places, "$": fields["id"].mark})

    def _facts(self, node: Node | None, what: str, shared: Mapping[str, object]) -> _Facts:
        values: dict[str, object] = {}
        places: dict[str, Mark] = {}
        entries: tuple[Entry, ...] = self._reader.entries(node, what)
        for entry in entries:
            if entry.key in shared:
                hint = "send it once, for all cases or for each"
                self._problems.add(entry.key_mark, f"`{entry.key}` is also a fact of all cases", hint=hint)
            kind = self._types.get(entry.key)
            values[entry.key] = self._typed(entry.value, kind or TextType())
            path = f"$.{entry.key}"
            places |= places_of(entry.value, path, kind or TextType())
            if kind is None:
                places[path] = entry.key_mark
        return _Facts(values, places)

    def approvals(self, node: Node | None) -> tuple[GivenApproval, ...]:
        """The approvals of a case."""
        found = [self._approval(item) for item in self._reader.items(node, "approvals")]
        return tuple(approval for approval in found if approval is not None)

    def _approval(self, node: Node) -> GivenApproval | None:
        reader = self._reader
        fields = reader.mapping(node, "an approval", ["rule", "role", "by", "granted_on"], ["expires"])
        if fields is None:
            return None
        rule, role, by = (reader.text(fields[key], key) for key in ("rule", "role", "by"))
        granted_on = reader.date(fields["granted_on"], "granted_on")
        expires = reader.date(fields.get("expires"), "expires")
        if rule is None or role is None or by is None or granted_on is None:
            return None
        return GivenApproval(rule, role, by, granted_on, expires)


def check_ids(cases: tuple[FileCase, ...], problems: Problems) -> None:
    """That every case has an id of its own, of usable length."""
    first: dict[str, Mark] = {}
    for found in cases:
        name, mark = found.case.id, found.places["$"]
        if len(name) > LONGEST_ID:
            problems.add(mark, f"an id of more than {LONGEST_ID} characters", f"{len(name)}")
        elif name and first.setdefault(name, mark) is not mark:
            hint = f"the first is on line {first[name].line}"
            problems.add(mark, f"the id `{name}` a second time", hint=hint)
