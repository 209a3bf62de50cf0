"""The columns of a batch are judged before its first row: every problem at once, each with what to do."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest, ColumnError
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library, shipped_folder

DAY = date(2026, 6, 1)
WORD, DAYS = pa.string(), pa.date32()


@pytest.fixture(scope="module")
def decider() -> Decider:
    return Decider(Library.load([shipped_folder()]), cached_tables([shipped_folder()]))


def problems(decider: Decider, fields: dict[str, pa.DataType], **asked: object) -> list[str]:
    request = BatchRequest("supplier-selection", **asked)  # type: ignore[arg-type]
    with pytest.raises(ColumnError) as caught:
        BatchDecider(decider, request, pa.schema(list(fields.items())), DAY)
    return [str(problem) for problem in caught.value.problems]


def test_all_problems_at_once(decider: Decider) -> None:
    fields = {
        "headcuont": pa.int64(),
        "degree_share": WORD,
        "ticket_system": pa.int8(),
        "certificates": pa.list_(pa.struct([("scheme", WORD), ("levle", WORD)])),
        "headcount@seen": DAYS,
        "annual_revenue@currency": WORD,
        "registered_capital": pa.float64(),
        "register_status@observed": DAYS,
    }
    assert problems(decider, fields) == [
        (
            "column `headcuont`: no fact of that name; did you mean `headcount`?; "
            "carry it along (keep), leave it out, or rename it"
        ),
        "column `degree_share`: expected a number (%); got string; cast it to a number",
        "column `ticket_system`: expected a condition; got int8; cast it to bool",
        "column `certificates[].levle`: no such field; did you mean `level`?",
        (
            "column `headcount@seen`: `headcount` has no part `seen`; it can have `headcount@observed`, "
            "`headcount@evidence`, `headcount@source`, `headcount@decision`"
        ),
        (
            "column `registered_capital`: expected money (CNY); got double; "
            "money is a struct of amount and currency, or the columns `@amount` and `@currency`"
        ),
        "column `annual_revenue@currency`: without the column `annual_revenue@amount`",
        "column `register_status@observed`: without the column `register_status`",
    ]


def test_a_fact_comes_once(decider: Decider) -> None:
    money = pa.struct([("amount", pa.float64()), ("currency", WORD)])
    fields = {"annual_revenue": money, "annual_revenue@amount": pa.float64()}
    assert "comes both whole and in parts" in problems(decider, fields)[0]
    twice = {"headcount": pa.int64(), "headcount@observed": DAYS, "headcount.observed": DAYS}
    assert problems(decider, twice) == ["column `headcount.observed`: stands twice; keep one spelling"]


def test_approvals_have_their_types(decider: Decider) -> None:
    text_day = pa.list_(pa.struct([("rule", WORD), ("granted_on", WORD)]))
    assert problems(decider, {"approvals": text_day}) == [
        "column `approvals`: approvals of other types; got granted_on: string; texts, and days as date32"
    ]
    odd = pa.list_(pa.struct([("rule", WORD), ("colour", WORD)]))
    assert "no such field of an approval" in problems(decider, {"approvals": odd})[0]
    assert "no list of approvals" in problems(decider, {"approvals": WORD})[0]


def test_columns_that_are_asked_for_are_there(decider: Decider) -> None:
    found = problems(decider, {"id": WORD}, keep=("ids",), as_of_column="day")
    assert found == [
        "column `day`: no such column; known: id",
        "column `ids`: no such column; did you mean `id`?",
    ]
    assert "expected a date" in problems(decider, {"day": pa.timestamp("us")}, as_of_column="day")[0]


def test_a_kept_column_bears_no_name_of_an_answer(decider: Decider) -> None:
    found = problems(decider, {"score": pa.float64(), "id": WORD}, keep=("score",))
    assert found == ["column `score`: answers have a column of that name; rename it"]


def test_other_columns_are_kept_or_left_out(decider: Decider) -> None:
    schema = pa.schema([("id", WORD), ("city", WORD), ("notes", pa.int8()), ("headcount", WORD)])
    request = BatchRequest("supplier-selection", keep=("city", "headcount"), leave_out=("notes", "headcount"))
    answers = BatchDecider(decider, request, schema, DAY).answers
    assert answers.names[:4] == ["id", "city", "headcount", "as_of"]
