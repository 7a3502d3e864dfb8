import pytest

from tests.formats.projects.coded import left_out, table
from tests.formats.transcripts.samples import cells, xlsx
from toolkit.errors import Invalid, ToolkitError
from toolkit.formats.projects import codingtable
from toolkit.model.project import Project
from toolkit.model.transcript import Source


def told(project: Project) -> list[tuple[str, str, str, str]]:
    names = {code.key: code.name for code in project.codes}
    return [(each.text, each.coder, names[each.code], each.quote) for each in project.codings]


def places(project: Project) -> list[tuple[int | None, int | None]]:
    return [(each.start, each.end) for each in project.codings]


def test_rows_are_codings_of_documents_without_text() -> None:
    project = codingtable.read(
        table("Document;Quote;Code;Coder;Date;Memo;Mood", "P1;I trust;trust;Ana;2024-03-01 09:30;why?;good")
    )
    assert told(project) == [("P1", "Ana", "trust", "I trust")]
    assert [(text.name, text.text) for text in project.texts] == [("P1", "")]
    assert project.codings[0].made_at == "2024-03-01T09:30:00Z"
    assert [memo.text for memo in project.memos] == ["why?"]
    assert left_out(project) == {"the column 'Mood'": 1}


def test_highlights_of_taguette_are_read() -> None:
    source = table(
        "id,document,content,tag", "1,P1.docx,I trust,trust", "1,P1.docx,I trust,team", name="h.csv"
    )
    assert codingtable.sniff(source)
    assert told(codingtable.read(source)) == [
        ("P1.docx", "", "trust", "I trust"),
        ("P1.docx", "", "team", "I trust"),
    ]


@pytest.mark.parametrize(
    "head",
    [
        "Document group,Document name,Code,Beginning,End,Segment,Created by,Created,Comment",
        "Dokumentgruppe,Dokumentname,Code,Anfang,Ende,Segment,Erstellt von,Erstellt am,Kommentar",
    ],
)
def test_coded_segments_of_maxqda_are_read_with_codes_as_paths(head: str) -> None:
    source = table(head, "A,P1,Work > Trust,3,3,I trust them,Ana,01.03.2024 09:30,", name="segments.csv")
    assert codingtable.sniff(source)
    project = codingtable.read(source)
    assert told(project) == [("P1", "Ana", "Trust", "I trust them")]
    assert {(code.name, code.parent, code.codable) for code in project.codes} == {
        ("Work", "", False),
        ("Trust", "Work", True),
    }
    assert places(project) == [(None, None)]
    assert left_out(project)["positions"] == 1
    assert project.codings[0].made_at == "2024-03-01T09:30:00Z"


def test_quotations_of_atlas_ti_are_read_with_several_codes_in_a_cell() -> None:
    rows = (
        cells("ID", "Document", "Quotation Content", "Codes", "Reference"),
        cells("1:1", "P1", "I trust", "a\nb", "1"),
    )
    source = Source("quotations.xlsx", xlsx(*rows).data)
    assert codingtable.sniff(source)
    assert told(codingtable.read(source)) == [("P1", "", "a", "I trust"), ("P1", "", "b", "I trust")]


@pytest.mark.parametrize(("end", "last"), [("exclusive", 7), ("inclusive", 6)])
def test_whether_the_end_is_counted_is_told_by_the_length_of_quotes(end: str, last: int) -> None:
    project = codingtable.read(
        table("document,quote,code,start,end", f"P1,trust,a,2,{last}", f"P1,I tru,b,0,{last - 2 + 0}")
    )
    assert places(project)[0] == (2, 7)
    assert project.positions is not None
    assert (project.positions.rule, project.positions.evidence) == (f"first 0, end {end}", "quotes")


def test_a_person_can_say_how_positions_count() -> None:
    source = table("document,code,start,end", "P1,a,1,5")
    assert places(codingtable.read(source)) == [(1, 5)]
    project = codingtable.read(source, first=1, end="inclusive")
    assert places(project) == [(0, 5)]
    assert project.positions is not None
    assert project.positions.chosen
    for wrong in ({"first": 2}, {"end": "sideways"}):
        with pytest.raises(Invalid):
            codingtable.read(source, **wrong)


def test_commas_part_codes_only_where_a_column_or_a_person_says_so() -> None:
    assert len(codingtable.read(table("document,quote,codes", 'P1,x,"a, b;c"')).codings) == 3
    assert len(codingtable.read(table("document,quote,code", 'P1,x,"a, b;c"')).codings) == 2
    assert len(codingtable.read(table("document,quote,code", 'P1,x,"a/b;c"'), separator="/").codings) == 2


def test_without_a_column_of_documents_the_file_names_the_one() -> None:
    assert told(codingtable.read(table("quote,code", "I trust,a", name="P7.csv"))) == [
        ("P7", "", "a", "I trust")
    ]


def test_rows_above_the_names_are_left_out() -> None:
    project = codingtable.read(table("Export of 2024,,", "document,quote,code", "P1,x,a"))
    assert told(project) == [("P1", "", "a", "x")]
    assert left_out(project) == {"rows above the names of columns": 1}


def test_all_faulty_rows_are_told() -> None:
    source = table("document,quote,code,start,end", ",x,a,,", "P1,,a,,", "P1,,a,1.5,x", "P1,x,,,", "P1,x,a,,")
    with pytest.raises(ToolkitError) as refused:
        codingtable.read(source)
    assert [line.split(":")[1] for line in refused.value.lines()] == ["2", "3", "4"]


def test_dates_that_can_be_read_in_two_ways_are_left_out_and_serial_days_read() -> None:
    project = codingtable.read(table("document,quote,code,date", "P1,x,a,03/01/2024", "P1,x,b,45352.5"))
    assert [coding.made_at for coding in project.codings] == ["", "2024-03-01T12:00:00Z"]
    assert left_out(project) == {"dates": 1}


def test_formulas_are_words_and_huge_numbers_no_positions() -> None:
    project = codingtable.read(table("document,quote,code,start,end", "P1,'=HYPERLINK(1),a,1e9,9" + "9" * 30))
    assert told(project) == [("P1", "", "a", "=HYPERLINK(1)")]
    assert left_out(project) == {"positions that are no whole numbers": 1}


def test_a_table_without_codes_is_refused() -> None:
    with pytest.raises(ToolkitError, match=r"codings.csv:1: has no columns for codes and for what is coded"):
        codingtable.read(table("a,b", "1,2"))
