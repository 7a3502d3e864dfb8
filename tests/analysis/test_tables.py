"""The three findings tables, each and together."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.talk import CODEBOOK, coded, talk
from toolkit.analysis.frequency import frequency
from toolkit.analysis.matrix import Counted, cells, matrix
from toolkit.analysis.passages import passages
from toolkit.analysis.themes import themes
from toolkit.errors import ToolkitError
from toolkit.model.code import Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.transcript import Span, Transcript

KIM = talk(
    "T1", "I: So?", "P: I trust it when I have seen it work twice.", "P: It is dear.", participant="Kim"
)
LEE = talk("T2", "P: Trust? Only after a look.", participant="Lee")
KIM_AGAIN = talk("T3", "P: I still do, and I look again every time it matters.", participant="Kim")
MAX = talk("T4", "P: No opinion.", participant="Max")
TALKS = [KIM, LEE, KIM_AGAIN, MAX]
CODINGS = [
    coded(KIM_AGAIN, "trust", "I still do"),
    coded(KIM, "trust", "I trust it when I have seen it work twice."),
    coded(KIM, "trust", "seen it work twice", "B"),
    coded(LEE, "trust", "Only after a look"),
    coded(LEE, "care", "a look", "B"),
    coded(KIM_AGAIN, "care", "I look again every time"),
    coded(KIM, "hype", "dear"),
]


def test_frequency_counts_participants_segments_and_words() -> None:
    table = frequency(passages(TALKS, CODINGS, CODEBOOK))
    assert table.names == (
        *("code_id", "label", "theme", "n_participants", "pct_participants"),
        *("n_segments", "n_words", "first_seen"),
    )
    assert table.rows == (
        ("trust", "Trust", "Work", 2, 2 / 3, 3, 17, "T1"),
        ("care", "Care", "Work", 2, 2 / 3, 2, 7, "T2"),
        ("cost", "Cost", "Worry", 0, 0.0, 0, 0, None),
    )
    assert "pct_participants is the share of all 3 participants." in table.notes
    assert "Codings left out, of codes not in use in this codebook: 1." in table.notes


def test_whole_numbers_are_plain_python_numbers() -> None:
    for table in (frequency(passages(TALKS, CODINGS, CODEBOOK)), matrix(passages(TALKS, CODINGS, CODEBOOK))):
        kinds = {type(value) for row in table.rows for value in row}
        assert kinds <= {str, int, float, type(None)}


def test_themes_come_with_their_roll_up_first() -> None:
    table = themes(passages(TALKS, CODINGS, CODEBOOK))
    quote = "I trust it when I have seen it work twice."
    assert table.rows == (
        ("Work", None, "What they do.", 2, "Kim, Lee", 5, None, None),
        ("Work", "Trust", "Relying on it.", 2, "Kim, Lee", 3, quote, "Kim"),
        ("Work", "Care", "Looking again.", 2, "Kim, Lee", 2, "I look again every time", "Kim"),
        ("Worry", None, "What they fear.", 0, "", 0, None, None),
        ("Worry", "Cost", "Money.", 0, "", 0, None, None),
    )
    assert "better choose by hand" in table.notes[-1]


def test_the_quotation_is_the_shortest_that_says_enough() -> None:
    codings = [coded(KIM, "care", "I trust it when I have seen it work twice.")]
    codings += [coded(KIM_AGAIN, "care", "I look again every time it matters"), coded(LEE, "care", "Trust?")]
    shorter = coded(KIM_AGAIN, "care", "and I look again every time it matters")
    assert (
        themes(passages(TALKS, codings, CODEBOOK)).column("quote")[2]
        == "I trust it when I have seen it work twice."
    )
    assert themes(passages(TALKS, [*codings, shorter], CODEBOOK)).column("quote")[2] == shorter.quotation.text


def test_names_of_participants_may_be_left_out() -> None:
    table = themes(passages(TALKS, CODINGS, CODEBOOK), show_participants=False)
    assert table.names == ("theme", "code", "description", "n_participants", "n_segments", "quote")
    assert not {"Kim", "Lee", "Max"} & {str(cell) for row in table.rows for cell in row}
    assert table.column("n_participants") == (2, 2, 2, 0, 0)


def test_a_theme_without_codes_stays() -> None:
    codebook = Codebook("c", "C", "0.1.0", (Theme("empty", "Empty"),), ())
    assert themes(passages(TALKS, [], codebook)).rows == (("Empty", None, "", 0, "", 0, None, None),)


def test_matrix_has_a_column_for_each_participant_in_order() -> None:
    table = matrix(passages(TALKS, CODINGS, CODEBOOK))
    assert table.names == ("code_id", "label", "theme", "Kim", "Lee", "Max", "total")
    assert table.rows[0] == ("trust", "Trust", "Work", 2, 1, 0, 3)
    assert matrix(passages(TALKS, CODINGS, CODEBOOK), values="presence").rows[0][3:] == (1, 1, 0, 2)
    assert matrix(passages(TALKS, CODINGS, CODEBOOK), values="words").rows[0][3:] == (13, 4, 0, 17)


def test_participants_called_like_other_columns_are_told_apart() -> None:
    called = zip(TALKS[:3], ("total", "participant total", "label"), strict=True)
    talks = [replace(told, participant=name) for told, name in called]
    names = matrix(passages(talks, [], CODEBOOK)).names[3:-1]
    assert names == ("participant total", "participant participant total", "participant label")


GROUPS = {"Kim": "maker", "Lee": "", "Max": "maker"}


def test_groups_of_participants_stand_together_with_how_many_they_are() -> None:
    basis = passages(TALKS, CODINGS, CODEBOOK)
    table = matrix(basis, by="role", groups=GROUPS)
    assert table.names == ("code_id", "label", "theme", "maker", "not known", "total")
    assert table.rows[0][3:] == (2, 1, 3)
    assert table.title == "Codes by role (segments) at codebook 1.0.0 (3 participants)"
    assert "Participants: maker 2, not known 1." in table.notes

    people = matrix(basis, values="presence", by="role", groups=GROUPS)
    assert people.rows[0][3:] == (1, 1, 2)
    assert [column.of for column in people.columns[3:]] == [2, 1, 3]
    assert cells(people) == ("maker", "not known")


def test_percent_is_the_share_of_all_words_of_each() -> None:
    basis = passages(TALKS, CODINGS, CODEBOOK)
    words = {"Kim": 10 + 3 + 11, "Lee": 5, "Max": 2}
    assert basis.n_words == words
    table = matrix(basis, values="percent")
    assert table.rows[0][3:] == (13 / words["Kim"], 4 / 5, 0.0, 17 / sum(words.values()))
    assert {column.kind for column in table.columns[3:]} == {"share"}
    grouped = matrix(basis, values="percent", by="role", groups=GROUPS)
    assert grouped.rows[0][3:] == (13 / (words["Kim"] + 2), 4 / 5, 17 / sum(words.values()))
    silent = talk("T9", "I: Hello?", participant="Zoe")
    assert matrix(passages([silent], [], CODEBOOK), values="percent").rows[0][3:] == (None, None)


def test_an_attribute_of_very_many_values_is_refused() -> None:
    talks = [talk(f"T{number}", "P: Yes.") for number in range(101)]
    groups = {f"T{number}": f"role {number}" for number in range(101)}
    with pytest.raises(ToolkitError, match="role: has 101 values among these participants, too many"):
        matrix(passages(talks, [], CODEBOOK), by="role", groups=groups)


def test_values_of_an_attribute_become_names_of_columns_whatever_they_are() -> None:
    talks = [talk(f"T{number}", "P: Yes.", participant=f"P{number}") for number in range(5)]
    said = ("total", "=cmd|' /C calc'!A0", "two\nlines\u202e", "x" * 900, "Total")
    groups = {f"P{number}": value for number, value in enumerate(said)}
    table = matrix(passages(talks, [], CODEBOOK), by="role", groups=groups)
    assert cells(table)[:3] == ("participant total", "=cmd|' /C calc'!A0", "two lines")
    assert len({column.printed for column in table.columns}) == len(table.columns)


def test_tables_of_an_empty_study_have_their_codes_and_zeros() -> None:
    assert frequency(passages([], [], CODEBOOK)).rows[0] == ("trust", "Trust", "Work", 0, None, 0, 0, None)
    assert matrix(passages([], [], CODEBOOK)).rows[0] == ("trust", "Trust", "Work", 0)
    assert matrix(passages(TALKS, [], CODEBOOK)).rows[2] == ("cost", "Cost", "Worry", 0, 0, 0, 0)
    assert themes(passages([], [], CODEBOOK)).rows[0][3:6] == (0, "", 0)
    nothing = Codebook("c", "C", "0.1.0", (), ())
    assert frequency(passages(TALKS, [], nothing)).rows == matrix(passages(TALKS, [], nothing)).rows == ()


@st.composite
def studies(draw: st.DrawFn) -> tuple[list[Transcript], list[Coding]]:
    talks = [
        talk(f"T{number}", *lines, participant=draw(st.sampled_from(["Kim", "Lee", "Max"])))
        for number, lines in enumerate(
            draw(
                st.lists(
                    st.lists(st.sampled_from(["I: a b", "P: a b c", "P: d"]), min_size=1, max_size=3),
                    max_size=4,
                )
            )
        )
    ]
    codings = []
    for transcript in talks:
        for _ in range(draw(st.integers(0, 5))):
            start = draw(st.integers(0, len(transcript.text) - 2))
            span = Span(start, draw(st.integers(start + 1, len(transcript.text))))
            code, coder = (
                draw(st.sampled_from(["trust", "care", "cost", "hype"])),
                draw(st.sampled_from("AB")),
            )
            codings.append(coded(transcript, code, span, coder))
    return talks, codings


def says(transcript: Transcript, coding: Coding) -> bool:
    """Tell whether a participant's letters are among those coded."""
    return any(
        turn.speaker == "P" and not transcript.text[at].isspace()
        for turn in transcript.turns
        for at in range(max(turn.span.start, coding.span.start), min(turn.span.end, coding.span.end))
    )


