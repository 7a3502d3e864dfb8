import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl

from tests.formats.exchange.projects import SAMPLE, TRUST, WORDS, hostile
from toolkit.formats import tables
from toolkit.formats.exchange import codings, jsonlines
from toolkit.model.project import ProjectCoding


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_each_coding_is_a_row_with_all_that_is_known_of_it() -> None:
    table = codings.table(SAMPLE)
    first = dict(zip(table.names, table.rows[0], strict=True))

    assert len(table.rows) == len(SAMPLE.codings)
    assert first == {
        "transcript": "P01",
        "participant": "Ana Example",
        "turn": 1,
        "last_turn": 1,
        "speaker": "Ana",
        "start": 5,
        "end": 22,
        "quotation": "I trust 🙂 nobody.",
        "prefix": "Ana: ",
        "suffix": WORDS[22:54],
        "code_id": "trust",
        "code": "Trust",
        "theme": "Relations",
        "coder": "Ana Müller",
        "consensus": "no",
        "codebook_version": "1.2.0",
        "made_at": "2026-03-01T09:30:00.125Z",
        "certainty": "unsure",
        "memos": "Ana Müller: Tone\nIrony?\nAsk her.",
        "coding_id": TRUST,
    }


def test_a_coding_over_several_turns_names_the_first_and_last_and_all_who_speak() -> None:
    (row,) = [row for row in rows(codings.write(SAMPLE)) if row["coding_id"] == "c3"]

    assert (row["turn"], row["last_turn"], row["speaker"]) == ("1", "3", "Ana; Ben")
    assert row["quotation"] == WORDS[15:44]


def test_the_consensus_is_nobodys_row() -> None:
    (row,) = [row for row in rows(codings.write(SAMPLE)) if row["coding_id"] == "c5"]

    assert (row["coder"], row["consensus"]) == ("consensus", "yes")


def test_the_notes_say_what_the_study_says_and_how_many_have_no_place() -> None:
    lost = ProjectCoding("l1", "t1", "trust", quote="gone")
    table = codings.table(replace(SAMPLE, codings=(*SAMPLE.codings, lost)))

    assert table.notes[:2] == ("Interviews on trust. Do not share.", "Names are pseudonyms.")
    assert table.notes[-1] == "1 of 6 have no place in the text."
    last = dict(zip(table.names, table.rows[-1], strict=True))
    assert (last["start"], last["turn"], last["quotation"], last["coder"]) == (None, None, "gone", "unknown")


def test_no_cell_is_a_formula_in_a_workbook_or_in_csv(tmp_path: Path) -> None:
    project = hostile()
    tables.write(codings.table(project), tmp_path / "c.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "c.xlsx").worksheets[0]

    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    (row,) = rows(codings.write(project))
    assert row["coding_id"] == "'=k"


def test_json_lines_have_numbers_truths_and_memos_as_they_are() -> None:
    told = [json.loads(line) for line in jsonlines.write(SAMPLE).splitlines()]

    assert [each["coding_id"] for each in told] == [TRUST, "c4", "c5", "c2", "c3"]
    for each in told:
        assert WORDS[each["start"] : each["end"]] == each["quotation"]
    assert [each["consensus"] for each in told] == [False, False, True, False, False]
    memo = {"author": "Ana Müller", "made_at": "2026-03-02T10:00:00Z", "text": "Tone\nIrony?\nAsk her."}
    assert told[0]["memos"] == [memo]
    assert told[1]["certainty"] is None
    assert list(told[0]) == [column.name for column in codings.COLUMNS]
