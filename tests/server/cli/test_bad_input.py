"""Every bad input gets a clear error or the right answer, in each format that can write it."""

import json
from collections.abc import Mapping

import pytest

from tests.server.cli.commands import score


def codes(facts: Mapping[str, object], address: str) -> list[str]:
    """The codes of the violations of one case."""
    ran = score(json.dumps({"cases": [{"id": "a", "facts": facts}]}), "json", "--server", address)
    (answer,) = ran.data["answers"]
    if answer["error"] is None:
        assert (ran.code, ran.err) == (0, "")
        return []
    assert ran.code == 1
    assert ran.err.startswith("standard input:1:")
    assert "^" in ran.err
    return [each["code"] for each in answer["error"]["violations"]]


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"degree_share": 1e308}, ["OUT_OF_RANGE"]),
        ({"degree_share": 1e-320}, []),
        ({"engineers_assigned": 10**30}, ["OUT_OF_RANGE"]),
        ({"engineers_assigned": -1}, ["OUT_OF_RANGE"]),
        ({"engineers_assigned": 1.5}, ["NOT_WHOLE"]),
        ({"degree_share": "50"}, ["WRONG_TYPE"]),
        ({"degree_share": "many"}, ["WRONG_TYPE"]),
        ({"degree_share": 100.5}, ["OUT_OF_RANGE"]),
        ({"degree_share": None}, []),
        ({"degree_share": []}, ["WRONG_TYPE"]),
        ({"degree_share": True}, ["WRONG_TYPE"]),
        ({"ticket_system": "yes"}, ["WRONG_TYPE"]),
        ({"ticket_system": 1}, ["WRONG_TYPE"]),
        ({"industry": ""}, ["EMPTY_TEXT"]),
        ({"industry": 66}, ["WRONG_TYPE"]),
        ({"industry": "信息技术"}, []),
        ({"industry": "شركة"}, []),
        ({"headcount": {"value": 5, "observed": "2026-13-01"}}, ["NOT_A_DATE"]),
        ({"headcount": {"value": 5, "observed": "2027-01-01"}}, ["IN_THE_FUTURE"]),
        ({"headcount": {"value": 5, "observd": "2026-05-01"}}, ["UNKNOWN_FIELD"]),
        ({"headcount": {"value": 5, "evidence": "sure"}}, ["UNKNOWN_CHOICE"]),
        ({"registered_capital": {"amount": 500, "scale": 10000, "currency": "CNY"}}, []),
        ({"registered_capital": {"amount": 500, "currency": "CNY"}}, ["OUT_OF_RANGE"]),
        ({"registered_capital": {"amount": 500, "scale": 10, "currency": "CNY"}}, ["UNKNOWN_SCALE"]),
        ({"registered_capital": {"amount": 50000, "currency": "USD"}}, ["WRONG_CURRENCY"]),
        ({"registered_capital": {"amount": 50000}}, ["MISSING_CURRENCY"]),
        ({"registered_capital": 50000}, ["WRONG_TYPE"]),
        ({"registered_capital": {"amount": "5 Mio", "currency": "CNY"}}, ["NOT_A_NUMBER"]),
        ({"certificates": []}, []),
        ({"certificates": {}}, ["WRONG_TYPE"]),
        ({"certificates": [{"scheme": "ITSS"}] * 10_000}, ["TOO_MANY_ELEMENTS"]),
        ({"certificates": [{"scheme": "ITSS", "level": 5}]}, ["UNKNOWN_CHOICE"]),
        ({"certificates": [{"scheme": "ITSS", "level": 1}]}, []),
        ({"headcont": 5}, ["UNKNOWN_FACT"]),
    ],
)
def test_wrong_facts_are_violations_with_a_code(
    facts: Mapping[str, object], wanted: list[str], address: str
) -> None:
    assert codes(facts, address) == wanted


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ('{"cases": [{"id": "a", "facts": {"degree_share": NaN}}]}', "json", "not a finite number"),
        ('{"cases": [{"id": "a", "facts": {"degree_share": Infinity}}]}', "json", "not a finite number"),
        ('{"cases": [{"id": "a", "facts": {"x": 1, "x": 2}}]}', "json", "the key `x` a second time"),
        ('{"cases": []}', "json", "no cases"),
        ("", "json", "not a JSON value"),
        ("", "yaml", "an empty file"),
        ("", "csv", "an empty file"),
        (b'{"cases": "\xfe"}', "json", "not UTF-8"),
        (b"cases: \xfe", "yaml", "not UTF-8"),
        (b"id\n\xfe", "csv", "not UTF-8"),
        ("cases: [{id: a}, {id: a}]", "yaml", "the id `a` a second time"),
        ("cases: &c [{id: a}]", "yaml", "a YAML anchor"),
        ("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]", "yaml", "a YAML alias"),
        ("cases:\n\t- id: a", "yaml", "a tab as indentation"),
        ("id,headcoun\na,1", "csv", "did you mean `headcount`?"),
    ],
)
def test_a_wrong_file_ends_with_6_and_decides_nothing(
    text: str | bytes, kind: str, said: str, address: str
) -> None:
    ran = score(text, kind, "--server", address)
    assert ran.code == 6
    assert said in ran.err
    assert ran.err.startswith("standard input:")
    assert ran.out == ""


def test_yaml_means_what_it_says() -> None:
    text = "cases: [{id: 007, facts: {industry: no, customer_account: 12:30, ticket_system: no}}]"
    ran = score(text, "yaml")
    assert ran.code == 1
    (violation,) = ran.data["answers"][0]["error"]["violations"]
    assert ran.data["answers"][0]["id"] == "007"
    assert (violation["path"], violation["got"]) == ("$.ticket_system", 'the text "no"')


@pytest.mark.parametrize("number", ["1.000", "1e2", "1_0", "١٢", "0x10", "12 %", "--5", "nan"])
def test_only_plain_decimals_are_numbers_in_yaml_and_csv(number: str, address: str) -> None:
    answers = []
    for kind, text in (
        ("yaml", f"cases: [{{id: a, facts: {{degree_share: {number}}}}}]"),
        ("csv", f"id,degree_share\na,{number}\n"),
    ):
        ran = score(text, kind, "--server", address)
        answers.append(ran.data["answers"][0]["error"] is None)
    assert answers == [number in {"1.000", "1e2"}] * 2


def test_a_request_of_five_megabytes_is_answered() -> None:
    facts = {"industry_references": [{"customer": "x" * 9000, "industry": "J66"}] * 500}
    text = json.dumps({"cases": [{"id": "a", "facts": facts}, {"id": "b"}]})
    assert len(text) > 4_500_000
    ran = score(text, "json")
    assert ran.code == 0
    assert len(ran.data["answers"]) == 2


def test_a_thousand_wrong_values_are_told_up_to_a_limit(address: str) -> None:
    facts = {"required_specialties": [1] * 90, "scope_extensible": [2] * 150}
    told = codes(facts, address)
    assert told[:2] == ["WRONG_TYPE", "WRONG_TYPE"]
    assert told[-1] == "MORE"
