"""Labels that look like one person's are suggested, and different people are not."""

from __future__ import annotations

import pytest

from toolkit.text.labels import MOST_LABELS, alike


def pairs(*labels: str) -> set[frozenset[str]]:
    return {frozenset((found.label, found.into)) for found in alike([(label, 1) for label in labels])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("P1", "P01"),
        ("P01", "p01"),
        ("P01", "Participant 1"),
        ("P07", "Participant"),
        ("I", "Interviewer"),
        ("I2", "Interviewer 2"),
        ("Speaker 1", "Speaker1"),
        ("Speaker 1", "SPEAKER_01"),
        ("Dana Whitlow", "Dana Whitlow (External)"),
        ("Dana Whitlow", "Dr. Dana Whitlow"),
        ("Dana Whitlow", "Whitlow, Dana"),
        ("Dana Whitlow", "Dana"),
        ("Dana Whitlow", "Dana Whitlw"),
        ("Interviewer", "Interveiwer"),
        ("Jürgen Häßler", "JÜRGEN HÄSSLER"),
        ("O'Brien", "O’Brien"),  # noqa: RUF001 - a typographic apostrophe
    ],
)
def test_variants_of_one_label_look_alike(one: str, other: str) -> None:
    assert pairs(one, other) == {frozenset((one, other))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Speaker 1", "Speaker 2"),
        ("P01", "P10"),
        ("P1", "P11"),
        ("Speaker A", "Speaker B"),
        ("SpeakerA", "SpeakerB"),
        ("I", "P"),
        ("I", "I2"),
        ("Interviewer", "Interviewer 2"),
        ("Interviewer", "Interviewee"),
        ("Speaker", "Speaker 2"),
        ("Unknown Speaker", "Speaker 2"),
        ("Ann", "Jan"),
        ("???", "..."),
        ("P01", "R01"),
    ],
)
def test_different_people_do_not_look_alike(one: str, other: str) -> None:
    assert pairs(one, other) == set()


def test_a_label_that_is_short_for_two_is_suggested_for_neither() -> None:
    assert pairs("Participant", "P01", "P02") == set()
    assert pairs("Dana", "Dana Whitlow", "Dana Ortiz") == set()


def test_of_two_labels_the_one_with_more_turns_stays() -> None:
    (found,) = alike([("P1", 2), ("P01", 9)])

    assert (found.label, found.into) == ("P1", "P01")


def test_more_labels_than_an_interview_has_are_left_alone() -> None:
    assert alike([(f"name {'x' * number}", 1) for number in range(MOST_LABELS + 1)]) == ()


def test_digits_that_are_no_numbers_are_letters_like_others() -> None:
    assert alike([("P \U00010a40", 3), ("P1", 2)]) == ()
