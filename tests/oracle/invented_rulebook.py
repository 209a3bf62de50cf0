"""Whole rulebooks at random, as the files that a policy owner would write, valid by construction."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import yaml

from tests.oracle.invented_criteria import criteria_of, names_of, variants_of
from tests.oracle.invented_expressions import Words, Writer
from tests.oracle.invented_rules import after_score_of, ladder_of, rules_of, warn_where_idle

Section = dict[str, Any]
OUTCOMES = {"good": "none", "fair": "warn", "poor": "needs_approval", "bad": "block", "open": "undetermined"}
ANSWERS = ("good", "fair", "poor", "bad")
PAPERS: Section = {
    "type": "list",
    "key": "number",
    "of": {
        "number": "text",
        "scheme": {"choices": ["iso", "cmmi", "none"]},
        "level": {
            "by": "scheme",
            "choices": {"iso": [1, 2, 3], "cmmi": [3, 2, 1], "none": []},
            "best": "first",
        },
        "amount": "number",
        "until": {"type": "date", "expires": True},
        "valid": "boolean",
    },
}
FACTS: Mapping[str, object] = {
    "size": {"type": "number", "range": [-50, 500]},
    "people": {"type": "integer", "range": [0, 1000]},
    "free": "number",
    "share": {"type": "number", "unit": "%", "range": [0, 100], "stale_after": "30d"},
    "signed": "boolean",
    "urgent": {"type": "boolean"},
    "holder": "text",
    "color": {"choices": ["red", "green", "blue"]},
    "grave": {"choices": ["low", "middle", "high"], "best": "first"},
    "big": {"choices": ["small", "medium", "large"], "best": "last"},
    "founded": {"type": "date"},
    "ends": {"type": "date", "expires": True},
    "value": {"type": "money", "currency": "CNY", "range": [0, 100000]},
    "cost": {"type": "money", "currency": "CNY"},
    "skills": {"type": "list", "of": "text"},
    "marks": {"type": "list", "of": "number", "max_items": 20},
    "papers": PAPERS,
}
ALWAYS = ("size", "signed", "urgent", "papers")
KINDS: Mapping[str, tuple[str, ...]] = {
    "numbers": ("size", "people", "free"),
    "percents": ("share",),
    "money": ("value", "cost"),
    "conditions": ("signed", "urgent"),
    "texts": ("holder",),
    "dates": ("founded", "ends"),
    "text_lists": ("skills",),
    "number_lists": ("marks",),
    "record_lists": ("papers",),
}


def invent_rulebook(rng: Random) -> dict[str, str]:
    """The files of one rulebook, by name."""
    book, words = _head(rng), Words()
    facts = {name: kind for name, kind in FACTS.items() if name in ALWAYS or rng.random() < 0.6}
    book |= {"parameters": _parameters(rng), "facts": facts, "tables": _tables(rng)}
    _learn(words, facts)
    writer = Writer(rng, words)
    book["let"] = _lets(rng, writer)
    scored = rng.random() < 0.9
    criteria: Section = criteria_of(rng, writer, book["score"]) if scored else {}
    grades = _grades(rng, book["score"]) if scored and rng.random() < 0.9 else {}
    rules = rules_of(rng, writer, tuple(grades))
    book |= {"criteria": criteria, "rules": rules, "grades": grades}
    book["after_score"] = after_score_of(rng, writer, book) if scored else {}
    book["uses"] = ["order"]
    book["decide"] = ladder_of(rng, book, ANSWERS)
    book["outcomes"] = _outcomes(book["decide"])
    warn_where_idle(book)
    book["variants"] = variants_of(rng, writer, book)
    book["next_review"] = writer.date(1)
    kept = {key: section for key, section in book.items() if section or key in ("facts", "decide")}
    if not criteria:
        del kept["score"]
    return {"rulebook.yaml": _dump(kept), "en.yaml": _dump(_texts(kept))}


def _head(rng: Random) -> Section:
    weights = rng.choice(["percent", "points"])
    scale = rng.choice([[0, 100], [0, 100], [0, 1], [1, 5]])
    score: Section = {"scale": scale, "decimals": rng.choice([0, 1, 2, 4]), "weights": weights}
    if rng.random() < 0.2:
        score["min_coverage"] = rng.choice([40, 75])
    return {
        "rulebook": "invented",
        "version": "1.0.0",
        "effective": {"from": "2026-01-01"},
        "adopted": "draft",
        "time_zone": "UTC",
        "languages": ["en"],
        "audiences": ["internal"],
        "score": score,
    }


def _parameters(rng: Random) -> Section:
    def dated(first: object, second: object) -> list[Section]:
        later = [{"from": "2026-07-01", "value": second, "note": "changed"}] if rng.random() < 0.6 else []
        return [{"from": "2026-01-01", "value": first, "note": "given"}, *later]

    return {
        "edge": {"values": dated(rng.choice([21, 25, 30]), 35.5)},
        "cut": {"values": dated(0.61, 0.66)},
        "fixed_day": {"type": "date", "values": dated("2026-02-28", "2026-08-31")},
    }


def _tables(rng: Random) -> Section:
    rows: Section = {
        "iso": {"1": 100, "2": rng.choice([60, 0.5]), "3": 12.5},
        "cmmi": rng.choice([80, {"1": 75}]),
    }
    tables: Section = {
        "points": {"by": ["scheme", "level"], "rows": rows, "otherwise": rng.choice([0, "edge"])}
    }
    return tables


def _learn(words: Words, facts: Section) -> None:
    for kind, names in KINDS.items():
        getattr(words, kind).extend(name for name in names if name in facts)
    for name in ("color", "grave", "big"):
        if name in facts:
            words.choices[name] = tuple(facts[name]["choices"])
            if "best" in facts[name]:
                words.ranked[name] = words.choices[name]
    words.numbers.append("edge")
    words.dates.append("fixed_day")


def _lets(rng: Random, writer: Writer) -> Section:
    lets: Section = {}
    for i in range(rng.randint(0, 5)):
        kind = rng.choice(["number", "condition", "date", "selection", "selection"])
        name = f"{kind}_{i}"
        match kind:
            case "number":
                lets[name] = writer.number(2)
                writer.words.numbers.append(name)
            case "condition":
                lets[name] = writer.condition(2)
                writer.words.conditions.append(name)
            case "date":
                lets[name] = writer.date(1)
                writer.words.dates.append(name)
            case _:
                lets[name] = writer.selection()
                writer.words.record_lists.append(name)
    return lets


def _grades(rng: Random, score: Section) -> Section:
    low, high = score["scale"]
    cuts = {"A": 0.85, "B": 0.7, "C": "cut" if (low, high) == (0, 1) else 0.6, "D": 0}
    return {
        name: cut if isinstance(cut, str) else round(low + (high - low) * cut, 4)
        for name, cut in cuts.items()
        if name in ("A", "D") or rng.random() < 0.8
    }


def _outcomes(ladder: list[Section]) -> Section:
    answered = {next(iter(row.values() if "otherwise" in row else row)) for row in ladder} | {"open"}
    return {name: effect for name, effect in OUTCOMES.items() if name in answered}


def _texts(book: Section) -> Section:
    rules = {**book.get("rules", {}), **book.get("after_score", {})}
    duties = [duty for rule in rules.values() for duty in rule.get("obligations", {}).items()]
    owners = [rule["condition"]["owner"] for rule in rules.values() if "condition" in rule]
    owners += [rule["approval"]["role"] for rule in rules.values() if "approval" in rule]
    owners += [duty["owner"] for _, duty in duties]
    names = {
        "outcomes": list(book["outcomes"]),
        "facts": list(book["facts"]),
        "criteria": names_of(book.get("criteria", {})),
        "obligations": [name for name, _ in duties],
        "roles": owners,
    }
    texts: Section = {"language": "en", "title": "Invented"}
    texts |= {section: {name: f"the {name}" for name in named} for section, named in names.items() if named}
    if rules:
        texts["rules"] = {name: {"reason": f"{name} holds.", "remedy": f"Mend {name}."} for name in rules}
    return texts


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


def _dump(section: Section) -> str:
    return yaml.dump(section, Dumper=_Dumper, sort_keys=False, width=10_000)
