"""The passage asked about, in its context, with what its code meant and why that changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.code import Code, Theme
from toolkit.model.coding import Coding, Quotation
from toolkit.model.review import Review
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.ui import parts
from toolkit.ui.language import day, say
from toolkit.ui.pages.drafting import words
from toolkit.workflow import answering
from toolkit.workflow.answering import Queue
from toolkit.workflow.studies import Study

BEFORE, AFTER = 2, 1  # turns around the passage
_LONG: Final = 260  # letters of a turn, or of what is around a passage, that are worth reading


def show_passage(study: Study, queue: Queue, asked: Review) -> None:
    """Show what was coded, in its context, and what the codebook said then and why it changed."""
    coding = asked.coding
    st.markdown(f"**{parts.plain(coding.transcript)}** · {made_by(coding)}")
    try:
        transcript, _ = answering.passage(study, asked)
    except ToolkitError as error:
        st.error(parts.plain(str(error)))
    else:
        with st.container(border=True, key="review-passage", gap="small"):
            for line in context(transcript, coding.quotation):
                st.markdown(line)
    _as_it_read(queue, asked)
    _change(asked, queue)


def _as_it_read(queue: Queue, asked: Review) -> None:
    """Show what the code meant to whoever applied it."""
    if (proposal := queue.proposal(asked)) is not None:
        st.markdown(say("**{label}**, as its coder proposed it", label=parts.plain(proposal.label)))
        st.markdown(parts.plain(proposal.definition) or say("*No definition.*"))
        return
    found = queue.code_then(asked)
    label = words.labels(queue.lineage.releases)
    if found is None:
        st.markdown(f"**{_label_then(queue, asked)}**")
        st.caption(say("A theme that is itself given to passages."))
        return
    then, version = found
    st.markdown(say("**{label}**, as it read in {version}", label=parts.plain(then.label), version=version))
    definition(then)
    for exclusion in then.exclude:
        instead = f" → {label(exclusion.use)}" if exclusion.use else ""
        told = say("**Not for** {cases}", cases=parts.plain(exclusion.when + instead))
        st.markdown(f":small[{told}]")


def made_by(coding: Coding) -> str:
    """Say who made a coding, when, under which version, and how sure they were."""
    sure = f" ({say(coding.certainty)})" if coding.certainty else ""
    return say(
        "coded by {coder}, {day}, under codebook {version}",
        coder=parts.plain(coding.coder + sure),
        day=parts.plain(day(coding.made_at)),
        version=parts.plain(coding.codebook_version),
    )


def _label_then(queue: Queue, asked: Review) -> str:
    """Return the label of a theme that is itself given to passages."""
    theme = queue.lineage.at(asked.coding.codebook_version).theme.get(asked.code)
    return parts.plain(theme.label if theme else asked.code)


def definition(code: Code | Theme) -> None:
    """Show what a code is for."""
    st.markdown(parts.plain(code.definition) or say("*No definition.*"))
    if isinstance(code, Code) and code.include:
        told = say("**For** {cases}", cases=parts.plain("; ".join(code.include)))
        st.markdown(f":small[{told}]")


def _change(asked: Review, queue: Queue) -> None:
    """Tell what was done to the code, by whom and why."""
    change = asked.change
    label = words.labels(queue.lineage.releases)
    if (proposal := queue.proposal(asked)) is not None and change in queue.ruled:
        st.markdown(say("**The proposed code was declined:** {code}", code=parts.plain(proposal.label)))
    else:
        what = parts.plain(words.told(change, label))
        st.markdown(say("**What changed in {version}:** {what}", version=change.version, what=what))
    for title, text in ((say("Why"), change.rationale), (say("Discussion"), change.discussion)):
        if text:
            st.markdown(f":small[**{title}** {parts.plain(text)}]")
    signed = (change.id, ", ".join(change.decided_by), change.date)
    st.caption(parts.plain(" · ".join(filter(None, signed))))


def context(transcript: Transcript, quotation: Quotation) -> Iterator[str]:
    """Yield the turns around a passage as lines of Markdown, the passage marked."""
    span = quotation.span
    if span.of(transcript.text) != quotation.text:
        # The text was corrected since: what was quoted is kept with the coding.
        yield f"… {parts.plain(quotation.prefix)}{_marked(quotation.text)}{parts.plain(quotation.suffix)} …"
        return
    turns = transcript.turns_in(span)
    first, last = turns[0].number - 1, turns[-1].number
    for turn in transcript.turns[max(first - BEFORE, 0) : first]:
        yield grey(transcript, turn)
    for turn in turns:
        yield speaker(turn) + _with_mark(transcript, turn, span)
    for turn in transcript.turns[last : last + AFTER]:
        yield grey(transcript, turn)


def grey(transcript: Transcript, turn: Turn) -> str:
    """Return a turn that stands beside a passage, in grey."""
    said = shortened_end(transcript.words_of(turn))
    return f":gray[{speaker(turn)}{parts.plain(said)}]"


def speaker(turn: Turn) -> str:
    """Return who speaks, in front of what they say."""
    return f"**{parts.plain(turn.speaker)}** " if turn.speaker else ""


def _with_mark(transcript: Transcript, turn: Turn, span: Span) -> str:
    """Return a turn with the part of it marked that lies in the span."""
    begin, end = max(span.start, turn.span.start), min(span.end, turn.span.end)
    before = transcript.text[turn.span.start : begin]
    after = transcript.text[end : turn.span.end]
    return (
        parts.plain(shortened_start(before))
        + _marked(transcript.text[begin:end])
        + parts.plain(shortened_end(after))
    )


def _marked(text: str) -> str:
    """Mark a passage; blanks at its ends stay outside, where Markdown needs them to be."""
    inside = text.strip()
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() else ""
    return f"{left}:blue-background[**{parts.plain(inside)}**]{right}" if inside else left


def shortened_end(text: str) -> str:
    """Return the beginning of a text."""
    return text if len(text) <= _LONG else f"{text[:_LONG].rsplit(maxsplit=1)[0]} …"


def shortened_start(text: str) -> str:
    """Return the end of a text."""
    return text if len(text) <= _LONG else f"… {text[-_LONG:].split(maxsplit=1)[-1]}"
