"""Codings as other programs write them, made up for the tests, and what every project read has to keep."""

from __future__ import annotations

import json
import sqlite3

from tests.formats.transcripts.samples import W, archive, cells, docx, paragraph, run, xlsx
from toolkit.formats.projects import codingtable, doccano, inline, labelstudio, qc, webanno, wordcomments
from toolkit.model.project import Project, ProjectCoding
from toolkit.model.transcript import Source

READERS = (doccano, labelstudio, webanno, qc, inline, wordcomments, codingtable)

WORDS = "I trust my team 😀 and they trust me."


def jsonl(*records: object, name: str = "all.jsonl") -> Source:
    return Source(name, "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records).encode())


def as_json(value: object, name: str = "project.json") -> Source:
    return Source(name, json.dumps(value, ensure_ascii=False).encode())


def table(*rows: str, name: str = "codings.csv") -> Source:
    return Source(name, "\n".join(rows).encode())


def task(*results: object, text: str = WORDS, **more: object) -> dict[str, object]:
    """Make a task of Label Studio with one annotation."""
    annotation = {"id": 7, "completed_by": 3, "created_at": "2024-03-01T09:30:00.5Z", "result": list(results)}
    return {"id": 1, "data": {"text": text}, "annotations": [annotation], "predictions": [], **more}


def label(start: int, end: int, text: str, *names: str) -> dict[str, object]:
    value = {"start": start, "end": end, "text": text, "labels": list(names)}
    return {"id": "r", "type": "labels", "from_name": "label", "to_name": "text", "value": value}


def tsv(
    *lines: str, layers: tuple[str, ...] = ("#T_SP=webanno.custom.Code|name",), name: str = "anna.tsv"
) -> Source:
    head = ["#FORMAT=WebAnno TSV 3.3", *layers, "", ""]
    return Source(name, "\n".join([*head, *lines, ""]).encode())


def commented(body: str, *comments: str, extended: str = "", name: str = "P08.docx") -> Source:
    """Make a Word document with comments, given as XML."""
    w14 = "http://schemas.microsoft.com/office/word/2010/wordml"
    parts = {"comments": f'<w:comments xmlns:w="{W}" xmlns:w14="{w14}">{"".join(comments)}</w:comments>'}
    if extended:
        w15 = "http://schemas.microsoft.com/office/word/2012/wordml"
        parts["commentsExtended"] = f'<w15:commentsEx xmlns:w15="{w15}">{extended}</w15:commentsEx>'
    return docx(body, name, **parts)


def comment(id_: int, words: str, author: str = "Ana", paragraph_id: str = "") -> str:
    key = f' w14:paraId="{paragraph_id}"' if paragraph_id else ""
    lines = "".join(f"<w:p{key}>{run(line)}</w:p>" for line in words.split("\n"))
    return f'<w:comment w:id="{id_}" w:author="{author}" w:date="2024-03-01T09:30:00Z">{lines}</w:comment>'


def begins(id_: int) -> str:
    return f'<w:commentRangeStart w:id="{id_}"/>'


def ends(id_: int) -> str:
    return f'<w:commentRangeEnd w:id="{id_}"/>'


def database(*coded: tuple[str, int, str, str]) -> bytes:
    """Make the database of a qc project: text, line, coder and code of each coding."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE document (file_path TEXT PRIMARY KEY, file_hash TEXT);"
        "CREATE TABLE document_index (id INTEGER PRIMARY KEY, name TEXT, document_id TEXT);"
        "CREATE TABLE location (id INTEGER PRIMARY KEY, start_line INT, end_line INT, document_index_id INT);"
        "CREATE TABLE coded_line (id INTEGER PRIMARY KEY, line INT, coder_id TEXT, code_id TEXT);"
        "CREATE TABLE coded_line_location_association (coded_line_id INT, location_id INT);"
    )
    for number, document in enumerate(dict.fromkeys(each[0] for each in coded), 1):
        connection.execute("INSERT INTO document VALUES (?, '')", (document,))
        connection.execute("INSERT INTO document_index VALUES (?, 'lines', ?)", (number, document))
        connection.execute("INSERT INTO location VALUES (?, 0, 99, ?)", (number, number))
    numbers = {
        document: number for number, document in enumerate(dict.fromkeys(each[0] for each in coded), 1)
    }
    for key, (document, line, coder, code) in enumerate(coded, 1):
        connection.execute("INSERT INTO coded_line VALUES (?, ?, ?, ?)", (key, line, coder, code))
        connection.execute(
            "INSERT INTO coded_line_location_association VALUES (?, ?)", (key, numbers[document])
        )
    connection.commit()
    return connection.serialize()


def folder(texts: dict[str, str], *coded: tuple[str, int, str, str], codebook: str = "- trust\n") -> Source:
    members: dict[str, str | bytes] = {
        "study/settings.yaml": "qc_version: 1.7.8\ncorpus_dir: corpus\ndatabase: qualitative_coding.sqlite3\n"
        "memos_dir: memos\ncodebook: codebook.yaml\n",
        "study/codebook.yaml": codebook,
        "study/qualitative_coding.sqlite3": database(*coded),
    }
    return Source(
        "study.zip", archive(members | {f"study/corpus/{path}": text for path, text in texts.items()})
    )


SAMPLES = {
    doccano: jsonl({"id": 1, "text": WORDS, "label": [[2, 7, "trust"]], "Comments": []}),
    labelstudio: as_json([task(label(2, 7, "trust", "trust"))]),
    webanno: tsv("#Text=I trust.", "1-1\t0-1\tI\t_\t", "1-2\t2-7\ttrust\tTrust\t"),
    qc: folder({"p1.txt": "one\ntwo\n"}, ("p1.txt", 1, "ana", "trust")),
    inline: Source("p1.txt", b"P1: I (QCODE)trust(/QCODE){#trust} them.\n"),
    wordcomments: commented(
        f"<w:p>{run('P08: I ')}{begins(0)}{run('trust')}{ends(0)}{run(' them.')}</w:p>{paragraph('I: Why?')}",
        comment(0, "trust"),
    ),
    codingtable: table("document,quote,code", "P08,I trust them,trust"),
}
MORE_SAMPLES = (
    Source(
        "codings.xlsx", xlsx(cells("Document name", "Code", "Segment"), cells("P1", "trust", "I trust")).data
    ),
    as_json(
        [
            {
                "id": 1,
                "text": WORDS,
                "annotator": 1,
                "annotation_id": 2,
                "label": [label(2, 7, "trust", "a")["value"]],
            }
        ],
        "min.json",
    ),
    as_json(
        [{"document": "p1.txt", "line": 1, "code": "a", "text_lines": [0, 2], "text": "one\ntwo\n"}],
        "find.json",
    ),
)


def quoted(project: Project, coding: ProjectCoding) -> str:
    """Return the words at the place of a coding."""
    text = next(each.text for each in project.texts if each.key == coding.text)
    assert coding.start is not None
    assert coding.end is not None
    assert 0 <= coding.start < coding.end <= len(text)
    return text[coding.start : coding.end]


def given(project: Project) -> list[tuple[str, str, str]]:
    """Return who gave which code to which words."""
    names = {code.key: code.name for code in project.codes}
    return [(each.coder, names[each.code], quoted(project, each)) for each in project.codings]


def left_out(project: Project) -> dict[str, int]:
    return {each.what: each.count for each in project.left_out}
