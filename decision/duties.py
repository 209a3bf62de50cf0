"""What several rules ask for alike, once: the earliest day, and every rule named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from assize.decision.result import Duty, Raw


class MergedDuty(NamedTuple):
    """A duty and all rules that ask for it, in the order of the decision. `duty` has the day of the most
    urgent of them, and is due when one of them surely asks for it.
    """

    duty: Duty
    rules: tuple[str, ...]


def merge_duties(duties: Iterable[Duty]) -> tuple[MergedDuty, ...]:
    """The same kind, name, owner and parameters are one duty, at the place of its first.

    Duties that say different things of how much is to be done stay apart.
    """
    alike: dict[tuple[str, str, str, tuple[tuple[str, Raw], ...]], list[Duty]] = {}
    for duty in duties:
        alike.setdefault((duty.kind, duty.name, duty.owner, duty.parameters), []).append(duty)
    return tuple(_merged(found) for found in alike.values())


def _merged(alike: list[Duty]) -> MergedDuty:
    urgent = min(alike, key=lambda duty: duty.due or date.max)
    sure = any(duty.state == "due" for duty in alike)
    duty = alike[0]._replace(due_in=urgent.due_in, due=urgent.due, state="due" if sure else "possible")
    return MergedDuty(duty, tuple(dict.fromkeys(each.rule for each in alike)))
