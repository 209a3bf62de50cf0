"""A quick look at what was sent finds whatever Arrow's own close look finds."""

import struct
from collections.abc import Callable, Iterator
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.types as at
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assize.decision.batch.validated import validated
from assize.server.errors import Malformed, RequestError
from assize.server.grpc._messages import unpacked
from assize.server.grpc._sent import look
from assize.server.grpc.arrow_reading import StreamLimits, read_ipc
from assize.server.grpc.arrow_sound import sound_sizes
from tests.server.grpc.streaming import to_ipc
from tests.strategies import repeatable

TEXTS = st.sampled_from([b"plain", b"\xe4\xbf\xa1\xe4\xbb\xbb", b"caf\xc3\xa9", b"\xff\xfe", b"\x00a", b""])
PLACES = st.lists(st.integers(-2, 12), min_size=1, max_size=8)
CODES = [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64]


def refuses(look: Callable[[], object]) -> bool:
    try:
        look()
    except pa.ArrowInvalid:
        return True
    return False


def is_looked_at_as_by_arrow(column: pa.Array) -> bool:
    if refuses(column.validate):
        # Not even a batch can be made of it.
        return True
    batch = pa.record_batch([column], ["a"])
    return refuses(lambda: sound_sizes(validated(batch))) == refuses(lambda: batch.validate(full=True))


def is_doubtful(column: pa.Array) -> bool:
    """Whether Arrow is asked for a close look."""
    return look(*pa.record_batch([column], ["a"]).__arrow_c_array__())[1] == [0]


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


@repeatable(300)
@given(st.data())
def test_codes_are_refused_as_by_arrow(data: st.DataObject) -> None:
    """Codes of nulls may lead anywhere; words may be wrong, or more than codes can tell."""
    kind = data.draw(st.sampled_from(CODES))
    count = data.draw(st.sampled_from([0, 1, 3, 127, 128, 129, 255, 256, 300]))
    codes = [0, 1, 2, 126, 127, 128, 129, 254, 255, 256, count - 1, count, -1, -128]
    rows = np.array(data.draw(st.lists(st.sampled_from(codes), max_size=150))).astype(kind)
    mask = data.draw(st.none() | st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    words = pa.array([f"{word}" for word in range(count)], pa.string())
    if data.draw(st.booleans()):
        texts = data.draw(TEXTS)
        words = broken(pa.string(), [0, *data.draw(PLACES), len(texts)], texts, [])
    places = pa.array(rows, mask=None if mask is None else np.array(mask, bool))
    column = pa.DictionaryArray.from_arrays(places, words, safe=False)
    first = data.draw(st.integers(0, len(rows)))
    for each in (column, column.slice(first), column.slice(first, 70)):
        assert is_looked_at_as_by_arrow(each)
        assert is_looked_at_as_by_arrow(pa.StructArray.from_arrays([each, each], ["a", "b"]))


@repeatable(200)
@given(
    st.integers(1, 38),
    st.lists(st.none() | st.integers(-(10**39), 10**39), min_size=1, max_size=6),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_decimals_are_refused_as_by_arrow(digits: int, numbers: list[int | None], known: list[bool]) -> None:
    most, kind = 10**digits, pa.decimal128(digits, 2)
    valid = pa.py_buffer(np.packbits(known, bitorder="little"))
    fitting = [number and number % most for number in numbers]
    for each in (numbers, fitting, [most - 1, 1 - most], [-most], [most]):
        cells = pa.py_buffer(b"".join(((number or 0) % (1 << 128)).to_bytes(16, "little") for number in each))
        for bits in (None, valid):
            assert is_looked_at_as_by_arrow(pa.Array.from_buffers(kind, len(each), [bits, cells]))


@pytest.mark.parametrize("rows", [0, 1, 3])
@pytest.mark.parametrize(
    "column",
    [
        pa.array(["ä", None, "b"]).dictionary_encode(),
        pa.array(["ä", None, "b"], pa.string_view()),
        pa.array([b"\xff", None, b""]),
        pa.array([{"a": ["é"]}, None, {"a": []}]),
        pa.array([[["a"], None], [], None]),
        pa.array([["a"], None, ["b"]], pa.list_(pa.string(), 1)),
        pa.array([["a"], None, ["b"]], pa.list_view(pa.string())),
        pa.array([[("a", 1)], None, []], pa.map_(pa.string(), pa.int8())),
        pa.array([Decimal("1.25"), None, Decimal("-9.99")], pa.decimal32(3, 2)),
        pa.array([Decimal("1.25"), None, Decimal("-9.99")], pa.decimal256(3, 2)),
        pa.array([None] * 3),
        pa.array([1, 2, 3], pa.timestamp("ms")),
    ],
    ids=lambda column: str(column.type),
)
def test_what_is_sound_passes(column: pa.Array, rows: int) -> None:
    sound_sizes(validated(pa.record_batch([column.slice(0, rows)], ["a"])))


PLAIN = pa.array([["abc"], None, []])


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1.5, None, 2]),
        pa.array([True, None, False]),
        pa.array(["a", None, "b"]),
        pa.array(["a", None, "b"], pa.large_string()),
        pa.array(["a", None, "b"]).dictionary_encode(),
        pa.DictionaryArray.from_arrays(pa.array([0, -1], mask=np.array([False, True])), ["a"], safe=False),
        pa.array([Decimal("1.25"), None, Decimal("-9.99")]),
        pa.array([None] * 3),
        PLAIN,
        pa.array([{"a": ["b"], "c": {"d": Decimal(1)}}, None, {"a": None, "c": None}]),
        pa.array(["a", "é"]).slice(0, 1),
    ],
    ids=lambda column: str(column.type),
)
def test_most_columns_need_no_close_look(column: pa.Array) -> None:
    assert not is_doubtful(column)


