"""A small study to count in."""

from itertools import count

from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding, Quotation
from toolkit.model.transcript import Span, Speaker, Transcript, Turn

NUMBER = count()
CODEBOOK = Codebook(
    "study",
    "Study",
    "1.0.0",
    themes=(Theme("work", "Work", "What they do."), Theme("worry", "Worry", "What they fear.")),
    codes=(
        Code("cost", "Cost", parent="worry", definition="Money."),
        Code("trust", "Trust", parent="work", definition="Relying on it."),
        Code("care", "Care", parent="work", definition="Looking again."),
    ),
    deprecated=(Code("hype", "Hype", deprecated_in="0.2.0"),),
)


def talk(
    name: str, *said: str, participant: str | None = None, interviewer: str = "I", revision: int = 1
) -> Transcript:
    """Make a transcript of lines `LABEL: words`."""
    turns, text = [], ""
    for number, line in enumerate(said, 1):
        label, words = line.split(": ", 1)
        start = len(text) + len(label) + 2
        turns.append(Turn(number, Span(start, start + len(words)), label))
        text += line + "\n"
    speakers = tuple(
        Speaker(label, "interviewer" if label == interviewer else "participant")
        for label in dict.fromkeys(line.split(": ", 1)[0] for line in said)
    )
    person = name if participant is None else participant
    return Transcript(name, text, tuple(turns), speakers, participant=person, revision=revision)


def coded(transcript: Transcript, code: str, words: str | Span, coder: str = "A") -> Coding:
    """Code the first place where the words stand, or a span."""
    if isinstance(words, str):
        start = transcript.text.index(words)
        words = Span(start, start + len(words))
    quotation = Quotation(transcript.id, transcript.revision, words, words.of(transcript.text))
    return Coding(str(next(NUMBER)), quotation, code, coder, "1.0.0", "first", "2026-01-05T10:00:00Z")
