"""uvicorn on a thread of its own, beside the gRPC server: one process, the same services, the same end."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Event, Thread
from typing import Any, NamedTuple

import orjson
import uvicorn
from starlette.applications import Starlette

from assize.server.config import Config, ConfigError
from assize.server.grpc.register import Service
from assize.server.grpc.stamps import Sources
from assize.server.http.door import Door
from assize.server.http.endpoints import Endpoint, endpoints
from assize.server.http.openapi import describe
from assize.server.http.page import to_page
from assize.server.http.protocol import BoundedProtocol

_IDLE = 75
"""Seconds that a connection may idle: longer than most proxies keep theirs, so that they close first."""


class RunningHttp(NamedTuple):
    """A server that listens, and where: `http://127.0.0.1:8080`."""

    url: str
    server: uvicorn.Server
    thread: Thread
    pool: ThreadPoolExecutor
    stopping: Event

    def stop_soon(self, grace: float) -> None:
        """Tell health checks, take no new connection; running calls may end within `grace` seconds."""
        self.stopping.set()
        # Idle connections need a moment to close, even without grace.
        self.server.config.timeout_graceful_shutdown = max(1, int(grace))
        self.server.should_exit = True

    def wait(self) -> None:
        """Until it has stopped."""
        self.thread.join()
        self.pool.shutdown(wait=False, cancel_futures=True)


def start_http(config: Config, services: Sequence[Service], sources: Sources) -> RunningHttp:
    """Serve `services` as `config` says. Raises ConfigError for a bad address or TLS files."""
    return start_endpoints(config, endpoints(services), sources)


def start_endpoints(config: Config, found: Sequence[Endpoint], sources: Sources) -> RunningHttp:
    """As `start_http`, of endpoints."""
    pool = ThreadPoolExecutor(config.threads, thread_name_prefix="http")
    document = describe(found)
    stopping = Event()
    door = Door(config, sources, pool, stopping)
    settings = _settings(config, door.application(found, orjson.dumps(document), to_page(document)))
    listening = _listen(config)
    server = uvicorn.Server(settings)
    thread = Thread(target=server.run, args=([listening],), name="http")
    thread.start()
    host = config.address.rpartition(":")[0]
    scheme = "http" if config.tls_certificate is None else "https"
    return RunningHttp(f"{scheme}://{host}:{listening.getsockname()[1]}", server, thread, pool, stopping)


def _settings(config: Config, app: Starlette) -> uvicorn.Config:
    settings = uvicorn.Config(
        app,
        http=BoundedProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_IDLE,
        ssl_certfile=config.tls_certificate,
        ssl_keyfile=config.tls_key,
        ssl_ca_certs=config.tls_client_ca,
        ssl_cert_reqs=ssl.CERT_NONE if config.tls_client_ca is None else ssl.CERT_REQUIRED,
    )
    try:
        settings.load()
    except (OSError, ValueError) as error:
        raise ConfigError((f"cannot serve TLS with `{config.tls_certificate}`: {error}",)) from error
    return settings


def _listen(config: Config) -> socket.socket:
    """A socket that listens on the host of gRPC."""
    host = config.address.rpartition(":")[0]
    port = config.http_port_or_default
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with ExitStack() as unless_bound:
            listening = unless_bound.enter_context(socket.socket(family, kind, protocol))
            _bind(listening, place, shared=config.processes > 1)
            unless_bound.pop_all()
    except OSError as error:
        hint = "take another with http_port, or switch HTTP off with http=false"
        raise ConfigError((f"cannot listen on `{host}:{port}` for HTTP: {error}; {hint}",)) from error
    return listening


def _bind(listening: socket.socket, place: Any, *, shared: bool) -> None:  # noqa: ANN401  # as the family has it
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listening.bind(place)
    # Callers may connect from here on: the system holds them until the event loop runs.
    listening.listen(2048)
