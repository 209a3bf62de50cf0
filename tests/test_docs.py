"""The manual of the rulebook language says what the loader accepts, all of it, and nothing else; the code,
the commands and the links of all pages hold.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from assize.decision import suite_file
from assize.decision.suite_file import load_suite
from assize.rules import load, sections
from assize.rules.duration import parse_duration
from assize.rules.errors import RulebookError
from assize.rules.load import load_rulebook
from assize.rules.parse_calls import FUNCTIONS
from assize.rules.scope import GRADE_NAMES, RISK_NUMBERS, SCORE_NAMES, SUMMARY_NAMES
from assize.rules.sections import facts, forms, outcomes, rules
from tests.decision.books import write_book
from tests.server.cli.commands import run, stand_in

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LANGUAGE = (ROOT / "docs/rulebook-language.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def page_id(path: Path) -> str:
    return str(path.relative_to(ROOT))


def blocks(text: str, kind: str | None = None) -> list[str]:
    """The code blocks of a page, or those of one language."""
    return [block for name, block in BLOCK.findall(text) if kind in (None, name)]


def code(text: str) -> str:
    """All that a page writes as code: in blocks, and between backquotes."""
    inline = re.findall(r"`([^`\n]+)`", BLOCK.sub("", text))
    return "\n".join([*blocks(text), *inline])


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-zA-Z_][\w-]*", text))


# Everything that the loader accepts is named


def modules() -> list[ModuleType]:
    """The readers of rulebooks and of their tests."""
    names = (path.stem for path in sorted(Path(str(sections.__file__)).parent.glob("*.py")))
    found = [import_module(f"assize.rules.sections.{name}") for name in names if name != "__init__"]
    return [load, suite_file, *found]


def texts_in(value: object) -> Iterator[str]:
    """All texts in nested tuples, lists, sets and dictionaries."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts_in([*value, *value.values()])
    elif isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from texts_in(part)


