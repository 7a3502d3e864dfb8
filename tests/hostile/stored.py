"""A study in which every field that a person or a file can fill holds something that is not to happen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from tests.conftest import conversation
from tests.hostile.texts import FORMULAS, LETTERS, MARKUP, RAN
from toolkit.model.code import Code, Exclusion, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.project import (
    Project,
    ProjectCase,
    ProjectCode,
    ProjectCoder,
    ProjectCoding,
    ProjectMemo,
    ProjectText,
)
from toolkit.model.transcript import Transcript
from toolkit.store import codings, transcripts
from toolkit.store.study import Study
from toolkit.workflow import (
    adjudicating,
    admitting,
    applying,
    arranging,
    assigning,
    correcting,
    declaring,
    drafting,
    enrolling,
    noting,
    picking,
    proposing,
    revising,
)
from toolkit.workflow.drafting import Step
from toolkit.workflow.studies import start

NAME: Final = (
    f"<img src=x onerror={RAN}><script>{RAN}</script>[l](javascript:{RAN})"
    "![p](http://pwned.example/p.png):red[r]$x$`c`**b**{0}%s"
)
"""Fits on a line, as names have to, with room for what tells one from another."""
TEXT: Final = "\n\n".join(
    (*MARKUP.values(), *FORMULAS.values(), LETTERS["separators"], LETTERS["bidirectional"])
)
"""All of it at once; with letters that move a terminal's cursor."""
SAID: Final = " ".join(
    f"{MARKUP['svg']} {MARKUP['markdown']} {MARKUP['template']} {MARKUP['closing']}".split()
)
FORMULA: Final = '=HYPERLINK("http://pwned.example/","x")'
LEAD: Final = f"lead {NAME}"[:120].strip()
CODERS: Final = (f"=1+1 {NAME}"[:120].strip(), f"@SUM(1) {NAME}"[:120].strip())
FIRST, SECOND = f"=2+2 {NAME}"[:150].strip(), f"-2+3 {NAME}"[:150].strip()
"""Ids of transcripts, which are names of participants as well."""
SHOWN: Final = "<script>"
"""What is seen wherever one of these names is shown as it is."""


def _codebook() -> Codebook:
    themes = (
        Theme("bad", f"{FORMULA} {NAME}"[:180].strip(), TEXT),
        Theme("worse", f"+1 {NAME}"[:180].strip(), TEXT),
    )
    codes = tuple(
        Code(
            name, f"{mark}{name} {NAME}"[:180].strip(), parent, alt_labels=(NAME,), definition=TEXT, include=(TEXT, FORMULA),
            exclude=(Exclusion(TEXT),), example=TEXT, boundary=TEXT, aligned_with=(TEXT,), notes=TEXT,
        )
        for name, parent, mark in (("evil", "bad", "="), ("wicked", "worse", "@"), ("vile", "worse", "-"))
    )  # fmt: skip
    return Codebook("hostile", NAME, "1.0.0", themes, codes, provenance=TEXT, rules=(TEXT, FORMULA))


def _interview(name: str, more: str = "") -> Transcript:
    said = [(f"I {NAME}"[:150].strip(), "What of it? 1. How was it?")]
    said += [
        (f"P{number} {NAME}"[:150].strip(), f"{words}{more}") for number, words in enumerate(_sayings(), 1)
    ]
    made = conversation(name, *said)
    speakers = tuple(
        replace(each, role="interviewer" if each.label.startswith("I ") else "participant")
        for each in made.speakers
    )
    return replace(made, speakers=speakers, participant=name, source=f"../../{NAME}.txt")


def _sayings() -> Iterator[str]:
    for words in (*MARKUP.values(), *FORMULAS.values(), *LETTERS.values()):
        line = " ".join(words.split())[:400].replace("\r", " ")
        if line:
            yield line


def hostile_study(path: Path) -> Path:
    """Make it, with work of two coders, a second version of the codebook, and something in every queue."""
    study = start(path, _codebook(), title=f"{FORMULA} {NAME}"[:180].strip(), notice=" ".join(TEXT.split()))
    with closing(study):
        enrolling.coder(study, LEAD, role="lead", email="a@pwned.example")
        for name in (FIRST, SECOND):
            with study.transaction(LEAD) as records:
                transcripts.add(records, _interview(name))
                transcripts.add_participant(
                    records, name, {f"=role {NAME}"[:150]: NAME, "attribute": FORMULA, "said": SAID[:900]}
                )
        _code(study)
        _discuss(study)
        _import(study)
        _change(study)
    return path


