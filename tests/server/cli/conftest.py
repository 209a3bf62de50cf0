"""A server on a free port, with a clock that stands still: it answers quicker than a fresh process."""

from collections.abc import Iterator

import pytest

from assize.server.app import build
from assize.server.config import Config
from tests.server.cli.commands import SOURCES


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    running = build(Config(address="127.0.0.1:0", max_request_bytes=8_000_000), SOURCES)
    yield running.address
    running.stop(0)
