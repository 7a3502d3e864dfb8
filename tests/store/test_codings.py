"""Tables ask the store what they need of codings, not for all that is known of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.model.coding import Coding, Quotation
from toolkit.model.round import FIRST_ROUND, Coder
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codings, events, rounds, transcripts, verification
from toolkit.store.study import Study

EARLIER, LATER = "2026-03-01T09:30:00Z", "2026-03-01T09:30:00.5Z"  # by the alphabet the other way round


@pytest.fixture
def coded(study: Study, transcript: Transcript) -> Study:
    """Store codings of two coders, the later one first."""
    with study.transaction("A") as records:
        transcripts.add(records, transcript)
        for number, (coder, at) in enumerate([("A", LATER), ("B", EARLIER), ("A", LATER)]):
            if number != 2:
                rounds.add_coder(records, Coder(coder))
            start = transcript.turns[0].span.start + number
            quotation = Quotation.cut(transcript, Span(start, start + 3))
            codings.add(records, Coding(f"c{number}", quotation, "trust", coder, "1.0.0", FIRST_ROUND, at))
    return study


def test_a_transcript_was_begun_with_its_first_coding_also_within_a_second(coded: Study) -> None:
    with coded.reading() as connection:
        assert codings.began(connection) == {"P01": EARLIER}
        assert codings.began(connection, coders=["A"]) == {"P01": LATER}
        assert codings.began(connection, coders=["C"]) == {}


def test_who_coded_what_under_which_version_is_told_once(coded: Study) -> None:
    with coded.reading() as connection:
        assert codings.uses(connection) == {("1.0.0", "P01", "A"), ("1.0.0", "P01", "B")}


def test_without_proposals_no_coding_is_of_a_proposed_code(coded: Study) -> None:
    with coded.reading() as connection:
        assert codings.of_proposed(connection) == ()


def test_what_was_made_elsewhere_is_told_as_the_work_of_its_coder_at_its_time(
    coded: Study, transcript: Transcript
) -> None:
    with coded.reading() as connection:
        there = codings.everything(connection)
    theirs = [replace(each, id=f"new {each.id}") for each in there]
    with coded.transaction("researcher") as records:
        codings.add_theirs(records, theirs)
        codings.add_theirs(records, [])

    with coded.reading() as connection:
        assert {each.id for each in codings.everything(connection)} == {each.id for each in (*there, *theirs)}
        assert all(codings.find(connection, each.id) == each for each in theirs)
        told = [event for event, _ in events.everything(connection)][-3:]
        assert not list(verification.problems(connection))
    assert [(each.kind, each.subject) for each in told] == [("coding.added", each.id) for each in theirs]
    assert [(each.actor, each.at) for each in told] == [(each.coder, each.made_at) for each in theirs]
