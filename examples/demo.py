"""What `make demo` shows: a real server, real questions over gRPC, readable answers.

The example suppliers are asked as of 2026-06-01, the day for which their figures were collected.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO

import grpc
from google.protobuf.timestamp_pb2 import Timestamp

from assize.v1.options_pb2 import Options
from assize.v1.supplier_pb2 import Need, Supplier
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest
from assize.v1.supplier_service_pb2_grpc import SupplierServiceStub

ASSIZE = Path(sys.executable).with_name("assize")
SUPPLIERS = Path(__file__).with_name("suppliers.yaml")
DAY = "2026-06-01"
READY = "assize is ready on "
SECONDS = 60


def main() -> int:
    """Start the service, ask, stop it; 0 when every question was answered."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    with service() as address:
        print(f"The service is ready on {address}.")
        asked = [
            ask("Which rulebooks are there?", "rulebook", "list", "--server", address),
            ask("Rank seven suppliers.", "rank", str(SUPPLIERS), "--as-of", DAY, "--server", address),
            ask("And in Chinese?", "score", "--brief", "--language", "zh", *rest(address)),
        ]
        title("A supplier of which little is known: what must be asked? (ScoreSuppliers, from Python)")
        ask_little(address)
    print("The service has stopped. All suppliers with their full explanation:")
    print(f"  assize score {os.path.relpath(SUPPLIERS)} --as-of {DAY}")
    return max(asked)


def rest(address: str) -> list[str]:
    """The file, the day and the server."""
    return [str(SUPPLIERS), "--as-of", DAY, "--server", address]


@contextmanager
def service() -> Iterator[str]:
    """The service on a free port, for as long as the block runs; its address."""
    command = [str(ASSIZE), "serve", "--address", "127.0.0.1:0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout is not None
    try:
        yield ready_line(process.stdout).removeprefix(READY).partition(" and ")[0]
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        process.stdout.close()


def ready_line(stream: IO[str]) -> str:
    """The line that says where the service is. A service that never gets ready is an error, not a wait."""
    lines: Queue[str] = Queue()
    Thread(target=lambda: lines.put(stream.readline()), daemon=True).start()
    try:
        line = lines.get(timeout=SECONDS).strip()
    except Empty:
        line = ""
    if not line.startswith(READY):
        sys.exit("the service did not start; run `assize serve` to see why")
    return line


def title(text: str) -> None:
    """A heading."""
    print(f"\n── {text}\n", flush=True)


def ask(question: str, *arguments: str) -> int:
    """Ask with the command line; its exit code."""
    title(question)
    return subprocess.run([str(ASSIZE), *arguments], check=False).returncode


def ask_little(address: str) -> None:
    """Ask from Python, with the typed messages of the contract."""
    noon = Timestamp()
    noon.FromJsonString(f"{DAY}T12:00:00+08:00")
    newcomer = Supplier(
        id="newcomer",
        supplier_id="91370000MA7K00007G",
        headcount=35,
        degree_share=60,
    )
    request = ScoreSuppliersRequest(
        suppliers=[newcomer],
        need=Need(procurement_regime="private", privileged_access=True, service_criticality="medium"),
        options=Options(as_of=noon, language="en", audience="internal"),
    )
    with grpc.insecure_channel(address) as channel:
        response = SupplierServiceStub(channel).ScoreSuppliers(request, timeout=SECONDS)
    decision = response.answers[0].record.decision
    print(f"{decision.outcome_title}; {decision.coverage:g} % of the weight is known.")
    print(f"The score lies between {decision.score_low:g} and {decision.score_high:g}. Ask first for:")
    for fact in decision.missing[:8]:
        print(f"  {fact.fact:20} {fact.title}")
    print(f"  … and {len(decision.missing) - 8} more\n")


if __name__ == "__main__":
    sys.exit(main())
