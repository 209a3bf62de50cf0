"""What `pip install` brings: every file of the packages, the command, and only locked versions."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FOLDERS: dict[str, str] = PYPROJECT["tool"]["setuptools"]["package-dir"]
BUILD = "from setuptools import build_meta; build_meta.build_wheel('dist')"
NEW = (
    "server/new/__init__.py",
    "server/new/part.py",
    "rules/rulebooks/new/deep/texts.yaml",
    "rules/__pycache__/old.cpython-311.pyc",
)
NO_PRODUCT = shutil.ignore_patterns("__pycache__", ".*", "*.so")


def build_wheel(source: Path) -> zipfile.ZipFile:
    subprocess.run([sys.executable, "-c", BUILD], cwd=source, check=True, capture_output=True)
    (wheel,) = (source / "dist").glob("*.whl")
    return zipfile.ZipFile(wheel)


def copy_of_the_source(folder: Path) -> Path:
    """With a new sub-package, a new data folder and compiled left-overs in it.

    Modules in C are empty: to compile what is in them takes long, and `make setup` has done it.
    """
    copy = folder / "source"
    copy.mkdir()
    for name in ("pyproject.toml", "setup.py"):
        shutil.copy(ROOT / name, copy)
    for name in FOLDERS.values():
        shutil.copytree(ROOT / name, copy / name, ignore=NO_PRODUCT)
        for module in (copy / name).rglob("_*.c"):
            module.write_text("")
    for new in NEW:
        (copy / new).parent.mkdir(parents=True, exist_ok=True)
        (copy / new).touch()
    return copy


def test_the_wheel_holds_exactly_the_files_of_the_packages_and_brings_the_command(tmp_path: Path) -> None:
    source = copy_of_the_source(tmp_path)
    wheel = build_wheel(source)
    expected = {
        f"{package.replace('.', '/')}/{path.relative_to(source / folder).as_posix()}"
        for package, folder in FOLDERS.items()
        for path in (source / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    named = {"server/new/part.py", "rules/rulebooks/new/deep/texts.yaml", "rules/py.typed", "v1/__init__.py"}
    assert {f"assize/{name}" for name in named} <= expected
    built = {f"{name.removesuffix('.c')}.abi3.so" for name in expected if Path(name).match("_*.c")}
    assert built
    assert {name for name in wheel.namelist() if ".dist-info/" not in name} == expected | built
    (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "assize = assize.server.cli:main" in wheel.read(entry_points).decode()


LOCKS = {"requirements.lock": ("bench", "dev"), "requirements-spark.lock": ("spark",)}
"""Which extras each lock serves, beside what is always needed."""


def locked(lock: str) -> dict[str, list[Version]]:
    """The locked versions by name; a name may have one version for each Python."""
    found: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", lock_text(lock), re.MULTILINE):
        found.setdefault(name.lower(), []).append(Version(version))
    return found


def lock_text(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")


def test_every_extra_has_a_lock() -> None:
    extras = PYPROJECT["project"]["optional-dependencies"]
    assert sorted(extra for extras in LOCKS.values() for extra in extras) == sorted(extras)


@pytest.mark.parametrize(("lock", "extras"), LOCKS.items())
def test_a_lock_satisfies_every_declared_requirement(lock: str, extras: tuple[str, ...]) -> None:
    project = PYPROJECT["project"]
    declared = [
        *project["dependencies"],
        *(r for extra in extras for r in project["optional-dependencies"][extra]),
    ]
    versions = locked(lock)
    unmet = [
        text
        for text in declared
        if not (known := versions.get((wanted := Requirement(text)).name.lower()))
        or not all(version in wanted.specifier for version in known)
    ]
    assert unmet == []


def test_locks_agree() -> None:
    """One environment may hold what both name."""
    first, second = map(locked, LOCKS)
    assert {name for name in first.keys() & second.keys() if first[name] != second[name]} == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_version_has_a_hash_and_no_address(lock: str) -> None:
    entries = re.split(r"^(?=[\w.-]+==)", lock_text(lock), flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in lock_text(lock)
