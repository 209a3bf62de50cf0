"""Expressions at random, written as a policy owner would write them, over declared names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

LITERALS = ("0", "1", "2", "3", "5", "10", "12.5", "20", "33.3", "50", "75", "100", "-4")
ORDERS = ("<", "<=", ">", ">=", "==", "!=")


@dataclass
class Words:
    """The names that expressions may use, by what they stand for; records are papers."""

    numbers: list[str] = field(default_factory=list)
    percents: list[str] = field(default_factory=list)
    money: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ranked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dates: list[str] = field(default_factory=lambda: ["as_of"])
    text_lists: list[str] = field(default_factory=list)
    number_lists: list[str] = field(default_factory=list)
    record_lists: list[str] = field(default_factory=list)


class Writer:
    """Writes expressions; `depth` says how far they may nest."""

    def __init__(self, rng: Random, words: Words) -> None:
        self.rng = rng
        self.words = words
        self._variables: Iterator[int] = count(1)

    def variable(self) -> str:
        return f"x{next(self._variables)}"

    def number(self, depth: int, record: str = "") -> str:
        forms = [lambda: self._plain_number(record)]
        if depth > 0:
            forms += [
                lambda: self._arithmetic(depth, record),
                lambda: self._extreme(depth, record),
                lambda: self._chosen_number(depth, record),
                lambda: self._days(depth, record),
                self._counted,
                lambda: self._summed(depth),
            ]
            forms += [self._ratio] if self.words.money else []
        return self.rng.choice(forms)()

    def condition(self, depth: int, record: str = "") -> str:
        if depth > 0 and self.rng.random() < 0.6:
            return self._composite(depth, record)
        if record and self.rng.random() < 0.7:
            return self._of_record(depth, record)
        forms = [
            self._plain_condition,
            lambda: self._number_condition(depth, record),
            lambda: self._date_condition(depth, record),
            *([lambda: self._loop(depth)] * 2 if depth > 0 else []),
            *([self._choice_condition] if self.words.choices else []),
            *([self._ranked_condition] if self.words.ranked else []),
            *([lambda: self._text_condition(record)] if self.words.texts else []),
            *([self._money_condition] if self.words.money else []),
            *([self._scalar_loop] if self.words.text_lists or self.words.number_lists else []),
        ]
        return self.rng.choice(forms)()

    def date(self, depth: int, record: str = "") -> str:
        base = self.rng.choice([*self.words.dates, *([f"{record}.until"] * 2 if record else [])])
        if depth <= 0:
            return base
        other = self.rng.choice(self.words.dates)
        forms = [
            base,
            f"({base} + {self.rng.choice(['1', '90', '365'])})",
            f"({base} - {self.rng.choice(['30', self._plain_number(record)])})",
            f"add_months({base}, {self.rng.choice(['12', '1', '-3'])})",
            f"max({base}, {other})",
            f"({base} if {self.condition(depth - 1, record)} else {other})",
        ]
        return self.rng.choice(forms)

    def selection(self) -> str:
        """A selection of records; the list may itself be one."""
        x = self.variable()
        return f"[{x} for {x} in {self.rng.choice(self.words.record_lists)} if {self.condition(1, x)}]"

    def _plain_number(self, record: str) -> str:
        fields = [f"{record}.amount"] * 2 if record else []
        return self.rng.choice([*self.words.numbers, *fields, self.rng.choice(LITERALS)])

    def _arithmetic(self, depth: int, record: str) -> str:
        left, right = self.number(depth - 1, record), self.number(depth - 1, record)
        return f"({left} {self.rng.choice('+-*/')} {right})"

    def _extreme(self, depth: int, record: str) -> str:
        parts = [self.number(depth - 1, record) for _ in range(self.rng.choice([2, 3]))]
        return f"{self.rng.choice(['min', 'max'])}({', '.join(parts)})"

    def _chosen_number(self, depth: int, record: str) -> str:
        other = self.rng.choice(["unknown", self.number(depth - 1, record)])
        return f"({self.number(depth - 1, record)} if {self.condition(depth - 1, record)} else {other})"

    def _counted(self) -> str:
        words = self.words
        return f"count({self.rng.choice([*words.record_lists, *words.text_lists, *words.number_lists])})"

    def _days(self, depth: int, record: str) -> str:
        return f"({self.date(depth - 1, record)} - {self.date(depth - 1, record)})"

    def _ratio(self) -> str:
        return f"({self.rng.choice(self.words.money)} / {self.rng.choice(self.words.money)})"

    def _summed(self, depth: int) -> str:
        x, name = self.variable(), self.rng.choice(["sum", "min", "max", "distinct", "count"])
        if self.words.number_lists and self.rng.random() < 0.3:
            tail = "" if self.rng.random() < 0.5 else f" if {x} > {self.rng.choice(LITERALS)}"
            return f"{name}({x} for {x} in {self.rng.choice(self.words.number_lists)}{tail})"
        body = {"count": x, "distinct": f"{x}.{self.rng.choice(['scheme', 'number', 'amount'])}"}
        inner = body.get(name) or self.rng.choice([f"{x}.amount", f"points[{x}.scheme, {x}.level]"])
        tail = "" if self.rng.random() < 0.4 else f" if {self.condition(depth - 1, x)}"
        return f"{name}({inner} for {x} in {self.rng.choice(self.words.record_lists)}{tail})"

    def _composite(self, depth: int, record: str) -> str:
        a, b = self.condition(depth - 1, record), self.condition(depth - 1, record)
        other = self.rng.choice(["unknown", b])
        forms = [f"({a} and {b})", f"({a} or {b})", f"not {a}", f"({a} if {b} else {other})"]
        return self.rng.choice(forms)

    def _plain_condition(self) -> str:
        return self.rng.choice(self.words.conditions)

    def _number_condition(self, depth: int, record: str) -> str:
        if self.words.percents and self.rng.random() < 0.3:
            left = self.rng.choice(self.words.percents)
        else:
            left = self.number(depth - 1, record)
        low, high = sorted(self.rng.sample([float(x) for x in LITERALS], 2))
        forms = [
            f"{left} {self.rng.choice(ORDERS)} {self.rng.choice(LITERALS)}",
            f"{low:g} <= {left} < {high:g}",
        ]
        return f"({self.rng.choice(forms)})"

    def _money_condition(self) -> str:
        a, b = self.rng.choice(self.words.money), self.rng.choice(self.words.money)
        right = self.rng.choice(["20", "5000", f"{b} * 0.5", f"{a} + {b}"])
        return f"({a} {self.rng.choice(ORDERS)} {right})"

    def _date_condition(self, depth: int, record: str) -> str:
        right = self.rng.choice([self.date(depth - 1, record), '"2026-03-01"'])
        return f"({self.date(depth - 1, record)} {self.rng.choice(ORDERS)} {right})"

    def _choice_condition(self) -> str:
        name, choices = self.rng.choice(list(self.words.choices.items()))
        some = ", ".join(f'"{choice}"' for choice in self.rng.sample(choices, 2))
        one = f'{name} {self.rng.choice(["==", "!="])} "{self.rng.choice(choices)}"'
        return f"({self.rng.choice([one, f'{name} in [{some}]', f'{name} not in [{some}]'])})"

    def _ranked_condition(self) -> str:
        name, choices = self.rng.choice(list(self.words.ranked.items()))
        return f'({name} {self.rng.choice(ORDERS)} "{self.rng.choice(choices)}")'

    def _text_condition(self, record: str) -> str:
        name = self.rng.choice([*self.words.texts, *([f"{record}.number"] if record else [])])
        forms = [f'({name} == "alpha")', f'({name} in ["alpha", "beta"])']
        forms += (
            [f"({name} in {self.rng.choice(self.words.text_lists)})"] * 2 if self.words.text_lists else []
        )
        return self.rng.choice(forms)

    def _loop(self, depth: int) -> str:
        x, name = self.variable(), self.rng.choice(["any", "all"])
        tail = "" if self.rng.random() < 0.5 else f" if {self.condition(depth - 1, x)}"
        body, listed = self.condition(depth - 1, x), self.rng.choice(self.words.record_lists)
        return f"{name}({body} for {x} in {listed}{tail})"

    def _scalar_loop(self) -> str:
        x, name = self.variable(), self.rng.choice(["any", "all"])
        texts = [f'{name}({x} == "alpha" for {x} in {some})' for some in self.words.text_lists]
        texts += [f"(distinct({x} for {x} in {some}) >= 2)" for some in self.words.text_lists]
        border = self.rng.choice(LITERALS)
        numbers = [f"{name}({x} > {border} for {x} in {some})" for some in self.words.number_lists]
        numbers += [f"({self._plain_number('')} in {some})" for some in self.words.number_lists]
        return self.rng.choice([*texts, *numbers])

    def _of_record(self, depth: int, record: str) -> str:
        level = self.rng.choice(["1", "2", "3"])
        forms = [
            f"{record}.valid",
            f'({record}.scheme == "{self.rng.choice(["iso", "cmmi"])}")',
            f'({record}.level {self.rng.choice(ORDERS)} "{level}")',
            f'({record}.level in ["1", "{level}"])',
            f"(points[{record}.scheme, {record}.level] >= {self.rng.choice(LITERALS)})",
            f"({self.date(depth - 1, record)} {self.rng.choice(ORDERS)} as_of)",
            f"({record}.amount {self.rng.choice(ORDERS)} {self.rng.choice(LITERALS)})",
            f'({record}.number == "alpha")',
        ]
        return self.rng.choice(forms)
