import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from tests.formats.projects.coded import begins, comment, commented, ends, given, left_out
from tests.formats.transcripts.samples import docx, paragraph, run
from toolkit.errors import ToolkitError
from toolkit.formats import transcripts
from toolkit.formats.projects import wordcomments


def line(*parts: str) -> str:
    return f"<w:p>{''.join(parts)}</w:p>"


def test_a_comment_names_one_code_or_several_by_its_author() -> None:
    body = line(run("P08: I "), begins(0), run("trust"), run(" them"), ends(0), run("."))
    project = wordcomments.read(commented(body, comment(0, "trust; #team\nwork, trust")))
    assert given(project) == [("Ana", name, "trust them") for name in ("trust", "team", "work")]
    assert {coding.made_at for coding in project.codings} == {"2024-03-01T09:30:00Z"}


def test_comments_may_overlap_and_run_over_paragraphs_and_tables() -> None:
    cell = line(begins(1), run("in "), begins(0), run("a cell"))
    body = f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>" + line(
        run("next"), ends(0), run(" end"), ends(1)
    )
    project = wordcomments.read(commented(body, comment(0, "x"), comment(1, "y", "Bo")))
    assert given(project) == [("Ana", "x", "a cell\nnext"), ("Bo", "y", "in a cell\nnext end")]


def test_positions_are_those_of_the_transcript_of_the_same_file() -> None:
    body = paragraph("**I:", " Why? 😀") + line(run("P08: I "), begins(0), run("trust 漢"), ends(0), run("."))
    deleted = "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    source = commented(deleted + body, comment(0, "x"))
    project, transcript = wordcomments.read(source), transcripts.read(source).transcript
    assert project.texts[0].text == transcript.text
    (coding,) = project.codings
    assert transcript.text[coding.start : coding.end] == "trust 漢"


def test_replies_are_left_out_and_resolved_comments_told() -> None:
    body = line(begins(0), begins(1), run("words"), ends(0), ends(1))
    extended = (
        '<w15:commentEx w15:paraId="0A" w15:done="1"/><w15:commentEx w15:paraId="0B" w15:paraIdParent="0A"/>'
    )
    comments = comment(0, "x", paragraph_id="0A"), comment(1, "I agree", "Bo", paragraph_id="0B")
    project = wordcomments.read(commented(body, *comments, extended=extended))
    assert given(project) == [("Ana", "x", "words")]
    assert left_out(project) == {"replies to comments": 1}
    assert project.notes == ("Marked as resolved, and read like the others: 1 comment.",)


def test_comments_on_no_words_without_words_or_too_long_are_counted() -> None:
    body = line(
        begins(0), run("  "), ends(0), begins(1), run("a"), ends(1), begins(2), run("b"), ends(2), begins(3)
    )
    comments = (
        comment(0, "x"),
        comment(1, " ,"),
        comment(2, "long " * 40),
        comment(3, "open"),
        comment(9, "nowhere"),
    )
    assert left_out(wordcomments.read(commented(body, *comments))) == {
        "comments that are on no words": 3,
        "comments without words": 1,
        "comments too long to name a code": 1,
    }


def test_a_document_without_comments_is_refused() -> None:
    with pytest.raises(ToolkitError, match="has no comments"):
        wordcomments.read(docx(paragraph("P08: Yes.")))


@generated(
    parts=st.lists(st.text(st.sampled_from("ab 😀漢ש"), min_size=1, max_size=6), min_size=3, max_size=3)
)
def test_a_comment_is_on_the_words_between_its_ends(parts: list[str]) -> None:
    before, words, after = parts
    body = line(run(before), begins(0), run(words), ends(0), run(after))
    project = wordcomments.read(commented(body, comment(0, "x")))
    assert [found for *_, found in given(project)] == ([words.strip()] if words.strip() else [])
