"""Name every package in the folders that pyproject.toml maps to `assize.*`, and every module in C.

setuptools cannot search mapped folders from pyproject.toml; a list kept by hand would leave a new one out.
A file `_name.c` in a package is the module `_name` of that package, for the stable interface of Python 3.11.
"""

import tomllib
from pathlib import Path

from setuptools import Extension, find_packages, setup

HERE = Path(__file__).parent
PYPROJECT = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
FOLDERS = PYPROJECT["tool"]["setuptools"]["package-dir"]
# No product and sum may be contracted into one operation: both programs must give the same bits.
EXACT = ["-std=c11", "-O3", "-ffp-contract=off", "-fno-trapping-math", "-fno-math-errno"]
STABLE = [("Py_LIMITED_API", "0x030B0000")]
HEADERS = [header.as_posix() for folder in FOLDERS.values() for header in sorted(Path(folder).rglob("*.h"))]


def modules(package: str, folder: str) -> list[Extension]:
    """The modules in C of one folder; they may include headers of any folder by their path from the root."""
    return [
        Extension(
            ".".join((package, *source.parent.relative_to(folder).parts, source.stem)),
            [source.as_posix()],
            include_dirs=["."],
            depends=HEADERS,
            define_macros=STABLE,
            extra_compile_args=EXACT,
            py_limited_api=True,
        )
        for source in sorted(Path(folder).rglob("_*.c"))
    ]


setup(
    packages=[
        package
        for name, folder in FOLDERS.items()
        for package in (name, *(f"{name}.{inner}" for inner in find_packages(folder)))
    ],
    ext_modules=[module for name, folder in FOLDERS.items() for module in modules(name, folder)],
    options={"bdist_wheel": {"py_limited_api": "cp311"}},
)
