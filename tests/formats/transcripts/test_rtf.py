import pytest

from tests.formats.transcripts.samples import check, said, sample
from toolkit.errors import ToolkitError
from toolkit.formats.transcripts import read
from toolkit.model.transcript import Source


def rtf(body: str) -> Source:
    return Source("P03.rtf", rf"{{\rtf1\ansi\ansicpg1252 {body}}}".encode("latin-1"))


def refusal(source: Source) -> str:
    with pytest.raises(ToolkitError) as refused:
        read(source)
    return str(refused.value)


def test_rich_text_is_read_with_its_letters() -> None:
    reading = read(sample("notes.rtf"))
    assert said(sample("notes.rtf")) == [
        ("I", "Where do you keep the bees?"),
        ("P25", "On the roof… “high up”, by the café. 🌹\nIn May.\nAnd {every} day."),
        ("I", "So often?"),
        ("P25", "да. Yes."),
    ]
    assert reading.report.left_out == (
        "1 header line, 2 words",
        "labels, 4 words",
        "tracked deletions, 2 words",
    )


def test_a_table_is_read_row_by_row() -> None:
    cells = r"\trowd I\cell Where?\cell\row\trowd P03\cell Here.\cell\row"
    assert said(rtf(cells)) == [("I", "Where?"), ("P03", "Here.")]


@pytest.mark.parametrize("mark", [rb"", b"\xef\xbb\xbf", b"\r\n"])
def test_what_stands_ahead_of_the_mark_does_no_harm(mark: bytes) -> None:
    assert said(Source("P03.rtf", mark + rtf(r"P03: Yes.\par I: No.").data)) == [
        ("P03", "Yes."),
        ("I", "No."),
    ]


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (r"\u99999999 x", "is damaged rich text"),
        (r"{\fonttbl" + r"{\f1\fcharset0 a;}" * 1_001 + "}P03: Yes.", "declares more than 1,000 fonts"),
        (r"{\fonttbl" + "a" * 200_001 + "}P03: Yes.", "declares more than 1,000 fonts"),
        (r"{\*\generator x}", "has no spoken words"),
    ],
)
def test_damaged_and_hostile_rich_text_is_refused(body: str, what: str) -> None:
    assert what in refusal(rtf(body))


def test_other_files_called_so_are_refused() -> None:
    assert refusal(Source("P03.rtf", b"P03: Yes.")) == (
        "P03.rtf: is no rich text; save it as .rtf, or name it for what it is"
    )
    assert "is larger than 20 MB" in refusal(Source("P03.rtf", b"{\\rtf1 " + b"a" * (20 * 2**20)))


def test_a_line_of_nothing_but_fields_is_read_in_time() -> None:
    body = r"{\field{\*\fldinst{" * 20_000
    assert "has no spoken words" in refusal(rtf(body))
    check(read(rtf(r"P03: " + r"{\deleted a " * 5_000 + r" I: x \par P03: y")))
