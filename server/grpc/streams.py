"""Streams to a gRPC server: on threads of their own, a bounded number at a time.

An answer is made when the transport took the one before it. A client that reads slowly is answered slowly,
and holds up nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Semaphore
from typing import NamedTuple, NoReturn, Protocol, runtime_checkable

import grpc
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from grpc_status import rpc_status

from assize.rules.errors import AssizeError
from assize.server.errors import TooManyStreams
from assize.server.grpc.register import our_fault, to_status
from assize.server.grpc.stamps import Sources

Stream = Callable[[Iterator[bytes], Callable[[], bool]], Iterator[bytes]]
"""(serialized messages, is the call still wanted?) → serialized answers, each made when it is taken.
Raises AssizeError.
"""


@runtime_checkable
class Streaming(Protocol):
    """A service with methods that stream."""

    @property
    def descriptor(self) -> ServiceDescriptor:
        """What the contract says of it."""

    @property
    def streams(self) -> Mapping[str, Stream]:
        """By the contract's names."""


def register_streams(server: grpc.Server, service: Streaming, most: int, sources: Sources) -> None:
    """Serve every stream of `service`, at most `most` of each at a time."""
    methods = service.descriptor.methods_by_name
    handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {
        name: grpc.stream_stream_rpc_method_handler(
            _Door(stream, methods[name], most, sources).on_its_own_threads()
        )
        for name, stream in service.streams.items()
    }
    generic = grpc.method_handlers_generic_handler(service.descriptor.full_name, handlers)
    server.add_generic_rpc_handlers((generic,))


class _Door(NamedTuple):
    """Lets so many callers in at a time."""

    stream: Stream
    method: MethodDescriptor
    most: int
    sources: Sources

    def on_its_own_threads(self) -> Callable[..., Iterator[bytes]]:
        """The stream over bytes, as gRPC calls it."""
        places = Semaphore(self.most)

        def handle(sent: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
            if not places.acquire(blocking=False):
                self._refuse(context, TooManyStreams(f"{self.most} streams are open", limit=str(self.most)))
            try:
                yield from self._answers(sent, context)
            finally:
                places.release()

        # A thread for each place, and one that tells the others that there is none.
        pool = ThreadPoolExecutor(self.most + 1, thread_name_prefix="stream")
        setattr(handle, "experimental_thread_pool", pool)  # noqa: B010
        return handle

    def _answers(self, sent: Iterator[bytes], context: grpc.ServicerContext) -> Iterator[bytes]:
        try:
            yield from self.stream(sent, context.is_active)
        except grpc.RpcError:
            # The caller is gone: the transport says so from inside `sent`, and wants it back.
            raise
        except AssizeError as error:
            self._refuse(context, error)
        except Exception as error:  # noqa: BLE001  # the last place that can tell it to the caller and the log
            self._refuse(context, our_fault(error, self.method, self.sources))

    def _refuse(self, context: grpc.ServicerContext, error: AssizeError) -> NoReturn:
        context.abort_with_status(rpc_status.to_status(to_status(error)))
