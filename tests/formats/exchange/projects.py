"""Projects on their way out, of the kinds every format of the family has to stand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from toolkit.model.code import Code, Theme
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
from toolkit.model.transcript import Span, Speaker, Transcript, Turn

WORDS = "Ana: I trust 🙂 nobody.\n\nBen: Why?\nAna: They sold\tmy data, all of it.\n"
HOSTILE = "<script>alert(1)</script> =1+1 \"quoted\" 'single' & \u202eturned\x1b[31m\x00"
CARE, TRUST = "0198a0c0-0000-7000-8000-000000000001", "0198a0c0-0000-7000-8000-000000000002"


def transcript(text: str, name: str = "P01", language: str = "en") -> Transcript:
    """A transcript whose turns are its lines behind their labels."""
    turns: list[Turn] = []
    speakers: dict[str, Speaker] = {}
    start = 0
    for line in text.splitlines(keepends=True):
        label, colon, _ = line.partition(": ")
        begin = start + (len(label) + 2 if colon else 0)
        end = start + len(line.rstrip())
        if begin < end:
            speaker = label if colon and label.strip() == label and label.isalpha() else None
            if speaker:
                speakers.setdefault(speaker, Speaker(speaker))
            turns.append(Turn(len(turns) + 1, Span(begin, end), speaker))
        start += len(line)
    return Transcript(name, text, tuple(turns), tuple(speakers.values()), "Ana Example", language=language)


def text_of(words: str = WORDS, key: str = "t1", name: str = "P01") -> ProjectText:
    return ProjectText(key, name, words, participant="Ana Example", transcript=transcript(words, name))


def coding(
    key: str, start: int, end: int, code: str = "trust", coder: str = "ana", **more: str
) -> ProjectCoding:
    return ProjectCoding(key, "t1", code, coder, start, end, made_at="2026-03-01T09:30:00.125Z", **more)  # type: ignore[arg-type]


BOOK = Codebook(
    "demo",
    "Demo codebook",
    "1.2.0",
    (Theme("relations", "Relations", colour="#0072b2"),),
    (
        Code("trust", "Trust", "relations", since="1.0.0", definition="To rely on others."),
        Code("privacy", "Privacy", "relations", since="1.0.0", definition="What others may know."),
    ),
)
CODES = (
    ProjectCode("relations", "Relations", id="relations", colour="#0072b2", codable=False),
    ProjectCode("trust", "Trust", "relations", "trust", definition="To rely on others."),
    ProjectCode("privacy", "Privacy", "relations", "privacy", colour="#882255"),
)
SAMPLE = Project(
    "Trust study",
    "Intercoder",
    key="0198a0c0-0000-7000-8000-00000000000a",
    description="Interviews on trust. Do not share.",
    notes=("Names are pseudonyms.",),
    coders=(ProjectCoder("ana", "Ana Müller"), ProjectCoder("ben", "Ben Cho")),
    codes=CODES,
    texts=(
        text_of(),
        ProjectText("t2", "P02", "Cem: Nothing.", transcript=transcript("Cem: Nothing.", "P02")),
    ),
    codings=(
        replace(coding(TRUST, 5, 22), certainty="unsure"),
        coding("c2", 13, 14, "privacy", "ben"),  # the emoji
        coding("c3", 15, 44, "privacy", "ana"),  # over two turns into a third
        coding("c4", 5, 22, "trust", "ben"),
        replace(coding("c5", 5, 22, "trust", ""), consensus=True),
    ),
    memos=(
        ProjectMemo("m1", "coding", TRUST, "Irony?\nAsk her.", "Tone", "ana", "2026-03-02T10:00:00Z"),
        ProjectMemo("m2", "transcript", "t1", "Short and angry.", author="ben"),
        ProjectMemo("m3", "code", "trust", "Split it?", author="ana"),
        ProjectMemo("m4", "study", "", "Saturated.", author="ana"),
    ),
    cases=(ProjectCase("p1", "Ana Example", ("t1",), {"age": "34"}),),
    codebook=BOOK,
)


def hostile() -> Project:
    """A project in which every word wants to be something else than a word."""
    told = HOSTILE.replace("\x00", "\ufffe").replace("\u202e", "\u202e\ud800")
    words = f"{HOSTILE.replace(chr(0), '')}\nAna: {HOSTILE.replace(chr(0), '')}"
    text = ProjectText("t1", told, words, participant=told, description=told, transcript=transcript(words))
    return Project(
        told,
        told,
        description=told,
        notes=(told,),
        coders=(ProjectCoder("ana", told),),
        codes=(ProjectCode("x", told, definition=told, colour="red;}body{display:none"),),
        texts=(text,),
        codings=(ProjectCoding("=k", "t1", "x", "ana", 0, 30, made_at=told),),
        memos=(
            ProjectMemo("m1", "coding", "=k", told, told, "ana", told),
            ProjectMemo("m2", "transcript", "t1", told, told, "ana", told),
            ProjectMemo("m3", "code", "x", told, told, "ana", told),
            ProjectMemo("m4", "study", "", told, told, "ana", told),
        ),
    )


_PIECES = st.sampled_from(
    ["a", "B", " ", "\n", "🙂", "é", "ש", ": ", "\t", "<", "&", "\x1b", "\u2028", "Ana: hi\n"]
)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Texts with emoji, controls and Hebrew, and codings that overlap, nest, touch and cross turns."""
    words = "Ana: x\n" + "".join(draw(st.lists(_PIECES, min_size=1, max_size=30)))
    places = st.integers(0, len(words))
    spans = draw(
        st.lists(st.tuples(places, places).map(sorted).filter(lambda pair: pair[0] < pair[1]), max_size=8)
    )
    codings = tuple(
        coding(
            f"k{number}",
            start,
            end,
            draw(st.sampled_from(["trust", "privacy"])),
            draw(st.sampled_from(["ana", "ben"])),
        )
        for number, (start, end) in enumerate(spans)
    )
    return Project(
        "Drawn", "Intercoder", coders=SAMPLE.coders, codes=CODES, texts=(text_of(words),), codings=codings
    )
