"""Plain JSON values to the scalars of the contract. Nothing is guessed: true is no number, "" is no list."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping

from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor

from assize.rules.errors import nearest

Scalar = Callable[[object], object]
"""Reads one value. Raises ValueError that says what the value must be."""

_WHOLE = re.compile(r"-?[0-9]{1,20}")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,4})?")


def read_text(value: object) -> str:
    """A text of Unicode characters."""
    if not isinstance(value, str):
        raise ValueError("must be a text")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("must be Unicode; half of a surrogate pair is no character") from None
    return value


def read_truth(value: object) -> bool:
    """True or false, without quotes."""
    if not isinstance(value, bool):
        raise ValueError("must be true or false, without quotes")
    return value


def read_number(value: object) -> float:
    """A finite number, also in quotes."""
    number = float(value) if isinstance(value, str) and _DECIMAL.fullmatch(value) else value
    # An int may be larger than any float; comparing them is exact.
    if isinstance(number, bool) or not isinstance(number, int | float) or not -_MOST <= number <= _MOST:
        raise ValueError("must be a finite number")
    return float(number)


def whole(low: int, high: int) -> Scalar:
    """A whole number in range, also in quotes or as 120.0."""

    def read(value: object) -> int:
        if isinstance(value, str) and _WHOLE.fullmatch(value):
            number: object = int(value)
        elif isinstance(value, float) and value.is_integer():
            number = int(value)
        else:
            number = value
        if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return number

    return read


def one_of(enum: EnumDescriptor) -> Scalar:
    """The name of a value of the enum, or its number."""

    def read(value: object) -> int:
        if isinstance(value, str) and value in enum.values_by_name:
            return enum.values_by_name[value].number
        if isinstance(value, int) and not isinstance(value, bool) and value in enum.values_by_number:
            return value
        names = [each.name for each in enum.values]
        raise ValueError(
            "must be the name of a choice; " + nearest(value if isinstance(value, str) else "", names)
        )

    return read


def reader_of(field: FieldDescriptor) -> Scalar:
    """How a scalar field is read. A type that the contract does not use yet is a KeyError."""
    return one_of(field.enum_type) if field.enum_type is not None else _READERS[field.type]


_MOST = sys.float_info.max
_READERS: Mapping[int, Scalar] = {
    FieldDescriptor.TYPE_STRING: read_text,
    FieldDescriptor.TYPE_BOOL: read_truth,
    FieldDescriptor.TYPE_DOUBLE: read_number,
    FieldDescriptor.TYPE_INT32: whole(-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_UINT32: whole(0, 2**32 - 1),
    FieldDescriptor.TYPE_INT64: whole(-(2**63), 2**63 - 1),
    FieldDescriptor.TYPE_UINT64: whole(0, 2**64 - 1),
}
