"""What docs/contract.md says is so."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from assize.server.config import MIB, Config
from assize.server.grpc.gate import GATE_RULEBOOK
from assize.v1.errors_pb2 import ErrorReason
from tests.server.grpc.suites import rulebook

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/contract.md").read_text(encoding="utf-8")


def test_the_examples_run(address: str) -> None:
    space: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(code.replace("127.0.0.1:50051", address), space)  # noqa: S102  # the page's own code
    record = space["response"].answers[0].record
    assert record.decision.outcome
    assert "headcount" not in {fact.fact for fact in record.decision.missing}
    assert len(space["checked"].answers[0].record.decision.verdicts) == 4
    assert [answer.HasField("record") for answer in space["assessed"].answers] == [True, True]


def test_every_outcome_of_the_gate_is_named_with_its_effect() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| ([A-Z_]+) \|", PAGE, re.MULTILINE))
    told = {outcome.name: set(dict(outcome.effects).values()) for outcome in rulebook(GATE_RULEBOOK).outcomes}
    assert {name: {effect.lower()} for name, effect in rows.items()} == told


def test_every_method_is_named() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "proto/assize/v1").glob("*.proto")]
    methods = {name for text in texts for name in re.findall(r"^  rpc (\w+)", text, re.MULTILINE)}
    assert {name for name in methods if name not in PAGE} == set()


def test_every_reason_that_a_request_can_meet_is_named() -> None:
    reasons = {name.removeprefix("ERROR_REASON_") for name in ErrorReason.keys()}  # noqa: SIM118  # no mapping
    assert {name for name in reasons if name not in PAGE} == {"UNSPECIFIED", "BAD_FACTS"}


def test_limits_are_the_settings() -> None:
    rows = dict(re.findall(r"\| `(\w+)` \| ([\d,]+(?: MiB)?) \|", PAGE))
    settings = {field.name: field.default for field in fields(Config)}
    assert rows.keys() == {name for name in settings if name.startswith("max_")}
    for name, written in rows.items():
        number = int(written.removesuffix(" MiB").replace(",", ""))
        assert settings[name] == (number * MIB if written.endswith("MiB") else number)
