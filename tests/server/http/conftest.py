"""A real server on free ports, with a clock that stands still, and real clients of both doors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import grpc
import httpx
import pytest

from assize.server.app import Serving, build
from assize.server.config import Config
from assize.server.grpc.stamps import Sources

# 2026-06-01 00:00:00 UTC, 08:00 in Shanghai
NOW = 1_780_272_000_000_000_000
LIMITS = Config(address="127.0.0.1:0", max_items=50, max_request_bytes=200_000, max_answer_bytes=400_000)
DECIDE = "/v1/DecisionService/Decide"
SCORE = "/v1/SupplierService/ScoreSuppliers"
Post = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def serving() -> Iterator[Serving]:
    running = build(LIMITS, Sources(lambda: NOW, lambda: 0, bytes))
    yield running
    running.stop(0)


@pytest.fixture(scope="session")
def url(serving: Serving) -> str:
    assert serving.http is not None
    return serving.http.url


@pytest.fixture(scope="session")
def http(url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=url, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def channel(serving: Serving) -> Iterator[grpc.Channel]:
    with grpc.insecure_channel(serving.address) as opened:
        yield opened


@pytest.fixture
def post(http: httpx.Client) -> Post:
    """Send bytes as JSON."""

    def send(path: str, body: bytes, **headers: str) -> httpx.Response:
        return http.post(path, content=body, headers={"Content-Type": "application/json", **headers})

    return send


@pytest.fixture
def problem() -> Callable[[httpx.Response, int], dict[str, Any]]:
    """The problem details of an answer that must have this status."""

    def read(answer: httpx.Response, status: int) -> dict[str, Any]:
        assert answer.status_code == status, answer.text
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "x-request-id" in answer.headers
        details: dict[str, Any] = answer.json()
        assert details["status"] == status
        return details

    return read
