"""The text of an expression → Python's syntax tree, and the place of each of its pieces.

The text is never evaluated. What Python would read and a rulebook does not say (comments, escapes, numbers
such as 1_000 or 0x10) is refused before Python sees it.
"""

from __future__ import annotations

import ast
import re

from assize.rules.errors import Problems
from assize.rules.literals import number_hint, parse_decimal
from assize.rules.reader import quote
from assize.rules.source import Mark
from assize.rules.yaml_nodes import TextNode

LONGEST = 4000
DEEPEST = 60

_BREAK = re.compile(r"[\r\n]")
_SIGN = re.compile(
    r"""(?P<text>"[^"\\]*"|'[^'\\]*')|(?P<comment>\#)|(?P<escape>\\)|(?P<number>(?<![\w.])\.?[0-9][\w.]*)"""
)
_REFUSED = {
    "comment": ("an expression has no comments", "say it in a `note`"),
    "escape": ("an expression has no \\", "write the text as it is, in the other kind of quotes if need be"),
}
_PIECE = (ast.expr, ast.comprehension)


class Written:
    """One expression as it is written: its tree, the places of its pieces, and the problems found there."""

    def __init__(self, node: TextNode, problems: Problems) -> None:
        self.node = node
        self.problems = problems
        self._text = _BREAK.sub(" ", node.text)
        self._lead = len(self._text) - len(self._text.lstrip())
        self._bytes = self._text.strip().encode(errors="surrogatepass")

    def tree(self) -> ast.expr | None:
        """The syntax tree; None after a problem."""
        if len(self._text) > LONGEST:
            self._refuse_whole(f"the expression is longer than {LONGEST} characters")
            return None
        if not self._signs_are_known():
            return None
        try:
            tree = ast.parse(self._text.strip(), mode="eval").body
        except (SyntaxError, ValueError) as error:
            self._refuse_syntax(error)
            return None
        except (RecursionError, MemoryError):
            tree = None
        if tree is None or _depth(tree) > DEEPEST:
            self._refuse_whole("the expression is nested too deeply")
            return None
        return tree

    def mark(self, tree: ast.expr | ast.comprehension) -> Mark:
        """Where a piece of the expression is written."""
        if isinstance(tree, ast.comprehension):
            return self.mark(tree.target)
        start = self._offset(tree.col_offset)
        return self.node.mark_at(start, max(1, self._offset(tree.end_col_offset or 0) - start))

    def text(self, tree: ast.expr) -> str:
        """The piece as it is written, without brackets around it."""
        return self._decoded(tree.col_offset, tree.end_col_offset)

    def side(self, tree: ast.expr) -> str:
        """The side of an operator as it is written, with the brackets around it."""
        before = self._decoded(0, tree.col_offset).rstrip()
        after = self._decoded(tree.end_col_offset, None).lstrip()
        text = self.text(tree)
        while before.endswith("(") and after.startswith(")"):
            before, text, after = before[:-1].rstrip(), f"({text})", after[1:].lstrip()
        return text

    def refuse(self, tree: ast.expr, what: str, hint: str = "", kind: str = "") -> None:
        """Note a problem at a piece; `kind` says of what type it is."""
        got = quote(self.text(tree))
        self.problems.add(self.mark(tree), what, got=f"{got}, {kind}" if kind else got, hint=hint)

    def _offset(self, column: int) -> int:
        return self._lead + len(self._decoded(0, column))

    def _decoded(self, start: int | None, end: int | None) -> str:
        return self._bytes[start:end].decode(errors="surrogatepass")

    def _signs_are_known(self) -> bool:
        known = True
        for found in _SIGN.finditer(self._text):
            mark = self.node.mark_at(found.start(), len(found[0]))
            refused = _REFUSED.get(found.lastgroup or "")
            if refused is not None:
                what, hint = refused
                self.problems.add(mark, what, hint=hint)
                return False
            if found.lastgroup == "number" and parse_decimal(found[0]) is None:
                self.problems.add(mark, "not a number", got=quote(found[0]), hint=number_hint(found[0]))
                known = False
        return known

    def _refuse_syntax(self, error: SyntaxError | ValueError) -> None:
        what = error.msg if isinstance(error, SyntaxError) else str(error)
        offset = (error.offset or 1) - 1 if isinstance(error, SyntaxError) else 0
        at = min(max(0, offset + self._lead), max(0, len(self.node.text) - 1))
        hint = "see docs/rulebook-language.md, section 4"
        what = what.replace(" or ':='", "")
        self.problems.add(self.node.mark_at(at), "not an expression", got=what, hint=hint)

    def _refuse_whole(self, what: str) -> None:
        self.problems.add(self.node.mark, what, hint="name its parts with `let`")


def _depth(tree: ast.AST) -> int:
    """How many pieces stand in one another at most."""
    depth, level = 0, [tree]
    while level:
        depth += 1
        level = [part for piece in level for part in ast.iter_child_nodes(piece) if isinstance(part, _PIECE)]
    return depth
