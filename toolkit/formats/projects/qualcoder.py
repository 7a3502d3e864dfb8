"""QualCoder projects: the database data.qda of a project's folder, versions 1 to 17 of its tables.

Positions are what the window counts, which is UTF-16 units where a coder marked a passage by hand, and code
points where the program searched for words; texts without emoji know no difference. Which one a project has
is found by the words that it keeps of each passage.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolkit.formats.projects import databases
from toolkit.formats.projects.databases import ROW, Database, Row, holds, opened
from toolkit.formats.projects.gathering import Gathering, colour, with_cases_of_texts, without_circles
from toolkit.formats.projects.places import Places, Rule, Told, detected, quoted
from toolkit.model.project import (
    Positions,
    Project,
    ProjectCase,
    ProjectCode,
    ProjectCoding,
    ProjectText,
)
from toolkit.model.transcript import Source

NAME = "QualCoder project"
ENDINGS = (".qda",)

_TABLES: Final = {
    "project": ("databaseversion",),
    "source": ("id", "name", "fulltext"),
    "code_name": ("cid", "name"),
    "code_cat": ("catid", "name"),
    "code_text": ("cid", "fid", "pos0", "pos1"),
}
_RULES: Final = (
    Rule("code points"),
    Rule("UTF-16 units"),
    Rule("code points", line_end_is_one=True),
    Rule("UTF-16 units", line_end_is_one=True),
)
_NEWEST: Final = 17
_CATEGORY: Final = "category:"
_NOT_TAKEN: Final = (
    ("code_image", "codings of pictures"),
    ("code_av", "codings of recordings"),
    ("graph", "graphs"),
    ("ris", "fields of bibliographic references"),
    ("stored_sql", "stored queries"),
)


def sniff(source: Source) -> bool:
    """Tell whether a file is the database of a QualCoder project."""
    return holds(source, _TABLES)


def read(source: Source) -> Project:
    """Read the database of a QualCoder project.

    Raises
    ------
    ToolkitError
        If the file is damaged, or is none of QualCoder's.
    """
    with opened(source) as database:
        database.require("QualCoder", _TABLES)
        return _Reading(source, database).project()


class _Reading:
    """One project on its way out of its database."""

    def __init__(self, source: Source, database: Database) -> None:
        self._source = source
        self._database = database
        self._gathering = Gathering()
        self._notes: list[str] = []
        self._places: dict[str, Places] = {}
        self._names: dict[str, str] = {}

    def project(self) -> Project:
        """Read everything."""
        about = next(self._database.rows("project", ("databaseversion", "date", "memo", "about")), None)
        texts = self._texts()
        codes = tuple(self._codes())
        told = self._told({code.key for code in codes})
        rule, positions = detected((passage for _, passage in told), _RULES)
        codings = tuple(self._codings(told, rule))
        self._take_notes(rule)
        cases = self._cases({text.key for text in texts}, rule)
        attributes = self._attributes("file")
        for table, what in _NOT_TAKEN:
            self._gathering.leave(what, count=self._database.count(table))
        texts = [_with_attributes(text, attributes.get(text.key, {})) for text in texts]
        if about is not None:
            self._gathering.memo("study", "", about.note("memo"), "project", title="Project memo")
            self._check_version(about)
        return Project(
            self._source.stem,
            NAME,
            (about.line("about") if about else "") or "QualCoder",
            about.line("date") if about else "",
            coders=self._gathering.coders,
            codes=codes,
            texts=tuple(texts),
            codings=codings,
            memos=tuple(self._gathering.memos),
            cases=tuple(with_cases_of_texts(cases, texts, attributes)),
            left_out=self._gathering.left_out,
            positions=positions,
            notes=(
                *self._notes,
                *_of_positions(positions),
                *self._gathering.notes(),
                *self._database.notes(),
            ),
        )

    def _check_version(self, about: Row) -> None:
        version = about.line("databaseversion")
        number = version.removeprefix("v")
        if number.isascii() and number.isdigit() and len(number) < 4 and int(number) > _NEWEST:  # noqa: PLR2004
            self._notes.append(
                f"Its tables have version {version}; known are those up to v{_NEWEST}, so look at what came."
            )
        if databases.is_journaled(self._source):
            self._notes.append("The file was not closed: what was done last may lie in one beside it (-wal).")

    def _texts(self) -> list[ProjectText]:
        """Return texts; pictures and recordings have none."""
        texts = []
        for row in self._database.rows(
            "source", ("id", "name", "fulltext", "mediapath", "memo", "owner", "date")
        ):
            key, name = row.key("id"), row.line("name")
            if not key or key in self._names:
                self._gathering.leave("files without a number of their own")
                continue
            self._names[key] = name
            places = Places(row.text("fulltext"))
            if not places.text.strip():
                self._leave_file(row)
                continue
            self._places[key] = places
            owner = self._gathering.coder(row.line("owner"))
            made_at = self._gathering.moment(row.text("date"), is_utc=False)
            self._gathering.memo(
                "transcript", key, row.note("memo"), f"source:{key}", author=owner, made_at=made_at
            )
            texts.append(ProjectText(key, name or key, places.text, made_at=made_at))
        return texts

    def _leave_file(self, row: Row) -> None:
        media = row.line("mediapath").lstrip("/").lower()
        kind = next((kind for kind in ("image", "audio", "video") if media.startswith(kind)), "")
        what = {"image": "pictures", "audio": "recordings", "video": "recordings"}.get(
            kind, "files without text"
        )
        self._gathering.leave(what, "there is no text in them")
        self._gathering.leave("memos on files without text", count=bool(row.note("memo")))

    def _codes(self) -> list[ProjectCode]:
        """Return categories and codes; a code may lie under another code, too."""
        found: dict[str, ProjectCode] = {}
        for row in self._database.rows("code_cat", ("catid", "name", "owner", "date", "memo", "supercatid")):
            if key := row.key("catid"):
                above = row.key("supercatid")
                parent = f"{_CATEGORY}{above}" if above else ""
                code = ProjectCode(_CATEGORY + key, row.line("name") or key, parent, codable=False)
                found.setdefault(code.key, code)
                self._memo_of_code(row, code.key)
        columns = ("cid", "name", "memo", "catid", "owner", "date", "color", "supercid")
        for row in self._database.rows("code_name", columns):
            key, higher, category = row.key("cid"), row.key("supercid"), row.key("catid")
            if not key or key in found:
                self._gathering.leave("codes without a number of their own")
                continue
            parent = higher or (f"{_CATEGORY}{category}" if category else "")
            found[key] = ProjectCode(key, row.line("name") or key, parent, colour=colour(row.text("color")))
            self._memo_of_code(row, key)
        sound, moved = without_circles(found.values())
        if moved:
            self._notes.append(
                f"{moved:,} codes lie under themselves or under none that is there; they are at the top."
            )
        return sound

    def _memo_of_code(self, row: Row, key: str) -> None:
        author = self._gathering.coder(row.line("owner"))
        made_at = self._gathering.moment(row.text("date"), is_utc=False)
        self._gathering.memo("code", key, row.note("memo"), f"code:{key}", author=author, made_at=made_at)

    def _told(self, codes: set[str]) -> list[tuple[Row, Told]]:
        """Return codings of texts with their places as they are told."""
        found = []
        columns = ("cid", "fid", "seltext", "pos0", "pos1", "owner", "date", "memo", "important")
        for row in self._database.rows("code_text", columns):
            places, start, end = self._places.get(row.key("fid")), row.whole("pos0"), row.whole("pos1")
            if places is None:
                why = "QualCoder deletes such codings when it opens the project"
                self._gathering.leave("codings of files that are not there or have no text", why)
            elif row.key("cid") not in codes:
                self._gathering.leave("codings with a code that is not there")
            elif start is None or end is None:
                self._gathering.leave("codings without a place")
            else:
                found.append((row, Told(places, start, end, quoted(row.text("seltext")))))
        return found

    def _codings(self, told: list[tuple[Row, Told]], rule: Rule) -> Iterator[ProjectCoding]:
        for row, passage in told:
            key, owner = row.key(ROW), self._gathering.coder(row.line("owner"))
            made_at = self._gathering.moment(row.text("date"), is_utc=False)
            start, end = passage.span(rule)
            self._gathering.memo(
                "coding", key, row.note("memo"), f"coding:{key}", author=owner, made_at=made_at
            )
            self._gathering.leave("marks of codings as important", count=bool(row.whole("important")))
            yield ProjectCoding(
                key, row.key("fid"), row.key("cid"), owner, start, end, passage.quote, made_at
            )

    def _take_notes(self, rule: Rule) -> None:
        """Take notes on passages and the journal as memos."""
        for row in self._database.rows("annotation", ("fid", "pos0", "pos1", "memo", "owner", "date")):
            places, start, end = self._places.get(row.key("fid")), row.whole("pos0"), row.whole("pos1")
            if places is None:
                self._gathering.leave("notes on files that are not there or have no text")
                continue
            title = ""
            if start is not None and end is not None:
                title = Told(places, start, end, "").title(rule)
            self._gathering.memo(
                "transcript",
                row.key("fid"),
                row.note("memo"),
                f"annotation:{row.key(ROW)}",
                title=title,
                author=self._gathering.coder(row.line("owner")),
                made_at=self._gathering.moment(row.text("date"), is_utc=False),
            )
        for row in self._database.rows("journal", ("name", "jentry", "date", "owner")):
            self._gathering.memo(
                "study",
                "",
                row.note("jentry"),
                f"journal:{row.key(ROW)}",
                title=row.line("name"),
                author=self._gathering.coder(row.line("owner")),
                made_at=self._gathering.moment(row.text("date"), is_utc=False),
            )

    def _cases(self, texts: set[str], rule: Rule) -> list[ProjectCase]:
        linked: dict[str, dict[str, None]] = {}
        for row in self._database.rows("case_text", ("caseid", "fid", "pos0", "pos1")):
            key, text = row.key("caseid"), row.key("fid")
            if text not in texts:
                self._gathering.leave("files of cases that are not there or have no text")
                continue
            linked.setdefault(key, {})[text] = None
            start, end = row.whole("pos0"), row.whole("pos1")
            if (
                start is not None
                and end is not None
                and Told(self._places[text], start, end, "").is_part(rule)
            ):
                self._gathering.leave("bounds of cases within a text", "the case has the whole text")
        attributes = self._attributes("case")
        found: dict[str, ProjectCase] = {}
        for row in self._database.rows("cases", ("caseid", "name", "memo")):
            key = row.key("caseid")
            if key and key not in found:
                texts_of = tuple(linked.get(key, ()))
                said = attributes.get(key, {})
                found[key] = ProjectCase(key, row.line("name") or key, texts_of, said, row.note("memo"))
        return list(found.values())

    def _attributes(self, kind: str) -> dict[str, dict[str, str]]:
        """Return attributes of cases or of files, by key; empty values say nothing."""
        found: dict[str, dict[str, str]] = {}
        for row in self._database.rows("attribute", ("name", "attr_type", "value", "id")):
            if row.line("attr_type") == kind and row.line("name") and row.note("value"):
                found.setdefault(row.key("id"), {})[row.line("name")] = row.note("value")
        return found


def _with_attributes(text: ProjectText, attributes: dict[str, str]) -> ProjectText:
    return ProjectText(text.key, text.name, text.text, made_at=text.made_at, attributes=attributes)


def _of_positions(positions: Positions) -> tuple[str, ...]:
    if positions.score is None or positions.score == 1:
        return ()
    off = round((1 - positions.score) * positions.n)
    return (f"{off:,} of {positions.n:,} passages do not read as QualCoder has kept their words.",)
