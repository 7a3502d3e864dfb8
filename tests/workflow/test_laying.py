"""What is kept from coding to coding is what would be read anew, whoever did what in which process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import conversation
from tests.workflow.test_revising import FILES, WORDS, shipped
from toolkit.errors import ToolkitError
from toolkit.model.act import Together
from toolkit.model.identifier import new_id
from toolkit.model.transcript import Role, Span
from toolkit.store import transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import applying, assigning, laying, noting, proposing, revising, showing, undoing
from toolkit.workflow.laying import Laid
from toolkit.workflow.studies import start

NAME = "P01"
CODERS = ("Ana", "Ben")
PLACES = ((5, 8), (5, 12), (9, 12), (13, 18))
CODES = ("vibe-checks", "evaluation-method", "evaluation", "relevance-threshold", "platform-role")


def anew(study: Study, coder: str, *, others: bool) -> Laid:
    """Return what `lay` is to return, read as a whole."""
    desk = showing.desk(study, NAME, coder, others=others)
    return Laid(
        desk,
        undoing.latest_event(study),
        noting.beside(study, NAME, coder, desk.codings, others=others),
        undoing.history(study, coder, desk.transcript),
        proposing.beside(study, coder, others=others),
        proposing.usable(study, coder),
    )


def begin(path: Path) -> Study:
    made = start(path, shipped("0.1.0"))
    with made.transaction(RESEARCHER) as records:
        transcripts.add(records, conversation(NAME, (NAME, WORDS)))
    return made


def code(study: Study, coder: str, place: tuple[int, int], name: str) -> str:
    made = new_id()
    sha256 = showing.desk(study, NAME, coder).transcript.sha256
    wish = applying.Apply(made, NAME, sha256, Span(*place), name, None, Together(new_id()))
    applying.change(study, coder, [wish])
    return made


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    made = begin(tmp_path / "my.study")
    yield made
    made.close()


class Team:
    """Two coders with a process each, and somebody who releases codebooks."""

    def __init__(self, path: Path) -> None:
        self.processes = (begin(path), Study(path))
        self.versions = ["0.2.0", "1.0.0"]

    def close(self) -> None:
        for study in self.processes:
            study.close()

    def do(self, step: str, who: int, process: int, number: int) -> None:
        """Do something, if there is anything to do it to; what is refused changes nothing."""
        study, coder = self.processes[process], CODERS[who]
        desk = showing.desk(study, NAME, coder)
        acts = undoing.history(study, coder, desk.transcript)
        match step:
            case "code":
                code(study, coder, PLACES[number % len(PLACES)], CODES[number % len(CODES)])
            case "remove" if desk.codings:
                found = desk.codings[number % len(desk.codings)]
                removal = applying.Remove(showing.original(found.id), together=Together(new_id()))
                applying.change(study, coder, [removal])
            case "undo" if any(not act.undone for act in acts):
                with suppress(ToolkitError):  # what belongs to a round before
                    undoing.undo(study, coder, [act for act in acts if not act.undone][-1].id)
            case "note":
                note = applying.WriteMemo(new_id(), "transcript", NAME, f"Note {number}", NAME)
                applying.change(study, coder, [note])
            case "propose":
                applying.change(study, coder, [applying.Propose(new_id(), f"New {number}", "", NAME)])
            case "finish" if desk.codings:
                assigning.finish(study, NAME, coder=coder)
            case "release" if self.versions:
                revising.release(study, FILES[self.versions.pop(0)], read_anew=bool(number % 2))
            case _:
                pass


STEPS = st.tuples(
    st.sampled_from(["code", "code", "code", "remove", "undo", "note", "propose", "finish", "release"]),
    *(st.integers(0, 1), st.integers(0, 1)),
    st.integers(0, 19),
)


@given(st.lists(STEPS, min_size=4, max_size=14))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happens_in_either_process_what_is_laid_is_what_would_be_read_anew(
    steps: list[tuple[str, int, int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        team = Team(Path(folder) / "my.study")
        for step in steps:
            team.do(*step)
            for study in team.processes:
                for coder in CODERS:
                    for others in (False, True):
                        laid = laying.lay(study, NAME, coder, others=others)
                        assert laid == anew(study, coder, others=others)
        team.close()


def test_a_coding_is_laid_without_reading_the_others(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in PLACES:
        code(study, "Ana", place, "platform-role")
    before = laying.lay(study, NAME, "Ana")
    monkeypatch.setattr(showing, "desk", lambda *_, **__: pytest.fail("everything was read again"))
    monkeypatch.setattr(transcripts, "find", lambda *_, **__: pytest.fail("the text was read again"))
    wish = applying.Apply("new", NAME, before.desk.transcript.sha256, Span(19, 23), "platform-role")

    assert applying.change(study, "Ana", [wish]) == (None,)
    after = laying.lay(study, NAME, "Ana")

    assert [each.id for each in after.desk.codings] == [*(each.id for each in before.desk.codings), "new"]
    assert after.desk.transcript is before.desk.transcript
    assert all(one is other for one, other in zip(before.desk.codings, after.desk.codings, strict=False))


def test_where_nothing_happened_it_is_the_very_same(study: Study) -> None:
    code(study, "Ana", PLACES[0], "platform-role")
    assert laying.lay(study, NAME, "Ana") is laying.lay(study, NAME, "Ana")


def test_another_study_at_the_same_place_is_read_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "my.study"
    first = begin(path)
    code(first, "Ana", PLACES[0], "platform-role")
    laying.lay(first, NAME, "Ana")
    first.discard()
    second = begin(path)
    code(second, "Ana", PLACES[1], "evaluation")

    assert [each.code for each in laying.lay(second, NAME, "Ana").desk.codings] == ["evaluation"]
    assert laying.lay(second, NAME, "Ana") == anew(second, "Ana", others=False)
    second.close()


def test_many_codings_at_once_are_all_seen(study: Study) -> None:
    laying.lay(study, NAME, "Ana", others=True)
    words = [Span(at, at + 2) for at in range(5, len(WORDS))]
    sha256 = showing.desk(study, NAME, "Ben").transcript.sha256
    wishes = [
        applying.Apply(new_id(), NAME, sha256, span, name)
        for span in words
        for name in ("platform-role", "evaluation", "vibe-checks")
    ]
    applying.change(study, "Ben", wishes)

    assert laying.lay(study, NAME, "Ana", others=True) == anew(study, "Ana", others=True)
    assert len(laying.lay(study, NAME, "Ana", others=True).desk.codings) == len(wishes) > 100


def test_another_role_of_a_speaker_is_seen(study: Study) -> None:
    laid = laying.lay(study, NAME, "Ana")
    (label,) = (each.label for each in laid.desk.transcript.speakers)
    role: Role = "interviewer" if laid.desk.transcript.roles[label] != "interviewer" else "participant"
    with study.transaction(RESEARCHER) as records:
        transcripts.set_role(records, laid.desk.transcript, label, role)

    assert laying.lay(study, NAME, "Ana").desk.transcript.roles[label] == role


def test_a_corrected_text_is_seen(study: Study) -> None:
    code(study, "Ana", PLACES[0], "platform-role")
    before = laying.lay(study, NAME, "Ana").desk.transcript
    text = f"{before.text} thirteen"
    last = replace(before.turns[-1], span=Span(before.turns[-1].span.start, len(text)))
    with study.transaction(RESEARCHER) as records:
        transcripts.add(records, replace(before, text=text, turns=(*before.turns[:-1], last), revision=2))
    code(study, "Ana", PLACES[1], "evaluation")

    assert laying.lay(study, NAME, "Ana").desk.transcript.text == text
    assert laying.lay(study, NAME, "Ana") == anew(study, "Ana", others=False)
