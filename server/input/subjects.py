"""A file of subjects of several kinds → cases by kind.

The file is `{customers: […], suppliers: […], third_parties: […]}`, each a list of cases; one suffices.
"""

from __future__ import annotations

from collections.abc import Mapping

from assize.decision.written import written_fact
from assize.rules.errors import Problems, RulebookError
from assize.rules.reader import Reader
from assize.rules.source import Source
from assize.rules.yaml_nodes import Entry, MapNode, Node, parse_yaml, read_source
from assize.server.input.cases import CaseReader, Typed, check_ids
from assize.server.input.errors import CaseFileError, Marks, unreadable
from assize.server.input.json_nodes import parse_json
from assize.server.input.model import FileCase, Types
from assize.server.input.typed import json_fact

Subjects = Mapping[str, tuple[FileCase, ...]]
"""The cases of each list of the file, by the list's name."""


def read_subjects(path: str, data: bytes, types: Mapping[str, Types], *, json: bool) -> Subjects:
    """The subjects of a YAML or JSON file; `types` declare the facts of each list by its name.

    Raises CaseFileError with every problem. A value that is not of its type is no problem of the file.
    """
    source, problems = read_source(path, data), Problems()
    node = _json(source, problems) if json else parse_yaml(source, problems)
    found = {} if node is None else _read(node, types, json_fact if json else written_fact, problems)
    try:
        problems.raise_if_any()
    except RulebookError as error:
        raise CaseFileError(error.problems) from None
    return found


def _json(source: Source, problems: Problems) -> Node | None:
    refusal = unreadable(source)
    if refusal is not None:
        raise CaseFileError([refusal])
    return parse_json(source.text, Marks(source).at, problems)


def _read(node: Node, types: Mapping[str, Types], typed: Typed, problems: Problems) -> Subjects:
    fields = Reader(problems).mapping(node, "a file of subjects", [], list(types))
    if fields is None:
        return {}
    if not fields:
        problems.add(node.mark, "no subjects", hint=f"write at least one of {', '.join(types)}")
    found = {
        name: CaseReader(types[name], typed, problems).read(_as_cases(part)) for name, part in fields.items()
    }
    check_ids(tuple(case for cases in found.values() for case in cases), problems)
    return found


def _as_cases(part: Node) -> MapNode:
    """A list of cases as the file of cases that it would be alone."""
    return MapNode((Entry("cases", part.mark, part),), part.mark)
