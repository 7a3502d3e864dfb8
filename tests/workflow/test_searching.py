"""Searching finds what is said, and codes it as one act that one undo takes back."""

from __future__ import annotations

import pytest

from tests.conftest import conversation
from tests.workflow.desk import Sitting
from toolkit.errors import ToolkitError
from toolkit.store import transcripts
from toolkit.workflow import applying, searching, showing, studies, undoing
from toolkit.workflow.searching import Extent, Query

SAID = (
    ("I", "Do you trust it? Trust the model."),
    ("P02", "I trust nobody. But I trusted models once; trust is hard.\n\nTrust me."),
)


@pytest.fixture
def two(ana: Sitting) -> Sitting:
    with ana.study.transaction("researcher") as records:
        transcripts.add(records, conversation("P02", *SAID))
    return ana


def words(sitting: Sitting, *sought: str, **more: object) -> list[tuple[str, str]]:
    found = searching.find(sitting.study, Query(sought, **more))  # type: ignore[arg-type]
    return [(hit.transcript, hit.words) for hit in found.hits]


def test_hits_come_with_place_speaker_and_what_stands_around_them(two: Sitting) -> None:
    table = searching.search(two.study, "trusted")

    assert [row[:6] for row in table.rows] == [
        ("P01", 2, "P01", "I ", "trusted", " them \U0001f600 at first. Then cafe\u0301 talk made me doubt."),
        ("P02", 2, "P02", "I trust nobody. But I ", "trusted", " models once; trust is hard.  Trust me."),
    ]
    assert table.notes[0] == "2 hits in 2 of 2 transcripts."
    text = two.transcript.text
    start, end = table.rows[0][6:]
    assert text[int(str(start)) : int(str(end))] == "trusted"


def test_a_search_keeps_to_transcripts_and_speakers(two: Sitting) -> None:
    assert len(words(two, "trust", "trusted")) == 7
    assert {name for name, _ in words(two, "trust", transcripts=("P02",))} == {"P02"}
    assert len(words(two, "trust", roles=("interviewer",))) == 2
    assert words(two, "I", roles=("interviewer",)) == []


def test_labels_are_no_hits_and_no_hit_reaches_over_a_turn(two: Sitting) -> None:
    assert words(two, "P02") == []
    assert words(two, "model i") == []
    assert words(two, r"model\.\s+P02", manner="pattern") == []


def test_lemmas_and_patterns_are_found(two: Sitting) -> None:
    assert len(words(two, "trust", manner="lemma")) == 7
    assert [hit for _, hit in words(two, r"trust\w+", manner="pattern")] == ["trusted", "trusted"]
    assert len(words(two, "trust", "tr.st", manner="pattern")) == 7


@pytest.mark.parametrize(
    ("sought", "more", "told"),
    [
        ((), {}, "has nothing to look for"),
        (("",), {}, "nothing to look for"),
        (("a*b",), {}, "a star stands"),
        (("(",), {"pattern": True}, "is no regular expression"),
        (("x",), {"pattern": True, "lemma": True}, "not both"),
        (("x",), {"transcript": ("P9",)}, "is no transcript of this study"),
    ],
)
def test_a_search_that_cannot_be_is_refused(
    two: Sitting, sought: tuple[str, ...], more: dict[str, bool], told: str
) -> None:
    with pytest.raises(ToolkitError, match=told):
        searching.search(two.study, *sought, **more)  # type: ignore[arg-type]


def coded(sitting: Sitting) -> dict[str, list[str]]:
    return {
        name: [each.quotation.text for each in showing.desk(sitting.study, name, "Ana").codings]
        for name in ("P01", "P02")
    }


def code_all(sitting: Sitting, *sought: str, extent: Extent = "hit") -> searching.Coded:
    found = searching.find(sitting.study, Query(sought, roles=("participant",)))
    return searching.code_hits(sitting.study, "Ana", found.hits, "trust", extent=extent)


def test_all_hits_are_coded_as_one_act_that_one_undo_takes_back(two: Sitting) -> None:
    made = code_all(two, "trust*")

    assert (made.made, made.already) == (5, 0)
    assert coded(two) == {"P01": ["trusted"], "P02": ["trust", "trusted", "trust", "Trust"]}
    assert undoing.undo(two.study, "Ana", str(made.act)) == 5
    assert coded(two) == {"P01": [], "P02": []}
    assert undoing.redo(two.study, "Ana", str(made.act)) == 5
    assert len(coded(two)["P02"]) == 4
    assert studies.verify(two.study).notes[:-1] == ("No problem found.",)


def test_sentences_and_turns_are_coded_once_however_many_hits_they_hold(two: Sitting) -> None:
    made = code_all(two, "trust*", extent="sentence")

    assert coded(two)["P02"] == [
        "I trust nobody.",
        "But I trusted models once; trust is hard.",
        "Trust me.",
    ]
    assert (made.made, made.already) == (4, 1)

    made = code_all(two, "trust*", extent="turn")
    assert SAID[1][1] in coded(two)["P02"]
    assert (made.made, made.already) == (2, 3)


def test_what_has_the_code_already_is_left_alone(two: Sitting) -> None:
    first = code_all(two, "trusted")

    again = code_all(two, "trust*")
    nothing = code_all(two, "trust*")

    assert (again.made, again.already) == (3, 2)
    assert (nothing.act, nothing.made, nothing.already) == (None, 0, 5)
    undoing.undo(two.study, "Ana", str(again.act))
    assert coded(two) == {"P01": ["trusted"], "P02": ["trusted"]}
    assert first.act != again.act


def test_if_one_hit_cannot_be_coded_none_is(two: Sitting) -> None:
    found = searching.find(two.study, Query(("trust*",)))

    with pytest.raises(ToolkitError, match="nothing was coded, because worry: is deprecated"):
        searching.code_hits(two.study, "Ana", found.hits, "worry")

    assert coded(two) == {"P01": [], "P02": []}


def test_undoing_in_one_transcript_leaves_the_others_to_be_undone(two: Sitting) -> None:
    """The pane takes back what of an act lies in its transcript; the rest of the act can still be."""
    made = code_all(two, "trusted")
    (here,) = undoing.history(two.study, "Ana", two.transcript)
    assert [deed.record.id for deed in here.deeds] == list(two.codings())

    two.done(applying.Remove(here.deeds[0].record.id))
    undoing.undo(two.study, "Ana", str(made.act))

    assert coded(two) == {"P01": [], "P02": []}


def test_more_hits_than_anybody_reads_are_cut_and_told(two: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_HITS", 3)

    found = searching.find(two.study, Query(("trust",)))

    assert len(found.hits) == 3
    assert found.notes[0].startswith("5 hits")
    assert found.notes[1].startswith("Only the first 3 are listed")
