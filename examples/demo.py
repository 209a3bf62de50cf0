"""What `make demo` shows: a real server, real questions over gRPC, readable answers.

Suppliers, value-added services, risks and contracts. The examples are asked as of 2026-06-01, the day for
which their figures were collected.
"""

from __future__ import annotations

import json
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

from assize.v1.decision_pb2 import Truth, VerdictState
from assize.v1.options_pb2 import Options
from assize.v1.supplier_pb2 import Need, Supplier
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest
from assize.v1.supplier_service_pb2_grpc import SupplierServiceStub
from assize.v1.value_added_service_gate_pb2 import CheckValueAddedServicesRequest
from assize.v1.value_added_service_gate_pb2_grpc import ValueAddedServiceGateStub
from assize.v1.value_added_service_pb2 import (
    NeededSkill,
    NeededSkills,
    TouchedService,
    TouchedServices,
    ValueAddedService,
)

ASSIZE = Path(sys.executable).with_name("assize")
SUPPLIERS = Path(__file__).with_name("suppliers.yaml")
SERVICES = Path(__file__).with_name("services.yaml")
RISKS = Path(__file__).with_name("risks.yaml")
CONTRACTS = Path(__file__).with_name("contracts.yaml")
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
            ask("Rank seven suppliers.", "rank", *rest(SUPPLIERS, address)),
            ask("And in Chinese?", "score", "--brief", "--language", "zh", *rest(SUPPLIERS, address)),
            ask(
                "May we give these beyond the agreement?",
                "check-service",
                "--brief",
                *rest(SERVICES, address),
            ),
            ask("What risks are there?", "assess", "--brief", *rest(RISKS, address)),
            ask("May we sign?", "compare-contract", "--brief", *rest(CONTRACTS, address)),
        ]
        title("A supplier of which little is known: what must be asked? (ScoreSuppliers, from Python)")
        ask_little(address)
        title("A free service with a supplier's help: what do the four principles say? (from Python)")
        ask_gate(address)
    print("The service has stopped. All of it with the full explanation:")
    for command, path in (
        ("score", SUPPLIERS),
        ("check-service", SERVICES),
        ("assess", RISKS),
        ("compare-contract", CONTRACTS),
    ):
        print(f"  assize {command} {os.path.relpath(path)} --as-of {DAY}")
    return max(asked)


def rest(path: Path, address: str) -> list[str]:
    """The file, the day and the server."""
    return [str(path), "--as-of", DAY, "--server", address]


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


def noon() -> Timestamp:
    """Noon of the day in Shanghai."""
    moment = Timestamp()
    moment.FromJsonString(f"{DAY}T12:00:00+08:00")
    return moment


def ask_gate(address: str) -> None:
    """Take what one decision found into another, with its digest."""
    command = [str(ASSIZE), "score", *rest(SUPPLIERS, address), "--json"]
    told = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    record = json.loads(told.stdout)["answers"][0]["record"]
    grade, digest = record["decision"]["grade"], record["digest"]
    print(f"The supplier has grade {grade}, by the decision {digest[:19]}…\n")
    survey = ValueAddedService(
        id="survey",
        agreement_relation="outside",
        charged=False,
        touched_services=TouchedServices(items=[TouchedService(service="network", breached_now=True)]),
        need_recorded=True,
        need_source="vip_status",
        skills_needed=NeededSkills(items=[NeededSkill(skill="radio planning", people_available=3)]),
        supplier_involved=True,
        supplier_grade=grade,
    )
    survey.info["supplier_grade"].decision = digest
    request = CheckValueAddedServicesRequest(
        services=[survey], options=Options(as_of=noon(), language="en", audience="internal")
    )
    with grpc.insecure_channel(address) as channel:
        response = ValueAddedServiceGateStub(channel).CheckValueAddedServices(request, timeout=SECONDS)
    decision = response.answers[0].record.decision
    print(f"{decision.outcome_title}. Each principle, whatever the others say:")
    for verdict in decision.verdicts:
        sure = [reason.text for reason in verdict.reasons if reason.state == Truth.TRUTH_TRUE]
        state = VerdictState.Name(verdict.state).removeprefix("VERDICT_STATE_").lower()
        print(f"  {verdict.source:6} {verdict.title:36} {state:13} {' '.join(sure)}")
    print()


def ask_little(address: str) -> None:
    """Ask from Python, with the typed messages of the contract."""
    newcomer = Supplier(
        id="newcomer",
        supplier_id="91370000MA7K00007G",
        headcount=35,
        degree_share=60,
    )
    request = ScoreSuppliersRequest(
        suppliers=[newcomer],
        need=Need(procurement_regime="private", privileged_access=True, service_criticality="medium"),
        options=Options(as_of=noon(), language="en", audience="internal"),
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
