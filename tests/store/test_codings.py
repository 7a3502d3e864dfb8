"""Tables ask the store what they need of codings, not for all that is known of each."""

from __future__ import annotations

import pytest

from toolkit.model.coding import Coding, Quotation
from toolkit.model.round import FIRST_ROUND, Coder
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codings, rounds, transcripts
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
