"""The commands that ask a server, and the server that `assize serve` runs."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.cli.commands import DAY, ROOT, SUPPLIERS, run

ASSIZE = Path(sys.executable).with_name("assize")


@pytest.mark.parametrize("arguments", [["score", "--audience", "supplier"], ["rank", "--language", "zh"]])
def test_a_server_answers_as_this_process_does(address: str, arguments: list[str]) -> None:
    command = [*arguments, str(SUPPLIERS), *DAY]
    assert run(*command, "--server", address, "--json").data == run(*command, "--json").data
    assert run(*command, "--server", address).out == run(*command).out


def test_rulebooks_are_those_of_the_server(address: str) -> None:
    for command in (["rulebook", "list"], ["rulebook", "show", "supplier-selection"]):
        assert run(*command, "--server", address) == run(*command)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--version", "9.0.0"], "has no version `9.0.0`"),
        (["--rulebook", "x"], "no rulebook named `x`"),
        (["--language", "fr"], "options.language"),
        (["--as-of", "2019-01-01"], "has no version for 2019-01-01"),
    ],
)
def test_what_a_server_refuses_is_wrong_use(address: str, arguments: list[str], said: str) -> None:
    ran = run("score", SUPPLIERS, "--server", address, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_wrong_case_is_shown_in_the_file_also_when_a_server_refuses_it(
    address: str, tmp_path: Path
) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("cases:\n  - id: a\n    facts: {degree_share: 120}\n")
    ran = run("score", path, *DAY, "--server", address)
    assert ran.code == 1
    assert f"{path}:3:27: case `a`: $.degree_share: outside the range" in ran.err


def test_a_server_that_is_not_there() -> None:
    ran = run("rulebook", "list", "--server", "127.0.0.1:1")
    assert (ran.code, ran.out) == (5, "")
    assert "the server 127.0.0.1:1 did not answer: UNAVAILABLE" in ran.err


def test_serve_says_its_address_and_ends_when_told() -> None:
    command = [ASSIZE, "serve", "--address", "127.0.0.1:0", "--processes", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = line.removeprefix("assize is ready on ").partition(" and ")[0].strip()
        ran = run("rulebook", "list", "--server", address)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert ran.code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--address", "nowhere"], 2, "--address: must be host:port"),
        (["--processes", "many", "--threads", "0"], 2, "--threads: must be a whole number from 1 to 64"),
        (["--rulebooks", "nowhere"], 2, "must be folders"),
        (["--rulebooks", "tests/rules/bad_yaml"], 3, "cannot be read"),
    ],
)
def test_serve_refuses_wrong_settings(
    arguments: list[str], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    ran = run("serve", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_the_installed_command_writes_unicode_and_its_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "供应商.csv"
    path.write_text("id,degree_share\n朗润运维,50\nشركة,500\n", encoding="utf-8")
    done = subprocess.run([ASSIZE, "score", path, *DAY, "--brief"], capture_output=True, check=False)
    assert done.returncode == 1
    assert "朗润运维" in done.stdout.decode()
    assert "شركة,500" in done.stderr.decode()


def test_a_stream_that_knows_only_ascii_gets_question_marks() -> None:
    command = [ASSIZE, "rank", SUPPLIERS, *DAY]
    environ = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, check=False, env=environ)
    assert done.returncode == 0
    assert b"????" in done.stdout


def test_the_demo_ends_well() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "examples/demo.py"],
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    for said in ("polaris-operations", "有条件合格", "Ask first for:", "The service has stopped."):
        assert said in done.stdout
