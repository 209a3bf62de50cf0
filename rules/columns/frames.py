"""Where a column stands while a program is written: a value for each row, or for each element of a loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from assize.rules.generate.writer import Writer


@dataclass(frozen=True, slots=True)
class Frame:
    """What a column has a value for. `loop` is the variable that holds the loop; the rows have none.

    `items` is the variable of the list that is looped over, in the `outer` frame.
    """

    loop: str
    items: str
    outer: Frame | None

    @property
    def is_plain(self) -> bool:
        """Whether its elements are those of the list of each row, in order."""
        return self.outer is not None and self.outer.outer is None


ROWS = Frame("", "", None)


class Held(NamedTuple):
    """Code that holds a value, and what it has a value for. None: it is the same for all.

    `variable`: the only loop variable that it depends on; its frame is then the plain loop over that
    variable's list.
    """

    code: str
    frame: Frame | None
    variable: str | None = None


class Frames:
    """Writes the loops of a program, each once, and brings columns from one frame into another."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._loops: dict[tuple[str, str], Frame] = {}
        self._places: dict[tuple[str, str], str] = {}

    def over(self, items: str, outer: Frame) -> Frame:
        """The loop over a list in a frame."""
        key = (outer.loop, items)
        if key not in self._loops:
            if outer is ROWS:
                code = f"loop_over({items})"
            else:
                code = f"loop_across({self._up(outer, ROWS)}, {items})"
            self._loops[key] = Frame(self._writer.let(code), items, outer)
        return self._loops[key]

    def bring(self, held: Held, frame: Frame, own: Frame | None) -> str:
        """The code of a value in another frame; `own` is the frame of the variable that it depends on."""
        if held.frame is None or held.frame == frame:
            return held.code
        if held.variable is not None and own is not None and own != held.frame:
            if own == frame:
                return f"lifted({held.code}, {own.loop}.at)"
            places = self._composed(f"{own.loop}.at", frame, own)
            return f"lifted({held.code}, {places})"
        return f"lifted({held.code}, {self._up(frame, held.frame)})"

    def _up(self, frame: Frame, outer: Frame) -> str:
        """The places in an enclosing frame that the elements of a frame belong to."""
        assert frame.outer is not None
        return f"{frame.loop}.up" if frame.outer == outer else self._composed(None, frame, outer)

    def _composed(self, last: str | None, frame: Frame, outer: Frame) -> str:
        """`last` (places of the elements of `outer`) read by way of all frames from `frame` up to `outer`."""
        key = (frame.loop, last or outer.loop)
        if key not in self._places:
            assert frame.outer is not None
            inner = f"{frame.loop}.up"
            if frame.outer == outer:
                code = f"{last}.take({inner})" if last else inner
            else:
                code = f"{self._composed(last, frame.outer, outer)}.take({inner})"
            self._places[key] = self._writer.let(code)
        return self._places[key]