@given(studies())
@settings(deadline=None)  # pandas takes its time now and then
def test_participants_equal_asking_every_coding(study: tuple[list[Transcript], list[Coding]]) -> None:
    talks, codings = study
    by_id = {transcript.id: transcript for transcript in talks}
    table = frequency(passages(talks, codings, CODEBOOK))
    for code, people in zip(table.column("code_id"), table.column("n_participants"), strict=True):
        coded_by = {
            by_id[coding.transcript].participant
            for coding in codings
            if coding.code == code and says(by_id[coding.transcript], coding)
        }
        assert people == len(coded_by)


@given(studies())
@settings(deadline=None)  # pandas takes its time now and then
def test_the_three_tables_agree(study: tuple[list[Transcript], list[Coding]]) -> None:
    counts = frequency(passages(*study, CODEBOOK))
    sums: dict[Counted, str] = {"segments": "n_segments", "presence": "n_participants", "words": "n_words"}
    for values, name in sums.items():
        assert matrix(passages(*study, CODEBOOK), values=values).column("total") == counts.column(name)
    findings = themes(passages(*study, CODEBOOK))
    rows = [dict(zip(findings.names, row, strict=True)) for row in findings.rows]
    codes = [row for row in rows if row["code"]]
    for name in ("n_participants", "n_segments"):
        assert tuple(row[name] for row in codes) == counts.column(name)
    for row in rows:
        assert len([who for who in str(row["participants"]).split(", ") if who]) == row["n_participants"]
        below = [code for code in codes if code["theme"] == row["theme"]]
        if not row["code"]:
            assert row["n_segments"] == sum(int(str(code["n_segments"])) for code in below)
            everybody = {who for code in below for who in str(code["participants"]).split(", ") if who}
            assert row["n_participants"] == len(everybody)
