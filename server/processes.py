"""Signals, and several processes on one port (SO_REUSEPORT spreads connections over them)."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from assize.server.config import Config, ConfigError

Serve = Callable[[Config, Callable[[str], None], list[int | Connection]], None]
"""Serve by the settings, tell the addresses once ready, end when one of the handles can be read."""

_SPAWN = multiprocessing.get_context("spawn")


@contextmanager
def told_to_stop() -> Iterator[int]:
    """A file descriptor that can be read once the process got SIGTERM or SIGINT."""
    reader, writer = os.pipe()
    before = {kind: signal.getsignal(kind) for kind in (signal.SIGTERM, signal.SIGINT)}
    for kind in before:
        signal.signal(kind, lambda *_: os.write(writer, b"."))
    try:
        yield reader
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
        os.close(reader)
        os.close(writer)


def supervise(config: Config, serve: Serve, say: Callable[[str], None], stop: int) -> int:
    """Run `config.processes` of `serve` until told to stop; the exit code.

    When one of them ends by itself all do, with exit code 1: whoever started us starts us anew.
    """
    with settled(config) as shared, ExitStack() as children:
        started = [_start(shared, serve) for _ in range(config.processes)]
        for process, pipe in started:
            children.callback(_end, process, pipe, config.grace)
        sentinels = [process.sentinel for process, _ in started]
        for _, pipe in started:
            wait([stop, pipe, *sentinels])
        if all(process.is_alive() and pipe.poll() for process, pipe in started):
            # All say the same.
            say(started[0][1].recv())
            wait([stop, *sentinels])
        return 0 if wait([stop], 0) else 1


@contextmanager
def settled(config: Config) -> Iterator[Config]:
    """The settings with both ports settled, so that all processes get the same."""
    with ExitStack() as held:
        address = held.enter_context(reserved(config.address))
        if not config.http:
            yield replace(config, address=address)
            return
        host = config.address.rpartition(":")[0]
        http = held.enter_context(reserved(f"{host}:{config.http_port_or_default}"))
        yield replace(config, address=address, http_port=int(http.rpartition(":")[2]))


@contextmanager
def reserved(address: str) -> Iterator[str]:
    """The address with its port settled: held, but not listened on, so that the processes can share it."""
    host, _, port = address.rpartition(":")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host.strip("[]"), int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        holder = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ConfigError((f"cannot listen on `{address}`: {error}",)) from error
    with holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            holder.bind(place)
        except OSError as error:
            raise ConfigError((f"cannot listen on `{address}`: {error}",)) from error
        yield f"{host}:{holder.getsockname()[1]}"


def _start(config: Config, serve: Serve) -> tuple[SpawnProcess, Connection]:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_child, args=(config, serve, theirs), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _child(config: Config, serve: Serve, parent: Connection) -> None:
    # The parent never writes: its end of the pipe is read only when it is gone.
    with told_to_stop() as stop:
        serve(config, parent.send, [stop, parent])


def _end(process: SpawnProcess, pipe: Connection, grace: float) -> None:
    process.terminate()
    process.join(grace + 5)
    if process.is_alive():
        process.kill()
    pipe.close()
