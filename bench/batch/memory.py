"""Suppliers without list facts, from memory: our rates beside a bare read of all columns and beside polars.

A million rows are held at a time. On each such piece all tasks take turns, round by round; the seconds of a
round are added up over the pieces. Drawing the rows and giving them the form of polars are outside the time,
and so is reading the facts for the task that runs the column program alone.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice
from time import process_time

import numpy as np
import polars as pl
import pyarrow as pa

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library
from bench.batch.parts import shares, timed
from bench.batch.program import Alone
from bench.example import DAY, FOLDER, RULEBOOK
from bench.measure import Figure, Spent, over, rate
from bench.polars_baseline import answers
from bench.suppliers import batches, schema

BATCH, BATCHES = 65_536, 16
Piece = list[pa.RecordBatch]
PARTS = "parts"
ALIKE = ("score", "score_low", "score_high", "coverage", "possible_grades", "knock_outs")
"""The columns of answers that the polars expressions compute too."""


def measure(rows: int, rounds: int) -> list[Figure]:
    """Rates, their ratios, and the shares of the parts."""
    tasks = Tasks()
    seconds: dict[str, list[float]] = defaultdict(lambda: [0.0] * rounds)
    drawn = batches(rows, BATCH, 1)
    while piece := list(islice(drawn, BATCHES)):
        of_piece = tasks.on(piece)
        gc.collect()
        for place in range(rounds):
            for name, task in of_piece.items():
                start = process_time()
                task()
                seconds[name][place] += process_time() - start
    return figures(rows, seconds, tasks.spent)


def figures(rows: int, seconds: Mapping[str, list[float]], spent: Mapping[str, float]) -> list[Figure]:
    """The lines of the report."""
    floor = rate("reading all buffers of the columns once", rows, seconds["floor"])
    decided = rate("decided: checked, answered, all columns written", rows, seconds["decided"])
    alike = rate("  of them the columns that polars computes", rows, seconds["alike"])
    points = rate("  with the points of every criterion", rows, seconds["points"])
    by_hand = rate("polars: range, coverage, grades, knock-outs; unchecked", rows, seconds["polars"])
    program = rate("the column program alone, on facts that are read", rows, seconds["program"])
    parts = shares(spent, sum(seconds[PARTS]))
    return [
        *(floor, decided, alike, points, by_hand, program),
        over("the columns that polars computes, over polars", alike, by_hand, at_least=1.2),
        over("all columns over polars", decided, by_hand),
        over("with points over without", points, decided, at_least=0.4),
        over("the column program alone over polars", program, by_hand),
        *(Figure(f"share of {part}", "%", Spent(share, share)) for part, share in parts.items()),
    ]


class Tasks:
    """What is measured. `spent` are the CPU seconds of the parts of a decision, over all rounds."""

    def __init__(self) -> None:
        decider = Decider(Library.load([FOLDER]), cached_tables([FOLDER]))
        self._decided = BatchDecider(decider, BatchRequest(RULEBOOK), schema(), DAY)
        self._points = BatchDecider(decider, BatchRequest(RULEBOOK, contributions=True), schema(), DAY)
        self._alike = BatchDecider(decider, BatchRequest(RULEBOOK, answers=ALIKE), schema(), DAY)
        self._alone = Alone(decider, schema())
        self.spent: defaultdict[str, float] = defaultdict(float)
        # Programs are made at the first batch; timers are none of theirs.
        for made in (self._decided, self._points, self._alike):
            _decide(made, list(batches(1, 1, 1)))

    def on(self, piece: Piece) -> dict[str, Callable[[], object]]:
        """The tasks on some rows."""
        frame = pl.from_arrow(pa.Table.from_batches(piece))
        assert isinstance(frame, pl.DataFrame)
        query = answers(frame.rechunk().lazy(), DAY)
        return {
            "floor": partial(_read, piece),
            "decided": partial(_decide, self._decided, piece),
            "alike": partial(_decide, self._alike, piece),
            "points": partial(_decide, self._points, piece),
            "polars": partial(query.collect, engine="streaming"),
            "program": partial(self._alone.run, self._alone.facts(piece)),
            PARTS: partial(self._timed, piece),
        }

    def _timed(self, piece: Piece) -> None:
        with timed(self.spent):
            _decide(self._decided, piece)


def _decide(decider: BatchDecider, piece: Piece) -> None:
    """Decide and drop the answers, a slice at a time."""
    for batch in piece:
        for _ in decider.chunks(batch):
            pass


def _read(piece: Piece) -> None:
    """Add up every buffer as whole numbers of 8 bytes: as fast as memory gives them."""
    for batch in piece:
        for column in batch.columns:
            for buffer in filter(None, column.buffers()):
                np.frombuffer(buffer, np.int64, buffer.size // 8).sum()
