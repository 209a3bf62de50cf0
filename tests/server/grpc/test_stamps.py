from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from assize.server.grpc.stamps import moment, uuid7

TIMES = st.integers(0, 2**48 * 1_000_000 - 1)


@given(TIMES, st.binary(min_size=10, max_size=10))
def test_an_id_is_a_uuid_of_version_7(now: int, entropy: bytes) -> None:
    parsed = UUID(uuid7(now, entropy))
    assert (parsed.version, parsed.variant) == (7, "specified in RFC 4122")
    assert parsed.int >> 80 == now // 1_000_000


@given(TIMES, TIMES, st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_ids_sort_by_time(one: int, other: int, first: bytes, second: bytes) -> None:
    if one // 1_000_000 < other // 1_000_000:
        assert uuid7(one, first) < uuid7(other, second)


def test_all_other_bits_are_random() -> None:
    assert uuid7(0, b"\xff" * 10) == "00000000-0000-7fff-bfff-ffffffffffff"
    assert uuid7(0, b"\x00" * 10) == "00000000-0000-7000-8000-000000000000"


def test_a_moment_is_in_utc() -> None:
    assert moment(1_500_000_000_123_456_789) == datetime(2017, 7, 14, 2, 40, 0, 123456, tzinfo=UTC)
