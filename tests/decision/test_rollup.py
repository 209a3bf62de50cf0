from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assize.decision.case import Case
from assize.decision.decider import Decider
from assize.decision.result import Decision, RiskResult
from assize.decision.rollup import roll_up
from assize.rules.inference.cache import MemoryCache
from assize.rules.library import Library, shipped_folder

EMPTY = Decider(Library.load([shipped_folder()]), MemoryCache()).decide(
    "customer-risk", Case("empty", {}), date(2026, 6, 1)
)
LEVELS = ((15.0, "critical"), (10.0, "high"), (5.0, "medium"), (1.0, "low"))


def named(level: float) -> str:
    return next(name for lowest, name in LEVELS if level >= lowest)


def risk(name: str, low: float, high: float) -> RiskResult:
    ends, one = (low, high), (1.0, 1.0)
    return RiskResult(name, "CR-1", "unknown", one, one, ends, ends, one, (named(low), named(high)), ())


def decision(*risks: RiskResult, **changed: Any) -> Decision:  # noqa: ANN401  # any field
    return EMPTY._replace(risks=risks, possible_outcomes=("treat",), effects=(("start", "warn"),), **changed)


def test_the_worst_counts_and_the_mean_is_beside_it() -> None:
    rolled = roll_up({"a": decision(risk("x", 2, 4), risk("y", 3, 12)), "b": decision(risk("x", 6, 6))})
    assert rolled.risks == 3
    assert rolled.residual == (6, 12)
    assert rolled.mean_residual == (3.666667, 7.333333)
    assert rolled.worst is not None
    assert (rolled.worst.id, rolled.worst.risk, rolled.worst.level) == ("a", "y", ("low", "high"))


def test_of_equal_risks_the_first_is_the_worst() -> None:
    rolled = roll_up({"a": decision(risk("x", 2, 12)), "b": decision(risk("y", 6, 12), risk("z", 6, 12))})
    assert rolled.worst is not None
    assert (rolled.worst.id, rolled.worst.risk) == ("b", "y")


def test_risks_are_counted_by_the_level_that_they_may_have_at_worst() -> None:
    rolled = roll_up({"a": decision(risk("x", 1, 4), risk("y", 1, 25), risk("z", 2, 3))})
    assert rolled.by_level == (("critical", 1), ("low", 2))


def test_nothing_assessed_is_nothing_known() -> None:
    rolled = roll_up({"a": None})
    assert (rolled.risks, rolled.residual, rolled.mean_residual, rolled.worst) == (0, None, None, None)
    assert not rolled.complete


def test_it_is_complete_when_all_were_decided_and_no_outcome_is_open() -> None:
    sure = decision(risk("x", 2, 4))
    assert roll_up({"a": sure}).complete
    assert not roll_up({"a": sure, "b": None}).complete
    assert not roll_up({"a": sure._replace(possible_outcomes=("accept", "treat"))}).complete


def test_the_gravest_effect_of_each_use_and_a_block_is_graver_than_not_knowing() -> None:
    one = decision(risk("x", 2, 4))._replace(effects=(("start", "undetermined"), ("renew", "none")))
    two = one._replace(effects=(("start", "block"), ("renew", "warn")))
    three = one._replace(effects=(("start", "needs_approval"), ("renew", "none")))
    assert dict(roll_up({"a": one, "b": two, "c": three}).effects) == {"start": "block", "renew": "warn"}


LEVEL = st.floats(1, 25)
RISKS = st.lists(st.builds(lambda a, b: risk("x", min(a, b), max(a, b)), LEVEL, LEVEL), min_size=1)


@given(RISKS, RISKS)
def test_more_subjects_never_make_it_look_better(some: list[RiskResult], more: list[RiskResult]) -> None:
    before = roll_up({"a": decision(*some)}).residual
    after = roll_up({"a": decision(*some), "b": decision(*more)}).residual
    assert before is not None
    assert after is not None
    assert after[0] >= before[0]
    assert after[1] >= before[1]
