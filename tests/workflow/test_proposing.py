"""A code that a coder thinks of while reading: used at once, counted once a release has it, answered else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.workflow.desk import Sitting
from toolkit.errors import ToolkitError
from toolkit.formats.codebooks import native
from toolkit.model.act import Together
from toolkit.model.code import Code, Theme
from toolkit.model.identifier import new_id
from toolkit.store import contents
from toolkit.store import proposals as stored
from toolkit.store.study import Study
from toolkit.workflow import (
    answering,
    arranging,
    drafting,
    exporting,
    importing,
    listing,
    noting,
    proposing,
    reporting,
    reviewing,
    revising,
    studies,
    undoing,
)
from toolkit.workflow.answering import Wanted
from toolkit.workflow.applying import Propose, Remove, Wish, Withdraw, WriteMemo
from toolkit.workflow.drafting import Step


def proposing_at(at: Sitting, words: str, label: str, coding: str = "c1") -> tuple[str, tuple[Wish, ...]]:
    """Return the id of a proposal, and the wishes of the act that proposes it and codes these words."""
    name, together = new_id(), Together(new_id())
    text = at.transcript
    return name, (
        Propose(name, label, "", text.id, together),
        at.add(coding, words, name, together=together),
    )


@pytest.fixture
def phone(ana: Sitting) -> str:
    """Id of a proposal by Ana, whose code is cafe-talk and which one passage has."""
    name, wishes = proposing_at(ana, "cafe\u0301 talk", "Café talk")
    ana.done(*wishes)
    return name


def release(study: Study, code: str = "cafe-talk", label: str = "Café talk") -> None:
    step = Step("add", results=(code,), codes=(Code(code, label, "feelings", definition="Talk."),))
    drafting.take(study, step, by="Lead")
    revising.release_draft(study, by="Lead")


def fates(study: Study) -> dict[object, tuple[object, object]]:
    table = listing.all_codings(study)
    told = zip(table.column("code"), table.column("state"), strict=True)
    return dict(zip(table.column("id"), told, strict=True))


def state(study: Study) -> list[tuple[object, object]]:
    table = proposing.proposals(study)
    return list(zip(table.column("code"), table.column("state"), strict=True))


def test_proposing_and_coding_are_one_act(ana: Sitting, phone: str) -> None:
    assert [coding.code for coding in ana.codings().values()] == ["cafe-talk"]
    (act,) = undoing.history(ana.study, "Ana", ana.transcript)
    assert [deed.verb for deed in act.deeds] == ["propose", "add"]

    undoing.undo(ana.study, "Ana", act.id)
    assert (ana.codings(), state(ana.study)) == ({}, [])

    undoing.redo(ana.study, "Ana", act.id)
    assert list(ana.codings()) == ["c1"]
    assert proposing.beside(ana.study, "Ana")[0].id == phone
    assert studies.verify(ana.study).notes[:-1] == ("No problem found.",)


def test_the_same_act_sent_twice_changes_nothing(ana: Sitting) -> None:
    _, wishes = proposing_at(ana, "cafe\u0301 talk", "Café talk")
    ana.done(*wishes)
    ana.done(*wishes)

    assert len(ana.codings()) == 1
    assert state(ana.study) == [("cafe-talk", "waits")]


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("  ", "is blank"),
        ("x" * 61, "has 61 characters; use at most 60"),
        ("a\u202eb", r"unprintable character U\+202E"),
        ("tRUST", r"the name 'tRUST': is that of the code trust \(Trust\); use that code"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_reason_and_nothing_is_coded(
    ana: Sitting, label: str, reason: str
) -> None:
    _, wishes = proposing_at(ana, "cafe\u0301 talk", label)
    told = ana.do(*wishes)

    assert told[0] == told[1]
    assert re.search(reason, told[0] or "")
    assert (ana.codings(), state(ana.study)) == ({}, [])


def test_one_does_not_propose_a_code_twice(ana: Sitting, phone: str) -> None:
    with pytest.raises(ToolkitError, match="that of a code you have proposed; use that code"):
        proposing.propose(ana.study, coder="Ana", label="CAFÉ  TALK")
    assert state(ana.study) == [("cafe-talk", "waits")]


def test_labels_that_look_like_markup_are_kept_as_they_are(ana: Sitting) -> None:
    attack = "<img src=x onerror=alert(1)>"
    told = proposing.propose(ana.study, coder="Ana", label=attack)
    assert told == f"Ana proposed img-src-x-onerror-alert-1 ({attack})"


def test_a_name_in_another_script_gets_an_id_as_well(ana: Sitting) -> None:
    proposing.propose(ana.study, coder="Ana", label="信頼")
    ((code, _),) = state(ana.study)
    assert str(code).startswith("code-")


def test_a_proposal_is_used_for_more_passages_and_withdrawn_only_without_any(
    ana: Sitting, phone: str
) -> None:
    ana.done(ana.add("c2", "take care", phone), ana.add("c3", "And now?", "cafe-talk"))
    (again,) = ana.do(ana.add("c4", "take care", phone))
    assert "already given this passage the code cafe-talk" in (again or "")

    (refused,) = ana.do(Withdraw(phone))
    assert refused == "the proposed code 'Café talk': 3 passages have it; take it from them first"
    ana.done(Remove("c1"), Remove("c2"), Remove("c3"), Withdraw(phone), Withdraw(phone))
    assert state(ana.study) == []
    (gone,) = ana.do(ana.restore("c1"))
    assert "is no code of codebook" in (gone or "")


def test_what_others_propose_is_not_seen_and_cannot_be_used(ana: Sitting, ben: Sitting, phone: str) -> None:
    assert proposing.beside(ana.study, "Ben") == ()
    assert [each.coder for each in proposing.beside(ana.study, "Ben", others=True)] == ["Ana"]
    for name in (phone, "cafe-talk"):
        (reason,) = ben.do(ben.add("c2", "take care", name))
        assert "is no code of codebook" in (reason or "")
    (reason,) = ben.do(Withdraw(phone))
    assert "is a proposal by Ana; only they can change it" in (reason or "")


def test_who_thinks_of_the_same_name_proposes_the_same_code_and_learns_nothing(
    ana: Sitting, ben: Sitting, phone: str
) -> None:
    _, wishes = proposing_at(ben, "take care", "café TALK", "c2")
    ben.done(*wishes)

    assert [coding.code for coding in ben.codings().values()] == ["cafe-talk"]
    (found,) = proposing.proposed(ana.study)
    assert (found.coders, len(found.codings), found.label) == (("Ana", "Ben"), 2, "Café talk")


def test_another_name_with_the_same_letters_gets_an_id_of_its_own(ana: Sitting, ben: Sitting) -> None:
    proposing.propose(ana.study, coder="Ana", label="C")
    proposing.propose(ana.study, coder="Ben", label="C++")
    proposing.propose(ana.study, coder="Ana", label="Worry")  # an id of the codebook, out of use
    assert [code for code, _ in state(ana.study)] == ["c", "c-2", "worry-2"]


def test_codings_of_a_proposal_count_nowhere_and_tables_say_how_many_wait(ana: Sitting, phone: str) -> None:
    ana.done(ana.add("c2", "take care"))

    assert fates(ana.study) == {"c1": ("cafe-talk", "proposed"), "c2": ("trust", "followed")}
    table = reporting.frequency(ana.study)
    assert "cafe-talk" not in table.column("code_id")
    told = " ".join(table.notes)
    assert "2 codings = 1 resolved + 0 collapsed + 0 pending + 0 frozen + 1 of proposed codes" in told
    assert "Left out: 1 codings of codes that coders proposed" in told


def test_they_follow_by_themselves_once_a_release_has_the_code(ana: Sitting, phone: str) -> None:
    step = Step(
        "add", results=("cafe-talk",), codes=(Code("cafe-talk", "Talk", "feelings", definition="T."),)
    )
    drafting.take(ana.study, step, by="Lead")
    assert state(ana.study) == [("cafe-talk", "in the draft")]
    notes = revising.release_draft(ana.study, dry_run=True).notes
    assert "Proposed by Ana, and new: cafe-talk. Its codings count from now on: 1." in notes

    revising.release_draft(ana.study, by="Lead")

    assert state(ana.study) == [("cafe-talk", "in the codebook")]
    assert fates(ana.study) == {"c1": ("cafe-talk", "followed")}
    assert "cafe-talk" in reporting.frequency(ana.study).column("code_id")
    # At the version they were made under, they still wait.
    before = listing.all_codings(ana.study, at="1.0.0")
    assert list(before.column("state")) == ["proposed"]
    assert proposing.beside(ana.study, "Ana") == ()
    # The pane of somebody who has not heard of it yet goes on with the id it knows.
    ana.done(ana.add("c2", "take care", phone))
    assert fates(ana.study)["c2"] == ("cafe-talk", "followed")


def test_codings_of_what_is_the_same_as_another_code_follow_there_and_collapse(
    ana: Sitting, phone: str
) -> None:
    ana.done(ana.add("c2", "cafe\u0301 talk", "doubt"), ana.add("c3", "take care", phone))
    told = proposing.answer(ana.study, "cafe-talk", by="Lead", same_as="doubt", why="One thing.")
    assert told == "Lead answered: cafe-talk is the same as doubt"

    assert fates(ana.study) == {
        "c1": ("doubt", "collapsed"),
        "c2": ("doubt", "followed"),
        "c3": ("doubt", "followed"),
    }
    assert {coding.code for coding in ana.codings().values()} == {"doubt"}
    (reason,) = ana.do(ana.add("c4", "And now?", phone))
    assert reason == "cafe-talk: was proposed and is the same as one there is; use doubt"
    assert studies.verify(ana.study).notes[:-1] == ("No problem found.",)

    proposing.answer(ana.study, "cafe-talk", by="Lead", reopen=True)
    assert fates(ana.study)["c3"] == ("cafe-talk", "proposed")


def test_codings_of_what_is_declined_wait_for_a_person(ana: Sitting, phone: str) -> None:
    with pytest.raises(ToolkitError, match="reason is missing"):
        proposing.answer(ana.study, "cafe-talk", by="Lead", decline=True)
    proposing.answer(ana.study, "cafe-talk", by="Lead", decline=True, why="Too rare.", consider=("care",))

    queue = answering.queue(ana.study, Wanted())
    (open_,) = queue.open
    assert (open_.code, open_.candidates, open_.optional) == ("cafe-talk", ("care",), False)
    assert queue.book(open_).version == "1.0.0"
    assert fates(ana.study) == {"c1": ("cafe-talk", "pending")}
    assert list(ana.codings()) == ["c1"]

    reviewing.decide(ana.study, "c1", by="Lead", choose=("trust",))
    assert fates(ana.study) == {"c1": ("trust", "followed")}
    assert len(answering.queue(ana.study).settled(Wanted())) == 1
    reviewing.withdraw(ana.study, "c1", by="Lead")
    reviewing.decide(ana.study, "c1", by="Lead", none=True)
    assert fates(ana.study) == {"c1": ("cafe-talk", "set aside")}


def test_an_answer_is_given_once_and_to_what_waits(ana: Sitting, phone: str) -> None:
    study = ana.study
    with pytest.raises(ToolkitError, match="it is not said what the answer is"):
        proposing.answer(study, "cafe-talk", by="Lead")
    with pytest.raises(ToolkitError, match="is no proposed code"):
        proposing.answer(study, "trust", by="Lead", same_as="doubt")
    with pytest.raises(ToolkitError, match="worry: is deprecated"):
        proposing.answer(study, "cafe-talk", by="Lead", same_as="worry")
    with pytest.raises(ToolkitError, match="has no answer to take back"):
        proposing.answer(study, "cafe-talk", by="Lead", reopen=True)
    proposing.answer(study, "cafe-talk", by="Lead", same_as="doubt")
    with pytest.raises(ToolkitError, match="was answered: same; take that answer back first"):
        proposing.answer(study, "cafe-talk", by="Lead", decline=True, why="No.")


def test_a_release_does_not_bring_back_what_was_answered(ana: Sitting, phone: str) -> None:
    proposing.answer(ana.study, "cafe-talk", by="Lead", decline=True, why="Too rare.")
    with pytest.raises(
        ToolkitError, match="was proposed and is declined; use another id, or: intercoder answer"
    ):
        release(ana.study)
    assert revising.codebook(ana.study).version == "1.0.0"


def test_who_proposes_a_declined_name_again_proposes_another_code(ana: Sitting, phone: str) -> None:
    proposing.answer(ana.study, "cafe-talk", by="Lead", decline=True, why="Too rare.")
    assert proposing.usable(ana.study, "Ana") == frozenset()
    proposing.propose(ana.study, coder="Ben", label="Café talk")
    assert state(ana.study) == [("cafe-talk", "declined"), ("cafe-talk-2", "waits")]


def test_a_label_typed_into_the_draft_does_not_take_a_proposal_by_chance(ana: Sitting, phone: str) -> None:
    book = revising.codebook(ana.study)
    taken = [each.code for each in proposing.proposed(ana.study)]
    assert drafting.proposed_id(book, "Cafe talk", besides=taken) == "cafe-talk-2"


def test_a_memo_is_written_on_a_proposed_code(ana: Sitting, phone: str) -> None:
    ana.done(WriteMemo(new_id(), "code", phone, "Ask again.", "P01"))
    assert noting.memos(ana.study).column("code")[0] == "cafe-talk"


def test_evidence_names_transcript_and_turn(ana: Sitting, phone: str) -> None:
    (found,) = proposing.proposed(ana.study)
    assert found.evidence(proposing.turns_of(ana.study, found)) == ("P01#2",)


# From one copy of a study to another -----------------------------------------------------------------


@pytest.fixture
def copy(ana: Sitting, tmp_path: Path) -> Study:
    """The study before anybody proposed anything, opened apart."""
    with ana.study.reading() as source:
        return Study.filled(tmp_path / "copy.study", lambda target: contents.copy(source, target))


def bundle(study: Study, path: Path, coder: str = "Ana") -> Path:
    path.write_text(exporting.bundle(study, coder=coder))
    return path


def test_a_bundle_brings_the_proposals_of_its_codings_and_twice_changes_nothing(
    ana: Sitting, copy: Study, tmp_path: Path
) -> None:
    _, wishes = proposing_at(ana, "cafe\u0301 talk", "Café talk")
    ana.done(*wishes)
    file = bundle(ana.study, tmp_path / "ana.jsonl")

    told = importing.import_files(copy, file)
    assert "1 proposals added" in str(told)
    assert fates(copy) == {"c1": ("cafe-talk", "proposed")}
    before = exporting.bundle(copy, coder="Ana")
    importing.import_files(copy, file)

    assert exporting.bundle(copy, coder="Ana") == before
    assert studies.verify(copy).notes[:-1] == ("No problem found.",)
    copy.close()


def test_a_bundle_without_the_proposal_of_a_coding_is_refused(
    ana: Sitting, copy: Study, tmp_path: Path
) -> None:
    _, wishes = proposing_at(ana, "cafe\u0301 talk", "Café talk")
    ana.done(*wishes)
    with ana.study.transaction("Ana") as records:
        (proposal,) = stored.everything(records.connection)
        stored.remove(records, proposal)
    file = bundle(ana.study, tmp_path / "ana.jsonl")
    with pytest.raises(ToolkitError, match=r"uses the code 'cafe-talk', which codebook 1\.0\.0 lacks"):
        importing.import_files(copy, file)
    copy.close()


def test_work_done_freely_comes_into_a_round_of_whole_units_and_is_told(
    ana: Sitting, copy: Study, tmp_path: Path
) -> None:
    arranging.set_unit(copy, unit="turn")
    ana.done(ana.add("c1", "at first"), ana.add("c2", "take care"))

    told = str(importing.import_files(copy, bundle(ana.study, tmp_path / "ana.jsonl")))

    assert "2 codings added, of them 2 not on whole turns, which round first codes" in told
    assert set(fates(copy)) == {"c1", "c2"}
    copy.close()


def test_what_two_coders_proposed_in_two_copies_is_one_code_where_they_meet(
    ana: Sitting, copy: Study, tmp_path: Path
) -> None:
    _, wishes = proposing_at(ana, "cafe\u0301 talk", "Café talk")
    ana.done(*wishes)
    ben = Sitting(copy, ana.transcript, "Ben")
    _, wishes = proposing_at(ben, "take care", "Café Talk", "c2")
    ben.done(*wishes)

    importing.import_files(ana.study, bundle(copy, tmp_path / "ben.jsonl", "Ben"))

    (found,) = proposing.proposed(ana.study)
    assert (found.code, found.coders, len(found.codings)) == ("cafe-talk", ("Ana", "Ben"), 2)
    release(ana.study)
    assert fates(ana.study) == {"c1": ("cafe-talk", "followed"), "c2": ("cafe-talk", "followed")}
    copy.close()


def test_work_that_comes_after_the_answer_follows_it(ana: Sitting, copy: Study, tmp_path: Path) -> None:
    _, wishes = proposing_at(ana, "cafe\u0301 talk", "Café talk")
    ana.done(*wishes)
    importing.import_files(copy, bundle(ana.study, tmp_path / "one.jsonl"))
    proposing.answer(copy, "cafe-talk", by="Lead", same_as="doubt")
    ana.done(ana.add("c2", "take care", "cafe-talk"))

    importing.import_files(copy, bundle(ana.study, tmp_path / "two.jsonl"))

    assert fates(copy) == {"c1": ("doubt", "followed"), "c2": ("doubt", "followed")}
    copy.close()


def test_a_name_stored_with_accents_apart_is_the_same_name(ana: Sitting, ben: Sitting, phone: str) -> None:
    _, wishes = proposing_at(ana, "take care", "Cafe\u0301 talk", "c2")
    assert "a code you have proposed" in str(ana.do(*wishes)[0])
    _, wishes = proposing_at(ben, "take care", "Cafe\u0301 talk", "c3")
    ben.done(*wishes)
    (found,) = proposing.proposed(ana.study)
    assert found.coders == ("Ana", "Ben")


def test_no_theme_takes_the_id_of_a_proposed_code(ana: Sitting, phone: str) -> None:
    with pytest.raises(ToolkitError, match=r"has the theme 'cafe-talk', which is the id of a proposed code"):
        release_theme(ana.study)
    assert fates(ana.study) == {"c1": ("cafe-talk", "proposed")}


def release_theme(study: Study) -> None:
    step = Step("add", results=("cafe-talk",), themes=(Theme("cafe-talk", "Talk in cafés"),))
    drafting.take(study, step, by="Lead")
    revising.release_draft(study, by="Lead")


def test_codings_that_come_from_another_copy_do_not_count_under_a_theme_with_their_id(
    ana: Sitting, copy: Study, tmp_path: Path
) -> None:
    release_theme(copy)
    _, wishes = proposing_at(ana, "cafe\u0301 talk", "Café talk")
    ana.done(*wishes)

    importing.import_files(copy, bundle(ana.study, tmp_path / "ana.jsonl"))

    assert fates(copy) == {"c1": ("cafe-talk", "proposed")}
    proposing.answer(copy, "cafe-talk", by="Lead", same_as="doubt")
    assert fates(copy) == {"c1": ("doubt", "followed")}
    copy.close()


def test_what_was_done_before_a_release_took_the_proposal_in_can_still_be_undone(ana: Sitting) -> None:
    ana.done(ana.add("c0", "at first", together=Together(new_id())))
    _, wishes = proposing_at(ana, "cafe\u0301 talk", "Café talk")
    ana.done(*wishes)
    release(ana.study)

    first, second = undoing.history(ana.study, "Ana", ana.transcript)
    assert [deed.verb for deed in second.deeds] == ["add"]
    undoing.undo(ana.study, "Ana", second.id)
    undoing.undo(ana.study, "Ana", first.id)

    assert ana.codings() == {}
    assert [each.state for each in proposing.proposed(ana.study)] == ["in the codebook"]
    undoing.redo(ana.study, "Ana", first.id)
    undoing.redo(ana.study, "Ana", second.id)
    assert set(ana.codings()) == {"c0", "c1"}


def test_the_codebook_file_of_a_release_takes_a_proposal_in_as_well(
    ana: Sitting, phone: str, tmp_path: Path
) -> None:
    step = Step(
        "add", results=("cafe-talk",), codes=(Code("cafe-talk", "Talk", "feelings", definition="T."),)
    )
    draft = drafting.take(ana.study, step, by="Lead")
    file = tmp_path / "next.yaml"
    file.write_text(native.write(draft).replace("status: draft", "status: released"))
    drafting.discard(ana.study, by="Lead")

    revising.release(ana.study, file)

    assert fates(ana.study) == {"c1": ("cafe-talk", "followed")}
