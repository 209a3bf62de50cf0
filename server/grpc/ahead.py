"""What an iterator gives, made on a thread of its own before it is asked for, as far as there is room."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from threading import Condition, Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Ahead(Generic[T]):
    """The values of `values`, taken from it by another thread and kept until somebody takes them.

    `share` is the part of the room, of 0 to 1, that a value needs. What waits fits into the room, or is one
    value alone; one more is in the hands of the thread. A value is never held back for others.
    """

    def __init__(self, values: Iterator[T], share: Callable[[T], float]) -> None:
        self._share = share
        self._changed = Condition()
        self._waiting: deque[tuple[float, T]] = deque()
        self._wanted = True
        self._ended = False
        self._error: Exception | None = None
        # It may wait for the next value as long as the caller of the stream likes: nobody waits for it.
        Thread(target=self._fill, args=(values,), name="ahead", daemon=True).start()

    def take(self) -> list[T]:
        """All values that wait, in their order; waits for one. Empty: there are no more.

        Raises what the iterator raised, after the last value before it was taken.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._ended)
            if not self._waiting and self._error is not None:
                raise self._error
            taken = [value for _, value in self._waiting]
            self._waiting.clear()
            self._changed.notify_all()
        return taken

    def close(self) -> None:
        """Nothing more is wanted: the thread ends when it has its next value, or when there is none."""
        with self._changed:
            self._wanted = False
            self._changed.notify_all()

    def _fill(self, values: Iterator[T]) -> None:
        error: Exception | None = None
        try:
            for value in values:
                if not self._put(value):
                    break
        except Exception as raised:  # noqa: BLE001  # it is raised where values are taken
            error = raised
        with self._changed:
            self._ended, self._error = True, error
            self._changed.notify_all()

    def _put(self, value: T) -> bool:
        """Keep a value as soon as there is room; whether more are wanted."""
        share = self._share(value)
        with self._changed:
            self._changed.wait_for(lambda: not self._wanted or self._fits(share))
            self._waiting.append((share, value))
            self._changed.notify_all()
            return self._wanted

    def _fits(self, share: float) -> bool:
        return not self._waiting or share + sum(taken for taken, _ in self._waiting) <= 1
