import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.rules.errors import Problems
from assize.rules.source import Source
from assize.server.input.csv_rows import read_rows
from assize.server.input.errors import CaseFileError
from tests.server.input.files import read

TEXTS = st.text(alphabet='ab ",;\n\té中', max_size=6)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=3), min_size=1, max_size=4))
def test_reads_what_a_writer_of_csv_writes(rows: list[list[str]]) -> None:
    written = io.StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["x", "y"], *rows])
    problems = Problems()
    read_back = read_rows(Source("x.csv", written.getvalue()), problems)
    assert not problems
    wanted = [row for row in rows if any(row)]
    assert [[cell.text for cell in row] for row in read_back[1:]] == wanted


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_separators_line_breaks_and_a_byte_order_mark(separator: str, line_break: str, mark: str) -> None:
    lines = [separator.join(row) for row in (["id", "staff"], ["a", " 12 "], ["", ""], ["b", ""])]
    first, second = read("csv", mark + line_break.join(lines) + line_break)
    assert (first.case.id, first.case.facts) == ("a", {"staff": 12})
    assert (second.case.id, second.case.facts) == ("b", {})
    assert (first.place("$.staff").line, first.place("$.staff").column) == (2, 4)


def test_an_amount_without_its_number_is_not_sent() -> None:
    (found,) = read("csv", "id,revenue.amount,revenue.currency,revenue.rate.value\na,,CNY,7\n")
    assert found.case.facts == {}


def test_an_amount_with_a_rate() -> None:
    header = "id,revenue.amount,revenue.currency,revenue.rate.value,revenue.rate.date,revenue.rate.source"
    (found,) = read("csv", f"{header},revenue.observed\na,5,USD,7.1,2026-05-01,PBoC,2026-04-01\n")
    rate = {"value": "7.1", "date": "2026-05-01", "source": "PBoC"}
    value = {"amount": "5", "currency": "USD", "rate": rate}
    assert found.case.facts == {"revenue": {"value": value, "observed": "2026-04-01"}}


def test_a_cell_that_says_null_is_a_text() -> None:
    (found,) = read("csv", "id,note\na,null\n")
    assert found.case.facts == {"note": "null"}


def test_columns_are_renamed() -> None:
    (found,) = read("csv", "Vendor,Staff\na,12\n", {"Vendor": "id", "Staff": "staff"})
    assert (found.case.id, found.case.facts) == ("a", {"staff": 12})


def test_columns_are_left_out() -> None:
    renames = {"x": "", "y": "", "": ""}
    (found,) = read("csv", "id,x,y,,staff\na,1,2,3,12\n", renames)
    assert found.case.facts == {"staff": 12}


def test_a_column_to_rename_that_is_not_there() -> None:
    with pytest.raises(CaseFileError, match="no column `Staf` to rename"):
        read("csv", "id,Staff\na,1\n", {"Staf": "staff"})


def test_an_unmapped_column_names_the_nearest_fact_and_all_of_them() -> None:
    with pytest.raises(CaseFileError) as caught:
        read("csv", "id,staf\na,1\n")
    told = str(caught.value)
    assert told.startswith("x.csv:1:4: a column that is no fact, got `staf`\nid,staf\n   ^^^^\n")
    assert "did you mean `staff`?" in told
    assert "certificates, certified, founded, kind, note, revenue, share, skills, staff" in told


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("", "1:1", "an empty file"),
        ("\n\n", "1:1", "an empty file"),
        ("id,staff\n", "1:1", "no cases"),
        ("staff\n1\n", "1:1", "no column `id`"),
        ("id,,staff\na,1,2\n", "1:4", "a column that is no fact, got no name"),
        ("id,staff,staff\na,1,2\n", "1:10", "the column `staff` a second time"),
        ("id,revenue\na,1\n", "1:4", "`revenue` is money"),
        ("id,staff.observed\na,2026-01-01\n", "1:4", "`staff.observed` without its column `staff`"),
        ("id,revenue.currency\na,CNY\n", "1:4", "without its column `revenue.amount`"),
        ("id,staff\na,1,2\n", "2:1", "3 cells, and the first row names 2 columns"),
        ("id,staff\n,1\n", "2:1", "a row without its `id`"),
        ("id,staff\na,1\na,2\n", "3:1", "the id `a` a second time"),
        ('id,note\na,"x\n', "2:3", "a quoted cell without its closing quote"),
        ('id,note\na,"x"y\n', "2:6", "something behind the closing quote"),
        ("id,skills\na,network\n", "2:3", "not a JSON value"),
        ("id,staff\na,1\n".encode("utf-16"), "1:1", "a file that is not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(text: str | bytes, place: str, what: str) -> None:
    with pytest.raises(CaseFileError) as caught:
        read("csv", text)
    assert any(
        line.startswith(f"x.csv:{place}: ") and what in line for line in str(caught.value).splitlines()
    ), str(caught.value)
