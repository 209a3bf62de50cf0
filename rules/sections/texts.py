"""The texts of one language: a title for every name, a reason and a remedy for every rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from assize.rules.errors import nearest
from assize.rules.model import AudienceText, Rule, RuleText, Texts
from assize.rules.placeholders import placeholders
from assize.rules.reader import quote
from assize.rules.risk_model import Risk
from assize.rules.sections.context import Context
from assize.rules.types import ListType, RecordType
from assize.rules.yaml_nodes import MapNode, Node, TextNode

_SECTIONS = (
    "outcomes",
    "facts",
    "criteria",
    "rules",
    "obligations",
    "roles",
    "principles",
    "risks",
    "controls",
    "shows",
)

_KINDS = {
    "outcomes": "outcome",
    "facts": "fact",
    "criteria": "criterion",
    "rules": "rule",
    "principles": "principle",
    "risks": "risk",
    "controls": "control",
    "shows": "shown",
}


class Named(NamedTuple):
    """Everything that needs a text."""

    outcomes: tuple[str, ...]
    facts: tuple[str, ...]
    criteria: tuple[str, ...]
    rules: tuple[Rule, ...]
    languages: tuple[str, ...]
    audiences: tuple[str, ...]
    principles: tuple[str, ...] = ()
    risks: tuple[Risk, ...] = ()
    shows: tuple[str, ...] = ()

    @property
    def controls(self) -> tuple[str, ...]:
        """The names of all controls and of the clauses they have."""
        controls = [control for risk in self.risks for control in risk.controls]
        clauses = [clause.name for control in controls for clause in control.clauses]
        return tuple(dict.fromkeys([*(control.name for control in controls), *clauses]))

    @property
    def obligations(self) -> tuple[str, ...]:
        """The names of all obligations."""
        return tuple(dict.fromkeys(duty.name for rule in self.rules for duty in rule.obligations))

    @property
    def roles(self) -> tuple[str, ...]:
        """Everybody who approves something or owes something."""
        approvers = [rule.approval.role for rule in self.rules if rule.approval]
        owners = [rule.condition.owner for rule in self.rules if rule.condition]
        bound = [duty.owner for rule in self.rules for duty in rule.obligations]
        return tuple(dict.fromkeys(approvers + owners + bound))


def read_texts(node: Node, language: str, named: Named, ctx: Context) -> Texts | None:
    """The texts of `language`, complete."""
    fields = ctx.reader.mapping(node, "texts", ["language", "title"], _SECTIONS)
    if fields is None:
        return None
    written = ctx.reader.text(fields["language"], "language")
    if written is not None and written != language:
        ctx.problems.add(fields["language"].mark, f"this file is for `{language}`", got=quote(written))
    title = ctx.reader.text(fields["title"], "title") or ""

    hidden: set[tuple[str, str]] = set()

    def titles(section: str, names: tuple[str, ...]) -> dict[str, str]:
        return _titles(fields.get(section), section, names, node, ctx)

    def shown_titles(section: str, names: tuple[str, ...]) -> dict[str, str]:
        given = _entries(fields.get(section), section, names, node, ctx)
        return {
            name: _title(value, section, name, named.audiences, hidden, ctx) for name, value in given.items()
        }

    return Texts(
        language,
        title,
        titles("outcomes", named.outcomes),
        shown_titles("facts", named.facts),
        shown_titles("criteria", named.criteria),
        _rules(fields.get("rules"), named, node, ctx),
        titles("obligations", named.obligations),
        titles("roles", named.roles),
        titles("principles", named.principles),
        titles("risks", tuple(risk.name for risk in named.risks)),
        titles("controls", named.controls),
        titles("shows", named.shows),
        frozenset(hidden),
    )


def _title(
    node: Node,
    section: str,
    name: str,
    audiences: tuple[str, ...],
    hidden: set[tuple[str, str]],
    ctx: Context,
) -> str:
    """The title of a fact or a criterion; `null` for an audience hides it there."""
    if not isinstance(node, MapNode):
        return ctx.reader.text(node, f"{section}: {name}") or ""
    text = _text(node, f"{section}: {name}", audiences, frozenset(), ctx)
    hidden |= {(audience, name) for audience, shown in text.by_audience if shown is None}
    titles = [shown for _, shown in text.by_audience if shown is not None]
    if not titles:
        ctx.problems.add(node.mark, f"{section}: {name}: hidden from every audience")
    return titles[0] if titles else ""


def _entries(
    node: Node | None, section: str, names: Iterable[str], whole: Node, ctx: Context
) -> dict[str, Node]:
    """The entries of a section: one for each name, no others."""
    known = list(names)
    entries = ctx.reader.entries(node, section) if node is not None else ()
    for entry in (entry for entry in entries if entry.key not in known):
        if not _could_not_be_read(entry.key, section, ctx):
            hint = nearest(entry.key, known)
            ctx.problems.add(entry.key_mark, f"{section}: no such name", got=quote(entry.key), hint=hint)
    given = {entry.key: entry.value for entry in entries if entry.key in known}
    lacking = [name for name in known if name not in given]
    if lacking:
        mark = whole.mark if node is None else node.mark
        ctx.problems.add(
            mark,
            f"{section}: no text for {', '.join(map(quote, lacking))}",
            hint="every name needs one in every language",
        )
    return given


def _could_not_be_read(name: str, section: str, ctx: Context) -> bool:
    """Whether the name may be right: it is written, or in a rule that could not be read."""
    if section in ("obligations", "roles"):
        return "rules:" in ctx.partial
    return ctx.scope.is_written(name, _KINDS[section])


def _titles(
    node: Node | None, section: str, names: tuple[str, ...], whole: Node, ctx: Context
) -> dict[str, str]:
    given = _entries(node, section, names, whole, ctx)
    return {name: ctx.reader.text(value, f"{section}: {name}") or "" for name, value in given.items()}


def _rules(node: Node | None, named: Named, whole: Node, ctx: Context) -> dict[str, RuleText]:
    rules = {rule.name: rule for rule in named.rules}
    found = {}
    for name, value in _entries(node, "rules", rules, whole, ctx).items():
        fields = ctx.reader.mapping(value, f"rules: {name}", ["reason", "remedy"])
        if fields is not None:
            variables = _variables(rules[name])
            reason = _text(fields["reason"], f"{name}: reason", named.audiences, variables, ctx)
            remedy = _text(fields["remedy"], f"{name}: remedy", named.audiences, variables, ctx)
            found[name] = RuleText(reason, remedy)
    return found


def _variables(rule: Rule) -> frozenset[str]:
    """What a rule with `each` may name of its element."""
    if rule.each is None:
        return frozenset()
    kind = rule.each.items.type
    element = kind.element if isinstance(kind, ListType) else None
    variable = rule.each.variable
    if isinstance(element, RecordType):
        return frozenset(f"{variable}.{field.name}" for field in element.fields)
    return frozenset({variable})


def _text(
    node: Node, what: str, audiences: tuple[str, ...], variables: frozenset[str], ctx: Context
) -> AudienceText:
    if not isinstance(node, MapNode):
        text = _written(node, what, variables, ctx)
        return AudienceText(tuple((audience, text) for audience in audiences))
    fields = ctx.reader.mapping(node, what, audiences) or {}
    return AudienceText(
        tuple((name, _written(fields.get(name), f"{what}: {name}", variables, ctx)) for name in audiences)
    )


def _written(node: Node | None, what: str, variables: frozenset[str], ctx: Context) -> str | None:
    if isinstance(node, TextNode) and node.text == "null" and not node.quoted:
        return None
    text = ctx.reader.text(node, what)
    if node is not None and text is not None:
        for name in placeholders(text):
            _check_placeholder(name, node, what, variables, ctx)
    return text


def _check_placeholder(name: str, node: Node, what: str, variables: frozenset[str], ctx: Context) -> None:
    symbol = ctx.scope.get(name)
    readable = symbol is not None and symbol.kind in ("fact", "let", "parameter", "day")
    if name in variables or (readable and symbol is not None and not isinstance(symbol.type, ListType)):
        return
    if symbol is None and ctx.scope.is_written(name, "fact", "let", "parameter"):
        return
    hint = nearest(name, [*variables, *ctx.scope.names()])
    ctx.problems.add(
        node.mark, f"{what}: `{{{name}}}` is no fact, let or parameter with one value", hint=hint
    )
