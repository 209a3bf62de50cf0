"""Spark's types and Arrow's: what a DataFrame sends to Python, and what answers look like in Spark."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.types as at
from pyspark.sql import types as st

_PLAIN: Mapping[type[st.DataType], pa.DataType] = {
    st.NullType: pa.null(),
    st.BooleanType: pa.bool_(),
    st.ByteType: pa.int8(),
    st.ShortType: pa.int16(),
    st.IntegerType: pa.int32(),
    st.LongType: pa.int64(),
    st.FloatType: pa.float32(),
    st.DoubleType: pa.float64(),
    st.StringType: pa.string(),
    st.CharType: pa.string(),
    st.VarcharType: pa.string(),
    st.DateType: pa.date32(),
    st.TimestampType: pa.timestamp("us", "UTC"),
    st.TimestampNTZType: pa.timestamp("us"),
    st.DayTimeIntervalType: pa.duration("us"),
}
_OPAQUE = pa.binary()
"""Stands for types whose values no fact can hold. Columns of them can be carried along, or left out."""


def sent(schema: st.StructType) -> pa.Schema:
    """The Arrow schema of the batches in which Spark sends a DataFrame to Python."""
    return pa.schema([_field(field) for field in schema.fields])


def _field(field: st.StructField) -> pa.Field:
    return pa.field(field.name, _sent(field.dataType), nullable=field.nullable)


def _sent(kind: st.DataType) -> pa.DataType:
    match kind:
        case st.DecimalType():
            return pa.decimal128(kind.precision, kind.scale)
        case st.ArrayType():
            return pa.list_(pa.field("element", _sent(kind.elementType), nullable=kind.containsNull))
        case st.StructType():
            return pa.struct([_field(field) for field in kind.fields])
        case st.MapType():
            return pa.map_(_sent(kind.keyType), _sent(kind.valueType))
        case st.UserDefinedType():
            return _sent(kind.sqlType())
    return _PLAIN.get(type(kind), _OPAQUE)


def received(answers: pa.Schema, carried: list[st.StructField]) -> st.StructType:
    """The Spark schema of answers. Their first columns are those carried along, as they were in Spark."""
    own = list(answers)[len(carried) :]
    return st.StructType([*carried, *(st.StructField(field.name, _received(field.type)) for field in own)])


def _received(kind: pa.DataType) -> st.DataType:
    """The Spark type of a column of answers; `decision/batch/answers.py` says which there are."""
    if at.is_dictionary(kind):
        return _received(kind.value_type)
    if at.is_list(kind):
        return st.ArrayType(_received(kind.value_type))
    if at.is_struct(kind):
        return st.StructType([st.StructField(field.name, _received(field.type)) for field in kind])
    return {pa.bool_(): st.BooleanType, pa.date32(): st.DateType, pa.float64(): st.DoubleType}.get(
        kind, st.StringType
    )()
