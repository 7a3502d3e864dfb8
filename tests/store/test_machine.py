"""A study beside a plain model in memory: code, remove, write, undo, kill, back up and go back, in any order.

`INTERCODER_STEPS=200 uv run pytest tests/store/test_machine.py` goes further than the gate does.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.conftest import small_codebook, small_conversation
from toolkit.model.transcript import Span
from toolkit.store import backups, codings, memos, transcripts, verification
from toolkit.store.address import StudyFile
from toolkit.store.study import Study
from toolkit.workflow import applying, keeping, studies, undoing

STEPS: Final = int(os.environ.get("INTERCODER_STEPS", "12"))
TEXT: Final = small_conversation()
WHO: Final = st.sampled_from(("Ana", "Ben"))

Done = tuple[str, str, str]
State = tuple[dict[str, str], dict[str, str], dict[str, list[Done]]]
"""Codings with their codes and memos with their words, by their ids; what each person could undo."""


class AStudy(RuleBasedStateMachine):
    """What is acknowledged is in the model; the study has to hold the same after every step."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="icsm-"))
        self.path = self.folder / "my.study"
        self.codings: dict[str, str] = {}
        self.memos: dict[str, str] = {}
        self.done: dict[str, list[Done]] = {"Ana": [], "Ben": []}
        self.backups: dict[str, State] = {}
        self.number = 0

    @initialize()
    def make(self) -> None:
        self.study = studies.start(StudyFile(self.path), small_codebook())  # type: ignore[arg-type]
        with self.study.transaction("researcher") as records:
            transcripts.add(records, TEXT)

    def teardown(self) -> None:
        self.study.close()
        shutil.rmtree(self.folder)

    def state(self) -> State:
        return deepcopy((self.codings, self.memos, self.done))

    @rule(who=WHO, code=st.sampled_from(("trust", "doubt")), place=st.integers(0, 3))
    def code(self, who: str, code: str, place: int) -> None:
        self.number += 1
        start = TEXT.turns[1].span.start + place
        span = Span(start, start + 20 + self.number % 7)
        wish = applying.Apply(f"{who} {self.number}", "P01", TEXT.sha256, span, code)
        if applying.change(self.study, who, [wish]) == (None,):
            self.codings[wish.id] = code
            self.done[who].append(("code", wish.id, code))
            assert applying.change(self.study, who, [wish]) == (
                None,
            )  # the answer was lost, and it comes again

    @precondition(lambda self: self.codings)
    @rule(which=st.integers(0, 50))
    def remove(self, which: int) -> None:
        name = sorted(self.codings)[which % len(self.codings)]
        assert applying.change(self.study, name.split()[0], [applying.Remove(name)]) == (None,)
        self.done[name.split()[0]].append(("remove", name, self.codings.pop(name)))

    @rule(who=WHO, words=st.sampled_from(("A thought.", "=1+1", "漢字 \u2028 \u202e")))
    def write(self, who: str, words: str) -> None:
        self.number += 1
        wish = applying.WriteMemo(f"{who} {self.number}", "transcript", "P01", words, transcript="P01")
        assert applying.change(self.study, who, [wish]) == (None,)
        self.memos[wish.id] = words
        self.done[who].append(("memo", wish.id, words))

    @rule(who=WHO)
    def undo(self, who: str) -> None:
        acts = undoing.history(self.study, who, TEXT)
        standing = [act for act in acts if not act.undone]
        assert len(standing) == len(self.done[who])
        if not standing:
            return
        assert undoing.undo(self.study, who, standing[-1].id) == 1
        what, name, told = self.done[who].pop()
        if what == "memo":
            del self.memos[name]
        elif what == "code":
            del self.codings[name]
        else:
            self.codings[name] = told

    @rule()
    def killed(self) -> None:
        """Go on with what lies on the disk at this moment, as after a kill -9."""
        copy = self.folder / "after"
        copy.mkdir()
        for each in self.folder.glob("my.study*"):
            if each.is_file():
                shutil.copy(each, copy)
        self.study.close()
        for each in copy.iterdir():
            each.replace(self.folder / each.name)
        copy.rmdir()
        self.study = Study(StudyFile(self.path))

    @rule()
    def fail(self) -> None:
        """Break off half way."""
        with suppress(ZeroDivisionError), self.study.transaction("researcher") as records:
            transcripts.add_participant(records, "P01", {"role": "maker"})
            raise ZeroDivisionError

    @rule()
    def back_up(self) -> None:
        self.backups[backups.kept(self.path, backups.ASKED).path.name] = self.state()

    @precondition(lambda self: self.backups)
    @rule(which=st.integers(0, 50))
    def go_back(self, which: int) -> None:
        name = sorted(self.backups)[which % len(self.backups)]
        self.study.close()
        keeping.restore(self.path, name)
        self.study = Study(StudyFile(self.path))
        self.codings, self.memos, self.done = deepcopy(self.backups[name])

    @invariant()
    def holds_the_same(self) -> None:
        with self.study.reading() as connection:
            assert {each.id: each.code for each in codings.everything(connection)} == self.codings
            assert {each.id: each.text for each in memos.everything(connection)} == self.memos
            assert list(verification.problems(connection)) == []


@pytest.mark.sqlite
def test_a_study_is_what_was_acknowledged_whatever_happens() -> None:
    run_state_machine_as_test(
        AStudy,
        settings=settings(
            max_examples=max(6, STEPS // 4),
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
