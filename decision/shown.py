"""Values as they are shown in an answer."""

from __future__ import annotations

from datetime import date

from assize.decision.result import Raw
from assize.rules.types import BooleanType, DateType, Type

_TRUTHS = {0: "false", 2: "true"}


def shown(value: object, kind: Type) -> Raw:
    """A value as it was sent: days as dates, conditions as true or false."""
    if type(value) is float or type(value) is str:
        return value
    if not isinstance(value, int):
        return None
    if isinstance(kind, BooleanType):
        return _TRUTHS.get(value)
    return date.fromordinal(value).isoformat() if isinstance(kind, DateType) else value
