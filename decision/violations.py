"""What is noted while a case is checked: its violations, so that one answer names them all, and rates."""

from __future__ import annotations

from assize.decision.result import RateUsed
from assize.rules.errors import FactError, Violation

MOST = 100


class Violations:
    """A collector that is passed along while a case is checked. Beyond MOST, violations are only counted.
    `rates` are the rates that amounts were converted at.
    """

    def __init__(self) -> None:
        self.rates: list[RateUsed] = []
        self._found: list[Violation] = []
        self._more = 0

    def add(self, path: str, what: str, got: str, code: str, hint: str = "") -> None:
        """Note a violation and go on."""
        if len(self._found) < MOST:
            self._found.append(Violation(path, what, got, hint, code))
        else:
            self._more += 1

    def wrong_type(self, path: str, expected: str, value: object, hint: str = "") -> None:
        """Note a value of another type than declared."""
        self.add(path, f"expected {expected}", _shown(value), "WRONG_TYPE", hint)

    def __bool__(self) -> bool:
        return bool(self._found)

    def raise_if_any(self) -> None:
        """Raise FactError with everything noted."""
        if not self._found:
            return
        if self._more:
            self._found.append(Violation("$", "and more violations", f"{self._more}", "", "MORE"))
        raise FactError(self._found)


def _shown(value: object) -> str:
    """A value as JSON would name it, cut if it is long."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value[:40]}"'
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, dict):
        return "a record"
    return str(value)[:40]
