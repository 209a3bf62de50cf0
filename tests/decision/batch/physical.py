"""Values of a declared type → an Arrow column, of one of the physical types that can hold them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa

from assize.rules.types import (
    BooleanType,
    ChoiceType,
    DateType,
    FactType,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    ScalarType,
)

Cells = Sequence[Any]
"""What is sent for each row; None: nothing."""
TEXTS = (pa.string(), pa.large_string())
WHOLE = (pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.int64(), pa.uint64())
_MOST_DIGITS = 38


def column(rng: Random, cells: Cells, kind: FactType) -> pa.Array:
    """A column of a fact."""
    if isinstance(kind, ListType):
        return _lists(rng, cells, kind)
    return _scalars(rng, cells, kind)


def written_column(rng: Random, cells: Cells, kind: FactType) -> pa.Array:
    """A column as a CSV file writes it, with empty texts for nothing; lists stay lists."""
    if isinstance(kind, ListType):
        return _lists(rng, cells, kind)
    if isinstance(kind, BooleanType):
        words = {True: rng.choice(["true", "TRUE", "True"]), False: rng.choice(["false", "FALSE"]), None: ""}
        return pa.array([words[cell] for cell in cells], pa.string())
    return pa.array(["" if cell is None else _number_text(cell) for cell in cells], pa.string())


def money_parts(rng: Random, cells: Cells, *, written: bool) -> dict[str, pa.Array]:
    """Amounts, currencies and, in some, scales in columns of their own."""
    fields = _money_fields(rng, cells)
    if written:
        return {
            name: pa.array(["" if cell is None else _number_text(cell) for cell in part], pa.string())
            for name, part in fields.items()
        }
    return _money_columns(rng, fields)


def _scalars(rng: Random, cells: Cells, kind: ScalarType) -> pa.Array:
    match kind:
        case BooleanType():
            return pa.array(cells, pa.bool_())
        case NumberType():
            return _numbers(rng, cells)
        case ChoiceType() | LevelType():
            return _choices(rng, cells)
        case DateType():
            return _dates(rng, cells)
        case MoneyType():
            parts = _money_columns(rng, _money_fields(rng, cells))
            gone = pa.array([cell is None for cell in cells], pa.bool_())
            return pa.StructArray.from_arrays(list(parts.values()), names=list(parts), mask=gone)
        case _:
            return _texts(rng, cells)


def _numbers(rng: Random, cells: Cells) -> pa.Array:
    """Whole numbers in any type that fits, others as float64, float32 or decimals where these are exact."""
    known = [cell for cell in cells if cell is not None]
    kinds: list[pa.DataType] = [pa.float64(), pa.float64()]
    if all(float(cell).is_integer() for cell in known):
        kinds += [kind for kind in WHOLE if all(_holds(kind, int(cell)) for cell in known)]
    if all(float(np.float32(cell)) == cell for cell in known):
        kinds.append(pa.float32())
    decimals = [Decimal(repr(cell)) for cell in known]
    scale = max([0, *(-int(d.as_tuple().exponent) for d in decimals)])
    if all(d.adjusted() + 1 + scale <= _MOST_DIGITS for d in decimals) and scale <= _MOST_DIGITS:
        kinds += [pa.decimal128(_MOST_DIGITS, scale), pa.decimal256(_MOST_DIGITS + 2, scale)]
    kind = rng.choice(kinds)
    if pa.types.is_decimal(kind):
        return pa.array([None if cell is None else Decimal(repr(cell)) for cell in cells], kind)
    if pa.types.is_integer(kind):
        return pa.array([None if cell is None else int(cell) for cell in cells], kind)
    hidden = np.array(
        [rng.choice([np.nan, 1e300, 3]) if cell is None else cell for cell in cells], np.float64
    )
    with np.errstate(over="ignore"):
        hidden = hidden.astype(kind.to_pandas_dtype())
    return pa.array(hidden, kind, mask=np.array([cell is None for cell in cells], dtype=np.bool_))


def _holds(kind: pa.DataType, number: int) -> bool:
    limits = np.iinfo(kind.to_pandas_dtype())
    return bool(limits.min <= number <= limits.max)


def _choices(rng: Random, cells: Cells) -> pa.Array:
    known = [cell for cell in cells if cell is not None]
    are_numbers = all(cell.isascii() and cell.isdecimal() and str(int(cell)) == cell for cell in known)
    if known and are_numbers and rng.random() < 0.5:
        return pa.array([None if cell is None else int(cell) for cell in cells], pa.int16())
    return _texts(rng, cells)


def _texts(rng: Random, cells: Cells) -> pa.Array:
    """Plain texts of any width, or a dictionary with values that nothing uses, null among them."""
    kind = rng.choice(TEXTS)
    if rng.random() < 0.5:
        return pa.array(cells, kind)
    words = [*dict.fromkeys(cell for cell in cells if cell is not None), "never used", None]
    rng.shuffle(words)
    places = {word: place for place, word in enumerate(words)}
    hidden = places[None] if rng.random() < 0.5 else None
    indices = [hidden if cell is None else places[cell] for cell in cells]
    kind = pa.string() if pa.types.is_string_view(kind) else kind
    index = rng.choice([pa.int16(), pa.int32(), pa.uint16(), pa.int64()])
    return pa.DictionaryArray.from_arrays(pa.array(indices, index), pa.array(words, kind))


def _dates(rng: Random, cells: Cells) -> pa.Array:
    kind = rng.choice([pa.date32(), pa.date64(), None])
    if kind is None:
        return _texts(rng, cells)
    return pa.array([None if cell is None else dt.date.fromisoformat(cell) for cell in cells], kind)


def _money_fields(rng: Random, cells: Cells) -> dict[str, list[Any]]:
    """The parts of amounts; in some columns, sent in 万元 where that is exact."""
    fields = {part: [cell and cell.get(part) for cell in cells] for part in ("amount", "currency", "scale")}
    if rng.random() < 0.4 and not any(fields["scale"]):
        scales = [rng.choice([None, 1, 100, 10_000]) for _ in cells]
        amounts = zip(fields["amount"], scales, strict=True)
        fields["amount"] = [None if a is None else f"{Decimal(a) / (s or 1):f}" for a, s in amounts]
        fields["scale"] = scales
    return {name: part for name, part in fields.items() if name != "scale" or any(part)}


def _money_columns(rng: Random, fields: dict[str, list[Any]]) -> dict[str, pa.Array]:
    amounts = [None if cell is None else Decimal(cell) for cell in fields["amount"]]
    # A float that is written with an exponent is for one row at a time where it is scaled.
    plain = (cell is None or "e" not in repr(float(cell)) for cell in amounts)
    exact = all(plain) and all(a is None or Decimal(repr(float(a))) == a for a in amounts)
    if rng.random() < 0.4:
        amount = pa.array(fields["amount"], rng.choice(TEXTS))
    else:
        numbers = [None if a is None else float(a) for a in amounts] if exact else amounts
        amount = _numbers(rng, numbers) if exact else pa.array(amounts)
    found = {"amount": amount, "currency": _texts(rng, fields["currency"])}
    if "scale" in fields:
        found["scale"] = pa.array(fields["scale"], rng.choice([pa.int32(), pa.float64(), pa.int64()]))
    return found


def _lists(rng: Random, cells: Cells, kind: ListType) -> pa.Array:
    """Lists; under one that is not sent may lie elements of another."""
    known = [cell for cell in cells if cell]
    rows = [cell if cell is not None else rng.choice([[], *known[:1]]) for cell in cells]
    flat = [item for row in rows for item in row]
    values = _records(rng, flat, kind.element) if isinstance(kind.element, RecordType) else None
    if values is None:
        assert not isinstance(kind.element, RecordType)
        values = _scalars(rng, flat, kind.element)
    gone = pa.array([cell is None for cell in cells], pa.bool_())
    lengths = {len(row) for row in rows}
    if len(lengths) == 1 and 0 not in lengths and rng.random() < 0.5:
        return pa.FixedSizeListArray.from_arrays(values, lengths.pop(), mask=gone)
    ends = np.cumsum([0, *(len(row) for row in rows)])
    if rng.random() < 0.5:
        return pa.LargeListArray.from_arrays(pa.array(ends, pa.int64()), values, mask=gone)
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), values, mask=gone)


def _records(rng: Random, flat: Cells, kind: RecordType) -> pa.Array:
    """Structs with their fields in any order, without those that no element has."""
    fields = [field for field in kind.fields if any(field.name in item for item in flat)]
    rng.shuffle(fields)
    columns = [_scalars(rng, [item.get(field.name) for item in flat], field.type) for field in fields]
    if not columns:
        return pa.nulls(len(flat), pa.struct([])) if not flat else pa.array([{}] * len(flat), pa.struct([]))
    return pa.StructArray.from_arrays(columns, names=[field.name for field in fields])


def _number_text(cell: object) -> str:
    """A cell as a text; of numbers a plain decimal."""
    return f"{Decimal(repr(cell)):f}" if isinstance(cell, float) else str(cell)
