"""Two studies that differ only in what A did in a blind round: what B is told of both has to be the same."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import text

from tests.conftest import conversation, small_codebook
from toolkit.errors import ToolkitError
from toolkit.model.identifier import new_id
from toolkit.model.moment import Moment
from toolkit.model.project import (
    Project,
    ProjectCode,
    ProjectCoder,
    ProjectCoding,
    ProjectMemo,
    ProjectText,
)
from toolkit.model.round import Assignment, Coder, Round
from toolkit.model.transcript import Span, Transcript
from toolkit.store import rounds, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import (
    adjudicating,
    admitting,
    applying,
    assigning,
    noting,
    picking,
    proposing,
    settling,
    studies,
    suggesting,
)

WHISPER: Final = "whispered-by-A"
NAMES: Final = ("P01", "P02")


def interview(name: str) -> Transcript:
    return conversation(
        name,
        ("I", "How was it?"),
        (name, f"I trusted them in {name} at first. Then the noise made me doubt. Others cared for me."),
        ("I", "And now?"),
        (name, "Now I take care myself. Nobody asked. I trust what I see, and doubt what I hear."),
    )


def code(study: Study, coder: str, name: str, words: str, code: str) -> str:
    """Code the first of some words; return the id of the coding."""
    text, id_ = interview(name), new_id()
    start = text.text.index(words)
    wish = applying.Apply(id_, name, text.sha256, Span(start, start + len(words)), code)
    assert applying.change(study, coder, [wish]) == (None,)
    return id_


def quiet_study(path: Path) -> Study:
    """Make a study with an open round that is done and a blind one in which A has said nothing yet."""
    study = studies.start(path, small_codebook(), title="Study")
    with study.transaction(RESEARCHER) as records:
        for person in (Coder("A"), Coder("B"), Coder("Lea", "lead")):
            rounds.add_coder(records, person)
        for number, name in enumerate(NAMES):
            transcripts.add(records, interview(name))
            transcripts.add_participant(records, name, {"role": ("maker", "user")[number]})
    suggesting.switch(study, "on")
    for coder, words in (("A", "trusted them"), ("B", "Then the noise")):
        assigning.assign(study, *NAMES, coder=coder)
        for name in NAMES:
            made = code(study, coder, name, words, "trust")
            noting.memo(study, text=f"Seen by {coder}", coder=coder, coding=made)
        assigning.finish(study, coder=coder)
    at = interview("P01").text.index("trusted them")
    adjudicating.settle(
        study, transcript="P01", code="trust", start=at, end=at + 12, by="Lea", reason="Plain"
    )
    with study.transaction(RESEARCHER) as records:
        rounds.add_round(records, Round("second", "reliability", "1.0.0", blind=True))
        for coder in ("A", "B"):
            for name in NAMES:
                rounds.assign(records, Assignment(coder, name, "second"))
    code(study, "B", "P01", "take care", "care")
    return study


def brought_by_a() -> Project:
    """Return a project in which A coded: one passage that fits, and two that wait."""
    text = interview("P01").text
    return Project(
        WHISPER,
        "made by hand",
        coders=(ProjectCoder("a", "A"),),
        codes=(ProjectCode("doubt", "Doubt"),),
        texts=(ProjectText("t", "P01", text),),
        codings=(
            ProjectCoding("1", "t", "doubt", "a", *(text.index("Others"), text.index("Others") + 6)),
            ProjectCoding("2", "t", "doubt", "a", 5, 9, "Others cared"),
            ProjectCoding("3", "t", "doubt", "a", 5, 9, WHISPER),
        ),
        memos=(ProjectMemo("m", "coding", "3", WHISPER, author="a"),),
        kept={"Links": f"<Links>{WHISPER}</Links>"},
    )


def whisper(study: Study) -> dict[str, str]:
    """Let A do in the blind round all that coders do; return the ids it came to."""
    made = code(study, "A", "P01", "doubt what I hear", "doubt")
    code(study, "A", "P02", "Nobody asked", "doubt")
    code(study, "A", "P01", "take care", "care")
    noting.memo(study, text=f"{WHISPER} of a coding", coder="A", coding=made)
    noting.memo(study, text=f"{WHISPER} of a transcript", coder="A", transcript="P01")
    noting.memo(study, text=f"{WHISPER} of a code", coder="A", code="doubt")
    noting.memo(study, text=f"{WHISPER} of the study", coder="A", about="study")
    proposing.propose(study, coder="A", label=WHISPER, definition=WHISPER)
    (proposed,) = proposing.usable(study.seen_by("A"), "A")
    code(study, "A", "P02", "Others cared", proposed)
    admitting.admit(study.seen_by("Lea"), brought_by_a(), b"file")
    (stray, _) = settling.waiting(study.seen_by("A"))
    settling.settle(study, [stray], stray.candidates[0], by="A", why=WHISPER)
    at = interview("P01").text.index("Nobody asked")
    picking.pick(study, coder="A", transcript="P02", start=at, end=at + 12, code="doubt")
    with study.reading() as connection:
        last = connection.execute(text("SELECT max(sequence) FROM events")).scalar_one()
        pick = connection.execute(text("SELECT id FROM picks")).scalar_one()
    return {"coding": made, "quotation": pick, "act": f"event-{last}"}


class Twins:
    """The two studies, copied anew for each question, since asking may change them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        quiet = quiet_study(folder / "quiet.study")
        quiet.close()
        shutil.copy(folder / "quiet.study", folder / "loud.study")
        quiet, loud = (studies.open_study(folder / f"{kind}.study") for kind in ("quiet", "loud"))
        self.ids = whisper(loud)
        with loud.reading() as connection:
            log = connection.execute(text("SELECT at FROM events ORDER BY sequence")).scalars().all()
        # While A whispered, and when A had.
        self.moments = tuple(Moment(at, f"{at.removesuffix('Z')}5", "then") for at in (log[-6], log[-1]))
        for study in (quiet, loud):
            assigning.finish(study, coder="A")
            study.close()

    def copies(self) -> Iterator[Study]:
        """Yield the quiet study and the loud one, under one name, which stands in messages."""
        place = self._folder / "asked" / "my.study"
        for kind in ("quiet", "loud"):
            shutil.rmtree(place.parent, ignore_errors=True)
            place.parent.mkdir()
            shutil.copy(self._folder / f"{kind}.study", place)
            study = studies.open_study(place)
            yield study
            study.close()


# What differs in two runs of the same thing: new ids, times, hashes of them, and how long the log is, which
# tells that somebody works and not what.
_PASSING: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}"
    r"|\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)|\d{4}-\d\d-\d\d \d\d:\d\d"
    r"|\b[0-9a-f]{64}\b|\b[0-9a-f]{32}\b|\b\d+-[0-9a-f]{16}\b"
    r"|\bevents?(=|-|\": )\d+"
    r"|0x[0-9a-f]+"
)


def told(ask: Callable[[], object]) -> str:
    """Return everything an answer or a refusal says, as text."""
    try:
        answer = ask()
    except ToolkitError as refused:
        answer = "\n".join(refused.lines())
    return masked(repr(list(answer) if isinstance(answer, Iterator) else answer))


def masked(words: str) -> str:
    """Return a text without what differs in two runs of the same thing."""
    return _PASSING.sub("…", words)
