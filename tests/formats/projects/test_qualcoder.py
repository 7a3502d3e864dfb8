"""QualCoder's projects of every version come with their tree, coders, memos and cases."""

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
from toolkit.formats.projects import qualcoder, requal, rqda, taguette
from toolkit.model.project import Project, ProjectCode, ProjectMemo
from toolkit.model.transcript import Source

SCHEMA = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text,
    owner text, date text);
CREATE TABLE code_image (imid integer primary key, id integer, cid integer);
CREATE TABLE code_av (avid integer primary key, id integer, cid integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text,
    owner text,
    date text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
    supercatid integer);
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer,
    pos1 integer,
    owner text, date text, memo text, important integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text,
    color text, supercid integer);
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
CREATE TABLE graph (grid integer primary key, name text);
"""
DAY = "2026-03-01 09:30:00"
ISO = "2026-03-01T09:30:00Z"
TEXT = "😀 ANA: I work nights.\nI sleep at noon 😀."


def coded(
    number: int, words: str, code: int = 1, *, wide: bool = True, text: str = TEXT, **said: str | int
) -> tuple[Any, ...]:
    """Return a coding of these words, by default at the places that QualCoder's window counts."""
    start = text.index(words)
    end = start + len(words)
    if wide:
        start, end = (len(text[:place].encode("utf-16-le")) // 2 for place in (start, end))
    owner, memo = said.get("owner", "ana"), said.get("memo", "")
    return (number, code, 1, said.get("quote", words), start, end, owner, DAY, memo, said.get("important"))


ROWS: dict[str, list[tuple[Any, ...]]] = {
    "project": [("v17", DAY, "Of shifts", "QualCoder 4.0")],
    "source": [
        (1, "P01.txt", TEXT, None, "a long night", "ana", DAY),
        (2, "P02.txt", "Nothing here.", None, "", "ana", DAY),
        (3, "face.jpg", None, "/images/face.jpg", "", "ana", DAY),
        (4, "talk.mp3", None, "audio:/x/talk.mp3", "loud", "ana", DAY),
    ],
    "code_cat": [(1, "Life", "ana", DAY, "all of it", None), (2, "Job", "ana", DAY, "", 1)],
    "code_name": [
        (1, "work", "what they do", 2, "ana", DAY, "#FF00AA", None),
        (2, "hours", "", None, "ana", DAY, "", 1),
        (3, "rest", "", 1, "ben", DAY, "nonsense", None),
    ],
    "code_text": [
        coded(1, "work nights.\nI", memo="is it?"),
        coded(2, "noon 😀", 2, owner="ben", important=1),
        coded(5, "sleep", 3, owner="ben"),
    ],
    "annotation": [(1, 1, 8, 12, "who is I?", "ben", DAY)],
    "journal": [(1, "Monday", "Began.", DAY, "ana")],
    "cases": [(1, "Ana", "a nurse", "ana", DAY)],
    "case_text": [(1, 1, 1, 0, len(TEXT) + 2)],
    "attribute": [
        (1, "age", "case", "41", 1),
        (2, "age", "case", "", 1),
        (3, "place", "file", "ward", 1),
        (4, "place", "file", "home", 2),
        (5, "age", "file", "no", 1),
    ],
    "code_image": [(1, 3, 1), (2, 3, 1)],
    "code_av": [(1, 4, 1)],
    "graph": [(1, "All")],
}


def read(schema: str = SCHEMA, **changed: list[tuple[Any, ...]]) -> Project:
    return qualcoder.read(Source("nights.qda", database(schema, {**ROWS, **changed})))


def passages(project: Project) -> list[str]:
    texts = {each.key: each.text for each in project.texts}
    return [texts[each.text][each.start : each.end] for each in project.codings]


def test_passages_that_the_window_counted_come_to_stand_where_they_were_marked() -> None:
    project = read()
    assert passages(project) == ["work nights.\nI", "noon 😀", "sleep"]
    assert [(each.key, each.code, each.coder, each.made_at) for each in project.codings] == [
        ("1", "1", "ana", ISO),
        ("2", "2", "ben", ISO),
        ("5", "3", "ben", ISO),
    ]
    found = project.positions
    assert found is not None
    assert (found.rule, found.score, found.runner_up, found.runner_up_score) == (
        "UTF-16 units",
        1,
        "code points",
        0,
    )


def test_passages_counted_in_letters_are_found_out_too() -> None:
    project = read(code_text=[coded(1, "nights", wide=False), coded(2, "noon 😀", wide=False)])
    assert passages(project) == ["nights", "noon 😀"]
    assert project.positions is not None
    assert project.positions.rule == "code points"


def test_texts_with_the_line_ends_of_windows_are_counted_as_the_window_does() -> None:
    stored = TEXT.replace("\n", "\r\n")
    project = read(
        source=[(1, "P01", stored, None, "", "ana", DAY)],
        code_text=[coded(1, "nights.\nI"), coded(2, "noon")],
    )
    assert passages(project) == ["nights.\nI", "noon"]
    assert project.texts[0].text == TEXT
    assert project.positions is not None
    assert project.positions.rule == "UTF-16 units, CRLF as one"


def test_words_that_are_not_at_their_place_are_kept_and_counted() -> None:
    project = read(code_text=[coded(1, "work", quote="play"), coded(2, "noon"), coded(3, "sleep")])
    assert [each.quote for each in project.codings] == ["play", "noon", "sleep"]
    assert passages(project)[0] == "work"
    assert "1 of 3 passages do not read as QualCoder has kept their words." in project.notes


def test_paragraph_ends_of_a_selection_are_line_ends() -> None:
    project = read(code_text=[coded(1, "nights.\nI", quote="nights.\u2029I")])
    assert project.codings[0].quote == "nights.\nI"
    assert project.positions is not None
    assert project.positions.score == 1


def test_categories_codes_and_codes_under_codes_are_one_tree() -> None:
    assert read().codes == (
        ProjectCode("category:1", "Life", codable=False),
        ProjectCode("category:2", "Job", "category:1", codable=False),
        ProjectCode("1", "work", "category:2", colour="#ff00aa"),
        ProjectCode("2", "hours", "1"),
        ProjectCode("3", "rest", "category:1"),
    )


def test_codes_that_lie_under_themselves_are_put_at_the_top_and_told() -> None:
    project = read(
        code_cat=[(1, "A", "", "", "", 2), (2, "B", "", "", "", 1), (3, "C", "", "", "", 9)],
        code_name=[
            (1, "a", "", 1, "", "", "", 2),
            (2, "b", "", 1, "", "", "", 1),
            (3, "c", "", 3, "", "", "", 3),
        ],
    )
    parents = {each.key: each.parent for each in project.codes}
    assert len(parents) == 6
    assert parents["category:3"] == parents["3"] == ""
    assert any("4 codes lie under themselves" in note for note in project.notes)


def test_memos_of_everything_come_with_who_wrote_them() -> None:
    assert read().memos == (
        ProjectMemo("source:1", "transcript", "1", "a long night", "", "ana", ISO),
        ProjectMemo("code:category:1", "code", "category:1", "all of it", "", "ana", ISO),
        ProjectMemo("code:1", "code", "1", "what they do", "", "ana", ISO),
        ProjectMemo("coding:1", "coding", "1", "is it?", "", "ana", ISO),
        ProjectMemo("annotation:1", "transcript", "1", "who is I?", "On “I wo”", "ben", ISO),
        ProjectMemo("journal:1", "study", "", "Began.", "Monday", "ana", ISO),
        ProjectMemo("project", "study", "", "Of shifts", "Project memo"),
    )


def test_cases_have_their_attributes_and_those_of_their_only_text() -> None:
    project = read()
    first, second = project.cases
    assert (first.name, first.texts, first.description) == ("Ana", ("1",), "a nurse")
    assert first.attributes == {"age": "41", "place": "ward"}
    assert (second.name, second.texts, second.attributes) == ("P02.txt", ("2",), {"place": "home"})
    assert project.texts[0].attributes == {"place": "ward", "age": "no"}


def test_a_text_that_shares_its_case_keeps_what_is_said_of_it_to_itself() -> None:
    project = read(case_text=[(1, 1, 1, 0, 5), (2, 1, 2, 0, 13)])
    (case,) = project.cases
    assert case.attributes == {"age": "41"}
    assert project.texts[1].attributes == {"place": "home"}
    assert left_out(project)["bounds of cases within a text"] == 1


def test_what_is_not_taken_over_is_counted() -> None:
    assert left_out(read()) == {
        "pictures": 1,
        "recordings": 1,
        "memos on files without text": 1,
        "marks of codings as important": 1,
        "codings of pictures": 2,
        "codings of recordings": 1,
        "graphs": 1,
    }


def test_codings_of_nothing_are_counted() -> None:
    lost = [
        (1, 9, 1, "x", 0, 1, "", DAY, "", None),
        (2, 1, 9, "x", 0, 1, "", DAY, "", None),
        (3, 1, 1, "x", None, 1, "", DAY, "", None),
    ]
    found = left_out(read(code_text=lost))
    assert found["codings with a code that is not there"] == 1
    assert found["codings of files that are not there or have no text"] == 1
    assert found["codings without a place"] == 1


def test_dates_without_a_zone_are_told_and_unknown_ones_left_empty() -> None:
    project = read(code_text=[(1, 1, 1, "😀", 0, 2, "ana", "yesterday", "", None)])
    assert project.codings[0].made_at == ""
    assert "Dates in forms that are not known were left empty, such as 'yesterday'." in project.notes
    assert any("do not tell their time zone" in note for note in project.notes)


def test_a_project_of_an_early_version_lacks_tables_and_columns() -> None:
    schema = """
    CREATE TABLE project (databaseversion text, date text, memo text, about text);
    CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text,
        owner text, date text);
    CREATE TABLE code_cat (catid integer primary key, name text);
    CREATE TABLE code_name (cid integer primary key, name text, catid integer);
    CREATE TABLE code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text);
    """
    rows = {
        "project": [("v1", DAY, "", "QualCoder")],
        "source": ROWS["source"][:1],
        "code_name": [(1, "work", None)],
        "code_text": [(1, 1, "ANA", 3, 6, "ana")],
    }
    project = qualcoder.read(Source("old.qda", database(schema, rows)))
    assert [(each.key, each.start, each.end, each.coder) for each in project.codings] == [("1", 2, 5, "ana")]
    assert project.name == "old"
    assert project.key == DAY


@pytest.mark.parametrize(
    ("version", "told"), [("v17", False), ("v18", True), ("v999", True), ("v²", False), ("", False)]
)
def test_a_version_that_is_not_known_is_told(version: str, *, told: bool) -> None:
    project = read(project=[(version, DAY, "", "")])
    assert any("known are those up to v17" in note for note in project.notes) is told


def test_views_that_it_makes_itself_do_no_harm() -> None:
    schema = SCHEMA + "CREATE VIEW code_text_visible AS SELECT * FROM code_text;"  # noqa: S608 - ours
    assert len(read(schema).codings) == 3
    hidden = SCHEMA.replace("CREATE TABLE code_text (", "CREATE TABLE other (")
    view = "CREATE VIEW code_text AS SELECT * FROM other;"
    assert "lacks the table code_text" in refused(qualcoder, database(hidden + view))


def test_it_says_yes_to_its_own_alone() -> None:
    source = Source("nights.qda", database(SCHEMA, ROWS))
    assert [each.sniff(source) for each in (taguette, qualcoder, requal, rqda)] == [False, True, False, False]


@given(scrambled(ROWS, columns_of(SCHEMA)))
def test_whatever_its_cells_hold_it_is_read_or_refused(rows: Rows) -> None:
    assert read_or_refuse(qualcoder, database(loosened(SCHEMA), rows)) is not None
