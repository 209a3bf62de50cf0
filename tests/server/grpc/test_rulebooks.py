"""What the rulebooks want to know and what they answer."""

from collections.abc import Callable

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from grpc import StatusCode

from assize.rules.load import load_rulebook
from assize.rules.model import Rulebook
from assize.rules.types import ListType
from assize.v1 import decision_pb2, rulebook_pb2
from assize.v1.rulebook_pb2 import GetRulebookRequest, ListRulebooksRequest
from assize.v1.supplier_pb2 import Supplier
from assize.v1.supplier_service_pb2 import ScoreSuppliersRequest
from tests.server.grpc.conftest import Client, Refused
from tests.server.grpc.sending import SELECTION

Refuse = Callable[[Callable[[], object]], Refused]


@pytest.fixture(scope="module")
def loaded() -> Rulebook:
    return load_rulebook(SELECTION)


def get(client: Client, **request: object) -> rulebook_pb2.Rulebook:
    return client.rulebooks.GetRulebook(GetRulebookRequest(name="supplier-selection", **request)).rulebook


def test_all_rulebooks_are_listed(client: Client, loaded: Rulebook) -> None:
    listed = client.rulebooks.ListRulebooks(ListRulebooksRequest(language="zh")).rulebooks
    head = next(head for head in listed if head.name == "supplier-selection")
    assert (head.version, head.content_hash) == (loaded.version, loaded.content_hash)
    assert head.title == next(texts.title for texts in loaded.texts if texts.language == "zh")
    assert (head.effective_from.year, head.HasField("effective_to")) == (
        loaded.start.year,
        loaded.end is not None,
    )
    assert head.HasField("adoption") == (loaded.adoption is not None)


def test_a_title_in_no_language_of_the_rulebook_is_in_its_first(client: Client, loaded: Rulebook) -> None:
    listed = client.rulebooks.ListRulebooks(ListRulebooksRequest(language="xx")).rulebooks
    assert loaded.texts[0].title in {head.title for head in listed}


def test_every_fact_says_what_it_wants(client: Client, loaded: Rulebook) -> None:
    facts = {fact.name: fact for fact in get(client).facts}
    assert list(facts) == [fact.name for fact in loaded.facts]
    assert all(fact.title for fact in facts.values())
    headcount = facts["headcount"]
    assert (headcount.type.kind, headcount.type.unit, headcount.stale_after) == (
        rulebook_pb2.FACT_KIND_INTEGER,
        "persons",
        "90d",
    )
    assert (headcount.type.low, headcount.type.high) == (0, 2_000_000)
    assert facts["annual_revenue"].type.unit == "CNY"
    hours = facts["support_hours"].type
    assert list(hours.choices) == ["5x8", "5x12", "7x12", "24x7"]
    assert hours.order == rulebook_pb2.CHOICE_ORDER_LAST_IS_BEST


def test_a_list_says_what_its_elements_are(client: Client, loaded: Rulebook) -> None:
    certificates = next(fact.type for fact in get(client).facts if fact.name == "certificates")
    declared = next(fact.type for fact in loaded.facts if fact.name == "certificates")
    assert isinstance(declared, ListType)
    assert certificates.max_items == declared.max_items
    fields = {field.name: field.type for field in certificates.element.fields}
    assert list(fields["level"].choices_by["ITSS"].items) == ["1", "2", "3", "4"]
    assert fields["level"].by == "scheme"
    assert fields["valid_until"].expires


def test_outcomes_grades_uses_and_score(client: Client, loaded: Rulebook) -> None:
    sent = get(client)
    assert [outcome.name for outcome in sent.outcomes] == [outcome.name for outcome in loaded.outcomes]
    assert all(set(outcome.effects) == set(loaded.uses) for outcome in sent.outcomes)
    assert sent.outcomes[0].effects[loaded.uses[0]] != decision_pb2.EFFECT_UNSPECIFIED
    assert [grade.name for grade in sent.grades] == [grade.name for grade in loaded.grades]
    assert all(grade.lowest.WhichOneof("kind") for grade in sent.grades)
    assert (sent.score.low, sent.score.high, sent.score.decimals) == (0, 100, 2)


def test_weights_are_those_of_the_answers(client: Client) -> None:
    declared = {criterion.name: criterion.weight for criterion in get(client).criteria}
    answer = client.suppliers.ScoreSuppliers(
        ScoreSuppliersRequest(suppliers=[Supplier(id="a")], need={"procurement_regime": "private"})
    ).answers[0]
    used = {criterion.name: criterion.weight for criterion in answer.record.decision.criteria}
    assert used == pytest.approx(declared, abs=1e-9)
    tops = [criterion.weight for criterion in get(client).criteria if not criterion.parent]
    assert sum(tops) == pytest.approx(100)


