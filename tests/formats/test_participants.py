"""The participants table, as people and Excel write it."""

from __future__ import annotations

import pytest

from toolkit.errors import FaultyFile
from toolkit.formats.participants import LARGEST, read
from toolkit.model.transcript import Source

PEOPLE = {"Ana": {"role": "maker", "city": "Lima, Peru"}, "Zoë": {"role": "", "city": "Łódź"}}


def read_text(text: str, codec: str = "utf-8") -> dict[str, dict[str, str]]:
    return read(Source("people.csv", text.encode(codec)))


def faults(data: str | bytes) -> list[str]:
    with pytest.raises(FaultyFile) as refused:
        read(Source("people.csv", data.encode() if isinstance(data, str) else data))
    return [line.removeprefix("people.csv") for line in refused.value.lines()]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_separators_and_encodings_excel_writes_are_read(codec: str, separator: str, end: str) -> None:
    rows = (("participant", "role", "city"), ("Ana", "maker", '"Lima, Peru"'), ("Zoë", "", " Łódź "))
    text = "".join(separator.join(row) + end for row in rows)
    assert read_text(text, codec) == PEOPLE


def test_utf16_is_read_in_either_order_of_bytes() -> None:
    assert read_text("\ufeffparticipant\trole\r\nAna\tmaker\r\n", "utf-16-be") == {"Ana": {"role": "maker"}}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("participant;city\nZoë;Köln\n".encode("cp1252"), "is not UTF-8 text"),
        ("participant\tcity\n".encode("utf-16") + b"\x00", "is not UTF-16 text"),
    ],
)
def test_another_encoding_is_refused_with_what_to_do(data: bytes, what: str) -> None:
    assert faults(data) == [f": {what}; save it as CSV UTF-8 (in Excel: Save as, file type CSV UTF-8)"]


def test_columns_at_the_end_with_neither_name_nor_value_are_ignored() -> None:
    assert read_text("participant;role;;\nAna;maker;; \nBen;user\n") == {
        "Ana": {"role": "maker"},
        "Ben": {"role": "user"},
    }


def test_faults_of_the_first_row_are_told_at_once_with_those_below() -> None:
    assert faults('participant,,role,role,"two\nlines",bell\x07,\nAna,,a,b,c,d,more\nAna,,a,b,c,d,\nx\n') == [
        ":1: name of column 2 is blank; give it a name",
        ":1: name of column 5 holds the unprintable character U+000A; remove it",
        ":1: name of column 6 holds the unprintable character U+0007; remove it",
        ":1: name of column 7 is blank; give it a name",
        ":1: names the column 'role' a second time; give each column its own name",
        ":4: names 'Ana' a second time",
        ":5: has not as many cells as the first row",
    ]


def test_names_that_differ_only_by_blanks_around_them_are_one() -> None:
    assert read_text(" participant ,role\nAna,maker\n") == {"Ana": {"role": "maker"}}
    assert faults("participant,role, role\nAna,a,b\n") == [
        ":1: names the column 'role' a second time; give each column its own name"
    ]


@pytest.mark.parametrize("text", ["", "name,role\nAna,maker\n", "\n\n"])
def test_a_table_without_ids_is_refused(text: str) -> None:
    assert faults(text) == [":1: has no column 'participant'; name the column with the ids so"]


def test_two_columns_of_ids_are_refused() -> None:
    assert faults("participant,participant\nAna,Ben\n") == [
        ":1: names the column 'participant' a second time; give each column its own name"
    ]


def test_faulty_rows_are_told_together() -> None:
    assert faults("participant,role\nAna,a\nBen\n ,b\nAna,c\nCy,d,e\n") == [
        ":3: has not as many cells as the first row",
        ":4: participant is blank; give it a name",
        ":5: names 'Ana' a second time",
        ":6: has not as many cells as the first row",
    ]


def test_what_is_not_csv_or_endless_is_refused() -> None:
    assert faults('participant,role\nAna,"a"b\n')[0].startswith(":2: is not csv (")
    assert faults(b"x" * (LARGEST + 1)) == [": is larger than 5 MB; give one row for each participant"]