def _code(study: Study) -> None:
    for name in (FIRST, SECOND):
        with study.reading() as connection:
            transcript = transcripts.find(connection, name)
        assert transcript is not None
        for number, turn in enumerate(transcript.turns[1:]):
            end = min(turn.span.end, turn.span.start + 60)
            for coder, code in zip(CODERS, ("evil", "wicked" if number % 3 else "evil"), strict=True):
                applying.code(study, coder=coder, transcript=name, start=turn.span.start, end=end, code=code)
        for coder in CODERS:
            assigning.finish(study, name, coder=coder)


def _discuss(study: Study) -> None:
    with study.reading() as connection:
        made = codings.everything(connection)
    first = made[0]
    note = partial(
        noting.memo, study, coder=CODERS[0], text=f"# {NAME}\n{TEXT}\n[[code:evil]] [[coding:{first.id}]]"
    )
    note(coding=first.id)
    note(transcript=FIRST)
    note(code="evil")
    note(about="study")
    noting.memo(study, coder=CODERS[1], text=FORMULA, about="study")
    proposing.propose(study, coder=CODERS[0], label=f"=odd {MARKUP['img']}"[:60], definition=SAID[:500])
    place = first.quotation.span
    picking.pick(
        study, coder=CODERS[0], transcript=first.transcript, start=place.start, end=place.end, code="evil",
        used_in=f"=ch {NAME}"[:150],
    )  # fmt: skip
    case = adjudicating.disagreements(study)
    adjudicating.settle(study, by=LEAD, reason=TEXT, case=str(case.column("case")[0]), choice=CODERS[0])
    said = " ".join(part for part in TEXT.split() if part.isprintable())[:1_900]
    declaring.declare(
        study, citation=NAME, agreement=said, interviewer=said, recruitment=said, ethics=said, medium=said, recording=said,
        transcription=said, language=said, dates=said, length=said, disagreements=said, published=said,
        position=(f"{LEAD.replace('=', '')}={said[:300]}",) if "=" not in LEAD else (),
    )  # fmt: skip


def _import(study: Study) -> None:
    words = f"{NAME} I trust nobody. {SAID}"
    texts = (
        ProjectText(
            "t1",
            f"=3+3 {NAME}.docx"[:150],
            f"P1: {words}\n\nI: Why?\n",
            description=TEXT,
            attributes={NAME: SAID},
        ),
    )
    project = Project(
        NAME,
        NAME,
        key="11111111-1111-4111-8111-111111111111",
        coders=(ProjectCoder("u1", f"=5+5 {NAME}"[:120].strip()),),
        codes=(ProjectCode("c1", f"=6+6 {NAME}"[:150].strip(), definition=TEXT),),
        texts=texts,
        codings=(
            ProjectCoding("k1", "t1", "c1", "u1", 4, 20, f"P1: {words}"[4:20]),
            ProjectCoding("k2", "t1", "c1", "u1", 9_000, 9_010, f"{NAME} nowhere"),
        ),
        memos=(
            ProjectMemo("m1", "coding", "k1", TEXT, NAME, "u1"),
            ProjectMemo("m2", "coding", "k2", TEXT, NAME, "u1"),
        ),
        cases=(ProjectCase("x1", f"=7+7 {NAME}"[:150], ("t1",), {NAME: FORMULA}, TEXT),),
        notes=(NAME,),
    )
    admitting.admit(study, project, b"file")


def _change(study: Study) -> None:
    """Split a code, so that codings wait, correct a transcript, so that passages do, and begin a draft."""
    new = tuple(
        Code(name, f"={name} {NAME}"[:180].strip(), "bad", definition=TEXT, include=(FORMULA,))
        for name in ("one", "two")
    )
    step = Step("split", ("evil",), ("one", "two"), new, rationale=TEXT, discussion=TEXT)
    drafting.take(study, step, by=LEAD, decided_by=(LEAD,))
    revising.release_draft(study, by=LEAD)
    with study.transaction(LEAD) as records:
        known = transcripts.find(records.connection, SECOND)
        assert known is not None
        correcting.revise(records, known, _interview(SECOND, f" {MARKUP['script']}"), {})
    arranging.begin(study, "second", unit="turn", hand_on=False)
    step = Step(
        "redefine",
        ("vile",),
        (),
        (replace(_codebook().code["vile"], definition=f"{TEXT} more"),),
        rationale=TEXT,
    )
    drafting.take(study, replace(step, effect="wider"), by=LEAD)
