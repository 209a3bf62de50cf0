"""The one name space of a rulebook: what each name stands for, and where it may be read."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Literal, NamedTuple

from assize.rules.errors import Problems, nearest
from assize.rules.expressions import (
    AsOf,
    ConclusionRef,
    Expression,
    FactRef,
    GradeRef,
    LetRef,
    ParameterRef,
    ScoreRef,
)
from assize.rules.reader import quote
from assize.rules.source import Mark
from assize.rules.table_shape import TableShape
from assize.rules.types import NUMBER, ChoiceType, NumberType, Type

SymbolKind = Literal[
    "fact", "let", "parameter", "table", "criterion", "rule", "summary", "score", "grade", "day"
]

SCORE_NAMES = ("score", "score_low", "score_high", "coverage", "verified_share", "declared_share")
RISK_NUMBERS = ("likelihood", "impact", "inherent", "residual", "at_best")
SUMMARY_NAMES = ("knocked_out", "approval_open", "condition_open")
GRADE_NAMES = ("grade", "grade_before_caps")
RESERVED = (
    *SCORE_NAMES,
    *SUMMARY_NAMES,
    *GRADE_NAMES,
    "as_of",
    "true",
    "false",
    "unknown",
    "otherwise",
    "standard",
)


class Place(IntEnum):
    """Where an expression stands; it decides which names it may read."""

    FACTS = 0  # lets, criteria, variants, each: facts, parameters, lets, tables
    RULES = 1  # and conclusions of rules
    AFTER_SCORE = 2  # and the score, grades and criteria
    LADDER = 3  # conclusions, summaries, grade and coverage only


_READABLE: dict[Place, frozenset[SymbolKind]] = {
    Place.FACTS: frozenset({"fact", "let", "parameter", "day", "table"}),
    Place.RULES: frozenset({"fact", "let", "parameter", "day", "table", "rule"}),
    Place.AFTER_SCORE: frozenset(
        {"fact", "let", "parameter", "day", "table", "rule", "criterion", "score", "grade"}
    ),
    Place.LADDER: frozenset({"rule", "summary", "grade", "score"}),
}


class Symbol(NamedTuple):
    """What a name stands for. `stage` is a rule's stage."""

    kind: SymbolKind
    type: Type
    mark: Mark | None = None
    stage: int = 0


