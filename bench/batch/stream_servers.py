"""The servers of the stream: the real one, and one that does nothing with what it takes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from time import process_time

import grpc

from assize.decision.batch.memory import keep_freed_memory
from assize.decision.decider import Decider
from assize.rules.cached_tables import cached_tables
from assize.rules.library import Library
from assize.server.app import SYSTEM, streams_of
from assize.server.config import MIB, Config
from assize.server.grpc.desk import Desk
from assize.server.grpc.server import start
from assize.server.grpc.services import DecisionService
from bench.example import FOLDER

SERVICE = "assize.v1.DecisionService"
METHOD = f"/{SERVICE}/DecideStream"
MESSAGE_BYTES = 64 * MIB
"""So that 10,000 rows are one message, whatever they hold."""
UNLIMITED = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
Sizes = Sequence[Sequence[int]]


def serve_real(_: None, pipe: Connection) -> None:
    """Decide, by supplier selection alone."""
    keep_freed_memory()
    config = Config(address="127.0.0.1:0", max_request_bytes=MESSAGE_BYTES, max_answer_bytes=MESSAGE_BYTES)
    desk = Desk(Decider(Library.load([FOLDER]), cached_tables([FOLDER])), SYSTEM, config.max_items)
    running = start(config, [DecisionService(desk, streams_of(desk, config))], SYSTEM)
    _until_stopped(pipe, running.address, running.stop)


def serve_sizes(sizes: Sizes, pipe: Connection) -> None:
    """Take each message unread; answer with zeros, as many and as long as the real answers.

    Freed memory is kept, as by the real one; there is no thread that reads ahead.
    """
    keep_freed_memory()
    zeros = memoryview(bytes(max(size for some in sizes for size in some)))
    answers = [[bytes(zeros[:size]) for size in some] for some in sizes]

    def handle(sent: Iterator[bytes], _: grpc.ServicerContext) -> Iterator[bytes]:
        next(sent)  # the opening has no answer
        for _message, some in zip(sent, answers, strict=True):
            yield from some

    server = grpc.server(ThreadPoolExecutor(1), options=UNLIMITED)
    handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
        "DecideStream": grpc.stream_stream_rpc_method_handler(handle)
    }
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    _until_stopped(pipe, f"127.0.0.1:{port}", lambda grace: server.stop(grace).wait())


def _until_stopped(pipe: Connection, address: str, stop: Callable[[float], object]) -> None:
    """Tell the address, then CPU time whenever asked."""
    gc.collect()
    gc.freeze()
    pipe.send(address)
    while pipe.recv() == "cpu":
        pipe.send(process_time())
    stop(0)
