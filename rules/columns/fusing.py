"""Fewer instructions: what one step after the other adds to a sum, a joined step adds at once.

A joined step does what its parts do, in their order, each rounded as before, so that the bits stay. It has
the number of its last part. A part that something else reads is kept beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assize.rules.columns.planning import Stage
from assize.rules.columns.recorded import Recorded, Step

_NOTHING = -0.0
"""Any number plus this is that number."""
_MOST = 3
"""So many columns an instruction reads."""
_LINKS = ("axpy", "add_vk", "div_vk")
_ENDS = {"fmax_vk": "_max", "fmin_vk": "_min"}


def fused(stage: Stage) -> Stage:
    """A stage that gives the same in fewer steps."""
    own = {step.number for step in stage.steps}
    reads = Counter(arg.number for step in stage.steps for arg in step.args)
    reads.update(step.number for step in stage.gives)
    made = {step.number: step for chain in _chains(stage.steps, reads) for step in _joined(chain, own)}
    made.update((step.number, _both(step, own)) for step in stage.steps if step.op == "and")
    steps = [made.get(step.number, step) for step in stage.steps]
    return stage._replace(steps=_needed(steps, stage.gives))


def _both(step: Recorded, own: set[int]) -> Recorded:
    """Two conditions at once, where one of them compares a byte with a number."""
    for one, other in (step.args, step.args[::-1]):
        if one.op == "eq_bk" and one.number in own:
            joined = Step("and_eq_bk", (other, *one.args), whole=one.whole)
            return Recorded(step.tape, joined, "b", step.frame, step.number)
    return step


def _chains(steps: Sequence[Recorded], reads: Counter[int]) -> Iterator[list[Recorded]]:
    """Steps each of which goes on with what the one before it gives, and nothing else reads."""
    open_: dict[int, list[Recorded]] = {}
    for step in steps:
        if step.op == "mul_vk":
            open_[step.number] = [step]
        elif step.op in _LINKS:
            before = step.args[0].number
            goes_on = before in open_ and reads[before] == 1 and open_[before][-1].op != "div_vk"
            open_[step.number] = [*(open_.pop(before) if goes_on else ()), step]
    return iter(open_.values())


def _joined(chain: Sequence[Recorded], own: set[int]) -> Iterator[Recorded]:
    """The steps of a chain in as few instructions as it takes."""
    left = list(chain)
    while left:
        start = () if left[0].op == "mul_vk" else left[0].args[:1]
        constant, summed = _summed(start, left)
        divided = left[summed : summed + 1]
        parts = left[: summed + (divided != [] and divided[0].op == "div_vk")]
        if len(parts) > 1 and any(part.op in ("axpy", "mul_vk") for part in parts):
            yield _step(parts, start, constant, own)
        del left[: max(len(parts), 1)]


def _summed(start: tuple[Recorded, ...], parts: Sequence[Recorded]) -> tuple[float, int]:
    """The number that the next instruction adds after its first summand, and how many parts it sums up."""
    constant, summands = _NOTHING, len(start)
    for count, part in enumerate(parts):
        if part.op == "add_vk" and count == 1 - len(start):
            constant = part.numbers[0]
        elif part.op in ("axpy", "mul_vk") and summands < _MOST:
            summands += 1
        else:
            return constant, count
    return constant, len(parts)


def _step(parts: Sequence[Recorded], start: tuple[Recorded, ...], constant: float, own: set[int]) -> Recorded:
    """One step for some parts."""
    terms = [part for part in parts if part.op in ("axpy", "mul_vk")]
    columns = [part.args[-1] for part in terms]
    ends = {_ENDS.get(column.op, "") if column.number in own else "" for column in columns}
    end = ends.pop() if len(ends) == 1 else ""
    numbers = [constant]
    for part, column in zip(terms, columns, strict=True):
        numbers += [part.numbers[0], column.numbers[0] if end else 0.0]
    last = parts[-1]
    divided = "_div" if last.op == "div_vk" else ""
    args = (*start, *(column.args[0] if end else column for column in columns))
    op = f"{'more' if start else 'mix'}{len(terms)}{end}{divided}"
    step = Step(op, args, (*numbers, *(last.numbers if divided else ())))
    return Recorded(last.tape, step, "f", last.frame, last.number)


def _needed(steps: Sequence[Recorded], gives: Sequence[Recorded]) -> tuple[Recorded, ...]:
    """The steps without those that nothing reads any more."""
    read = {step.number for step in gives}
    kept = []
    for step in reversed(steps):
        if step.number in read:
            read.update(arg.number for arg in step.args)
            kept.append(step)
    return tuple(reversed(kept))
