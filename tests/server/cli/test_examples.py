"""Every example of the help and of the manual runs."""

import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from assize.server.cli.main import cli
from tests.server.cli.commands import ROOT, run, stand_in

MANUAL = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
IN_MANUAL = re.findall(r"^\$ (.+)$", MANUAL, re.MULTILINE)
ASSIZE = Path(sys.executable).with_name("assize")


def commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from commands(command)


def in_help() -> list[str]:
    lines = [line for each in (cli, *commands(cli)) for line in (each.epilog or "").splitlines()]
    return [line.strip() for line in lines if line.startswith("  assize ")]


EXAMPLES = sorted({*IN_MANUAL, *in_help()})


@pytest.mark.parametrize("example", [each for each in EXAMPLES if not each.startswith("assize serve")])
def test_the_example_runs(example: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(stand_in(tmp_path / "here"))
    sent, _, command = example.rpartition(" | ")
    text = subprocess.run(["/bin/sh", "-c", sent], capture_output=True, check=True).stdout if sent else None
    program, *arguments = shlex.split(command)
    assert program == "assize"
    if arguments[:2] == ["rulebook", "tables"]:
        arguments[2] = str(copy_of(Path(arguments[2]), tmp_path))
    ran = run(*arguments, sent=text)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


def copy_of(folder: Path, into: Path) -> Path:
    for path in folder.iterdir():
        (into / path.name).write_bytes(path.read_bytes())
    return into


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.startswith("assize serve")])
def test_the_example_of_a_service_gets_ready(example: str) -> None:
    arguments = re.sub(r"(--address \S+:)\d+", r"\g<1>0", example.removeprefix("assize "))
    if "--address" not in arguments:
        arguments += " --address 127.0.0.1:0"
    command = [ASSIZE, *shlex.split(arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("assize is ready on ")
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_every_command_has_help_with_an_example() -> None:
    for command in commands(cli):
        assert command.help
        if not isinstance(command, click.Group):
            assert "assize " in (command.epilog or ""), command.name


def test_the_manual_names_every_command_and_every_exit_code() -> None:
    table = re.findall(r"^\| (\d) \| (.+) \|$", MANUAL, re.MULTILINE)
    shown = re.findall(r"^ *(\d)  (.+)$", cli.epilog or "", re.MULTILINE)
    assert table == shown
    for command in commands(cli):
        assert re.search(rf"^\| `(rulebook )?{command.name}\b", MANUAL, re.MULTILINE), command.name


def test_the_file_in_the_manual_is_read(tmp_path: Path) -> None:
    (written,) = re.findall(r"```yaml\n(.+?)```", MANUAL, re.DOTALL)
    path = tmp_path / "cases.yaml"
    path.write_text(written, encoding="utf-8")
    ran = run("score", path, "--as-of", "2026-06-01")
    assert (ran.code, ran.err) == (0, "")
