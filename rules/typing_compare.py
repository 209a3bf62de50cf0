"""Which values can be compared: numbers by unit, choices by their choices, days with days.

Each function gives the typed node, or adds a problem and gives None.
"""

from __future__ import annotations

from assize.rules.errors import Problems, nearest
from assize.rules.expressions import (
    Compare,
    CompareOp,
    Constant,
    ElementRef,
    Expression,
    FieldRef,
    Member,
    MemberOf,
    ScoreRef,
)
from assize.rules.literals import date_hint, parse_date
from assize.rules.reader import quote
from assize.rules.source import Mark
from assize.rules.types import (
    DATE,
    BooleanType,
    ChoiceType,
    DateType,
    LevelType,
    ListType,
    RecordType,
    ScalarType,
    Type,
    describe,
    is_number,
    is_text,
    unit_of,
    worst_to_best,
)

_LONGEST = 60
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
    what = f"cannot compare {describe(left.type)} with {describe(right.type)}"
    problems.add(mark, what, got=quote(text), hint=hint)
    return None


def member(
    item: Expression, options: tuple[Expression, ...], text: str, mark: Mark, problems: Problems
) -> Expression | None:
    """`item in [option, …]`, typed."""
    if not options or not all(isinstance(option, Constant) for option in options):
        hint = "write at least one value: numbers, texts or dates"
        problems.add(mark, "`in` takes a list of values written out", got=quote(text), hint=hint)
        return None
    pairs = [compare("==", item, option, text, mark, problems) for option in options]
    if any(pair is None for pair in pairs):
        return None
    rights = [pair.right for pair in pairs if isinstance(pair, Compare)]
    return Member(item, tuple(right for right in rights if isinstance(right, Constant)), text)


def element_of(items: Expression) -> ScalarType | None:
    """What a list of values holds; None for anything else."""
    kind = items.type
    return kind.element if isinstance(kind, ListType) and not isinstance(kind.element, RecordType) else None


def member_of(
    item: Expression, items: Expression, text: str, mark: Mark, problems: Problems
) -> Expression | None:
    """`item in list`, typed: the item must fit the elements as with `==`."""
    element = element_of(items)
    assert element is not None
    pair = compare("==", item, ElementRef("_", element), text, mark, problems)
    if not isinstance(pair, Compare):
        return None
    return MemberOf(pair.right if isinstance(item, Constant) else item, items, text)


def _compare_numbers(
    op: CompareOp, left: Expression, right: Expression, text: str, mark: Mark, problems: Problems
) -> Expression | None:
    if isinstance(right, ScoreRef):
        op, left, right = _FLIPPED[op], right, left
    units = unit_of(left.type), unit_of(right.type)
    if None not in units and units[0] != units[1]:
        what = f"cannot compare {units[0]} with {units[1]}"
        problems.add(mark, what, got=quote(text), hint="convert one of them")
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
        day = parse_date(side.value)
        if day is not None:
            return Constant(day.toordinal(), DATE)
        problems.add(mark, "not a date", got=_literal(side.value), hint=date_hint(side.value))
        return None
    problems.add(mark, f"cannot compare a date with {describe(side.type)}", hint="both sides must be dates")
    return None


def _compare_texts(
    op: CompareOp, left: Expression, right: Expression, text: str, mark: Mark, problems: Problems
) -> Expression | None:
    if not _share_choices(left.type, right, text, mark, problems):
        return None
    if op in ("==", "!="):
        return Compare(op, left, right, text)
    if not isinstance(left.type, ChoiceType | LevelType) or left.type.best is None:
        hint = "give the choices an order with `best: first` or `best: last`"
        problems.add(mark, "texts have no order", got=quote(text), hint=hint)
        return None
    if isinstance(left.type, LevelType):
        return _compare_level(op, left, right, text, mark, problems)
    if not isinstance(right, Constant) and right.type != left.type:
        problems.add(mark, "the two sides have different choices", got=quote(text))
        return None
    return Compare(op, left, right, text, worst_to_best(left.type.choices, left.type.best))


def _compare_level(
    op: CompareOp, left: Expression, right: Expression, text: str, mark: Mark, problems: Problems
) -> Expression | None:
    if not isinstance(left, FieldRef) or not isinstance(right, Constant):
        problems.add(mark, "a level is compared with a level written out", got=quote(text))
        return None
    return Compare(op, left, right, text, (), left.by)


def _share_choices(left: Type, right: Expression, text: str, mark: Mark, problems: Problems) -> bool:
    """Whether the two sides can ever be equal; a problem if not."""
    known, other = _choices(left), _choices(right.type)
    if isinstance(right, Constant):
        value = str(right.value)
        if known and value not in known:
            problems.add(mark, "not one of the choices", got=_literal(value), hint=nearest(value, known))
        return not known or value in known
    if known and other and not known & other:
        problems.add(mark, "the two sides have different choices", got=quote(text))
        return False
    if bool(known) != bool(other):
        hint = "declare both with the same choices"
        problems.add(mark, "a choice is compared with a free text", got=quote(text), hint=hint)
        return False
    return True


def _literal(text: str) -> str:
    """The text in quotes, its spaces kept, cut if it is long."""
    return f'"{text}"' if len(text) <= _LONGEST else f'"{text[:_LONGEST]}…"'


def _choices(kind: Type) -> frozenset[str]:
    """The values that a choice can have; empty for a free text."""
    match kind:
        case ChoiceType(choices=choices):
            return frozenset(choices)
        case LevelType(choices=by_scheme):
            return frozenset(level for _, levels in by_scheme for level in levels)
        case _:
            return frozenset()
