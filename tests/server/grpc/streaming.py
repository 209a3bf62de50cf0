# ruff: noqa: ANN401  # plain facts are of any type
"""Tables to the messages of a stream, and answers to tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

import pyarrow as pa

from assize.server.grpc.streams import Stream
from assize.v1.decision_service_pb2 import (
    CaseBatch,
    DecideStreamRequest,
    DecideStreamResponse,
    StreamOpening,
)
from tests.server.grpc.sending import Fixture, as_choices, unwrap

T = TypeVar("T")
SELECTION = "supplier-selection"
CHOICES = frozenset({"level", "edition"})
"""Fields whose numbers are the names of choices."""


SUPPLIERS = pa.schema(
    [
        ("id", pa.string()),
        ("degree_share", pa.float64()),
        ("headcount", pa.int64()),
        ("headcount@observed", pa.string()),
        ("privileged_access", pa.bool_()),
        ("surge_capacity", pa.float64()),
    ]
)


def to_ipc(table: pa.Table, codec: str | None = None) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression=codec)) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def opening(**fields: Any) -> DecideStreamRequest:
    return DecideStreamRequest(opening=StreamOpening(**{"rulebook": SELECTION, **fields}))


def batch(name: str, sent: pa.Table | bytes) -> DecideStreamRequest:
    data = sent if isinstance(sent, bytes) else to_ipc(sent)
    return DecideStreamRequest(batch=CaseBatch(batch_id=name, arrow=data))


def tables_in(answers: Iterable[DecideStreamResponse]) -> dict[str, pa.Table]:
    """The tables by batch, parts put together."""
    parts: dict[str, list[pa.Table]] = {}
    for answer in answers:
        assert answer.WhichOneof("result") == "arrow", answer.error
        parts.setdefault(answer.batch_id, []).append(pa.ipc.open_stream(answer.arrow).read_all())
    return {name: pa.concat_tables(tables) for name, tables in parts.items()}


def suppliers(count: int, start: int = 0) -> pa.Table:
    """Suppliers that differ; one in 50 is wrong."""
    places = range(start, start + count)
    return pa.table(
        {
            "id": [f"s-{i}" for i in places],
            "degree_share": [float(i % 101) for i in places],
            "headcount": [None if i % 7 == 0 else i for i in places],
            "headcount@observed": ["2026-05-10"] * count,
            "privileged_access": [i % 3 == 0 for i in places],
            "surge_capacity": [-1.0 if i % 50 == 9 else float(i % 90) for i in places],
        },
        schema=SUPPLIERS,
    )


def to_table(fixtures: Mapping[str, Fixture]) -> pa.Table:
    """Cases of the rulebook's own tests as rows, each with its day."""
    rows = [_row(name, each) for name, each in fixtures.items()]
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: [row.get(name) for row in rows] for name in names})


def _row(name: str, fixture: Fixture) -> dict[str, Any]:
    row: dict[str, Any] = {"id": name, "day": fixture.as_of}
    for fact, plain in fixture.facts.items():
        value, info = unwrap(plain)
        row[fact] = as_choices(value, CHOICES)
        row |= {f"{fact}@{part}": known for part, known in info.items()}
    return row


def counted(messages: Iterable[T], pulled: list[T]) -> Iterator[T]:
    """The messages; those that were taken are in `pulled`."""
    for message in messages:
        pulled.append(message)
        yield message


def wanted() -> bool:
    """Whether the caller waits for answers: always."""
    return True


def asked(
    stream: Stream, messages: Iterable[DecideStreamRequest], active: Callable[[], bool] = wanted
) -> Iterator[DecideStreamResponse]:
    """The answers of a stream that nothing carries."""
    for answer in stream((message.SerializeToString() for message in messages), active):
        yield DecideStreamResponse.FromString(answer)
