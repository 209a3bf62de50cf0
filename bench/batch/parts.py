"""Where the time of deciding a batch goes: timers around the parts that BatchDecider calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from time import process_time
from typing import Any
from unittest.mock import patch

from assize.decision.batch.answers import AnswerWriter
from assize.decision.batch.intake import Intake
from assize.decision.batch.judge import Judge

_METHODS = {
    "intake": (Intake, "take"),
    "the column program": (Judge, "results"),
    "writing": (AnswerWriter, "write"),
}


@contextmanager
def timed(spent: defaultdict[str, float]) -> Iterator[None]:
    """Add the CPU seconds of each part to `spent` for as long as this lasts."""
    with ExitStack() as held:
        for part, (owner, name) in _METHODS.items():
            held.enter_context(patch.object(owner, name, _timed(getattr(owner, name), part, spent)))
        yield


def shares(spent: Mapping[str, float], whole: float) -> dict[str, float]:
    """The percentage of each part."""
    seconds = {part: spent[part] for part in _METHODS}
    seconds["rest"] = whole - sum(seconds.values())
    return {part: 100 * some / whole for part, some in seconds.items()}


def _timed(method: Callable[..., Any], part: str, spent: defaultdict[str, float]) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # as the method
        start = process_time()
        try:
            return method(*args, **kwargs)
        finally:
            spent[part] += process_time() - start

    return call
