"""requal's projects count from 1 and include the last letter; the passages are the ones that were marked."""

from __future__ import annotations

from typing import Any

import pytest
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
from toolkit.errors import ToolkitError
from toolkit.formats.projects import qualcoder, requal, rqda, taguette
from toolkit.model.project import Project, ProjectCase, ProjectCode, ProjectCoder, ProjectMemo
from toolkit.model.transcript import Source

SCHEMA = """
CREATE TABLE projects (project_id INTEGER PRIMARY KEY, project_name TEXT, project_description TEXT,
    created_at TEXT);
CREATE TABLE requal_version (project_id INTEGER, version TEXT);
CREATE TABLE users (user_id INTEGER PRIMARY KEY, user_login TEXT UNIQUE, user_name TEXT);
CREATE TABLE documents (doc_id INTEGER PRIMARY KEY, project_id INTEGER, user_id INTEGER, doc_name TEXT,
    doc_description TEXT, doc_text TEXT, created_at TEXT);
CREATE TABLE codes (project_id INTEGER, code_id INTEGER PRIMARY KEY, user_id INTEGER, code_name TEXT,
    code_description TEXT, code_color TEXT);
CREATE TABLE categories (project_id INTEGER, category_id INTEGER PRIMARY KEY, user_id INTEGER,
    category_name TEXT,
    category_description TEXT);
CREATE TABLE categories_codes_map (project_id INTEGER, category_id INTEGER, code_id INTEGER);
CREATE TABLE segments (project_id INTEGER, user_id INTEGER, doc_id INTEGER, code_id INTEGER,
    segment_id INTEGER PRIMARY KEY, segment_start INTEGER, segment_end INTEGER, segment_text TEXT);
CREATE TABLE memos (project_id INTEGER, memo_id INTEGER PRIMARY KEY, user_id INTEGER, text TEXT);
CREATE TABLE memos_codes_map (memo_id INTEGER, code_id INTEGER);
CREATE TABLE memos_documents_map (memo_id INTEGER, doc_id INTEGER, memo_start INTEGER, memo_end INTEGER);
CREATE TABLE memos_segments_map (memo_id INTEGER, segment_id INTEGER);
CREATE TABLE cases (project_id INTEGER, case_id INTEGER PRIMARY KEY, case_name TEXT, case_description TEXT);
CREATE TABLE cases_documents_map (project_id INTEGER, case_id INTEGER, doc_id INTEGER);
CREATE TABLE attributes (attribute_id INTEGER PRIMARY KEY, attribute_name TEXT, project_id INTEGER);
CREATE TABLE attribute_values (attribute_value_id INTEGER PRIMARY KEY, attribute_id INTEGER, value TEXT);
CREATE TABLE attributes_documents_map (doc_id INTEGER, attribute_id INTEGER, attribute_value_id INTEGER,
    project_id INTEGER);
CREATE TABLE attributes_cases_map (case_id INTEGER, attribute_id INTEGER, attribute_value_id INTEGER,
    project_id INTEGER);
CREATE TABLE attributes_users_map (user_id INTEGER, attribute_id INTEGER, attribute_value_id INTEGER,
    project_id INTEGER);
"""
DAY = "2026-03-01 09:30:00"
TEXT = "😀 ANA: I work nights.\nI sleep at noon."


def coded(number: int, words: str, code: int = 1, user: int = 1, quote: str | None = None) -> tuple[Any, ...]:
    first = TEXT.index(words) + 1
    return (1, user, 1, code, number, first, first + len(words) - 1, words if quote is None else quote)


ROWS: Rows = {
    "projects": [(1, "Nights", "Of shifts", DAY)],
    "requal_version": [(1, "1.1.3")],
    "users": [(1, "ana", "Ana B."), (2, "ben", None)],
    "documents": [(1, 1, 1, "P01", "long", TEXT, DAY), (2, 1, 1, "P02", "", " ", DAY)],
    "codes": [(1, 1, 1, "work", "what they do", "rgb(255, 0, 170)"), (1, 2, 1, "rest", None, None)],
    "categories": [(1, 1, 1, "Life", "all of it"), (1, 2, 1, "Job", None)],
    "categories_codes_map": [(1, 1, 1), (1, 2, 1)],
    "segments": [
        coded(1, "work nights"),
        coded(2, "noon.", 2, 2),
        coded(3, "sleep", quote="slept"),
        coded(4, "I", 9),
        (1, 1, 2, 1, 5, 1, 1, " "),
        (1, 1, 1, 1, 6, None, 1, ""),
    ],
    "memos": [
        (1, 1, 1, "of a code"),
        (1, 2, 2, "of a text"),
        (1, 3, 1, "of a passage"),
        (1, 4, 1, "free"),
        (1, 5, 1, "?"),
    ],
    "memos_codes_map": [(1, 1), (5, 9)],
    "memos_documents_map": [(2, 1, 10, 20)],
    "memos_segments_map": [(3, 1)],
    "cases": [(1, 1, "Ana", "a nurse")],
    "cases_documents_map": [(1, 1, 1), (1, 1, 2)],
    "attributes": [(1, "age", 1), (2, "place", 1)],
    "attribute_values": [(1, 1, "41"), (2, 2, "ward")],
    "attributes_documents_map": [(1, 2, 2, 1)],
    "attributes_cases_map": [(1, 1, 1, 1)],
    "attributes_users_map": [(1, 1, 1, 1)],
}


