"""A study as of any time is what it was then: after each of many acts, in any order, and merges too."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.conftest import small_codebook, small_conversation
from tests.property.test_merging import PEOPLE, Clock, Doing, do
from toolkit.errors import ToolkitError
from toolkit.model.moment import Moment
from toolkit.model.transcript import Role, Transcript
from toolkit.store import contents, events, transcripts
from toolkit.store.past import Past
from toolkit.store.study import Study
from toolkit.workflow import (
    arranging,
    declaring,
    drafting,
    enrolling,
    merging,
    picking,
    proposing,
    speaking,
    studies,
    suggesting,
)

pytestmark = pytest.mark.sqlite

WORK = ("code", "remove", "undo", "redo", "memo", "rewrite", "unmemo", "finish", "settle", "reopen")
ARRANGED = ("role", "label", "unlabel", "import", "person", "coder", "round", "draft", "undraft", "merge")
TOLD = ("discard", "propose", "pick", "declare", "switch", "correct", "answer")

JOURNEYS = st.lists(
    st.tuples(
        st.sampled_from((*WORK, *ARRANGED, *ARRANGED, *TOLD)), st.sampled_from(PEOPLE), st.integers(0, 7)
    ),
    min_size=8,
    max_size=15,
)


def arrange(study: Study, doing: Doing, name: str) -> None:
    """Do one thing beside coding, if it can be done there; what is refused leaves no trace."""
    what, who, number = doing
    roles: tuple[Role, ...] = ("participant", "interviewer", "other")
    acts: dict[str, Callable[[], object]] = {
        "role": lambda: speaking.set_role(study, "P01", label=("P01",), role=roles[number % 3], by=who),
        "label": lambda: speaking.give(study, "P01", {number % 4 + 1: f"L{number % 2}"}, by=who),
        "unlabel": lambda: speaking.undo(study, "P01", by=who),
        "import": lambda: add(study, small_conversation(f"P{number + 2:02}")),
        "person": lambda: know(study, f"P{number % 3:02}", {"age": str(number), "name": name}),
        "coder": lambda: enrolling.coder(study, f"C{number % 3}", role=("reader", "coder")[number % 2]),
        "round": lambda: arranging.begin(study, f"round {number % 4}", anew=bool(number % 2), hand_on=True),
        "draft": lambda: draft(study, who, number),
        "undraft": lambda: drafting.undo(study, by=who),
        "discard": lambda: drafting.discard(study, by=who),
        "propose": lambda: proposing.propose(study, coder=who, label=f"Thing {number % 3}"),
        "answer": lambda: proposing.rule(study, f"thing-{number % 3}", (), by=who, why="No.", decline=True),
        "pick": lambda: picking.pick(
            study, coder=who, transcript="P01", start=40, end=52, code=("trust", "doubt")[number % 2]
        ),
        "declare": lambda: declaring.declare(study, ethics=f"Board {number}."),
        "switch": lambda: suggesting.switch(study, ("on", "off")[number % 2]),
        "correct": lambda: correct(study),
    }
    with suppress(ToolkitError):
        acts[what]()


def add(study: Study, text: Transcript) -> None:
    with study.transaction("researcher") as records:
        if transcripts.find(records.connection, text.id, text.revision) is None:
            transcripts.add(records, text)


def correct(study: Study) -> None:
    """Store another revision of the transcript, with other words at its end."""
    with study.transaction("researcher") as records:
        found = transcripts.find(records.connection, "P01")
        assert found is not None
        revision = found.revision + 1
        text = Transcript(
            **{name: getattr(found, name) for name in ("id", "turns", "speakers", "participant")},
            text=f"{found.text} ({revision})",
            revision=revision,
        )
        transcripts.add(records, text)


def know(study: Study, name: str, attributes: dict[str, str]) -> None:
    with study.transaction("researcher") as records:
        transcripts.add_participant(records, name, attributes)


def draft(study: Study, who: str, number: int) -> None:
    code = ("trust", "doubt", "care")[number % 3]
    op = ("retire", "reinstate")[number // 4]
    drafting.take(study, drafting.Step(op, (code,)), by=who)  # type: ignore[arg-type]


def held(study: Study) -> str:
    """Return a hash of all that is in a study."""
    with study.reading() as connection:
        return contents.summed_up(connection).sha256


def after(at: str) -> Moment:
    """Return the moment right after an event of this time."""
    return Moment(at, f"{at.removesuffix('Z')}5", at)


def last(study: Study) -> tuple[int, str]:
    """Return the number of the last event and the latest time that any event tells."""
    with study.reading() as connection:
        log = [event for event, _ in events.everything(connection)]
    return log[-1].sequence, max(event.at for event in log)


@settings(
    max_examples=6,
    deadline=None,
    # To find the smallest example takes minutes, as each needs several studies on disk.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(journey=JOURNEYS, elsewhere=st.integers(0, 6), ahead=st.integers(0, 60))
def test_a_study_as_of_each_of_its_moments_holds_what_it_held_then(
    journey: list[Doing], elsewhere: int, ahead: int
) -> None:
    clock = Clock()
    with TemporaryDirectory() as name, patch("toolkit.store.study.now", clock):
        path, copy = Path(name) / "my.study", Path(name) / "their.study"
        study = studies.start(path, small_codebook(), title="Small")
        add(study, small_conversation())
        study.close()
        shutil.copy(path, copy)
        begun = clock.seconds
        clock.seconds += ahead
        with closing(studies.open_study(copy)) as other:
            for number, doing in enumerate(journey[:elsewhere]):  # what a merge then brings
                if doing[0] != "merge":
                    (do if doing[0] in WORK else arrange)(other, doing, f"there {number}")
        clock.seconds = begun
        with closing(studies.open_study(path)) as study:
            was: dict[str, tuple[int, str]] = {}
            for number, doing in enumerate(journey):
                if doing[0] == "merge":
                    with suppress(ToolkitError):
                        merging.merge(study, copy)
                else:
                    (do if doing[0] in WORK else arrange)(study, doing, f"here {number}")
                sequence, at = last(study)
                was[at] = sequence, held(study)
            for at, (sequence, sha256) in was.items():
                past = Past(studies.open_study(path), after(at))
                assert (past.last, past.lost) == (sequence, ())
                assert held(past) == sha256
                past.close()
