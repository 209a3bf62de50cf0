"""Synthetic suppliers: labelled, the same for the same seed, lifelike, and never refused unless asked for."""

from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library
from bench.example import DAY, FOLDER, RULEBOOK
from bench.suppliers import LABEL, __main__, batches, schema
from bench.suppliers.firms import left_out

FORMS = [{"lists": lists, "evidence": evidence} for lists in (False, True) for evidence in (False, True)]


@pytest.fixture(scope="module")
def decider() -> Decider:
    return Decider(Library.load([FOLDER]), cached_tables([FOLDER]))


def answers(decider: Decider, rows: int, **form: object) -> pa.RecordBatch:
    (batch,) = batches(rows, rows, 7, **form)
    return BatchDecider(decider, BatchRequest(RULEBOOK), batch.schema, DAY).decide(batch)


@pytest.mark.parametrize("form", FORMS)
def test_rows_are_labelled_synthetic_in_every_form(form: dict[str, bool]) -> None:
    assert schema(**form).metadata[b"assize.synthetic"] == b"true"
    for batch in batches(25, 10, 3, **form):
        assert batch.schema.equals(schema(**form), check_metadata=True)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_seed_gives_the_same_rows(form: dict[str, bool]) -> None:
    once, again, other = (list(batches(500, 200, seed, **form)) for seed in (5, 5, 6))
    assert [batch.num_rows for batch in once] == [200, 200, 100]
    assert all(a.equals(b) for a, b in zip(once, again, strict=True))
    assert not once[0].equals(other[0])
    assert not once[0].column("headcount").equals(once[1].column("headcount"))


def test_rows_are_numbered_through() -> None:
    ids = [batch.column("id") for batch in batches(450, 200, 1)]
    assert pa.concat_arrays(ids).to_pylist() == list(range(450))


def test_with_all_facts_every_kind_of_answer_is_there_and_no_row_is_refused(decider: Decider) -> None:
    found = answers(decider, 1200, lists=True, evidence=True)
    assert found.column("errors").null_count == 1200
    share = {o: n / 1200 for o, n in Counter(found.column("outcome").to_pylist()).items()}
    assert 0.05 <= share["preferred"] + share["approved"] <= 0.17
    assert share["preferred"] > 0
    assert 0.20 <= share["conditional"] <= 0.40
    assert 0.10 <= share["rejected"] <= 0.32
    assert set(found.column("grade").to_pylist()) == {"A", "B", "C", "D", None}
    assert set(found.column("variant").to_pylist()) == {"standard", "public_buyer"}


def test_without_lists_no_row_is_refused(decider: Decider) -> None:
    assert answers(decider, 400).column("errors").null_count == 400


def test_wrong_rows_come_at_the_rate_asked_for_and_each_is_refused_for_one_thing(decider: Decider) -> None:
    found = answers(decider, 1000, wrong=0.1)
    errors = [entry for entry in found.column("errors").to_pylist() if entry]
    assert 70 <= len(errors) <= 130
    assert all(len(entry) == 1 for entry in errors)
    assert {entry[0]["code"] for entry in errors} == {"OUT_OF_RANGE", "UNKNOWN_CHOICE", "IN_THE_FUTURE"}


def test_small_and_secretive_firms_leave_out_more() -> None:
    rates = left_out(0.05)
    thorough, secretive = rates[0::3], rates[2::3]
    assert (secretive > 20 * thorough).all()
    assert rates[1] > rates[-2]


def test_sizes_are_skewed() -> None:
    (batch,) = batches(20_000, 20_000, 2)
    headcount = batch.column("headcount").drop_null().to_numpy()
    assert headcount.mean() > 3 * sorted(headcount)[len(headcount) // 2]
    industries = Counter(batch.column("industry").to_pylist()).most_common()
    assert industries[0][1] > 1.7 * industries[1][1]


def test_the_command_writes_parquet_that_keeps_the_label(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = f"{tmp_path}/rows.parquet"
    monkeypatch.setattr("sys.argv", ["suppliers", out, "--rows", "300", "--batch-rows", "200", "--lists"])
    __main__.main()
    written = pq.read_table(out)
    assert "300 synthetic suppliers" in capsys.readouterr().out
    assert written.num_rows == 300
    assert LABEL.items() <= written.schema.metadata.items()
    assert written.equals(pa.Table.from_batches(batches(300, 200, 1, lists=True)))
