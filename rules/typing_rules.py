"""Which operands fit together: numbers by unit, choices by their choices, days with days.

Each function gives the typed node, or adds a problem and gives None.
"""

from __future__ import annotations

from datetime import date

from assize.rules.errors import Problems, nearest
from assize.rules.expressions import (
    AddMonths,
    Arithmetic,
    ArithmeticOp,
    Compare,
    CompareOp,
    Constant,
    Expression,
    FieldRef,
    GradeRef,
    If,
    ScoreRef,
    Unknown,
)
from assize.rules.source import Mark
from assize.rules.types import (
    DATE,
    NUMBER,
    BooleanType,
    ChoiceType,
    DateType,
    LevelType,
    MoneyType,
    NumberType,
    RecordType,
    Type,
    describe,
    is_number,
    is_text,
    unit_of,
    worst_to_best,
)

_FLIPPED: dict[CompareOp, CompareOp] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def compare(
    op: CompareOp, left: Expression, right: Expression, text: str, mark: Mark, problems: Problems
) -> Expression | None:
    """`left op right`, typed."""
    if isinstance(left, Constant) and not isinstance(right, Constant):
        op, left, right = _FLIPPED[op], right, left
    if isinstance(left.type, DateType) or isinstance(right.type, DateType):
        return _compare_days(op, left, right, text, mark, problems)
    if is_number(left.type) and is_number(right.type):
        return _compare_numbers(op, left, right, text, mark, problems)
    if is_text(left.type) and is_text(right.type):
        return _compare_texts(op, left, right, text, mark, problems)
    if isinstance(left.type, BooleanType):
        hint = "a condition stands by itself: write `x` or `not x`"
    else:
        hint = "both sides must be of one type"
    problems.add(
        mark, f"cannot compare {describe(left.type)} with {describe(right.type)}", got=f"`{text}`", hint=hint
    )
    return None


def _compare_numbers(
    op: CompareOp, left: Expression, right: Expression, text: str, mark: Mark, problems: Problems
) -> Expression | None:
    if isinstance(right, ScoreRef):
        op, left, right = _FLIPPED[op], right, left
    if isinstance(right, ScoreRef):
        problems.add(
            mark,
            "two numbers that the score gives are compared",
            hint="compare one of them with something known",
        )
        return None
    units = unit_of(left.type), unit_of(right.type)
    if None not in units and units[0] != units[1]:
        problems.add(
            mark, f"cannot compare {units[0]} with {units[1]}", got=f"`{text}`", hint="convert one of them"
        )
        return None
    return Compare(op, left, right, text)


def _compare_days(
    op: CompareOp, left: Expression, right: Expression, text: str, mark: Mark, problems: Problems
) -> Expression | None:
    days = [as_day(side, mark, problems) for side in (left, right)]
    if days[0] is None or days[1] is None:
        return None
    return Compare(op, days[0], days[1], text)


def as_day(side: Expression, mark: Mark, problems: Problems) -> Expression | None:
    """A day; a text constant such as "2025-10-31" becomes one."""
    if isinstance(side.type, DateType):
        return side
    if isinstance(side, Constant) and isinstance(side.value, str):
        try:
            return Constant(date.fromisoformat(side.value).toordinal(), DATE)
        except ValueError:
            problems.add(mark, "not a date", got=f'"{side.value}"', hint="write dates as YYYY-MM-DD")
            return None
    problems.add(mark, f"cannot compare a date with {describe(side.type)}", hint="both sides must be dates")
    return None


def _compare_texts(
    op: CompareOp, left: Expression, right: Expression, text: str, mark: Mark, problems: Problems
) -> Expression | None:
    if isinstance(right, Constant) and not fits_choice(left.type, right, mark, problems):
        return None
    if op in ("==", "!="):
        return Compare(op, left, right, text)
    if not isinstance(left.type, ChoiceType | LevelType) or left.type.best is None:
        problems.add(
            mark,
            "texts have no order",
            got=f"`{text}`",
            hint="give the choices an order with `best: first` or `best: last`",
        )
        return None
    if isinstance(left.type, LevelType):
        return _compare_level(op, left, right, text, mark, problems)
    if not isinstance(right, Constant) and right.type != left.type:
        problems.add(mark, "the two sides have different choices", got=f"`{text}`")
        return None
    return Compare(op, left, right, text, worst_to_best(left.type.choices, left.type.best))


def _compare_level(
    op: CompareOp, left: Expression, right: Expression, text: str, mark: Mark, problems: Problems
) -> Expression | None:
    if not isinstance(left, FieldRef) or not isinstance(right, Constant):
        problems.add(mark, "a level is compared with a level written out", got=f"`{text}`")
        return None
    return Compare(op, left, right, text, (), left.by)


def fits_choice(kind: Type, constant: Constant, mark: Mark, problems: Problems) -> bool:
    """Whether a constant is one of the choices of `kind`; a problem if not."""
    match kind:
        case ChoiceType(choices=choices):
            known = choices
        case LevelType(choices=by_scheme):
            known = tuple(dict.fromkeys(level for _, levels in by_scheme for level in levels))
        case _:
            return True
    if constant.value in known:
        return True
    problems.add(
        mark, "not one of the choices", got=f'"{constant.value}"', hint=nearest(str(constant.value), known)
    )
    return False


def arithmetic(
    op: ArithmeticOp, left: Expression, right: Expression, mark: Mark, problems: Problems
) -> Expression | None:
    """`left op right` on numbers or days, typed with its unit."""
    if isinstance(left, ScoreRef | GradeRef) or isinstance(right, ScoreRef | GradeRef):
        problems.add(
            mark,
            "a number that the score gives can only be compared",
            hint="move the arithmetic to the other side",
        )
        return None
    kind = _arithmetic_type(op, left.type, right.type)
    if kind is None:
        problems.add(
            mark,
            f"cannot do {describe(left.type)} {op} {describe(right.type)}",
            hint="numbers of one unit are added, days are added to a date",
        )
        return None
    return Arithmetic(op, left, right, kind)


def _arithmetic_type(op: ArithmeticOp, left: Type, right: Type) -> Type | None:
    if isinstance(left, DateType):
        if isinstance(right, DateType):
            return NumberType("d") if op == "-" else None
        return DATE if op in ("+", "-") and isinstance(right, NumberType) else None
    if not (is_number(left) and is_number(right)):
        return None
    if op in ("+", "-"):
        return _common_number(left, right)
    if op == "*":
        return left if isinstance(left, MoneyType) else right if isinstance(right, MoneyType) else NUMBER
    return left if isinstance(left, MoneyType) and not isinstance(right, MoneyType) else NUMBER


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
        problems.add(
            mark,
            f"`if` gives {describe(then.type)} or {describe(other.type)}",
            hint="both must be of one type",
        )
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
    same_kind = type(left) is type(right) and not isinstance(left, RecordType | ChoiceType | LevelType)
    return left if same_kind else None


def add_months(day: Expression, months: Expression, mark: Mark, problems: Problems) -> Expression | None:
    """`add_months(day, months)`, typed."""
    if not isinstance(day.type, DateType) or not isinstance(months.type, NumberType):
        problems.add(mark, "`add_months` takes a date and a number of months")
        return None
    return AddMonths(day, months)
