"""A file of cases, in any of the formats → cases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Literal, get_args

from assize.decision.written import written_fact
from assize.rules.errors import Problems, RulebookError
from assize.rules.source import Source
from assize.rules.yaml_nodes import Node, parse_yaml, read_source
from assize.server.input.cases import CaseReader
from assize.server.input.csv_cases import read_csv
from assize.server.input.errors import CaseFileError, Marks, unreadable
from assize.server.input.json_nodes import parse_json
from assize.server.input.model import FileCase, Types
from assize.server.input.typed import json_fact

Format = Literal["json", "yaml", "csv"]
FORMATS: tuple[Format, ...] = get_args(Format)


def format_of(path: str) -> Format | None:
    """The format that a file's name tells."""
    suffix = PurePath(path).suffix.lower().replace(".yml", ".yaml")
    return next((known for known in FORMATS if suffix == f".{known}"), None)


def read_cases(
    path: str, data: bytes, kind: Format, types: Types, renames: Mapping[str, str]
) -> tuple[FileCase, ...]:
    """The cases of a file; `renames` maps names of columns, for CSV only.

    Raises CaseFileError with every problem. A value that is not of its type is no problem of the file:
    deciding says so, for that case alone.
    """
    source = read_source(path, data)
    problems = Problems()
    if kind == "yaml":
        cases = _of_node(parse_yaml(source, problems), CaseReader(types, written_fact, problems))
    else:
        refusal = unreadable(source)
        if refusal is not None:
            raise CaseFileError([refusal])
        if kind == "json":
            cases = _of_node(_json(source, problems), CaseReader(types, json_fact, problems))
        else:
            cases = read_csv(source, types, renames, problems)
    try:
        problems.raise_if_any()
    except RulebookError as error:
        raise CaseFileError(error.problems) from None
    return cases


def _json(source: Source, problems: Problems) -> Node | None:
    return parse_json(source.text, Marks(source).at, problems)


def _of_node(node: Node | None, reader: CaseReader) -> tuple[FileCase, ...]:
    return () if node is None else reader.read(node)
