"""A table in one call: the same kind comes back, with what each row gets alone."""

from datetime import date, datetime
from typing import Any

import grpc
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from assize.client import Client, ClientError, Exhausted, Failed, Refused
from assize.client.answers import AHEAD
from assize.client.batches import Job, job_of
from assize.decision.decider import Decider
from tests.client.conftest import MOMENT, SELECTION, in_process
from tests.server.grpc.streaming import SUPPLIERS, suppliers

TABLE = suppliers(700)
MIB = 1 << 20


def shown(table: Any) -> list[dict[str, Any]]:  # noqa: ANN401  # a table of any library
    """Rows of a few columns as plain values."""
    names = ["id", "outcome", "score", "score_low", "reasons", "as_of"]
    if isinstance(table, pa.RecordBatchReader):
        table = table.read_all()
    if isinstance(table, pl.DataFrame):
        rows: list[dict[str, Any]] = table.select(names).to_dicts()
        return rows
    if isinstance(table, pd.DataFrame):
        table = pa.Table.from_pandas(table[names], preserve_index=False)
    found: list[dict[str, Any]] = table.select(names).to_pylist()
    return found


@pytest.fixture(scope="module")
def expected(decider: Decider) -> pa.Table:
    return in_process(decider, TABLE)


@pytest.mark.parametrize("rows", [1000, 300, 99])
def test_a_table_gets_what_it_gets_in_process(client: Client, expected: pa.Table, rows: int) -> None:
    found = client.decide_table(TABLE, rulebook=SELECTION, as_of=MOMENT, batch_rows=rows)
    assert found.to_pylist() == expected.to_pylist()
    assert found.schema == expected.schema


FRAMES = {
    "table": TABLE,
    "chunks": pa.concat_tables([TABLE.slice(0, 10), TABLE.slice(10, 0), TABLE.slice(10)]),
    "batch": TABLE.combine_chunks().to_batches()[0],
    "pandas": TABLE.to_pandas(),
    "polars": pl.from_arrow(TABLE),
}
KINDS = {"batch": pa.Table, "pandas": pd.DataFrame, "polars": pl.DataFrame}


@pytest.mark.parametrize("name", FRAMES)
def test_the_same_kind_comes_back(client: Client, expected: pa.Table, name: str) -> None:
    found = client.decide_table(FRAMES[name], rulebook=SELECTION, batch_rows=300)
    assert isinstance(found, KINDS.get(name, pa.Table))
    assert shown(found) == shown(expected)


def test_a_reader_comes_back_as_a_reader(client: Client, expected: pa.Table) -> None:
    found = client.decide_table(TABLE.to_reader(), rulebook=SELECTION)
    assert isinstance(found, pa.RecordBatchReader)
    assert shown(found) == shown(expected)


def test_whatever_streams_arrow_is_a_table(client: Client, expected: pa.Table) -> None:
    class Foreign:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return TABLE.__arrow_c_stream__(requested_schema)

    found: Any = client.decide_table(Foreign(), rulebook=SELECTION)
    assert shown(found) == shown(expected)


@pytest.mark.parametrize("wrong", [[1], {"a": 1}, "x", None])
def test_what_is_no_table_is_a_type_error(client: Client, wrong: object) -> None:
    with pytest.raises(TypeError, match="must be a pyarrow, pandas or polars table"):
        client.decide_table(wrong, rulebook=SELECTION)


def test_a_pandas_frame_keeps_its_index_and_its_days(client: Client) -> None:
    days = pd.to_datetime(["2026-05-10", None, "2020-01-01"])
    frame = pd.DataFrame({"headcount": [1, None, 3], "headcount@observed": days}, index=["a", "b", "c"])
    found = client.decide_table(frame, rulebook=SELECTION, as_of=MOMENT)
    assert list(found.index) == ["a", "b", "c"]
    assert list(found["errors"].isna()) == [True] * 3
    missing = ["headcount" in names for names in found["missing"]]
    assert missing == [False, True, True]


def test_points_in_time_are_no_days(client: Client) -> None:
    times = pa.array([datetime(2026, 5, 10, 9)])  # noqa: DTZ001  # as frames write them
    table = pa.table({"headcount": [1], "headcount@observed": times})
    with pytest.raises(Refused, match="date32"):
        client.decide_table(table, rulebook=SELECTION)


WORDS = [f"{'x' * 90}{i}" for i in range(3000)]


def sizes(job: Job) -> list[int]:
    return [sent.message.ByteSize() for sent in job.messages()]


