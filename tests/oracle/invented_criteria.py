"""Criteria trees at random, and variants that leave one of them out."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from tests.oracle.invented_expressions import Writer

Section = dict[str, Any]


def criteria_of(rng: Random, writer: Writer, score: Section) -> Section:
    """The section `criteria`; sets the score's `total` where weights are points."""
    author = _Author(rng, writer, score)
    tree = author.children(rng.randint(2, 4), 2)
    if score["weights"] == "points":
        score["total"] = _total(tree)
    else:
        _to_percent(rng, tree)
    return tree


def names_of(criteria: Section) -> list[str]:
    """All nodes, parents first."""
    found = [(name, node) for name, node in criteria.items()]
    return [name for one, node in found for name in (one, *names_of(node.get("criteria", {})))]


def variants_of(rng: Random, writer: Writer, book: Section) -> Section:
    """Up to two variants that leave out a leaf and its readers and give its weight to another beside it."""
    found: Section = {}
    for i in range(rng.choice([0, 0, 1, 2])):
        groups = [group for group in _groups(book["criteria"]) if len(_leaf_names(group)) > 1]
        if not groups:
            break
        group = rng.choice(groups)
        gone, heir = rng.sample(_leaf_names(group), 2)
        weights = {heir: group[gone]["weight"] + group[heir]["weight"]}
        left_out = [gone, *_readers(book["after_score"], gone), *(["rule_0"] if rng.random() < 0.3 else [])]
        when = writer.condition(1)
        found[f"variant_{i}"] = {"when": when, "note": "tried", "without": left_out, "weights": weights}
    return found


def _readers(rules: Section, criterion: str) -> list[str]:
    return [name for name, rule in rules.items() if re.search(rf"\b{criterion}\b", rule["when"])]


def _leaf_names(group: Section) -> list[str]:
    return [name for name, node in group.items() if "criteria" not in node]


def _groups(criteria: Section) -> list[Section]:
    below = [group for node in criteria.values() for group in _groups(node.get("criteria", {}))]
    return [criteria, *below] if criteria else below


def _total(criteria: Section) -> float:
    return float(sum(node["weight"] for node in criteria.values()))


def _to_percent(rng: Random, criteria: Section) -> None:
    cuts = sorted(rng.sample(range(1, 100), len(criteria) - 1))
    for node, low, high in zip(criteria.values(), [0, *cuts], [*cuts, 100], strict=True):
        node["weight"] = high - low
        if "criteria" in node:
            _to_percent(rng, node["criteria"])


class _Author:
    def __init__(self, rng: Random, writer: Writer, score: Section) -> None:
        self.rng = rng
        self.writer = writer
        self.low, self.high = (float(end) for end in score["scale"])
        self.number = 0

    def children(self, count: int, depth: int) -> Section:
        found: Section = {}
        for _ in range(count):
            self.number += 1
            name = f"criterion_{self.number}"
            found[name] = self._branch(depth) if depth and self.rng.random() < 0.35 else self._leaf()
        return found

    def _branch(self, depth: int) -> Section:
        children = self.children(self.rng.randint(1, 3), depth - 1)
        more: Section = {"min_coverage": self.rng.choice([30, 50, 60])} if self.rng.random() < 0.3 else {}
        return {"weight": _total(children), "criteria": children} | more | self._limits()

    def _leaf(self) -> Section:
        forms = [self._curve, self._steps, self._target, self._checklist, self._table]
        missing = self.rng.choice(["worst", "exclude", "unknown"])
        weight = self.rng.choice([1, 2, 3, 5, 7.5])
        return {"weight": weight} | self.rng.choice(forms)() | {"if_missing": missing} | self._limits()

    def _limits(self) -> Section:
        if self.rng.random() < 0.8:
            return {}
        count = self.rng.choice([1, 1, 2])
        return {"at_most": [{"value": self._value(), "when": self.writer.condition(1)} for _ in range(count)]}

    def _value(self) -> float:
        part = self.rng.choice([0, 0.1, 0.3, 1 / 3, 0.5, 0.7, 0.85, 1])
        return round(self.low + (self.high - self.low) * part, 3)

    def _measured(self) -> str:
        plain = [*self.writer.words.numbers, *self.writer.words.percents, *self.writer.words.money]
        return self.rng.choice([self.rng.choice(plain), self.writer.number(2)])

    def _borders(self, count: int) -> list[float | str]:
        return sorted(self.rng.sample([-10, 0, 3, 10, 20, 36, 50, 75.5, 100, 250], count))

    def _curve(self) -> Section:
        xs = self._borders(self.rng.randint(2, 4))
        ys = [self._value() for _ in xs]
        if self.rng.random() < 0.5:
            ys.sort(reverse=self.rng.random() < 0.3)
        points = [[x, y] for x, y in zip(xs, ys, strict=True)]
        if 20 in xs and self.rng.random() < 0.5:
            points.insert(xs.index(20) + 1, ["edge", self._value()])
        return {"of": self._measured(), "curve": points}

    def _steps(self) -> Section:
        borders = self._borders(self.rng.randint(1, 3))
        lows = [{}, *({"from": border} for border in borders)]
        highs = [*({"below": border} for border in borders), {}]
        rows = [low | high | {"value": self._value()} for low, high in zip(lows, highs, strict=True)]
        return {"of": self._measured(), "steps": rows}

    def _target(self) -> Section:
        a, b, c, d = self._borders(4)
        return {"of": self._measured(), "target": {"zero": [a, d], "full": [b, self.rng.choice([b, c])]}}

    def _checklist(self) -> Section:
        count = self.rng.randint(1, 4)
        points = [self.rng.choice([1, 2, 10, 33.3, 40]) for _ in range(count)]
        return {"checklist": [{"when": self.writer.condition(1), "points": p} for p in points]}

    def _table(self) -> Section:
        words = self.writer.words
        if words.choices and self.rng.random() < 0.6:
            of, choices = self.rng.choice(list(words.choices.items()))
        else:
            of, choices = self.writer.condition(1), ("true", "false")
        return {"of": of, "table": {choice: self._value() for choice in choices}}
