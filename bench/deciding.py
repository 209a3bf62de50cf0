"""One decision in process with all its explanation, and by its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import zen

from assize.decision.canonical import digest
from assize.decision.decider import Decider
from assize.decision.suite_file import load_suite
from assize.rules.inference.cache import MemoryCache
from assize.rules.library import Library, shipped_folder
from bench.example import DAY, FOLDER, RULEBOOK, example_case
from bench.measure import Figure, Spent, in_turns

# Ten conditions on facts that rules and criteria read, as one expression: no scores, no reasons.
TEN = """
headcount.value >= 50 and degree_share >= 50 and paid_in_share >= 30 and active_customers >= 5
and largest_customer_share <= 50 and process_level.value >= 3 and privileged_access
and service_criticality in ["low", "medium", "high"] and capital_regime == "registered"
and len(required_specialties) >= 1
"""


def measure() -> list[Figure]:
    """Figures of one decision, a part a line."""
    decider = Decider(Library.load([FOLDER]), MemoryCache())
    compiled, day = decider.find(RULEBOOK, DAY)
    case, today = example_case(), day.toordinal()
    facts = compiled.checker.check(case, day)
    decision = compiled.decide(case, day)
    evaluate = compiled.assemblers[0].program.evaluate
    spent = in_turns(
        {
            "whole": lambda: compiled.decide(case, day),
            "check": lambda: compiled.checker.check(case, day),
            "evaluate": lambda: evaluate(facts.values, facts.evidence, facts.granted, today),
            "digest": lambda: digest(decision),
            "zen": _zen(case.facts),
        }
    )
    rest = Spent(*(whole - a - b for whole, a, b in zip(*(spent[n] for n in _PARTS), strict=True)))
    return [
        Figure("one decision with all its explanation", "µs", spent["whole"], limit=50),
        Figure("  check of the facts", "µs", spent["check"]),
        Figure("  evaluation of the generated program", "µs", spent["evaluate"]),
        Figure("  choice of the variant, and assembly of the answer", "µs", rest),
        Figure("its digest, which only the service adds", "µs", spent["digest"]),
        Figure("for scale: zen-engine, ten conditions, no reasons", "µs", spent["zen"]),
    ]


_PARTS = ("whole", "check", "evaluate")
RISKS = ("customer-risk", "supplier-risk", "third-party-risk")


def measure_more() -> list[Figure]:
    """A check of a value-added service, and all ten risks, with all their explanation."""
    decider = Decider(Library.load([shipped_folder()]), MemoryCache())
    gate, risks = _fullest(decider, "value-added-service"), [_fullest(decider, name) for name in RISKS]
    spent = in_turns({"gate": gate, "risks": lambda: [assess() for assess in risks]})
    return [
        Figure("a check of a value-added service, all four principles", "µs", spent["gate"], limit=60),
        Figure("an assessment of all ten risks, by three rulebooks", "µs", spent["risks"], limit=60),
    ]


def _fullest(decider: Decider, name: str) -> Callable[[], object]:
    """Decide the case of a rulebook's own suite that sends most."""
    (rulebook,) = decider.library.versions(name)
    cases = load_suite(shipped_folder() / name / rulebook.version, rulebook)
    sent = max((case for case in cases if "error" not in case.wanted.lists), key=lambda c: len(c.case.facts))
    compiled, day = decider.find(name, sent.day)
    return lambda: compiled.decide(sent.case, day)


def _zen(facts: Mapping[str, object]) -> Callable[[], object]:
    expression = zen.compile_expression(" ".join(TEN.split()))
    assert expression.evaluate(facts) is True
    return lambda: expression.evaluate(facts)