@pytest.mark.parametrize("kind", [pa.int16(), pa.uint32(), pa.int64()])
def test_a_batch_brings_only_words_and_texts_of_its_own_rows(client: Client, kind: pa.DataType) -> None:
    """This server takes 100,000 bytes a message, and the words of the whole table are more."""
    codes = pa.array([None, *range(len(WORDS))], kind)
    table = pa.table(
        {
            "id": pa.DictionaryArray.from_arrays(codes, WORDS),
            "industry": pa.array([None, *WORDS], pa.string_view()),
        }
    )
    assert max(sizes(job_of(table, {"rulebook": SELECTION, "batch_rows": 300, "compression": None}, MIB))) < (
        300 * 300
    )
    found = client.decide_table(table, rulebook=SELECTION, batch_rows=300)
    assert found["id"].to_pylist() == [None, *WORDS]
    assert found["id"].type == pa.dictionary(kind, pa.string())


def test_words_of_polars_and_pandas_come_back_as_such(client: Client) -> None:
    frame = pl.DataFrame({"id": pl.Series(WORDS, dtype=pl.Categorical), "industry": WORDS})
    found = client.decide_table(frame, rulebook=SELECTION, batch_rows=500)
    assert found["id"].to_list() == WORDS
    assert found["id"].dtype == pl.Categorical
    ordered = pd.Categorical(["b", "a", None], categories=["b", "a"], ordered=True)
    back = client.decide_table(pd.DataFrame({"id": ordered}), rulebook=SELECTION)
    assert back["id"].cat.categories.tolist() == ["b", "a"]
    assert back["id"].isna().tolist() == [False, False, True]


