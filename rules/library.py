"""The rulebooks that decide: by name, each with its dated versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from assize.rules.errors import AssizeError, NotEffective, Problem, RulebookError, UnknownRulebook
from assize.rules.load import RULEBOOK, load_rulebook
from assize.rules.model import Rulebook
from assize.rules.source import Mark, Source


class UnknownVersion(AssizeError):
    """The rulebook has no version of this number."""

    def __init__(self, rulebook: str, version: str, known: Iterable[str]) -> None:
        self.rulebook = rulebook
        self.version = version
        self.known = tuple(known)
        super().__init__(rulebook, version, self.known)

    def __str__(self) -> str:
        return f"rulebook `{self.rulebook}` has no version `{self.version}`; known: {', '.join(self.known)}"


class ContentChanged(AssizeError):
    """The pinned version holds other content than the caller pinned."""

    def __init__(self, rulebook: str, version: str, pinned: str, held: str) -> None:
        self.rulebook = rulebook
        self.version = version
        self.pinned = pinned
        self.held = held
        super().__init__(rulebook, version, pinned, held)

    def __str__(self) -> str:
        return (
            f"rulebook `{self.rulebook}` {self.version} has the content {self.held}, pinned was {self.pinned}"
        )


class Library:
    """An immutable set of rulebooks. Versions of a name are in the order in which they begin to hold."""

    def __init__(self, rulebooks: Iterable[Rulebook]) -> None:
        held: dict[str, list[Rulebook]] = {}
        for rulebook in rulebooks:
            held.setdefault(rulebook.name, []).append(rulebook)
        self._held = {name: tuple(sorted(some, key=lambda r: r.start)) for name, some in sorted(held.items())}

    @classmethod
    def load(cls, folders: Iterable[Path]) -> Library:
        """The rulebooks in these folders, each of which is one, or holds some. Raises RulebookError with
        every problem.
        """
        problems: list[Problem] = []
        loaded: list[tuple[Rulebook, Path]] = []
        for folder in (found for root in folders for found in rulebook_folders(root)):
            try:
                loaded.append((load_rulebook(folder), folder))
            except RulebookError as error:
                problems += error.problems
        problems += _clashes(loaded)
        if problems:
            raise RulebookError(problems)
        return cls(rulebook for rulebook, _ in loaded)

    def names(self) -> tuple[str, ...]:
        """The names of all rulebooks."""
        return tuple(self._held)

    def versions(self, name: str) -> tuple[Rulebook, ...]:
        """All versions of a rulebook. Raises UnknownRulebook."""
        if name not in self._held:
            raise UnknownRulebook(name, self._held)
        return self._held[name]

    def find(
        self, name: str, day: date, version: str | None = None, content_hash: str | None = None
    ) -> Rulebook:
        """The version that holds on `day`, which must be the pinned one if one is pinned.

        Raises UnknownRulebook, UnknownVersion, NotEffective, ContentChanged.
        """
        versions = self._of_version(name, version)
        holding = [r for r in versions if r.start <= day and (r.end is None or day < r.end)]
        if not holding:
            raise NotEffective(name, day, *_gap(versions, day))
        found = holding[-1]
        if content_hash is not None and content_hash != found.content_hash:
            raise ContentChanged(name, found.version, content_hash, found.content_hash)
        return found

    def pinned(
        self, name: str, version: str | None = None, content_hash: str | None = None
    ) -> tuple[Rulebook, ...]:
        """The versions that may decide under a pin; all of them without one.

        Raises UnknownRulebook, UnknownVersion, ContentChanged.
        """
        versions = self._of_version(name, version)
        if content_hash is not None and content_hash not in {found.content_hash for found in versions}:
            raise ContentChanged(name, versions[-1].version, content_hash, versions[-1].content_hash)
        return tuple(r for r in versions if content_hash is None or r.content_hash == content_hash)

    def _of_version(self, name: str, version: str | None) -> tuple[Rulebook, ...]:
        versions = self.versions(name)
        found = tuple(rulebook for rulebook in versions if version is None or rulebook.version == version)
        if not found:
            raise UnknownVersion(name, str(version), (rulebook.version for rulebook in versions))
        return found

    def superseded_on(self, rulebook: Rulebook) -> date | None:
        """The day on which another version takes over, or this one ends."""
        later = [r.start for r in self._held[rulebook.name] if r.start > rulebook.start]
        ends = [*later[:1], *([rulebook.end] if rulebook.end else [])]
        return min(ends, default=None)

    def other_facts(self, rulebook: Rulebook) -> frozenset[str]:
        """The facts that other versions of the rulebook declare and this one does not."""
        own = {fact.name for fact in rulebook.facts}
        return frozenset(f.name for r in self._held[rulebook.name] for f in r.facts if f.name not in own)


def rulebook_folders(root: Path) -> tuple[Path, ...]:
    """The folders at or below `root` that hold a rulebook; below such a folder none is looked for. `root`
    itself if there is none, so that loading says so.
    """
    return tuple(_folders(root, ())) or (root,)


def _folders(folder: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    """Links are followed, but not back up. A folder that cannot be listed counts, so that loading says so."""
    if (folder / RULEBOOK).exists():
        yield folder
        return
    real = folder.resolve()
    try:
        inside = sorted(path for path in folder.iterdir() if path.is_dir()) if real not in above else []
    except NotADirectoryError:
        return
    except OSError:
        yield folder
        return
    for path in inside:
        yield from _folders(path, (*above, real))


def shipped_folder() -> Path:
    """Where the rulebooks that come with Assize are: in folders of their names."""
    return Path(__file__).with_name("rulebooks")


def shipped_folders(rulebooks: Iterable[str]) -> tuple[Path, ...]:
    """The folders of these rulebooks; that of all, where there are none or one does not come with Assize."""
    root = shipped_folder()
    held = {folder.name: folder for folder in root.iterdir()}
    found = tuple(held.get(name, root) for name in rulebooks)
    return found if found and root not in found else (root,)


def _gap(versions: tuple[Rulebook, ...], day: date) -> tuple[date | None, date | None]:
    before = [r.end for r in versions if r.end is not None and r.end <= day]
    after = [r.start for r in versions if r.start > day]
    return max(before, default=None), min(after, default=None)


def _clashes(loaded: list[tuple[Rulebook, Path]]) -> list[Problem]:
    """One version twice, or two that begin on one day: nobody could tell which decides."""
    problems = []
    seen: dict[tuple[str, object], Path] = {}
    for rulebook, folder in loaded:
        for key in ((rulebook.name, rulebook.version), (rulebook.name, rulebook.start)):
            if key in seen:
                mark = Mark(Source(f"{folder / RULEBOOK}", ""), 1, 1)
                what = f"`{rulebook.name}` has two rulebooks for {key[1]}"
                problems.append(
                    Problem(mark, what, f"also in {seen[key]}", "give them different versions and first days")
                )
            seen.setdefault(key, folder)
    return problems
