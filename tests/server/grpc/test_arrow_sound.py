"""A quick look at what was sent finds whatever Arrow's own close look finds."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.types as at
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.server.grpc._offsets import span
from assize.server.grpc.arrow_sound import check_sound
from tests.strategies import repeatable

TEXTS = st.sampled_from([b"plain", b"\xe4\xbf\xa1\xe4\xbb\xbb", b"caf\xc3\xa9", b"\xff\xfe", b"\x00a", b""])
PLACES = st.lists(st.integers(-2, 12), min_size=1, max_size=8)


def refuses(look: Callable[..., object], **how: bool) -> bool:
    try:
        look(**how)
    except pa.ArrowInvalid:
        return True
    return False


def is_looked_at_as_by_arrow(column: pa.Array) -> bool:
    if refuses(column.validate):
        # Not even a batch can be made of it.
        return True
    batch = pa.record_batch([column], ["a"])
    return refuses(partial(check_sound, batch)) == refuses(batch.validate, full=True)


def broken(kind: pa.DataType, places: list[int], texts: bytes | None, children: list[pa.Array]) -> pa.Array:
    """A column with these offsets: Arrow makes none of wrong ones, so they are put in when it is made."""
    wide = kind == pa.large_string() or at.is_large_list(kind)
    offsets = np.zeros(len(places), np.int64 if wide else np.int32)
    buffers = [None, pa.py_buffer(offsets), *([] if texts is None else [pa.py_buffer(texts)])]
    column = pa.Array.from_buffers(kind, len(places) - 1, buffers, children=children)
    offsets[:] = places
    return column


@repeatable(200)
@given(st.sampled_from([pa.string(), pa.large_string()]), PLACES, TEXTS, st.integers(0, 3))
def test_texts_are_refused_as_by_arrow(
    kind: pa.DataType, places: list[int], texts: bytes, first: int
) -> None:
    for each in (places, sorted(places), [max(place, 0) for place in sorted(places)]):
        column = broken(kind, each, texts, [])
        assert is_looked_at_as_by_arrow(column)
        assert is_looked_at_as_by_arrow(column.slice(min(first, len(column))))


@repeatable(200)
@given(PLACES, TEXTS, st.booleans())
def test_texts_in_lists_of_records_are_refused_as_by_arrow(
    places: list[int], texts: bytes, large: bool
) -> None:
    words = broken(pa.string(), [0, min(2, len(texts)), len(texts)], texts, [])
    records = pa.StructArray.from_arrays([words, pa.array([1, 2])], ["word", "number"])
    kind = pa.large_list(records.type) if large else pa.list_(records.type)
    for each in (places, sorted(places), sorted(abs(place) % 3 for place in places)):
        assert is_looked_at_as_by_arrow(broken(kind, each, None, [records]))


@pytest.mark.parametrize("rows", [0, 1, 3])
@pytest.mark.parametrize(
    "column",
    [
        pa.array(["ä", None, "b"]).dictionary_encode(),
        pa.array(["ä", None, "b"], pa.string_view()),
        pa.array([b"\xff", None, b""]),
        pa.array([{"a": ["é"]}, None, {"a": []}]),
        pa.array([[["a"], None], [], None]),
        pa.array([None] * 3),
        pa.array([1, 2, 3], pa.timestamp("ms")),
    ],
    ids=lambda column: str(column.type),
)
def test_what_is_sound_passes(column: pa.Array, rows: int) -> None:
    check_sound(pa.record_batch([column.slice(0, rows)], ["a"]))


def test_codes_that_lead_elsewhere_are_refused() -> None:
    words = pa.DictionaryArray.from_arrays(pa.array([0, 5]), pa.array(["a"]), safe=False)
    with pytest.raises(pa.ArrowInvalid):
        check_sound(pa.record_batch([words], ["a"]))


FOUR = np.array([0, 1, 4, 4], np.int32)


def test_a_span_is_where_values_begin_and_end() -> None:
    assert span(FOUR, 4, 0, 3, 4, None) == (0, 4)
    assert span(FOUR, 4, 1, 1, 4, b"abcd") == (1, 4)
    assert span(FOUR.astype(np.int64), 8, 1, 2, 4, None) == (1, 4)
    assert span(FOUR.tobytes() + b"x", 4, 0, 3, 4, None) == (0, 4)
    assert span(b"x" + FOUR.tobytes(), 4, 0, 0, 2**31, None) is not None
    assert span(FOUR, 4, 0, 3, 3, None) is None
    assert span(FOUR[::-1].copy(), 4, 0, 3, 4, None) is None
    assert span(-FOUR[::-1].copy(), 4, 0, 3, 4, None) is None
    assert span(FOUR, 4, 0, 3, 4, "aé".encode() + b"b") is None


@pytest.mark.parametrize(
    ("width", "first", "rows", "most", "texts"),
    [
        (4, 0, 4, 4, None),
        (4, 4, 0, 4, None),
        (4, -1, 1, 4, None),
        (4, 0, -1, 4, None),
        (4, 1, 2**62, 4, None),
        (8, 0, 2, 4, None),
        (2, 0, 1, 4, None),
        (4, 0, 3, 4, b"abc"),
    ],
)
def test_nothing_behind_a_buffer_is_read(
    width: int, first: int, rows: int, most: int, texts: bytes | None
) -> None:
    with pytest.raises(ValueError, match="too small"):
        span(FOUR, width, first, rows, most, texts)
