import pytest

from toolkit.formats.transcripts.labels import believable, is_typical, role_of
from toolkit.model.transcript import Role


@pytest.mark.parametrize(
    ("label", "role"),
    [
        *(
            (label, "interviewer")
            for label in ("I", "I1", "INT", "Interviewer", "MODERATOR", "Researcher 2", "Q")
        ),
        *(
            (label, "participant")
            for label in ("P1", "P03", "Participant", "INTERVIEWEE", "R", "Respondent 4")
        ),
        *(
            (label, "unknown")
            for label in ("Dana (Interviewer)", "Maria", "Speaker 1", "S01", "Iris", "P", "PI")
        ),
    ],
)
def test_a_role_is_guessed_only_from_a_label_that_leaves_no_doubt(label: str, role: Role) -> None:
    assert role_of(label) == role


def test_a_name_has_to_come_back_or_to_look_like_a_label() -> None:
    times = {"Maria": 9, "P3": 1, "Example text": 1, "here's the thing": 5, "Note": 4, "so": 2}
    assert believable(times, 100) == {"Maria", "P3"}


def test_a_label_misspelt_once_stays_a_label_of_its_own() -> None:
    assert believable({"Katarina": 8, "Katrina": 1, "Carina": 1}, 20) == {"Katarina", "Katrina"}


def test_an_interview_header_is_no_misspelt_interviewer() -> None:
    assert believable({"Interviewer": 8, "Interview": 1}, 20) == {"Interviewer"}


def test_a_name_in_lower_case_has_to_carry_part_of_the_file() -> None:
    assert believable({"maria k": 5}, 20) == {"maria k"}
    assert believable({"maria k": 5}, 200) == frozenset()


def test_more_names_than_a_conversation_has_are_none() -> None:
    glossary = {f"Term {chr(65 + number)}": 2 for number in range(13)}
    assert believable(glossary | {"P03": 2}, 50) == {"P03"}


def test_a_focus_group_may_be_large() -> None:
    group = {f"P{number}": 2 for number in range(30)}
    assert believable(group, 60) == group.keys()
    assert is_typical("SPEAKER_00")
