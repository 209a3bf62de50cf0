"""The criteria tree → lines of numpy.

Node i has the columns x{i} value (NaN: none), a{i} and b{i} its lowest and highest, q{i} the known share of a
branch, and conditions that say where it is unknown, excluded, or rests on a stand-in. What the program over
single cases does is in `assize.rules.generate.criteria`; the sums are the same, in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from assize.rules.binding import Period, value_function
from assize.rules.columns.codes import NEVER, either
from assize.rules.columns.expressions import ColumnEmitter
from assize.rules.columns.frames import ROWS
from assize.rules.columns.lookups import values_of
from assize.rules.criteria_model import ChecklistForm, Criterion, Score
from assize.rules.generate.criteria import ROOT, NodePlan
from assize.rules.model import Fact
from assize.rules.types import BooleanType
from assize.scoring import Lookup

_MOST_IN_PATTERN = 8


class States(NamedTuple):
    """The code of where a node is unknown, excluded, or rests on a stand-in; NEVER where it cannot be."""

    unknown: str = NEVER
    excluded: str = NEVER
    stand_in: str = NEVER

    @property
    def open(self) -> str:
        """The code of where it is not known."""
        return either([self.unknown, self.excluded, self.stand_in])


class CriteriaWriter:
    """Writes the tree; `plan` are its nodes as the program over single cases numbers them."""

    def __init__(
        self,
        emitter: ColumnEmitter,
        score: Score,
        period: Period,
        facts: Mapping[str, Fact],
        plan: Sequence[NodePlan],
    ) -> None:
        self.emitter = emitter
        self.writer = emitter.writer
        self.score = score
        self.period = period
        self.facts = facts
        self.plan = plan
        self.states: list[States] = [States()] * len(plan)
        self._exclusive = [False] * len(plan)
        self._next = 0

    def write(self, criteria: tuple[Criterion, ...]) -> States:
        """Write all nodes, then the root: xroot, aroot, broot, qroot. Gives the root's states."""
        places = [self._node(criterion) for criterion in criteria]
        return self._branch(ROOT, places, criteria, self.score.min_coverage)

    def _node(self, criterion: Criterion) -> int:
        place = self._next
        self._next += 1
        if isinstance(criterion.form, ChecklistForm):
            states = self._checklist(place, criterion, criterion.form)
        elif criterion.is_leaf:
            states = self._function(place, criterion)
        else:
            children = [self._node(child) for child in criterion.children]
            states = self._branch(str(place), children, criterion.children, criterion.min_coverage)
            self._exclusive[place] = any(self.may_exclude(child) for child in children)
        self.states[place] = self._limited(place, criterion, states)
        return place

    def _function(self, place: int, criterion: Criterion) -> States:
        assert criterion.of is not None
        function = value_function(criterion, self.score, self.period, self.facts)
        low, high = function.bounds()
        raw = self.emitter.rows(criterion.of)
        raw = f"column({raw})" if self.emitter.is_fixed(criterion.of) else raw
        if isinstance(function, Lookup):
            self.writer.line(f"x{place} = {self._lookup(criterion, function, raw)}")
        else:
            self.writer.line(f"x{place} = value_of({self.writer.constant(function)}, {raw})")
        # A value lies between the two: the greater of it and the lowest is itself, or the lowest of NaN.
        self.writer.line(f"a{place} = fmax(x{place}, {low!r})")
        self.writer.line(f"b{place} = fmin(x{place}, {high!r})")
        return self._missing(place, criterion, self.emitter.unknown(criterion.of, ROWS))

    def _lookup(self, criterion: Criterion, function: Lookup, raw: str) -> str:
        assert criterion.of is not None
        if isinstance(criterion.of.type, BooleanType):
            values = np.array([function.at(False), np.nan, function.at(True)])
            return f"look_up({self.writer.constant(values)}, {raw})"
        pairs = {str(key): value for key, value in function.pairs}
        return f"{self.writer.constant(values_of(pairs, self.emitter.symbols))}.at({raw})"

    def _missing(self, place: int, criterion: Criterion, missing: str) -> States:
        match criterion.if_missing:
            case "worst":
                self.writer.line(f"x{place} = a{place}")
                return States(stand_in=missing)
            case "exclude":
                return States(excluded=missing)
            case _:
                return States(unknown=missing)

    def _checklist(self, place: int, criterion: Criterion, form: ChecklistForm) -> States:
        low, span = self.score.low, self.score.high - self.score.low
        points = [self.period.number(item.points) for item in form.items]
        total = sum(points)
        sure, maybe = self.writer.let("0.0"), self.writer.let("0.0")
        for item, worth in zip(form.items, points, strict=True):
            truth = self.emitter.rows(item.when)
            self.writer.line(f"{sure} = {sure} + where({truth} == TRUE, {worth!r}, 0.0)")
            self.writer.line(f"{maybe} = {maybe} + where({truth} != FALSE, {worth!r}, 0.0)")
        self.writer.line(f"a{place} = {low!r} + {span!r} * ({sure} / {total!r})")
        self.writer.line(f"b{place} = {low!r} + {span!r} * ({maybe} / {total!r})")
        missing = self.writer.let(f"{sure} != {maybe}")
        self.writer.line(f"x{place} = where({missing}, NAN, a{place})")
        return self._missing(place, criterion, missing)

    def _limited(self, place: int, criterion: Criterion, states: States) -> States:
        """`at_most`: what surely holds cuts first; what may hold leaves open the value that it would cut."""
        line, x, a, b = self.writer.line, f"x{place}", f"a{place}", f"b{place}"
        limits = [
            (self.emitter.rows(limit.when), repr(self.period.number(limit.value)))
            for limit in criterion.at_most
        ]
        for truth, value in limits:
            cut = self.writer.let(f"({truth} == TRUE) & ({b} > {value})")
            line(f"{b} = where({cut}, {value}, {b})")
            for end in (a, x):
                line(f"{end} = where({cut} & ({end} > {value}), {value}, {end})")
        for truth, value in limits:
            may = self.writer.let(f"({truth} == UNKNOWN) & ({b} > {value})")
            hit = self.writer.let(f"{may} & ({x} > {value})")
            line(f"{a} = where({may} & ({a} > {value}), {value}, {a})")
            states = self._hit(place, criterion, states, hit)
        return states

    def _hit(self, place: int, criterion: Criterion, states: States, hit: str) -> States:
        """A value that a limit may cut is no value: it is open as a missing one is, of a branch unknown."""
        if_missing = criterion.if_missing if criterion.is_leaf else "unknown"
        stand_in = f"a{place}" if if_missing == "worst" else "NAN"
        self.writer.line(f"x{place} = where({hit}, {stand_in}, x{place})")
        known = {"worst": "stand_in", "exclude": "excluded", "unknown": "unknown"}
        found = {name: self._without(getattr(states, name), hit) for name in known.values()}
        found[known[if_missing]] = self.writer.let(either([getattr(states, known[if_missing]), hit]))
        return States(**found)

    def _without(self, state: str, hit: str) -> str:
        return state if state == NEVER else self.writer.let(f"{state} & ~{hit}")

    def may_exclude(self, place: int) -> bool:
        """Whether something at or below a node can be left out."""
        return self._exclusive[place] or self.states[place].excluded != NEVER

    def _branch(
        self, name: str, places: list[int], children: tuple[Criterion, ...], coverage: float | None
    ) -> States:
        weights = [float(child.weight) for child in children]
        total = 0.0
        for weight in weights:
            total += weight
        line = self.writer.line
        for end in "ab":
            terms = " + ".join(f"{w!r} * {end}{i}" for w, i in zip(weights, places, strict=True))
            line(f"{end}{name} = ({terms}) / {total!r}")
        line(f"q{name} = {self._known_share(places, weights, total)}")
        least = (coverage or 0.0) / 100.0 - 1e-9
        unknown = [self.states[i].unknown for i in places] + (
            [f"(q{name} < {least!r})"] if least > 0.0 else []
        )
        states = States(self._named(either(unknown)), NEVER, self._stand_in(places))
        if any(self.may_exclude(i) for i in places):
            return self._rescaled(name, places, weights, states)
        shown = f"a{name}" if states.unknown == NEVER else f"where({states.unknown}, NAN, a{name})"
        line(f"x{name} = {shown}")
        return self._settled(states)

    def _named(self, code: str) -> str:
        return code if code == NEVER or code.isidentifier() else self.writer.let(code)

    def _stand_in(self, places: list[int]) -> str:
        return self._named(either([self.states[i].stand_in for i in places]))

    def _settled(self, states: States) -> States:
        """What is unknown or excluded does not rest on a stand-in."""
        gone = [state for state in (states.unknown, states.excluded) if state != NEVER]
        if states.stand_in == NEVER or not gone:
            return states
        return states._replace(stand_in=self.writer.let(f"{states.stand_in} & ~{either(gone)}"))

    def _known_share(self, places: list[int], weights: list[float], total: float) -> str:
        """Known parts by weight: by one look-up where all children are leaves, else added up."""
        if all(self.plan[i].criterion.is_leaf for i in places) and len(places) <= _MOST_IN_PATTERN:
            shares = []
            for pattern in range(1 << len(places)):
                known = 0.0
                for place, weight in enumerate(weights):
                    known += weight * (0.0 if pattern >> place & 1 else 1.0)
                shares.append(known / total)
            states = "".join(f"{self.states[i].open}, " for i in places)
            return f"look_up({self.writer.constant(np.array(shares))}, bits(({states})))"
        terms = [
            f"{w!r} * ~{self.states[i].open}" if self.plan[i].criterion.is_leaf else f"{w!r} * q{i}"
            for w, i in zip(weights, places, strict=True)
        ]
        return f"({' + '.join(terms)}) / {total!r}"

    def _rescaled(self, name: str, places: list[int], weights: list[float], states: States) -> States:
        """The value over the children that are not excluded, held inside what the whole could reach."""
        line = self.writer.line
        points, weighed = self.writer.let("0.0"), self.writer.let("0.0")
        for weight, i in zip(weights, places, strict=True):
            out = self.states[i].excluded
            if out == NEVER:
                # Of what is known the lowest is the value, unless something below it is left out.
                value = f"x{i}" if self._exclusive[i] else f"a{i}"
                line(f"{points} = {points} + {weight!r} * {value}")
                line(f"{weighed} = {weighed} + {weight!r}")
            else:
                line(f"{points} = {points} + where({out}, 0.0, {weight!r} * x{i})")
                line(f"{weighed} = {weighed} + where({out}, 0.0, {weight!r})")
        gone = NEVER
        if all(self.states[i].excluded != NEVER for i in places):
            gone = self.writer.let(" & ".join(self.states[i].excluded for i in places))
            gone = gone if states.unknown == NEVER else self.writer.let(f"{gone} & ~{states.unknown}")
        value = f"minimum(maximum({points} / {weighed}, a{name}), b{name})"
        none = [state for state in (states.unknown, gone) if state != NEVER]
        line(f"x{name} = {f'where({either(none)}, NAN, {value})' if none else value}")
        return self._settled(states._replace(excluded=gone))
