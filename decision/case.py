"""What is sent for one decision: facts about one subject, and the approvals already given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple


class GivenApproval(NamedTuple):
    """An approval that was given for this case: for which rule, as whom, by whom, when, and until when it
    holds.
    """

    rule: str
    role: str
    by: str
    granted_on: date
    expires: date | None = None


class Case(NamedTuple):
    """One subject. `facts` holds plain values as in docs/rulebook-language.md §3; `requester` may not
    approve.
    """

    id: str
    facts: Mapping[str, object]
    approvals: tuple[GivenApproval, ...] = ()
    requester: str = ""
