"""Types that tests declare, and files read with them."""

from collections.abc import Mapping

from assize.rules.types import (
    BooleanType,
    ChoiceType,
    DateType,
    Field,
    LevelType,
    ListType,
    MoneyType,
    NumberType,
    RecordType,
    TextType,
)
from assize.server.input.model import FileCase, Types
from assize.server.input.read import Format, read_cases

TYPES: Types = {
    "staff": NumberType("persons", integer=True),
    "share": NumberType("%"),
    "certified": BooleanType(),
    "founded": DateType(),
    "kind": ChoiceType(("large", "small")),
    "note": TextType(),
    "revenue": MoneyType("CNY"),
    "skills": ListType(TextType()),
    "certificates": ListType(
        RecordType(
            (
                Field("scheme", ChoiceType(("ITSS", "CS"))),
                Field("level", LevelType("scheme", (("ITSS", ("1", "2")), ("CS", ("2", "1"))))),
                Field("points", NumberType()),
            )
        )
    ),
}


def read(kind: Format, text: str | bytes, renames: Mapping[str, str] | None = None) -> tuple[FileCase, ...]:
    """The cases of a file named x.json, x.yaml or x.csv."""
    data = text.encode() if isinstance(text, str) else text
    return read_cases(f"x.{kind}", data, kind, TYPES, renames or {})
