import zipfile

import pytest

from tests.formats.transcripts.samples import W, archive, check, document, docx, paragraph, said, sample
from toolkit.errors import ToolkitError
from toolkit.formats.transcripts import read
from toolkit.model.transcript import Source


def words_of(body: str) -> str:
    reading = read(docx(body))
    check(reading)
    return reading.transcript.text


def refusal(source: Source) -> str:
    with pytest.raises(ToolkitError) as refused:
        read(source)
    return str(refused.value)


def test_a_document_with_bold_labels_is_read() -> None:
    source = sample("labels.docx")
    reading = read(source)
    assert said(source) == [
        ("I1", "Who taught you?"),
        ("P23", "My aunt did, Joséphine.\nShe kept bees."),
        ("I2", "And who taught her?"),
        ("P23", "Nobody.\nShe read."),
    ]
    assert reading.report.left_out == ("1 header line, 9 words", "labels, 4 words", "page footers, 2 words")
    assert reading.transcript.verbatim == "edited"


def test_bold_alone_is_a_label() -> None:
    body = paragraph("**I", " Where?") + paragraph("**P08") + paragraph("Here.") + paragraph("**I ", "Why?")
    assert said(docx(body)) == [("I", "Where?"), ("P08", "Here."), ("I", "Why?")]


def test_bold_words_in_an_answer_are_no_label() -> None:
    body = paragraph("P08: Yes.") + paragraph("**Never", " that.") + paragraph("I: Why?")
    assert said(docx(body)) == [("P08", "Yes.\nNever that."), ("I", "Why?")]


def test_signs_are_characters() -> None:
    signs = "<w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:cr/><w:t>e</w:t>"
    assert words_of(f"<w:p><w:r><w:t>a</w:t>{signs}</w:r></w:p>") == "a\tb\nc-d\ne"


def test_every_word_in_a_wrapper_is_kept() -> None:
    inside = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:p>"
        f"<w:sdt><w:sdtContent>{inside.format('control ')}</w:sdtContent></w:sdt>"
        f"<w:hyperlink>{inside.format('link ')}</w:hyperlink><w:ins>{inside.format('inserted ')}</w:ins>"
        f"<w:smartTag>{inside.format('smart ')}</w:smartTag><w:moveTo>{inside.format('moved ')}</w:moveTo>"
        f"<w:fldSimple w:instr='PAGE'>{inside.format('field ')}</w:fldSimple>"
        "<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath></w:p></w:sdtContent></w:sdt>"
    )
    assert words_of(body) == "control link inserted smart moved field x+y"


def test_what_was_deleted_or_is_code_is_not_read_and_deletions_are_counted() -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>kept</w:t></w:r>"
        "<w:del><w:r><w:delText> gone for good</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t> moved</w:t></w:r></w:moveFrom>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r></w:p>"
    )
    reading = read(docx(body))
    check(reading)
    assert reading.transcript.text == "kept"
    assert reading.report.left_out == ("tracked deletions, 3 words",)


def test_a_table_is_read_row_by_row() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{cell}</w:tc>' for cell in cells)}</w:tr>"

    table = row(paragraph("I"), paragraph("Where?")) + row(
        paragraph("P08"), paragraph("Here.") + paragraph("There.")
    )
    assert words_of(f"<w:tbl>{table}</w:tbl>") == "I\tWhere?\nP08\tHere.\nThere."
    assert said(docx(f"<w:tbl>{table}</w:tbl>")) == [("I", "Where?"), ("P08", "Here.\nThere.")]


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    twice = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = (
        f"<w:p><w:r><w:t>before </w:t></w:r><w:r>{twice}</w:r><w:r><w:t>after</w:t></w:r></w:p>"
        + paragraph("next")
    )
    assert words_of(body) == "before after\nboxed\nnext"


def test_what_stands_beside_the_text_is_counted() -> None:
    def part(name: str, words: str) -> str:
        return f'<w:{name} xmlns:w="{W}">{paragraph(words)}</w:{name}>'

    source = docx(
        paragraph("P08: Yes.") + "<w:altChunk/>",
        header1=part("hdr", "one"),
        header2=part("hdr", "two three"),
        footer1=part("ftr", "four"),
        footnotes=part("footnotes", "five six"),
        endnotes=part("endnotes", "seven"),
        comments=part("comments", "eight nine ten"),
    )
    reading = read(source)
    check(reading)
    assert reading.report.left_out == (
        "labels, 1 word",
        "page headers, 3 words",
        "page footers, 1 word",
        "footnotes, 2 words",
        "endnotes, 1 word",
        "comments, 3 words",
        "1 embedded document that cannot be read",
    )


