"""Cases settled as teams settle them, linked to changes of the codebook; agreement before and after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import conversation
from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.consensus import CONSENSUS, Case
from toolkit.store import rounds, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import (
    adjudicating,
    applying,
    assigning,
    comparing,
    describing,
    discussing,
    drafting,
    exporting,
    noting,
    reporting,
    revising,
    studies,
)
from toolkit.workflow.discussing import Wanted
from toolkit.workflow.drafting import Step
from toolkit.workflow.importing import import_files

HOSTILE = "<script>alert(1)</script> [l](javascript:x) =1+1 \u202edesrever"
TEXT = conversation(
    "P01", ("I", "How was it?"), ("P01", "one two three four five six"), ("P01", "seven eight nine")
)


def begun(path: Path, codebook: Codebook) -> Study:
    made = studies.start(path, codebook, title="My study")
    with made.transaction(RESEARCHER) as records:
        transcripts.add(records, TEXT)
    return made


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    """Return a confusion on `one two three`, an omission of `five` and other words for `seven eight`."""
    made = begun(tmp_path / "my.study", codebook)
    for coder, name, words in (
        ("Ana", "trust", "one two"),
        ("Ben", "doubt", "two three"),
        ("Ana", "care", "five"),
        ("Ana", "trust", "seven eight"),
        ("Ben", "trust", "eight nine"),
    ):
        apply(made, coder, name, words)
    for coder in ("Ana", "Ben"):
        assigning.finish(made, "P01", coder=coder)
    yield made
    made.close()


def apply(study: Study, coder: str, code: str, words: str) -> None:
    start = TEXT.text.index(words)
    applying.code(study, coder=coder, transcript="P01", start=start, end=start + len(words), code=code)


def where(words: str) -> str:
    start = TEXT.text.index(words)
    return f"{start}-{start + len(words)}"


def the_case(study: Study, *codes: str) -> Case:
    (case,) = (each for each in discussing.docket(study).cases if each.codes == codes and each.open)
    return case


def settle(study: Study, case: Case, choice: str, *, by: str = "Cleo", led: str = "") -> None:
    standing = discussing.chosen(case, choice)
    discussing.answer(study, case, standing, by=by, reason="We talked.", led=led)


def standing(study: Study) -> list[tuple[object, ...]]:
    table = adjudicating.consensus(study)
    return list(zip(table.column("code"), table.column("quotation"), table.column("basis"), strict=True))


def test_the_table_tells_the_kind_and_what_is_discussed_together(study: Study) -> None:
    table = adjudicating.disagreements(study)

    assert table.column("kind") == ("confusion", "confusion", "omission")
    assert table.column("case")[0] == table.column("case")[1] == f"P01:{where('one two three')}"
    assert any("only its words differ: 1" in note for note in table.notes)
    assert adjudicating.disagreements(study, kind=("boundary",)).column("quotation") == ("seven eight nine",)
    assert adjudicating.disagreements(study, kind=("omission",)).column("code") == ("care",)
    assert adjudicating.disagreements(study, code=("feelings",)).rows == table.rows
    assert adjudicating.disagreements(study, coder=("Ana", "Ben"), kind=("boundary",)).rows


def test_memos_on_codings_stand_with_the_disagreement(study: Study) -> None:
    case = the_case(study, "care")
    noting.memo(study, coder="Ana", coding=case.disagreements[0].codings[0].id, text=HOSTILE)

    assert adjudicating.disagreements(study).column("memos")[2] == f"Ana: {HOSTILE}"


def test_who_is_right_is_settled_in_one_go_with_a_reason(study: Study) -> None:
    settle(study, the_case(study, "trust", "doubt"), "Ben")
    settle(study, the_case(study, "care"), "neither")

    assert standing(study) == [
        ("doubt", "two three", "settled"),
        ("trust", "seven eight nine", "agreed"),
    ]
    assert set(adjudicating.consensus(study).column("coder")) == {CONSENSUS}
    assert adjudicating.consensus(study).column("coders") == ("Ben", "Ana, Ben")
    assert set(adjudicating.disagreements(study).column("reason")) == {"We talked."}
    assert studies.verify(study).notes[:-1] == ("No problem found.",)
    assert "settled: 3, open: 0" in " ".join(reporting.frequency(study).notes)


def test_the_words_of_what_all_gave_can_be_settled_too(study: Study) -> None:
    settle(study, the_case(study, "trust"), "Ana")

    assert adjudicating.disagreements(study, kind=("boundary",)).column("settled_as") == ("seven eight",)
    assert describing.facts(study).consensus.reworded == 1  # type: ignore[union-attr]
    assert "settled the words of one passage that all coders had given" in describing.methods(study)


def test_without_a_reason_nothing_is_settled(study: Study) -> None:
    case = the_case(study, "care")
    with pytest.raises(ToolkitError, match="has no reason"):
        discussing.answer(study, case, discussing.none_of_it(case), by="Cleo", reason=" \n")
    with pytest.raises(ToolkitError, match="has no reason"):
        adjudicating.settle(study, case=case.name, choice="Ana", by="Cleo")
    with pytest.raises(ToolkitError, match="nothing is settled by that"):
        discussing.answer(study, case, {}, by="Cleo", reason="why")
    assert the_case(study, "care") == case


def test_who_comes_second_is_told_and_overwrites_nothing(study: Study) -> None:
    case = the_case(study, "care")
    settle(study, case, "Ana", by="Cleo")

    with pytest.raises(ToolkitError, match="by somebody meanwhile; nothing was recorded"):
        settle(study, case, "Ben", by="Dora")

    assert adjudicating.disagreements(study, code=("care",)).column("settled_by") == ("Cleo",)


def test_the_last_answer_is_taken_back_as_a_whole(study: Study) -> None:
    settle(study, the_case(study, "care"), "Ana")
    settle(study, the_case(study, "trust", "doubt"), "both")

    taken = discussing.take_back(study, by="Cleo")

    assert [each.code for each in taken] == ["trust", "doubt"]
    assert adjudicating.disagreements(study, open=True).column("code") == ("trust", "doubt")
    with pytest.raises(ToolkitError, match="has settled nothing"):
        discussing.take_back(study, by="Ana")


def test_the_command_line_settles_by_name_and_by_words(study: Study) -> None:
    span = where("two")
    told = adjudicating.settle(study, transcript="P01", span=span, choice="Ben", by="Cleo", reason="why")
    assert "trust does not hold" in told
    assert "doubt holds" in told

    five = f"P01:{where('four five')}"
    told = adjudicating.settle(study, case=five, code="care", by="Cleo", reason="more words")
    assert "care holds (verdict" in told

    assert adjudicating.disagreements(study).column("settled_as") == ("", "two three", "four five")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"case": "P01"}, "is no passage|not said which passage"),
        ({"case": "P01:9-4", "choice": "Ana"}, "positions 9 to 4"),
        ({"case": "P01:x-y", "choice": "Ana"}, "is no passage"),
        ({"case": "P99:1-4", "choice": "Ana"}, "is no transcript"),
        ({"case": f"P01:{where('six')}", "choice": "Ana"}, "coders do not differ there"),
        ({"case": f"P01:{where('one two three four five')}", "choice": "Ana"}, "there are several cases"),
        ({"case": f"P01:{where('five')}", "choice": "Zoe"}, "choose one of: Ana, Ben, both, neither"),
        ({"case": f"P01:{where('five')}"}, "not said what holds"),
        ({"case": f"P01:{where('five')}", "choice": "Ana", "reject": True}, "both --choice and --reject"),
        ({"case": f"P01:{where('five')}", "transcript": "P01", "choice": "Ana"}, "named twice"),
        ({"case": f"P01:{where('five')}", "choice": "Ana", "led_to": "CR-9"}, "is no change record"),
    ],
)
def test_what_cannot_be_settled_is_refused(study: Study, asked: dict[str, object], told: str) -> None:
    with pytest.raises(ToolkitError, match=told):
        adjudicating.settle(study, by="Cleo", reason="why", **asked)  # type: ignore[arg-type]
    assert adjudicating.disagreements(study, open=True).rows == adjudicating.disagreements(study).rows


def test_filters_find_cases_by_code_theme_pair_transcript_and_kind(study: Study) -> None:
    there = discussing.docket(study)

    def codes(**wanted: object) -> list[tuple[str, ...]]:
        return [case.codes for case in there.only(Wanted(**wanted))]  # type: ignore[arg-type]

    assert codes() == [("trust", "doubt"), ("care",)]
    assert codes(boundaries=True) == [*codes(), ("trust",)]
    assert codes(codes=("doubt",)) == [("trust", "doubt")]
    assert codes(codes=("feelings",)) == codes()
    assert codes(coders=("Ana", "Ben")) == codes(coders=("Ben",)) == codes()
    assert codes(coders=("Ana", "Zoe")) == codes(transcripts=("P02",)) == codes(state="settled") == []
    assert codes(kinds=("omission",)) == [("care",)]


def changed(study: Study) -> str:
    """Write a change into the draft and return the id of its record."""
    code = revising.codebook(study).code["care"]
    step = Step(
        "redefine", ("care",), codes=(replace(code, definition="Being looked after."),), effect="same"
    )
    return drafting.take(study, step, by="Cleo").changes[-1].id


def test_a_verdict_leads_to_a_change_of_the_codebook_and_the_record_tells(study: Study) -> None:
    record = changed(study)
    settle(study, the_case(study, "care"), "Ana", led=record)
    settle(study, the_case(study, "trust", "doubt"), "Ana")
    later = [str(name) for name in adjudicating.disagreements(study, code=("doubt",)).column("id")]
    assert (
        discussing.led_to(study, *later, by="Ben", change=record)
        == f"Ben said that 1 verdict led to {record}"
    )

    revising.release_draft(study, by="Cleo")

    records = revising.change_records(study)
    assert (records.column("id"), records.column("verdicts")) == ((record,), (2,))
    assert f"P01:{where('five')} care" in str(records.column("settled")[0])
    assert revising.history(study).column("verdicts")[-1] == 2
    assert f"led to changes of this version: {record} (2)." in " ".join(revising.show(study).notes)
    assert adjudicating.disagreements(study).column("led_to") == ("", record, record)
    assert "Two verdicts led to one change of the codebook." in describing.methods(study)
    discussing.led_to(study, *later, by="Ben", change="")
    assert revising.change_records(study).column("verdicts") == (1,)
    assert studies.verify(study).notes[:-1] == ("No problem found.",)


def test_only_what_is_there_can_be_linked(study: Study) -> None:
    for names, change, told in (
        ((), "", "no verdict is named"),
        (("x",), "", "x: is no verdict"),
        (("x",), "CR-0001", "CR-0001: is no change record of this codebook or its draft; there are none yet"),
    ):
        with pytest.raises(ToolkitError, match=told):
            discussing.led_to(study, *names, by="Cleo", change=change)


def test_a_link_said_later_is_no_contradiction_when_the_bundle_comes_again(
    study: Study, tmp_path: Path
) -> None:
    settle(study, the_case(study, "care"), "Ana")
    path = tmp_path / "Cleo.jsonl"
    path.write_text(exporting.bundle(study, coder="Cleo"), "utf-8")
    record = changed(study)
    (name,) = adjudicating.disagreements(study, code=("care",)).column("id")
    discussing.led_to(study, str(name), by="Cleo", change=record)

    assert "1 verdicts were there" in str(import_files(study, path).rows[0][-1])
    assert adjudicating.disagreements(study, code=("care",)).column("led_to") == (record,)


# Before and after ------------------------------------------------------------------------------------


def values(study: Study, name: str) -> dict[object, object]:
    table = comparing.agreement(study, unit="character", after_discussion=True)
    return dict(zip(table.column("code"), table.column(name), strict=True))


def test_agreement_is_told_before_and_after_discussion_and_the_former_stays(study: Study) -> None:
    before = comparing.agreement(study, unit="character")
    first = values(study, "percent")
    assert first == values(study, "percent_after")
    assert (values(study, "settled")[None], values(study, "open")[None]) == (0, 3)

    for codes, choice in ((("trust", "doubt"), "Ben"), (("care",), "Ben")):
        settle(study, the_case(study, *codes), choice)

    assert comparing.agreement(study, unit="character") == before
    assert values(study, "percent") == first
    after = values(study, "percent_after")
    assert after["care"] == after["doubt"] == 1.0
    assert isinstance(after["trust"], float)
    assert after["trust"] < 1.0
    assert values(study, "boundaries") == {None: 1, "trust": 1, "doubt": 0, "care": 0}

    settle(study, the_case(study, "trust"), "both")

    assert set(values(study, "percent_after").values()) == {1.0}
    assert values(study, "percent") == first
    assert "After discussion, with the three disagreements" in describing.methods(study, unit="character")


def test_after_discussion_is_about_a_study(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match="--after-discussion: is about a study"):
        comparing.agreement(table=tmp_path / "x.csv", after_discussion=True)


# While a round is blind ------------------------------------------------------------------------------


def test_while_a_round_is_blind_nothing_of_it_is_laid_out_or_settled(study: Study) -> None:
    (case, *_) = discussing.docket(study).cases
    assigning.finish(study, "P01", coder="Ben", reopen=True)
    with study.transaction(RESEARCHER) as records:
        present = rounds.current(records.connection)
        rounds.change_round(records, present, replace(present, blind=True, begun_at="2026-01-01T00:00:00Z"))
    seen = study.seen_by("Ben")

    there = discussing.docket(seen)

    assert there.hidden
    assert not there.cases
    with pytest.raises(ToolkitError, match="is blind, and settling a disagreement rests on everybody"):
        discussing.answer(seen, case, discussing.none_of_it(case), by="Ben", reason="why")
    with pytest.raises(ToolkitError, match="is blind"):
        adjudicating.settle(seen, case=case.name, choice="neither", by="Ben", reason="why")
