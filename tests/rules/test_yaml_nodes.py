"""YAML → nodes. One bad file per kind of error in bad_yaml/, its message beside it.

After a message was changed on purpose: `REWRITE_GOLDENS=1 .venv/bin/pytest tests/rules/test_yaml_nodes.py`,
then read the difference.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.rules.errors import Problems, RulebookError
from assize.rules.library import shipped_folder
from assize.rules.source import Source
from assize.rules.yaml_nodes import ListNode, MapNode, Node, TextNode, parse_yaml, read_source

BAD = sorted((Path(__file__).parent / "bad_yaml").glob("*.yaml"))


def parsed(text: str) -> Node:
    problems = Problems()
    node = parse_yaml(Source("r.yaml", text), problems)
    problems.raise_if_any()
    assert node is not None
    return node


def values(text: str) -> dict[str, TextNode]:
    node = parsed(text)
    assert isinstance(node, MapNode)
    return {entry.key: entry.value for entry in node.entries if isinstance(entry.value, TextNode)}


def plain(node: Node) -> object:
    if isinstance(node, MapNode):
        return {entry.key: plain(entry.value) for entry in node.entries}
    return [plain(item) for item in node.items] if isinstance(node, ListNode) else node.text


def message(path: Path) -> str:
    problems = Problems()
    parse_yaml(read_source(path.name, path.read_bytes()), problems)
    with pytest.raises(RulebookError) as caught:
        problems.raise_if_any()
    return f"{caught.value}\n"


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_file_gives_its_message(path: Path) -> None:
    golden = path.with_suffix(".txt")
    if "REWRITE_GOLDENS" in os.environ:
        golden.write_text(message(path), encoding="utf-8", newline="\n")
    assert message(path) == golden.read_text(encoding="utf-8")


def test_every_golden_has_its_file_and_is_in_our_words() -> None:
    goldens = sorted((Path(__file__).parent / "bad_yaml").glob("*.txt"))
    assert [path.stem for path in goldens] == [path.stem for path in BAD]
    for golden in goldens:
        for words in ("did not find", "while parsing", "while scanning", "found "):
            assert words not in golden.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["no", "12:30", "1.0", "~", "null", "2026-01-01", "0x10", "1_000", ".inf", "<<"]
)
def test_every_scalar_is_text(text: str) -> None:
    assert values(f"key: {text}\n")["key"].text == text


def test_null_is_no_special_key() -> None:
    assert plain(parsed("null: a\n~: b\n1: c\n<<: d\n")) == {"null": "a", "~": "b", "1": "c", "<<": "d"}


def test_quoted_and_block_are_told_apart() -> None:
    nodes = values("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\ne: >-\n  x\n")
    assert [(node.quoted, node.block) for node in nodes.values()] == [
        (False, False),
        (True, False),
        (True, False),
        (False, True),
        (False, True),
    ]


def test_a_value_left_out_is_an_empty_text() -> None:
    assert values("a:\nb: ''\n") == {
        "a": TextNode("", values("a:\nb: ''\n")["a"].mark),
        "b": TextNode("", values("a:\nb: ''\n")["b"].mark, quoted=True),
    }


def test_text_is_kept_as_it_is() -> None:
    assert plain(parsed("供应商: 评分 😀\nمورد: 'שלום  e\u0301'\n")) == {
        "供应商": "评分 😀",
        "مورد": "שלום  e\u0301",
    }


def test_marks_count_characters_and_cover_what_is_written() -> None:
    node = parsed("键😀: [甲, 'it''s', {深: 值}]\n")
    assert isinstance(node, MapNode)
    (entry,) = node.entries
    assert isinstance(entry.value, ListNode)
    first, second, third = entry.value.items
    places = [entry.key_mark, entry.value.mark, first.mark, second.mark, third.mark]
    assert [(mark.line, mark.column, mark.length) for mark in places] == [
        (1, 1, 2),
        (1, 5, 1),
        (1, 6, 1),
        (1, 9, 7),
        (1, 18, 1),
    ]


def test_a_mark_of_several_lines_covers_the_first() -> None:
    nodes = values("a: one\n  two\nb: |\n  three\n")
    assert [(mark.line, mark.column, mark.length) for mark in (nodes["a"].mark, nodes["b"].mark)] == [
        (1, 4, 3),
        (3, 4, 1),
    ]


def test_a_byte_order_mark_is_tolerated_and_not_counted() -> None:
    for source in (read_source("r.yaml", b"\xef\xbb\xbfa: 1"), Source("r.yaml", "\ufeffa: 1")):
        node = parse_yaml(source, Problems())
        assert node == parsed("a: 1")


def test_line_ends_of_every_system_are_counted_once() -> None:
    node = parsed("a: 1\r\nb: 2\rc: 3\n")
    assert isinstance(node, MapNode)
    assert [entry.key_mark.line for entry in node.entries] == [1, 2, 3]
    assert [entry.key_mark.source.line(entry.key_mark.line) for entry in node.entries] == [
        "a: 1",
        "b: 2",
        "c: 3",
    ]


def test_one_document_may_be_marked() -> None:
    assert plain(parsed("%YAML 1.2\n---\na: 1\n...\n")) == {"a": "1"}


def test_the_first_of_two_equal_keys_is_kept_and_the_rest_is_read() -> None:
    problems = Problems()
    node = parse_yaml(Source("r.yaml", "a: 1\na: 2\nb: !t 3\n"), problems)
    assert len(problems) == 2
    assert node is not None
    assert plain(node) == {"a": "1", "b": "3"}


@pytest.mark.parametrize("text", ["a: *b", "[a]: 1", "a: 1\n---\nb: 2", "a: [", ""])
def test_no_tree_where_the_structure_is_not_known(text: str) -> None:
    problems = Problems()
    assert parse_yaml(Source("r.yaml", text), problems) is None
    assert problems


def test_a_million_bytes_are_enough() -> None:
    problems = Problems()
    assert parse_yaml(Source("r.yaml", "#" * 999_990 + "\na: 1"), problems) is not None
    assert parse_yaml(Source("r.yaml", "#" + "价" * 333_333 + "\na: 1"), problems) is None
    with pytest.raises(RulebookError, match="a file that is too large, got 1,000,005 bytes"):
        problems.raise_if_any()


def test_forty_levels_are_enough() -> None:
    parsed("[" * 40 + "]" * 40)


def test_an_offset_in_a_text_has_its_own_mark() -> None:
    text = "a: price > 3\nb: '价 > 3'\nc: >\n  price\n    and 价\nd: one\n  two\n"
    nodes = values(text)
    for key, word in (("a", "3"), ("b", "3"), ("c", "价"), ("c", "and"), ("d", "two")):
        mark = nodes[key].mark_at(nodes[key].text.index(word), len(word))
        assert mark.source.line(mark.line)[mark.column - 1 :][: mark.length] == word


def test_an_offset_at_the_end_is_behind_the_last_character() -> None:
    node = values("a: 'x + '\n")["a"]
    assert (node.mark_at(4).line, node.mark_at(4).column) == (1, 8)


def test_an_offset_behind_an_escape_has_the_mark_of_the_whole() -> None:
    node = values("a: 'it''s'\nb: ''\n")["a"]
    assert node.mark_at(1).column == 6
    assert node.mark_at(3) == node.mark
    assert values("b: ''\n")["b"].mark_at(0) == values("b: ''\n")["b"].mark


def test_visible_characters_are_where_their_marks_say() -> None:
    """Of all texts of a shipped rulebook: plain, quoted, folded and in blocks."""
    path = shipped_folder() / "supplier-risk/1.0.0/rulebook.yaml"
    source = read_source("r.yaml", path.read_bytes())
    seen = 0
    for node in texts_in(parsed(source.text)):
        for offset in range(0, len(node.text), 5):
            mark, char = node.mark_at(offset), node.text[offset]
            if not char.isspace() and mark != node.mark:
                assert source.line(mark.line)[mark.column - 1] == char
                seen += 1
    assert seen > 1000


def texts_in(node: Node) -> Iterator[TextNode]:
    if isinstance(node, TextNode):
        yield node
        return
    inner = node.items if isinstance(node, ListNode) else [entry.value for entry in node.entries]
    for each in inner:
        yield from texts_in(each)


@given(st.one_of(st.text(), st.text("a:-[]{}'\"|>*&!?#%,\\ \n\t键\u0301")))
def test_any_text_gives_a_tree_or_problems(text: str) -> None:
    problems = Problems()
    node = parse_yaml(Source("r.yaml", text), problems)
    assert node is not None or problems
    if node is not None:
        problems.add(node.mark, "shown")
    with pytest.raises(RulebookError) as caught:
        problems.raise_if_any()
    assert str(caught.value)


@given(st.binary())
def test_any_bytes_give_a_tree_or_problems_that_can_be_shown(data: bytes) -> None:
    problems = Problems()
    node = parse_yaml(read_source("r.yaml", data), problems)
    assert node is not None or problems
    try:
        problems.raise_if_any()
    except RulebookError as error:
        str(error).encode()


# Texts that stand for themselves in plain style, in block and in flow context.
WORDS = st.text(st.sampled_from("abcXYZ019_.+/键值é😀مش"), min_size=1, max_size=6)
TREES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3) | st.dictionaries(WORDS, inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


def written(tree: object, indent: str = "") -> str:
    """`tree` in block style, each value on lines of its own."""
    if isinstance(tree, dict):
        return "".join(f"{indent}{key}:\n{written(value, indent + '  ')}" for key, value in tree.items())
    if isinstance(tree, list):
        return "".join(f"{indent}-\n{written(item, indent + '  ')}" for item in tree)
    return f"{indent}{tree}\n"


def in_flow(tree: object) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {in_flow(value)}" for key, value in tree.items()) + "}"
    return "[" + ", ".join(map(in_flow, tree)) + "]" if isinstance(tree, list) else str(tree)


def assert_marks_point_at_texts(node: Node) -> None:
    if isinstance(node, TextNode):
        line = node.mark.source.line(node.mark.line)
        assert line[node.mark.column - 1 :][: node.mark.length] == node.text
        assert node.mark_at(len(node.text) - 1) == node.mark.shifted(len(node.text) - 1)
    elif isinstance(node, ListNode):
        for item in node.items:
            assert_marks_point_at_texts(item)
    else:
        for entry in node.entries:
            assert_marks_point_at_texts(TextNode(entry.key, entry.key_mark))
            assert_marks_point_at_texts(entry.value)


@given(TREES)
def test_a_tree_comes_back_and_its_marks_point_at_its_texts(tree: object) -> None:
    for text in (written(tree), in_flow(tree)):
        node = parsed(text)
        assert plain(node) == tree
        assert_marks_point_at_texts(node)
