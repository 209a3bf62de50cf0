"""How CSV files are read: their rows, their lines, their lists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from assize.decision.case import Case, GivenApproval
from assize.rules.errors import FactError
from assize.rules.types import ListType, MoneyType, NumberType
from assize.server.batch.columns import Naming
from assize.server.batch.csv_input import CsvInput
from assize.server.batch.csv_lists import ListCells
from assize.server.batch.errors import InputError, JobError
from assize.server.batch.piece import join
from tests.decision.books import DAY, NAME
from tests.server.batch.jobs import batch, decider, job, read, run

NONE = Naming({})


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "cases.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def pieces(path: Path, encoding: str = "utf-8", naming: Naming = NONE) -> Any:  # noqa: ANN401  # a Piece
    """All that a file holds, in one piece."""
    return join(list(CsvInput(path, naming, {}, encoding).read(0)))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_the_usual_forms(separator: str, end: str, mark: str, last: str, tmp_path: Path) -> None:
    text = end.join(["id,a b,c", 'x,"1,5",', " y , two ,3"]).replace(",", separator) + last.replace("\n", end)
    found = pieces(write(tmp_path, mark + text))
    assert found.batch.to_pylist() == [
        {"id": "x", "a b": f"1{separator}5", "c": ""},
        {"id": "y", "a b": "two", "c": "3"},
    ]
    assert found.lines.tolist() == [2, 3]


def test_wrong_lines_are_left_out_and_blank_ones_do_not_count(tmp_path: Path) -> None:
    text = '\n\nid,b\n1,x\n\n2\n"3\n",y\n,\n4,5,6\n 7 ,z\n8\n'
    found = pieces(write(tmp_path, text))
    assert found.batch.column("id").to_pylist() == ["1", "3\n", "7"]
    assert found.lines.tolist() == [4, 7, 10]
    assert [(w.before, w.line, w.what) for w in found.wrong] == [
        (1, 6, "1 cells, and the first row names 2 columns"),
        (2, 9, "3 cells, and the first row names 2 columns"),
        (3, 11, "1 cells, and the first row names 2 columns"),
    ]


def test_lines_stay_right_over_many_blocks(tmp_path: Path) -> None:
    count = 120_000
    lines = ["id,text", *(f"{row},{'x' * 50}" if row % 9999 else f"{row}" for row in range(count))]
    found = pieces(write(tmp_path, "\n".join(lines)))
    good = [row for row in range(count) if row % 9999]
    assert found.batch.num_rows == len(good)
    ids = np.array(found.batch.column("id").to_pylist(), dtype=np.int64)
    assert (found.lines == ids + 2).all()
    assert [(w.line - 2) % 9999 for w in found.wrong] == [0] * len(found.wrong)
    assert len(found.wrong) == count - len(good)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "gb18030"])
def test_other_encodings(encoding: str, tmp_path: Path) -> None:
    name = "Zürich" if encoding == "latin-1" else "苏黎世"
    path = write(tmp_path, f"id,{name}\n{name},1\n".encode(encoding))
    assert pieces(path, encoding).batch.to_pylist() == [{"id": name, name: "1"}]


def test_an_encoding_that_does_not_fit(tmp_path: Path) -> None:
    path = write(tmp_path, "id\nZürich\n".encode("latin-1"))
    with pytest.raises(InputError, match="not utf-8; --encoding names another"):
        pieces(path)
    with pytest.raises(InputError, match="not utf-8; --encoding names another"):
        pieces(write(tmp_path, "Zürich\n1\n".encode("latin-1")))
    late = "id\n" + "x\n" * 3_000_000 + "Zürich\n"
    with pytest.raises(InputError, match="; --encoding names another encoding than UTF-8"):
        pieces(write(tmp_path, late.encode("latin-1")))
    with pytest.raises(JobError, match="no encoding is named `utf-9`"):
        pieces(path, "utf-9")


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="an empty file"):
        pieces(write(tmp_path, text))


@pytest.mark.parametrize("text", ["id,a", "id,a\n", "id,a\n\n \n"])
def test_a_file_of_names_only(text: str, tmp_path: Path) -> None:
    assert list(CsvInput(write(tmp_path, text), NONE, {}, "utf-8").read(0)) == []


@pytest.mark.parametrize("text", ['id,a\n1,"open', 'id,a\n1,"open\n2,b\n', 'id,"a\n1,2\n'])
def test_quotes_that_do_not_close(text: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cases\.csv: "):
        pieces(write(tmp_path, text))


def test_a_row_without_an_end_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a quote left open"):
        pieces(write(tmp_path, 'id\n"' + "x\n" * 5_000_000))


# Lists

LISTS = {fact.name: fact.type for fact in decider().library.versions(NAME)[0].facts}


@pytest.mark.parametrize(
    "cell",
    [
        "[]",
        "null",
        '[{"scheme": "ISO", "level": 3, "share": 0.1, "valid_until": "2027-01-01", "ours": true}]',
        '[{"scheme": "ISO", "level": 3.0, "share": 1, "valid_until": null}]',
        '[{"scheme": "iso"}]',
        '[{"scheme": 9001}]',
        '[{"scheme": "ISO", "level": 2.5}]',
        '[{"scheme": "ISO", "level": "2"}]',
        '[{"scheme": "ISO", "level": true}]',
        '[{"scheme": "ISO", "share": 9007199254740993}]',
        '[{"scheme": "ISO", "valid_until": "2027-02-30"}]',
        '[{"scheme": "ISO", "valid_until": 2027}]',
        '[{"scheme": "ISO", "ours": 1}]',
        '[{"scheme": "ISO", "lvel": 1}]',
        "[null]",
        "[[]]",
        '"ISO"',
        "5",
    ],
)
def test_a_list_is_what_it_would_be_alone(cell: str, tmp_path: Path) -> None:
    text = f'id,degree_share,certificates\nx,50,"{cell.replace(chr(34), chr(34) * 2)}"\ny,50,\n'
    answer, other = batch(write(tmp_path, text), tmp_path / "out.parquet").to_pylist()
    assert other["errors"] is None
    case = Case("x", {"degree_share": 50, "certificates": json.loads(cell)})
    if answer["errors"] is None:
        alone = decider().decide(NAME, case, DAY)
        assert (answer["outcome"], answer["knock_outs"]) == (alone.outcome, knock_outs(alone))
    else:
        with pytest.raises(FactError) as caught:
            decider().decide(NAME, case, DAY)
        said = [(each["path"], each["code"]) for each in answer["errors"]]
        assert said == [(each.path, each.code) for each in caught.value.violations]


def knock_outs(decision: Any) -> list[str]:  # noqa: ANN401  # a Decision
    return [f.rule for f in decision.findings if f.rule == "no_iso" and f.state == "true"]


def test_a_cell_that_is_no_json_refuses_its_row_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "id;tags;certificates\nx;[a];{\ny;[];[]\n")
    report = run(job(path, tmp_path / "out.parquet", errors=tmp_path / "errors.parquet"))
    assert (report.tally.rows, report.tally.refused) == (2, 1)
    errors = read(tmp_path / "errors.parquet").to_pylist()
    assert [(e["path"], e["code"]) for e in errors] == [
        ("$.tags", "NOT_JSON"),
        ("$.certificates", "NOT_JSON"),
    ]
    assert errors[0]["message"] == 'not JSON, got "[a]"; a list is written as JSON: ["a", "b"]'


@pytest.mark.parametrize(
    ("money", "held"),
    [
        ({"amount": 12.5, "currency": "CNY"}, {"amount": "12.5", "currency": "CNY"}),
        ({"amount": "12.50", "scale": 10000}, {"amount": "12.50", "scale": "10000"}),
        ({"amount": 1, "rate": {"value": 7.1, "date": "2026-01-01"}}, {"amount": "1"}),
        ({"amount": True}, None),
        ({"amout": 1}, None),
        ({"amount": 1, "rate": {"valu": 7.1}}, None),
    ],
)
def test_money_in_lists(money: Mapping[str, object], held: Mapping[str, str] | None) -> None:
    cells = ListCells("fees", ListType(MoneyType("CNY")))
    lists, wrong = cells.read(pa.array([json.dumps([money])]))
    assert bool(wrong) == (held is None)
    if held is not None:
        (found,) = lists.to_pylist()[0]
        assert held.items() <= found.items()


def test_whole_numbers_of_a_list_are_held_exactly() -> None:
    cells = ListCells("n", ListType(NumberType(integer=True)))
    lists, wrong = cells.read(pa.array(["[9007199254740992, 1e3, -2.0]", "[9007199254740993]", "[0.5]", ""]))
    assert lists.to_pylist() == [[2**53, 1000, -2], None, None, None]
    assert {row: why[0].code for row, why in wrong.items()} == {1: "NUMBER_TOO_LARGE", 2: "NOT_WHOLE"}


def test_approvals_are_read_as_days(tmp_path: Path) -> None:
    given = [{"rule": "r", "role": "head", "by": "x", "granted_on": "2026-05-01"}]
    wrong = [{"rule": "r", "role": "head", "by": "x", "granted_on": "May"}]
    rows = "".join(
        f'{i};"{json.dumps(a).replace(chr(34), chr(34) * 2)}"\n' for i, a in enumerate((given, wrong))
    )
    first, second = batch(write(tmp_path, "id;approvals\n" + rows), tmp_path / "o.parquet").to_pylist()
    with pytest.raises(FactError) as caught:
        decider().decide(NAME, Case("0", {}, (GivenApproval("r", "head", "x", date(2026, 5, 1), None),)), DAY)
    assert [e["code"] for e in first["errors"]] == [v.code for v in caught.value.violations]
    assert [(e["path"], e["code"]) for e in second["errors"]] == [("$.approvals[0].granted_on", "NOT_A_DATE")]
