"""RQDA's projects come without what was deleted, and with the words they have kept, right or wrong."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from tests.formats.projects.foreign import (
    Rows,
    columns_of,
    database,
    left_out,
    loosened,
    read_or_refuse,
    refused,
    scrambled,
)
from toolkit.formats.projects import qualcoder, requal, rqda, taguette
from toolkit.model.project import Project, ProjectCase, ProjectCode, ProjectMemo
from toolkit.model.transcript import Source

SCHEMA = """
CREATE TABLE project (databaseversion text, date text, dateM text, memo text, about text);
CREATE TABLE source (name text, id integer, file text, memo text, owner text, date text, dateM text,
    status integer);
CREATE TABLE freecode (name text, memo text, owner text, date text, dateM text, id integer,
    status integer, color text);
CREATE TABLE treecode (cid integer, catid integer, date text, dateM text, memo text, status integer,
    owner text);
CREATE TABLE treefile (fid integer, catid integer, date text, dateM text, memo text, status integer,
    owner text);
CREATE TABLE filecat (name text, fid integer, catid integer, owner text, date text, dateM text,
    memo text, status integer);
CREATE TABLE codecat (name text, cid integer, catid integer, owner text, date text, dateM text,
    memo text, status integer);
CREATE TABLE coding (cid integer, fid integer, seltext text, selfirst real, selend real, status integer,
    owner text,
    date text, memo text);
CREATE TABLE coding2 (cid integer, fid integer, seltext text, selfirst real, selend real,
    status integer, owner text,
    date text, memo text);
CREATE TABLE cases (name text, memo text, owner text, date text, dateM text, id integer, status integer);
CREATE TABLE caselinkage (caseid integer, fid integer, selfirst real, selend real, status integer,
    owner text, date text,
    memo text);
CREATE TABLE caseAttr (variable text, value text, caseID integer, date text, dateM text, owner text,
    status integer);
CREATE TABLE fileAttr (variable text, value text, fileID integer, date text, dateM text, owner text,
    status integer);
CREATE TABLE journal (name text, journal text, date text, dateM text, owner text, status integer);
CREATE TABLE annotation (fid integer, position integer, annotation text, owner text, date text, dateM text,
    status integer);
