import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.rules.errors import Problems, RulebookError
from assize.rules.source import Source
from assize.rules.yaml_nodes import ListNode, MapNode, Node, TextNode
from assize.server.input.errors import Marks
from assize.server.input.json_nodes import parse_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def read(text: str) -> tuple[Node | None, Problems]:
    problems = Problems()
    return parse_json(text, Marks(Source("x.json", text)).at, problems), problems


def back(node: Node | None) -> object:
    match node:
        case MapNode(entries=entries):
            return {entry.key: back(entry.value) for entry in entries}
        case ListNode(items=items):
            return [back(item) for item in items]
        case TextNode(quoted=True, text=text):
            return text
        case TextNode(text=text):
            return json.loads(text)
        case _:
            raise AssertionError(node)


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
def test_reads_what_a_writer_of_json_writes(value: object, indent: int | None, ascii_only: bool) -> None:
    node, problems = read(json.dumps(value, indent=indent, ensure_ascii=ascii_only))
    assert not problems
    assert back(node) == value


@given(st.text(alphabet='{}[]",:0123456789.eE+- \n\\untrflasé', max_size=30))
def test_refuses_what_python_refuses(text: str) -> None:
    _, problems = read(text)
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        assert problems


def test_every_value_knows_its_place() -> None:
    node, _ = read('{"a": [1,\n  "b"]}')
    assert isinstance(node, MapNode)
    (entry,) = node.entries
    assert isinstance(entry.value, ListNode)
    one, text = entry.value.items
    assert (entry.key_mark.line, entry.key_mark.column, entry.key_mark.length) == (1, 2, 3)
    assert (one.mark.line, one.mark.column) == (1, 8)
    assert (text.mark.line, text.mark.column, text.mark.length) == (2, 3, 3)


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("", "1:1", "not a JSON value, got the end"),
        ('{"a": NaN}', "1:7", "not a finite number"),
        ('{"a": -Infinity}', "1:7", "not a finite number"),
        ('{"a": 1, "a": 2}', "1:10", "the key `a` a second time"),
        ('{"a": 01}', "1:7", "not a JSON value, got `01`"),
        ('{"a": 1e99999}', "1:7", "not a JSON value"),
        ('{"a": ' + "9" * 401 + "}", "1:7", "a number that is too long"),
        ('{"a": 1,}', "1:9", "expected another part after the comma"),
        ('{"a" 1}', "1:6", "expected `:` after the key"),
        ("{a: 1}", "1:2", "expected a key in double quotes"),
        ("[1 2]", "1:4", "expected `,` or `]`"),
        ("[1] []", "1:5", "something behind the end"),
        ('["\\ud800"]', "1:2", "not valid Unicode"),
        ('["a\nb"]', "1:4", "not a JSON text"),
        ("[" * 60 + "]" * 60, "1:42", "nested deeper than 40"),
        ("'a'", "1:1", "not a JSON value"),
    ],
)
def test_says_what_is_wrong_and_where(text: str, place: str, what: str) -> None:
    _, problems = read(text)
    with pytest.raises(RulebookError) as caught:
        problems.raise_if_any()
    first = str(caught.value).splitlines()[0]
    assert first.startswith(f"x.json:{place}: ")
    assert what in first
