"""A round may have coders code whole units, the same for all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.identifier import new_id
from toolkit.model.round import Round, RoundUnit
from toolkit.model.transcript import Span, Transcript
from toolkit.store import codebooks, rounds, transcripts
from toolkit.store.study import Study
from toolkit.workflow import arranging, comparing, studies
from toolkit.workflow.applying import Apply, Remove, Restore, change, code
from toolkit.workflow.assigning import finish
from toolkit.workflow.showing import desk


@pytest.fixture
def reading(study: Study, transcript: Transcript) -> Study:
    with study.transaction("x") as records:
        transcripts.add(records, transcript)
    return study


def wish(transcript: Transcript, span: Span) -> Apply:
    return Apply(new_id(), transcript.id, transcript.sha256, span, "trust")


def words(transcript: Transcript, *spans: Span) -> list[str]:
    return [span.of(transcript.text) for span in spans]


def test_a_round_codes_any_words_unless_it_is_said_otherwise(reading: Study, transcript: Transcript) -> None:
    assert desk(reading, "P01", "Ana").units == ()
    assert change(reading, "Ana", [wish(transcript, Span(60, 65))]) == (None,)
    (row,) = arranging.rounds(reading).rows
    assert row[:9] == ("first", "coding", "1.0.0", "free", "as left", 1, 0, 1, "no")


@pytest.mark.parametrize(
    ("unit", "first"),
    [
        ("sentence", "I trusted them \U0001f600 at first."),
        ("turn", "I trusted them \U0001f600 at first. Then cafe\u0301 talk made me doubt."),
        ("paragraph", "I trusted them \U0001f600 at first. Then cafe\u0301 talk made me doubt."),
    ],
)
def test_units_lie_before_the_coder_and_hold_what_participants_say(
    reading: Study, transcript: Transcript, unit: RoundUnit, first: str
) -> None:
    assert arranging.set_unit(reading, unit=unit) == f"round first: coders code whole {unit}s"
    laid = desk(reading, "P01", "Ana")
    assert laid.unit == unit
    assert words(transcript, laid.units[0]) == [first]
    assert not any("And now?" in each for each in words(transcript, *laid.units))
    assert all(one.end <= other.start for one, other in pairwise(laid.units))


def test_one_or_several_whole_units_can_be_coded_and_nothing_else(
    reading: Study, transcript: Transcript
) -> None:
    arranging.set_unit(reading, unit="sentence")
    one, other, *_ = desk(reading, "P01", "Ana").units
    taken = [one, Span(one.start, other.end)]
    assert change(reading, "Ana", [wish(transcript, span) for span in taken]) == (None, None)

    refused = change(
        reading,
        "Ana",
        [
            wish(transcript, Span(one.start, one.end - 1)),
            wish(transcript, Span(one.start + 2, other.start + 2)),
            wish(transcript, Span(0, 5)),
        ],
    )
    whole = f"{one.start}-{one.end}"
    assert refused == (
        (
            f"P01: characters {one.start}-{one.end - 1} are no whole sentence; "
            f"this round codes whole sentences: {whole}"
        ),
        (
            f"P01: characters {one.start + 2}-{other.start + 2} are no whole sentence; "
            f"this round codes whole sentences: {one.start}-{other.end}"
        ),
        (
            "P01: characters 0-5 are in no sentence of the round; "
            "code whole sentences; interviewers' turns are context"
        ),
    )
    with pytest.raises(ToolkitError, match="no whole sentence"):
        code(reading, coder="Ana", transcript="P01", start=one.start, end=one.start + 3, code="doubt")
    assert len(desk(reading, "P01", "Ana").codings) == 2


def test_the_unit_is_set_before_the_first_coding(reading: Study, transcript: Transcript) -> None:
    change(reading, "Ana", [wish(transcript, Span(60, 65))])
    with pytest.raises(
        ToolkitError, match=r"^round first: has 1 codings of any words; set the unit of the next"
    ):
        arranging.set_unit(reading, unit="turn")
    assert arranging.set_unit(reading, unit="free") == "round first: coders code any words already"


def test_a_coding_made_freely_does_not_come_back_into_a_round_of_whole_units(
    reading: Study, transcript: Transcript
) -> None:
    made = wish(transcript, Span(60, 65))
    assert change(reading, "Ana", [made, Remove(made.id)]) == (None, None)
    arranging.set_unit(reading, unit="turn")
    (refused,) = change(reading, "Ana", [Restore(made.id, "P01", transcript.sha256)])
    assert refused == "P01: characters 60-65 are no whole turn; this round codes whole turns: 27-84"
    assert desk(reading, "P01", "Ana").codings == ()


def test_a_coding_of_an_earlier_round_comes_back_as_that_round_had_it(
    reading: Study, codebook: Codebook, transcript: Transcript
) -> None:
    made = wish(transcript, Span(60, 65))
    change(reading, "Ana", [made])
    with reading.transaction("x") as records:
        codebooks.add(records, replace(codebook, version="1.0.1"))
        rounds.add_round(records, Round("1.0.1", "coding", "1.0.1"))
    arranging.set_unit(reading, unit="turn")
    back = Restore(made.id, "P01", transcript.sha256)
    assert change(reading, "Ana", [Remove(made.id), back]) == (None, None)


def test_a_later_round_has_a_unit_of_its_own_and_the_log_tells_when_it_was_set(
    reading: Study, codebook: Codebook, transcript: Transcript
) -> None:
    change(reading, "Ana", [wish(transcript, Span(60, 65))])
    with reading.transaction("x") as records:
        codebooks.add(records, replace(codebook, version="1.0.1"))
        rounds.add_round(records, Round("1.0.1", "coding", "1.0.1"))
    arranging.set_unit(reading, unit="turn")
    assert arranging.rounds(reading).column("unit") == ("free", "turn")
    assert studies.verify(reading).notes[:-1] == ("No problem found.",)
    with reading.transaction("x") as records:
        present = rounds.current(records.connection)
        rounds.change_round(records, present, replace(present, unit="sentence"))
    assert studies.verify(reading).notes[:-1] == ("No problem found.",)


def test_coders_are_compared_on_the_units_of_the_round_unless_it_is_said_otherwise(
    reading: Study, transcript: Transcript
) -> None:
    assert comparing.usual_unit(reading) == "turn"
    arranging.set_unit(reading, unit="sentence")
    one, *_ = desk(reading, "P01", "Ana").units
    for coder in ("Ana", "Ben"):
        change(reading, coder, [wish(transcript, one)])
        finish(reading, "P01", coder=coder)
    assert comparing.usual_unit(reading) == "sentence"
    assert set(comparing.agreement(reading).column("unit")) == {"sentence"}
    assert set(comparing.agreement(reading, unit="turn").column("unit")) == {"turn"}
