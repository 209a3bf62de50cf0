"""Which columns answers have, in their order, and where each is found. Columns: see `answers`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from assize.decision.batch.answer_rows import WORD, WORDS, AnswerRows
from assize.decision.batch.names import EFFECTS, Names
from assize.decision.batch.results import (
    RISK_NUMBERS,
    TRUTHS,
    VERDICTS,
    Bytes,
    Floats,
    Masks,
    Places,
    Results,
)
from assize.decision.batch.word_lists import Member
from assize.rules.types import BooleanType, DateType, FactType, Type, is_number

_FIRST = np.zeros((), dtype=np.int16)
_NUMBERS = ("score", "score_low", "score_high", "coverage", "declared_share", "verified_share")
_ENDS = ("low", "high")


class AnswerColumn(NamedTuple):
    """A column and how it is made."""

    field: pa.Field
    array: Callable[[AnswerRows], pa.Array]


def answer_columns(rulebook: str, names: Names, *, points: bool) -> Iterator[AnswerColumn]:
    """All columns but the errors. Columns that are carried along are no part of them."""
    yield AnswerColumn(pa.field("as_of", pa.date32()), AnswerRows.days)
    yield _word("rulebook", (rulebook,), lambda _: _FIRST)
    yield _word("version", names.versions, lambda found: found.version)
    yield _word("content_hash", names.hashes, lambda found: found.version)
    yield _word("variant", names.variants, lambda found: found.variant)
    yield _word("outcome", names.outcomes, lambda found: found.outcome)
    yield _set("possible_outcomes", names.outcomes, lambda found: found.possible)
    for place, use in enumerate(names.uses):
        yield _effect(use, place)
    if names.scored:
        yield from (_nth_number(number, place) for place, number in enumerate(_NUMBERS))
    if names.grades:
        yield _word("grade", names.grades, lambda found: found.grade)
        yield _word("grade_before_caps", names.grades, lambda found: found.before_caps)
        yield _set("possible_grades", names.grades, lambda found: found.grades)
    yield from _reasons(names)
    yield from (_verdict(principle, place) for place, principle in enumerate(names.principles))
    for place, risk in enumerate(names.risks):
        yield from _risk(risk, place, names.levels)
    yield from (_shown(name, kind, place) for place, (name, kind) in enumerate(names.shows))
    if points:
        yield from (_points(criterion, place) for place, criterion in enumerate(names.criteria))


def _word(name: str, words: tuple[str, ...], places: Callable[[Results], Places | Bytes]) -> AnswerColumn:
    known = pa.array(list(words), pa.string())
    return AnswerColumn(pa.field(name, WORD), lambda rows: rows.words(places(rows.found), known))


def _set(name: str, words: tuple[str, ...], masks: Callable[[Results], Masks]) -> AnswerColumn:
    known = pa.array(list(words), pa.string())
    return AnswerColumn(pa.field(name, WORDS), lambda rows: rows.unpacked(masks(rows.found), known))


def _list(
    name: str, words: tuple[str, ...], members: Callable[[Results], list[Member | None]]
) -> AnswerColumn:
    known = pa.array(list(words), pa.string())
    return AnswerColumn(pa.field(name, WORDS), lambda rows: rows.listed(members(rows.found), known))


def _number(name: str, column: Callable[[Results], Floats]) -> AnswerColumn:
    return AnswerColumn(pa.field(name, pa.float64()), lambda rows: rows.numbers(column(rows.found)))


def _effect(use: str, place: int) -> AnswerColumn:
    return _word(f"effect_{use}", EFFECTS, lambda found: found.effects[place])


def _nth_number(name: str, place: int) -> AnswerColumn:
    return _number(name, lambda found: found.numbers[place])


def _verdict(principle: str, place: int) -> AnswerColumn:
    return _word(f"verdict_{principle}", VERDICTS, lambda found: found.verdicts[place])


def _points(criterion: str, place: int) -> AnswerColumn:
    return _number(f"points_{criterion}", lambda found: found.points[place])


def _reasons(names: Names) -> Iterator[AnswerColumn]:
    """The rules that forbid, those that hold, those that may, and the facts that are missing."""
    forbids = [name in names.knock_outs for name in names.rules]

    def knock_outs(found: Results) -> list[Member | None]:
        return [(state, 2) if forbid else None for state, forbid in zip(found.rules, forbids, strict=True)]

    yield _list("knock_outs", names.rules, knock_outs)
    yield _list("reasons", names.rules, lambda found: [(state, 2) for state in found.rules])
    yield _list("possible_reasons", names.rules, lambda found: [(state, 1) for state in found.rules])
    yield _list("missing", names.facts, lambda found: [(column, 1) for column in found.missing])


def _risk(name: str, place: int, levels: tuple[str, ...]) -> Iterator[AnswerColumn]:
    yield _word(name, TRUTHS, lambda found: found.risks[place].present)
    for which, number in enumerate(RISK_NUMBERS):
        for end, side in enumerate(_ENDS):
            yield _number(f"{name}_{number}_{side}", _risk_number(place, which, end))
    yield _word(f"{name}_level_low", levels, lambda found: found.risks[place].level[0])
    yield _word(f"{name}_level_high", levels, lambda found: found.risks[place].level[1])


def _risk_number(place: int, which: int, end: int) -> Callable[[Results], Floats]:
    return lambda found: found.risks[place].numbers[which][end]


def _shown(name: str, kind: Type | FactType, place: int) -> AnswerColumn:
    """A value that the rulebook shows, by its type."""
    tell: Callable[[AnswerRows, Any], pa.Array]
    if isinstance(kind, DateType):
        arrow, tell = pa.date32(), AnswerRows.dates
    elif isinstance(kind, BooleanType):
        arrow, tell = pa.bool_(), AnswerRows.conditions
    elif is_number(kind):
        arrow, tell = pa.float64(), AnswerRows.numbers
    else:
        arrow, tell = pa.string(), AnswerRows.texts
    return AnswerColumn(pa.field(name, arrow), lambda rows: tell(rows, rows.found.shows[place]))
