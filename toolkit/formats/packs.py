"""Report packs as zip archives: the same content is the same bytes; read as from a stranger."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import Invalid, ToolkitError
from toolkit.formats.archive import Archive
from toolkit.formats.replacing import write_whole
from toolkit.formats.undated import packed
from toolkit.model.pack import Pack
from toolkit.model.transcript import Source

ENDINGS = (".zip",)


def check_ending(path: Path) -> None:
    """Refuse a file name that is none of an archive."""
    if path.suffix.lower() not in ENDINGS:
        raise ToolkitError(str(path), "is no name for an archive", "let it end in .zip")


def render(pack: Pack) -> bytes:
    """Return the archive."""
    return packed(pack.files.items())


def write(pack: Pack, path: Path) -> None:
    """Write the archive, whole or not at all.

    Raises
    ------
    ToolkitError
        If the file cannot be written, or its name does not end in .zip.
    """
    check_ending(path)
    write_whole(path, render(pack))


def read(source: Source) -> Pack:
    """Read an archive; nothing is extracted to disk.

    Raises
    ------
    ToolkitError
        If it is damaged, too large, or plays tricks with names.
    """
    archive = Archive(source.name, source.data)
    try:
        return Pack(source.stem, {name: archive.read(name) for name in archive.names})
    except Invalid as fault:
        raise ToolkitError(source.name, fault.what, "take a pack of the command report") from fault