def test_words_decide_as_texts_do(client: Client) -> None:
    """Words few and many, inside lists too, over chunks with words of their own."""
    rows = 600
    texts = {
        "purpose": pa.array(["select", "recommend", None] * (rows // 3)),
        "industry": pa.array([f"industry {i}" for i in range(rows)]),
        "register_status": pa.array(["normal", "revoked"] * (rows // 2)),
    }
    words = {name: column.dictionary_encode() for name, column in texts.items()}
    few = pa.dictionary(pa.int8(), pa.string())
    words["register_status"] = texts["register_status"].cast(few)
    chunks = [
        pa.table({name: column.slice(start, 200).dictionary_encode() for name, column in texts.items()})
        for start in range(0, rows, 200)
    ]
    plainly = client.decide_table(pa.table(texts), rulebook=SELECTION, as_of=MOMENT)
    for table in (pa.table(words), pa.concat_tables(chunks)):
        for rows_at_once in (600, 250):
            found = client.decide_table(table, rulebook=SELECTION, as_of=MOMENT, batch_rows=rows_at_once)
            assert found.to_pylist() == plainly.to_pylist()
    assert plainly["errors"].null_count == rows


def test_words_inside_lists_decide_as_texts_do(client: Client) -> None:
    records = [[{"specialty": "network", "people": 3}, {"specialty": None, "people": 1}], None, []]
    few, many = (pa.dictionary(kind, pa.string()) for kind in (pa.int8(), pa.int16()))
    found = [
        client.decide_table(
            pa.table(
                {
                    "required_specialties": pa.array([["network"], ["storage"], None], pa.list_(word)),
                    "specialties_covered": pa.array(
                        records, pa.list_(pa.struct([("specialty", word), ("people", pa.int32())]))
                    ),
                }
            ),
            rulebook=SELECTION,
            as_of=MOMENT,
        ).to_pylist()
        for word in (pa.string(), few, many)
    ]
    assert found[0] == found[1] == found[2]
    assert not found[0][0]["errors"]


def test_batches_that_are_too_large_are_halved(client: Client, expected: pa.Table) -> None:
    """This server takes 100,000 bytes a message."""
    sent = TABLE.append_column("note", [["x" * 500] * 700])
    found = client.decide_table(sent, rulebook=SELECTION, keep=["note"])
    assert shown(found) == shown(expected)
    assert found["note"].to_pylist() == ["x" * 500] * 700


def test_one_row_that_is_too_large_is_refused(client: Client) -> None:
    with pytest.raises(Exhausted):
        client.decide_table(pa.table({"id": ["a", "x" * 200_000]}), rulebook=SELECTION, compression=None)


@pytest.mark.parametrize("codec", ["lz4", "zstd", None])
def test_compression_changes_nothing(client: Client, expected: pa.Table, codec: Any) -> None:  # noqa: ANN401
    found = client.decide_table(TABLE, rulebook=SELECTION, compression=codec)
    assert found.to_pylist() == expected.to_pylist()


@pytest.mark.parametrize("rows", [1, 37, 250])
def test_rows_begin_at_whole_words_of_their_messages(rows: int) -> None:
    job = job_of(TABLE, {"rulebook": SELECTION, "batch_rows": rows, "compression": None}, MIB)
    for sent in job.messages():
        message = sent.message.SerializeToString()
        assert message.index(sent.message.batch.arrow) % 8 == 0
        assert int(sent.message.batch.batch_id) == sent.rows.start


def test_an_empty_table_has_the_columns_of_its_answer(client: Client, expected: pa.Table) -> None:
    found = client.decide_table(TABLE.slice(0, 0), rulebook=SELECTION)
    assert (found.num_rows, found.schema) == (0, expected.schema)


def test_what_is_asked_for_is_done(client: Client) -> None:
    sent = suppliers(4).append_column("day", [[date(2026, 6, 1)] * 3 + [date(2026, 6, 2)]])
    sent = sent.append_column("note", [["n"] * 4]).append_column("other", [[1] * 4])
    found = client.decide_table(
        sent,
        rulebook=SELECTION,
        as_of_column="day",
        keep=["note"],
        leave_out=["other"],
        contributions=True,
        version="1.0.0",
    )
    assert found["as_of"].to_pylist() == sent["day"].to_pylist()
    assert found["note"].to_pylist() == ["n"] * 4
    assert "points_scalability" in found.column_names


def test_columns_of_choice_are_those_of_the_whole_answer(client: Client) -> None:
    whole = client.decide_table(TABLE, rulebook=SELECTION, contributions=True)
    chosen = ("reasons", "grade", "points_scalability")
    some = client.decide_table(TABLE, rulebook=SELECTION, answers=chosen, batch_rows=300)
    assert some.column_names == ["id", "grade", "reasons", "points_scalability", "errors"]
    assert some.to_pylist() == whole.select(some.column_names).to_pylist()


WRONG: dict[str, dict[str, Any]] = {
    "no such column": {"leave_out": ["nothing"]},
    "answers have no such column": {"answers": ["nothing"]},
    "did you mean": {"rulebook": "supplier-selektion"},
    "no version": {"version": "9.0.0"},
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_all_is_told_at_once(client: Client, what: str) -> None:
    with pytest.raises(Refused, match=what):
        client.decide_table(TABLE, **{"rulebook": SELECTION, **WRONG[what]})


def test_a_refused_batch_names_its_rows(client: Client) -> None:
    sent = suppliers(50).append_column("headcont", [[1] * 50])
    with pytest.raises(Refused, match=r"rows 0 to 19: column `headcont`") as caught:
        client.decide_table(sent, rulebook=SELECTION, batch_rows=20)
    assert caught.value.rows == range(20)
    assert [fault.field for fault in caught.value.faults] == ["headcont"]


@pytest.mark.parametrize("asked", [{"batch_rows": 0}, {"compression": "gzip"}, {"as_of": date(2026, 6, 1)}])
def test_options_are_checked_before_anything_is_sent(client: Client, asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="got"):
        client.decide_batches(TABLE, rulebook=SELECTION, **asked)


def counting(batches: int, pulled: list[int]) -> pa.RecordBatchReader:
    """A reader of batches of 10 rows, which notes those that were read."""

    def made() -> Any:  # noqa: ANN401
        for number in range(batches):
            pulled.append(number)
            yield from suppliers(10, number * 10).to_batches()

    return pa.RecordBatchReader.from_batches(SUPPLIERS, made())


def test_a_reader_is_read_as_answers_are_taken(client: Client) -> None:
    pulled: list[int] = []
    reader = counting(50, pulled)
    for taken, answer in enumerate(client.decide_batches(reader, rulebook=SELECTION, batch_rows=10)):
        assert answer.column("id")[0].as_py() == f"s-{taken * 10}"
        assert len(pulled) <= taken + AHEAD
    assert len(pulled) == 50


def test_who_stops_early_ends_the_stream(client: Client) -> None:
    """More streams than the server has places for: each gives its place up."""
    for _ in range(10):
        pulled: list[int] = []
        answers = client.decide_batches(counting(50, pulled), rulebook=SELECTION, batch_rows=10)
        while True:
            try:
                next(answers)
                break
            except Exhausted as error:
                # The one before was told to end, and is about to.
                assert error.reason == "TOO_MANY_STREAMS"  # noqa: PT017
                pulled.clear()
                answers = client.decide_batches(counting(50, pulled), rulebook=SELECTION, batch_rows=10)
        del answers
        assert len(pulled) <= AHEAD + 1


def test_a_reader_that_fails_says_so_itself(client: Client) -> None:
    def broken() -> Any:  # noqa: ANN401
        yield from suppliers(10).to_batches()
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(SUPPLIERS, broken())
    with pytest.raises(OSError, match="the disk is gone"):
        client.decide_table(reader, rulebook=SELECTION, batch_rows=5)


def test_a_client_that_is_closed_ends_its_streams(address: str) -> None:
    with Client(address) as client:
        answers = client.decide_batches(counting(50, []), rulebook=SELECTION, batch_rows=10)
        next(answers)
    with pytest.raises(ClientError) as caught:
        list(answers)
    assert isinstance(caught.value, Failed)
    assert caught.value.code is grpc.StatusCode.CANCELLED
