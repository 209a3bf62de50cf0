"""What docs/http.md says is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx

from assize.server.config import HTTP_PORT
from assize.server.http.intake import SLOWEST_BODY
from assize.server.http.problems import STATUSES
from tests.server.http.conftest import DECIDE, SCORE

PAGE = (Path(__file__).parents[3] / "docs/http.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(code) for code in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def test_the_call_is_answered(http: httpx.Client) -> None:
    answer = http.post(SCORE, json=EXAMPLES[0])
    assert answer.status_code == 200, answer.text
    assert "record" in answer.json()["answers"][0]


def test_the_refusal_is_what_is_answered(http: httpx.Client) -> None:
    sent = {"rulebook": "supplier-selection", "cases": [{"id": "a"}, {"id": "a"}]}
    assert http.post(DECIDE, json=sent, headers={"X-Request-ID": "ticket-42"}).json() == EXAMPLES[1]


def test_every_status_is_in_the_table() -> None:
    rows = dict(re.findall(r"^\| ([\d, ]+) \| (.*?) \|", PAGE, re.MULTILINE))
    for code, status in STATUSES.items():
        assert code.name in rows[str(status.value)]


def test_figures_are_those_of_the_service() -> None:
    assert f"`http_port` | {HTTP_PORT} |" in PAGE
    assert f"longer than {SLOWEST_BODY:.0f} seconds" in PAGE


def test_paths_are_there(http: httpx.Client) -> None:
    for path in re.findall(r"^\| `(/[a-z.]+)` \| GET", PAGE, re.MULTILINE):
        assert http.get(path).status_code == 200
