"""What holds for every reader of codings: it knows its own files, and refuses others in words."""

import json
from types import ModuleType

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from tests.formats.projects.coded import MORE_SAMPLES, READERS, SAMPLES, commented, table
from tests.formats.transcripts.samples import GOLDEN, archive, docx, paragraph, sample
from toolkit.errors import ToolkitError
from toolkit.formats import transcripts
from toolkit.formats.projects import codingtable, doccano, labelstudio, qc, wordcomments
from toolkit.formats.transcripts import FORMATS, HEAD, plain, whisper, word, workbook
from toolkit.model.transcript import Source

NAMES = sorted(path.name for path in GOLDEN.iterdir())
ALL = (*SAMPLES.values(), *MORE_SAMPLES)
HOSTILE = (
    b"",
    b"\x00" * 5000,
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"text":' * 100_000,
    b'{"text": "a", "label": [[NaN, 2, "x"]]}',
    b'[{"data": {"text": "a"}, "annotations": [1e999]}]',
    b'[{"data": null, "annotations": null}]',
    b'"text"',
    b'document,code,quote\n"open',
    b"#FORMAT=WebAnno TSV 3.3\n#T_SP=\n#Text=\n1-1\t9-1\n",
    b"(QCODE)(/QCODE){#}",
    b"PK\x03\x04" + b"\x00" * 40,
    archive({"settings.yaml": "- a", "x.sqlite3": b"SQLite format 3\x00" + b"\xff" * 2000}),
    archive({"word/document.xml": "<a/>", "word/comments.xml": "<b"}),
    archive({"xl/workbook.xml": "<a/>"}),
)


def refusal(reader: ModuleType, source: Source) -> tuple[str, ...]:
    """Read a file; return the lines in which it was refused, none if it was read."""
    try:
        reader.read(source)
    except ToolkitError as refused:
        return refused.lines()
    return ()


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_a_reader_knows_its_own_samples_and_no_others(reader: ModuleType) -> None:
    knowing = [source.name for source in SAMPLES.values() if reader.sniff(source)]
    assert knowing == [SAMPLES[reader].name]
    assert SAMPLES[reader].ending in reader.ENDINGS


@pytest.mark.parametrize("source", ALL, ids=lambda source: source.name)
def test_exactly_one_reader_knows_a_sample_and_reads_a_coding(source: Source) -> None:
    (reader,) = [each for each in READERS if each.sniff(source)]
    project = reader.read(source)
    assert project.tool == reader.NAME
    assert len(project.codings) == 1


@pytest.mark.parametrize("name", NAMES)
def test_no_reader_takes_a_transcript_for_codings(name: str) -> None:
    assert [reader.NAME for reader in READERS if reader.sniff(sample(name))] == []


def test_transcript_formats_know_these_samples_of_codings_and_no_others() -> None:
    """Whoever asks which kind a file is has to ask the readers of codings first."""
    knowing = {
        (source.name, member.NAME)
        for source in ALL
        for member in FORMATS
        if member is not plain and member.sniff(source.data[:HEAD])
    }
    assert knowing == {
        ("P08.docx", word.NAME),
        ("codings.xlsx", workbook.NAME),
        ("project.json", whisper.NAME),
        ("min.json", whisper.NAME),
    }


def test_the_text_of_commented_words_is_that_of_the_transcript() -> None:
    source = SAMPLES[wordcomments]
    assert wordcomments.read(source).texts[0].text == transcripts.read(source).transcript.text


def test_a_document_whose_comments_have_no_passage_is_no_codings() -> None:
    assert not wordcomments.sniff(docx(paragraph("P08: Yes.")))
    assert not wordcomments.sniff(commented(paragraph("P08: Yes.")))


@pytest.mark.parametrize("data", HOSTILE, ids=lambda data: repr(data[:24]))
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
def test_a_hostile_file_is_refused_in_one_line_each(reader: ModuleType, data: bytes) -> None:
    source = Source(f"odd{reader.ENDINGS[0]}", data)
    assert reader.sniff(source) in (True, False)
    assert all("\n" not in line and len(line) < 600 for line in refusal(reader, source))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.NAME)
@generated(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(reader: ModuleType, data: bytes) -> None:
    source = Source(f"odd{reader.ENDINGS[0]}", data)
    assert reader.sniff(source) in (True, False)
    assert all(refusal(reader, source))


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                (
                    *(
                        "text",
                        "data",
                        "label",
                        "labels",
                        "entities",
                        "annotations",
                        "result",
                        "value",
                        "type",
                    ),
                    *("start", "end", "id", "completed_by", "globalOffsets", "document", "code", "line"),
                    *("text_lines", "startOffset", "endOffset", "start_offset", "end_offset", "meta"),
                )
            ),
            inner | st.sampled_from(("labels", "hypertextlabels", "paragraphlabels")),
            max_size=5,
        )
    ),
    max_leaves=25,
)


@pytest.mark.parametrize("reader", [doccano, labelstudio, qc], ids=lambda reader: reader.NAME)
@generated(value=st.lists(JUNK, max_size=3))
def test_json_of_any_shape_is_read_or_refused(reader: ModuleType, value: object) -> None:
    source = Source("odd.json", json.dumps(value).encode())
    assert reader.sniff(source) in (True, False)
    assert all(refusal(reader, source))


@generated(cells=st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=7), max_size=6))
def test_a_table_with_any_cells_is_read_or_refused(cells: list[list[str]]) -> None:
    head = "document,quote,start,end,code,coder,date"
    rows = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells]
    source = Source("odd.csv", "\n".join([head, *rows]).encode("utf-8", "replace"))
    assert codingtable.sniff(source) in (True, False)
    assert all(refusal(codingtable, source))


def test_tables_that_hold_no_codings_are_not_taken_for_them() -> None:
    for head in (
        "coder,unit,code",
        "code,definition,example",
        "speaker,text",
        "document,participant",
        "a;b;c",
    ):
        assert not codingtable.sniff(table(head, "x,y,z"))