def written(module: ModuleType, function: ast.FunctionDef, node: ast.expr, seen: set[str]) -> Iterator[str]:
    """The texts that an argument may hold: written there, in a constant of the module, or in a local name."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        elif isinstance(part, ast.Name) and part.id not in seen:
            seen.add(part.id)
            yield from texts_in(getattr(module, part.id, None))
            for each in ast.walk(function):
                if isinstance(each, ast.Assign) and part.id in ast.unparse(each.targets[0]).split(", "):
                    yield from written(module, function, each.value, seen)


def accepted(module: ModuleType) -> Iterator[str]:
    """The keys of every `mapping` that a module reads, and the options of every `choice`."""
    tree = ast.parse(inspect.getsource(module))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    passing: set[str] = set()
    for function, call in calls(functions, {"mapping", "choice"}):
        for argument in call.args[2:]:
            yield from written(module, function, argument, set())
            read = {part.id for part in ast.walk(argument) if isinstance(part, ast.Name)}
            passing |= {function.name} if read & {each.arg for each in function.args.args} else set()
    for function, call in calls(functions, passing):
        for argument in (each for each in call.args if isinstance(each, ast.Tuple | ast.List)):
            yield from written(module, function, argument, set())


def calls(functions: list[ast.FunctionDef], names: set[str]) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    """Every call of a function or method of these names, with where it stands."""
    for function in functions:
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute | ast.Name):
                name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
                if name in names:
                    yield function, call


ACCEPTED = sorted({name for module in modules() for name in accepted(module)})


def test_keys_are_found_where_the_loader_reads_them() -> None:
    """That the search works: some of every kind."""
    some = {
        "rulebook",
        "holds_until",
        "stale_after",
        "max_items",
        "if_missing",
        "exclude",
        "knock_out",
        "due",
    }
    assert some | {"checked_on", "min_coverage", "with", "clauses", "fixture", "residual"} <= set(ACCEPTED)


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_the_loader_accepts_is_named(name: str) -> None:
    assert name in words(code(LANGUAGE))


@pytest.mark.parametrize(
    "names",
    [FUNCTIONS, forms.FORMS, rules.EFFECTS, outcomes.EFFECTS, SUMMARY_NAMES, SCORE_NAMES, GRADE_NAMES],
    ids=lambda names: names[0],
)
def test_names_with_a_meaning_are_named(names: tuple[str, ...]) -> None:
    assert set(names) <= words(code(LANGUAGE))


def test_the_numbers_of_risks_are_named() -> None:
    assert {f"<risk>_{number}" for number in RISK_NUMBERS} <= set(code(LANGUAGE).splitlines())


# Everything that is named is accepted


def column(heading: str) -> list[str]:
    """What the first column of the table under a heading names."""
    table = LANGUAGE.partition(f"\n| {heading} |")[2].partition("\n\n")[0]
    return [name for row in table.splitlines() for name in re.findall(r"^\| `(\w+)", row)]


def test_the_tables_name_what_there_is() -> None:
    named = {"choices": "choice"}  # `type: choice` is written shorter
    assert {named.get(name, name) for name in column("type")} == set(facts.TYPES)
    assert set(column("function")) == set(forms.FORMS)
    assert set(column("effect")) == set(rules.EFFECTS)


def test_functions_that_are_named_are_there() -> None:
    expressions = LANGUAGE.partition("## 4.")[2].partition("## 5.")[0]
    called = set(re.findall(r"\b([a-z_]+)\(", code(expressions)))
    assert called == set(FUNCTIONS)


@pytest.mark.parametrize("text", sorted(set(re.findall(r"\b(?:due|holds_for|stale_after): (\w+)", LANGUAGE))))
def test_durations_are_durations(text: str) -> None:
    assert parse_duration(text) is not None


HEAD = {
    "rulebook": "small",
    "version": "1.0.0",
    "effective": {"from": "2026-01-01"},
    "adopted": "draft",
    "time_zone": "UTC",
    "languages": ["en"],
    "audiences": ["internal", "supplier", "customer"],
    "facts": {"leaks": "boolean"},
    "uses": ["award"],
    "outcomes": {"approved": "none", "open": "undetermined"},
    "decide": [{"otherwise": "approved"}],
}
ELSEWHERE = (
    ": no text for ",
    "no texts for the language ",
    " is not declared",
    "there are criteria but no `score`",
    "but nothing is scored",
    "the rulebook has no `grades`",
    ": no such rule under `rules`",
    "` is no criterion or rule",
    ": no criterion `",
    "decide: not an outcome",
    ": expected a number or a parameter",
)
"""What is wrong with a piece only because the rest of the rulebook is not there."""


def pieces() -> list[tuple[str, str]]:
    """The pieces of rulebooks in the manual and in the README, with the page."""
    found = [(page_id(page), piece) for page in PAGES for piece in blocks(page.read_text("utf-8"), "yaml")]
    cut = ((page, piece.replace(", …}", "}").replace("{…}", "{}")) for page, piece in found)
    return [(page, piece) for page, piece in cut if "cases:" not in piece]


def is_rulebook(piece: str) -> bool:
    return not {"title", "tests"} & yaml.load(piece, yaml.BaseLoader).keys()  # noqa: S506  # texts only


def problems_of(folder: Path, piece: str) -> list[str]:
    """What the loader has against a piece itself, put where it belongs in the smallest rulebook."""
    read: dict[str, Any] = yaml.load(piece, yaml.BaseLoader)  # noqa: S506  # texts only
    if "obligations" in read:  # a part of a rule
        read["rules"] = {"leak": {"when": "leaks", "obligations": read.pop("obligations")}}
    book = HEAD | read
    (folder / "rulebook.yaml").write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    (folder / "en.yaml").write_text("language: en\ntitle: x\n", encoding="utf-8")
    try:
        load_rulebook(folder)
    except RulebookError as error:
        whats = (problem.what for problem in error.problems)
        return [what for what in whats if not any(part in what for part in ELSEWHERE)]
    return []


@pytest.mark.parametrize(("page", "piece"), [each for each in pieces() if is_rulebook(each[1])])
def test_a_piece_of_a_rulebook_is_accepted(page: str, piece: str, tmp_path: Path) -> None:
    assert problems_of(tmp_path, piece) == [], page


def test_a_key_that_is_not_there_would_be_found(tmp_path: Path) -> None:
    """That the test above can fail."""
    piece = next(piece for _, piece in pieces() if "knock_out: true" in piece)
    found = problems_of(tmp_path, piece.replace("knock_out:", "knockout:", 1))
    assert [what.rpartition(": ")[2] for what in found] == ["unknown key"]


NAMED = """
score: {scale: [0, 100], decimals: 2, weights: points}
facts:
  headcount: number
  overlap_share: number
  criticality: {choices: [low, high]}
  certificates: {type: list, of: text}
