import pytest

from tests.formats.transcripts.samples import ODF, archive, check, odt, said, sample
from toolkit.errors import ToolkitError
from toolkit.formats.transcripts import read
from toolkit.model.transcript import Source


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def words_of(body: str) -> str:
    reading = read(odt(body))
    check(reading)
    return reading.transcript.text


def refusal(source: Source) -> str:
    with pytest.raises(ToolkitError) as refused:
        read(source)
    return str(refused.value)


def test_a_document_with_bold_labels_and_bare_questions_is_read() -> None:
    source = sample("questions.odt")
    reading = read(source)
    assert said(source) == [
        ("I", "The recorder is on."),
        (None, "1.Where do you keep bees?"),
        ("P24", "On the roof, “high  up”.\nIn May.\nAnd I go up every day."),
        (None, "2.And what do they cost you?"),
        (None, "Sleep. (laughs)"),
        ("I", "Thank you."),
    ]
    assert reading.report.left_out == (
        "2 header lines, 7 words",
        "labels, 3 words",
        "tracked deletions, 2 words",
    )
    assert reading.transcript.verbatim == "clean"


def test_signs_are_characters_and_blanks_between_elements_are_none() -> None:
    assert (
        words_of(p('a<text:tab/>b<text:s text:c="3"/>c\n   d<text:line-break/>e<text:s/>f'))
        == "a\tb   c d\ne f"
    )
    assert words_of(f"\n  {p('a')}\n  {p('b')}\n") == "a\nb"


def test_every_word_in_a_wrapper_is_kept() -> None:
    body = (
        '<text:section><text:h text:outline-level="1">head</text:h><text:list><text:list-item>'
        f"{p('item')}</text:list-item></text:list></text:section>"
        + p("<text:a>link</text:a> <text:span>span <text:span>in</text:span> it</text:span><text:bookmark/>")
        + p("<text:change-start/>inserted<text:change-end/>")
    )
    assert words_of(body) == "head\nitem\nlink span in it\ninserted"


def test_a_table_is_read_row_by_row() -> None:
    def row(*cells: str) -> str:
        written = "".join(f"<table:table-cell>{p(one)}</table:table-cell>" for one in cells)
        return f"<table:table-row>{written}</table:table-row>"

    body = f"<table:table><table:table-column/>{row('I', 'Where?')}{row('P03', 'Here.')}</table:table>"
    assert words_of(body) == "I\tWhere?\nP03\tHere."
    assert said(odt(body)) == [("I", "Where?"), ("P03", "Here.")]


def test_a_text_box_is_read_after_its_paragraph() -> None:
    box = f"<draw:frame><draw:text-box>{p('boxed')}</draw:text-box></draw:frame>"
    assert words_of(p(f"before {box}after") + p("next")) == "before after\nboxed\nnext"


def test_what_stands_beside_the_text_is_counted() -> None:
    body = f"<text:note-body>{p('two words')}</text:note-body>"
    note = f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"
    by = "<dc:creator>Dana</dc:creator><dc:date>2026</dc:date>"
    comment = f"<office:annotation>{by}{p('one')}</office:annotation>"
    styles = (
        f'<office:document-styles xmlns:office="{ODF}office:1.0" xmlns:style="{ODF}style:1.0" '
        f'xmlns:text="{ODF}text:1.0"><style:header>{p("a b c")}</style:header>'
        f"<style:footer>{p('d')}</style:footer></office:document-styles>"
    )
    reading = read(odt(p(f"Yes.{note} No.{comment}"), styles=styles))
    check(reading)
    assert reading.transcript.text == "Yes. No."
    assert reading.report.left_out == (
        "notes, 2 words",
        "comments, 1 word",
        "page headers, 3 words",
        "page footers, 1 word",
    )


def test_bold_questions_are_turns_only_where_there_are_labels() -> None:
    assert said(odt(p("One.") + p("What is it about?", "B"))) == [(None, "One."), (None, "What is it about?")]


def test_a_locked_document_is_refused_with_what_to_do() -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    locked = odt(p("x"), **{"META-INF/manifest": manifest})
    assert refusal(locked) == "P03.odt: is locked by a password; save it without one"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "is damaged at content.xml"),
        ("<a", "is damaged at content.xml"),
        ("<a/>", "holds no text in content.xml"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a/>', "declares a document type"),
    ],
)
def test_a_hostile_or_damaged_document_is_refused(content: str, what: str) -> None:
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
    }
    assert what in refusal(Source("P03.odt", archive(members)))


def test_endless_nesting_and_other_archives_are_refused() -> None:
    deep = "<text:span>" * 220 + "</text:span>" * 220
    assert "is nested too deeply" in refusal(odt(p(deep)))
    assert "is a zip archive without OpenDocument text in it" in refusal(
        Source("P03.odt", archive({"a.txt": "x"}))
    )
    assert "is no OpenDocument text" in refusal(Source("P03.odt", b"P03: Yes."))
    assert words_of(p('a<text:s text:c="99999999999"/>b')) == "a b"
