"""The quick check of facts: for one rulebook, one generated function that takes what is plainly right.

A value that is not plainly right is handed to the careful converter of its type; what that refuses, or what
is unusual in another way, makes the function refuse the whole case, and the careful check says what is wrong
and where. So nothing is decided here that is not decided in `assize.decision.facts` too: wherever both
accept they agree (tests/decision/test_quick.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import cast

from assize.decision.checked import UNKNOWN_EVIDENCE, CheckedFacts
from assize.decision.known import KnownFacts, Told, is_digest
from assize.decision.money import SCALES
from assize.decision.result import Why
from assize.decision.values import (
    LARGEST_INTEGER,
    LONGEST_TEXT,
    Convert,
    choices_of,
    converter,
    iso_date,
    unknown_of,
)
from assize.decision.violations import Violations
from assize.rules.calendar import add
from assize.rules.generate.writer import Writer
from assize.rules.model import Fact
from assize.rules.types import (
    BooleanType,
    ChoiceType,
    DateType,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    ScalarType,
    TextType,
)

QuickCheck = Callable[[Mapping[str, object], date], CheckedFacts]
"""(facts, day) → the checked facts. Raises Refused: the case needs the careful check."""

_EVIDENCE = {None: 1, "declared": 1, "documented": 2, "verified": 3}
_DAYS_KEPT = 4096
_MOST_DIGITS = 15
_MOST = 10**_MOST_DIGITS


class Refused(ValueError):
    """The quick check does not take this case."""


def quick_check(facts: tuple[Fact, ...]) -> QuickCheck:
    """The quick check of cases with these facts."""
    body = _Body(facts)
    body.write()
    source = "\n".join(["def check(facts, day):", *body.writer.lines])
    names: dict[str, object] = {
        "CheckedFacts": CheckedFacts,
        "KnownFacts": KnownFacts,
        "Refused": Refused,
        "a_date": date,
        # Many cases were observed on the same days, and counting working days takes its time.
        "add": lru_cache(_DAYS_KEPT)(add),
        "declared": facts,
        "from_iso": date.fromisoformat,
        "from_ordinal": date.fromordinal,
        "has_twins": _has_twins,
        "is_fresh": is_fresh,
        "nobody": frozenset(),
        "nulls_of": _nulls_of,
        "opened": _opened,
    }
    names |= body.writer.constants
    exec(compile(source, "<quick check of facts>", "exec"), names)  # noqa: S102  # generated above
    return cast("QuickCheck", names["check"])


class _Body:
    """Writes `check`. Fact i has the variables f{i} value, w{i} evidence and, where it may be stale, h{i} the
    value held though it is.
    """

    def __init__(self, facts: tuple[Fact, ...]) -> None:
        self.facts = facts
        self.writer = Writer()

    def write(self) -> None:
        """All facts, then the result."""
        line = self.writer.line
        line("if facts.__class__ is not dict: raise Refused")
        line("get, today, found, soonest = facts.get, day.toordinal(), 0, 9999999")
        line("why, told, ends = {}, [], []")
        for place, fact in enumerate(self.facts):
            self._fact(place, fact)
        line("nulls = nulls_of(facts, declared, why) if found != len(facts) else ()")
        line("if soonest != 9999999: ends.append(from_ordinal(soonest))")
        places = range(len(self.facts))
        held = "".join(f"{'h' if self.facts[i].stale_after else 'f'}{i}, " for i in places)
        line(f"evidence = ({''.join(f'w{i}, ' for i in places)})")
        line(f"known = KnownFacts(declared, ({held}), evidence, tuple(told), nulls)")
        values = "".join(f"f{i}, " for i in places)
        line("last = min(ends) if ends else None")
        line(f"return CheckedFacts(({values}), evidence, nobody, why, known, (), (), last)")

    def _fact(self, place: int, fact: Fact) -> None:
        line, block, value = self.writer.line, self.writer.block, f"f{place}"
        line(f"{value} = get({fact.name!r})")
        with block(f"if {value} is None:"):
            line(f"{value}, w{place} = {unknown_of(fact.type)}, {UNKNOWN_EVIDENCE}")
            if fact.stale_after:
                line(f"h{place} = {value}")
        with block("else:"):
            line("found += 1")
            line(f"w{place} = 1")
            if fact.decision:
                line(f'if {value}.__class__ is not dict or "decision" not in {value}: raise Refused')
            if fact.stale_after:
                line("before, observed = soonest, None")
            # Money is a record itself.
            wrapped = f' and "value" in {value}' if isinstance(fact.type, MoneyType) else ""
            with block(f"if {value}.__class__ is dict{wrapped}:"):
                line(f"{value}, w{place}, observed = opened({fact.name!r}, {value}, told, day)")
            self._value(value, fact.type)
            if fact.stale_after:
                self._freshness(place, fact)

    def _freshness(self, place: int, fact: Fact) -> None:
        limit = self.writer.constant(fact.stale_after)
        self.writer.line(f"h{place} = f{place}")
        self.writer.line(f"last = None if observed is None else add(observed, {limit})")
        with self.writer.block(f"if not is_fresh({fact.name!r}, last, day, why, ends):"):
            self.writer.line(f"f{place}, w{place} = {unknown_of(fact.type)}, {UNKNOWN_EVIDENCE}")
            self.writer.line("soonest = before")

    def _value(self, name: str, kind: ScalarType | ListType) -> None:
        """Lines that replace the sent value `name`, which is not None, by the checked one."""
        line, careful = self.writer.line, self.writer.constant(_refusing(converter(kind)))
        match kind:
            case BooleanType():
                line(f"{name} = 2 if {name} is True else 0 if {name} is False else {careful}({name})")
            case NumberType():
                line(f"if {_is_number(name, kind)}: {name} += 0.0")
                line(f"else: {name} = {careful}({name})")
            case TextType():
                line(f"if {_is_no_text(name)}: {name} = {careful}({name})")
            case ChoiceType() | LevelType():
                known = self.writer.constant(frozenset(choices_of(kind)))
                line(f"if {name}.__class__ is not str or {name} not in {known}: {name} = {careful}({name})")
            case DateType():
                line(f"if {name}.__class__ is a_date: {name} = {name}.toordinal()")
                line(f"elif {_is_day(name)}: {name} = from_iso({name}).toordinal()")
                line(f"else: {name} = {careful}({name})")
                if kind.expires:
                    line(f"if today <= {name} < soonest: soonest = {name}")
            case MoneyType():
                line(f"{name} = {self.writer.constant(_money(kind))}({name})")
            case ListType():
                self._list(name, kind)

    def _list(self, name: str, kind: ListType) -> None:
        line, rows, item = self.writer.line, self.writer.fresh(), self.writer.fresh()
        line(f"if {name}.__class__ is not list or len({name}) > {kind.max_items}: raise Refused")
        line(f"{rows} = []")
        with self.writer.block(f"for {item} in {name}:"):
            if isinstance(kind.element, RecordType):
                line(f"{rows}.append({self._record(item, kind.element)})")
            else:
                self._value(item, kind.element)
                line(f"{rows}.append({item})")
        if isinstance(kind.element, RecordType) and kind.key:
            key = kind.element.index(kind.key)
            keys = f"[row[{key}] for row in {rows} if row[{key}] is not None]"
            line(f"if has_twins({keys}): raise Refused")
        line(f"{name} = tuple({rows})")

    def _record(self, item: str, kind: RecordType) -> str:
        """Lines for the cells of a record; the tuple of them."""
        line = self.writer.line
        line(f"if {item}.__class__ is not dict: raise Refused")
        line(f"cell, cells = {item}.get, 0")
        names = [self.writer.fresh() for _ in kind.fields]
        for name, field in zip(names, kind.fields, strict=True):
            line(f"{name} = cell({field.name!r})")
            with self.writer.block(f"if {name} is not None:"):
                line("cells += 1")
                self._value(name, field.type)
            if isinstance(field.type, BooleanType):
                line(f"else: {name} = 1")
        known = self.writer.constant(frozenset(field.name for field in kind.fields))
        line(f"if cells != len({item}) and not {known}.issuperset({item}): raise Refused")
        for name, field in zip(names, kind.fields, strict=True):
            if isinstance(field.type, LevelType):
                levels = self.writer.constant(dict(field.type.choices))
                by = names[kind.index(field.type.by) or 0]
                line(f"if {name} is not None and {by} is not None and {name} not in {levels}[{by}]:")
                line("    raise Refused")
        return f"({', '.join(names)},)"


def _is_number(name: str, kind: NumberType) -> str:
    """Code that tells an int or a float in the range that float64 holds exactly."""
    low = max(-LARGEST_INTEGER, -math.inf if kind.low is None else kind.low)
    high = min(LARGEST_INTEGER, math.inf if kind.high is None else kind.high)
    if kind.integer:
        return f"{name}.__class__ is int and {math.ceil(low)} <= {name} <= {math.floor(high)}"
    fits = f"{float(low)!r} <= {name} <= {float(high)!r}"
    return f"({name}.__class__ is float or {name}.__class__ is int) and {fits}"


def _is_no_text(name: str) -> str:
    """Code that tells what is not plainly a text."""
    is_odd = f"not {name}.isascii() or {name}.isspace() or not 0 < len({name}) <= {LONGEST_TEXT}"
    return f"{name}.__class__ is not str or {is_odd}"


def _is_day(name: str) -> str:
    """Code that tells what may be YYYY-MM-DD."""
    return f'{name}.__class__ is str and len({name}) == 10 and {name}[4] == "-" == {name}[7]'


def _refusing(convert: Convert) -> Callable[[object], object]:
    """The careful converter of a type, as one that refuses what it would complain of."""

    def read(value: object) -> object:
        found = Violations()
        converted = convert(value, "", found)
        if found or found.rates:
            raise Refused
        return converted

    return read


def _money(kind: MoneyType) -> Callable[[object], object]:
    """Whole amounts in the declared currency; all others are for the careful converter."""
    low = -math.inf if kind.low is None else kind.low
    high = math.inf if kind.high is None else kind.high
    careful = _refusing(converter(kind))

    def read(value: object) -> object:
        if value.__class__ is not dict:
            raise Refused
        sent = cast("dict[str, object]", value)
        amount, scale = sent.get("amount"), sent.get("scale", 1)
        if type(amount) is str and len(amount) <= _MOST_DIGITS and amount.isascii() and amount.isdecimal():
            amount = int(amount)
        if type(amount) is int and -_MOST < amount < _MOST and type(scale) is int and scale in SCALES:
            total = float(amount * scale)
            is_plain = sent.get("currency") == kind.currency and len(sent) == 2 + ("scale" in sent)
            if is_plain and low <= total <= high:
                return total
        return careful(value)

    return read


def _has_twins(keys: list[object]) -> bool:
    return len(set(keys)) < len(keys)


def _opened(
    name: str, wrapper: dict[str, object], told: list[Told], day: date
) -> tuple[object, int, date | None]:
    """The value, its evidence and its day out of {value, observed, evidence, source, decision}."""
    value, evidence = wrapper.get("value"), wrapper.get("evidence")
    parts, observed = 1 if evidence is None else 2, None
    if len(wrapper) != parts:
        sent, source, digest = wrapper.get("observed"), wrapper.get("source"), wrapper.get("decision")
        parts += (sent is not None) + (source is not None) + (digest is not None)
        observed = iso_date(sent) if type(sent) is str else sent if type(sent) is date else None
        is_known = type(source) is str or source is None
        if len(wrapper) != parts or not is_known or (sent is not None and observed is None):
            raise Refused
        if digest is not None and not is_digest(digest):
            raise Refused
        if observed is not None and observed > day:
            raise Refused
        if observed is not None or source or digest:
            told.append(Told(name, observed, cast(str, source) or None, cast("str | None", digest)))
    if value is None or not (evidence is None or type(evidence) is str) or evidence not in _EVIDENCE:
        raise Refused
    return value, _EVIDENCE[evidence], observed


def is_fresh(name: str, last: date | None, day: date, why: dict[str, Why], ends: list[date]) -> bool:
    """Whether a fact may still be used, good until `last`; notes why not, or until when."""
    if last is None:
        why[name] = "undated"
        return False
    if last < day:
        why[name] = "stale"
        return False
    ends.append(last)
    return True


def _nulls_of(
    facts: Mapping[str, object], declared: tuple[Fact, ...], why: dict[str, Why]
) -> tuple[str, ...]:
    """The facts that were sent as null, when that is all that is unusual."""
    nulls = tuple(fact.name for fact in declared if fact.name in facts and facts[fact.name] is None)
    known = sum(fact.name in facts for fact in declared)
    if known != len(facts):
        raise Refused
    why |= dict.fromkeys(nulls, "null")
    return nulls
