"""What data cannot know is said by the team, kept word for word in the log, and can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import small_codebook
from toolkit.errors import Invalid, ToolkitError
from toolkit.model.declared import LONGEST_SAID, STATEMENTS, Declared
from toolkit.model.round import Coder
from toolkit.store import events, rounds
from toolkit.store.study import Study
from toolkit.workflow import declaring, studies


def approach(study: Study) -> str:
    with study.reading() as connection:
        return declaring.declared_approach(connection)


def told(study: Study) -> list[object]:
    with study.reading() as connection:
        return [
            event.body["after"]
            for event, _ in events.everything(connection)
            if event.kind == "facts.declared"
        ]


@pytest.fixture
def coded_by_ana(study: Study) -> Study:
    with study.transaction("Ana") as records:
        rounds.add_coder(records, Coder("Ana"))
    return study


def test_the_approach_is_the_codebooks_until_the_team_declares_one(study: Study) -> None:
    assert approach(study) == small_codebook().approach == "codebook"

    assert "approach reflexive (declared)" in declaring.declare(study, approach="reflexive")
    assert approach(study) == "reflexive"

    assert "approach codebook (as its codebook says)" in declaring.declare(study, approach="as-codebook")
    assert approach(study) == "codebook"


def test_what_is_not_named_stays_and_an_empty_text_takes_back(study: Study) -> None:
    declaring.declare(study, medium="by video call", citation="Braun & Clarke (2022)")
    declaring.declare(study, medium="on site")
    assert declaring.said(study) == Declared(medium="on site", citation="Braun & Clarke (2022)")

    declaring.declare(study, medium="")
    assert declaring.said(study) == Declared(citation="Braun & Clarke (2022)")


def test_saying_the_same_again_is_no_event_and_the_log_holds(study: Study) -> None:
    declaring.declare(study, medium="on site")
    declaring.declare(study, medium=" on\nsite ")

    assert len(told(study)) == 1
    assert studies.verify(study).notes[:-1] == ("No problem found.",)


def test_positions_are_of_coders_and_each_has_one(coded_by_ana: Study) -> None:
    declaring.declare(coded_by_ana, position=("Ana=first author",))
    declaring.declare(coded_by_ana, position=("Ana=first author; trained = yes",))
    assert declaring.said(coded_by_ana).positions == (("Ana", "first author; trained = yes"),)

    declaring.declare(coded_by_ana, position=("Ana=",))
    assert declaring.said(coded_by_ana).positions == ()


@pytest.mark.parametrize(
    ("position", "complaint"),
    [
        ("first author", "names no coder"),
        ("=first author", "names no coder"),
        ("Eve=first author", "is no coder of this study"),
        ("Ana=" + "x" * (LONGEST_SAID + 1), "has 2001 characters"),
        ("Ana=turned\u202e", "U\\+202E"),
    ],
)
def test_a_position_of_nobody_or_of_no_line_is_refused(
    coded_by_ana: Study, position: str, complaint: str
) -> None:
    with pytest.raises(ToolkitError, match=complaint):
        declaring.declare(coded_by_ana, position=(position,))
    assert told(coded_by_ana) == []


def test_to_declare_nothing_is_refused(study: Study) -> None:
    with pytest.raises(ToolkitError, match="told nothing; say what you declare"):
        declaring.declare(study)


def test_the_list_says_what_is_left_for_the_authors(coded_by_ana: Study) -> None:
    declaring.declare(coded_by_ana, ethics="<b>approved</b> | =1+1", position=("Ana=first author",))

    table = declaring.declared(coded_by_ana)
    said = {fact: (words, source) for fact, words, source in table.rows}

    assert said["approach"] == ("codebook", "codebook")
    assert said["ethics"] == ("<b>approved</b> | =1+1", "declared")
    assert said["medium"] == ("", "for the authors")
    assert said["position of Ana"] == ("first author", "declared")
    assert len(table.rows) == len(STATEMENTS) + 2


def test_several_faults_are_all_kept() -> None:
    with pytest.raises(Invalid) as refused:
        Declared(medium="\x07", dates="x" * (LONGEST_SAID + 1), positions=(("A", "a"), ("A", "b")))

    assert set(refused.value.by_field) == {"medium", "dates", "positions"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("after", [{"approach": "guess"}, {"positions": [1]}, {"medium": "\x07"}, "text"])
def test_a_log_of_another_program_is_an_error_of_one_line_or_no_word(study: Study, after: object) -> None:
    with study.transaction("x") as records:
        records.log("facts.declared", "study", after=after)  # type: ignore[arg-type]

    if after == "text":
        assert declaring.said(study) == Declared()
    else:
        with pytest.raises(ToolkitError, match=r"cannot be read.*; see: intercoder verify$"):
            declaring.said(study)


SAID = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20)


@given(st.fixed_dictionaries(dict.fromkeys(STATEMENTS, SAID)))
def test_what_was_said_comes_back_word_for_word(said: dict[str, str]) -> None:
    declared = replace(Declared(), **said)  # type: ignore[arg-type]

    assert declared.statements == {name: words for name, words in said.items() if words}
