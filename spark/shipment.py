"""A rulebook that travels with its job: the bytes of its files and its inference tables, as one value.

An executor loads nothing else. What it then holds must be what the driver held, by content hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from assize.decision.decider import Decider
from assize.rules.cached_tables import TABLES
from assize.rules.inference.cache import FileCache, MemoryCache
from assize.rules.inference.model import Masks
from assize.rules.library import ContentChanged, Library, rulebook_folders
from assize.rules.load import RULEBOOK, load_rulebook
from assize.rules.model import Rulebook


class Shipment(NamedTuple):
    """All versions of a rulebook: files by their path, tables by the hash of their rules, and the content
    hash of every version as the driver saw it, in the order in which they begin to hold.
    """

    rulebook: str
    files: tuple[tuple[str, bytes], ...]
    tables: tuple[tuple[str, Masks], ...]
    hashes: tuple[str, ...]


def pack(rulebook: str, folders: Sequence[Path]) -> Shipment:
    """The rulebook of this name as it is in the folders. Tables that do not stand beside it are made here.

    Raises RulebookError with every problem, UnknownRulebook, CacheUnusable.
    """
    versions = Library.load(folders).versions(rulebook)
    hashes = tuple(version.content_hash for version in versions)
    cache = MemoryCache()
    files: list[tuple[str, bytes]] = []
    for place, (folder, version) in enumerate(_holding(rulebook, folders)):
        files += [(f"{place}/{name}", (folder / name).read_bytes()) for name in _names(version)]
        cache.add(FileCache(folder / TABLES).read())
    decider = Decider(_library(files), cache)
    for version in decider.library.versions(rulebook):
        decider.find(rulebook, version.start, version.version)
    shipment = Shipment(rulebook, tuple(files), tuple(sorted(cache.read().items())), hashes)
    _check(shipment, decider.library)
    return shipment


def unpack(shipment: Shipment) -> Decider:
    """A decider by what was shipped. Raises ContentChanged if that is not what the driver held."""
    library = _library(shipment.files)
    _check(shipment, library)
    cache = MemoryCache()
    cache.add(dict(shipment.tables))
    return Decider(library, cache)


def _holding(rulebook: str, folders: Iterable[Path]) -> Iterator[tuple[Path, Rulebook]]:
    for folder in (found for root in folders for found in rulebook_folders(root)):
        version = load_rulebook(folder)
        if version.name == rulebook:
            yield folder, version


def _names(version: Rulebook) -> Iterator[str]:
    """The files that a rulebook is loaded from."""
    yield RULEBOOK
    yield from (f"{language}.yaml" for language in version.languages)


def _library(files: Iterable[tuple[str, bytes]]) -> Library:
    """Loads rulebooks from bytes. They are read from a folder, which is gone afterwards."""
    with TemporaryDirectory(prefix="assize-") as root:
        for name, content in files:
            path = Path(root, name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        return Library.load([Path(root)])


def _check(shipment: Shipment, library: Library) -> None:
    versions = library.versions(shipment.rulebook)
    for version, pinned in zip(versions, shipment.hashes, strict=True):
        if version.content_hash != pinned:
            raise ContentChanged(shipment.rulebook, version.version, pinned, version.content_hash)