def test_rules_have_sources_effects_and_reasons(client: Client, loaded: Rulebook) -> None:
    rules = {rule.name: rule for rule in get(client, language="en", audience="internal").rules}
    assert list(rules) == [rule.name for rule in loaded.rules]
    assert all(rule.source and rule.reason for rule in rules.values())
    assert {rule.stage for rule in rules.values()} == {1, 2}
    hidden = [rule.name for rule in get(client, audience="supplier").rules if not rule.reason]
    assert hidden


def test_parameters_have_their_dates_and_notes(client: Client, loaded: Rulebook) -> None:
    sent = {parameter.name: parameter for parameter in get(client).parameters}
    for parameter in loaded.parameters:
        values = sent[parameter.name].values
        assert [value.value.number for value in values] == [value.value for value in parameter.values]
        assert [value.note for value in values] == [value.note for value in parameter.values]


def test_variants_are_declared(client: Client, loaded: Rulebook) -> None:
    sent = {variant.name: variant for variant in get(client).variants}
    for variant in loaded.variants:
        assert tuple(sent[variant.name].without) == variant.without
        assert sent[variant.name].weights == {name: str(weight) for name, weight in variant.weights}


def test_a_version_is_found_by_name_whatever_the_day(client: Client, refused: Refuse) -> None:
    long_ago = Timestamp(seconds=0)
    assert get(client, version="1.0.0", as_of=long_ago).head.version == "1.0.0"
    assert refused(lambda: get(client, as_of=long_ago)).reason == "NOT_EFFECTIVE"


def test_what_cannot_be_found(client: Client, refused: Refuse) -> None:
    error = refused(lambda: get(client, version="0.0.1"))
    assert (error.status, error.reason) == (StatusCode.NOT_FOUND, "UNKNOWN_VERSION")
    error = refused(lambda: client.rulebooks.GetRulebook(GetRulebookRequest(name="nothing")))
    assert (error.status, error.reason) == (StatusCode.NOT_FOUND, "UNKNOWN_RULEBOOK")
    assert refused(lambda: get(client, language="xx")).reason == "BAD_OPTION"


def other(client: Client, name: str) -> rulebook_pb2.Rulebook:
    return client.rulebooks.GetRulebook(GetRulebookRequest(name=name)).rulebook


def test_a_gate_says_its_principles_its_duties_and_whose_results_it_takes(client: Client) -> None:
    book = other(client, "value-added-service")
    assert [each.source for each in book.principles] == ["VAS-1", "VAS-2", "VAS-3", "VAS-4"]
    assert all(each.title for each in book.principles)
    rules = {rule.name: rule for rule in book.rules}
    assert rules["service_in_breach"].principle == book.principles[0].name
    assert rules["no_owner"].approval_role == "delivery_manager"
    (cap,) = (duty for duty in rules["effort_duties"].obligations if duty.name == "effort_cap")
    hours = next(field for field in cap.parameters if field.name == "hours")
    assert (hours.type.kind, hours.type.unit) == (rulebook_pb2.FACT_KIND_NUMBER, "h")
    assert {fact.decision for fact in book.facts} == {"", "supplier-selection", "supplier-risk"}
    assert not book.HasField("risk_scale")


def test_risks_are_told_with_their_scale_their_signs_and_their_controls(client: Client) -> None:
    books = [other(client, f"{kind}-risk") for kind in ("customer", "supplier", "third-party")]
    risks = [risk for book in books for risk in book.risks]
    assert len(risks) == 10
    assert sum(len(risk.controls) for risk in risks) == 22
    for book in books:
        levels = [level.name for level in book.risk_scale.levels]
        assert levels == ["critical", "high", "medium", "low"]
        assert len(book.risk_scale.likelihood) == 7
        rules = {rule.name: rule for rule in book.rules}
        for risk in book.risks:
            assert risk.title
            assert set(risk.signs) <= rules.keys()
            assert rules[risk.name].derived
            for control in risk.controls:
                assert control.title
                assert control.HasField("reduction")
                assert all(clause.title for clause in control.clauses)


def test_shown_values_are_told_with_their_types(client: Client) -> None:
    shows = {each.name: each for each in other(client, "support-contract").shows}
    assert shows["smallest_margin"].title
    assert all(each.type.kind != rulebook_pb2.FACT_KIND_UNSPECIFIED for each in shows.values())
