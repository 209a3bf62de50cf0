from collections.abc import Iterator
from datetime import date

from grpc import StatusCode

from assize.rules.errors import AssizeError, FactError, NotEffective, UnknownRulebook, Violation
from assize.server import errors
from assize.v1.errors_pb2 import ErrorReason


def subclasses(kind: type[AssizeError]) -> Iterator[type[AssizeError]]:
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


CLIENTS = ("assize.server.cli", "assize.server.input", "assize.server.batch")
"""What the command line and its files raise never reaches the wire."""


def test_every_error_of_ours_is_in_the_table() -> None:
    named = {kind for kind in subclasses(AssizeError) if kind.__module__.startswith("assize.")}
    ours = {kind for kind in named if not kind.__module__.startswith(CLIENTS)}
    assert {kind for kind in ours if not errors.WIRE.keys() & set(kind.__mro__)} == {errors.RequestError}


def test_an_error_of_nobody_is_a_fault_of_ours() -> None:
    assert errors.wire(KeyError("x")).status is StatusCode.INTERNAL
    assert errors.wire(errors.RequestError("x")).reason == ErrorReason.ERROR_REASON_INTERNAL


def test_a_subclass_without_a_row_takes_its_parents() -> None:
    class Narrow(UnknownRulebook):
        pass

    assert errors.wire(Narrow("x")).status is StatusCode.NOT_FOUND


def test_faults_name_the_parts_of_the_request() -> None:
    violation = Violation("$.headcount", "must be positive", "-4", "", "OUT_OF_RANGE")
    assert errors.faults(FactError([violation])) == (
        ("$.headcount", "$.headcount: must be positive, got -4"),
    )
    assert errors.faults(UnknownRulebook("a", ["x"])) == (("rulebook", "no rulebook named `a`; known: x"),)
    assert errors.faults(NotEffective("a", date(2019, 1, 1), None, None)) == ()


def test_metadata_are_figures_for_programs() -> None:
    assert errors.metadata(UnknownRulebook("a")) == {"rulebook": "a"}
    assert errors.metadata(NotEffective("a", date(2019, 1, 1), None, None)) == {
        "rulebook": "a",
        "on": "2019-01-01",
    }
    assert errors.metadata(errors.TooManyItems("x", limit="1", got="2")) == {"limit": "1", "got": "2"}
    assert errors.metadata(FactError(())) == {}
