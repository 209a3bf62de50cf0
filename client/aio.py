"""The client for programs on asyncio.

It stands on gRPC's threads: grpc.aio tells of a stream that the server refused while something was being sent
only "Internal error from Core", and not why.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self, Unpack

import grpc
import pyarrow as pa

from assize.client import frames, requests
from assize.client.answers import answers, table_of
from assize.client.batches import MESSAGE_BYTES, AskedOfStream, Job, job_of
from assize.client.connection import DEADLINE, Connection, Metadata
from assize.client.requests import Asked
from assize.client.values import Case, Facts
from assize.v1.decision_service_pb2 import DecideResponse
from assize.v1.risk_service_pb2 import AssessRisksResponse
from assize.v1.supplier_service_pb2 import ScoreSuppliersResponse
from assize.v1.value_added_service_gate_pb2 import CheckValueAddedServicesResponse


class AsyncClient:
    """As Client, for asyncio."""

    def __init__(
        self,
        target: str,
        *,
        credentials: grpc.ChannelCredentials | None = None,
        deadline: float | None = DEADLINE,
        metadata: Metadata = (),
        message_bytes: int = MESSAGE_BYTES,
    ) -> None:
        self._server = Connection(target, credentials, deadline, metadata, message_bytes)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End what is still running and give up the connection."""
        await asyncio.to_thread(self._server.channel.close)

    async def score(
        self,
        suppliers: Iterable[Case],
        *,
        need: Facts | None = None,
        rank: bool = False,
        **asked: Unpack[Asked],
    ) -> ScoreSuppliersResponse:
        """Score suppliers for the need that they share; with `rank` also rank them."""
        request = requests.score_request(suppliers, need, asked, rank=rank)
        return await self._server.ask_async(self._server.score, request, asked)

    async def check(
        self, services: Iterable[Case], *, facts: Facts | None = None, **asked: Unpack[Asked]
    ) -> CheckValueAddedServicesResponse:
        """Check value-added services; `facts` go to each."""
        request = requests.check_request(services, facts, asked)
        return await self._server.ask_async(self._server.check, request, asked)

    async def assess(
        self,
        *,
        customers: Iterable[Case] = (),
        suppliers: Iterable[Case] = (),
        third_parties: Iterable[Case] = (),
        **asked: Unpack[Asked],
    ) -> AssessRisksResponse:
        """Assess the risks with subjects of three kinds, and with all of them together."""
        request = requests.assess_request(customers, suppliers, third_parties, asked)
        return await self._server.ask_async(self._server.assess, request, asked)

    async def decide(
        self,
        rulebook: str,
        cases: Iterable[Case],
        *,
        facts: Facts | None = None,
        rank: bool = False,
        **asked: Unpack[Asked],
    ) -> DecideResponse:
        """Decide cases by any rulebook; `facts` go to each. Choices are texts: `"level": "1"`."""
        request = requests.decide_request(rulebook, cases, facts, asked, rank=rank)
        return await self._server.ask_async(self._server.decide, request, asked)

    async def decide_table(self, table: frames.Frame, **asked: Unpack[AskedOfStream]) -> frames.Frame:
        """Decide every row of a table, to a table of the same kind: a row for each, in their order."""
        batches = [batch async for batch in self.decide_batches(table, **asked)]
        return frames.like(table, table_of(batches))

    def decide_batches(
        self,
        table: Any,  # noqa: ANN401  # a table of any library
        **asked: Unpack[AskedOfStream],
    ) -> AsyncIterator[pa.RecordBatch]:
        """Decide every row of a table or reader of any length, a few batches in memory at a time.

        Answers have as many rows as suits; all together a row for each row, in their order. The reader is
        read on another thread.
        """
        return self._stream(job_of(table, asked, self._server.message_bytes), asked.get("deadline"))

    async def _stream(self, job: Job, deadline: float | None) -> AsyncIterator[pa.RecordBatch]:
        loop, thread = asyncio.get_running_loop(), ThreadPoolExecutor(1, thread_name_prefix="assize-stream")
        flow = self._server.begin(job.opening, deadline)
        batches = answers(job, flow)
        try:
            while (batch := await loop.run_in_executor(thread, next, batches, None)) is not None:
                yield batch
        finally:
            flow.end()
            thread.shutdown(wait=False)
