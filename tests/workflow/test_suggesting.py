"""Suggestions are off at first, learn from nobody else while a reading is independent, and count nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conftest import conversation
from tests.workflow.taught import NAMES, NEW, interview, switch_on, teach
from toolkit.errors import ToolkitError
from toolkit.model.transcript import Transcript
from toolkit.store import codings, events, transcripts
from toolkit.store.study import Study
from toolkit.text import suggestion
from toolkit.workflow import assigning, comparing, showing, studies, suggesting, undoing
from toolkit.workflow.suggesting import Suggestion


def made(study: Study, coder: str, transcript: str = NEW) -> tuple[Suggestion, ...]:
    found = suggesting.material(study, transcript=transcript, coder=coder)
    lessons = suggesting.learned(found)
    return suggesting.open_to(study, suggesting.suggested(study, found, lessons, transcript), coder)


def acts(study: Study) -> list[dict[str, object]]:
    with study.reading() as connection:
        return [
            dict(event.body["act"])  # type: ignore[call-overload]
            for event, _ in events.everything(connection)
            if "act" in event.body
        ]


def test_a_new_study_makes_no_suggestions_and_says_how_to_switch_them_on(study: Study) -> None:
    teach(study, "Ana")

    for asked in (
        lambda: suggesting.suggest(study, transcript=NEW, coder="Ana"),
        lambda: suggesting.precision(study),
        lambda: suggesting.material(study, transcript=NEW, coder="Ana"),
    ):
        with pytest.raises(ToolkitError, match=r"are off in this study; switch them on with: .* on$"):
            asked()
    assert suggesting.switch(study).endswith("suggestions are off")


def test_the_switch_is_in_the_log_once_for_each_change(study: Study) -> None:
    assert suggesting.switch(study, "on").endswith("suggestions are on")
    suggesting.switch(study, "on")
    assert suggesting.is_on(study)
    suggesting.switch(study, "off")
    assert not suggesting.is_on(study)

    with study.reading() as connection:
        told = [
            event.body["after"]
            for event, _ in events.everything(connection)
            if event.kind == "suggestions.switched"
        ]
    assert told == [{"on": True}, {"on": False}]
    assert studies.verify(study).notes[:-1] == ("No problem found.",)


def test_a_coder_gets_suggestions_from_what_they_coded_with_the_words_behind_them(study: Study) -> None:
    teach(study, "Ana")
    switch_on(study)

    table = suggesting.suggest(study, transcript=NEW, coder="Ana")

    assert set(table.column("code")) == {"trust"}
    assert {str(passage) for passage in table.column("passage")} >= {
        "I trust the boat.",
        "Such trust is rare.",
    }
    assert all("trust +" in str(words) for words in table.column("words"))
    assert "by Ana alone" in " ".join(table.notes)
    assert "2 of 3 codes are not suggested" in " ".join(table.notes)
    text = interview(NEW).text
    for start, end, passage in zip(
        table.column("start"), table.column("end"), table.column("passage"), strict=True
    ):
        assert text[int(str(start)) : int(str(end))] == passage
    assert not any("Do you" in str(passage) for passage in table.column("passage"))


def test_while_a_transcript_is_read_independently_nothing_is_learned_from_others(study: Study) -> None:
    teach(study, "Ben")
    assigning.assign(study, NEW, coder="Ana")
    switch_on(study)

    with pytest.raises(ToolkitError, match="read independently, and Ana has finished no transcript"):
        suggesting.suggest(study, transcript=NEW, coder="Ana")
    with pytest.raises(ToolkitError, match="read independently, so that nothing may be suggested"):
        suggesting.suggest(study, transcript=NEW)

    assert suggesting.material(study, transcript=NEW, coder="Ben").sources == ("Ben",)


def test_a_coder_who_was_not_given_the_transcript_yet_reads_it_independently_too(study: Study) -> None:
    teach(study, "Ben")
    switch_on(study)

    with pytest.raises(ToolkitError, match="Ana has finished no transcript"):
        made(study, "Ana")


def test_others_are_learned_from_once_all_readings_are_finished(study: Study) -> None:
    teach(study, "Ana", "Ben")
    assigning.assign(study, NEW, coder="Ana")
    assigning.assign(study, NEW, coder="Ben")
    switch_on(study)

    assigning.finish(study, NEW, coder="Ana")
    assert suggesting.material(study, transcript=NEW, coder="Ana").sources == ("Ana",)

    assigning.finish(study, NEW, coder="Ben")
    assert suggesting.material(study, transcript=NEW, coder="Ana").sources == ("Ana", "Ben")
    assert suggesting.material(study, transcript=NEW).sources == ("Ana", "Ben")

    assigning.finish(study, NEW, coder="Ben", reopen=True)
    assert suggesting.material(study, transcript=NEW, coder="Ana").sources == ("Ana",)


def test_only_finished_readings_are_learned_from(study: Study) -> None:
    teach(study, "Ana", finish=False)
    switch_on(study)

    with pytest.raises(ToolkitError, match="nobody has finished a transcript"):
        suggesting.precision(study)

    assigning.finish(study, "Q1", "Q2", coder="Ana")
    found = suggesting.material(study)
    assert {each.interview for each in found.examples} == {"Q1", "Q2"}
    assert suggesting.precision(study).column("not_suggested_because")[0] == (
        "4 units with it, and it takes 6 to learn it"
    )


def test_agreement_and_codings_are_the_same_with_suggestions_on_and_asked_for(study: Study) -> None:
    teach(study, "Ana", "Ben")
    before = comparing.agreement(study)
    with study.reading() as connection:
        count = codings.count(connection)

    switch_on(study)
    assert suggesting.suggest(study, transcript=NEW, coder="Ana").rows

    assert comparing.agreement(study) == before
    with study.reading() as connection:
        assert codings.count(connection) == count
    assert studies.coders(study) == ("Ana", "Ben")


def test_what_is_taken_up_is_one_act_with_its_origin_in_the_log_and_one_undo(study: Study) -> None:
    teach(study, "Ana")
    switch_on(study)
    chosen = made(study, "Ana")

    done = suggesting.accept(study, "Ana", chosen)

    assert (done.made, done.already) == (len(chosen), 0)
    assert len(chosen) >= 2
    mine = showing.desk(study, NEW, "Ana").codings
    assert {(coding.span, coding.code, coding.coder) for coding in mine} == {
        (each.span, "trust", "Ana") for each in chosen
    }
    assert {str(act["origin"]) for act in acts(study) if act["id"] == done.act} == {
        "suggestion learned from Ana"
    }
    assert made(study, "Ana") == ()
    assert undoing.undo(study, "Ana", str(done.act)) == len(chosen)
    assert showing.desk(study, NEW, "Ana").codings == ()
    assert studies.verify(study).notes[:-1] == ("No problem found.",)


def test_what_has_the_code_already_is_neither_suggested_nor_coded_twice(study: Study) -> None:
    teach(study, "Ana")
    switch_on(study)
    chosen = made(study, "Ana")
    suggesting.accept(study, "Ana", chosen[:1])

    again = suggesting.accept(study, "Ana", chosen)

    assert (again.made, again.already) == (len(chosen) - 1, 1)
    assert suggesting.accept(study, "Ana", chosen).act is None


def test_suggestions_that_may_not_be_any_more_are_not_taken_up(study: Study) -> None:
    teach(study, "Ana", "Ben", names=(*NAMES, NEW))
    switch_on(study)
    assigning.assign(study, NEW, coder="Cleo")
    assigning.finish(study, NEW, coder="Cleo")
    chosen = made(study, "Cleo")
    assert chosen
    assert chosen[0].sources == ("Ana", "Ben", "Cleo")

    assigning.finish(study, NEW, coder="Cleo", reopen=True)
    with pytest.raises(ToolkitError, match="read independently by now"):
        suggesting.accept(study, "Cleo", chosen)
    suggesting.switch(study, "off")
    with pytest.raises(ToolkitError, match="are off"):
        suggesting.accept(study, "Cleo", chosen)
    assert showing.desk(study, NEW, "Cleo").codings == ()


def test_if_one_suggestion_cannot_be_coded_none_is(study: Study) -> None:
    teach(study, "Ana")
    switch_on(study)
    first, *others = made(study, "Ana")
    stale = replace(first, sha256="0" * 64)

    with pytest.raises(ToolkitError, match="nothing was coded, because Q7: has another text by now"):
        suggesting.accept(study, "Ana", [*others, stale])

    assert showing.desk(study, NEW, "Ana").codings == ()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"transcript": "P99"}, "is no transcript of this study"),
        ({"transcript": NEW, "coder": "Nobody"}, "is no coder of this study"),
        ({"transcript": NEW, "code": ("worry",)}, "is deprecated"),
        ({"transcript": NEW, "at": "9.0.0"}, "is no released version"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(
    study: Study, asked: dict[str, object], told: str
) -> None:
    teach(study, "Ana")
    switch_on(study)

    with pytest.raises(ToolkitError, match=told):
        suggesting.suggest(study, **{"coder": "Ana", **asked})  # type: ignore[arg-type]


def test_a_code_that_is_asked_for_and_cannot_be_suggested_has_its_reason_in_the_notes(study: Study) -> None:
    teach(study, "Ana")
    switch_on(study)

    table = suggesting.suggest(study, transcript=NEW, coder="Ana", code=("doubt",), unit="turn")

    assert table.rows == ()
    assert "doubt is not suggested: no units with it" in " ".join(table.notes)


def test_transcripts_of_one_word_or_of_an_interviewer_alone_get_none(
    study: Study, transcript: Transcript
) -> None:
    teach(study, "Ana")
    with study.transaction("researcher") as records:
        transcripts.add(records, conversation("W", ("W", "Hm")))
        transcripts.add(records, conversation("X", ("I", "Trust?")))
        transcripts.add(records, transcript)
    for name in ("W", "X", "P01"):
        assigning.assign(study, name, coder="Ana")
        assigning.finish(study, name, coder="Ana")
    switch_on(study)

    for name in ("W", "X"):
        assert suggesting.suggest(study, transcript=name, coder="Ana").rows == ()


def test_groups_of_interviews_in_the_test_are_told(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    teach(study, "Ana")
    switch_on(study)
    assert suggesting.precision(study).notes[0].startswith("Each interview was suggested for")

    monkeypatch.setattr(suggestion, "_AFFORDED", 1)
    table = suggesting.precision(study)

    assert table.notes[0].startswith("To save time the 6 interviews were tested in 5 groups")


def test_the_digest_is_that_of_what_is_learned_from_and_not_of_what_is_asked_about(study: Study) -> None:
    teach(study, "Ana")
    switch_on(study)
    one = suggesting.material(study, transcript=NEW, coder="Ana")

    suggesting.accept(study, "Ana", made(study, "Ana"))
    assert suggesting.material(study, transcript=NEW, coder="Ana").digest == one.digest

    assigning.finish(study, NEW, coder="Ana")
    assert suggesting.material(study, transcript=NEW, coder="Ana").digest != one.digest
