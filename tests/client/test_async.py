"""The same on asyncio."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any

import polars as pl
import pytest

from assize.client import AsyncClient, Client, Refused, TimedOut
from assize.client.answers import AHEAD
from tests.client.conftest import MESSAGE_BYTES, MOMENT, SELECTION
from tests.client.test_tables import counting
from tests.server.grpc.streaming import suppliers

CASES = [{"id": "a", "facts": {"degree_share": 60}}]


def using(address: str, work: Callable[[AsyncClient], Awaitable[Any]]) -> Any:  # noqa: ANN401
    """What `work` gives with a client, in a loop of its own."""

    async def run() -> Any:  # noqa: ANN401
        async with AsyncClient(address, message_bytes=MESSAGE_BYTES) as client:
            return await work(client)

    return asyncio.run(run())


def test_answers_are_those_of_the_other_client(address: str, client: Client) -> None:
    async def work(other: AsyncClient) -> list[Any]:
        return list(
            await asyncio.gather(
                other.score(CASES, rank=True, as_of=MOMENT),
                other.check([{"id": "v"}]),
                other.assess(customers=[{"id": "c"}]),
                other.decide(SELECTION, CASES, rank=True),
            )
        )

    assert using(address, work) == [
        client.score(CASES, rank=True, as_of=MOMENT),
        client.check([{"id": "v"}]),
        client.assess(customers=[{"id": "c"}]),
        client.decide(SELECTION, CASES, rank=True),
    ]


def test_tables_at_once(address: str, client: Client) -> None:
    tables = [suppliers(200, start) for start in (0, 200, 400)]

    async def work(other: AsyncClient) -> list[Any]:
        asked = [other.decide_table(table, rulebook=SELECTION, batch_rows=30) for table in tables]
        return list(await asyncio.gather(*asked))

    alone = [client.decide_table(table, rulebook=SELECTION, batch_rows=30) for table in tables]
    assert using(address, work) == alone


def test_a_frame_comes_back_as_a_frame(address: str) -> None:
    frame = pl.from_arrow(suppliers(5))
    found = using(address, lambda client: client.decide_table(frame, rulebook=SELECTION))
    assert isinstance(found, pl.DataFrame)


def test_columns_of_choice_are_those_of_the_other_client(address: str, client: Client) -> None:
    asked = {"rulebook": SELECTION, "answers": ["score", "missing"]}
    found = using(address, lambda other: other.decide_table(suppliers(50), **asked))
    assert found.column_names == ["id", "score", "missing", "errors"]
    assert found.equals(client.decide_table(suppliers(50), **asked))


@pytest.mark.parametrize("rows", [1, 50])
def test_a_refused_stream_says_why(address: str, rows: int) -> None:
    """However much is being sent when the server refuses it."""
    for _ in range(10):
        with pytest.raises(Refused, match="did you mean"):
            using(
                address,
                lambda client: client.decide_table(
                    suppliers(500), rulebook="supplier-selektion", batch_rows=rows
                ),
            )


def test_a_refused_question_says_why(address: str) -> None:
    with pytest.raises(Refused) as caught:
        using(address, lambda client: client.decide("nothing", CASES))
    assert caught.value.reason == "UNKNOWN_RULEBOOK"


def test_a_deadline_ends_a_stream(address: str) -> None:
    with pytest.raises(TimedOut):
        using(address, lambda client: client.decide_table(suppliers(9), rulebook=SELECTION, deadline=1e-6))


def test_a_reader_is_read_as_answers_are_taken(address: str) -> None:
    pulled: list[int] = []

    async def work(client: AsyncClient) -> int:
        taken = 0
        async with aclosing(
            client.decide_batches(counting(50, pulled), rulebook=SELECTION, batch_rows=10)
        ) as answers:
            async for _ in answers:
                assert len(pulled) <= taken + AHEAD
                taken += 1
                if taken == 20:
                    break
        return taken

    assert using(address, work) == 20
    assert len(pulled) <= 20 + AHEAD


def test_a_task_that_is_cancelled_ends_its_stream(address: str) -> None:
    pulled: list[int] = []

    async def work(client: AsyncClient) -> None:
        begun = asyncio.Event()

        async def all_of_it() -> None:
            answers = client.decide_batches(counting(10_000, pulled), rulebook=SELECTION, batch_rows=10)
            async with aclosing(answers):
                async for _ in answers:
                    begun.set()

        task = asyncio.create_task(all_of_it())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    using(address, work)
    assert len(pulled) < 10_000
