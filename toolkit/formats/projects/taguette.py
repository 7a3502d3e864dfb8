"""Taguette projects (.sqlite3), as the program exports them or keeps them on one machine.

Its documents are web pages. A highlight lies between two places counted in UTF-8 bytes of what a page holds
between its tags, and has its tags in another table. Who made it stands only in the log of commands.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from toolkit.errors import ToolkitError
from toolkit.formats.projects import databases, hypertext
from toolkit.formats.projects.databases import Database, Row, holds, opened
from toolkit.formats.projects.gathering import Gathering
from toolkit.formats.projects.places import same_words
from toolkit.model.project import Positions, Project, ProjectCode, ProjectCoding, ProjectText
from toolkit.model.transcript import Source

NAME = "Taguette project"
ENDINGS = (".sqlite3", ".sqlite", ".db")

_TABLES: Final = {
    "projects": ("id", "name"),
    "documents": ("id", "project_id", "name", "contents"),
    "highlights": ("id", "document_id", "start_offset", "end_offset"),
    "tags": ("id", "project_id", "path"),
    "highlight_tags": ("highlight_id", "tag_id"),
}
_MOST_LISTED: Final = 20
_LONGEST_PATH: Final = 400
_FOLDER: Final = "folder:"


def sniff(source: Source) -> bool:
    """Tell whether a file is a database of Taguette."""
    return holds(source, _TABLES)


def read(source: Source, *, project: str = "") -> Project:
    """Read a Taguette project.

    Parameters
    ----------
    project
        Name or number of the project, where the file has several, as that of a server has.

    Raises
    ------
    ToolkitError
        If the file is damaged, is none of Taguette, or has several projects and none is named.
    """
    with opened(source) as database:
        database.require("Taguette", _TABLES)
        return _Reading(source, database, _chosen(source, database, project)).project()


def _chosen(source: Source, database: Database, project: str) -> Row:
    found = list(database.rows("projects", ("id", "name", "description", "created")))
    if not found:
        raise ToolkitError(source.name, "has no project in it", "export it from Taguette again")
    named = [row for row in found if project in {row.key("id"), row.line("name")}] if project else found
    if len(named) == 1:
        return named[0]
    listed = "; ".join(f"{row.key('id')} {row.line('name')!r}" for row in found[:_MOST_LISTED])
    if project and not named:
        raise ToolkitError(source.name, f"has no project {project!r}", f"name one of: {listed}")
    more = "" if len(found) <= _MOST_LISTED else f" and {len(found) - _MOST_LISTED:,} more"
    what = f"has {len(named):,} projects: {listed}{more}"
    raise ToolkitError(source.name, what, "export the one you want from Taguette, or name it by its number")


class _Made(NamedTuple):
    """Who gave a highlight a tag, and when."""

    coder: str
    at: str


class _Reading:
    """One project on its way out of a database."""

    def __init__(self, source: Source, database: Database, chosen: Row) -> None:
        self._source = source
        self._database = database
        self._chosen = chosen
        self._id = chosen.key("id")
        self._gathering = Gathering()
        self._pages: dict[str, hypertext.Hypertext] = {}
        self._fitting: Counter[bool] = Counter()
        self._notes: list[str] = []

    def project(self) -> Project:
        """Read everything."""
        row = self._chosen
        texts = tuple(self._texts())
        codes = tuple(_tree(self._tags()))
        codings = tuple(self._codings({code.key for code in codes}))
        created = row.line("created")
        if databases.is_journaled(self._source):
            self._notes.append("The file was not closed: what was done last may lie in one beside it (-wal).")
        return Project(
            row.line("name") or self._source.stem,
            NAME,
            "Taguette",
            created,
            description=row.note("description"),
            coders=self._gathering.coders,
            codes=codes,
            texts=texts,
            codings=codings,
            left_out=self._gathering.left_out,
            positions=self._positions(),
            notes=(*self._notes, *self._gathering.notes(), *self._database.notes()),
        )

    def _texts(self) -> Iterator[ProjectText]:
        columns = ("id", "project_id", "name", "description", "filename", "created", "contents")
        for row in self._database.rows("documents", columns):
            key = row.key("id")
            if row.key("project_id") != self._id or not key or key in self._pages:
                continue
            page = hypertext.read(f"{self._source.name}: {row.line('name')}", row.text("contents"))
            self._pages[key] = page
            self._gathering.leave("pictures in documents", count=page.pictures)
            self._gathering.leave("addresses of links in documents", "their words are kept", page.links)
            yield ProjectText(
                key,
                row.line("name") or row.line("filename") or key,
                page.text,
                description=row.note("description"),
                made_at=self._gathering.moment(row.text("created"), is_utc=True),
            )

    def _tags(self) -> dict[str, Row]:
        rows = self._database.rows("tags", ("id", "project_id", "path", "description"))
        return {row.key("id"): row for row in rows if row.key("project_id") == self._id and row.key("id")}

    def _codings(self, codes: set[str]) -> Iterator[ProjectCoding]:
        tags: dict[str, list[str]] = {}
        for row in self._database.rows("highlight_tags", ("highlight_id", "tag_id")):
            tags.setdefault(row.key("highlight_id"), []).append(row.key("tag_id"))
        made = self._log()
        seen: set[str] = set()
        columns = ("id", "document_id", "start_offset", "end_offset", "snippet")
        for row in self._database.rows("highlights", columns):
            key, page = row.key("id"), self._pages.get(row.key("document_id"))
            if page is None or not key or key in seen:
                continue
            seen.add(key)
            mine = [tag for tag in dict.fromkeys(tags.get(key, ())) if tag in codes]
            if not mine:
                self._gathering.leave("highlights without a tag", "a passage needs a code")
                continue
            yield from self._of_highlight(row, page, mine, made.get(key, {}))

    def _of_highlight(
        self, row: Row, page: hypertext.Hypertext, tags: list[str], made: Mapping[str, _Made]
    ) -> Iterator[ProjectCoding]:
        """Yield a coding for each tag of a highlight."""
        key = row.key("id")
        first, last = row.whole("start_offset"), row.whole("end_offset")
        quote = self._snippet(row)
        if first is None or last is None:
            if not quote.strip():
                self._gathering.leave("highlights without a place and words")
                return
            start = end = None
        else:
            start, end = page.start(first), page.end(last)
            if quote.strip():
                self._fitting[same_words(page.text, start, end, quote)] += 1
        for tag in tags:
            who = made.get(tag, _Made("", ""))
            at = self._gathering.moment(who.at, is_utc=True)
            coder = self._gathering.coder(who.coder)
            yield ProjectCoding(f"{key}/{tag}", row.key("document_id"), tag, coder, start, end, quote, at)

    def _snippet(self, row: Row) -> str:
        """Return the words of a highlight that Taguette has kept, as they are read in a document."""
        return hypertext.read(f"{self._source.name}: highlight {row.key('id')}", row.text("snippet")).text

    def _positions(self) -> Positions:
        n = self._fitting.total()
        return Positions("UTF-8 bytes", self._fitting[True] / n if n else None, n, evidence="quotes")

    def _log(self) -> dict[str, dict[str, _Made]]:
        """Return who gave which highlight which tag, by keys of highlight and tag, from the log of commands.

        A highlight is logged with all its tags each time it changes, so a tag is of who had it first there.
        One that came by uniting two tags is of who gave the other.
        """
        made: dict[str, dict[str, _Made]] = {}
        united: dict[str, str] = {}
        for row in self._database.rows("commands", ("date", "user_login", "project_id", "payload")):
            if row.key("project_id") != self._id:
                continue
            payload = _payload(row.text("payload"))
            if payload.get("type") == "tag_merge":
                united[str(payload.get("src_tag_id"))] = str(payload.get("dest_tag_id"))
            elif payload.get("type") == "highlight_add" and isinstance(payload.get("tags"), list):
                now = _Made(row.line("user_login"), row.line("date"))
                before = made.get(str(payload.get("highlight_id")), {})
                tags = [str(tag) for tag in payload["tags"]]
                made[str(payload.get("highlight_id"))] = {tag: before.get(tag, now) for tag in tags}
        for tags_made in made.values():
            for tag, who in list(tags_made.items()):
                tags_made.setdefault(_united(tag, united), who)
        return made


def _payload(written: str) -> dict[str, Any]:
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _united(tag: str, united: Mapping[str, str]) -> str:
    """Return what a tag has become after all; in a circle, any of it."""
    seen: set[str] = set()
    while tag in united and tag not in seen:
        seen.add(tag)
        tag = united[tag]
    return tag


def _tree(tags: Mapping[str, Row]) -> Iterator[ProjectCode]:
    """Yield tags as codes in a tree, where their paths have dots.

    A tag lies under the tag that its path begins with. Beginnings that two tags or more share and that are no
    tag become folders. A dot with a blank beside it parts nothing: it is one of a sentence.
    """
    paths = {row.line("path") or key: key for key, row in reversed(list(tags.items()))}
    shared = Counter(beginning for path in paths for beginning in _beginnings(path))
    folders = {path for path, n in shared.items() if n > 1 and path not in paths}
    keys = {path: f"{_FOLDER}{path}" for path in sorted(folders)} | paths

    def above(path: str) -> str:
        return next((each for each in _beginnings(path) if each in keys), "")

    for path in sorted(folders):
        higher = above(path)
        yield ProjectCode(keys[path], _name(path, higher), keys.get(higher, ""), codable=False)
    for key, row in tags.items():
        path = row.line("path") or key
        higher = above(path)
        name, parent = _name(path, higher), keys.get(higher, "")
        yield ProjectCode(key, name, parent, definition=row.note("description"))


def _beginnings(path: str) -> Iterator[str]:
    """Yield what a path begins with ahead of each of its dots, the longest first.

    >>> list(_beginnings("work.pay.low")), list(_beginnings("Dr. Who"))
    (['work.pay', 'work'], [])
    """
    place = path.rfind(".") if len(path) <= _LONGEST_PATH else -1
    while place > 0:
        around = path[place - 1] + path[place + 1 : place + 2]
        if len(around) > 1 and not any(each.isspace() or each == "." for each in around):
            yield path[:place]
        place = path.rfind(".", 0, place)


def _name(path: str, above: str) -> str:
    return path[len(above) + 1 :] if above else path
