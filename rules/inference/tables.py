"""From groups of rules to their tables: from the cache where it knows them, else chained by durable-rules."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from assize.rules.inference.cache import REMAKE, TableCache
from assize.rules.inference.errors import CacheUnusable
from assize.rules.inference.model import Group, Masks, Structure, Table
from assize.rules.inference.process import STANDARD, Child, chain_in_child

# Part of every hash. Raise it when the meaning of a structure or of its masks changes.
FORMAT = 1


def build_tables(groups: Sequence[Group], cache: TableCache, child: Child = STANDARD) -> tuple[Table, ...]:
    """The table of each group, in order. All that the cache does not know is chained in one child process
    and added to it.

    CacheUnusable if the cache holds what cannot be a table, ChainingFailed if the child fails twice.
    """
    structures = {content_hash(group.structure()): group.structure() for group in groups}
    known = dict(cache.read())
    missing = sorted(structures.keys() - known.keys())
    if missing:
        masks = chain_in_child([structures[key] for key in missing], child)
        fresh = dict(zip(missing, masks, strict=True))
        cache.add(fresh)
        known |= fresh
    return tuple(_table(group, known, cache) for group in groups)


def content_hash(structure: Structure) -> str:
    """What a table depends on, and nothing else: renamed facts and rules keep their hash."""
    return hashlib.sha256(f"{FORMAT}:{structure.canonical()}".encode()).hexdigest()


def _table(group: Group, masks: dict[str, Masks], cache: TableCache) -> Table:
    key = content_hash(group.structure())
    try:
        return Table(group.literals, tuple(rule.name for rule in group.rules), masks[key])
    except ValueError as error:
        raise CacheUnusable(str(cache), f"holds a wrong table {key}: {error}", REMAKE) from error
