"""Every word and text of a column is read as it would be alone, whatever lies around and under it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.batch.intake import _cells, _reading, _texts, _told, _words
from assize.decision.batch.intake.cells import TextPool
from assize.decision.batch.intake.marks import GONE, HAS_EVIDENCE, HAS_WRONG, KNOWN, WRONG
from assize.decision.batch.intake.readers import reading
from assize.decision.batch.intake.texts import text_reader
from assize.decision.batch.intake.words import Words
from tests.decision.batch.intake_cells import INDICES, arrays, forms, same
from tests.strategies import repeatable

TEXTS = [
    "",
    " ",
    "a",
    "red",
    "green",
    "more than sixteen bytes",
    "中文",
    "\u3000",
    "x" * 40,
    "\x00",
]
NO_TEXTS = TextPool(pa.array([], pa.large_string()))


@repeatable(30)
@given(st.lists(st.none() | st.sampled_from(TEXTS), max_size=4), st.booleans())
def test_words(texts: list[str | None], written: bool) -> None:
    words = {"red": 7, "a": 2, TEXTS[5]: 9, "中文": 4}

    def alone(text: str) -> tuple[object, int]:
        if written and not text:
            return -1, GONE
        return (words[text], KNOWN) if text in words else (-1, WRONG)

    for array in forms(texts):
        read = reading(Words(words, array.type, written=written).native(-1), array.type)
        same(read(array), array, alone, -1)


@repeatable(20)
@given(st.integers(0, 700), st.sampled_from(["", "0123456789abcdef"]), st.sampled_from(["", "x" * 20]))
def test_many_words(count: int, start: str, end: str) -> None:
    """Whatever their number, and what they have in common; others are none of them."""
    words = {f"{start}{number * 7919:x}{end}": number for number in range(count)}
    cells = [*words, None, "", start, *(f"{word}." for word in words), *reversed(words)]
    array = pa.array(cells, pa.string())
    found = Words(words, array.type).native(-1).read(array)
    same(found, array, lambda word: (words[word], KNOWN) if word in words else (-1, WRONG), -1)


@repeatable(30)
@given(st.lists(st.none() | st.sampled_from(["CNY", "CN", "CNYCNY", ""]), max_size=3), st.integers(0, 150))
def test_one_word_again_and_again(others: list[str | None], times: int) -> None:
    cells = ["CNY", None] * times + ["CNY"] * times + others + ["CNY"] * 70
    array = pa.array(cells, pa.string())
    found = Words({"CNY": 4}, array.type).native(-1).read(array)
    same(found, array, lambda word: (4, KNOWN) if word == "CNY" else (-1, WRONG), -1)


@repeatable(30)
@given(st.sampled_from(INDICES), st.data())
def test_words_that_are_numbers(kind: pa.DataType, data: st.DataObject) -> None:
    words = {"3": 5, "-1": 6, "300": 7, "18446744073709551615": 8, "0": 9, "03": 4, "x": 3}
    limits = np.iinfo(kind.to_pandas_dtype())
    cells = [n for n in (0, 3, -1, 255, 300, 65535, 2**64 - 1) if limits.min <= n <= limits.max]
    array = data.draw(arrays(kind, st.sampled_from(cells)))
    found = Words(words, kind).native(0).read(array)
    same(found, array, lambda n: (words[str(n)], KNOWN) if str(n) in words else (0, WRONG), 0)


@repeatable(30)
@given(st.lists(st.none() | st.sampled_from(["red", "a", "x", ""]), min_size=1, max_size=4), st.data())
def test_what_is_told_of_other_cells(texts: list[str | None], data: st.DataObject) -> None:
    missing = data.draw(st.sampled_from([KNOWN, WRONG]))
    for array in forms(texts):
        before = np.resize(
            data.draw(st.lists(st.sampled_from([KNOWN, GONE, WRONG, 2]), min_size=1)), len(array)
        )
        told = [{None: missing, "red": 3, "a": KNOWN}.get(text, WRONG) for text in array.to_pylist()]
        after = [
            GONE if old == GONE else WRONG if WRONG in (old, new) else new if old == KNOWN else old
            for old, new in zip(before.tolist(), told, strict=True)
        ]
        marks = before.astype(np.uint8)
        has = Words({"red": 3, "a": KNOWN}, array.type).teller(missing).tell(array, marks)
        assert marks.tolist() == after
        assert bool(has & HAS_EVIDENCE) == (after != before.tolist())
        assert bool(has & HAS_WRONG) == (after.count(WRONG) > before.tolist().count(WRONG))


@repeatable(60)
@given(st.lists(st.none() | st.sampled_from(TEXTS) | st.text(max_size=30), max_size=9), st.booleans())
def test_texts(texts: list[str | None], written: bool) -> None:
    """Equal ones have one code, different ones two, over all columns of one pool."""
    pool, codes = TextPool(pa.array(["green", "never"], pa.large_string())), {"green": 1, "never": 2}
    for array in forms(texts):
        found = text_reader(array.type, is_read=True, written=written).read(array, pool)
        for text, code in zip(array.to_pylist(), found.values.tolist(), strict=True):
            if text is not None and text.strip():
                assert codes.setdefault(text, code) == code
        assert len(set(codes.values())) == len(codes)

        def alone(text: str) -> tuple[object, int]:
            mark = KNOWN if text.strip() else GONE if written and not text else WRONG
            return (codes[text] if mark == KNOWN else 0), mark

        same(found, array, alone, 0)
        unread = text_reader(array.type, is_read=False, written=written).read(array, pool)
        assert (unread.marks.tolist(), unread.has) == (found.marks.tolist(), found.has)


def test_many_texts_have_codes_of_their_own() -> None:
    texts = pa.array([f"{number * 7919:x}" for number in range(20_000)])
    pool = TextPool(pa.array(["a", "b"], pa.large_string()))
    read = text_reader(texts.type, is_read=True, written=False).read
    codes = read(texts, pool).values
    assert len(np.unique(codes)) == len(texts)
    assert read(texts.take(pa.array(range(19_999, -1, -1))), pool).values.tolist() == codes[::-1].tolist()


@repeatable(60)
@given(st.binary(max_size=6), st.sampled_from([b"", b"x" * 70]))
def test_only_unicode_is_a_text(some: bytes, more: bytes) -> None:
    held = [b"before", some + more, b"behind"] * 25
    array = pa.Array.from_buffers(pa.string(), len(held), pa.array(held).buffers())
    found = text_reader(array.type, is_read=True, written=False).read(array, NO_TEXTS)
    try:
        right = bool((some + more).decode().strip())
    except UnicodeDecodeError:
        right = False
    assert found.marks.tolist() == [KNOWN, KNOWN if right else WRONG, KNOWN] * 25


def test_what_leads_beyond_a_buffer_is_refused() -> None:
    words, marks, codes = _words.words_of([b"a"], [1]), np.empty(2, np.uint8), np.empty(2, np.int32)
    words_read, texts_read = _words.word_reader(words, 0, False), _texts.text_reader(False)
    days_read, told = _cells.day_reader(False), _told.teller(words, 1, False)
    for kind in INDICES:
        for index in ([0, 1], [0, 127]):
            array = pa.DictionaryArray.from_arrays(pa.array(index, kind), pa.array(["a"]), safe=False)
            for reader, values in (
                (words_read, codes),
                (texts_read, None),
                (days_read, np.empty(2)),
                (told, None),
            ):
                with pytest.raises(ValueError, match="beyond"):
                    _reading.column(array, reader, values, marks)
    offsets = np.array([0, 9, 3], np.int32)
    array = pa.Array.from_buffers(pa.string(), 2, [None, pa.py_buffer(offsets), pa.py_buffer(b"abc")])
    with pytest.raises(ValueError, match="beyond"):
        _reading.column(array, texts_read, None, marks)
    with pytest.raises(ValueError, match="beyond"):
        _reading.column(array, words_read, codes, marks)