class Scope:
    """Names declared so far. Filled while a rulebook is read, then only looked up."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._symbols: dict[str, Symbol] = {"as_of": Symbol("day", AsOf().type)}
        self._written: set[tuple[str, str]] = set()
        self._ahead: set[str] = set()
        self.tables: dict[str, TableShape] = {}

    def announce(self, kind: str, names: Iterable[str]) -> None:
        """Tell which names are written anywhere, before they are read: what could not be read, or not yet, is
        then not taken for unknown.
        """
        found = tuple(names)
        self._written |= {(name, kind) for name in found}
        if kind == "let":
            self._ahead |= set(found)

    def arrive(self, let: str) -> None:
        """Tell that a let is read now, so that those below it may read it."""
        self._ahead.discard(let)

    def is_written(self, name: str, *kinds: str) -> bool:
        """Whether the name is written as one of these kinds, though it may not have been read."""
        return any((name, kind) in self._written for kind in kinds)

    def declare(self, name: str, symbol: Symbol) -> bool:
        """Add a name; a problem and False if it is taken or reserved."""
        mark = symbol.mark
        assert mark is not None
        if name in RESERVED:
            self._problems.add(mark, f"`{name}` has a meaning of its own", hint="choose another name")
            return False
        known = self._symbols.get(name)
        if known is not None:
            where = f"it is a {known.kind} on line {known.mark.line}" if known.mark else ""
            self._problems.add(
                mark, f"`{name}` is declared twice; {where}", hint="all names share one name space"
            )
            return False
        self._symbols[name] = symbol
        return True

    def declare_score(self, grades: tuple[str, ...]) -> None:
        """Add the names that exist because the rulebook scores."""
        for name in SCORE_NAMES:
            self._symbols[name] = Symbol("score", NUMBER if name.startswith("score") else NumberType("%"))
        if grades:
            for name in GRADE_NAMES:
                self._symbols[name] = Symbol("grade", ChoiceType(grades, "first"))

    def declare_risk(self, name: str) -> None:
        """Add the numbers of a risk, or of the worst of all."""
        for number in RISK_NUMBERS:
            self._symbols[f"{name}_{number}"] = Symbol("score", NUMBER)

    def declare_summaries(self) -> None:
        """Add the summaries that the outcome ladder reads."""
        for name in SUMMARY_NAMES:
            self._symbols[name] = Symbol("summary", ConclusionRef(name).type)

    def get(self, name: str) -> Symbol | None:
        """What the name stands for, None if it is not declared."""
        return self._symbols.get(name)

    def names(self) -> Iterable[str]:
        """All declared names."""
        return self._symbols.keys()

    def resolve(self, name: str, place: Place, mark: Mark) -> Expression | None:
        """The reference that the name makes at this place; a problem and None if it makes none."""
        symbol = self._symbols.get(name)
        if symbol is None:
            self._refuse_unknown(name, place, mark)
            return None
        if not _is_readable(name, symbol.kind, place):
            self._refuse(name, symbol.kind, place, mark)
            return None
        if place == Place.RULES and symbol.kind == "rule" and symbol.stage == 2:
            self._problems.add(
                mark, f"`{name}` is decided after the score", hint="move this rule to `after_score`"
            )
            return None
        return _reference(name, symbol, mark, self._problems)

    def _refuse_unknown(self, name: str, place: Place, mark: Mark) -> None:
        if name in self._ahead:
            what, hint = f"`{name}` is a let further below", "a let reads only the lets above it"
            self._problems.add(mark, what, hint=hint)
            return
        kinds = [kind for kind in _WORDS if self.is_written(name, kind)]
        if not kinds and name in (*SCORE_NAMES, *GRADE_NAMES):
            lacking = "criteria" if name in SCORE_NAMES else "grades"
            self._problems.add(mark, f"there is no `{name}`: the rulebook has no `{lacking}`")
        elif not kinds:
            readable = [
                known for known, each in self._symbols.items() if _is_readable(known, each.kind, place)
            ]
            self._problems.add(mark, f"{quote(name)} is not declared", hint=nearest(name, readable))
        elif not any(_is_readable(name, kind, place) for kind in kinds):
            self._refuse(name, kinds[0], place, mark)

    def _refuse(self, name: str, kind: SymbolKind, place: Place, mark: Mark) -> None:
        hint = "only the rows of `decide` read it" if kind == "summary" else _WHY[place]
        self._problems.add(mark, f"`{name}` cannot be read here: it is {_WORDS[kind]}", hint=hint)


def _is_readable(name: str, kind: SymbolKind, place: Place) -> bool:
    if place == Place.LADDER and kind == "score" and name != "coverage":
        return False
    return kind in _READABLE[place] and not (place == Place.LADDER and name == "grade_before_caps")


_WORDS: dict[SymbolKind, str] = {
    "fact": "a fact",
    "let": "a let",
    "parameter": "a parameter",
    "table": "a table",
    "criterion": "a criterion",
    "rule": "a rule",
    "summary": "a summary of the rules",
    "score": "known only after scoring",
    "grade": "known only after scoring",
    "day": "the day of the decision",
}
_WHY: dict[Place, str] = {
    Place.FACTS: "facts, parameters, tables and the lets above can be read here",
    Place.RULES: "a rule that reads the score, a grade or a criterion belongs under `after_score`",
    Place.LADDER: "rows read rules, knocked_out, approval_open, condition_open, grade and coverage",
}


def _reference(name: str, symbol: Symbol, mark: Mark, problems: Problems) -> Expression | None:
    match symbol.kind:
        case "fact":
            return FactRef(name, symbol.type)
        case "let":
            return LetRef(name, symbol.type)
        case "parameter":
            return ParameterRef(name, symbol.type)
        case "day":
            return AsOf()
        case "rule" | "summary":
            return ConclusionRef(name)
        case "score" | "criterion":
            return ScoreRef(name, symbol.type)
        case "grade":
            return GradeRef("grade" if name == "grade" else "grade_before_caps", symbol.type)
        case "table":
            problems.add(mark, f"`{name}` is a table", hint=f"write `{name}[key]`")
            return None
