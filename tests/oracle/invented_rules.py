"""Rules, rules after the score and an outcome ladder at random. No rule reads one that stands below it."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from tests.oracle.invented_criteria import names_of
from tests.oracle.invented_expressions import ORDERS, Writer

Section = dict[str, Any]


def rules_of(rng: Random, writer: Writer, grades: tuple[str, ...]) -> Section:
    """The section `rules`."""
    rules: Section = {}
    for i in range(rng.randint(2, 7)):
        rules[f"rule_{i}"] = _each(rng, writer) if rng.random() < 0.2 else _plain(rng, writer, list(rules))
        rules[f"rule_{i}"] |= _effects(rng, grades[1:])
    return rules


def after_score_of(rng: Random, writer: Writer, book: Section) -> Section:
    """The section `after_score`, which may read numbers, grades and conclusions."""
    rules: Section = {}
    for i in range(rng.randint(0, 4)):
        atoms = [_number(rng, writer, book) for _ in range(2)] + [writer.condition(1)]
        atoms += [_grade(rng, writer, tuple(book["grades"]))] if book["grades"] else []
        if rng.random() < 0.5:
            atoms.append(rng.choice([*book["rules"], *rules]))
        rules[f"late_{i}"] = {"when": _joined(rng, atoms)} | _if_unknown(rng) | _effects(rng, ())
    return rules


def ladder_of(rng: Random, book: Section, outcomes: tuple[str, ...]) -> list[Section]:
    """The section `decide`; each row reads what no row above it reads, so that each can be reached."""
    rules = {**book["rules"], **book["after_score"]}
    atoms = [name for name, rule in rules.items() if not {"knock_out", "approval", "condition"} & rule.keys()]
    for effect, summary in SUMMARIES.items():
        atoms += [summary] if any(effect in rule for rule in rules.values()) else []
    grades = list(book["grades"])
    atoms += [f'grade == "{rng.choice(grades)}"'] if grades else []
    atoms += [f"coverage < {rng.choice([50, 75])}"] if book["criteria"] else []
    rng.shuffle(atoms)
    rows: list[Section] = []
    while atoms and len(rows) < 4:
        taken, atoms = atoms[: rng.choice([1, 1, 2, 3])], atoms[3:]
        rows.append({rng.choice(outcomes): _joined(rng, taken)})
    return [*rows, {"otherwise": rng.choice(outcomes)}]


def warn_where_idle(book: Section) -> None:
    """Give a warning to every rule that has no effect and that nothing reads."""
    rules = {**book["rules"], **book["after_score"]}
    read = {word for text in _conditions(book, rules) for word in re.findall(r"\w+", text)}
    for name, rule in rules.items():
        if name not in read and not EFFECTS & rule.keys():
            rule["warning"] = True


def _conditions(book: Section, rules: Section) -> list[str]:
    rows = [text for row in book["decide"] for outcome, text in row.items() if outcome != "otherwise"]
    return rows + [rule["when"] for rule in rules.values()]


EFFECTS = {"knock_out", "cap", "approval", "condition", "obligations"}
SUMMARIES = {"knock_out": "knocked_out", "approval": "approval_open", "condition": "condition_open"}


def _plain(rng: Random, writer: Writer, above: list[str]) -> Section:
    atoms = [writer.condition(2) for _ in range(rng.choice([1, 1, 2]))]
    atoms += rng.sample(above, min(len(above), rng.choice([0, 1, 2])))
    return {"when": _joined(rng, atoms)} | _if_unknown(rng)


def _each(rng: Random, writer: Writer) -> Section:
    x = writer.variable()
    listed = rng.choice(writer.words.record_lists)
    return {"each": f"{listed} as {x}", "when": writer.condition(2, x)} | _if_unknown(rng)


def _if_unknown(rng: Random) -> Section:
    said = rng.choice([None, None, "hold", "fire", "ignore"])
    return {"if_unknown": said} if said else {}


def _effects(rng: Random, caps: tuple[str, ...]) -> Section:
    found: Section = {}
    if rng.random() < 0.2:
        found["knock_out"] = True
    if caps and rng.random() < 0.3:
        found["cap"] = rng.choice(caps)
    if rng.random() < 0.25:
        found["approval"] = {"role": rng.choice(["buyer", "officer"]), "due": "10wd"}
    if rng.random() < 0.25:
        found["condition"] = {"owner": "supplier", "due": "6m"}
    if rng.random() < 0.15:
        found["obligations"] = {"report": {"owner": "supplier", "due": "1m"}}
    return found


def _joined(rng: Random, atoms: list[str]) -> str:
    """The atoms joined by `and` and `or`, some of them negated."""
    text = ""
    for atom in atoms:
        part = f"not ({atom})" if rng.random() < 0.25 else f"({atom})"
        text = f"({text} {rng.choice(['and', 'or'])} {part})" if text else part
    return text


def _number(rng: Random, writer: Writer, book: Section) -> str:
    low, high = book["score"]["scale"]
    shares = ["coverage", "verified_share", "declared_share"]
    if rng.random() < 0.3:
        return f"{rng.choice(shares)} {rng.choice(ORDERS)} {rng.choice([0, 50, 60, 100])}"
    name = rng.choice(["score", "score_low", "score_high", *names_of(book["criteria"])])
    border, upper = (
        f"{low + (high - low) * part:g}" for part in sorted(rng.sample([0.2, 0.5, 0.6, 0.75], 2))
    )
    forms = [
        f"{name} {rng.choice(ORDERS[:4])} {border}",
        f"{border} <= {name} < {upper}",
        f"{name} {rng.choice(ORDERS)} {writer.number(1)}",
        f"({name} > {border} if {writer.condition(0)} else {rng.choice(['unknown', 'urgent'])})",
    ]
    return rng.choice([forms[0], *forms])


def _grade(rng: Random, writer: Writer, grades: tuple[str, ...]) -> str:
    name = rng.choice(["grade", "grade_before_caps"])
    one, other, x = rng.choice(grades), rng.choice(grades), writer.variable()
    forms = [
        f'{name} {rng.choice(ORDERS)} "{one}"',
        f'{name} in ["{one}", "{other}"]',
        f'any({x}.valid and {name} >= "{one}" for {x} in papers)',
    ]
    return rng.choice([*forms[:2], *forms])