def read(**changed: list[tuple[Any, ...]]) -> Project:
    return requal.read(Source("nights.requal", database(SCHEMA, {**ROWS, **changed})))


def test_passages_are_those_that_were_marked() -> None:
    project = read()
    assert [(TEXT[each.start : each.end], each.quote, each.code, each.coder) for each in project.codings] == [
        ("work nights", "work nights", "1", "1"),
        ("noon.", "noon.", "2", "2"),
        ("sleep", "slept", "1", "1"),
    ]
    assert project.coders == (ProjectCoder("1", "Ana B."), ProjectCoder("2", "ben"))
    assert project.positions is not None
    assert (project.positions.rule, project.positions.n) == ("code points from 1, the last included", 3)
    assert project.positions.score == pytest.approx(2 / 3)


def test_codes_lie_under_the_first_of_their_categories() -> None:
    assert read().codes == (
        ProjectCode("category:1", "Life", definition="all of it", codable=False),
        ProjectCode("category:2", "Job", codable=False),
        ProjectCode("1", "work", "category:1", definition="what they do", colour="#ff00aa"),
        ProjectCode("2", "rest"),
    )


def test_memos_are_on_what_they_are_mapped_to_and_else_on_the_whole() -> None:
    assert read().memos == (
        ProjectMemo("1/code/1", "code", "1", "of a code", author="1"),
        ProjectMemo("3/coding/1", "coding", "1", "of a passage", author="1"),
        ProjectMemo("2/transcript/1", "transcript", "1", "of a text", "On “work nights”", "2"),
        ProjectMemo("4/study", "study", "", "free", author="1"),
    )


def test_cases_and_attributes_come() -> None:
    project = read()
    assert project.cases == (ProjectCase("1", "Ana", ("1",), {"place": "ward", "age": "41"}, "a nurse"),)
    assert (project.texts[0].attributes, project.texts[0].made_at) == (
        {"place": "ward"},
        "2026-03-01T09:30:00Z",
    )
    assert (project.name, project.origin, project.description) == ("Nights", "requal 1.1.3", "Of shifts")


def test_what_is_not_taken_over_is_counted() -> None:
    assert left_out(read()) == {
        "documents without text": 1,
        "further categories of a code": 1,
        "codings with a code that is not there": 1,
        "codings of documents that are not there or have no text": 1,
        "codings without a place": 1,
        "memos on what is not there": 1,
        "attributes of coders": 1,
    }


def test_of_several_projects_one_has_to_be_named() -> None:
    data = database(SCHEMA, {**ROWS, "projects": [(1, "Nights", "", DAY), (2, "Days", "", DAY)]})
    assert refused(requal, data) == "theirs.db: has 2 projects; name one by its number: 1 'Nights'; 2 'Days'"
    assert len(requal.read(Source("all.requal", data), project="1").codings) == 3
    assert requal.read(Source("all.requal", data), project="Days").texts == ()
    with pytest.raises(ToolkitError, match="has no project '3'"):
        requal.read(Source("all.requal", data), project="3")
    assert "has no project in it" in refused(requal, database(SCHEMA))


def test_passages_of_early_versions_have_no_numbers_of_their_own() -> None:
    schema = SCHEMA.replace("segment_id INTEGER PRIMARY KEY, ", "")
    rows = {**ROWS, "segments": [(1, 1, 1, 1, 3, 5, "ANA")], "memos_segments_map": []}
    (coding,) = requal.read(Source("old.requal", database(schema, rows))).codings
    assert (coding.key, TEXT[coding.start : coding.end]) == ("1", "ANA")


def test_it_says_yes_to_its_own_alone() -> None:
    source = Source("nights.requal", database(SCHEMA, ROWS))
    assert [each.sniff(source) for each in (taguette, qualcoder, requal, rqda)] == [False, False, True, False]


@given(scrambled(ROWS, columns_of(SCHEMA)))
def test_whatever_its_cells_hold_it_is_read_or_refused(rows: Rows) -> None:
    changed = {**rows, "projects": rows["projects"][:1]}
    assert read_or_refuse(requal, database(loosened(SCHEMA), changed)) is not None
