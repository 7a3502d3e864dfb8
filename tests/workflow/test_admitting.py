"""A project of another program comes into a study: all of it or nothing, and what is not sure waits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import conversation
from tests.model.test_project import WHOLE
from toolkit.errors import ToolkitError
from toolkit.model.project import (
    LeftOut,
    Positions,
    Project,
    ProjectCase,
    ProjectCode,
    ProjectCoder,
    ProjectCoding,
    ProjectMemo,
    ProjectText,
)
from toolkit.model.round import Round
from toolkit.model.table import Table
from toolkit.store import codings, events, memos, proposals, rounds, strays, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import admitting, reviewing, settling, studies

WORDS = (
    "Field notes\n\nI: How was it?\n\nP01: I trusted them at first. \U0001f600 Then I took care.\n\n"
    "I: And now?\n\nP01: Now I doubt.\n"
)


def at(words: str) -> tuple[int, int]:
    start = WORDS.index(words)
    return start, start + len(words)


TRUSTED = "22222222-2222-4222-8222-222222222222"
PROJECT = Project(
    "Interviews",
    "made by hand",
    key="11111111-1111-4111-8111-111111111111",
    coders=(
        ProjectCoder("u1", "Ana"),
        ProjectCoder("u2", "Ana"),
        ProjectCoder("u3", "ATLAS.ti", is_program=True),
    ),
    codes=(
        ProjectCode("c1", "Feelings", codable=False),
        ProjectCode("c2", "trust", "c1"),
        ProjectCode("c3", "Wonder", "c1", definition="Being\nastonished."),
        ProjectCode("c4", "Joy", "c1"),
    ),
    texts=(ProjectText("t1", "P01.docx", WORDS, attributes={"group": "first"}),),
    codings=(
        ProjectCoding(TRUSTED, "t1", "c2", "u1", *at("trusted"), "trusted", "2026-03-01T10:30:00+01:00"),
        ProjectCoding("k2", "t1", "c3", "u2", *at("took care")),
        ProjectCoding("k3", "t1", "c2", "u2", *at("doubt"), "another word"),
        ProjectCoding("k4", "t1", "c3", "u1", *at("Field notes")),
    ),
    memos=(
        ProjectMemo("m1", "coding", "k2", "Why?", author="u1"),
        ProjectMemo("m2", "coding", "k3", "Where?", author="u2"),
        ProjectMemo("m3", "code", "c2", "Of a code.", "A title", "u1"),
        ProjectMemo("m4", "study", "", "So far.", author="u2"),
        ProjectMemo("m5", "transcript", "t1", "  ", author="u2"),
    ),
    cases=(ProjectCase("p1", "Maria", ("t1",), {"field": "vision"}),),
    left_out=(LeftOut("pictures", 3, kept=True), LeftOut("sounds", 1, "cannot be held")),
    positions=Positions("code points", 0.97, 3, "quotes", "UTF-16", 0.1),
    kept={"Links": "<Links/>"},
)  # fmt: skip


def taken(study: Study, project: Project = PROJECT, **more: object) -> dict[tuple[object, object], object]:
    table = admitting.admit(study, project, b"file", **more)  # type: ignore[arg-type]
    return fates(table)


def fates(table: Table) -> dict[tuple[object, object], object]:
    return {(kind, became): count for kind, became, count, _ in table.rows}


def state(study: Study) -> list[object]:
    with study.reading() as connection:
        return [event for event, _ in events.everything(connection)]


def test_everything_comes_in_and_what_does_not_is_told(study: Study) -> None:
    table = admitting.admit(study, PROJECT, b"file")

    assert fates(table) == {
        ("texts", "new"): 1,
        ("codes", "identical"): 1,
        ("codes", "proposed"): 1,
        ("codes", "left out"): 1,
        ("coders", "new"): 2,
        ("codings", "new"): 3,
        ("codings", "waiting"): 1,
        ("memos", "new"): 3,
        ("memos", "waiting"): 1,
        ("memos", "left out"): 1,
        ("participants", "new"): 1,
        ("pictures", "put back"): 3,
        ("sounds", "left out"): 1,
    }
    assert (
        "97% of 3 passages read as the project quotes them; by the next best, UTF-16, 10% do"
        in table.notes[0]
    )
    with study.reading() as connection:
        made = {each.quotation.text: each for each in codings.everything(connection)}
        (text,) = transcripts.everything(connection)
        (wonder, again) = proposals.everything(connection)
        (stray,) = strays.everything(connection)
        assert transcripts.participants(connection) == {"Maria": {"field": "vision", "group": "first"}}
        assert {each.text for each in memos.everything(connection)} == {
            "Why?",
            "A title\n\nOf a code.",
            "So far.",
        }
    assert (text.id, text.text, text.participant) == ("P01", WORDS, "Maria")
    assert set(made) == {"trusted", "took care", "Field notes"}
    trusted = made["trusted"]
    assert trusted.id == TRUSTED
    assert (trusted.code, trusted.coder, trusted.made_at) == ("trust", "Ana", "2026-03-01T09:30:00Z")
    assert made["took care"].coder == "Ana (2)"
    assert {wonder.coder, again.coder} == {"Ana", "Ana (2)"}
    assert (
        (wonder.code, wonder.definition) == ("wonder", "Being astonished.") == (again.code, again.definition)
    )
    assert (stray.quote, stray.coder, [each.text for each in stray.memos]) == (
        "another word",
        "Ana (2)",
        ["Where?"],
    )
    studies.verify(study)


def test_a_dry_run_tells_the_same_and_changes_nothing(study: Study) -> None:
    before = state(study)
    foreseen = admitting.admit(study, PROJECT, b"file", dry_run=True)
    assert state(study) == before
    assert foreseen.title.startswith("Would be imported")
    assert admitting.admit(study, PROJECT, b"file").rows == foreseen.rows


def test_taking_it_in_again_adds_nothing(study: Study) -> None:
    taken(study)
    before = state(study)
    found = taken(study)
    assert not [
        key for key in found if key[1] in ("new", "waiting", "changed", "proposed") and key[0] != "codes"
    ]
    assert state(study) == before


def test_a_text_that_is_here_is_known_again_though_its_blanks_and_some_words_differ(study: Study) -> None:
    with study.transaction(RESEARCHER) as records:
        transcripts.add(
            records,
            conversation(
                "P01",
                ("I", "How was it?"),
                ("P01", "I trusted them at first. \U0001f600 Then I took care."),
                ("I", "And then?"),
                ("P01", "Now I doubt."),
            ),
        )
    found = taken(study)
    assert found["texts", "kept"] == 1
    with study.reading() as connection:
        (text,) = transcripts.everything(connection)
        made = codings.everything(connection)
    assert text.text != WORDS
    assert {each.quotation.text for each in made} == {"trusted", "took care"}
    assert (found["codings", "waiting"]) == 2
    studies.verify(study)


def test_another_text_of_the_same_name_is_another_transcript(study: Study) -> None:
    with study.transaction(RESEARCHER) as records:
        transcripts.add(
            records, conversation("P01", ("P01", "Something else altogether, said by nobody there."))
        )
    taken(study)
    with study.reading() as connection:
        assert transcripts.names(connection) == ("P01", "P01 (2)")


def test_what_was_made_here_is_known_again_by_its_content(study: Study) -> None:
    taken(study)
    other = replace(PROJECT.codings[0], key="33333333-3333-4333-8333-333333333333")
    found = taken(study, replace(PROJECT, codings=(other, *PROJECT.codings[1:])))
    assert ("codings", "new") not in found


def test_a_coding_with_another_code_there_is_told_and_both_are_kept(study: Study) -> None:
    taken(study)
    changed = replace(PROJECT.codings[0], code="c3")
    table = admitting.admit(study, replace(PROJECT, codings=(changed, *PROJECT.codings[1:])), b"file")
    assert fates(table)["codings", "new"] == 1
    assert any("both are there now" in note for note in table.notes)
    with study.reading() as connection:
        assert sum(each.quotation.text == "trusted" for each in codings.everything(connection)) == 2


def test_what_is_missing_there_stays_here(study: Study) -> None:
    taken(study)
    table = admitting.admit(study, replace(PROJECT, codings=PROJECT.codings[1:]), b"file")
    assert fates(table)["codings", "kept"] == 1


def test_work_of_nobody_is_refused_unless_somebody_is_named(study: Study) -> None:
    nobodys = replace(
        PROJECT, coders=(), memos=(), codings=tuple(replace(each, coder="") for each in PROJECT.codings)
    )
    with pytest.raises(ToolkitError, match=r"does not say who made 4 .*--coder NAME"):
        admitting.admit(study, nobodys, b"file")
    taken(study, nobodys, coder="Ben")
    with study.reading() as connection:
        assert {each.coder for each in codings.everything(connection)} == {"Ben"}


def test_only_who_is_said_to_have_read_to_the_end_said_no(study: Study) -> None:
    taken(study)
    with study.reading() as connection:
        assert not any(each.finished for each in rounds.assignments(connection))
    taken(study, finished=True)
    with study.reading() as connection:
        assert all(each.finished for each in rounds.assignments(connection))


def test_nothing_comes_in_while_a_round_is_blind_to_who_asks(study: Study) -> None:
    taken(study)
    with study.transaction(RESEARCHER) as records:
        rounds.add_round(records, Round("second", "reliability", "1.0.0", blind=True))
    before = state(study)
    with pytest.raises(ToolkitError, match="is blind"):
        admitting.admit(study.seen_by("Ana"), PROJECT, b"file")
    assert state(study) == before


def test_codings_that_are_on_no_whole_units_of_the_round_are_told(study: Study) -> None:
    with study.transaction(RESEARCHER) as records:
        rounds.add_round(records, Round("second", "reliability", "1.0.0", unit="turn"))
    table = admitting.admit(study, PROJECT, b"file")
    assert any("2 codings are not on whole turns, which round second codes" in note for note in table.notes)


def test_a_text_without_words_stands_for_the_transcript_of_its_name(study: Study) -> None:
    quotes = Project(
        "Table",
        "coding table",
        coders=(ProjectCoder("a", "Ana"),),
        codes=(ProjectCode("trust", "Trust"),),
        texts=(ProjectText("d", "P01.txt", ""),),
        codings=(
            ProjectCoding("1", "d", "trust", "a", quote="trusted them"),
            ProjectCoding("2", "d", "trust", "a", quote="Nobody said so"),
        ),
    )
    with pytest.raises(ToolkitError, match="import the transcript first"):
        admitting.admit(study, quotes, b"file")
    taken(study)
    found = taken(study, quotes)
    assert (found["codings", "new"], found["codings", "waiting"]) == (1, 1)


def test_the_smallest_project_comes_in(study: Study) -> None:
    assert taken(study, WHOLE, coder="Ben")["codings", "new"] == 1


# --- what waits -------------------------------------------------------------------------------------------


def waits(study: Study) -> tuple[object, ...]:
    return tuple(each.doubt for each in settling.waiting(study))


def test_what_waits_is_in_the_queue_and_gets_its_place_from_a_person(study: Study) -> None:
    taken(study)
    (row,) = reviewing.review(study).rows
    assert row[1:6] == ("P01", "Ana (2)", "trust", "import of Interviews", "changed")
    start, end = at("doubt")
    assert row[6:] == (f"{start}-{end} 'doubt'", "another word", "yes")

    told = reviewing.decide(study, str(row[0]), by="Cleo", place=f"{start - 2}-{end}", why="Their words.")

    assert told == f"Cleo placed 1 coding: {start - 2}-{end} 'I doubt'; 0 wait for their place"
    with study.reading() as connection:
        made = codings.find(connection, str(row[0]))
        assert made is not None
        assert (made.quotation.text, made.coder) == ("I doubt", "Ana (2)")
        assert "Where?" in {each.text for each in memos.everything(connection)}
    studies.verify(study)

    (back,) = settling.take_back(study, by="Cleo")
    assert back.id == row[0]
    assert waits(study) == ("changed",)
    with study.reading() as connection:
        assert codings.find(connection, str(row[0])) is None
    studies.verify(study)
    with pytest.raises(ToolkitError, match="nothing to take back"):
        settling.take_back(study, by="Cleo")


def test_all_of_a_transcript_are_accepted_or_gone_at_once(study: Study) -> None:
    taken(study)
    told = reviewing.decide(study, by="Cleo", accept=True, transcript=("P01",))
    assert told.startswith("Cleo placed 1 coding")
    settling.take_back(study, by="Cleo")
    assert "gone; 0 wait" in reviewing.decide(study, by="Cleo", gone=True, transcript=("P01",))
    assert waits(study) == ()
    before = state(study)
    assert taken(study)["codings", "identical"] == 4
    assert state(study) == before


def test_what_somebody_settled_meanwhile_is_not_settled_again(study: Study) -> None:
    taken(study)
    asked = settling.waiting(study)
    settling.settle(study, asked, None, by="Cleo")
    with pytest.raises(ToolkitError, match="by somebody else meanwhile"):
        settling.settle(study, asked, asked[0].candidates[0], by="Ben")


@pytest.mark.parametrize("answer", ["x-y", "9-4", "5", "-", "1-99999", "0-0", "1-2-3"])
def test_a_place_that_is_none_is_refused_and_nothing_is_settled(study: Study, answer: str) -> None:
    taken(study)
    ((name, *_),) = reviewing.review(study).rows
    before = state(study)
    with pytest.raises(ToolkitError):
        reviewing.decide(study, str(name), by="Cleo", place=answer)
    assert state(study) == before
