"""`Pack`: files that belong together, to be sent and checked as one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.errors import Invalid


@dataclass(frozen=True)
class Pack:
    """Files by their paths, in the order in which they stand in the archive.

    Attributes
    ----------
    title
        What it is a pack of.
    files
        Bytes by path; paths are relative, with `/` between folders.
    notes
        Sentences: what was left out and why.
    """

    title: str
    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for path in self.files:
            parts = path.split("/")
            if not all(parts) or not {".", ".."}.isdisjoint(parts) or "\\" in path:
                raise Invalid(f"{path!r} is no path within a pack")

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of each file, as 64 hexadecimal digits."""
        return {path: hashlib.sha256(data).hexdigest() for path, data in self.files.items()}
