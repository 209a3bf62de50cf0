"""The results of a batch → one Arrow record batch, a row for every row that was sent, in its order.

| column | type | null |
|---|---|---|
| `id`, kept columns | as sent | as sent |
| `as_of` | date32 | the day is wrong |
| `rulebook`, `version`, `content_hash`, `variant`, `outcome`, `grade`… | text | unknown |
| `possible_outcomes`, `possible_grades` | list of texts | never |
| `effect_<use>` | text: none, warn, needs_approval, block, undetermined | refused |
| `score`, `score_low`, `score_high`, `coverage`, `declared_share`, `verified_share` | float64 | unknown |
| `knock_outs`, `reasons`, `possible_reasons`, `missing` | list of texts | never |
| `verdict_<principle>` | text | refused |
| `<risk>`, `<risk>_inherent_low` … `<risk>_level_high` | text, float64, text | refused |
| `<shown value>` | float64, date32, bool or text | unknown |
| `points_<criterion>` (on request) | float64 | unknown |
| `errors` | list of {path, code, message} | the row is decided |

Texts are dictionary-encoded. `knock_outs` are the rules that forbid; `reasons` all rules with an effect that
hold, the gravest effect first; `possible_reasons` those that may hold; `missing` the facts that something
open hangs on, in declared order. A refused row has null or an empty list in every column but its own and
`errors`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assize.decision.batch.names import EFFECTS, Names
from assize.decision.batch.results import (
    RISK_NUMBERS,
    TRUTHS,
    VERDICTS,
    Bools,
    Floats,
    Masks,
    Places,
    Refusal,
    Results,
    RiskColumns,
)
from assize.decision.batch.word_lists import listed
from assize.rules.types import BooleanType, DateType, is_number

WORD = pa.dictionary(pa.int16(), pa.string())
WORDS = pa.list_(WORD)
ERROR = pa.struct([("path", pa.string()), ("code", pa.string()), ("message", pa.string())])
ERRORS = pa.list_(ERROR)
_EPOCH = 719163  # the ordinal of 1970-01-01


class AnswerWriter:
    """Writes the answers of one job. `carried` are the fields of the columns that go along, first."""

    def __init__(self, rulebook: str, names: Names, carried: Sequence[pa.Field], *, points: bool) -> None:
        self._rulebook = rulebook
        self._names = names
        self._points = points
        own = list(self._fields())
        self.schema = pa.schema([*carried, *own])
        self._words = {
            words: pa.array(list(words), pa.string())
            for words in ((rulebook,), names.versions, names.hashes, names.variants, names.outcomes)
        }
        for words in (names.grades, names.rules, names.facts, names.levels, EFFECTS, VERDICTS, TRUTHS):
            self._words[words] = pa.array(list(words), pa.string())

    def _fields(self) -> Iterator[pa.Field]:
        names = self._names
        yield pa.field("as_of", pa.date32())
        for word in ("rulebook", "version", "content_hash", "variant", "outcome"):
            yield pa.field(word, WORD)
        yield pa.field("possible_outcomes", WORDS)
        for use in names.uses:
            yield pa.field(f"effect_{use}", WORD)
        if names.scored:
            for number in (
                "score",
                "score_low",
                "score_high",
                "coverage",
                "declared_share",
                "verified_share",
            ):
                yield pa.field(number, pa.float64())
        if names.grades:
            yield from (pa.field("grade", WORD), pa.field("grade_before_caps", WORD))
            yield pa.field("possible_grades", WORDS)
        for several in ("knock_outs", "reasons", "possible_reasons", "missing"):
            yield pa.field(several, WORDS)
        yield from self._more_fields()
        yield pa.field("errors", ERRORS)

    def _more_fields(self) -> Iterator[pa.Field]:
        names = self._names
        for principle in names.principles:
            yield pa.field(f"verdict_{principle}", WORD)
        for risk in names.risks:
            yield pa.field(risk, WORD)
            for number in RISK_NUMBERS:
                for end in ("low", "high"):
                    yield pa.field(f"{risk}_{number}_{end}", pa.float64())
            yield from (pa.field(f"{risk}_level_low", WORD), pa.field(f"{risk}_level_high", WORD))
        for name, kind in names.shows:
            if isinstance(kind, DateType):
                yield pa.field(name, pa.date32())
            elif isinstance(kind, BooleanType):
                yield pa.field(name, pa.bool_())
            else:
                yield pa.field(name, pa.float64() if is_number(kind) else pa.string())
        if self._points:
            yield from (pa.field(f"points_{criterion}", pa.float64()) for criterion in names.criteria)

    def write(
        self, carried: Sequence[pa.Array], days: NDArray[np.int64], found: Results, refused: Sequence[Refusal]
    ) -> pa.RecordBatch:
        """The answers; `days` are ordinals, 0 where the day is wrong."""
        gone = np.zeros(len(days), dtype=np.bool_)
        gone[[refusal.row for refusal in refused]] = True
        columns = [*carried, *_Columns(self._rulebook, self._names, self._words, found, gone).all(days)]
        if self._points:
            columns += [_floats(points, gone) for points in found.points]
        columns.append(_errors(len(days), refused))
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)


class _Columns:
    """The columns of one batch. `gone` are the refused rows."""

    def __init__(
        self,
        rulebook: str,
        names: Names,
        words: dict[tuple[str, ...], pa.Array],
        found: Results,
        gone: Bools,
    ) -> None:
        self.rulebook = rulebook
        self.names = names
        self.words = words
        self.found = found
        self.gone = gone
        self.any_gone = bool(gone.any())

    def all(self, days: NDArray[np.int64]) -> Iterator[pa.Array]:
        """All columns but the points and the errors."""
        names, found = self.names, self.found
        yield pa.array((days - _EPOCH).astype(np.int32), pa.int32(), mask=days == 0).cast(pa.date32())
        yield self._word(np.zeros(len(days), dtype=np.int16), (self.rulebook,))
        yield self._word(found.version, names.versions)
        yield self._word(found.version, names.hashes)
        yield self._word(found.variant, names.variants)
        yield self._word(found.outcome, names.outcomes)
        yield self._set(found.possible, names.outcomes)
        for effect in found.effects:
            yield self._word(effect, EFFECTS)
        if names.scored:
            for number in found.numbers:
                yield _floats(number, self.gone)
        if names.grades:
            yield self._word(found.grade, names.grades)
            yield self._word(found.before_caps, names.grades)
            yield self._set(found.grades, names.grades)
        yield from self._reasons()
        yield from self._more()

    def _reasons(self) -> Iterator[pa.Array]:
        names, rules = self.names, self.found.rules
        forbids = [name in names.knock_outs for name in names.rules]
        sure = [state == 2 for state in rules]
        yield self._list([s if f else None for s, f in zip(sure, forbids, strict=True)], names.rules)
        yield self._list(sure, names.rules)
        yield self._list([state == 1 for state in rules], names.rules)
        yield self._list(self.found.missing, names.facts)

    def _more(self) -> Iterator[pa.Array]:
        for verdict in self.found.verdicts:
            yield self._word(verdict, VERDICTS)
        for risk in self.found.risks:
            yield from self._risk(risk)
        for (_, kind), column in zip(self.names.shows, self.found.shows, strict=True):
            if isinstance(kind, DateType):
                unknown = np.isnan(column) | self.gone
                days = np.where(unknown, 0.0, column - _EPOCH).astype(np.int32)
                yield pa.array(days, pa.int32(), mask=unknown).cast(pa.date32())
            elif isinstance(kind, BooleanType):
                yield pa.array(self._full(column == 2), pa.bool_(), mask=(column == 1) | self.gone)
            elif is_number(kind):
                yield _floats(column, self.gone)
            else:
                yield pa.array(self._full(column), pa.string(), mask=self.gone)

    def _risk(self, risk: RiskColumns) -> Iterator[pa.Array]:
        yield self._word(risk.present.astype(np.int16), TRUTHS)
        for ends in risk.numbers:
            for end in ends:
                yield _floats(end, self.gone)
        for level in risk.level:
            yield self._word(level, self.names.levels)

    def _full(self, column: NDArray[Any]) -> NDArray[Any]:
        return np.broadcast_to(column, self.gone.shape)

    def _word(self, places: Places, words: tuple[str, ...]) -> pa.Array:
        known = self._full(places)
        known = np.where(self.gone, np.int16(-1), known) if self.any_gone else known
        without = known < 0
        mask = without if bool(without.any()) else None
        return pa.DictionaryArray.from_arrays(pa.array(known, pa.int16(), mask=mask), self.words[words])

    def _set(self, masks: Masks, words: tuple[str, ...]) -> pa.Array:
        return self._list([(masks >> place) & 1 == 1 for place in range(len(words))], words)

    def _list(self, members: Sequence[Bools | None], words: tuple[str, ...]) -> pa.Array:
        """For every row the words whose column is true, in their order; none in a refused row."""
        told = [m if m is None or not self.any_gone else m & ~self.gone for m in members]
        offsets, codes = listed(told, len(self.gone))
        values = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int16()), self.words[words])
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values)


def _floats(numbers: Floats, gone: Bools) -> pa.Array:
    if numbers.ndim == 0 and np.isnan(numbers):
        return pa.nulls(len(gone), pa.float64())
    every = np.broadcast_to(numbers, gone.shape)
    return pa.array(every, pa.float64(), mask=np.isnan(every) | gone)


def _errors(rows: int, refused: Sequence[Refusal]) -> pa.Array:
    """For every refused row its errors; null where a row is decided."""
    if not refused:
        return pa.nulls(rows, ERRORS)
    column: list[list[dict[str, Any]] | None] = [None] * rows
    for refusal in refused:
        column[refusal.row] = [
            {"path": v.path, "code": v.code, "message": v.render().removeprefix(f"{v.path}: ")}
            for v in refusal.violations
        ]
    return pa.array(column, ERRORS)
