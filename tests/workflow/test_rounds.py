"""A team arranges its rounds, gives out the work, and reads blindly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import conversation
from toolkit.errors import ToolkitError
from toolkit.formats import codebooks as files
from toolkit.model.codebook import Codebook
from toolkit.model.identifier import new_id
from toolkit.model.round import Coder
from toolkit.model.table import Table, Value
from toolkit.model.transcript import Span
from toolkit.store import events, rounds, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import (
    arranging,
    assigning,
    comparing,
    describing,
    dividing,
    listing,
    revising,
    studies,
    suggesting,
    watching,
)
from toolkit.workflow.applying import Apply, Remove, change
from toolkit.workflow.assigning import assign, finish
from toolkit.workflow.showing import desk

TEXTS = ("P01", "P02", "P03", "P04", "P05")
TEAM = (Coder("Ana"), Coder("Ben"), Coder("Cleo"), Coder("Lea", "lead"), Coder("Rita", "reader"))


@pytest.fixture
def team(study: Study) -> Study:
    """A study with five transcripts, each longer than the one before, three coders, a lead and a reader."""
    with study.transaction(RESEARCHER) as records:
        for number, name in enumerate(TEXTS, 1):
            said = ("P", "I trusted them and then I did not. " * number)
            transcripts.add(
                records, conversation(name, ("I", "How was it?"), said, ("P", "Now I take care."))
            )
        for person in TEAM:
            rounds.add_coder(records, person)
    return study


@pytest.fixture
def lea(team: Study) -> Study:
    return team.seen_by("Lea")


@pytest.fixture
def blind(lea: Study) -> Study:
    """Lea has begun a blind round; Ana and Ben have two transcripts each, one of them the same."""
    arranging.begin(lea, "check", purpose="how far we agree", blind=True)
    assign(lea, "P01", "P02", coder="Ana")
    assign(lea, "P02", "P03", coder="Ben")
    return lea


def code(study: Study, coder: str, transcript: str, code: str = "trust") -> str | None:
    """Have a coder code the first words a participant says; return why not."""
    found = desk(study, transcript, coder).transcript
    turn = found.turns[1]
    span = Span(turn.span.start, turn.span.start + 9)
    wish = Apply(new_id(), transcript, found.sha256, span, code)
    return change(study.seen_by(coder), coder, [wish])[0]


def of(table: Table, **wanted: Value) -> list[dict[str, Value]]:
    rows = [dict(zip(table.names, row, strict=True)) for row in table.rows]
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def kinds(study: Study) -> list[tuple[str, str]]:
    with study.reading() as connection:
        return [(event.kind, event.actor) for event, _ in events.everything(connection)]


# --- beginning, changing, revealing -------------------------------------------------------------------


def test_a_round_is_begun_with_a_purpose_a_unit_and_by_a_lead(lea: Study) -> None:
    told = arranging.begin(lea, "check", purpose="how far we agree", unit="sentence", blind=True, anew=True)
    assert told == (
        "round check: is begun under codebook 1.0.0; how far we agree: coders code whole sentences, on clean "
        "pages; coders see the work of others when they have finished their own"
    )
    (row,) = of(arranging.rounds(lea), round="check")
    assert (row["purpose"], row["unit"], row["pages"], row["blind"]) == (
        "how far we agree",
        "sentence",
        "clean",
        "yes",
    )
    assert ("round.added", "Lea") in kinds(lea)
    assert studies.verify(lea).notes[:-1] == ("No problem found.",)


def test_a_dry_run_begins_nothing(lea: Study) -> None:
    assert "dry run, nothing was changed" in arranging.begin(lea, "check", dry_run=True)
    assert arranging.rounds(lea).column("round") == ("first",)


@pytest.mark.parametrize(
    ("viewer", "name", "what"),
    [
        ("Ana", "check", "^Ana: is no lead, and beginning a round is for leads; ask Lea$"),
        ("Lea", "First", "too much like round first; choose another name"),
        ("Lea", "1.2.0", "called like a version of the codebook"),
        ("Lea", "not an id", "is not an id"),
    ],
)
def test_a_round_is_refused_with_what_to_do(team: Study, viewer: str, name: str, what: str) -> None:
    with pytest.raises(ToolkitError, match=what):
        arranging.begin(team.seen_by(viewer), name)
    assert arranging.rounds(team).column("round") == ("first",)


def test_a_purpose_fits_on_a_line(lea: Study) -> None:
    for purpose in ("a\nb", "x" * 300):
        with pytest.raises(ToolkitError, match=r"purpose of a round"):
            arranging.begin(lea, "check", purpose=purpose)
    assert (
        arranging.change(lea, purpose="learning the codebook") == "round first: is for learning the codebook"
    )
    assert arranging.change(lea) == (
        "round first, codebook 1.0.0: learning the codebook: coders code any words, with earlier codings "
        "before them; the work of others is open to all"
    )
    with pytest.raises(ToolkitError, match=r"^thrid: is no round of this study; there are: first; begin"):
        arranging.change(lea, "thrid", purpose="x")
    with pytest.raises(ToolkitError, match="is no lead"):
        arranging.change(lea.seen_by("Ana"), unit="turn")


def test_a_blind_round_needs_somebody_who_sees_everything(study: Study) -> None:
    with pytest.raises(ToolkitError, match=r"has no lead: nobody could .*intercoder coder STUDY NAME --role"):
        arranging.begin(study, "check", blind=True)


def test_what_is_not_finished_is_told_and_handed_on_or_left(lea: Study) -> None:
    assign(lea, "P01", "P02", coder="Ana")
    finish(lea.seen_by("Ana"), "P01", coder="Ana")
    with pytest.raises(ToolkitError, match=r"^round first: 1 reading is not finished \(Ana P02\); give them"):
        arranging.begin(lea, "second")
    assert arranging.begin(lea, "second", hand_on=True).endswith("; handed on: Ana P02")
    assert [row["transcript"] for row in of(watching.progress(lea), round="second")] == ["P02"]
    assert arranging.begin(lea, "third", hand_on=False).endswith("; left behind, not finished: Ana P02")
    assert of(watching.progress(lea), round="third") == []


def test_no_round_and_no_codebook_begins_while_a_blind_one_goes_on(
    blind: Study, codebook: Codebook, tmp_path: Path
) -> None:
    def begin() -> str:
        return arranging.begin(blind, "later")

    with pytest.raises(
        ToolkitError, match=r"^round check: is blind and goes on \(not finished: Ana P01, P02; B"
    ):
        begin()
    later = tmp_path / "later.yaml"
    later.write_text(files.native.write(replace(codebook, version="1.0.1")), "utf-8")
    for dry_run in (True, False):
        with pytest.raises(ToolkitError, match=r"^round check: is blind and goes on"):
            revising.release(blind, later, dry_run=dry_run)
    finish(blind.seen_by("Ana"), coder="Ana")
    with pytest.raises(ToolkitError, match=r"not finished: Ben P02, P03"):
        begin()
    finish(blind.seen_by("Ben"), coder="Ben")
    begin()
    (row,) = of(arranging.rounds(blind), round="check")
    assert row["blind"] == "revealed"


def test_who_is_no_lead_may_foresee_a_release_and_not_release(
    team: Study, codebook: Codebook, tmp_path: Path
) -> None:
    later = tmp_path / "later.yaml"
    later.write_text(files.native.write(replace(codebook, version="1.0.1")), "utf-8")
    ana = team.seen_by("Ana")
    assert "nothing was changed" in " ".join(revising.release(ana, later, dry_run=True).notes)
    with pytest.raises(ToolkitError, match=r"^Ana: is no lead, and releasing a codebook is for leads"):
        revising.release(ana, later)


def test_a_lead_reveals_a_round_for_good_and_nobody_else(blind: Study) -> None:
    code(blind, "Ana", "P01")
    with pytest.raises(ToolkitError, match=r"^Ben: is no lead, and revealing a round is for leads; ask Lea"):
        arranging.reveal(blind.seen_by("Ben"))
    with pytest.raises(ToolkitError, match=r"^round check: is blind, and revealing .*--as NAME"):
        arranging.reveal(blind.seen_by(None))
    assert len(listing.all_codings(blind.seen_by("Ben")).rows) == 0
    told = arranging.reveal(blind)
    assert told == (
        "round check: is revealed, and stays so: everybody sees everything in it; not finished by then: Ana "
        "P01, P02; Ben P02, P03"
    )
    assert len(listing.all_codings(blind.seen_by("Ben")).rows) == 1
    assert arranging.reveal(blind).startswith("round check: was revealed on ")
    assert kinds(blind).count(("round.changed", "Lea")) == 1
    assert studies.verify(blind).notes[:-1] == ("No problem found.",)


def test_an_open_round_has_nothing_to_reveal(lea: Study) -> None:
    with pytest.raises(ToolkitError, match="is open: everybody sees everything"):
        arranging.reveal(lea)


# --- in a blind round ---------------------------------------------------------------------------------


def test_coders_code_and_finish_only_what_they_were_given(blind: Study) -> None:
    assert code(blind, "Ana", "P01") is None
    assert code(blind, "Ana", "P03") == (
        "P03: was not given to Ana in round check, which is blind; a lead does so with: assign STUDY P03 "
        "--coder Ana"
    )
    assert desk(blind.seen_by("Ana"), "P03", "Ana").closed.startswith("P03: was not given to Ana")
    assert desk(blind.seen_by("Ana"), "P01", "Ana").closed == ""
    assert code(blind, "New", "P01") is not None
    assert "New" not in studies.coders(blind)
    with pytest.raises(ToolkitError, match=r"^P03: was not given to Ana"):
        finish(blind.seen_by("Ana"), "P03", coder="Ana")
    with pytest.raises(ToolkitError, match=r"^Ana: is no lead, and giving out transcripts"):
        assign(blind.seen_by("Ana"), "P03", coder="Ana")
    with pytest.raises(ToolkitError, match=r"--as NAME"):
        assign(blind.seen_by(None), "P03", coder="Ana")


def test_what_was_read_in_an_earlier_round_has_to_be_given_anew(lea: Study) -> None:
    assign(lea, "P01", coder="Ana")
    finish(lea.seen_by("Ana"), "P01", coder="Ana")
    arranging.begin(lea, "check", blind=True)
    assert not desk(lea, "P01", "Ana").finished
    with pytest.raises(ToolkitError, match=r"^P01: was not given to Ana in round check, which is blind"):
        finish(lea.seen_by("Ana"), "P01", coder="Ana")
    with pytest.raises(ToolkitError, match=r"^Ana: has no transcripts to read in round check"):
        finish(lea.seen_by("Ana"), coder="Ana")


def test_a_finished_reading_is_closed_and_reopened_only_before_others_can_be_seen(blind: Study) -> None:
    ana = blind.seen_by("Ana")
    code(blind, "Ana", "P01")
    finish(ana, "P01", coder="Ana")
    refused = code(blind, "Ana", "P01", "doubt")
    assert refused is not None
    assert "P01: is finished by Ana in round check, which is blind; reopen it first" in refused
    (mine,) = desk(ana, "P01", "Ana").codings
    (refused,) = change(ana, "Ana", [Remove(mine.id)])
    assert refused is not None
    assert "is finished by Ana" in refused
    finish(ana, "P01", coder="Ana", reopen=True)
    assert change(ana, "Ana", [Remove(mine.id)]) == (None,)
    finish(ana, coder="Ana")
    for looking in (ana, blind.seen_by(None)):
        with pytest.raises(ToolkitError, match=r"^P01: stays finished, as Ana can see the work of others in"):
            finish(looking, "P01", coder="Ana", reopen=True)
    with pytest.raises(ToolkitError, match=r"^Ben: cannot reopen what Ana has finished; Ana can, or a lead"):
        finish(blind.seen_by("Ben"), "P01", coder="Ana", reopen=True)
    finish(blind, "P01", coder="Ana", reopen=True)
    (row,) = of(watching.progress(blind.seen_by("Ben")), coder="Ana", transcript="P01")
    assert (row["state"], row["reopened"]) == ("reading", 2)
    assert kinds(blind)[-1] == ("assignment.reopened", "Lea")


def test_a_reading_of_a_blind_round_that_is_over_stays_as_it_was(blind: Study) -> None:
    for coder in ("Ana", "Ben"):
        finish(blind.seen_by(coder), coder=coder)
    arranging.begin(blind, "later")
    with pytest.raises(ToolkitError, match="can see the work of others in round check, which is over"):
        finish(blind.seen_by("Ana"), "P01", coder="Ana", reopen=True)


def test_everybody_is_told_who_has_finished_and_nobody_what_others_coded(blind: Study) -> None:
    code(blind, "Ana", "P02")
    finish(blind.seen_by("Ana"), "P02", coder="Ana")
    rows = of(watching.progress(blind.seen_by("Ben")), transcript="P02")
    assert [(row["coder"], row["state"], row["turns_coded"]) for row in rows] == [
        ("Ana", "finished", None),
        ("Ben", "reading", 0),
    ]
    (mine,) = of(watching.progress(blind.seen_by("Ana")), transcript="P02", coder="Ana")
    assert (mine["turns_coded"], mine["turns"], mine["blind"], mine["purpose"]) == (
        1,
        2,
        "yes",
        "how far we agree",
    )
    (row,) = of(arranging.rounds(blind.seen_by("Ben")), round="check")
    assert (row["readings"], row["finished"], row["codings"]) == (4, 1, None)


def test_nobody_gets_suggestions_while_a_blind_round_goes_on(blind: Study) -> None:
    suggesting.switch(blind, "on")
    for viewer in ("Ana", "Lea"):
        with pytest.raises(ToolkitError, match=r"^round check: is blind, and in it nobody gets suggestions"):
            suggesting.material(blind.seen_by(viewer), transcript="P01", coder=viewer)


def test_the_desk_opens_when_the_transcript_is_given(blind: Study) -> None:
    from toolkit.workflow import laying  # noqa: PLC0415 - only here

    ana = blind.seen_by("Ana")
    assert laying.lay(ana, "P03", "Ana").desk.closed
    assign(blind, "P03", coder="Ana")
    assert laying.lay(ana, "P03", "Ana").desk.closed == ""


# --- giving out and taking back -----------------------------------------------------------------------


def test_in_an_open_round_coding_assigns_by_itself(team: Study) -> None:
    assert code(team, "Ana", "P05") is None
    assert [row["coder"] for row in of(watching.progress(team), transcript="P05")] == ["Ana"]


def test_transcripts_are_taken_back_if_nothing_was_done_with_them(lea: Study) -> None:
    assign(lea, "P01", "P02", "P03", coder="Ana")
    code(lea, "Ana", "P01")
    finish(lea.seen_by("Ana"), "P02", coder="Ana")
    for name, why in (("P01", "being coded"), ("P02", "finished"), ("P04", "not given")):
        with pytest.raises(ToolkitError, match=f"^{name}: .*{why}"):
            assign(lea, "P03", name, coder="Ana", take_back=True)
    assert assign(lea, coder="Ana", take_back=True) == "Ana has no longer to read P03"
    assert [row["transcript"] for row in of(watching.progress(lea), coder="Ana")] == ["P01", "P02"]
    with pytest.raises(ToolkitError, match="has nothing in round first that could be taken back"):
        assign(lea, coder="Ana", take_back=True)
    assert studies.verify(lea).notes[:-1] == ("No problem found.",)


def test_giving_and_taking_are_one_act(lea: Study) -> None:
    assign(lea, "P01", coder="Ana")
    finish(lea.seen_by("Ana"), "P01", coder="Ana")
    with pytest.raises(ToolkitError, match="is finished by Ana"):
        assigning.rearrange(lea, given=[("P02", "Ben")], taken=[("P01", "Ana")])
    assert of(watching.progress(lea), coder="Ben") == []
    assigning.rearrange(lea, given=[("P02", "Ben")], taken=[])
    assert len(of(watching.progress(lea), coder="Ben")) == 1


def test_who_only_looks_gets_nothing_to_read(lea: Study) -> None:
    with pytest.raises(ToolkitError, match=r"^Rita: looks at the study and codes nothing"):
        assign(lea, "P01", coder="Rita")
    with pytest.raises(ToolkitError, match=r"^Rita: looks at the study"):
        dividing.divide(lea, coders=("Ana", "Rita"))


def test_the_work_is_divided_with_a_share_read_twice_and_the_seed_is_kept(lea: Study) -> None:
    before = lea.head()
    seen = dividing.divide(lea, share=0.4, seed=3, dry_run=True)
    assert lea.head() == before
    assert seen.notes[0] == "Dry run: nothing was given out."
    table = dividing.divide(lea, share=0.4, seed=3)
    assert table.rows == seen.rows
    assert table.names == ("transcript", "words", "Ana", "Ben", "Cleo", "readers")
    assert sorted(table.column("readers")[:-1]) == [1, 1, 1, 2, 2]  # type: ignore[type-var]
    with lea.reading() as connection:
        (told,) = rounds.divisions(connection)["first"]
        given = rounds.everybodys(connection)
    assert (told["seed"], len(told["drawn"])) == (3, 2)  # type: ignore[arg-type]
    assert len(given) == 7
    assert {task.transcript for task in given} == set(TEXTS)


def test_dividing_again_takes_nothing_away_and_counts_what_is_there(lea: Study) -> None:
    assign(lea, "P05", coder="Ana")
    assign(lea, "P05", coder="Ben")
    dividing.divide(lea, number=1)
    with lea.reading() as connection:
        first = set(rounds.everybodys(connection))
    assert len(first) == 6
    table = dividing.divide(lea, number=2, coders=("Cleo", "Dan"))
    with lea.reading() as connection:
        assert first < set(rounds.everybodys(connection))
    assert table.column("readers")[:-1].count(2) == 2
    assert dict(zip(TEXTS, table.column("Cleo"), strict=False))["P05"] == ""


def test_as_many_are_read_twice_as_the_plan_says(lea: Study) -> None:
    with pytest.raises(ToolkitError, match=r"^--width: cannot be planned: 0 interviews have been read"):
        dividing.divide(lea, width=0.5)
    for coder in ("Ana", "Ben"):
        for name in TEXTS[:4]:
            code(lea, coder, name, "trust" if coder == "Ana" or name != "P02" else "doubt")
        finish(lea.seen_by(coder), coder=coder)
    arranging.begin(lea, "check")
    table = dividing.divide(lea, width=1.9, sure=0.5, coders=("Ana", "Ben"))
    assert table.column("readers")[:-1].count(2) >= 2
    assert "as many as an interval at most 1.9 wide needs" in " ".join(table.notes)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"share": 0.2, "number": 2}, "was given --share and --number"),
        ({"share": 1.2}, "--share: is 1.2"),
        ({"number": -1}, "--number: is -1"),
        ({"seed": -1}, "--seed: is -1"),
        ({"coders": ("Ana",), "share": 0.5}, "1 coders cannot be 2 readers"),
        ({"coders": ("Ana", "Ana")}, "Ana is named twice"),
        ({"readers": 1}, "1 readers compare nothing"),
        ({"number": 1, "by": "age"}, "is no attribute"),
    ],
)
def test_a_division_that_makes_no_sense_is_refused(lea: Study, asked: dict[str, object], why: str) -> None:
    with pytest.raises(ToolkitError, match=why):
        dividing.divide(lea, **asked)  # type: ignore[arg-type]
    with lea.reading() as connection:
        assert rounds.everybodys(connection) == ()


def test_coders_called_like_columns_have_columns_of_their_own(lea: Study) -> None:
    table = dividing.divide(lea, coders=("words", "coder words", "Ana"))
    assert table.names[2:5] == ("coder words", "coder coder words", "Ana")
    assert dividing.assigned(lea).column("readers")[:-1] == (1,) * 5


# --- several rounds under one version -----------------------------------------------------------------


def test_an_earlier_round_is_compared_as_it_was_though_all_was_read_anew_under_its_version(
    lea: Study,
) -> None:
    for coder in ("Ana", "Ben"):
        code(lea, coder, "P01")
        finish(lea.seen_by(coder), "P01", coder=coder)
    first = comparing.agreement(lea, round="first")
    arranging.begin(lea, "again", anew=True)
    for coder in ("Ana", "Ben"):
        assign(lea, "P01", coder=coder)
    code(lea, "Ben", "P01", "doubt")
    for coder in ("Ana", "Ben"):
        finish(lea.seen_by(coder), "P01", coder=coder)
    assert comparing.agreement(lea, round="first").rows == first.rows
    again = comparing.agreement(lea, round="again")
    assert again.rows != first.rows
    assert set(again.column("round")) == {"again"}


def test_the_methods_text_tells_of_rounds_from_facts(blind: Study) -> None:
    assert "blind" not in describing.methods(blind.seen_by("Lea"), agreement=False)
    finish(blind.seen_by("Ana"), coder="Ana")
    finish(blind, "P01", coder="Ana", reopen=True)
    arranging.reveal(blind)
    finish(blind.seen_by("Ana"), coder="Ana")
    finish(blind.seen_by("Ben"), coder="Ben")
    text = " ".join(describing.methods(blind, agreement=False).split())
    assert (
        "Under it, in round check, which was for how far we agree, Ana read two transcripts (P01 and P02) "
        "and Ben read two transcripts (P02 and P03) to the end." in text
    )
    assert (
        "This round was blind: coders saw nothing of one another's work before they had finished theirs, but "
        "for three readings that were not finished when it was revealed." in text
    )
    assert "One finished reading was reopened." in text
    assert "One of the three transcripts of it was read by two coders or more." in text


def test_what_was_drawn_is_told_with_its_seed(lea: Study) -> None:
    dividing.divide(lea, number=2, seed=7, coders=("Ana", "Ben"))
    for coder in ("Ana", "Ben"):
        finish(lea.seen_by(coder), coder=coder)
    text = " ".join(describing.methods(lea, agreement=False).split())
    assert "Two of the five transcripts of it were read by two coders or more." in text
    assert "They were drawn at random (seed 7)." in text


def test_what_coders_remove_after_a_round_was_there_when_it_ended(lea: Study) -> None:
    for name in ("Ana", "Ben"):
        assign(lea, "P01", "P02", coder=name)
        code(lea, name, "P01")
    code(lea, "Ana", "P02")
    finish(lea.seen_by("Ana"), coder="Ana")
    finish(lea.seen_by("Ben"), coder="Ben")
    then = comparing.agreement(lea, round="first")
    arranging.begin(lea, "talked", purpose="after talking")

    (talked_over,) = desk(lea, "P02", "Ana").codings
    assert change(lea.seen_by("Ana"), "Ana", [Remove(talked_over.id)]) == (None,)
    assert desk(lea, "P02", "Ana").codings == ()
    assert comparing.agreement(lea, round="first").rows == then.rows
    assert studies.verify(lea).notes[:-1] == ("No problem found.",)
