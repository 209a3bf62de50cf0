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
from assize.rules.source import Mark
from assize.rules.types import NUMBER, ChoiceType, LevelType, NumberType, Type, is_text

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


class TableShape(NamedTuple):
    """The keys that a declared table has, and whether it answers for others (`otherwise`)."""

    name: str
    by: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...] | None], ...]
    complete: bool

    def fits(self, keys: tuple[Expression, ...], mark: Mark, problems: Problems) -> bool:
        """Whether the table can be read with these keys; problems if not."""
        if len(keys) != len(self.by):
            problems.add(
                mark, f"`{self.name}` takes {len(self.by)} keys ({', '.join(self.by)}), got {len(keys)}"
            )
            return False
        if not all(is_text(key.type) for key in keys):
            problems.add(mark, f"the keys of `{self.name}` are texts or choices")
            return False
        return not [k for level, k in enumerate(keys) if not self._covers(k.type, level, mark, problems)]

    def _covers(self, kind: Type, level: int, mark: Mark, problems: Problems) -> bool:
        if isinstance(kind, LevelType):
            return self._covers_levels(kind, mark, problems)
        if not isinstance(kind, ChoiceType):
            return self._open(mark, problems)
        known = (
            [key for key, _ in self.rows] if level == 0 else [k for _, keys in self.rows for k in keys or ()]
        )
        for key in (key for key in known if key not in kind.choices):
            problems.add(mark, f"`{self.name}` has a row for `{key}`", hint=nearest(key, kind.choices))
        lacking = [choice for choice in kind.choices if choice not in known] if level == 0 else []
        if lacking and not self.complete:
            hint = "add the rows, or `otherwise`"
            problems.add(mark, f"`{self.name}` has no row for {', '.join(lacking)}", hint=hint)
        return all(key in kind.choices for key in known) and (self.complete or not lacking)

    def _covers_levels(self, kind: LevelType, mark: Mark, problems: Problems) -> bool:
        by_scheme, fits = dict(kind.choices), True
        for scheme, levels in self.rows:
            wrong = [level for level in levels or () if level not in by_scheme.get(scheme, ())]
            lacking = [
                level for level in by_scheme.get(scheme, ()) if levels is not None and level not in levels
            ]
            if wrong or (lacking and not self.complete):
                what = (
                    f"of {scheme}, `{self.name}` has {wrong} too many"
                    if wrong
                    else f"of {scheme}, `{self.name}` lacks {lacking}"
                )
                problems.add(
                    mark, what, hint=f"levels of {scheme}: {', '.join(by_scheme.get(scheme, ())) or 'none'}"
                )
                fits = False
        return fits

    def _open(self, mark: Mark, problems: Problems) -> bool:
        if not self.complete:
            problems.add(mark, f"a free text needs `otherwise` in the table `{self.name}`")
        return self.complete


class Scope:
    """Names declared so far. Filled while a rulebook is read, then only looked up."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._symbols: dict[str, Symbol] = {"as_of": Symbol("day", AsOf().type)}
        self.tables: dict[str, TableShape] = {}

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
            self._problems.add(mark, f"`{name}` is not declared", hint=nearest(name, self._symbols))
            return None
        if symbol.kind not in _READABLE[place] or (place == Place.LADDER and not _on_ladder(name, symbol)):
            self._problems.add(mark, f"`{name}` cannot be read here: it is a {symbol.kind}", hint=_WHY[place])
            return None
        if place == Place.RULES and symbol.kind == "rule" and symbol.stage == 2:
            self._problems.add(
                mark, f"`{name}` is decided after the score", hint="move this rule to `after_score`"
            )
            return None
        return _reference(name, symbol, mark, self._problems)


def _on_ladder(name: str, symbol: Symbol) -> bool:
    return symbol.kind in ("rule", "summary") or name in ("grade", "coverage")


_WHY: dict[Place, str] = {
    Place.FACTS: "facts, parameters, tables and the lets above can be read here",
    Place.RULES: "a rule that reads the score, a grade or a criterion belongs under `after_score`",
    Place.AFTER_SCORE: "a table is read with its keys in brackets",
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
