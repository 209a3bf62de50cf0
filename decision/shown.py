"""Values as they are shown in an answer."""

from __future__ import annotations

from datetime import date
from typing import cast

from assize.decision.result import Raw
from assize.rules.types import BooleanType, DateType, Type


def shown(value: object, kind: Type) -> Raw:
    """A value as it was sent: days as dates, conditions as true or false."""
    if isinstance(kind, BooleanType):
        return {0: "false", 2: "true"}.get(cast(int, value))
    if value is None:
        return None
    if isinstance(kind, DateType):
        return date.fromordinal(cast(int, value)).isoformat()
    return cast(Raw, value)
