"""RQDA projects (.rqda), versions 0.1.5 to 0.2.2 of its tables.

Nothing is ever deleted from these but at a wish: rows have a status, and only those with 1 are shown.
Positions are code points. The words kept of a passage often are not those at its place, since texts were
changed later; both come as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from toolkit.formats.projects.databases import ROW, Database, Row, holds, opened
from toolkit.formats.projects.gathering import Gathering, colour, with_cases_of_texts
from toolkit.formats.projects.places import Places, Rule, Told, detected, quoted
from toolkit.model.coding import Subject
from toolkit.model.project import Project, ProjectCase, ProjectCode, ProjectCoding, ProjectText
from toolkit.model.transcript import Source

NAME = "RQDA project"
ENDINGS = (".rqda",)

_TABLES: Final = {
    "source": ("id", "name", "file", "status"),
    "freecode": ("id", "name", "status"),
    "coding": ("cid", "fid", "selfirst", "selend", "status"),
    "project": (),
}
# Letters behind a note's place that say which place it is.
_REACH: Final = 40
_RULE: Final = Rule("code points")
_ALIVE: Final = 1
_CATEGORY: Final = "category:"
_FILE_CATEGORY: Final = "file category"
_DELETED: Final = "RQDA keeps them and does not show them"


def sniff(source: Source) -> bool:
    """Tell whether a file is an RQDA project."""
    return holds(source, _TABLES)


def read(source: Source) -> Project:
    """Read an RQDA project.

    Raises
    ------
    ToolkitError
        If the file is damaged, or is none of RQDA's.
    """
    with opened(source) as database:
        database.require("RQDA", _TABLES)
        return _Reading(source, database).project()


class _Reading:
    """One project on its way out of its database."""

    def __init__(self, source: Source, database: Database) -> None:
        self._source = source
        self._database = database
        self._gathering = Gathering()
        self._notes: list[str] = []
        self._places: dict[str, Places] = {}

    def project(self) -> Project:
        """Read everything."""
        about = next(self._database.rows("project", ("databaseversion", "date", "memo")), None)
        if about is not None:
            self._gathering.memo("study", "", about.note("memo"), "project", title="Project memo")
        texts = self._texts()
        codes = self._codes()
        told = self._told({code.key for code in codes})
        _, positions = detected((passage for _, passage in told), (_RULE,))
        codings = tuple(self._codings(told))
        self._take_notes()
        cases = self._cases()
        attributes = self._attributes("fileAttr", "fileID")
        groups = self._groups()
        texts = [
            ProjectText(
                text.key,
                text.name,
                text.text,
                made_at=text.made_at,
                attributes={**groups.get(text.key, {}), **attributes.get(text.key, {})},
            )
            for text in texts
        ]
        self._leave_others()
        if positions.score is not None and positions.score < 1:
            off = round((1 - positions.score) * positions.n)
            self._notes.append(
                f"{off:,} of {positions.n:,} passages do not read as RQDA has kept their words."
            )
        return Project(
            self._source.stem,
            NAME,
            f"RQDA (tables {about.line('databaseversion')})" if about else "RQDA",
            about.line("date") if about else "",
            coders=self._gathering.coders,
            codes=tuple(codes),
            texts=tuple(texts),
            codings=codings,
            memos=tuple(self._gathering.memos),
            cases=tuple(with_cases_of_texts(cases, texts, attributes)),
            left_out=self._gathering.left_out,
            positions=positions,
            notes=(*self._notes, *self._gathering.notes(), *self._database.notes()),
        )

    def _alive(self, table: str, columns: Sequence[str], what: str) -> Iterator[Row]:
        """Yield the rows that are shown, and count those that were deleted."""
        for row in self._database.rows(table, ("status", *columns)):
            # Early versions of some tables had no status, and showed all.
            if "status" in row and row.whole("status") != _ALIVE:
                self._gathering.leave(f"deleted {what}", _DELETED)
            else:
                yield row

    def _memo(
        self, row: Row, about: Subject, subject: str, key: str, *, column: str = "memo", title: str = ""
    ) -> None:
        self._gathering.memo(
            about,
            subject,
            row.note(column),
            key,
            title=title,
            author=self._gathering.coder(row.line("owner")),
            made_at=self._gathering.moment(row.text("date"), is_utc=False),
        )

    def _texts(self) -> list[ProjectText]:
        found: list[ProjectText] = []
        for row in self._alive("source", ("id", "name", "file", "memo", "owner", "date"), "files"):
            key, places = row.key("id"), Places(row.text("file"))
            if not key or key in self._places:
                self._gathering.leave("files without a number of their own")
            elif not places.text.strip():
                self._gathering.leave("files without text")
            else:
                self._places[key] = places
                self._memo(row, "transcript", key, f"file:{key}")
                made_at = self._gathering.moment(row.text("date"), is_utc=False)
                found.append(ProjectText(key, row.line("name") or key, places.text, made_at=made_at))
        return found

    def _codes(self) -> list[ProjectCode]:
        """Return categories, then codes with the first of the categories they are in."""
        found: dict[str, ProjectCode] = {}
        for row in self._alive("codecat", ("catid", "name", "owner", "date", "memo"), "categories of codes"):
            key = row.key("catid")
            if key and _CATEGORY + key not in found:
                code = ProjectCode(_CATEGORY + key, row.line("name") or key, codable=False)
                found[code.key] = code
                self._memo(row, "code", code.key, f"code:{code.key}")
        parents = self._parents(set(found))
        columns = ("id", "name", "owner", "date", "memo", "color")
        for row in self._alive("freecode", columns, "codes"):
            key = row.key("id")
            if not key or key in found:
                self._gathering.leave("codes without a number of their own")
                continue
            shade = colour(row.text("color"))
            self._gathering.leave(
                "colours of codes", "they are told by name", bool(row.line("color") and not shade)
            )
            found[key] = ProjectCode(key, row.line("name") or key, parents.get(key, ""), colour=shade)
            self._memo(row, "code", key, f"code:{key}")
        return list(found.values())

    def _parents(self, categories: set[str]) -> dict[str, str]:
        parents: dict[str, str] = {}
        for row in self._alive("treecode", ("cid", "catid"), "places of codes in categories"):
            code, category = row.key("cid"), _CATEGORY + row.key("catid")
            if not code or category not in categories or parents.get(code) == category:
                continue
            if code in parents:
                self._gathering.leave("further categories of a code", "a code lies under one here")
            parents.setdefault(code, category)
        return parents

    def _told(self, codes: set[str]) -> list[tuple[Row, Told]]:
        found = []
        columns = ("cid", "fid", "seltext", "selfirst", "selend", "owner", "date", "memo")
        for row in self._alive("coding", columns, "codings"):
            places, start, end = self._places.get(row.key("fid")), row.whole("selfirst"), row.whole("selend")
            if places is None:
                self._gathering.leave("codings of files that are deleted or not there")
            elif row.key("cid") not in codes:
                self._gathering.leave("codings with a code that is deleted or not there")
            elif start is None or end is None:
                self._gathering.leave("codings without a place")
            else:
                found.append((row, Told(places, start, end, quoted(row.text("seltext")))))
        return found

    def _codings(self, told: list[tuple[Row, Told]]) -> Iterator[ProjectCoding]:
        for row, passage in told:
            key, owner = row.key(ROW), self._gathering.coder(row.line("owner"))
            made_at = self._gathering.moment(row.text("date"), is_utc=False)
            self._memo(row, "coding", key, f"coding:{key}")
            start, end = passage.span(_RULE)
            yield ProjectCoding(
                key, row.key("fid"), row.key("cid"), owner, start, end, passage.quote, made_at
            )

    def _take_notes(self) -> None:
        """Take notes on places of a text, and the journal, as memos."""
        columns = ("fid", "position", "annotation", "owner", "date")
        for row in self._alive("annotation", columns, "notes on texts"):
            text, position = row.key("fid"), row.whole("position")
            if text not in self._places:
                self._gathering.leave("notes on files that are deleted or not there")
                continue
            title = ""
            if position is not None:
                title = Told(self._places[text], position, position + _REACH, "").title(_RULE)
            self._memo(
                row, "transcript", text, f"annotation:{row.key(ROW)}", column="annotation", title=title
            )
        for row in self._alive("journal", ("name", "journal", "date", "owner"), "pages of the journal"):
            self._memo(row, "study", "", f"journal:{row.key(ROW)}", column="journal", title=row.line("name"))

    def _cases(self) -> list[ProjectCase]:
        linked: dict[str, dict[str, None]] = {}
        for row in self._alive(
            "caselinkage", ("caseid", "fid", "selfirst", "selend"), "links of cases to files"
        ):
            text, start, end = row.key("fid"), row.whole("selfirst"), row.whole("selend")
            if text not in self._places:
                self._gathering.leave("links of cases to files that are deleted or not there")
                continue
            linked.setdefault(row.key("caseid"), {})[text] = None
            if (
                start is not None
                and end is not None
                and Told(self._places[text], start, end, "").is_part(_RULE)
            ):
                self._gathering.leave("bounds of cases within a text", "the case has the whole text")
        attributes = self._attributes("caseAttr", "caseID")
        found: dict[str, ProjectCase] = {}
        for row in self._alive("cases", ("id", "name", "memo"), "cases"):
            key = row.key("id")
            if key and key not in found:
                texts, said = tuple(linked.get(key, ())), attributes.get(key, {})
                found[key] = ProjectCase(key, row.line("name") or key, texts, said, row.note("memo"))
        return list(found.values())

    def _attributes(self, table: str, pointer: str) -> dict[str, dict[str, str]]:
        """Return attributes by key of what has them; RQDA writes NA for what is not known."""
        found: dict[str, dict[str, str]] = {}
        for row in self._alive(table, ("variable", "value", pointer), "attributes"):
            name, value = row.line("variable"), row.note("value")
            if name and value and value != "NA":
                found.setdefault(row.key(pointer), {})[name] = value
        return found

    def _groups(self) -> dict[str, dict[str, str]]:
        """Return the categories that files are in, as an attribute of theirs."""
        names = {
            row.key("catid"): row.line("name")
            for row in self._alive("filecat", ("catid", "name"), "categories of files")
        }
        found: dict[str, list[str]] = {}
        for row in self._alive("treefile", ("fid", "catid"), "places of files in categories"):
            if name := names.get(row.key("catid")):
                found.setdefault(row.key("fid"), []).append(name)
        return {key: {_FILE_CATEGORY: "; ".join(dict.fromkeys(some))} for key, some in found.items()}

    def _leave_others(self) -> None:
        self._gathering.leave(
            "second codings (table coding2)",
            count=sum(1 for _ in self._alive("coding2", ("cid",), "second codings")),
        )
        self._gathering.leave("pictures", "there is no text in them", self._database.count("image"))
        self._gathering.leave("codings of pictures", count=self._database.count("imageCoding"))
