"""Types of facts and numbers of the policy as messages."""

from __future__ import annotations

from assize.rules.criteria_model import Grade, Number
from assize.rules.types import (
    Best,
    BooleanType,
    ChoiceType,
    DateType,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    TextType,
    Type,
    unit_of,
)
from assize.v1 import rulebook_pb2 as pb

_ORDERS: dict[Best | None, pb.ChoiceOrder] = {
    None: pb.CHOICE_ORDER_UNSPECIFIED,
    "first": pb.CHOICE_ORDER_FIRST_IS_BEST,
    "last": pb.CHOICE_ORDER_LAST_IS_BEST,
}


def to_type(kind: Type) -> pb.FactType:
    """A type as declared."""
    match kind:
        case BooleanType():
            return pb.FactType(kind=pb.FACT_KIND_BOOLEAN)
        case NumberType(integer=integer, low=low, high=high):
            whole = pb.FACT_KIND_INTEGER if integer else pb.FACT_KIND_NUMBER
            return pb.FactType(kind=whole, unit=unit_of(kind), low=low, high=high)
        case MoneyType(low=low, high=high):
            return pb.FactType(kind=pb.FACT_KIND_MONEY, unit=unit_of(kind), low=low, high=high)
        case TextType():
            return pb.FactType(kind=pb.FACT_KIND_TEXT)
        case ChoiceType(choices=choices, best=best):
            return pb.FactType(kind=pb.FACT_KIND_CHOICE, choices=choices, order=_ORDERS[best])
        case LevelType(by=by, choices=by_value, best=best):
            listed = {value: pb.Choices(items=items) for value, items in by_value}
            return pb.FactType(kind=pb.FACT_KIND_CHOICE, by=by, choices_by=listed, order=_ORDERS[best])
        case DateType(expires=expires):
            return pb.FactType(kind=pb.FACT_KIND_DATE, expires=expires)
        case RecordType(fields=fields):
            named = [pb.Field(name=field.name, type=to_type(field.type)) for field in fields]
            return pb.FactType(kind=pb.FACT_KIND_RECORD, fields=named)
        case ListType(element=element, key=key, max_items=most):
            return pb.FactType(kind=pb.FACT_KIND_LIST, element=to_type(element), key=key, max_items=most)


def to_number(number: Number) -> pb.Number:
    """A number that is written out, or the name of a parameter."""
    return pb.Number(parameter=number) if isinstance(number, str) else pb.Number(value=number)


def to_grade(grade: Grade) -> pb.GradeDeclaration:
    """A grade, or a level, and the lowest number that earns it."""
    return pb.GradeDeclaration(name=grade.name, lowest=to_number(grade.lowest))
