"""The key list: exact there and back, safe in a spreadsheet, for its owner's eyes."""

from __future__ import annotations

import csv
import io
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import FaultyFile, Invalid, ToolkitError
from toolkit.formats import keys
from toolkit.model.names import Key, KeyList
from toolkit.model.transcript import Source

letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)


@given(letters, letters)
def test_what_is_written_is_read_again(original: str, source: str) -> None:
    told = KeyList((Key("name", f"{original}a", "[name]", source),))
    assert keys.read(Source("k.csv", keys.render(told).encode())) == told


@given(letters)
def test_no_cell_is_a_formula(original: str) -> None:
    rendered = keys.render(KeyList((Key("name", f"{original}a", "[name]"),)))
    for row in csv.reader(io.StringIO(rendered, newline="")):
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert not {"\t", ";", "\n"} & set(cell)


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys.csv"
    keys.write(KeyList((Key("name", "Sarah", "[name]"),)), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    os.chmod(path, 0o644)  # noqa: PTH101 - as somebody does
    with pytest.raises(ToolkitError, match="chmod 600"):
        keys.read_path(path)


def test_two_people_have_two_pseudonyms_unless_they_are_one() -> None:
    first = Key("name", "Sarah", "Kim")
    with pytest.raises(Invalid, match="pseudonym"):
        KeyList((first, Key("name", "Ann", "kim")))
    assert KeyList((first, Key("name", "Sally", "Kim", same_as="Sarah"))).replaced
    assert KeyList((Key("name", "Sarah", "[name]"), Key("name", "Ann", "[name]"))).replaced


def test_faults_are_told_by_line_without_a_name() -> None:
    data = b"kind,original,replacement\nname,Sarah,\nnobody,Ann,x\nname,Sarah,[name]\nname,Sarah,[name]\n"
    with pytest.raises(FaultyFile) as raised:
        keys.read(Source("k.csv", data))
    assert [fault.line for fault in raised.value.faults] == [2, 3, 5]
    assert "Sarah" not in str(raised.value)
    assert "Ann" not in str(raised.value)


def test_a_key_list_is_not_where_a_copy_is_given_away(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match="given away"):
        keys.check_apart(tmp_path / "deep" / "keys.csv", tmp_path / "shared.study")
    keys.check_apart(tmp_path / "keys.csv", tmp_path / "out" / "shared.study")
