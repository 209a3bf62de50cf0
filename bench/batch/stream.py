"""DecideStream over a real server, beside a stream of the same bytes without work.

Each server runs in a process of its own and tells its CPU time. The client is this process; it sends messages
that were written before and only counts the bytes of the answers. The stream without work takes the same
messages, unread, and sends as many answers of the same sizes. To unpack rows that are packed by lz4, and to
pack their answers, is work of the real server only.

CPU time is of both ends. By the clock, reading and deciding overlap in the real server as far as there is a
core for each. Both ratios stand beside the limit.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, time
from multiprocessing.connection import Connection
from time import perf_counter, process_time
from typing import Literal, NamedTuple

import grpc
import pyarrow as pa

from assize.client.batches import BATCH_ROWS, AskedOfStream, job_of
from assize.v1.decision_service_pb2 import DecideStreamResponse
from bench.batch.stream_servers import MESSAGE_BYTES, METHOD, UNLIMITED, Sizes, serve_real, serve_sizes
from bench.example import DAY, RULEBOOK
from bench.measure import Figure, over, rate
from bench.suppliers import batches

MOST = 250_000
"""Rows of a round: a short one meets the noise of the machine as the one beside it does."""
MORE_ROUNDS = 4
NOON = datetime.combine(DAY, time(12), UTC)


class Form(NamedTuple):
    """What goes through a stream. Words are codes of dictionaries, or texts of their own."""

    name: str
    lists: bool = False
    texts: bool = False
    compression: Literal["lz4"] | None = None


FORMS = (
    Form("without list facts"),
    Form("without list facts, words as texts", texts=True),
    Form("without list facts, packed by lz4", compression="lz4"),
    Form("with certificates and all lists", lists=True),
    Form("with certificates and all lists, packed by lz4", lists=True, compression="lz4"),
)


class Taken(NamedTuple):
    """Seconds that a stream took: CPU of both ends, and by the clock."""

    cpu: float
    clock: float


class Door(NamedTuple):
    """A server in another process."""

    channel: grpc.Channel
    pipe: Connection

    def ask(self, messages: Sequence[bytes]) -> Iterator[bytes]:
        """The answers to some messages."""
        call: grpc.StreamStreamMultiCallable[bytes, bytes] = self.channel.stream_stream(METHOD)
        yield from call(iter(messages))

    def cpu(self) -> float:
        """CPU seconds that both processes have taken."""
        self.pipe.send("cpu")
        return float(self.pipe.recv()) + process_time()

    def drain(self, messages: Sequence[bytes]) -> Taken:
        """Send all, count what comes."""
        cpu, clock = self.cpu(), perf_counter()
        sum(map(len, self.ask(messages)))
        return Taken(self.cpu() - cpu, perf_counter() - clock)


def measure(rows: int, rounds: int) -> list[Figure]:
    """Rates of both streams and their ratio; at most MOST rows go through in a round."""
    rows, found = min(rows, MOST), list[Figure]()
    with door(serve_real, None) as real:
        for form in FORMS:
            messages = written(rows, form)
            sizes = answer_sizes(list(real.ask(messages)))
            with door(serve_sizes, sizes) as idle:
                idle.drain(messages)  # the other has answered all of it once too
                turns = range(MORE_ROUNDS * rounds)
                taken = [(real.drain(messages), idle.drain(messages)) for _ in turns]
            found += figures(form.name, rows, taken)
    return found


def figures(form: str, rows: int, taken: Sequence[tuple[Taken, Taken]]) -> list[Figure]:
    """The lines of one form of rows."""
    real = rate(f"{rows:,} rows {form}", rows, [some.cpu for some, _ in taken])
    idle = rate("  the same bytes without work", rows, [some.cpu for _, some in taken])
    clock = rate("  decided, by the clock", rows, [some.clock for some, _ in taken])
    idle_clock = rate("  without work, by the clock", rows, [some.clock for _, some in taken])
    ratio = over("  decided over without work", real, idle, at_least=0.5)
    by_clock = over("  decided over without work, by the clock", clock, idle_clock, at_least=0.5)
    return [real, idle, ratio, clock, idle_clock, by_clock]


def written(rows: int, form: Form) -> list[bytes]:
    """The messages of a stream, as the client writes them."""
    table = pa.Table.from_batches(batches(rows, BATCH_ROWS, 1, lists=form.lists))
    if form.texts:
        table = table.cast(pa.schema([(field.name, _text_type(field.type)) for field in table.schema]))
    asked: AskedOfStream = {"rulebook": RULEBOOK, "as_of": NOON, "compression": form.compression}
    job = job_of(table, asked, MESSAGE_BYTES)
    return [job.opening.SerializeToString(), *(sent.message.SerializeToString() for sent in job.messages())]


def _text_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def answer_sizes(answers: Sequence[bytes]) -> Sizes:
    """The bytes of the answers to each batch. Ends the program where one was refused."""
    found: list[list[int]] = [[]]
    for answer in answers:
        read = DecideStreamResponse.FromString(answer)
        assert read.HasField("arrow"), read.error
        found[-1].append(len(answer))
        if not read.more:
            found.append([])
    return found[:-1]


@contextmanager
def door(serve: Callable[..., None], given: Sizes | None) -> Iterator[Door]:
    """A server in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe()
    process = spawn.Process(target=serve, args=(given, theirs), daemon=True)
    with ExitStack() as ends:
        process.start()
        ends.callback(process.join)
        ends.callback(ours.send, "stop")
        channel = ends.enter_context(grpc.insecure_channel(ours.recv(), UNLIMITED))
        yield Door(channel, ours)
