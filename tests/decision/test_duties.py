from datetime import date
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from assize.decision.duties import merge_duties
from assize.decision.result import Duty
from assize.rules.duration import Duration

WEEK, MONTH = Duration(5, "wd"), Duration(1, "m")


def duty(
    rule: str,
    due: str | None = None,
    state: Literal["due", "possible"] = "due",
    name: str = "notice",
    owner: str = "manager",
    hours: float | None = None,
) -> Duty:
    day = date.fromisoformat(due) if due else None
    told = () if hours is None else (("hours", hours),)
    return Duty("obligation", rule, name, owner, WEEK if day else None, day, state, told)


def test_what_two_rules_ask_for_stands_once_with_the_earliest_day_and_both_rules() -> None:
    (merged,) = merge_duties([duty("a", "2026-06-20"), duty("b", "2026-06-08"), duty("c")])
    assert merged.rules == ("a", "b", "c")
    assert merged.duty.due == date(2026, 6, 8)


def test_the_time_allowed_is_that_of_the_earliest_day() -> None:
    late = duty("a", "2026-07-01")._replace(due_in=MONTH)
    (merged,) = merge_duties([late, duty("b", "2026-06-08")])
    assert merged.duty.due_in == WEEK


def test_it_is_due_when_one_rule_surely_asks_for_it() -> None:
    (merged,) = merge_duties([duty("a", state="possible"), duty("b")])
    assert merged.duty.state == "due"
    (merged,) = merge_duties([duty("a", state="possible"), duty("b", state="possible")])
    assert merged.duty.state == "possible"


def test_duties_that_say_different_things_stay_apart() -> None:
    apart = [
        duty("a"),
        duty("b", owner="supplier"),
        duty("c", name="report"),
        duty("d", hours=8),
        duty("e", hours=9),
    ]
    assert [merged.rules for merged in merge_duties(apart)] == [("a",), ("b",), ("c",), ("d",), ("e",)]


def test_a_condition_and_an_obligation_are_two_things() -> None:
    condition = duty("notice")._replace(kind="condition")
    assert len(merge_duties([condition, duty("a")])) == 2


DUTIES = st.lists(
    st.builds(
        duty,
        st.sampled_from("abc"),
        st.sampled_from([None, "2026-06-08", "2026-06-20", "2026-07-01"]),
        st.sampled_from(["due", "possible"]),
        st.sampled_from(["notice", "report"]),
        hours=st.sampled_from([None, 8.0]),
    )
)


@given(DUTIES)
def test_nothing_is_lost_and_nothing_stands_twice(duties: list[Duty]) -> None:
    merged = merge_duties(duties)
    keys = [(each.duty.name, each.duty.parameters) for each in merged]
    assert keys == list(dict.fromkeys((each.name, each.parameters) for each in duties))
    assert {rule for each in merged for rule in each.rules} == {each.rule for each in duties}
    for each in merged:
        alike = [
            one for one in duties if (one.name, one.parameters) == (each.duty.name, each.duty.parameters)
        ]
        assert each.duty.due == min((one.due for one in alike if one.due), default=None)
