"""What a job has found so far, counted by columns; the counts of two stretches of rows add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

WORDS = ("version", "outcome", "grade")
"""Columns with a word a row; all words are counted, also those that no row has."""
LISTS = ("knock_outs", "missing")
"""Columns with any number of words a row."""
WRONG_CELLS = "WRONG_CELLS"
_INDEX = r"\[[0-9]+\]"


class Kind(NamedTuple):
    """A kind of error: its code, and the path without indices."""

    code: str
    path: str


class Tally:
    """Counts. `rows` are those of the answers; `wrong_lines` are none of them."""

    def __init__(self) -> None:
        self.rows = 0
        self.refused = 0
        self.wrong_lines = 0
        self.words: dict[str, Counter[str]] = {}
        self.errors: Counter[Kind] = Counter()

    @property
    def decided(self) -> int:
        """Rows with a decision."""
        return self.rows - self.refused

    def unknown(self, column: str) -> int:
        """Decided rows without a word in a column."""
        return self.decided - self.words[column].total()

    def add(self, answers: pa.RecordBatch, counted: Container[str], wrong_lines: int) -> None:
        """Count some answers, of their words those in the columns `counted`, and lines that are no rows."""
        errors = answers.column("errors")
        self.rows += answers.num_rows
        self.refused += answers.num_rows - errors.null_count
        self.wrong_lines += wrong_lines
        for name in (each for each in (*WORDS, *LISTS) if each in counted):
            column = answers.column(name)
            words = column.flatten() if name in LISTS else column
            self.words.setdefault(name, Counter()).update(_counts(words))
        self.errors.update(dict(_kinds(errors)))
        if wrong_lines:
            self.errors[Kind(WRONG_CELLS, "$")] += wrong_lines

    def merge(self, other: Tally) -> None:
        """Count another stretch of rows too."""
        self.rows += other.rows
        self.refused += other.refused
        self.wrong_lines += other.wrong_lines
        for name, words in other.words.items():
            self.words.setdefault(name, Counter()).update(words)
        self.errors.update(other.errors)

    def data(self) -> dict[str, Any]:
        """The counts as JSON holds them."""
        return {
            "rows": self.rows,
            "refused": self.refused,
            "wrong_lines": self.wrong_lines,
            "words": {name: dict(words) for name, words in self.words.items()},
            "errors": [[*kind, count] for kind, count in self.errors.items()],
        }


def tally_of(data: Mapping[str, Any]) -> Tally:
    """The counts that `data` held."""
    tally = Tally()
    tally.rows, tally.refused, tally.wrong_lines = (
        int(data[name]) for name in ("rows", "refused", "wrong_lines")
    )
    tally.words = {name: Counter(words) for name, words in data["words"].items()}
    tally.errors = Counter({Kind(code, path): count for code, path, count in data["errors"]})
    return tally


def _counts(column: pa.DictionaryArray) -> dict[str, int]:
    places = column.indices.drop_null().to_numpy()
    words = column.dictionary.to_pylist()
    found = np.bincount(places, minlength=len(words))
    return {word: int(count) for word, count in zip(words, found, strict=True)}


def _kinds(errors: pa.Array) -> Iterator[tuple[Kind, int]]:
    if errors.null_count == len(errors):
        return
    entries = errors.flatten()
    paths = pc.replace_substring_regex(entries.field("path"), _INDEX, "[]")
    kinds = pc.binary_join_element_wise(entries.field("code"), paths, " ")
    for entry in pc.value_counts(kinds).to_pylist():
        code, _, path = entry["values"].partition(" ")
        yield Kind(code, path), entry["counts"]
