"""Undo and redo rest on the log alone: they work after a reload, and for all that an act did."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workflow.desk import Sitting
from toolkit.errors import ToolkitError
from toolkit.model.act import Act, Together
from toolkit.model.identifier import new_id
from toolkit.store import acts, codings
from toolkit.store.study import Study
from toolkit.workflow import noting, studies, undoing
from toolkit.workflow.applying import Remove, RemoveMemo, RewriteMemo, WriteMemo


def together() -> Together:
    return Together(new_id())


def history(sitting: Sitting) -> tuple[Act, ...]:
    """Return the history as read by a server that knows only the store."""
    again = Study(sitting.study.address)
    try:
        return undoing.history(again, sitting.coder, sitting.transcript)
    finally:
        again.close()


def undo(sitting: Sitting) -> int:
    last = [act for act in history(sitting) if not act.undone][-1]
    return undoing.undo(sitting.study, sitting.coder, last.id)


def redo(sitting: Sitting) -> int:
    first = next(act for act in history(sitting) if act.undone)
    return undoing.redo(sitting.study, sitting.coder, first.id)


def test_every_kind_of_act_is_undone_and_done_again(ana: Sitting) -> None:
    """Forth and back through everything a coder can do: each state comes back exactly, memos included."""
    steps = [
        (ana.add("c1", "trusted them"), ana.add("c2", "care", "care")),
        ana.recode("c1", ana.add("c3", "trusted them", "doubt", "unsure")),
        (WriteMemo("m1", "coding", "c3", "Why?", "P01"),),
        (RewriteMemo("m1", "Why?", "Because.", "P01"), WriteMemo("m2", "code", "care", "Care!", "P01")),
        (Remove("c2"), RemoveMemo("m1", "Because.", "P01")),
        (ana.restore("c2"), ana.restore("m1")),
        ana.recode("c3", ana.add("c4", "trusted", "doubt")),
    ]
    states = [state(ana)]
    for wishes in steps:
        act = together()
        ana.done(*(replace(wish, together=act) for wish in wishes))
        states.append(state(ana))

    for expected in reversed(states[:-1]):
        undo(ana)
        assert state(ana) == expected
    for expected in states[1:]:
        redo(ana)
        assert state(ana) == expected
    undo(ana)
    assert state(ana) == states[-2]
    assert studies.verify(ana.study).notes[:-1] == ("No problem found.",)


def state(sitting: Sitting) -> object:
    codings = sitting.codings()
    beside = noting.beside(sitting.study, "P01", sitting.coder, codings.values())
    return codings, {(memo.id, memo.about, memo.subject, memo.text) for memo in beside}


def test_undoing_is_an_act_in_the_log_and_not_its_rewriting(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them", together=together()))

    assert undo(ana) == 1
    assert redo(ana) == 1

    assert ana.kinds() == ["coding.added", "coding.removed", "coding.restored"]
    (act,) = history(ana)
    assert not act.undone


def test_codings_of_which_no_door_said_the_act_are_undone_one_by_one(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"), ana.add("c2", "care", "care"))

    undo(ana)
    assert set(ana.codings()) == {"c1"}
    undo(ana)
    assert ana.codings() == {}
    redo(ana)
    assert set(ana.codings()) == {"c1"}


def test_each_coder_undoes_their_own(ana: Sitting, ben: Sitting) -> None:
    act = together()
    ana.done(ana.add("c1", "trusted them", together=act))

    assert history(ben) == ()
    with pytest.raises(ToolkitError, match="is no act of Ben"):
        undoing.undo(ben.study, "Ben", str(act.act))
    assert set(ana.codings()) == {"c1"}


@pytest.mark.parametrize("name", ["event-1", "event-99999", "event-x", "%", '"', "", "a" * 1000])
def test_what_is_no_act_is_refused(ana: Sitting, name: str) -> None:
    ana.done(ana.add("c1", "trusted them", together=together()))

    with pytest.raises(ToolkitError, match="is no act of Ana"):
        undoing.undo(ana.study, "Ana", name)


def test_an_act_that_cannot_be_taken_back_as_a_whole_stays_as_a_whole(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"), ana.add("c2", "care", "care"))
    removing = together()
    ana.done(Remove("c1", together=removing), Remove("c2", together=removing))
    ana.done(ana.add("c3", "trusted them"))

    with pytest.raises(ToolkitError, match="has already given this passage the code trust"):
        undoing.undo(ana.study, "Ana", str(removing.act))

    assert set(ana.codings()) == {"c3"}


def test_the_history_ends_with_the_last_fifty_acts(ana: Sitting) -> None:
    for number in range(acts.MOST_ACTS + 10):
        wish = ana.add(f"c{number}", "trusted them"), Remove(f"c{number}", together=together())
        ana.done(*wish)

    told = history(ana)

    assert len(told) == acts.MOST_ACTS
    assert told[-1].deeds[0].record.id == f"c{acts.MOST_ACTS + 9}"


def test_an_act_the_limit_falls_into_is_left_out_whole(ana: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "_FEW_DEEDS", 1)
    monkeypatch.setattr(acts, "_MOST_DEEDS", 2)
    large = together()
    ana.done(*(ana.add(f"c{n}", word, together=large) for n, word in enumerate(("trusted", "at first"))))
    ana.done(ana.add("c9", "care", together=together()))

    assert [deed.record.id for act in history(ana) for deed in act.deeds] == ["c9"]
    assert undoing.undo(ana.study, "Ana", str(large.act)) == 2


def test_names_that_differ_by_case_or_hold_signs_of_a_search_are_kept_apart(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"))

    assert undoing.history(ana.study, "Ana", replace(ana.transcript, id="p01")) == ()
    assert undoing.history(ana.study, "Ana", replace(ana.transcript, id="P0_")) == ()
    assert undoing.history(ana.study, "ANA", ana.transcript) == ()


def test_work_that_somebody_imported_is_not_theirs_to_undo(ana: Sitting) -> None:
    ana.done(ana.add("c1", "trusted them"))
    with ana.study.transaction("importer") as records:
        coding = ana.codings()["c1"]
        codings.add(records, replace(coding, id="c2"))

    assert undoing.history(ana.study, "importer", ana.transcript) == ()
    with pytest.raises(ToolkitError, match="is no act of importer"):
        undoing.undo(ana.study, "importer", f"event-{undoing.latest_event(ana.study)}")


def test_the_number_of_the_latest_event_grows(ana: Sitting) -> None:
    before = undoing.latest_event(ana.study)
    ana.done(ana.add("c1", "trusted them"))

    assert undoing.latest_event(ana.study) > before
