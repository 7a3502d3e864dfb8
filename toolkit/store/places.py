"""Where a study file lies: on a disk of this machine, or where another program or machine writes to it, too.

SQLite keeps a study whole as long as everybody who writes to it does so by the same machine. A program that
synchronises folders copies the file while it changes, puts older copies in its place, and does not know that
the log beside it belongs to it. File systems of a network promise locks that they do not all keep.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

# Folders by name, as the programs make them; OneDrive adds the name of an organisation.
_NAMED: Final[Mapping[str, str]] = {
    r"Dropbox( \(.+\))?": "Dropbox",
    r"OneDrive( ?- ?.+)?": "OneDrive",
    r"Nextcloud\d*": "Nextcloud",
    r"ownCloud\d*": "ownCloud",
    r"Google ?Drive": "Google Drive",
    r"GoogleDrive-.+": "Google Drive",
    r"DriveFS": "Google Drive",
    r"My Drive": "Google Drive",
    r"iCloud ?Drive": "iCloud",
    r"Mobile Documents": "iCloud",
    r"CloudStorage": "a sync program",
    r"Seafile": "Seafile",
    r"pCloud ?Drive": "pCloud",
    r"Box( Sync)?": "Box",
}
# What the programs leave in a folder that is theirs, whatever it is called.
_LEFT: Final[Mapping[str, str]] = {
    r"\.dropbox(\.cache)?": "Dropbox",
    r"\.(_)?sync_[0-9a-f]+\.db(-wal|-shm)?": "Nextcloud or ownCloud",
    r"\.(nextcloud|owncloud)sync\.log": "Nextcloud or ownCloud",
    r"\.stfolder": "Syncthing",
    r"\.tmp\.drive(download|upload)": "Google Drive",
    r"\.849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
    r"\.SeafileSync|seafile-data": "Seafile",
}
_NETWORK: Final = frozenset(
    {"nfs", "nfs3", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "davfs", "ceph", "glusterfs"}
    | {"lustre", "beegfs", "gpfs", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse", "fuse.davfs2", "fuse.s3fs"}
    | {"fuse.glusterfs", "fuse.google-drive-ocamlfuse", "fuse.onedriver", "fuse.seadrive"}
)
_MOUNTS: Final = Path("/proc/self/mountinfo")  # of Linux; elsewhere the names have to do
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")


def written_by_others(path: Path) -> str:
    """Return what else writes to where a file lies, as a clause; empty if nothing is known to."""
    real = Path(os.path.realpath(path))
    folders = tuple(real.parents)
    if told := _network(str(real)):
        return told
    for folder in folders:
        for name, program in _NAMED.items():
            if re.fullmatch(name, folder.name, re.IGNORECASE) and _is_in_a_home(folder):
                return f"lies in {folder}, which {program} synchronises"
    for folder in folders:
        if program := _left_in(folder):
            return f"lies in {folder}, which {program} synchronises"
    return ""


def _is_in_a_home(folder: Path) -> bool:
    """Tell whether a folder lies where programs put theirs: a box of paper may be called Box elsewhere."""
    home = os.path.realpath(Path.home())
    return str(folder).startswith((home, "/home/", "/Users/", "/Volumes/")) or ":" in folder.anchor


def _left_in(folder: Path) -> str:
    try:
        names = [each.name for each in folder.iterdir()]
    except OSError:
        return ""
    return next(
        (program for left, program in _LEFT.items() if any(re.fullmatch(left, each) for each in names)), ""
    )


def _network(real: str) -> str:
    if real.startswith(("\\\\", "//")):
        return "lies on another machine"
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    kind = _kind_at(real, lines)
    return f"lies on a file system of the network ({kind.removeprefix('fuse.')})" if kind in _NETWORK else ""


def _kind_at(real: str, lines: list[str]) -> str:
    """Return the kind of file system that holds a path, from what Linux tells of its mounts."""
    best, kind = "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        words = before.split(" ")
        if len(words) < 5 or not after:  # noqa: PLR2004 - the fifth word is where it is mounted
            continue
        place = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), words[4])
        inside = real == place or real.startswith(f"{place.rstrip('/')}/")
        if inside and len(place) >= len(best):
            best, kind = place, after.split(" ")[0]
    return kind
