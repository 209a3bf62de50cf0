"""Which columns of a file are read, and under which names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.types as at

from assize.decision.batch.request import ID, ColumnProblem
from assize.rules.errors import nearest


class Naming(NamedTuple):
    """What the caller says of columns, by the names in the file.

    `renames` give a column the name of a fact; `keep` are carried along; `leave_out` are not read;
    `as_of` holds the day of each row.
    """

    renames: Mapping[str, str]
    keep: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    as_of: str | None = None

    def new(self, name: str) -> str:
        """The name under which a column is read."""
        return self.renames.get(name, name)


class Columns(NamedTuple):
    """The columns that are taken: their places in the file, and the schema that they make."""

    places: tuple[int, ...]
    schema: pa.Schema

    def take(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The columns of a batch. In carried ones no dictionaries are left: each batch may bring its own."""
        arrays = [
            column if column.type == field.type else column.cast(field.type)
            for column, field in zip((batch.column(p) for p in self.places), self.schema, strict=True)
        ]
        return pa.RecordBatch.from_arrays(arrays, schema=self.schema)


def columns_of(schema: pa.Schema, naming: Naming) -> tuple[Columns, list[ColumnProblem]]:
    """The columns of a file that are read, and every name that it does not have."""
    carried = {ID, *naming.keep, *map(naming.new, naming.keep)}
    needed = {*naming.keep, naming.as_of}
    places: list[int] = []
    fields: list[pa.Field] = []
    for place, field in enumerate(schema):
        if field.name in naming.leave_out and field.name not in needed:
            continue
        name = naming.new(field.name)
        written_out = at.is_dictionary(field.type) and name in carried
        places.append(place)
        fields.append(pa.field(name, field.type.value_type if written_out else field.type))
    return Columns(tuple(places), pa.schema(fields)), _unknown(schema.names, naming)


def kept_columns(naming: Naming) -> tuple[str, ...]:
    """The columns carried along, by the names under which they are read."""
    return tuple(dict.fromkeys(map(naming.new, naming.keep)))


def left_out(naming: Naming, schema: pa.Schema) -> tuple[str, ...]:
    """The columns that hold no fact and are still taken: to carry them along, or for their day."""
    names = (naming.new(name) for name in naming.leave_out)
    return tuple(name for name in names if name in schema.names)


def _unknown(names: Sequence[str], naming: Naming) -> list[ColumnProblem]:
    asked = {
        "--map": tuple(naming.renames),
        "--leave-out": naming.leave_out,
        "--keep": naming.keep,
        "--as-of-column": (naming.as_of,) if naming.as_of else (),
    }
    known = {*names, *map(naming.new, names)}
    return [
        ColumnProblem(name, f"no such column for {option}", hint=nearest(name, names))
        for option, wanted in asked.items()
        for name in wanted
        if name not in (names if option in ("--map", "--leave-out") else known)
    ]
