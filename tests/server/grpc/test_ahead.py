"""What is made ahead: all of it, in order, no more than there is room for."""

from collections.abc import Iterator
from threading import Event

import pytest

from assize.server.grpc.ahead import Ahead


def everything(ahead: Ahead[int]) -> Iterator[list[int]]:
    while taken := ahead.take():
        yield taken


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0, 5.0])
def test_all_is_given_once_and_in_order(share: float) -> None:
    found = [value for taken in everything(Ahead(iter(range(200)), lambda _: share)) for value in taken]
    assert found == list(range(200))


def test_what_waits_fits_into_the_room() -> None:
    made: list[int] = []

    def values() -> Iterator[int]:
        for value in range(100):
            made.append(value)
            yield value

    seen = 0
    for taken in everything(Ahead(values(), lambda _: 0.25)):
        assert len(taken) <= 4
        seen += len(taken)
        # Four may wait again, and one is in the hands of the thread.
        assert len(made) <= seen + 5
    assert seen == 100


def test_what_is_larger_than_the_room_waits_alone() -> None:
    sizes = [2.0 if value % 3 == 0 else 0.1 for value in range(30)]
    for taken in everything(Ahead(iter(range(30)), lambda value: sizes[value])):
        assert len(taken) == 1 or sum(sizes[value] for value in taken) <= 1


def test_a_value_is_given_though_no_other_comes() -> None:
    more = Event()

    def values() -> Iterator[int]:
        yield 1
        assert more.wait(60)
        yield 2

    ahead = Ahead(values(), lambda _: 0.0)
    assert ahead.take() == [1]
    more.set()
    assert ahead.take() == [2]
    assert ahead.take() == []


def test_an_error_comes_after_the_values_before_it() -> None:
    def values() -> Iterator[int]:
        yield from range(3)
        raise KeyError("broken")

    taken = everything(Ahead(values(), lambda _: 1.0))
    assert [next(taken), next(taken), next(taken)] == [[0], [1], [2]]
    with pytest.raises(KeyError, match="broken"):
        next(taken)


def test_nothing_more_is_made_when_nothing_is_wanted() -> None:
    ended = Event()

    def values() -> Iterator[int]:
        try:
            yield from range(10**9)
        finally:
            ended.set()

    ahead = Ahead(values(), lambda _: 0.5)
    assert ahead.take()[0] == 0
    ahead.close()
    assert ended.wait(60)
