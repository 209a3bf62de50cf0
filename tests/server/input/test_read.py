from datetime import date
from decimal import Decimal

import pytest

from assize.decision.case import GivenApproval
from assize.server.input.errors import CaseFileError
from assize.server.input.read import Format, format_of
from tests.server.input.files import read

JSON = """{
  "facts": {"certified": true},
  "cases": [
    {"id": "a", "facts": {
      "staff": {"value": 12, "observed": "2026-05-01", "evidence": "verified"},
      "share": 62.5, "founded": "2001-02-03",
      "kind": "small", "note": "no", "revenue": {"amount": "500", "scale": 10000, "currency": "CNY"},
      "skills": [], "certificates": [{"scheme": "ITSS", "level": 1, "points": 2.5}]}},
    {"id": "b", "facts": {"share": null}, "requester": "r",
     "approvals": [{"rule": "x", "role": "y", "by": "z", "granted_on": "2026-05-01"}]}
  ]
}"""
YAML = """\
facts: {certified: true}
cases:
  - id: a
    facts:
      staff: {value: 12, observed: 2026-05-01, evidence: verified}
      share: 62.5
      founded: 2001-02-03
      kind: small
      note: no
      revenue: {amount: 500, scale: 10000, currency: CNY}
      skills: []
      certificates: [{scheme: ITSS, level: 1, points: 2.5}]
  - id: b
    facts: {share: null}
    requester: r
    approvals: [{rule: x, role: y, by: z, granted_on: 2026-05-01}]
"""
CSV = """\
id,certified,staff,staff.observed,staff.evidence,share,founded,kind,note,revenue.amount,revenue.scale,\
revenue.currency,skills,certificates,requester,approvals
a,true,12,2026-05-01,verified,62.5,2001-02-03,small,no,500,10000,CNY,[],\
"[{""scheme"": ""ITSS"", ""level"": 1, ""points"": 2.5}]",,
b,TRUE,,,,,,,,,10000,,,,r,"[{""rule"":""x"",""role"":""y"",""by"":""z"",""granted_on"":""2026-05-01""}]"
"""
CELL = '"[{""scheme"": ""ITSS"", ""level"": 1, ""points"": 2.5}]"'
FIRST = {
    "certified": True,
    "staff": {"value": 12, "observed": "2026-05-01", "evidence": "verified"},
    "share": Decimal("62.5"),
    "founded": "2001-02-03",
    "kind": "small",
    "note": "no",
    "revenue": {"amount": "500", "scale": 10000, "currency": "CNY"},
    "skills": [],
    "certificates": [{"scheme": "ITSS", "level": "1", "points": Decimal("2.5")}],
}


@pytest.mark.parametrize(("kind", "text"), [("json", JSON), ("yaml", YAML), ("csv", CSV)])
def test_every_format_gives_the_same_cases(kind: Format, text: str) -> None:
    first, second = (found.case for found in read(kind, text))
    assert (first.id, first.facts, first.approvals, first.requester) == ("a", FIRST, (), "")
    assert second.facts.get("share") is None
    assert (second.id, second.requester) == ("b", "r")
    assert second.approvals == (GivenApproval("x", "y", "z", date(2026, 5, 1), None),)


@pytest.mark.parametrize(
    ("kind", "text", "line", "shown"),
    [("json", JSON, 8, "1"), ("yaml", YAML, 12, "1"), ("csv", CSV, 2, CELL)],
)
def test_a_part_of_a_fact_is_found_in_the_file(kind: Format, text: str, line: int, shown: str) -> None:
    mark = read(kind, text)[0].place("$.certificates[0].level")
    start = mark.column - 1
    assert (mark.line, mark.source.line(mark.line)[start : start + mark.length]) == (line, shown)


def test_a_part_that_was_not_sent_is_shown_at_what_encloses_it() -> None:
    found = read("yaml", YAML)[0]
    assert found.place("$.revenue.rate.date").line == 10
    assert found.place("$.certificates[7].scope").line == 12
    assert found.place("$.unheard_of").line == 3
    assert found.place("$").line == 3


@pytest.mark.parametrize(
    ("kind", "text", "place", "what"),
    [
        ("json", "{}", "1:1", "missing `cases`"),
        ("json", '{"cases": []}', "1:11", "no cases"),
        ("json", '{"cases": [{"facts": {}}]}', "1:12", "missing `id`"),
        ("json", '{"cases": [{"id": ""}]}', "1:19", "expected a text"),
        ("json", '{"cases": [{"id": "a", "fact": {}}]}', "1:24", "unknown key"),
        ("json", '{"cases": [{"id": "a"}, {"id": "a"}]}', "1:32", "the id `a` a second time"),
        ("json", '{"cases": {"id": "a"}}', "1:11", "expected a list"),
        ("json", '[{"id": "a"}]', "1:1", "expected a mapping"),
        ("json", b'{"cases": "\xff"}', "1:12", "a file that is not UTF-8, got the byte 0xFF"),
        ("json", "[\u202f\x00]", "1:3", "a control or invisible character"),
        ("yaml", "cases: [{id: " + "x" * 201 + "}]", "1:14", "an id of more than 200 characters"),
        ("yaml", "cases:\n\t- id: a\n", "2:1", "a tab"),
        ("yaml", "cases: &x [{id: a}]", "1:8", "a YAML anchor"),
        ("yaml", "a: &a [x]\nb: *a\n", "2:4", "a YAML alias"),
        ("yaml", "cases: [{id: a, id: b}]", "1:17", "the key `id` a second time"),
        ("yaml", b"cases: \xff", "1:8", "a file that is not UTF-8"),
        ("yaml", "", "1:1", "an empty file"),
        (
            "yaml",
            "facts: {staff: 1}\ncases: [{id: a, facts: {staff: 2}}]",
            "2:25",
            "`staff` is also a fact of all cases",
        ),
        (
            "yaml",
            "cases: [{id: a, approvals: [{rule: x, role: y, by: z, granted_on: soon}]}]",
            "1:67",
            "granted_on: expected a date",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    kind: Format, text: str | bytes, place: str, what: str
) -> None:
    with pytest.raises(CaseFileError) as caught:
        read(kind, text)
    assert any(
        line.startswith(f"x.{kind}:{place}: ") and what in line for line in str(caught.value).splitlines()
    ), str(caught.value)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(CaseFileError) as caught:
        read("json", '{"cases": [{"id": "a", "id": "b"}, {"facts": {}}, 7]}')
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.json", "json"), ("a.YML", "yaml"), ("b.yaml", "yaml"), ("c.csv", "csv"), ("-", None)],
)
def test_a_name_tells_the_format(name: str, kind: Format | None) -> None:
    assert format_of(name) == kind


def test_five_thousand_certificates_are_read() -> None:
    item = '{"scheme": "ITSS", "level": 2, "points": 1}'
    text = f'{{"cases": [{{"id": "a", "facts": {{"certificates": [{", ".join([item] * 5000)}]}}}}]}}'
    (found,) = read("json", text)
    certificates = found.case.facts["certificates"]
    assert isinstance(certificates, list)
    assert len(certificates) == 5000
