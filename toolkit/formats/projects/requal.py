"""Projects of requal (.requal), an SQLite database with all that a team did.

Positions are code points counted from 1, and the last one is of the passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from toolkit.errors import ToolkitError
from toolkit.formats.projects.databases import ROW, Database, Row, holds, opened
from toolkit.formats.projects.gathering import Gathering, colour, with_cases_of_texts
from toolkit.formats.projects.places import Places, Rule, Told, detected, quoted
from toolkit.model.coding import Subject
from toolkit.model.project import Positions, Project, ProjectCase, ProjectCode, ProjectCoding, ProjectText
from toolkit.model.transcript import Source

NAME = "requal project"
ENDINGS = (".requal", ".sqlite", ".db")

_TABLES: Final = {
    "projects": ("project_id", "project_name"),
    "documents": ("doc_id", "project_id", "doc_name", "doc_text"),
    "codes": ("code_id", "project_id", "code_name"),
    "segments": ("project_id", "doc_id", "code_id", "segment_start", "segment_end"),
}
_RULE: Final = Rule("code points")
_COUNTED: Final = "code points from 1, the last included"
_CATEGORY: Final = "category:"
_MOST_LISTED: Final = 20


def sniff(source: Source) -> bool:
    """Tell whether a file is a database of requal."""
    return holds(source, _TABLES)


def read(source: Source, *, project: str = "") -> Project:
    """Read a project of requal.

    Parameters
    ----------
    project
        Name or number of the project, where the file has several.

    Raises
    ------
    ToolkitError
        If the file is damaged, is none of requal's, or has several projects and none is named.
    """
    with opened(source) as database:
        database.require("requal", _TABLES)
        return _Reading(source, database, _chosen(source, database, project)).project()


def _chosen(source: Source, database: Database, project: str) -> Row:
    columns = ("project_id", "project_name", "project_description", "created_at")
    found = list(database.rows("projects", columns))
    if not found:
        raise ToolkitError(source.name, "has no project in it", "give a file that requal has saved")
    asked = [row for row in found if project in {row.key("project_id"), row.line("project_name")}]
    named = asked if project else found
    if len(named) == 1:
        return named[0]
    listed = "; ".join(
        f"{row.key('project_id')} {row.line('project_name')!r}" for row in found[:_MOST_LISTED]
    )
    if not named:
        raise ToolkitError(source.name, f"has no project {project!r}", f"name one of: {listed}")
    raise ToolkitError(source.name, f"has {len(named):,} projects", f"name one by its number: {listed}")


class _Reading:
    """One project on its way out of a database."""

    def __init__(self, source: Source, database: Database, chosen: Row) -> None:
        self._source = source
        self._database = database
        self._chosen = chosen
        self._id = chosen.key("project_id")
        self._gathering = Gathering()
        self._places: dict[str, Places] = {}
        self._users = {
            row.key("user_id"): row.line("user_name") or row.line("user_login")
            for row in database.rows("users", ("user_id", "user_login", "user_name"))
        }
        self._notes: list[str] = []

    def project(self) -> Project:
        """Read everything."""
        row = self._chosen
        texts = self._texts()
        codes = self._codes()
        told = self._told({code.key for code in codes})
        _, positions = detected((passage for _, passage in told), (_RULE,))
        codings = tuple(self._codings(told))
        self._take_memos({code.key for code in codes}, {coding.key for coding in codings})
        cases = self._cases()
        attributes = self._attributes("attributes_documents_map", "doc_id")
        self._gathering.leave("attributes of coders", count=self._database.count("attributes_users_map"))
        texts = [
            ProjectText(
                text.key,
                text.name,
                text.text,
                description=text.description,
                made_at=text.made_at,
                attributes=attributes.get(text.key, {}),
            )
            for text in texts
        ]
        version = next((row.line("version") for row in self._mine("requal_version", ("version",))), "")
        return Project(
            row.line("project_name") or self._source.stem,
            NAME,
            f"requal {version}".strip(),
            row.line("created_at"),
            description=row.note("project_description"),
            coders=self._gathering.coders,
            codes=tuple(codes),
            texts=tuple(texts),
            codings=codings,
            memos=tuple(self._gathering.memos),
            cases=tuple(with_cases_of_texts(cases, texts, attributes)),
            left_out=self._gathering.left_out,
            positions=Positions(_COUNTED, positions.score, positions.n, evidence="quotes"),
            notes=(*self._notes, *self._gathering.notes(), *self._database.notes()),
        )

    def _mine(self, table: str, columns: tuple[str, ...]) -> Iterator[Row]:
        """Yield the rows of this project; tables that do not say whose they are have one's alone."""
        for row in self._database.rows(table, ("project_id", *columns)):
            if "project_id" not in row or row.key("project_id") == self._id:
                yield row

    def _coder(self, row: Row) -> str:
        key = row.key("user_id")
        return self._gathering.coder(key, self._users.get(key, ""))

    def _texts(self) -> list[ProjectText]:
        found: list[ProjectText] = []
        columns = ("doc_id", "user_id", "doc_name", "doc_description", "doc_text", "created_at")
        for row in self._mine("documents", columns):
            key, places = row.key("doc_id"), Places(row.text("doc_text"))
            if not key or key in self._places:
                self._gathering.leave("documents without a number of their own")
            elif not places.text.strip():
                self._gathering.leave("documents without text")
            else:
                self._places[key] = places
                description = row.note("doc_description")
                made_at = self._gathering.moment(row.text("created_at"), is_utc=True)
                name = row.line("doc_name") or key
                found.append(ProjectText(key, name, places.text, description=description, made_at=made_at))
        return found

    def _codes(self) -> list[ProjectCode]:
        """Return categories, then codes with the first of the categories they are in."""
        found: dict[str, ProjectCode] = {}
        for row in self._mine("categories", ("category_id", "category_name", "category_description")):
            if key := row.key("category_id"):
                name = row.line("category_name") or key
                definition = row.note("category_description")
                code = ProjectCode(_CATEGORY + key, name, definition=definition, codable=False)
                found.setdefault(code.key, code)
        parents = self._parents(set(found))
        for row in self._mine("codes", ("code_id", "code_name", "code_description", "code_color")):
            key = row.key("code_id")
            if not key or key in found:
                self._gathering.leave("codes without a number of their own")
                continue
            found[key] = ProjectCode(
                key,
                row.line("code_name") or key,
                parents.get(key, ""),
                definition=row.note("code_description"),
                colour=colour(row.text("code_color")),
            )
        return list(found.values())

    def _parents(self, categories: set[str]) -> dict[str, str]:
        parents: dict[str, str] = {}
        for row in self._mine("categories_codes_map", ("category_id", "code_id")):
            code, category = row.key("code_id"), _CATEGORY + row.key("category_id")
            if not code or category not in categories or parents.get(code) == category:
                continue
            if code in parents:
                self._gathering.leave("further categories of a code", "a code lies under one here")
            parents.setdefault(code, category)
        return parents

    def _told(self, codes: set[str]) -> list[tuple[Row, Told]]:
        found = []
        columns = (
            *("segment_id", "user_id", "doc_id", "code_id"),
            *("segment_start", "segment_end", "segment_text"),
        )
        for row in self._mine("segments", columns):
            places = self._places.get(row.key("doc_id"))
            first, last = row.whole("segment_start"), row.whole("segment_end")
            if places is None:
                self._gathering.leave("codings of documents that are not there or have no text")
            elif row.key("code_id") not in codes:
                self._gathering.leave("codings with a code that is not there")
            elif first is None or last is None:
                self._gathering.leave("codings without a place")
            else:
                found.append((row, Told(places, first - 1, last, quoted(row.text("segment_text")))))
        return found

    def _codings(self, told: list[tuple[Row, Told]]) -> Iterator[ProjectCoding]:
        seen: set[str] = set()
        for row, passage in told:
            # Early versions had no numbers of their own for these.
            key = row.key("segment_id" if "segment_id" in row else ROW)
            if not key or key in seen:
                self._gathering.leave("codings without a number of their own")
                continue
            seen.add(key)
            start, end = passage.span(_RULE)
            yield ProjectCoding(
                key, row.key("doc_id"), row.key("code_id"), self._coder(row), start, end, passage.quote
            )

    def _take_memos(self, codes: set[str], codings: set[str]) -> None:
        """Take memos: on each thing they are about, or on the whole where they are about none."""
        memos = {row.key("memo_id"): row for row in self._mine("memos", ("memo_id", "user_id", "text"))}
        placed: set[str] = set()

        def note(
            row: Row, about: Subject, subject: str, there: Mapping[str, object] | set[str], title: str = ""
        ) -> None:
            memo = memos.get(row.key("memo_id"))
            if memo is None or not row.key("memo_id"):
                return
            placed.add(row.key("memo_id"))
            if subject not in there:
                self._gathering.leave("memos on what is not there")
                return
            key = f"{row.key('memo_id')}/{about}/{row.key(ROW)}"
            self._gathering.memo(
                about, subject, memo.note("text"), key, author=self._coder(memo), title=title
            )

        for row in self._database.rows("memos_codes_map", ("memo_id", "code_id")):
            note(row, "code", row.key("code_id"), codes)
        for row in self._database.rows("memos_segments_map", ("memo_id", "segment_id")):
            note(row, "coding", row.key("segment_id"), codings)
        for row in self._database.rows(
            "memos_documents_map", ("memo_id", "doc_id", "memo_start", "memo_end")
        ):
            note(row, "transcript", row.key("doc_id"), self._places, self._title(row))
        for key, memo in memos.items():
            if key not in placed:
                self._gathering.memo("study", "", memo.note("text"), f"{key}/study", author=self._coder(memo))

    def _title(self, row: Row) -> str:
        places, first, last = (
            self._places.get(row.key("doc_id")),
            row.whole("memo_start"),
            row.whole("memo_end"),
        )
        if places is None or first is None or last is None:
            return ""
        return Told(places, first - 1, last, "").title(_RULE)

    def _cases(self) -> list[ProjectCase]:
        linked: dict[str, dict[str, None]] = {}
        for row in self._mine("cases_documents_map", ("case_id", "doc_id")):
            if row.key("doc_id") in self._places:
                linked.setdefault(row.key("case_id"), {})[row.key("doc_id")] = None
        attributes = self._attributes("attributes_cases_map", "case_id")
        found: dict[str, ProjectCase] = {}
        for row in self._mine("cases", ("case_id", "case_name", "case_description")):
            key = row.key("case_id")
            if key and key not in found:
                said, description = attributes.get(key, {}), row.note("case_description")
                texts = tuple(linked.get(key, ()))
                found[key] = ProjectCase(key, row.line("case_name") or key, texts, said, description)
        return list(found.values())

    def _attributes(self, table: str, pointer: str) -> dict[str, dict[str, str]]:
        """Return attributes by key of what has them."""
        names = {
            row.key("attribute_id"): row.line("attribute_name")
            for row in self._mine("attributes", ("attribute_id", "attribute_name"))
        }
        values = {
            row.key("attribute_value_id"): row.note("value")
            for row in self._database.rows("attribute_values", ("attribute_value_id", "value"))
        }
        found: dict[str, dict[str, str]] = {}
        for row in self._mine(table, ("attribute_id", "attribute_value_id", pointer)):
            name, value = names.get(row.key("attribute_id")), values.get(row.key("attribute_value_id"))
            if name and value:
                found.setdefault(row.key(pointer), {})[name] = value
        return found