criteria: {capital: {weight: 100, of: headcount, curve: [[0, 0], [500, 100]], if_missing: unknown}}
rules:
  no_security_certificate: {when: count(certificates) == 0, knock_out: true}
  thin_specialty: {when: headcount < 5, warning: true}
  overlap: {when: overlap_share > 20, obligations: {information_barrier: {owner: supplier}}}
grades: {A: 80, B: 0}
uses: [award]
outcomes: {preferred: none, approved: none, rejected: block, undetermined: undetermined}
decide: [{rejected: knocked_out}, {preferred: grade == "A"}, {otherwise: approved}]
"""
"""A rulebook with the names that the pieces of texts and tests name."""


def piece_with(key: str) -> str:
    (piece,) = (piece for _, piece in pieces() if piece.startswith(f"{key}:"))
    return piece


def test_the_texts_of_the_manual_are_accepted(tmp_path: Path) -> None:
    folder = write_book(tmp_path, NAMED, audiences="[internal, supplier, customer]")
    (folder / "en.yaml").write_text(piece_with("language"), encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load_rulebook(folder)
    whats = {problem.what.partition(" for ")[0] for problem in caught.value.problems}
    assert whats <= {f"{section}: no text" for section in ("outcomes", "facts", "rules", "roles")}


def test_the_cases_of_the_manual_are_accepted(tmp_path: Path) -> None:
    folder = write_book(tmp_path, NAMED)
    (folder / "tests.yaml").write_text(piece_with("fixtures"), encoding="utf-8")
    first, second, third = load_suite(folder, load_rulebook(folder))
    assert first.wanted.texts == {"outcome": "preferred", "grade": "A"}
    assert second.wanted.rules == {"no_security_certificate": 2, "thin_specialty": 0}
    assert [given.role for given in third.case.approvals] == ["head_of_service_business"]


# Commands and links


def commands() -> list[str]:
    """The commands in the code of the pages; those of command-line.md are run beside the tests of it."""
    pages = [page for page in PAGES if page.name != "command-line.md"]
    lines = (
        line for page in pages for block in blocks(page.read_text("utf-8")) for line in block.splitlines()
    )
    found = (re.match(r"(?:\$ )?(?:\.venv/bin/)?assize (.+?)(?:\s+#.*)?$", line) for line in lines)
    return sorted({match[1] for match in found if match and not match[1].startswith("serve")})


@pytest.mark.parametrize("command", commands())
def test_a_command_of_a_page_runs(command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(stand_in(tmp_path / "here"))
    ran = run(*shlex.split(command))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip()


def test_the_readme_has_commands() -> None:
    assert len(commands()) >= 3


LINKS = [
    (page, link)
    for page in [*PAGES, *sorted((ROOT / "examples").rglob("*.md"))]
    for link in re.findall(r"\]\(([^)\s]+)\)", BLOCK.sub("", page.read_text(encoding="utf-8")))
    if not link.startswith(("http://", "https://"))
]


@pytest.mark.parametrize(("page", "link"), LINKS, ids=[f"{page_id(page)}-{link}" for page, link in LINKS])
def test_a_link_leads_somewhere(page: Path, link: str) -> None:
    path, _, heading = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    assert target.exists()
    assert target.is_relative_to(ROOT)
    if heading:
        headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", target.read_text(encoding="utf-8")), re.MULTILINE)
        assert heading in {
            re.sub(r"[^\w\- ]", "", each).strip().lower().replace(" ", "-") for each in headings
        }


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_paths_that_are_named_exist(page: Path) -> None:
    """`rules/inference/tables.py` and the like, with their folder; what a caller writes is not meant."""
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]+\.(?:py|md|yaml|json|csv|proto|toml))`", text))
    assert {path for path in named if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_targets_of_make_that_are_named_exist(page: Path) -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", code(page.read_text(encoding="utf-8"))))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert named <= set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
