"""What happened in a study is told as sentences, to each as far as they may know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.conftest import SampleAt
from tests.twins import WHISPER, brought_by_a, code, interview, quiet_study, whisper
from toolkit.analysis.sentences import KINDS
from toolkit.errors import ToolkitError
from toolkit.model.table import Table
from toolkit.model.transcript import Span
from toolkit.store import schema
from toolkit.store.study import Study
from toolkit.workflow import applying, recounting, studies, undoing


@pytest.fixture
def lived(tmp_path: Path) -> Study:
    return quiet_study(tmp_path / "lived.study")


def sentences(table: Table) -> list[str]:
    return [f"{who} {what}" for _, who, what, *_ in table.rows]


def test_the_log_reads_as_sentences_from_first_to_last(lived: Study) -> None:
    told = sentences(recounting.history(lived.seen_by("Lea")))

    assert told[:3] == [
        "researcher made the study “Study”",
        "researcher released the codebook 1.0.0",
        "researcher began the round first under codebook 1.0.0 for “coding”",
    ]
    assert "B gave “Then the noise” in P02 the code Trust" in told
    assert "A wrote a memo about their own coding of “trusted them” in P01 with Trust: “Seen by A”" in told
    assert "Lea settled that Trust holds on “trusted them” in P01: “Plain”" in told
    assert "A finished P02 in round first" in told
    assert told[-1] == "B gave “take care” in P01 the code Care"


def test_every_event_has_its_row_and_its_number_for_who_sees_all(lived: Study) -> None:
    whisper(lived)
    table = recounting.history(lived.seen_by("Lea"))
    assert table.column("event") == tuple(range(1, lived.head()[0] + 1))
    assert WHISPER in " ".join(sentences(table))
    assert not any("what a blind round" in note.lower() for note in table.notes)


def test_a_coder_in_a_blind_round_is_told_nothing_of_the_others_and_no_numbers(lived: Study) -> None:
    whisper(lived)
    for viewer in ("B", None):
        table = recounting.history(lived.seen_by(viewer))
        assert WHISPER not in repr(table)
        assert not any("Nobody asked" in each for each in sentences(table))
        assert set(table.column("event")) == {None}
        assert (
            "What a blind round hides from you is left out, and so are the numbers of events." in table.notes
        )


def test_kinds_of_the_samples_log_all_have_sentences(sample_at: SampleAt, tmp_path: Path) -> None:
    sample = sample_at(tmp_path / "sample.study")
    table = recounting.history(sample)
    with sample.reading() as connection:
        kinds = set(connection.execute(select(schema.events.c.kind)).scalars())
    sample.close()
    assert kinds - KINDS.keys() <= {"merge.overtaken"}
    assert any("in another copy, and taken over" in each for each in sentences(table))


def test_what_was_undone_is_told_with_what_undid_it_and_what_did_it_again(lived: Study) -> None:
    mine = lived.seen_by("B")
    made = code(mine, "B", "P01", "Nobody asked", "doubt")
    done = undoing.history(mine, "B", interview("P01"))
    (act,) = (act.id for act in done if act.deeds[0].record.id == made)
    first = "gave “Nobody asked” in P01 the code Doubt"
    undoing.undo(mine, "B", act)
    assert sentences(recounting.history(mine, last=2)) == [
        f"B {first} (undone later)",
        "B undid an act: took the code Doubt from “Nobody asked” in P01",
    ]
    undoing.redo(mine, "B", act)
    assert sentences(recounting.history(mine, last=3)) == [
        f"B {first}",
        "B undid an act: took the code Doubt from “Nobody asked” in P01",
        f"B did an act again: {first} again",
    ]


def test_rows_are_chosen_by_who_what_and_where(lived: Study) -> None:
    def told(**wish: str) -> set[str]:
        return set(sentences(recounting.history(lived, **wish)))  # type: ignore[arg-type]

    assert all(each.startswith("B ") for each in told(by="B"))
    assert "researcher gave A P01 in round second to read" in told(coder="A") - told(by="A")
    assert {each.split()[1] for each in told(kind="memo")} == {"wrote"}
    assert len(told(kind="coding.added", transcript="P01", by="A")) == 1
    assert any("memo about their own coding" in each for each in told(transcript="P02", kind="memo"))
    assert told(since="2001-01-01", until="2001-12-31") == set()
    assert told(since="2001-01-01") == told()
    assert len(recounting.history(lived, last=2).rows) == 2


@pytest.mark.parametrize(
    ("wish", "what"),
    [
        ({"by": "Nobody"}, "Nobody: did nothing in this study; there are: "),
        ({"coder": "Nobody"}, "Nobody: did nothing in this study; there are: "),
        ({"transcript": "P99"}, "P99: is no transcript of this study; there are: P01, P02"),
        ({"kind": "cooking"}, "cooking: is no kind of event; there are: study, "),
        ({"since": "spring"}, "--since: 'spring' is no day and no time; write a day"),
        ({"until": "2999-01-01"}, "--until: '2999-01-01' has not come yet; leave it out"),
        ({"last": 0}, "--last: 0 is no number of events; use 1 or more"),
    ],
)
def test_a_choice_that_nothing_goes_by_is_one_line(lived: Study, wish: dict[str, str], what: str) -> None:
    with pytest.raises(ToolkitError, match=f"^{re.escape(what)}"):
        recounting.history(lived, **wish)  # type: ignore[arg-type]


def test_hostile_words_stand_harmlessly_in_a_sentence(lived: Study) -> None:
    text = interview("P01")
    bad = "\u202e<script>alert(1)</script>\x1b]0;x\x07 [a](b)"
    at = text.text.index("take care")
    applying.change(lived, "B", [applying.WriteMemo("m", "code", "trust", bad), *_applied(text.sha256, at)])
    told = sentences(recounting.history(lived.seen_by("B"), last=2))
    assert r"\u202e<script>alert(1)</script>\u001b]0;x\u0007 [a](b)" in told[0]
    assert not any("\u202e" in each or "\x1b" in each for each in told)


def _applied(sha256: str, at: int) -> list[applying.Wish]:
    return [applying.Apply("c", "P01", sha256, Span(at, at + 4), "doubt")]


def test_what_waits_and_what_came_from_projects_is_told(lived: Study) -> None:
    whisper(lived)
    told = " ".join(sentences(recounting.history(lived.seen_by("Lea"))))
    assert f"took in the project “{WHISPER}” (made by hand" in told or brought_by_a().name in told
    assert "which waits for its place" in told
    assert "settled an imported coding of" in told
    studies.verify(lived.seen_by("Lea"))
