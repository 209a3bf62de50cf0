"""Which columns answers have, in their order, and where each is found. Columns: see `answers`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assize.decision.batch.answer_batch import (
    WORD,
    WORDS,
    Part,
    days,
    dictionary_of,
    members,
    numbers,
    sets,
    words,
)
from assize.decision.batch.names import EFFECTS, Names
from assize.decision.batch.results import (
    RISK_NUMBERS,
    TRUTHS,
    VERDICTS,
    Bools,
    Bytes,
    Floats,
    Masks,
    Places,
    Results,
    eights,
)
from assize.rules.types import BooleanType, DateType, FactType, Type, is_number

_FIRST = np.zeros((), dtype=np.int16)
_NUMBERS = ("score", "score_low", "score_high", "coverage", "declared_share", "verified_share")
_ENDS = ("low", "high")
_EPOCH = 719163  # the ordinal of 1970-01-01


class Rows(NamedTuple):
    """What was found on so many rows of one batch. `ordinals` are their days, 0 where the day is wrong;
    `gone` are the refused rows, None: there are none.
    """

    number: int
    found: Results
    ordinals: NDArray[np.int64]
    gone: Bools | None


class AnswerColumn(NamedTuple):
    """A column and how it is made."""

    field: pa.Field
    part: Callable[[Rows], Part]


def answer_columns(rulebook: str, names: Names, *, points: bool) -> Iterator[AnswerColumn]:
    """All columns but the errors. Columns that are carried along are no part of them."""
    yield AnswerColumn(pa.field("as_of", pa.date32()), lambda rows: days(rows.ordinals))
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


def _word(name: str, known: tuple[str, ...], places: Callable[[Results], Places | Bytes]) -> AnswerColumn:
    held = dictionary_of(known)
    return AnswerColumn(pa.field(name, WORD), lambda rows: words(places(rows.found), held))


def _set(name: str, known: tuple[str, ...], masks: Callable[[Results], Masks]) -> AnswerColumn:
    held = dictionary_of(known)
    return AnswerColumn(pa.field(name, WORDS), lambda rows: sets(masks(rows.found), held))


def _list(
    name: str, known: tuple[str, ...], columns: Callable[[Results], tuple[Bytes, ...]], listed: int
) -> AnswerColumn:
    held = dictionary_of(known)
    return AnswerColumn(pa.field(name, WORDS), lambda rows: members(columns(rows.found), listed, held))


def _number(name: str, column: Callable[[Results], Floats]) -> AnswerColumn:
    return AnswerColumn(pa.field(name, pa.float64()), lambda rows: numbers(column(rows.found)))


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
    # The gravest are the first.
    forbid, rules = len(names.knock_outs), len(names.rules)
    yield _list("knock_outs", names.rules, lambda found: found.reasons[: eights(forbid)], forbid)
    yield _list("reasons", names.rules, lambda found: found.reasons, rules)
    yield _list("possible_reasons", names.rules, lambda found: found.possible_reasons, rules)
    yield _list("missing", names.facts, lambda found: found.missing, len(names.facts))


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
    if is_number(kind):
        return _number(name, lambda found: found.shows[place])
    tell: Callable[[NDArray[Any], Bools], pa.Array]
    if isinstance(kind, DateType):
        arrow, tell = pa.date32(), _dates
    elif isinstance(kind, BooleanType):
        arrow, tell = pa.bool_(), _conditions
    else:
        arrow, tell = pa.string(), _texts

    def part(rows: Rows) -> pa.Array:
        gone = np.zeros(rows.number, dtype=np.bool_) if rows.gone is None else rows.gone
        return tell(np.broadcast_to(rows.found.shows[place], rows.number), gone)

    return AnswerColumn(pa.field(name, arrow), part)


def _dates(ordinals: Floats, gone: Bools) -> pa.Array:
    """Days, of ordinals; NaN is null."""
    none = np.isnan(ordinals) | gone
    return pa.array(np.where(none, 0.0, ordinals - _EPOCH).astype(np.int32), pa.date32(), mask=none)


def _conditions(states: Bytes, gone: Bools) -> pa.Array:
    """Three values: 0 false, 1 null, 2 true."""
    return pa.array(states == 2, pa.bool_(), mask=(states == 1) | gone)


def _texts(column: NDArray[np.object_], gone: Bools) -> pa.Array:
    """Texts; None is null."""
    return pa.array(column, pa.string(), mask=gone)
