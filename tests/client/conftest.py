"""A real server on a free port with small messages, and a client of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from assize.client import Client
from assize.decision.batch.decider import BatchDecider
from assize.decision.batch.request import BatchRequest
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library, shipped_folder
from assize.server.app import build
from assize.server.config import Config
from assize.server.grpc.stamps import Sources

MOMENT = datetime(2026, 6, 1, 4, tzinfo=UTC)
MESSAGE_BYTES = 100_000
SELECTION = "supplier-selection"


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    config = Config(address="127.0.0.1:0", http=False, max_request_bytes=MESSAGE_BYTES)
    now = int(MOMENT.timestamp()) * 10**9
    running = build(config, Sources(lambda: now, lambda: 0, bytes))
    yield running.address
    running.stop(0)


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[Client]:
    with Client(address, message_bytes=MESSAGE_BYTES) as made:
        yield made


@pytest.fixture(scope="session")
def decider() -> Decider:
    return Decider(Library.load([shipped_folder()]), cached_tables([shipped_folder()]))


def in_process(decider: Decider, table: pa.Table) -> pa.Table:
    """What the same rows get without a server."""
    made = BatchDecider(decider, BatchRequest(SELECTION), table.schema, MOMENT)
    return pa.Table.from_batches([made.decide(each) for each in table.combine_chunks().to_batches()])
