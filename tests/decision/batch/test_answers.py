"""The columns of answers hold what was found, whether a column is one value for all rows or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from math import isnan
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from assize.decision.batch.answers import AnswerWriter, answer_names
from assize.decision.batch.names import EFFECTS, Names
from assize.decision.batch.results import (
    NUMBERS,
    RISK_NUMBERS,
    TRUTHS,
    VERDICTS,
    Refusal,
    Results,
    RiskColumns,
)
from assize.rules.errors import Violation
from assize.rules.types import BOOLEAN, DATE, NUMBER, TEXT

NAMES = Names(
    versions=("1.0", "2.0"),
    hashes=("a1", "b2"),
    variants=("standard", "small"),
    outcomes=("approved", "rejected", "undetermined"),
    grades=tuple("ABCDEFGHI"),
    uses=("order", "pay"),
    facts=tuple(f"fact_{place}" for place in range(20)),
    rules=tuple(f"rule_{place}" for place in range(11)),
    knock_outs=frozenset({"rule_0", "rule_1"}),
    criteria=("price", "quality"),
    principles=("law",),
    risks=("fire", "fraud"),
    levels=("low", "high"),
    shows=(("day", DATE), ("sure", BOOLEAN), ("half", NUMBER), ("who", TEXT)),
    scored=True,
)
WHY = (Violation("$.x", "wrong", "1", "", "WRONG"), Violation("$.y", "odd", "2", "", "ODD"))
TOLD = [
    {"path": "$.x", "code": "WRONG", "message": "wrong, got 1"},
    {"path": "$.y", "code": "ODD", "message": "odd, got 2"},
]
ROWS = (0, 1, 8, 63, 2055)
TODAY = date(2026, 6, 1)


class Inventor:
    """Invents what is found on n rows; some columns are one value for all."""

    def __init__(self, seed: int, rows: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.rows = rows

    def column(self, draw: Callable[[int], Sequence[Any]], kind: type) -> np.ndarray[Any, Any]:
        if self.rng.random() < 0.3:
            return np.array(draw(1)[0], dtype=kind)
        return np.array(draw(self.rows), dtype=kind)

    def places(self, words: Sequence[str]) -> np.ndarray[Any, Any]:
        lowest = -1 if self.rng.random() < 0.5 else 0
        return self.column(lambda n: self.rng.integers(lowest, len(words), n), np.int16)

    def states(self) -> np.ndarray[Any, Any]:
        return self.column(lambda n: self.rng.integers(0, 3, n), np.uint8)

    def patterns(self, words: Sequence[str]) -> tuple[np.ndarray[Any, Any], ...]:
        """Bits of eight words in a column."""
        draw = partial(self.rng.integers, 0, 256)
        return tuple(self.column(draw, np.uint8) for _ in range(0, len(words), 8))

    def masks(self, words: Sequence[str]) -> np.ndarray[Any, Any]:
        return self.column(lambda n: self.rng.integers(0, 1 << len(words), n), np.int64)

    def numbers(self, unknown: float = 0.3) -> np.ndarray[Any, Any]:
        share = unknown if self.rng.random() < 0.5 else 0.0
        cells = [-0.0, 1 / 3, 1e300, 100.0]
        return self.column(
            lambda n: np.where(self.rng.random(n) < share, np.nan, self.rng.choice(cells, n)), np.float64
        )

    def days(self) -> np.ndarray[Any, Any]:
        days = [np.nan, 1.0, float(TODAY.toordinal()), float(date.max.toordinal())]
        return self.column(lambda n: self.rng.choice(days, n), np.float64)

    def texts(self) -> np.ndarray[Any, Any]:
        return self.column(
            lambda n: self.rng.choice(np.array([None, "", "x y"], dtype=object), n), np.object_
        )

    def risk(self) -> RiskColumns:
        ends = tuple((self.numbers(), self.numbers()) for _ in RISK_NUMBERS)
        return RiskColumns(self.states(), ends, (self.places(NAMES.levels), self.places(NAMES.levels)))

    def results(self) -> Results:
        return Results(
            version=self.places(NAMES.versions),
            variant=self.places(NAMES.variants),
            outcome=self.places(NAMES.outcomes),
            possible=self.masks(NAMES.outcomes),
            effects=tuple(self.places(EFFECTS) for _ in NAMES.uses),
            numbers=tuple(self.numbers() for _ in NUMBERS),
            grade=self.places(NAMES.grades),
            before_caps=self.places(NAMES.grades),
            grades=self.masks(NAMES.grades),
            reasons=self.patterns(NAMES.rules),
            possible_reasons=self.patterns(NAMES.rules),
            missing=self.patterns(NAMES.facts),
            points=tuple(self.numbers() for _ in NAMES.criteria),
            verdicts=tuple(self.places(VERDICTS) for _ in NAMES.principles),
            risks=tuple(self.risk() for _ in NAMES.risks),
            shows=(self.days(), self.states(), self.numbers(), self.texts()),
        )


class Row:
    """What one row must get, by plain look-ups."""

    def __init__(self, found: Results, row: int) -> None:
        self.found, self.row = found, row

    def cell(self, column: np.ndarray[Any, Any]) -> Any:  # noqa: ANN401  # whatever the column holds
        value = column[()] if column.ndim == 0 else column[self.row]
        return value.item() if isinstance(value, np.generic) else value

    def word(self, column: np.ndarray[Any, Any], words: Sequence[str]) -> str | None:
        place = self.cell(column)
        return None if place < 0 else words[place]

    def number(self, column: np.ndarray[Any, Any]) -> float | None:
        number = self.cell(column)
        return None if isnan(number) else number

    def bits(self, column: np.ndarray[Any, Any], words: Sequence[str]) -> list[str]:
        return [word for place, word in enumerate(words) if self.cell(column) >> place & 1]

    def listed(self, columns: Sequence[np.ndarray[Any, Any]], names: Sequence[str]) -> list[str]:
        return [name for place, name in enumerate(names) if self.cell(columns[place // 8]) >> place % 8 & 1]

    def answers(self) -> dict[str, Any]:
        found, names = self.found, NAMES
        scores = ("score", "score_low", "score_high", "coverage", "declared_share", "verified_share")
        effects = zip(names.uses, found.effects, strict=True)
        return {
            "rulebook": "book",
            "version": self.word(found.version, names.versions),
            "content_hash": self.word(found.version, names.hashes),
            "variant": self.word(found.variant, names.variants),
            "outcome": self.word(found.outcome, names.outcomes),
            "possible_outcomes": self.bits(found.possible, names.outcomes),
            **{f"effect_{use}": self.word(column, EFFECTS) for use, column in effects},
            **{name: self.number(column) for name, column in zip(scores, found.numbers, strict=True)},
            "grade": self.word(found.grade, names.grades),
            "grade_before_caps": self.word(found.before_caps, names.grades),
            "possible_grades": self.bits(found.grades, names.grades),
            "knock_outs": [n for n in self.listed(found.reasons, names.rules) if n in names.knock_outs],
            "reasons": self.listed(found.reasons, names.rules),
            "possible_reasons": self.listed(found.possible_reasons, names.rules),
            "missing": self.listed(found.missing, names.facts),
            "verdict_law": self.word(found.verdicts[0], VERDICTS),
            **self.risk("fire", found.risks[0]),
            **self.risk("fraud", found.risks[1]),
            **self.shows(),
            "points_price": self.number(found.points[0]),
            "points_quality": self.number(found.points[1]),
            "errors": None,
        }

    def risk(self, name: str, risk: RiskColumns) -> dict[str, Any]:
        numbers = zip(RISK_NUMBERS, risk.numbers, strict=True)
        return {
            name: self.word(risk.present, TRUTHS),
            **{
                f"{name}_{number}_{side}": self.number(column)
                for number, ends in numbers
                for side, column in zip(("low", "high"), ends, strict=True)
            },
            f"{name}_level_low": self.word(risk.level[0], NAMES.levels),
            f"{name}_level_high": self.word(risk.level[1], NAMES.levels),
        }

    def shows(self) -> dict[str, Any]:
        day, sure, half, who = self.found.shows
        ordinal = self.number(day)
        return {
            "day": None if ordinal is None else date.fromordinal(int(ordinal)),
            "sure": {0: False, 1: None, 2: True}[self.cell(sure)],
            "half": self.number(half),
            "who": self.cell(who),
        }


def ids(rows: int) -> pa.Array:
    return pa.array([str(row) for row in range(rows)], pa.string())


def writer(*, wanted: frozenset[str] | None = None) -> AnswerWriter:
    return AnswerWriter("book", NAMES, [pa.field("id", pa.string())], points=True, wanted=wanted)


def expected(found: Results, rows: int, refused: set[int]) -> list[dict[str, Any]]:
    """Every row by itself. A refused row has its own columns, its errors, nulls and empty lists."""
    answers = []
    for row in range(rows):
        told = Row(found, row).answers()
        if row in refused:
            told = {name: [] if isinstance(cell, list) else None for name, cell in told.items()}
            told["errors"] = TOLD
        answers.append({"id": str(row), "as_of": TODAY if row else None, **told})
    return answers


def days_of(rows: int) -> np.ndarray[Any, Any]:
    """The first day is wrong."""
    return np.array([TODAY.toordinal() if row else 0 for row in range(rows)], dtype=np.int64)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rows", ROWS)
def test_every_row_has_what_was_found(rows: int, seed: int) -> None:
    inventor = Inventor(seed, rows)
    found = inventor.results()
    refused = {row for row in range(rows) if seed % 2 and inventor.rng.random() < 0.2}
    refusals = [Refusal(row, WHY) for row in refused]
    batch = writer().write(rows, [ids(rows)], days_of(rows), found, refusals).batch()
    batch.validate(full=True)
    assert batch.schema == writer().schema
    for got, wanted in zip(batch.to_pylist(), expected(found, rows, refused), strict=True):
        assert got.keys() == wanted.keys()
        assert {name: repr(cell) for name, cell in got.items()} == {n: repr(c) for n, c in wanted.items()}


def test_where_nothing_is_null_arrow_is_told_so() -> None:
    found = Inventor(0, 100).results()._replace(outcome=np.zeros(100, dtype=np.int16))
    batch = writer().write(100, [ids(100)], days_of(100), found, []).batch()
    assert batch.column("outcome").buffers()[0] is None
    assert batch.column("as_of").null_count == 1


def test_no_errors_take_no_place_but_their_offsets() -> None:
    found = writer().write(1000, [ids(1000)], days_of(1000), Inventor(0, 1000).results(), []).batch()
    errors = found.column("errors")
    assert errors.null_count == 1000
    assert errors.nbytes == 1000 // 8 + 4 * 1000


@pytest.mark.parametrize("seed", range(3))
def test_only_wanted_columns_are_written(seed: int) -> None:
    """In the order of all; what is carried along and the errors always."""
    rng = np.random.default_rng(seed)
    found = Inventor(seed, 70).results()
    every = writer().write(70, [ids(70)], days_of(70), found, [Refusal(3, WHY)]).batch()
    names = answer_names(NAMES, points=True)
    assert ["id", *names, "errors"] == every.schema.names
    wanted = frozenset(rng.choice(names, 9, replace=False).tolist())
    some = writer(wanted=wanted).write(70, [ids(70)], days_of(70), found, [Refusal(3, WHY)]).batch()
    assert some.equals(every.select(["id", *(name for name in names if name in wanted), "errors"]))
    assert some.schema == writer(wanted=wanted).schema


def test_columns_that_are_not_wanted_may_hold_anything() -> None:
    nothing = Results(*[None] * len(Results._fields))._replace(outcome=np.array(1, dtype=np.int16))  # type: ignore[arg-type]
    found = writer(wanted=frozenset({"outcome"})).write(2, [ids(2)], days_of(2), nothing, []).batch()
    assert found.drop_columns("id").to_pylist() == [{"outcome": "rejected", "errors": None}] * 2
    assert writer(wanted=frozenset()).write(2, [ids(2)], days_of(2), nothing, []).batch().schema.names == [
        "id",
        "errors",
    ]


def test_points_can_be_wanted_where_they_are_asked_for() -> None:
    points = {"points_price", "points_quality"}
    assert set(answer_names(NAMES, points=True)) - set(answer_names(NAMES, points=False)) == points
