"""What docs/contract.md says is so."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from assize.server.config import MIB, Config
from assize.v1.errors_pb2 import ErrorReason

PAGE = (Path(__file__).parents[3] / "docs/contract.md").read_text(encoding="utf-8")


def test_the_example_runs(address: str) -> None:
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert code is not None
    space: dict[str, Any] = {}
    exec(code[1].replace("127.0.0.1:50051", address), space)  # noqa: S102  # the page's own code
    record = space["response"].answers[0].record
    assert record.decision.outcome
    assert "headcount" not in {fact.fact for fact in record.decision.missing}


def test_every_reason_that_a_request_can_meet_is_named() -> None:
    reasons = {name.removeprefix("ERROR_REASON_") for name in ErrorReason.keys()}  # noqa: SIM118  # no mapping
    assert {name for name in reasons if name not in PAGE} == {"UNSPECIFIED", "BAD_FACTS"}


def test_limits_are_the_settings() -> None:
    rows = dict(re.findall(r"\| `(\w+)` \| ([\d,]+(?: MiB)?) \|", PAGE))
    settings = {field.name: field.default for field in fields(Config)}
    assert rows.keys() == {"max_request_bytes", "max_answer_bytes", "max_items", "max_calls"}
    for name, written in rows.items():
        number = int(written.removesuffix(" MiB").replace(",", ""))
        assert settings[name] == (number * MIB if written.endswith("MiB") else number)
