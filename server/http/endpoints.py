"""What can be asked over HTTP: an endpoint for each method of each service, taken from the contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import orjson
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message_factory import GetMessageClass

from assize.server.grpc.register import Method, Service, single_methods
from assize.server.http.reading import MessageReader
from assize.server.http.writing import MessageWriter

READING = ("Get", "List")
"""How the names of methods begin that change nothing and ask for little: these are also answered to GET."""


class Endpoint(NamedTuple):
    """A method of the contract, its path, the function behind it, the reader and writer of its messages."""

    path: str
    method: MethodDescriptor
    answer: Method
    reader: MessageReader
    writer: MessageWriter

    @property
    def by_get(self) -> bool:
        """It is also answered to GET, the fields of its request in the query."""
        return self.method.name.startswith(READING)

    def ask(self, plain: Callable[[], object]) -> bytes:
        """The answer to a request of plain JSON values, as JSON. Raises AssizeError."""
        request: Any = GetMessageClass(self.method.input_type)()
        self.reader.read(plain(), request)
        return orjson.dumps(self.writer.write(self.answer(request)))


def endpoints(services: Iterable[Service]) -> tuple[Endpoint, ...]:
    """All single methods: `Decide` of assize.v1.DecisionService is at /v1/DecisionService/Decide."""
    return tuple(
        Endpoint(
            f"/{service.descriptor.file.package.rpartition('.')[2]}/{service.descriptor.name}/{method.name}",
            method,
            service.methods[method.name],
            MessageReader(method.input_type),
            MessageWriter(method.output_type),
        )
        for service in services
        for method in single_methods(service.descriptor)
    )
