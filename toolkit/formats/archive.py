"""Zip archives from strangers, read member by member within bounds; nothing is ever extracted to disk.

Sizes an archive declares are not believed: bytes are counted while they are inflated.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from toolkit.errors import ToolkitError
from toolkit.formats import limits
from toolkit.model.checks import repeated

_CHUNK = 2**16
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What the standard library raises, besides its own error, for directories and members that are damaged.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


class Archive:
    """A zip file's members by name, each inflated on demand and within the bounds of `limits`.

    Parameters
    ----------
    name
        The file's name, for messages.
    data
        Its bytes.
    most
        How many members it may hold.

    Raises
    ------
    ToolkitError
        If the archive is damaged, too large, locked by a password, or plays tricks with names.
    """

    def __init__(self, name: str, data: bytes, most: int = limits.MOST_MEMBERS) -> None:
        self._file = name
        self._most = most
        self._inflated = 0
        self._check_size(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except _DAMAGE as damage:
            raise self._damaged("") from damage
        self._check_members(infos)
        self._infos = {info.filename: info for info in infos}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the members, in the archive's order."""
        return tuple(self._infos)

    def read(self, member: str) -> bytes:
        """Inflate one member.

        Raises
        ------
        ToolkitError
            If it is missing, damaged, or grows past a bound.
        """
        info = self._infos.get(member)
        if info is None:
            raise ToolkitError(self._file, f"has no member {member}", "save it again in its own program")
        try:
            return self._inflate(info)
        except _DAMAGE as damage:
            raise self._damaged(member) from damage

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        chunks: list[bytes] = []
        size = 0
        with self._zip.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                self._inflated += len(chunk)
                self._check_growth(info, size)
        return b"".join(chunks)

    def _check_growth(self, info: zipfile.ZipInfo, size: int) -> None:
        if self._inflated > limits.LARGEST_INFLATED:
            raise self._refused(f"unpacks to more than {limits.LARGEST_INFLATED // limits.MEGABYTE} MB")
        # The compressed size may be a lie too, but only a larger one helps the liar, and that one is bounded
        # by the file itself.
        if size > limits.RATIO_FREE and size > limits.HIGHEST_RATIO * info.compress_size:
            raise self._refused(f"unpacks {info.filename} to over {limits.HIGHEST_RATIO} times its size")

    def _check_size(self, data: bytes) -> None:
        if len(data) > limits.LARGEST_ARCHIVE:
            raise self._refused(f"is larger than {limits.LARGEST_ARCHIVE // limits.MEGABYTE} MB")
        # Counted before the directory is read, which takes time and memory for every entry.
        if data.count(_DIRECTORY_ENTRY) > self._most:
            raise self._refused(f"holds more than {self._most:,} members")

    def _check_members(self, infos: list[zipfile.ZipInfo]) -> None:
        if sum(info.file_size for info in infos) > limits.LARGEST_INFLATED:
            raise self._refused(f"unpacks to more than {limits.LARGEST_INFLATED // limits.MEGABYTE} MB")
        if twice := repeated(info.filename for info in infos):
            raise self._refused(f"holds the member {twice[0]!a} twice")
        for info in infos:
            self._check_member(info)

    def _check_member(self, info: zipfile.ZipInfo) -> None:
        if _leaves_the_archive(info.orig_filename):
            raise self._refused(f"holds the member {info.orig_filename!a}, whose name is a path out of it")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise self._refused(f"holds the link {info.filename!a}")
        if info.flag_bits & _ENCRYPTED:
            raise ToolkitError(self._file, "is locked by a password", "save it without one")
        if info.compress_type not in _READABLE:
            raise self._refused(f"packs {info.filename!a} in a rare way")

    def _refused(self, what: str) -> ToolkitError:
        return ToolkitError(
            self._file, what, "save it again in its own program, without large pictures or media"
        )

    def _damaged(self, member: str) -> ToolkitError:
        part = f" at {member}" if member else ""
        return ToolkitError(self._file, f"is damaged{part}", "take another copy, or save it again")


def _leaves_the_archive(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\x00" in name
