"""Zip archives that say nothing of when and where they were made: the same content is the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


def packed(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip archive of the members in their order, all of 1980, the first year such an archive has.

    Examples
    --------
    >>> packed([("a.txt", b"A")]) == packed([("a.txt", b"A")])
    True
    """
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in members:
            entry = ZipInfo(name)
            entry.create_system = 0
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return made.getvalue()


def unpacked(archive: BytesIO) -> list[tuple[str, bytes]]:
    """Return the members of an archive that a library has just made, in their order.

    For archives of strangers there is `formats.archive`.
    """
    with ZipFile(archive) as source:
        return [(name, source.read(name)) for name in source.namelist()]
