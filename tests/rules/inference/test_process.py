import sys
from pathlib import Path

import pytest

from assize.rules.inference.errors import ChainingFailed
from assize.rules.inference.model import Structure
from assize.rules.inference.process import STANDARD, Child, chain_in_child

IDENTITY = Structure(1, (((0,),),))
CRASH = "import os; os.kill(os.getpid(), 11)"


def script(body: str, log: Path) -> Child:
    """A child that notes in `log` that it ran, then does something else than chaining."""
    note = f"open({str(log)!r}, 'a').write('ran ')"
    return Child((sys.executable, "-c", f"{note}\n{body}"), timeout=30)


def failure(child: Child) -> ChainingFailed:
    with pytest.raises(ChainingFailed) as caught:
        chain_in_child([IDENTITY], child)
    return caught.value


def test_the_child_answers_in_order() -> None:
    always = Structure(0, (((),),))
    assert chain_in_child([IDENTITY, always], STANDARD) == [(0, 1), (1,)]


def test_a_crash_is_tried_once_more_then_an_error(tmp_path: Path) -> None:
    error = failure(script(CRASH, tmp_path / "log"))
    assert (tmp_path / "log").read_text() == "ran ran "
    assert error.attempts == ("exit status -11", "exit status -11")
    assert "try 2: exit status -11" in str(error)


def test_a_crash_that_does_not_come_back_is_no_error(tmp_path: Path) -> None:
    log = tmp_path / "log"
    body = f"if open({str(log)!r}).read() == 'ran ': {CRASH}\nprint('[[0, 1]]')"
    assert chain_in_child([IDENTITY], script(body, log)) == [(0, 1)]
    assert log.read_text() == "ran ran "


def test_the_error_shows_what_the_child_said(tmp_path: Path) -> None:
    error = failure(script("raise SystemExit('rules lost')", tmp_path / "log"))
    assert error.attempts[0] == "exit status 1; its last words:\nrules lost"


def test_a_child_that_hangs_is_ended(tmp_path: Path) -> None:
    child = script("import time; time.sleep(600)", tmp_path / "log")._replace(timeout=0.1)
    assert failure(child).attempts == ("no answer within 0.1 s",) * 2


def test_a_child_that_cannot_start_is_an_error(tmp_path: Path) -> None:
    assert "does not start" in failure(Child((str(tmp_path / "none"),))).attempts[0]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("", "not a list of tables"),
        ("[", "not a list of tables"),
        ("7", "not a list of tables"),
        ("[]", "not a list of tables"),
        ("[[0, null]]", "not a list of tables"),
        ("[[0, 1], [0, 1]]", "not a list of tables"),
        ("[[0]]", "has 2 masks, got 1"),
        ("[[1, 0]]", "pattern 0 concludes more than 1"),
    ],
)
def test_an_answer_that_cannot_be_is_an_error(answer: str, problem: str, tmp_path: Path) -> None:
    assert problem in failure(script(f"print({answer!r})", tmp_path / "log")).attempts[1]


def test_the_child_finds_its_modules_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('a file of the current folder was imported')")
    monkeypatch.chdir(tmp_path)
    assert chain_in_child([IDENTITY], STANDARD) == [(0, 1)]
