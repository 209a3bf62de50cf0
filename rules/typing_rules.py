"""What numbers, days and branches give: each operation typed with its unit.

Each function gives the typed node, or adds a problem and gives None.
"""

from __future__ import annotations

from assize.rules.errors import Problems
from assize.rules.expressions import AddMonths, Arithmetic, ArithmeticOp, Expression, If, Unknown
from assize.rules.source import Mark
from assize.rules.types import (
    DATE,
    NUMBER,
    DateType,
    MoneyType,
    NumberType,
    Type,
    describe,
    is_number,
    unit_of,
)

_DAYS = (None, "d", "days")
_MONTHS = (None, "m", "months")


def arithmetic(
    op: ArithmeticOp, left: Expression, right: Expression, mark: Mark, problems: Problems
) -> Expression | None:
    """`left op right` on numbers or days, typed with its unit."""
    kind = _arithmetic_type(op, left.type, right.type)
    if kind is None:
        hint = "numbers of one unit are added; days (no unit, or `d`) are added to a date"
        problems.add(mark, f"cannot do {describe(left.type)} {op} {describe(right.type)}", hint=hint)
        return None
    return Arithmetic(op, left, right, kind)


def _arithmetic_type(op: ArithmeticOp, left: Type, right: Type) -> Type | None:
    if isinstance(left, DateType):
        if isinstance(right, DateType):
            return NumberType("d") if op == "-" else None
        return DATE if op in ("+", "-") and _counts(right, _DAYS) else None
    if not (is_number(left) and is_number(right)):
        return None
    if op in ("+", "-"):
        return _common_number(left, right)
    if op == "*":
        return left if isinstance(left, MoneyType) else right if isinstance(right, MoneyType) else NUMBER
    return left if isinstance(left, MoneyType) and not isinstance(right, MoneyType) else NUMBER


def _counts(kind: Type, units: tuple[str | None, ...]) -> bool:
    return isinstance(kind, NumberType) and kind.unit in units


def _common_number(left: Type, right: Type) -> Type | None:
    units = unit_of(left), unit_of(right)
    if None not in units and units[0] != units[1]:
        return None
    money = next((kind for kind in (left, right) if isinstance(kind, MoneyType)), None)
    return MoneyType(money.currency) if money else NumberType(units[0] or units[1])


def choose(
    condition: Expression, then: Expression, other: Expression, mark: Mark, problems: Problems
) -> Expression | None:
    """`then if condition else other`, typed; a bare `unknown` takes the other side's type."""
    kind = common_type([then, other])
    if kind is None:
        one, two = describe(then.type), describe(other.type)
        what = f"`if` gives {one} or {two}{' of another kind' if one == two else ''}"
        problems.add(mark, what, hint="both must be of one type")
        return None
    return If(condition, _typed(then, kind), _typed(other, kind), kind)


def _typed(node: Expression, kind: Type) -> Expression:
    return Unknown(kind) if isinstance(node, Unknown) else node


def common_type(parts: list[Expression]) -> Type | None:
    """The one type of several expressions, `unknown` left aside; None if they have several."""
    kinds = [part.type for part in parts if not isinstance(part, Unknown)] or [NUMBER]
    common: Type | None = kinds[0]
    for kind in kinds[1:]:
        common = _join(common, kind) if common is not None else None
    return common


def _join(left: Type, right: Type) -> Type | None:
    if is_number(left) and is_number(right):
        return _common_number(left, right)
    if left == right:
        return left
    return left if type(left) is type(right) and isinstance(left, DateType) else None


def add_months(day: Expression, months: Expression, mark: Mark, problems: Problems) -> Expression | None:
    """`add_months(day, months)`, typed."""
    if not isinstance(day.type, DateType) or not _counts(months.type, _MONTHS):
        got = f"{describe(day.type)}, {describe(months.type)}"
        hint = "months have no unit, or `m` or `months`"
        problems.add(mark, "`add_months` takes a date and a number of months", got=got, hint=hint)
        return None
    return AddMonths(day, months)
