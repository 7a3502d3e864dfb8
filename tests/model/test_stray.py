"""Codings of other programs that wait for their place, and the projects they came with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.errors import Invalid
from toolkit.model.coding import Memo
from toolkit.model.stray import Imported, Stray

AT = "2026-03-01T09:30:00Z"
NOTE = Memo("m", "coding", "s", "Ana", "Look again.", AT)
STRAY = Stray("s", "P01", 3, 9, "trust", "trust", "Ana", "1.0.0", "first", AT, "project", AT, memos=(NOTE,))
PROJECT = Imported("project", "Ours", "QualCoder", "ours.qdpx", "0" * 64, AT)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"id": ""}, "id of a stray coding is blank; give it a name"),
        ({"transcript": " "}, "transcript of a stray coding is blank; give it a name"),
        ({"quote": "\r"}, "words of a stray coding holds a carriage return at position 0; .+"),
        ({"code": "a b"}, "code 'a b' is not an id; .+"),
        ({"coder": ""}, "coder is blank; give it a name"),
        ({"codebook_version": "one"}, "version 'one' is not three numbers; write it as in 1.0.0"),
        ({"round": "the first"}, "round 'the first' is not an id; .+"),
        ({"made_at": ""}, "time of a coding is ''; .+"),
        ({"project": ""}, "project of a stray coding is blank; give it a name"),
        ({"came_at": "now"}, "time at which a coding came is 'now'; .+"),
        ({"memos": (replace(NOTE, subject="other"),)}, "stray coding s has a memo of something else"),
    ],
)
def test_a_coding_that_could_never_be_stored_does_not_wait(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(Invalid, match=f"^{told}$"):
        replace(STRAY, **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("place", [{"start": None, "end": None}, {"start": 90, "end": 3}, {"quote": ""}])
def test_a_coding_may_wait_without_a_place_a_sound_one_or_words(place: dict[str, object]) -> None:
    assert replace(STRAY, **place).memos == (NOTE,)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"id": ""}, "id of a project is blank; give it a name"),
        ({"imported_at": "x"}, "time of an import is 'x'; .+"),
    ],
)
def test_a_project_has_an_id_and_a_time(wrong: dict[str, str], told: str) -> None:
    with pytest.raises(Invalid, match=f"^{told}$"):
        replace(PROJECT, **wrong)  # type: ignore[arg-type]
