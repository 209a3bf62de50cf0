"""The gRPC server: all services, health of each, reflection, limits, TLS."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import grpc
from grpc_health.v1.health import HealthServicer
from grpc_health.v1.health_pb2 import DESCRIPTOR as HEALTH
from grpc_health.v1.health_pb2 import HealthCheckResponse
from grpc_health.v1.health_pb2_grpc import add_HealthServicer_to_server
from grpc_reflection.v1alpha.reflection import SERVICE_NAME as REFLECTION
from grpc_reflection.v1alpha.reflection import ReflectionServicer
from grpc_reflection.v1alpha.reflection_pb2 import ServerReflectionRequest, ServerReflectionResponse

from assize.server.config import Config, ConfigError
from assize.server.grpc.register import Service, register
from assize.server.grpc.stamps import Sources
from assize.server.grpc.streams import Streaming, register_streams

_HEALTH = HEALTH.services_by_name["Health"].full_name
_REFLECTION_THREADS = 4
_PING = (("grpc.keepalive_time_ms", 60_000), ("grpc.keepalive_timeout_ms", 20_000))
"""A client that is gone without a word gives up its streams after so long, not after two hours."""


class Running(NamedTuple):
    """A server that listens, and where."""

    server: grpc.Server
    health: HealthServicer
    address: str

    def stop(self, grace: float) -> None:
        """Tell health checks, take no new call, let running ones end within `grace` seconds."""
        self.health.enter_graceful_shutdown()
        self.server.stop(grace).wait()


def start(config: Config, services: Sequence[Service], sources: Sources) -> Running:
    """Serve `services` as `config` says. Raises ConfigError for a bad address or TLS files."""
    server = grpc.server(
        ThreadPoolExecutor(config.threads, thread_name_prefix="grpc"),
        maximum_concurrent_rpcs=config.max_calls,
        options=[
            ("grpc.max_receive_message_length", config.max_request_bytes),
            # Answers are measured before they are sent, so that the error says what to do.
            ("grpc.max_send_message_length", -1),
            # Without it a second server on the port is an error; with it connections spread over processes.
            ("grpc.so_reuseport", int(config.processes > 1)),
            *_PING,
        ],
    )
    for service in services:
        register(server, service, config.max_answer_bytes, sources)
        if isinstance(service, Streaming):
            register_streams(server, service, config.max_streams, sources)
    names = [service.descriptor.full_name for service in services]
    health = _add_health(server, names)
    if config.reflection:
        _add_reflection(server, [*names, _HEALTH, REFLECTION])
    address = _listen(server, config)
    server.start()
    return Running(server, health, address)


def _add_health(server: grpc.Server, names: Iterable[str]) -> HealthServicer:
    health = HealthServicer()
    for name in names:
        health.set(name, HealthCheckResponse.SERVING)
    add_HealthServicer_to_server(health, server)
    return health


def _add_reflection(server: grpc.Server, names: Iterable[str]) -> None:
    """Reflection is a stream that a client may keep open: on its own threads it never holds up a decision."""
    behaviour = partial(ReflectionServicer(names).ServerReflectionInfo)
    setattr(behaviour, "experimental_thread_pool", ThreadPoolExecutor(_REFLECTION_THREADS))  # noqa: B010
    handler = grpc.stream_stream_rpc_method_handler(
        behaviour,
        request_deserializer=ServerReflectionRequest.FromString,
        response_serializer=ServerReflectionResponse.SerializeToString,
    )
    generic = grpc.method_handlers_generic_handler(REFLECTION, {"ServerReflectionInfo": handler})
    server.add_generic_rpc_handlers((generic,))


def _listen(server: grpc.Server, config: Config) -> str:
    try:
        credentials = _credentials(config)
        if credentials is None:
            port = server.add_insecure_port(config.address)
        else:
            port = server.add_secure_port(config.address, credentials)
    except (OSError, RuntimeError, ValueError) as error:
        raise ConfigError((f"cannot listen on `{config.address}`: {error}",)) from error
    return f"{config.address.rpartition(':')[0]}:{port}"


def _credentials(config: Config) -> grpc.ServerCredentials | None:
    if config.tls_certificate is None or config.tls_key is None:
        return None
    clients = config.tls_client_ca.read_bytes() if config.tls_client_ca else None
    pair = (config.tls_key.read_bytes(), config.tls_certificate.read_bytes())
    return grpc.ssl_server_credentials([pair], clients, require_client_auth=clients is not None)
