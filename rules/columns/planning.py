"""In which order recorded steps are taken: calls of plain functions, and runs of the engine over one frame.

Few and large runs are wanted: what one of them makes and uses up stays in the cache, while what the next
one needs goes through memory. So the rows wait until nothing else can go on, and each run takes all that is
ready.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assize.rules.columns.recorded import ROWS, Frame, Recorded

INPUT = "input "
CALL = "call"


class Stage(NamedTuple):
    """Steps that are taken together: calls if they have no frame, else one run over it.

    `reads`: what an engine run reads from before it, each once; `gives`: which of its steps are needed after
    it, those of a kind side by side. Both are empty for calls.
    """

    frame: Frame | None
    steps: tuple[Recorded, ...]
    reads: tuple[Recorded, ...] = ()
    gives: tuple[Recorded, ...] = ()


class Plan(NamedTuple):
    """All that must be given from outside, then what is done, in order."""

    inputs: tuple[Recorded, ...]
    stages: tuple[Stage, ...]


def plan(wanted: Sequence[Recorded]) -> Plan:
    """How to compute some columns; steps that none of them needs are left out."""
    live = _live(wanted)
    inputs = tuple(step for step in live if step.op.startswith(INPUT))
    done = {step.number for step in inputs}
    left = [step for step in live if step.number not in done]
    stages = []
    while left:
        stage = _next(left, done)
        stages.append(stage)
        done.update(step.number for step in stage.steps)
        left = [step for step in left if step.number not in done]
    return Plan(inputs, _linked(stages, wanted))


def _live(wanted: Iterable[Recorded]) -> list[Recorded]:
    """Some columns and all that they are made of, in the order of recording."""
    found: dict[int, Recorded] = {}
    open_ = list(wanted)
    while open_:
        step = open_.pop()
        if step.number not in found:
            found[step.number] = step
            open_.extend(step.args)
    return [found[number] for number in sorted(found)]


def _next(left: Sequence[Recorded], done: set[int]) -> Stage:
    """What can be done now: every call that is ready, else a frame as far as it goes, the rows last."""
    calls = tuple(step for step in left if step.op == CALL and _ready(step, done))
    if calls:
        return Stage(None, calls)
    frames = _closures(left, done)
    frame = next((frame for frame in frames if frame != ROWS), ROWS)
    return Stage(frame, tuple(frames[frame]))


def _closures(left: Sequence[Recorded], done: set[int]) -> dict[Frame, list[Recorded]]:
    """For each frame in which something is ready: all its steps that wait for nothing outside of it."""
    taken: dict[Frame, set[int]] = {}
    frames: dict[Frame, list[Recorded]] = {}
    for step in left:
        own = taken.setdefault(step.frame, set())
        if step.op != CALL and all(arg.number in done or arg.number in own for arg in step.args):
            own.add(step.number)
            frames.setdefault(step.frame, []).append(step)
    return frames


def _ready(step: Recorded, done: set[int]) -> bool:
    return all(arg.number in done for arg in step.args)


def _linked(stages: Sequence[Stage], wanted: Iterable[Recorded]) -> tuple[Stage, ...]:
    """The stages with what each reads from before it and gives to what follows."""
    needed = {step.number for step in wanted}
    linked = []
    for stage in reversed(stages):
        own = {step.number for step in stage.steps}
        read = {arg.number: arg for step in stage.steps for arg in step.args if arg.number not in own}
        given = (step for step in stage.steps if step.number in needed)
        gives = tuple(sorted(given, key=lambda step: step.kind))
        needed.update(read)
        linked.append(
            stage if stage.frame is None else stage._replace(reads=tuple(read.values()), gives=gives)
        )
    return tuple(reversed(linked))
