"""What holds for every rulebook and every case, whatever it decides."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from random import Random

import yaml
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.canonical import digest
from assize.decision.ranking import Ranked, rank_decisions
from assize.decision.result import Decision
from assize.rules.criteria_model import Criterion, CurveForm, Number
from assize.rules.expressions import FactRef
from assize.rules.inference.cache import MemoryCache
from assize.rules.library import shipped_folder
from assize.rules.load import load_rulebook
from tests.oracle.constants import expressions, leaves
from tests.oracle.invented_facts import invent_facts
from tests.oracle.reading import facts_read
from tests.oracle.trial import Invented, Trial, trial_of, trial_of_files
from tests.oracle.values import Value, is_unknown, number
from tests.strategies import repeatable, rulebook_files

CASES = 8
CACHE = MemoryCache()  # content by its hash: what one example computed serves the next
SHIPPED = trial_of(load_rulebook(next(shipped_folder().glob("supplier-selection/*"))), CACHE)

law = repeatable(15)
seeds = st.integers(0, 2**32)


def trials(files: Mapping[str, str]) -> tuple[Trial, Trial]:
    """An invented rulebook, and a shipped one."""
    return trial_of_files(files, CACHE), SHIPPED


def cases(files: Mapping[str, str], seed: int) -> Iterator[tuple[Trial, Invented, Random]]:
    """Cases at random of both."""
    rng = Random(seed)  # noqa: S311
    for trial in trials(files):
        for _ in range(CASES):
            yield trial, trial.invent(rng), rng


@law
@given(rulebook_files(), seeds)
def test_the_order_of_facts_changes_nothing(files: dict[str, str], seed: int) -> None:
    for trial, invented, rng in cases(files, seed):
        case = trial.case(invented)
        names = list(case.facts)
        rng.shuffle(names)
        shuffled = case._replace(facts={name: case.facts[name] for name in names})
        one, other = (trial.decider.decide(trial.book.name, c, invented.day) for c in (case, shuffled))
        assert digest(one) == digest(other)


@law
@given(rulebook_files(), seeds)
def test_the_order_of_rules_changes_nothing(files: dict[str, str], seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    book = yaml.load(files["rulebook.yaml"], yaml.BaseLoader)  # noqa: S506  # texts only
    for section in (name for name in ("rules", "after_score") if name in book):
        rules = list(book[section].items())
        rng.shuffle(rules)
        book[section] = dict(rules)
    other = trial_of_files({**files, "rulebook.yaml": yaml.safe_dump(book, sort_keys=False)}, CACHE)
    trial = trial_of_files(files, CACHE)
    for _ in range(CASES):
        invented = trial.invent(rng)
        assert without_order(trial.decide(invented)) == without_order(other.decide(invented))


def without_order(decision: Decision) -> Decision:
    """The decision with all that stands in the order of the rules sorted."""
    return decision._replace(
        content_hash="",
        findings=tuple(sorted(decision.findings)),
        approvals=tuple(sorted(decision.approvals)),
        duties=tuple(sorted(decision.duties)),
        missing=tuple(sorted(m._replace(rules=tuple(sorted(m.rules))) for m in decision.missing)),
    )


@law
@given(rulebook_files(), seeds)
def test_what_becomes_known_lands_inside_the_interval(files: dict[str, str], seed: int) -> None:
    for trial, invented, rng in cases(files, seed):
        whole = replace(invented, facts=known(trial, invented, rng))
        partly = replace(invented, facts=filled(trial, invented.facts, whole.facts, rng))
        decisions = [trial.decide(case) for case in (invented, partly, whole)]
        for before, after in pairwise(decisions):
            assert inside(before, after), (before, after)


def known(trial: Trial, invented: Invented, rng: Random) -> dict[str, Value]:
    """The facts of a case, and for the unknown ones others at random; some of those stay unknown."""
    others = invent_facts(rng, trial.book, invented.day)
    types = {fact.name: fact.type for fact in trial.book.facts}
    return {n: others[n] if is_unknown(value, types[n]) else value for n, value in invented.facts.items()}


def filled(
    trial: Trial, few: Mapping[str, Value], many: Mapping[str, Value], rng: Random
) -> dict[str, Value]:
    """The facts of `few`, with some of those that only `many` knows."""
    return {fact.name: rng.choice([few, many])[fact.name] for fact in trial.book.facts}


def inside(before: Decision, after: Decision) -> bool:
    if before.low is None or before.high is None or after.low is None or after.high is None:
        return (before.low, before.high) == (after.low, after.high)
    return before.low <= after.low <= after.high <= before.high


@law
@given(rulebook_files(), seeds)
def test_candidates_do_not_change_each_other(files: dict[str, str], seed: int) -> None:
    rng = Random(seed)  # noqa: S311
    for trial in trials(files):
        decisions = {f"candidate {i}": trial.decide(trial.invent(rng)) for i in range(CASES)}
        names = list(decisions)
        rng.shuffle(names)
        all_of_them = rank_decisions(decisions, trial.book)
        assert rank_decisions({name: decisions[name] for name in names}, trial.book) == all_of_them
        fewer = rank_decisions({name: decisions[name] for name in names[1:]}, trial.book)
        assert ranked(fewer) == [name for name in ranked(all_of_them) if name != names[0]]


def ranked(ranking: Ranked) -> list[str]:
    """Those that have a rank, best first."""
    return [place.id for place in ranking.places if place.rank is not None]


@law
@given(rulebook_files(), seeds)
def test_what_can_only_help_never_lowers_the_score(files: dict[str, str], seed: int) -> None:
    measured = {trial.book.name: list(helping(trial)) for trial in trials(files)}
    for trial, invented, rng in cases(files, seed):
        for leaf, name in measured[trial.book.name]:
            low, high = sorted(rng.choices([x for x, _ in bound(trial, invented, leaf)], k=2))
            worse, better = (
                trial.decide(replace(invented, facts={**invented.facts, name: x + 0.0})) for x in (low, high)
            )
            assert worse.low is not None
            assert better.low is not None
            assert worse.low <= better.low
            assert worse.score is None or better.score is None or worse.score <= better.score


def helping(trial: Trial) -> Iterator[tuple[Criterion, str]]:
    """Leaves whose curve only rises, with the fact that they measure and nothing else reads."""
    book = trial.book
    for leaf in leaves(book.criteria):
        if isinstance(leaf.of, FactRef) and isinstance(leaf.form, CurveForm):
            readers = [e for e in expressions(book) if leaf.of.name in facts_read(book, [e])]
            values = [y for _, y in leaf.form.points]
            if len(readers) == 1 and all(isinstance(y, float) for y in values) and values == sorted(values):
                yield leaf, leaf.of.name


def bound(trial: Trial, invented: Invented, leaf: Criterion) -> list[tuple[float, Number]]:
    """The points of a curve on the day, those in the fact's range."""
    assert isinstance(leaf.form, CurveForm)
    assert leaf.of is not None
    low, high = getattr(leaf.of.type, "low", None), getattr(leaf.of.type, "high", None)
    points = [(number(x, trial.book, invented.day), y) for x, y in leaf.form.points]
    inside_range = [(x, y) for x, y in points if (low is None or x >= low) and (high is None or x <= high)]
    return inside_range or [(low or 0.0, 0.0)]
