import pytest

from tests.formats.transcripts.samples import archive, cells, check, said, sample, xlsx
from toolkit.errors import FaultyFile, ToolkitError
from toolkit.formats.transcripts import delimited, read
from toolkit.formats.transcripts.tabular import columns_of
from toolkit.model.transcript import Source


def table(*lines: str, name: str = "P03.csv", encoding: str = "utf-8") -> Source:
    return Source(name, "\n".join(lines).encode(encoding))


def refusal(source: Source) -> str:
    with pytest.raises(ToolkitError) as refused:
        read(source)
    return str(refused.value)


def test_a_table_is_read_with_speakers_times_and_what_it_leaves_out() -> None:
    reading = read(sample("rows.csv"))
    assert said(sample("rows.csv")) == [
        ("Dana", "Where do you keep them; the bees?"),
        ("P27", 'On the roof & in the yard. Always "up" there.'),
        (None, "Hm."),
    ]
    assert [turn.began for turn in reading.transcript.turns] == [1.0, 4.5, 3602.0]
    assert (reading.report.cues, reading.report.cues_merged, reading.report.unknown_speakers) == (4, 1, 1)
    assert reading.report.left_out == ("1 header row, 5 words", "columns that are not read, 2 words")


@pytest.mark.parametrize(
    ("names", "places"),
    [
        ("start,end,speaker,text", (3, 2, 0, 1)),
        ("text,speaker", (0, 1, None, None)),
        ("startTime_ms,Name,Utterance", (2, 1, 0, None)),
        ("#,Timecode,Who,Words", (3, 2, 1, None)),
        ("IN,OUT,Participant,Comment", (3, 2, 0, 1)),
        ("Start (hh:mm:ss),End (hh:mm:ss),Speaker Label,Content", (3, 2, 0, 1)),
        ("Comment,Speaker,Text", (2, 1, None, None)),
        ("Time,Start,Name,Speaker,Said", (4, 3, 1, None)),
    ],
)
def test_columns_are_known_by_common_names(names: str, places: tuple[int | None, ...]) -> None:
    found = columns_of(names.split(","))
    assert found
    assert (found.text, found.speaker, found.began, found.ended) == places


@pytest.mark.parametrize("names", ["text", "speaker,start", "participant,role,band", "a,b", "id,text"])
def test_other_tables_are_no_transcripts(names: str) -> None:
    assert columns_of(names.split(",")) is None
    assert not delimited.sniff(f"{names}\n1,2,3\n".encode())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings_make_no_difference(delimiter: str, encoding: str) -> None:
    source = table(
        delimiter.join(["speaker", "text"]), delimiter.join(["Zoë", '"Yes, no; or | so"']), encoding=encoding
    )
    assert said(source) == [("Zoë", "Yes, no; or | so")]


def test_a_title_may_stand_above_the_names() -> None:
    assert said(table("Talk 3,,", "speaker,text,", "I,Where?,", "P03,Here.,")) == [
        ("I", "Where?"),
        ("P03", "Here."),
    ]


@pytest.mark.parametrize(
    ("lines", "began"),
    [
        (["start,text", "0,Where is it then?", "2.5,There.", "61,Ah so."], [0.0, 2.5, 61.0]),
        (["start,text", "0,Where is it then?", "2500,There.", "61000,Ah so."], [0.0, 2.5, 61.0]),
        (["start_ms,text", "500,Where?", "2500,There."], [0.5, 2.5]),
        (["time,text", "0,Where?", "0.00002893518,There.", "0.0007060185,Ah."], [0.0, 2.5, 61.0]),
        (["time,text", "[00:01],Where?", "01:01:01:12,There."], [1.0, 3661.0]),
    ],
)
def test_times_are_seconds_whatever_they_are_counted_in(lines: list[str], began: list[float]) -> None:
    turns = read(table(*(f"{line},{n}" for n, line in enumerate(lines)))).transcript.turns
    found = read(
        table(*(f"{line},{name}" for line, name in zip(lines, ["speaker", "a", "b", "c"], strict=False)))
    )
    assert [turn.began for turn in found.transcript.turns] == began
    assert turns


