"""A name → the table that it means, by its format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from assize.rules.types import FactType
from assize.server.batch.arrow_input import ArrowInput
from assize.server.batch.columns import Naming
from assize.server.batch.csv_input import CsvInput
from assize.server.batch.inputs import CSV, PARQUET, Input, paths_of
from assize.server.batch.parquet_input import ParquetInput


class Opened(NamedTuple):
    """A table and the ending of its files."""

    table: Input
    ending: str


def open_input(name: str, naming: Naming, types: Mapping[str, FactType], encoding: str, most: int) -> Opened:
    """The table that a name means, `types` its facts, read in pieces of `most` rows where that can be chosen.

    Raises InputError, JobError.
    """
    paths, ending = paths_of(name)
    if ending == PARQUET:
        return Opened(ParquetInput(paths, naming, most), ending)
    if ending == CSV:
        return Opened(CsvInput(paths[0], naming, types, encoding), ending)
    return Opened(ArrowInput(paths[0], naming), ending)
