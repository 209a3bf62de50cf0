"""Which reader reads which declared type."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from assize.decision.batch.intake.dates import date_reader
from assize.decision.batch.intake.money import money_reader
from assize.decision.batch.intake.numbers import number_reader
from assize.decision.batch.intake.readers import ColumnReader
from assize.decision.batch.intake.texts import boolean_reader, choice_reader, text_reader
from assize.rules.types import BooleanType, ChoiceType, DateType, LevelType, MoneyType, NumberType, ScalarType


def reader_of(
    kind: ScalarType, incoming: pa.DataType, codes: Mapping[str, int], *, is_read: bool, written: bool
) -> ColumnReader:
    """Reads the cells of a type out of an Arrow type that can hold them, which is not null. `codes` are those
    of the rulebook's texts; `is_read`: something compares these texts.
    """
    match kind:
        case BooleanType():
            return boolean_reader(incoming, written=written)
        case NumberType():
            return number_reader(kind, incoming, written=written)
        case ChoiceType() | LevelType():
            return choice_reader(kind, incoming, codes, written=written)
        case DateType():
            return date_reader(incoming, written=written)
        case MoneyType():
            return money_reader(kind, incoming, written=written)
        case _:
            return text_reader(incoming, is_read=is_read, written=written)
