"""Taguette's passages come to stand where they were marked, as whose and with what."""

from __future__ import annotations

import json
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
from toolkit.model.project import LeftOut, Project, ProjectCode
from toolkit.model.transcript import Source

SCHEMA = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL,
    created TEXT NOT NULL);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL,
    filename TEXT NOT NULL,
    created TEXT NOT NULL, project_id INTEGER NOT NULL, text_direction TEXT NOT NULL, contents TEXT NOT NULL);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date TEXT NOT NULL, user_login TEXT NOT NULL,
    project_id INTEGER NOT NULL, document_id INTEGER, payload TEXT NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL, path TEXT NOT NULL,
    description TEXT NOT NULL);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL, start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
"""
DAY = "2026-03-01 09:30:00.250000"
PAGE = "<p><b>ANA:</b> I work\nnights 😀</p>\n<p>&amp; I sleep</p>"
HELD = "ANA: I work\nnights 😀\n& I sleep"
TEXT = "ANA: I work nights 😀\n& I sleep"


def bytes_of(words: str) -> tuple[int, int]:
    """Return where words stand in the page, counted as Taguette counts."""
    place = HELD.index(words)
    return len(HELD[:place].encode()), len(HELD[: place + len(words)].encode())


def highlight(number: int, words: str, snippet: str | None = None) -> tuple[Any, ...]:
    return (number, 1, *bytes_of(words), snippet if snippet is not None else f"<p>{words}</p>")


def logged(number: int, who: str, kind: str, **payload: object) -> tuple[Any, ...]:
    return (number, f"2026-03-01 09:3{number}:00", who, 1, 1, json.dumps({"type": kind, **payload}))


ROWS: dict[str, list[tuple[Any, ...]]] = {
    "projects": [(1, "Nights", "On shifts", DAY)],
    "documents": [(1, "P01", "first\r\ninterview", "p01.html", DAY, 1, "LEFT_TO_RIGHT", PAGE)],
    "tags": [
        (1, 1, "work", "what they do"),
        (2, 1, "work.hours", ""),
        (3, 1, "rest", ""),
        (4, 1, "unused", ""),
    ],
    "highlights": [highlight(1, "work\nnights 😀"), highlight(2, "😀\n& I"), highlight(3, "sleep")],
    "highlight_tags": [(1, 1), (1, 2), (2, 3)],
    "commands": [
        logged(1, "ana", "highlight_add", highlight_id=1, tags=[1]),
        logged(2, "ben", "highlight_add", highlight_id=1, tags=[1, 2]),
        logged(3, "ben", "highlight_add", highlight_id=2, tags=[9]),
        logged(4, "ana", "tag_merge", src_tag_id=9, dest_tag_id=3),
    ],
}


def read(**changed: list[tuple[Any, ...]]) -> Project:
    return taguette.read(Source("nights.sqlite3", database(SCHEMA, {**ROWS, **changed})))


def test_passages_come_with_their_words_though_bytes_were_counted() -> None:
    project = read()
    (text,) = project.texts
    assert (text.name, text.text, text.description) == ("P01", TEXT, "first\ninterview")
    assert [(each.code, text.text[each.start : each.end], each.quote) for each in project.codings] == [
        ("1", "work nights 😀", "work nights 😀"),
        ("2", "work nights 😀", "work nights 😀"),
        ("3", "😀\n& I", "😀 & I"),
    ]
    assert project.positions is not None
    assert (project.positions.rule, project.positions.score, project.positions.n) == ("UTF-8 bytes", 1.0, 2)


def test_who_gave_a_tag_first_is_told_by_the_log_though_tags_were_united() -> None:
    assert [(each.code, each.coder, each.made_at) for each in read().codings] == [
        ("1", "ana", "2026-03-01T09:31:00Z"),
        ("2", "ben", "2026-03-01T09:32:00Z"),
        ("3", "ben", "2026-03-01T09:33:00Z"),
    ]


def test_nobody_is_said_to_have_marked_what_is_not_in_the_log() -> None:
    project = read(
        commands=[logged(1, "ana", "tag_add"), (2, DAY, "ana", 1, 1, "no JSON"), (3, DAY, "b", 1, 1, "[]")]
    )
    assert {each.coder for each in project.codings} == {""}
    assert project.coders == ()


def test_tags_united_in_a_circle_end_somewhere() -> None:
    circle = [
        logged(1, "ana", "highlight_add", highlight_id=1, tags=[7]),
        logged(2, "ana", "tag_merge", src_tag_id=7, dest_tag_id=8),
        logged(3, "ana", "tag_merge", src_tag_id=8, dest_tag_id=7),
    ]
    assert {each.coder for each in read(commands=circle).codings} == {""}


def test_what_is_not_taken_over_is_counted() -> None:
    page = [(1, "P01", "", "", DAY, 1, "LEFT_TO_RIGHT", PAGE + '<img src="x"><a href="http://a.b/">c</a>')]
    assert left_out(read(documents=page)) == {
        "pictures in documents": 1,
        "addresses of links in documents": 1,
        "highlights without a tag": 1,
    }
    assert LeftOut("highlights without a tag", 1, "a passage needs a code") in read().left_out


def test_paths_of_tags_make_a_tree() -> None:
    paths = ["work", "work.hours", "home.kids.school", "home.kids.play", "Dr. Who", "a..b", ".c", "v1.0"]
    project = read(tags=[(number, 1, path, "") for number, path in enumerate(paths, 1)])
    assert [(each.key, each.name, each.parent, each.codable) for each in project.codes] == [
        ("folder:home", "home", "", False),
        ("folder:home.kids", "kids", "folder:home", False),
        ("1", "work", "", True),
        ("2", "hours", "1", True),
        ("3", "school", "folder:home.kids", True),
        ("4", "play", "folder:home.kids", True),
        ("5", "Dr. Who", "", True),
        ("6", "a..b", "", True),
        ("7", ".c", "", True),
        ("8", "v1.0", "", True),
    ]


def test_descriptions_of_tags_are_definitions() -> None:
    assert read().codes[0] == ProjectCode("1", "work", definition="what they do")


def test_a_passage_whose_place_is_bad_comes_with_its_words() -> None:
    project = read(highlights=[(1, 1, 5_000, 6_000, "<i>gone</i>"), (2, 1, 9, 3, "turned")])
    outside, turned = project.codings[0], project.codings[2]
    assert outside.quote == "gone"
    assert outside.start is not None
    assert outside.start > len(TEXT)
    assert (turned.start, turned.end, turned.quote) == (9, 3, "turned")
    assert project.positions is not None
    assert project.positions.score == 0


SEVERAL = {"projects": [(1, "Nights", "", DAY), (2, "Days", "", DAY), (3, "Days", "", DAY)]}


def test_of_several_projects_one_has_to_be_named() -> None:
    data = database(SCHEMA, {**ROWS, **SEVERAL})
    assert "has 3 projects: 1 'Nights'; 2 'Days'; 3 'Days'" in refused(taguette, data)
    source = Source("all.sqlite3", data)
    assert len(taguette.read(source, project="Nights").codings) == 3
    assert taguette.read(source, project="2").codings == ()
    for wrong in ("Days", "4"):
        with pytest.raises(ToolkitError, match=r"^all[.]sqlite3: has"):
            taguette.read(source, project=wrong)


def test_a_database_without_a_project_says_so() -> None:
    assert refused(taguette, database(SCHEMA)).startswith("theirs.db: has no project in it")


def test_a_table_that_lacks_what_is_needed_is_told() -> None:
    schema = SCHEMA.replace("end_offset INTEGER NOT NULL,", "")
    assert "lacks end_offset in the table highlights" in refused(taguette, database(schema))


def test_it_says_yes_to_its_own_alone() -> None:
    source = Source("nights.sqlite3", database(SCHEMA, ROWS))
    assert [each.sniff(source) for each in (taguette, qualcoder, requal, rqda)] == [True, False, False, False]


@given(scrambled(ROWS, columns_of(SCHEMA)))
def test_whatever_its_cells_hold_it_is_read_or_refused(rows: Rows) -> None:
    read_or_refuse(taguette, database(loosened(SCHEMA), {**rows, "projects": rows["projects"][:1]}))
