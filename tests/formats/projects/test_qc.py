import sqlite3

import pytest

from tests.formats.projects.coded import as_json, database, folder, given, left_out
from tests.formats.transcripts.samples import archive
from toolkit.errors import ToolkitError
from toolkit.formats.projects import qc
from toolkit.model.transcript import Source

TEXTS = {"a/p1.txt": "one 😀\r\ntwo\r\nthree\r\n", "p2.txt": "four\n"}


def test_a_folder_tells_codes_texts_and_who_coded_which_line() -> None:
    codebook = "- work:\n  - trust\n  - team\n- other\n"
    coded = ("a/p1.txt", 1, "ana", "trust"), ("a/p1.txt", 1, "bo", "new"), ("p2.txt", 0, "ana", "work")
    project = qc.read(folder(TEXTS, *coded, codebook=codebook))
    assert given(project) == [("ana", "trust", "two"), ("bo", "new", "two"), ("ana", "work", "four")]
    assert {(code.name, code.parent) for code in project.codes} == {
        *(("work", ""), ("trust", "work"), ("team", "work"), ("other", ""), ("new", "")),
    }
    assert (project.name, project.origin) == ("study", "qc 1.7.8")


def test_a_line_that_is_not_there_is_kept_to_be_looked_at() -> None:
    (coding,) = qc.read(folder({"p.txt": "one"}, ("p.txt", 9, "ana", "trust"))).codings
    assert coding.start == 4


def test_a_missing_text_is_a_fault() -> None:
    with pytest.raises(ToolkitError, match=r"lacks the text 'p\.txt'"):
        qc.read(folder({}, ("p.txt", 0, "ana", "trust")))


def test_codings_of_no_text_are_counted() -> None:
    data = database(("p.txt", 0, "ana", "trust"))
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    connection.execute("INSERT INTO coded_line VALUES (5, 0, 'ana', 'trust')")
    connection.commit()
    members: dict[str, str | bytes] = {"settings.yaml": "qc_version: 1.7.8", "corpus/p.txt": "one"}
    members |= {
        "codebook.yaml": "- trust",
        "qualitative_coding.sqlite3": connection.serialize(),
        "memos/m.md": "x",
    }
    project = qc.read(Source("study.zip", archive(members)))
    assert left_out(project) == {"codings of no text": 1, "memos in files of their own": 1}
    assert project.name == "study"


def test_a_database_that_computes_what_it_shows_is_refused() -> None:
    connection = sqlite3.connect(":memory:")
    for name in ("document", "coded_line", "coded_line_location_association", "location", "document_index"):
        connection.execute(f"CREATE VIEW {name} AS SELECT randomblob(1000000000)")
    connection.commit()
    members: dict[str, str | bytes] = {"settings.yaml": "qc_version: 1", "x.sqlite3": connection.serialize()}
    members["settings.yaml"] = "database: x.sqlite3"
    with pytest.raises(ToolkitError, match="without the table"):
        qc.read(Source("study.zip", archive(members)))


def test_a_database_out_of_the_zip_is_refused() -> None:
    members: dict[str, str | bytes] = {"settings.yaml": "database: ../../etc/x.sqlite3", "x.sqlite3": b""}
    with pytest.raises(ToolkitError, match="has no member"):
        qc.read(Source("study.zip", archive(members)))


def test_what_a_search_prints_quotes_the_coded_line() -> None:
    line = {
        "document": "p1.txt",
        "line": 4,
        "code": "trust",
        "text_lines": [2, 7],
        "text": "c\nd\n  e \nf\ng\n",
    }
    whole = {"document": "p1.txt", "paragraph": [0, 2], "code": "team", "text": "a\nb\n"}
    source = as_json([line, whole])
    assert qc.sniff(source)
    project = qc.read(source, coder="ana")
    assert [(each.code, each.coder, each.quote, each.start) for each in project.codings] == [
        ("trust", "ana", "e", None),
        ("team", "ana", "a\nb", None),
    ]
    with pytest.raises(ToolkitError) as refused:
        qc.read(as_json([{**line, "line": 99}, {**line, "text_lines": "x"}, 5]))
    assert len(refused.value.lines()) == 3