def test_paragraphs_without_labels_are_turns_of_nobody() -> None:
    body = (
        paragraph("One.") + paragraph() + "<w:p><w:r><w:t>Two,</w:t><w:br/><w:t>still two.</w:t></w:r></w:p>"
    )
    assert said(docx(body)) == [(None, "One."), (None, "Two,\nstill two.")]


def test_paragraphs_within_paragraphs_keep_their_order() -> None:
    assert words_of(f"<w:p><w:r><w:t>a</w:t></w:r>{paragraph('b')}<w:r><w:t>c</w:t></w:r></w:p>") == "a\nbc"


def test_letters_are_kept_and_line_ends_within_a_run_are_blanks() -> None:
    assert words_of(paragraph("e\u0301 🌱&#13;\n”x”")) == "e\u0301 🌱  ”x”"


def test_the_strict_kind_of_document_is_read() -> None:
    body = document(paragraph("P08: Yes.")).replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert said(Source("P08.docx", archive({"word/document.xml": body}))) == [("P08", "Yes.")]


def test_the_text_is_found_where_the_archive_says_it_is() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="/word/document2.xml"/></Relationships>'
    )
    members: dict[str, str | bytes] = {
        "_rels/.rels": relations,
        "word/document2.xml": document(paragraph("P08: Hi")),
    }
    assert said(Source("P08.docx", archive(members))) == [("P08", "Hi")]


def test_a_document_without_speech_is_refused() -> None:
    assert "has no spoken words" in refusal(docx(paragraph(" ")))
    assert "has no spoken words" in refusal(docx(""))


@pytest.mark.parametrize(
    ("members", "what"),
    [
        ({"word/styles.xml": "<x/>"}, "without Word text"),
        ({"word/document.xml": "<w:document"}, "is damaged at word/document.xml"),
        ({"word/document.xml": ""}, "is damaged at word/document.xml"),
        ({"word/document.xml": "<html/>"}, "holds no Word text"),
        ({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]>' + document("")}, "declares a document type"),
        ({"word/document.xml": document("<w:p>" * 230 + "</w:p>" * 230)}, "is nested too deeply"),
        ({"word/document.xml": document("<w:p>" * 900 + "</w:p>" * 900)}, "is damaged at word/document.xml"),
        ({"word/document.xml": document(paragraph("x")), "../evil.sh": "x"}, "a path out of it"),
        ({"word/document.xml": document(paragraph("x")), "/etc/passwd": "x"}, "a path out of it"),
        (
            {"word/document.xml": document(paragraph("x")), "word/footnotes.xml": "<broken"},
            "word/footnotes.xml",
        ),
        ({"word/document.xml": document(paragraph("x") + " " * 6_000_000)}, "over 200 times its size"),
    ],
)
def test_a_hostile_or_damaged_document_is_refused(members: dict[str, str | bytes], what: str) -> None:
    told = refusal(Source("P08.docx", archive(members)))
    assert told.startswith("P08.docx: ")
    assert what in told
    assert "\n" not in told


def test_entities_are_never_resolved(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("outside") / "secret.txt"
    secret.write_text("secret")
    doctype = f'<!DOCTYPE a [<!ENTITY b SYSTEM "{secret.as_uri()}">]>'
    member = doctype + document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")
    assert "declares a document type" in refusal(Source("P08.docx", archive({"word/document.xml": member})))


def test_a_locked_member_is_refused() -> None:
    data = bytearray(docx(paragraph("P08: Yes."), "P08.docx").data)
    place = data.index(b"PK\x01\x02") + 8
    data[place] |= 1
    assert (
        refusal(Source("P08.docx", bytes(data))) == "P08.docx: is locked by a password; save it without one"
    )


def test_an_archive_packed_in_a_rare_way_is_refused() -> None:
    data = archive({"word/document.xml": document(paragraph("x"))}, zipfile.ZIP_BZIP2)
    assert "in a rare way" in refusal(Source("P08.docx", data))