@pytest.mark.parametrize(
    "column", [pa.array(["é"]), pa.array([b"a"]), pa.array([[b"a"]]), pa.array(["é"]).dictionary_encode()]
)
def test_what_is_not_known_here_is_looked_at_by_arrow(column: pa.Array) -> None:
    assert is_doubtful(column)


COLUMNS = {
    "text": pa.array(["ab", None, "c", "", "def"]),
    "large": pa.array(["ab", None, "c", "", "def"], pa.large_string()),
    "number": pa.array([1, None, 3, 4, 5]),
    "truth": pa.array([True, None, False, True, True]),
    "sum": pa.array([Decimal(1), None, Decimal(2), Decimal(3), Decimal(4)], pa.decimal128(20, 2)),
    "word": pa.array(["a", None, "b", "a", "b"]).dictionary_encode(),
    "texts": pa.array([["a", "bc"], None, [], ["d"], [None]]),
    "records": pa.array([[{"a": "x", "b": {"c": 1}}], None, [], [None, {"a": None, "b": None}], []]),
    "words": pa.array([["a"], None, ["b", "a"], [], []], pa.list_(pa.dictionary(pa.int8(), pa.string()))),
    "pair": pa.array([["a", "b"]] * 5, pa.list_(pa.string(), 2)),
    "view": pa.array(["a", None, "b" * 20, "", "c"], pa.string_view()),
    "none": pa.nulls(5),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_number_that_is_wrong_is_refused_as_by_arrow(name: str) -> None:
    """Wherever it stands: among lengths, counts of nulls, places of buffers, or offsets and codes."""
    sent = to_ipc(pa.table({"a": COLUMNS[name]}))
    for wrong in made_wrong(sent):
        try:
            read_ipc(wrong, StreamLimits())
        except Malformed:
            assert is_refused_by_arrow(wrong)
        except RequestError:
            continue
        else:
            assert not is_refused_by_arrow(wrong)


def made_wrong(sent: bytes) -> Iterator[bytes]:
    """The bytes with one number behind the schema after the other made another, several times."""
    _, first = unpacked(sent)
    for place in range(first, len(sent) - 8, 4):
        (was,) = struct.unpack_from("<q", sent, place)
        for number in (0, 1, -1, was + 1, was - 1, was + (1 << 31), 1 << 62):
            yield sent[:place] + struct.pack("<Q", number % (1 << 64)) + sent[place + 8 :]


def is_refused_by_arrow(sent: bytes) -> bool:
    try:
        for batch in pa.ipc.open_stream(sent):
            batch.validate(full=True)
    except (pa.ArrowException, ValueError, OSError):
        return True
    return False
