"""The worked examples give what was published: scores, contributions, roundings, ranks, grades, a hurdle."""

import os

import pytest

from assize.decision.ranking import rank_decisions
from assize.rules.errors import RulebookError
from assize.rules.load import load_rulebook
from tests.examples.worked import NAMES, WORKED, decisions_of, published

WITH_HOLES = ("banded-supplier-scale", "ifs-kpi-bands")
WITH_RANKS = tuple(name for name in NAMES if "ranks" in published(name)["expected"])


@pytest.mark.parametrize("name", NAMES)
def test_an_example_bears_the_name_of_its_folder(name: str) -> None:
    assert load_rulebook(WORKED / name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_scores_are_the_published_ones(name: str) -> None:
    expected = published(name)["expected"]
    scores = [decision.score for decision in decisions_of(name).values()]
    assert scores == [float(text) for text in expected.get("displayed", expected["scores"])]


@pytest.mark.parametrize("name", NAMES)
def test_contributions_add_up_to_the_published_unrounded_score(name: str) -> None:
    for decision, score in zip(
        decisions_of(name).values(), published(name)["expected"]["scores"], strict=True
    ):
        assert sum(c.contribution or 0.0 for c in decision.criteria) == pytest.approx(score, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_weights_are_the_published_ones(name: str) -> None:
    criteria = published(name)["criteria"]
    for decision in decisions_of(name).values():
        shares = {criterion.name: criterion.weight for criterion in decision.criteria}
        assert shares == {c["name"]: pytest.approx(100 * c["weight"]) for c in criteria}


@pytest.mark.parametrize("name", [name for name in NAMES if "contributions" in published(name)["expected"]])
def test_contributions_are_the_published_ones(name: str) -> None:
    found = [[c.contribution for c in decision.criteria] for decision in decisions_of(name).values()]
    for row, expected in zip(found, published(name)["expected"]["contributions"], strict=True):
        assert row == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", WITH_RANKS)
def test_ranks_are_the_published_ones(name: str) -> None:
    case, decisions = published(name), decisions_of(name)
    hurdle = case["expected"].get("passes_hurdle", case["alternatives"])
    eligible = {supplier: decision for supplier, decision in decisions.items() if supplier in hurdle}
    ranking = rank_decisions(decisions, load_rulebook(WORKED / name))
    ranks = dict(zip(case["alternatives"], case["expected"]["ranks"], strict=True))
    assert ranking.complete
    assert {place.id: place.rank for place in ranking.places} == {
        supplier: ranks[supplier] if supplier in eligible else None for supplier in ranks
    }


def test_values_are_those_of_the_published_bands() -> None:
    case = published("banded-supplier-scale")
    decisions = decisions_of("banded-supplier-scale").values()
    assert [[criterion.value for criterion in decision.criteria] for decision in decisions] == case["values"]


def test_grades_are_the_published_ones() -> None:
    grades = [decision.grade for decision in decisions_of("ifs-kpi-bands").values()]
    assert grades == published("ifs-kpi-bands")["expected"]["grades"]


def test_only_who_passes_the_hurdle_may_order() -> None:
    found = {name: decision.outcome for name, decision in decisions_of("bennet-hurdle").items()}
    assert found == {"A": "may_order", "B": "no_order", "C": "may_order"}


@pytest.mark.parametrize("name", WITH_HOLES)
def test_a_published_table_with_holes_is_refused(name: str) -> None:
    with pytest.raises(RulebookError) as caught:
        load_rulebook(WORKED / name / "published", shown=f"{name}/published")
    golden = WORKED / name / "published" / "error.txt"
    message = f"{caught.value}\n"
    if "REWRITE_GOLDENS" in os.environ:
        golden.write_text(message, encoding="utf-8", newline="\n")
    assert message == golden.read_text(encoding="utf-8")


def test_every_published_hole_is_named() -> None:
    text = (WORKED / "ifs-kpi-bands" / "published" / "error.txt").read_text(encoding="utf-8")
    for low, high in published("ifs-kpi-bands")["holes"]:
        assert f"values from {low} to {high} fall in no step" in text


@pytest.mark.parametrize("name", WITH_HOLES)
def test_the_closed_table_keeps_every_published_lower_number(name: str) -> None:
    closed, holed = [
        (folder / "rulebook.yaml").read_text(encoding="utf-8")
        for folder in (WORKED / name, WORKED / name / "published")
    ]
    lower = [[part.split(",")[0] for part in text.split("{from: ")[2:]] for text in (closed, holed)]
    assert lower[0] == lower[1]