def test_every_faulty_row_is_told_with_its_line() -> None:
    with pytest.raises(FaultyFile) as refused:
        read(table("start,end,text", "soon,2,a", '1,2,"b', 'c"', "3,late,d", f"4,5,{'e' * 9}"))
    assert [fault.told("P03.csv") for fault in refused.value.faults] == [
        "P03.csv:2: the time 'soon' cannot be read; correct the row",
        "P03.csv:5: the time 'late' cannot be read; correct the row",
    ]


def test_a_table_without_known_columns_is_refused_with_what_to_do() -> None:
    assert refusal(table("a,b", "1,2")) == (
        "P03.csv: has no columns that are known to hold words and speakers or times; "
        "its first row has 'a', 'b'; "
        "name the columns start, speaker and text in its first row"
    )
    assert "the speaker's name has 300 characters" in refusal(table("speaker,text", "a" * 300 + ",b"))
    assert "is no row of a table" in refusal(table("speaker,text", "P03," + "a" * 200_000))


def test_a_workbook_is_read_like_a_table() -> None:
    reading = read(sample("rows.xlsx"))
    assert said(sample("rows.xlsx")) == [("Dana", "Where are the bees?"), ("P28", "Up there, & safe.")]
    assert [turn.began for turn in reading.transcript.turns] == [3.0, 63.0]
    assert reading.report.left_out == ("1 header row, 3 words", "columns that are not read, 1 word")


def test_empty_cells_keep_their_places() -> None:
    row = '<c r="B2" t="inlineStr"><is><t>Yes.</t></is></c><c r="D2"><v>4</v></c>'
    assert said(xlsx(cells("speaker", "text"), row)) == [(None, "Yes.")]


def test_shared_strings_are_found_and_their_readings_aloud_left_out() -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>P03</t></si>'
        "<si><r><t>Yes, </t></r><r><t>no.</t></r><rPh><t>x</t></rPh></si></sst>"
    )
    row = '<c t="s"><v>0</v></c><c t="s"><v>1</v></c>'
    assert said(xlsx(cells("speaker", "text"), row, sharedStrings=strings)) == [("P03", "Yes, no.")]
    assert "is a damaged workbook" in refusal(xlsx(cells("speaker", "text"), row))


def test_other_and_damaged_workbooks_are_refused() -> None:
    assert "has no columns that are known" in refusal(xlsx(cells("a", "b")))
    assert "is an Excel workbook without sheets" in refusal(
        Source("P03.xlsx", archive({"xl/worksheets/a.xml": ""}))
    )
    assert "is no workbook" in refusal(Source("P03.xlsx", b"P03: Yes."))
    check(read(xlsx(cells("speaker", "text"), '<c r="ZZZ1"><v>1</v></c>', cells("P03", "Yes."))))


def test_times_with_days_and_remarks_behind_them_are_read_and_the_remarks_counted() -> None:
    reading = read(sample("remarks.tsv"))
    check(reading)
    assert [turn.began for turn in reading.transcript.turns] == [1.0, 4.0, 63.0]
    assert reading.report.left_out[1:] == (
        "columns that are not read, 3 words",
        "remarks behind times, 3 words",
    )
    source = table("timestamp,speaker,text", "2 days 00:00:01.500,P03,a", "[00:01:02] (both stand up),I,b")
    assert [turn.began for turn in read(source).transcript.turns] == [172801.5, 62.0]
    assert "the time '12 bees' cannot be read" in refusal(table("timestamp,speaker,text", "12 bees,P03,a"))


def test_columns_with_long_explanations_in_brackets_are_known() -> None:
    names = ["Speaker", "Start time (seconds after the bell)", "Raw transcription", "Corrected transcription"]
    found = columns_of(names)
    assert found is not None
    assert (found.speaker, found.began, found.text) == (0, 1, 2)
