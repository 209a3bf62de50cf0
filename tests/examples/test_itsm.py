"""Each ITSM tool's example payload, sent to a running service, gets the answer that its folder shows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assize.server.app import build
from assize.server.config import Config
from tests.examples.worked import EXAMPLES

FOLDER = EXAMPLES / "itsm"
IDS = {
    "id",
    "sys_id",
    "number",
    "key",
    "code",
    "created",
    "created_at",
    "sys_created_on",
    "event_at",
    "date_creation",
}
Fill = Callable[[object, object], object]
TOOLS = sorted(path.parent.name for path in FOLDER.glob("*/mapping.yaml"))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    running = build(Config(address="127.0.0.1:0"))
    assert running.http is not None
    yield running.http.url
    running.stop(0)


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(FOLDER))
    import ask  # noqa: PLC0415  # a script beside its data, not a package

    yield ask
    for name in ("ask", "mapping"):
        del sys.modules[name]


def read(tool: str, name: str) -> Any:  # noqa: ANN401  # JSON
    return json.loads((FOLDER / tool / name).read_text(encoding="utf-8"))


def test_there_is_one_for_each_tool() -> None:
    assert TOOLS == ["glpi", "itop", "jira", "servicenow", "zammad"]


@pytest.mark.parametrize("tool", TOOLS)
def test_a_payload_gets_its_answer(tool: str, url: str, asking: ModuleType) -> None:
    answer = asking.ask(FOLDER / tool, read(tool, "payload.json"), url)
    assert answer.pop("decision_id")
    assert answer == read(tool, "answer.json")


@pytest.mark.parametrize("tool", TOOLS)
def test_what_is_empty_is_left_out(tool: str, url: str, asking: ModuleType) -> None:
    """A payload of the same shape in which nobody filled in anything but the ids and the time."""
    payload = read(tool, "payload.json")
    answer = asking.ask(FOLDER / tool, emptied(payload), url)
    assert answer["outcome"] in {"indeterminate", "undetermined"}
    assert answer["proceed"] is False


def emptied(node: Any, name: str = "") -> Any:  # noqa: ANN401  # JSON
    if isinstance(node, dict):
        return {inner: emptied(value, inner) for inner, value in node.items()}
    return node if name in IDS else None


def test_the_script_shows_the_answer(
    url: str, asking: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(json.dumps(read("zammad", "payload.json"))))
    asking.main("zammad", url)
    assert json.loads(capsys.readouterr().out)["outcome"] == "deny"


def test_the_script_shows_what_is_wrong_with_a_request(
    url: str, asking: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    payload = read("zammad", "payload.json")
    payload["ticket"]["charged"] = "perhaps"
    monkeypatch.setattr(sys, "stdin", StringIO(json.dumps(payload)))
    asking.main("zammad", url)
    shown = json.loads(capsys.readouterr().out)
    assert shown["violations"][0]["field"] == "services[0].charged"


@pytest.fixture
def fill(asking: ModuleType) -> Fill:
    found: Fill = asking.fill
    return found


@pytest.mark.parametrize("value", [None, ""])
def test_a_template_of_which_nothing_is_known_is_left_out(value: object, fill: Fill) -> None:
    template = {"facts": {"a": {"decimal": {"from": "x", "as": "decimal"}}, "b": {"list": {}}}}
    assert fill(template, {"x": value}) == {"facts": {"b": {"list": {}}}}


@pytest.mark.parametrize(
    ("how", "value", "written"),
    [
        ("decimal", 16.0, "16.0"),
        ("decimal", "1e3", "1000"),
        ("text", 7, "7"),
        ("date", "2026-06-01T23:59:59Z", {"year": 2026, "month": 6, "day": 1}),
        ("moment", "2026-06-01 08:00:00", "2026-06-01T08:00:00+00:00"),
        ("moment", "2026-06-01T10:42:44.118+0200", "2026-06-01T10:42:44.118000+02:00"),
    ],
)
def test_values_are_written_as_the_contract_has_them(
    how: str, value: object, written: object, fill: Fill
) -> None:
    assert fill({"from": "x", "as": how}, {"x": value}) == written


@pytest.mark.parametrize(
    ("value", "units", "nanos"), [("14400.00", "14400", 0), (0.1, "0", 10**8), ("-1.5", "-1", -5 * 10**8)]
)
def test_amounts(value: object, units: str, nanos: int, fill: Fill) -> None:
    template = {"from": "x", "as": "amount", "currency": "CNY"}
    money = {"currencyCode": "CNY", "units": units, "nanos": nanos}
    assert fill(template, {"x": value}) == {"money": money}
    assert fill({**template, "scale": "10000"}, {"x": value}) == {"money": money, "scale": "10000"}


@pytest.mark.parametrize(
    "template",
    [{"from": "x", "choices": {"Yes": True}}, {"from": "x", "as": "date"}, {"from": "x", "as": "decimal"}],
)
def test_what_the_mapping_does_not_know_is_an_error(template: object, fill: Fill) -> None:
    with pytest.raises(ValueError, match="x: "):
        fill(template, {"x": "perhaps"})


def test_elements_of_lists(fill: Fill) -> None:
    template = {"each": "a.0.b", "of": {"name": {"from": "n"}, "self": {"from": "this.n"}}}
    assert fill(template, {"a": [{"b": [{"n": 1}, {"n": 2}]}]}) == [{"name": 1}, {"name": 2}]
    assert fill({"each": "a", "of": {"from": "this"}}, {"a": ["x", "y"]}) == ["x", "y"]
    assert fill({"each": "c", "of": {"from": "this"}}, {"a": []}) is None
    assert fill({"each": "a", "of": {"from": "this"}}, {"a": []}) == []


def test_every_folder_is_explained() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [tool for tool in TOOLS if f"({tool}/mapping.yaml)" not in page] == []
    assert Path(FOLDER / "mapping.py").is_file()
