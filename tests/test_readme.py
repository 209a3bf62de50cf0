"""What the README says of the project is so: targets, folders, and what ships."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assize.rules.library import rulebook_folders
from assize.rules.load import load_rulebook
from assize.rules.model import Rulebook
from assize.rules.variants import flatten
from tests.decision.books import shipped

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TABLE = dict(re.findall(r"^\| (`.+`) \| (.+) \|$", README, re.MULTILINE))
NUMBERS = {"four": 4, "nine": 9, "ten": 10}
BOOKS = {book.name: book for book in shipped()}


def row_of(name: str) -> str:
    """What the README says that a rulebook decides."""
    (text,) = (text for names, text in TABLE.items() if f"`{name}`" in names)
    return text


def number(text: str, of: str) -> int:
    """The number of something, in digits or as a word: `nine criteria`."""
    found = re.search(rf"(\w+) (?:real )?{of}", text)
    assert found is not None, f"no number of {of}"
    return NUMBERS.get(found[1]) or int(found[1])


def sources(first: str, last: str) -> list[str]:
    """`SEL-1`, `SEL-9` → all from one to the other."""
    kind, _, start = first.partition("-")
    return [f"{kind}-{place}" for place in range(int(start), int(last.partition("-")[2]) + 1)]


def decides(book: Rulebook) -> set[str]:
    """The outcomes but for the undetermined one, in words."""
    return {o.name.replace("_", " ") for o in book.outcomes if o.name != book.undetermined}


# What ships


def test_every_shipped_rulebook_is_in_the_table_and_no_other() -> None:
    assert set(re.findall(r"`([\w-]+)`", " ".join(TABLE))) == BOOKS.keys()


def test_criteria_are_those_that_the_readme_counts() -> None:
    text, book = row_of("supplier-selection"), BOOKS["supplier-selection"]
    found = re.search(r"(SEL-\d+) to (SEL-\d+)", text)
    assert found is not None
    assert [criterion.source for criterion in book.criteria] == sources(*found.groups())
    assert len(book.criteria) == number(text, "criteria")


def test_principles_are_those_that_the_readme_counts() -> None:
    text, book = row_of("value-added-service"), BOOKS["value-added-service"]
    found = re.search(r"(VAS-\d+) to (VAS-\d+)", text)
    assert found is not None
    assert [principle.source for principle in book.principles] == sources(*found.groups())
    assert len(book.principles) == number(text, "principles")


def test_risks_and_controls_are_as_many_as_the_readme_says() -> None:
    text = row_of("customer-risk")
    risks = [risk for book in BOOKS.values() for risk in book.risks]
    assert len(risks) == number(text, "risks")
    assert sum(len(risk.controls) for risk in risks) == number(text, "controls")


@pytest.mark.parametrize(
    "name",
    ["supplier-selection", "value-added-service", "customer-risk", "supplier-risk", "third-party-risk"],
)
def test_outcomes_are_those_that_the_readme_names(name: str) -> None:
    assert set(row_of(name).rpartition(": ")[2].split(", ")) == decides(BOOKS[name])


def test_what_ships_is_a_draft_and_says_so() -> None:
    assert {book.adoption for book in BOOKS.values()} == {None}


@pytest.mark.parametrize("book", BOOKS.values(), ids=lambda book: book.name)
def test_every_proposed_number_has_a_note(book: Rulebook) -> None:
    dated = [value.note for parameter in book.parameters for value in parameter.values]
    leaves = [node.note for node in flatten(book.criteria) if node.is_leaf]
    risks = [each.note for risk in book.risks for each in (risk, *risk.controls)]
    assert all(dated + leaves + risks)


def test_examples_are_as_many_as_the_readme_says() -> None:
    rows = (ROOT / "examples/vendor-kpis/vendor_kpis.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(rows) == number(README, "vendor-years")
    folders = rulebook_folders(ROOT / "examples/worked")
    worked = [folder for folder in folders if folder.name != "published"]  # those are refused
    assert len({load_rulebook(folder).name for folder in worked}) == len(worked) > 0


# Targets and folders


def test_help_lists_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony is not None
    assert set(re.findall(r"^([a-z-]+):.*## .+$", MAKEFILE, re.MULTILINE)) == set(phony[1].split())
    assert ".DEFAULT_GOAL := help" in MAKEFILE


def test_the_targets_of_the_readme_are_there() -> None:
    named = set(re.findall(r"\bmake ([a-z-]+)", README))
    assert {"demo", "test", "serve", "help", "check", "bench"} <= named
    assert named <= set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))


def test_check_runs_all_checks() -> None:
    check = re.search(r"^check: ([a-z -]+?)\s+##", MAKEFILE, re.MULTILINE)
    assert check is not None
    assert check[1].split() == ["test", "test-spark", "lint", "types", "proto-check"]


def test_the_house_has_these_folders_and_no_other() -> None:
    (house,) = re.findall(r"## The house\n\n```\n(.*?)```", README, re.DOTALL)
    lines = [line.split("  ")[0] for line in house.splitlines()]
    named = {folder.rstrip("/") for line in lines for folder in line.split()}
    assert all((ROOT / folder).is_dir() for folder in named)
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages <= named
    assert {"tests", "docs", "bench", "examples", "proto"} <= named


def test_the_packages_bear_the_names_of_the_readme() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    installed = dict(re.findall(r'^"(assize\.\w+)" = "([\w/]+)"$', text, re.MULTILINE))
    named = dict(re.findall(r"^(\w+)/ .+ (assize\.\w+)$", README, re.MULTILINE))
    assert {package: path.partition("/")[0] for package, path in installed.items()} == {
        package: folder for folder, package in named.items()
    }
