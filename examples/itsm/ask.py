"""Ask Assize about the payload of a tool, and show what the tool branches on.

assize serve &
python examples/itsm/ask.py jira
python examples/itsm/ask.py jira http://127.0.0.1:8080 < payload-of-yours.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import yaml
from mapping import fill

HERE = Path(__file__).parent
URL = "http://127.0.0.1:8080"
PROCEED = ("EFFECT_NONE", "EFFECT_WARN")
MOST_MISSING = 5
TIMEOUT = 30


def main(tool: str, url: str = URL) -> None:
    """Ask about the payload on standard input, or else about the tool's example."""
    folder = HERE / tool
    sent = "" if sys.stdin.isatty() else sys.stdin.read()
    payload = json.loads(sent or (folder / "payload.json").read_text(encoding="utf-8"))
    try:
        shown = ask(folder, payload, url)
    except HTTPError as error:
        shown = json.load(error)  # problem details: what is wrong with the request, field by field
    print(json.dumps(shown, indent=2, ensure_ascii=False))


def ask(folder: Path, payload: Any, url: str) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """Map the payload, ask, and return what to branch on."""
    mapping = yaml.safe_load((folder / "mapping.yaml").read_text(encoding="utf-8"))
    request = Request(  # noqa: S310  # the address is the operator's
        url + mapping["path"],
        data=json.dumps(fill(mapping["request"], payload)).encode(),
        headers={"Content-Type": "application/json", "X-Request-ID": fill(mapping["request_id"], payload)},
    )
    with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310  # as above
        return branch(json.load(response)["answers"][0], mapping["use"])


def branch(answer: dict[str, Any], use: str) -> dict[str, Any]:
    """What a flow of the tool needs: flat codes to branch on, and texts to show."""
    if "error" in answer:
        wrong = [f"{each['path']}: {each['what']}" for each in answer["error"]["violations"]]
        return {"id": answer["id"], "proceed": False, "outcome": "error", "wrong": wrong}
    decision = answer["record"]["decision"]
    effect = decision["effects"][use]
    return {
        "id": answer["id"],
        "proceed": effect in PROCEED,
        "outcome": decision["outcome"],
        "effect": effect,
        "approvals": sorted({each["role"] for each in decision["approvals"] if is_open(each)}),
        "ask_for": [each["fact"] for each in decision["missing"][:MOST_MISSING]],
        "reasons": [each["text"] for each in decision["reasons"] if each["state"] == "TRUTH_TRUE"],
        "valid_until": to_iso(decision.get("validUntil")),
        "decision_id": answer["record"]["decisionId"],
    }


def is_open(approval: dict[str, Any]) -> bool:
    """Due, and not given yet."""
    return bool(approval["state"] == "APPROVAL_STATE_OPEN")


def to_iso(day: dict[str, int] | None) -> str | None:
    """A google.type.Date as 2026-06-30."""
    return None if day is None else f"{day['year']:04}-{day['month']:02}-{day['day']:02}"


if __name__ == "__main__":
    main(*sys.argv[1:])