CREATE TABLE image (name text, id integer, status integer);
CREATE TABLE imageCoding (cid integer, iid integer, status integer);
"""
DAY = "Sun Mar  1 09:30:00 2026"
ISO = "2026-03-01T09:30:00Z"
TEXT = "😀 ANA: I work nights.\nI sleep at noon."


def coded(
    words: str, code: int = 1, status: int = 1, quote: str | None = None, memo: str | None = None
) -> tuple[Any, ...]:
    start = TEXT.index(words)
    kept = words if quote is None else quote
    return (code, 1, kept, float(start), float(start + len(words)), status, "ana", DAY, memo)


def category(name: str, key: int, status: int = 1) -> tuple[Any, ...]:
    return (name, None, key, "ana", DAY, None, None, status)


ROWS: dict[str, list[tuple[Any, ...]]] = {
    "project": [("0.2.2", DAY, None, "Of shifts", "RQDA")],
    "source": [
        ("P01", 1, TEXT, "a long night", "ana", DAY, None, 1),
        ("P02", 2, "Gone.", None, "ana", DAY, None, 0),
        ("P03", 3, "", None, "ana", DAY, None, 1),
    ],
    "freecode": [
        ("work", "what they do", "ana", DAY, None, 1, 1, "#FF00AA"),
        ("rest", None, "ana", DAY, None, 2, 1, "antiquewhite"),
        ("old", None, "ana", DAY, None, 3, 0, None),
    ],
    "codecat": [category("Life", 1), category("Job", 2), category("Dead", 3, 0)],
    "treecode": [
        (1, 2, DAY, None, None, 1, "ana"),
        (1, 1, DAY, None, None, 1, "ana"),
        (2, 3, DAY, None, None, 1, "ana"),
    ],
    "filecat": [category("Ward", 1)],
    "treefile": [(1, 1, DAY, None, None, 1, "ana")],
    "coding": [
        coded("work nights", memo="is it?"),
        coded("sleep", 2, quote="slept"),
        coded("noon", 2, status=-1),
        coded("noon", 2, status=0),
        coded("noon", 3),
        (1, 2, "Gone", 0.0, 4.0, 1, "ana", DAY, None),
        (1, 1, "x", None, 4.0, 1, "ana", DAY, None),
    ],
    "coding2": [coded("noon")],
    "cases": [("Ana", "a nurse", "ana", DAY, None, 1, 1), ("Old", None, "ana", DAY, None, 2, 0)],
    "caselinkage": [
        (1, 1, 0.0, float(len(TEXT)), 1, "ana", DAY, None),
        (1, 2, 0.0, 5.0, 1, "ana", DAY, None),
    ],
    "caseAttr": [
        ("age", "41", 1, DAY, None, "ana", 1),
        ("kids", "NA", 1, DAY, None, "ana", 1),
        ("x", "y", 1, DAY, None, "ana", 0),
    ],
    "fileAttr": [("place", "ward", 1, DAY, None, "ana", 1)],
    "journal": [("Monday", "Began.", DAY, None, "ana", 1), ("Gone", "x", DAY, None, "ana", 0)],
    "annotation": [(1, 9, "who is I?", "ben", DAY, None, 1)],
    "image": [("a", 1, 1)],
    "imageCoding": [(1, 1, 1)],
}


def read(**changed: list[tuple[Any, ...]]) -> Project:
    return rqda.read(Source("nights.rqda", database(SCHEMA, {**ROWS, **changed})))


def test_living_codings_come_with_the_words_that_were_kept() -> None:
    project = read()
    assert [
        (TEXT[each.start : each.end], each.quote, each.code, each.coder, each.made_at)
        for each in project.codings
    ] == [
        ("work nights", "work nights", "1", "ana", ISO),
        ("sleep", "slept", "2", "ana", ISO),
    ]
    assert project.positions is not None
    assert (project.positions.rule, project.positions.score, project.positions.n) == ("code points", 0.5, 2)
    assert "1 of 2 passages do not read as RQDA has kept their words." in project.notes


def test_what_was_deleted_or_has_no_place_here_is_counted() -> None:
    assert left_out(read()) == {
        "deleted files": 1,
        "files without text": 1,
        "deleted categories of codes": 1,
        "further categories of a code": 1,
        "colours of codes": 1,
        "deleted codes": 1,
        "deleted codings": 2,
        "codings with a code that is deleted or not there": 1,
        "codings of files that are deleted or not there": 1,
        "codings without a place": 1,
        "deleted pages of the journal": 1,
        "links of cases to files that are deleted or not there": 1,
        "deleted attributes": 1,
        "deleted cases": 1,
        "second codings (table coding2)": 1,
        "pictures": 1,
        "codings of pictures": 1,
    }


def test_codes_lie_under_the_first_of_their_living_categories() -> None:
    assert read().codes == (
        ProjectCode("category:1", "Life", codable=False),
        ProjectCode("category:2", "Job", codable=False),
        ProjectCode("1", "work", "category:2", colour="#ff00aa"),
        ProjectCode("2", "rest"),
    )


def test_memos_notes_and_the_journal_are_memos() -> None:
    assert read().memos == (
        ProjectMemo("project", "study", "", "Of shifts", "Project memo"),
        ProjectMemo("file:1", "transcript", "1", "a long night", "", "ana", ISO),
        ProjectMemo("code:1", "code", "1", "what they do", "", "ana", ISO),
        ProjectMemo("coding:1", "coding", "1", "is it?", "", "ana", ISO),
        ProjectMemo(
            "annotation:1", "transcript", "1", "who is I?", "On “work nights. I sleep at noon.”", "ben", ISO
        ),
        ProjectMemo("journal:1", "study", "", "Began.", "Monday", "ana", ISO),
    )


def test_cases_attributes_and_categories_of_files_come() -> None:
    project = read()
    assert project.cases == (ProjectCase("1", "Ana", ("1",), {"place": "ward", "age": "41"}, "a nurse"),)
    assert project.texts[0].attributes == {"file category": "Ward", "place": "ward"}


def test_a_coding_keeps_its_key_though_those_ahead_of_it_are_deleted_for_good() -> None:
    schema = (
        f"{SCHEMA} INSERT INTO coding (rowid, cid, fid, seltext, selfirst, selend, status)"  # noqa: S608 - ours
        " VALUES (40, 1, 1, 'x', 0, 1, 1);"
    )
    project = rqda.read(Source("nights.rqda", database(schema, {**ROWS, "coding": []})))
    assert [each.key for each in project.codings] == ["40"]


def test_line_ends_of_windows_move_nothing() -> None:
    stored = TEXT.replace("\n", "\r\n")
    place = stored.index("noon")
    project = read(
        source=[("P01", 1, stored, None, "ana", DAY, None, 1)],
        coding=[(1, 1, "noon", float(place), float(place + 4), 1, "ana", DAY, None)],
    )
    (coding,) = project.codings
    assert project.texts[0].text[coding.start : coding.end] == "noon"


def test_dates_are_read_in_english_wherever_it_runs_and_others_are_told() -> None:
    months = [
        coded("noon"),
        (*coded("work")[:7], "So Mär  1 09:30:00 2026", None),
        (*coded("I")[:7], "2026-03-01", None),
    ]
    project = read(coding=months)
    assert [each.made_at for each in project.codings] == [ISO, "", ""]
    assert (
        "Dates in forms that are not known were left empty, such as 'So M\\xe4r  1 09:30:00 2026'."
        in project.notes
    )


def test_a_project_of_the_first_version_has_no_status_of_attributes() -> None:
    schema = " ".join(SCHEMA.split()).replace(
        "caseID integer, date text, dateM text, owner text, status integer", "caseID integer"
    )
    rows = {**ROWS, "caseAttr": [("age", "41", 1)]}
    project = rqda.read(Source("old.rqda", database(schema, rows)))
    assert project.cases[0].attributes["age"] == "41"


def test_what_lacks_its_tables_is_refused() -> None:
    assert "lacks selend in the table coding" in refused(rqda, database(SCHEMA.replace("selend real, ", "")))


def test_two_things_of_one_number_are_one() -> None:
    project = read(freecode=[ROWS["freecode"][0], ROWS["freecode"][0]], source=[ROWS["source"][0]] * 2)
    found = left_out(project)
    assert found["codes without a number of their own"] == 1
    assert found["files without a number of their own"] == 1


def test_it_says_yes_to_its_own_alone() -> None:
    source = Source("nights.rqda", database(SCHEMA, ROWS))
    assert [each.sniff(source) for each in (taguette, qualcoder, requal, rqda)] == [False, False, False, True]


@given(scrambled(ROWS, columns_of(SCHEMA)))
def test_whatever_its_cells_hold_it_is_read_or_refused(rows: Rows) -> None:
    assert read_or_refuse(rqda, database(loosened(SCHEMA), rows)) is not None
