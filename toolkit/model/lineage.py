"""The lineage of a codebook: its releases in order, and the records that lead from each to the next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.change import CodebookChange
from toolkit.model.codebook import Codebook
from toolkit.model.version import Version


@dataclass(frozen=True)
class Lineage:
    """Released versions, oldest first."""

    releases: tuple[Codebook, ...]

    def __post_init__(self) -> None:
        versions = [Version.of(book.version) for book in self.releases]
        if not versions or versions != sorted(set(versions)):
            raise Invalid("releases are not in the order of their versions", "list the oldest first")

    @property
    def latest(self) -> Codebook:
        """The version released last."""
        return self.releases[-1]

    @property
    def versions(self) -> tuple[str, ...]:
        """The released versions, oldest first."""
        return tuple(book.version for book in self.releases)

    def at(self, version: str | None) -> Codebook:
        """Return a release, the latest for None; raise `ToolkitError` if there is no such release."""
        if version is None:
            return self.latest
        for book in self.releases:
            if book.version == version:
                return book
        released = ", ".join(self.versions)
        raise ToolkitError(
            version or "version", "is no released version of this codebook", f"there are: {released}"
        )

    @cached_property
    def changes(self) -> tuple[CodebookChange, ...]:
        """Every record once, in order: those the first release brought with it, then what each one added."""
        told = list(self.releases[0].changes)
        for older, newer in zip(self.releases, self.releases[1:], strict=False):
            told += newer.changes_since(older.version)
        return tuple(told)

    def between(self, older: str | None, newer: str | None) -> tuple[CodebookChange, ...]:
        """Return the records that lead from one version to a later one; none if it is not later.

        Without an older version they begin with the first, without a newer one they go on to the last.
        """
        return tuple(
            change
            for change in self.changes
            if (older is None or Version.of(older) < Version.of(change.version))
            and (newer is None or Version.of(change.version) <= Version.of(newer))
        )
