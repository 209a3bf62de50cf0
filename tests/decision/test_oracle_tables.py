"""Every entry of every inference table is what plain Python concludes from the rules' terms."""

from pathlib import Path
from random import Random

import pytest

from assize.rules.inference.cache import MemoryCache
from assize.rules.inference.model import Group, Table
from assize.rules.inference.tables import build_tables
from assize.rules.library import rulebook_folders, shipped_folder
from assize.rules.load import load_rulebook
from assize.rules.model import Rulebook
from assize.rules.normal_form import stage_of
from assize.rules.variants import apply_variant
from tests.oracle.invented_rulebook import invent_rulebook
from tests.oracle.trial import trial_of_files

INVENTED = 30


def groups_of(book: Rulebook) -> list[Group]:
    """The groups of both stages, as the standard and as each variant has them."""
    found: list[Group] = []
    for variant in (None, *book.variants):
        rules = apply_variant(book, variant).rules
        names = frozenset(rule.name for rule in rules)
        found += [group for stage in (1, 2) for group in stage_of(rules, stage, names).groups]
    return found


def concluded(group: Group, pattern: int) -> int:
    """The mask for one pattern of the literals, rule by rule."""
    true = {name for bit, name in enumerate(group.literals) if pattern >> bit & 1}
    for rule in group.rules:
        if any(true.issuperset(term) for term in rule.terms):
            true.add(rule.name)
    return sum(1 << bit for bit, rule in enumerate(group.rules) if rule.name in true)


def wrong_entries(group: Group, table: Table) -> list[int]:
    assert table.literals == group.literals
    assert table.conclusions == tuple(rule.name for rule in group.rules)
    return [pattern for pattern, mask in enumerate(table.masks) if mask != concluded(group, pattern)]


@pytest.mark.parametrize("folder", rulebook_folders(shipped_folder()), ids=lambda f: "-".join(f.parts[-2:]))
def test_tables_of_shipped_rulebooks(folder: Path) -> None:
    groups = groups_of(load_rulebook(folder))
    tables = build_tables(groups, MemoryCache())
    assert [wrong_entries(*pair) for pair in zip(groups, tables, strict=True)] == [[]] * len(groups)


def test_tables_of_invented_rulebooks() -> None:
    cache = MemoryCache()
    files = [invent_rulebook(Random(seed)) for seed in range(INVENTED)]  # noqa: S311
    groups = [group for one in files for group in groups_of(trial_of_files(one, cache).book)]
    tables = build_tables(groups, cache)
    assert [wrong_entries(*pair) for pair in zip(groups, tables, strict=True)] == [[]] * len(groups)
