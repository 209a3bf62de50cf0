"""Cases as a record batch: every fact in a column of a physical type taken at random, nothing else changed.

The cases must be right, or wrong in a way that a typed column can still hold: all values of a fact are of one
kind. Lists without a value hide elements of other rows, numbers without one hide any number.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pyarrow as pa

from assize.decision.batch.layout import Layout, layout_of
from assize.decision.batch.request import BatchRequest
from assize.decision.case import Case, GivenApproval
from assize.rules.model import Fact, Rulebook
from assize.rules.types import MoneyType
from tests.decision.batch.physical import column, money_parts, written_column
from tests.oracle.invented_facts import invent_facts
from tests.oracle.sent import sent

ABOUT = ("observed", "evidence", "source", "decision")
MOST_STRAYS = 20
_DAYS = {"granted_on": pa.date32(), "expires": pa.date32()}
_APPROVAL = pa.struct({name: pa.string() for name in ("rule", "role", "by")} | _DAYS)


def invent_cases(rng: Random, book: Rulebook, day: dt.date, rows: int) -> list[Case]:
    """Right cases at random: some facts bare, some old, undated or without evidence; some approvals."""
    roles = {rule.name: rule.approval.role for rule in book.rules if rule.approval is not None}
    cases = []
    for row in range(rows):
        evidence = {fact.name: rng.choice(("declared", "documented", "verified")) for fact in book.facts}
        facts = sent(book, day, invent_facts(rng, book, day), evidence)
        for fact in book.facts:
            if fact.name in facts:
                facts[fact.name] = _told(rng, fact, facts[fact.name], day)
        approved = [rule for rule in roles if rng.random() < 0.1]
        given = tuple(_approval(rng, rule, roles[rule], day) for rule in approved)
        cases.append(Case(f"row-{row}", facts, given, rng.choice(["", "the requester"])))
    return cases


def table(rng: Random, book: Rulebook, cases: Sequence[Case], *, written: bool = False) -> pa.RecordBatch:
    """The cases, one a row: a slice of a longer batch. `written`: scalars are texts, as in a CSV file."""
    before = [rng.choice(cases) for _ in range(rng.randrange(MOST_STRAYS))] if cases else []
    after = [rng.choice(cases) for _ in range(rng.randrange(MOST_STRAYS))] if cases else []
    rows = [*before, *cases, *after]
    columns: dict[str, pa.Array] = {"id": pa.array([case.id for case in rows], pa.string())}
    for fact in book.facts:
        columns |= _fact(rng, fact, [case.facts.get(fact.name) for case in rows], written=written)
    if any(case.approvals for case in rows):
        given = [[approval._asdict() for approval in case.approvals] or None for case in rows]
        columns["approvals"] = pa.array(given, pa.list_(_APPROVAL))
        columns["requester"] = pa.array([case.requester or None for case in rows], pa.string())
    batch = pa.RecordBatch.from_pydict(columns)
    return batch.slice(len(before), len(cases))


def layout(book: Rulebook, batch: pa.RecordBatch, *, written: bool = False) -> Layout:
    """The layout of a batch, whose columns are all facts of the rulebook."""
    return layout_of(batch.schema, book.facts, frozenset(), BatchRequest(book.name, written=written))


def _told(rng: Random, fact: Fact, wrapped: Mapping[str, Any], day: dt.date) -> object:
    """A fact that `sent` wrapped, with other things told of it."""
    told = dict(wrapped)
    fate = rng.random()
    if fate < 0.1 and not fact.decision:
        return told["value"]
    if fate < 0.2:
        del told["observed"]
    elif fate < 0.6:
        told["observed"] = (day - dt.timedelta(days=rng.choice([0, 1, 30, 90, 365, 1000]))).isoformat()
    if rng.random() < 0.2:
        told.pop("evidence", None)
    if rng.random() < 0.1:
        told["source"] = "a file"
    return told


def _approval(rng: Random, rule: str, role: str, day: dt.date) -> GivenApproval:
    expires = rng.choice([None, day - dt.timedelta(days=1), day, day + dt.timedelta(days=30)])
    return GivenApproval(rule, role, "somebody", day - dt.timedelta(days=rng.randrange(400)), expires)


def _fact(rng: Random, fact: Fact, sent_values: Sequence[Any], *, written: bool) -> dict[str, pa.Array]:
    """The columns of a fact by name; none where nobody has it."""
    is_money = isinstance(fact.type, MoneyType)
    wrappers = [_opened(value) for value in sent_values]
    if all(wrapper.get("value") is None for wrapper in wrappers):
        return {}
    values = [wrapper.get("value") for wrapper in wrappers]
    if is_money and (written or rng.random() < 0.5):
        parts = money_parts(rng, values, written=written)
        found = {f"{fact.name}@{part}": cells for part, cells in parts.items()}
    elif written:
        found = {fact.name: written_column(rng, values, fact.type)}
    else:
        found = {fact.name: column(rng, values, fact.type)}
    for part in ABOUT:
        told = [wrapper.get(part) for wrapper in wrappers]
        if any(cell is not None for cell in told):
            sign = "." if rng.random() < 0.2 else "@"
            found[f"{fact.name}{sign}{part}"] = _about(rng, part, told, written=written)
    return found


def _opened(value: Any) -> Mapping[str, Any]:  # noqa: ANN401  # whatever is sent
    return value if isinstance(value, dict) and "value" in value else {"value": value}


def _about(rng: Random, part: str, told: list[str | None], *, written: bool) -> pa.Array:
    if written:
        return pa.array([cell or "" for cell in told], pa.string())
    if part == "observed" and rng.random() < 0.7:
        return pa.array([cell and dt.date.fromisoformat(cell) for cell in told], pa.date32())
    found = pa.array(told, pa.string())
    return found.dictionary_encode() if rng.random() < 0.5 else found
