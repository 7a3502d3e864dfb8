"""Names that are still there: in a study, and in files of any kind that were made from one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from toolkit.errors import Several, ToolkitError
from toolkit.formats import contents
from toolkit.formats import keys as key_files
from toolkit.model.names import Key, Leak, folded
from toolkit.model.table import Column, Table
from toolkit.model.transcript import Source
from toolkit.store import backups, sights, strings, transcripts
from toolkit.store.engine import is_study
from toolkit.store.study import Connection, Study
from toolkit.text.names.matching import Matcher, composed, plain
from toolkit.text.names.near import Likenesses
from toolkit.workflow import files

__all__ = ["Place", "in_bytes", "in_file", "in_study", "leaks", "leaks_of", "told"]

_AROUND: Final = 400  # bytes
_MOST: Final = 2_000  # places told of one file: whoever has so many looks no further
_HIDDEN: Final = "…"


@dataclass(frozen=True)
class Place:
    """What is to be searched: an open study, or a file or folder."""

    name: str
    study: Study | None = None

    @classmethod
    def of(cls, name: str, viewer: str | None = None) -> Place:
        """Return the place of this name; a study is opened as whoever asks may see it."""
        is_address = name.startswith(("postgresql:", "postgres:"))
        if is_address or (Path(name).is_file() and is_study(Path(name))):
            return cls(name, Study(name).seen_by(viewer))
        return cls(name)


def leaks(*places: Place, keys: Path, quiet_names: bool = False, near_misses: bool = True) -> Table:
    """Search studies and files for names that should be gone, and for what is like them.

    Ends with exit code 1 if any is found. Looks through every record of a study, its log and its earlier
    revisions too, and the backups beside it; through exports and documents of any kind (.csv .xlsx .docx .odt
    .html .json .md .tex .txt .zip .qdpx .svg .pdf and others) with their properties, comments and hidden
    parts; through names of files; and through whatever it cannot
    read as the bytes it is. It cannot see what is drawn in a picture.

    Parameters
    ----------
    places
        Studies, files, or folders with all that is in them.
    keys
        The key list.
    quiet_names
        Tell where a name stands without repeating it.
    near_misses
        Search for what is like a name, too: another case, an ending, a slip of the pen, one word of several.
    """
    known = key_files.read_path(keys)
    if not places:
        raise ToolkitError("leaks", "nothing is named to search", "name a study, files or folders")
    if not known.replaced:
        raise ToolkitError(str(keys), "has nothing to replace", "decide first: intercoder redact")
    found: list[Leak] = []
    searched = 0
    for place in places:
        more, count = leaks_of(place, known.keys, near=near_misses, keys_at=keys)
        found += more
        searched += count
    if found:
        raise Several(told(each, quiet=quiet_names) for each in found)
    columns = (Column("searched"), Column("files", "count"))
    rows = ((", ".join(place.name for place in places), searched),)
    notes = (f"None of {len(known.replaced)} names was found, nor anything like one.",)
    return Table("Leaks", columns, rows, notes)


def leaks_of(
    place: Place, keys: Sequence[Key], *, near: bool = True, keys_at: Path | None = None
) -> tuple[list[Leak], int]:
    """Return what is found in one place, and how many files were searched."""
    if place.study is not None:
        found = in_study(place.study, keys, near=near)
        path = Path(place.name)
        if path.is_file():
            found += _named(path, keys, near=near)
            # The log ends in the file when the study is closed; until then some of it lies beside.
            for beside in (path, path.with_name(f"{path.name}-wal")):
                found += in_bytes(beside, keys) if beside.is_file() else []
            kept = backups.listed(path)
            for backup in kept:
                found += in_bytes(backup.path, keys)
            return found, 1 + len(kept)
        return found, 1
    path = Path(place.name)
    paths = sorted(_files(path)) if path.is_dir() else [path]
    found = []
    for each in paths:
        if keys_at is not None and os.path.realpath(each) == os.path.realpath(keys_at):
            found.append(Leak(f"{each}: the key list itself", "", keys[0]))
        elif each.is_file() and is_study(each):
            opened = Place(str(each), Study(each))
            try:
                found += leaks_of(opened, keys, near=near)[0]
            finally:
                if opened.study is not None:
                    opened.study.close()
        else:
            found += in_file(each, keys, near=near)
    return found, len(paths)


def _files(folder: Path) -> Iterator[Path]:
    for base, _, names in os.walk(folder):
        yield from (Path(base) / name for name in names)


def _named(path: Path, keys: Sequence[Key], *, near: bool) -> list[Leak]:
    search = _Search.of(keys, near=near, within=True)
    return list(search.leaks(f"{path}: file name", _spaced(path.name)))


def _spaced(name: str) -> str:
    """Return the name of a file with blanks where names of files have other marks."""
    return f"{name}\n{name.replace('_', ' ').replace('-', ' ').replace('.', ' ')}"


def told(leak: Leak, *, quiet: bool) -> ToolkitError:
    """Return a leak as one line."""
    if not leak.words:
        return ToolkitError(
            leak.where, "leads from pseudonyms to people", "take it out of what is given away"
        )
    words = folded(leak.words)
    shown = f"a {leak.key.kind}" if quiet else f"{words!r}"
    where = leak.where
    if quiet:
        matcher = Matcher.of([leak.key])
        where = leak.where if next(matcher.find(_spaced(where)), None) is None else _HIDDEN
    times = f" ({leak.count} times)" if leak.count > 1 else ""
    if not leak.likeness:
        return ToolkitError(
            where, f"holds {shown} of the key list{times}", "redact it, or make it anew from a shared copy"
        )
    like = "like one of the key list" if quiet else f"like {leak.key.original!r} ({leak.likeness})"
    return ToolkitError(where, f"holds {shown}{times}, {like}", "replace it, or keep it, in the key list")


# --- searching ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Search:
    """Keys made ready to be looked for in many texts."""

    matcher: Matcher
    likenesses: Likenesses | None
    wholes: tuple[str, ...]

    @classmethod
    def of(
        cls, keys: Sequence[Key], *, near: bool, texts: Iterable[str] = (), within: bool = False
    ) -> _Search:
        wholes = {plain(key.original).casefold() for key in keys if key.ruling == "replace"}
        likenesses = Likenesses.of(keys, texts, within=within) if near else None
        return cls(Matcher.of(keys), likenesses, tuple(sorted(wholes)))

    def leaks(self, where: str, text: str, *, near: bool = True, is_text: bool = True) -> Iterator[Leak]:
        """Yield each different thing that is found in a text once, with how often."""
        counts: dict[tuple[Key, str, str], int] = {}
        if self._may_hold(text, is_text=is_text):
            for span, key in self.matcher.find(text):
                name = (key, span.of(text), "")
                counts[name] = counts.get(name, 0) + 1
        if near and self.likenesses is not None:
            for each in self.likenesses.find(text):
                name = (each.key, each.span.of(text), each.likeness)
                counts[name] = counts.get(name, 0) + 1
        for (key, words, likeness), count in counts.items():
            yield Leak(where, words, key, likeness, count)  # type: ignore[arg-type]

    def _may_hold(self, text: str, *, is_text: bool) -> bool:
        """Tell whether it is worth to look for names: which is seen much sooner than where they stand."""
        if is_text:
            return self.matcher.begins_in(composed(text))
        low = text.casefold()  # in what is no text a name stands as a whole or not at all
        return any(whole in low for whole in self.wholes)


_NO_WORDS: Final = frozenset(
    {
        *(
            "sha256",
            "hash",
            "previous",
            "head_hash",
            "made_at",
            "decided_at",
            "placed_at",
            "released_at",
            "at",
        ),
        *(
            "imported_at",
            "created_at",
            "finished_at",
            "begun_at",
            "revealed_at",
            "since",
            "saved_at",
            "ruled_at",
        ),
    }
)


def in_study(study: Study, keys: Sequence[Key], *, near: bool = True) -> list[Leak]:
    """Find names in every record of a study.

    Raises
    ------
    ToolkitError
        If some of it is hidden from whoever asks.
    """
    with study.reading() as connection:
        sights.check_whole(connection, "searching a study for names")
        texts_of = _texts(connection)
        running = strings.everywhere(connection, ("texts", "memos"))
        texts = (text for _, _, column, text in running if column not in _NO_WORDS)
        search = _Search.of(keys, near=near, texts=texts)
        found: list[Leak] = []
        for table, row, column, text in strings.everywhere(connection):
            if column in _NO_WORDS:
                continue
            told = f"{table} {row} {column}"
            where = texts_of.get(row, told) if table == "texts" else told
            # What a record says is in the log once more, as JSON: there the very words are enough.
            found += search.leaks(
                f"{study.where}: {_short(where)}", text, near=table not in ("events", "codebooks")
            )
            if len(found) > _MOST:
                break
    return found


def _texts(connection: Connection) -> dict[str, str]:
    """Return which revisions of which transcripts have a text, by its hash."""
    found: dict[str, list[str]] = {}
    for name in transcripts.names(connection):
        for revision, sha256 in transcripts.revisions(connection, name).items():
            found.setdefault(sha256, []).append(f"{name} revision {revision}")
    return {sha256: f"transcript {', '.join(names)}" for sha256, names in found.items()}


def _short(where: str) -> str:
    return where if len(where) <= 100 else f"{where[:99]}…"  # noqa: PLR2004 - a line


def in_file(path: Path, keys: Sequence[Key], *, near: bool = True) -> list[Leak]:
    """Find names in one file, and in its name."""
    found = _named(path, keys, near=near)
    source = files.source(path)
    parts = list(contents.texts(Source(source.name, source.data)))[1:]
    told_as_text = (text for part, text in parts if not part.endswith(contents.BYTES))
    search = _Search.of(keys, near=near, texts=told_as_text)
    seen: set[tuple[str, str, str]] = set()
    for part, text in parts:
        is_text = not part.endswith(contents.BYTES)
        for leak in search.leaks(
            f"{path}: {part}" if part else str(path), text, near=near and is_text, is_text=is_text
        ):
            name = (leak.where, leak.words, leak.likeness)
            if name not in seen:
                seen.add(name)
                found.append(leak)
        if len(found) > _MOST:
            break
    return found


def in_bytes(path: Path, keys: Sequence[Key]) -> list[Leak]:
    """Find names in the bytes of a file: what a database has deleted may still lie there."""
    data = path.read_bytes()
    matcher = Matcher.of(keys)
    return [
        Leak(f"{path}: bytes ({codec})", key.original, key)
        for key in keys
        for codec in ("utf-8", "utf-16-le")
        if key.ruling == "replace" and _stands(data, key, matcher, codec)
    ]


def _stands(data: bytes, key: Key, matcher: Matcher, codec: str) -> bool:
    """Tell whether the letters of an original stand in bytes, as words by themselves."""
    wanted = key.original.encode(codec)
    at = data.find(wanted)
    while at >= 0:
        before = data[max(at - _AROUND, 0) : at].decode(codec, "replace")
        after = data[at : at + len(wanted) + _AROUND].decode(codec, "replace")
        # There and nowhere else: at its ends what was taken from the file cuts words in two.
        if any(each is key and span.start == len(before) for span, each in matcher.find(before + after)):
            return True
        at = data.find(wanted, at + 1)
    return False
