"""One memo to read: paragraphs, citations as chips, what is quoted as block quotes, and what cites it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import streamlit as st

from toolkit.errors import Invalid
from toolkit.model.citation import Citation, citations, pieces
from toolkit.model.citation import title as first_line
from toolkit.model.coding import Subject
from toolkit.ui import parts, state
from toolkit.ui.language import later, say
from toolkit.workflow.citing import Source, shortened
from toolkit.workflow.recalling import Note, Recalled, cited_as

ICONS: Final[dict[Subject, str]] = {
    "coding": ":material/format_quote:",
    "transcript": ":material/description:",
    "code": ":material/sell:",
    "study": ":material/folder:",
}
_MEMO: Final = ":material/sticky_note_2:"
# What `citing` says of what is cited and not simply there.
_STATES: Final = (
    later("coding removed"),
    later("its words are gone"),
    later("not in this study"),
    later("proposed"),
    later("waits for its place in the corrected text"),
)
_STATES_AT: Final = {
    "not in codebook": later("not in codebook {version}"),
    "out of use since": later("out of use since {version}"),
}
_MOST: Final = 100  # quotations, or links, that one memo shows


def choose(name: str) -> None:
    """Open a memo: the address leads to it from now on. What is being written stays, unsaved."""
    st.query_params[state.MEMO] = name
    st.session_state[state.WRITING] = None


def signed(note: Note) -> str:
    """Say what a memo is about, who wrote it and when, as Markdown."""
    told = (_about(note), note.memo.author, note.memo.made_at[:10], _state(note.state))
    return parts.plain(" · ".join(filter(None, told)))


def _about(note: Note) -> str:
    """Say what a memo is about."""
    subject = note.memo.subject
    match note.memo.about:
        case "study":
            return say("the study")
        case "transcript":
            return say("transcript {name}", name=subject)
        case "code":
            label = subject if note.subject is None else note.subject.label
            return say("code {label}", label=label)
        case "coding":
            return (
                say("coding in {transcript}", transcript=note.transcript)
                if note.transcript
                else say("a coding")
            )


def _state(told: str) -> str:
    """Say why what is cited is not simply there."""
    if told in _STATES:
        return say(told)
    words, _, version = told.rpartition(" ")
    return say(_STATES_AT[words], version=version) if words in _STATES_AT else told


def show(note: Note, found: Recalled, seen: Sequence[Note]) -> None:
    """Show a memo.

    Parameters
    ----------
    seen
        The memos this reader may see.
    """
    lines = note.memo.text.split("\n")
    words = [place for place, line in enumerate(lines) if line.strip()]
    if len(words) > 1:
        st.header(parts.plain(note.title), divider="gray", anchor=False)
        # A title that was cut is told whole below.
        lines = lines[words[0] + 1 :] if _is_whole(lines[words[0]]) else lines
    st.caption(f"{ICONS[note.memo.about]} {signed(note)}")
    if note.subject is not None and note.subject.coding is not None:
        _quote(note.subject, f"about {note.memo.id}", whole=note.subject.coding.coder == state.coder())
    _text("\n".join(lines), note)
    _cites(note, seen)
    _cited_by(note, found, seen)


def _is_whole(line: str) -> bool:
    """Tell whether a title tells all of its line: nothing was cut, and nothing is quoted there."""
    is_quoting = any(citation.kind == "coding" for citation in citations(line))
    return not is_quoting and not first_line(line).endswith("…")


# --- the text ---------------------------------------------------------------------------------------


def _text(text: str, note: Note) -> None:
    """Show a text in as few pieces as there are quotations to stand between them."""
    left = [source for source in note.cites if source.coding is not None][:_MOST]
    waiting: list[str] = []
    for paragraph in _paragraphs(text):
        waiting.append("  \n".join(_line(line, note) for line in paragraph))
        cited = set(citations("\n".join(paragraph)))
        quoted = [source for source in left if source.citation in cited]
        if quoted:
            st.markdown("\n\n".join(waiting))
            waiting.clear()
        for source in quoted:
            left.remove(source)
            _quote(source, f"in {note.memo.id}")
    if waiting:
        st.markdown("\n\n".join(waiting))


def _paragraphs(text: str) -> Iterator[list[str]]:
    """Yield the lines of each paragraph; blank lines stand between paragraphs."""
    lines: list[str] = []
    for line in (*text.split("\n"), ""):
        if line.strip():
            lines.append(line.strip())
        elif lines:
            yield lines
            lines = []


def _line(line: str, note: Note) -> str:
    """Return a line as Markdown, with citations as chips."""
    return "".join(
        parts.plain(piece) if isinstance(piece, str) else chip(note.sources.found[piece])
        for piece in pieces(line)
    )


def chip(source: Source) -> str:
    """Return what is cited as a chip: a code with its colour, anything else with an icon."""
    label = source.label
    match source.citation.kind:
        case "code":
            # The model lets no colour be but six digits.
            sign = f':color[■]{{foreground="{source.colour}"}}' if source.colour else ":material/sell:"
        case "coding":
            sign, label = ICONS["coding"], source.person or say("coding")
        case "transcript":
            sign = ICONS["transcript"]
        case _:
            sign = _MEMO
    also = f" *({parts.plain(_state(source.state))})*" if source.state else ""
    return f":gray-background[{sign} {parts.plain(label)}{also}]"


def _quote(source: Source, key: str, *, whole: bool = False) -> None:
    """Show what a coding quotes, and the way to it: to its passage, or to the `whole` of it with its card."""
    coding = source.coding
    if coding is None:
        return
    lines = (line for line in coding.quotation.text.splitlines() if line.strip())
    words = "  \n".join(f"> {parts.plain(line)}" for line in lines)
    who = source.person if source.person == coding.transcript else f"{source.person}, {coding.transcript}"
    also = f" ({_state(source.state)})" if source.state else ""
    address = {state.PASSAGE: f"{coding.span.start}-{coding.span.end}"}
    with st.container(key=state.key("quoted", key, str(source.citation)), gap="small"):
        st.markdown(f"{words}\n>\n> :small[— {parts.plain(who + also)}]")
        if not source.state:
            more = {state.CODING: coding.id} if whole else address
            _to_text(say("Show it in the text"), coding.transcript, more)


def _to_text(label: str, transcript: str, more: dict[str, str]) -> None:
    address = {state.TRANSCRIPT: transcript, state.CODER: state.coder() or "", **more}
    st.page_link(
        state.page("Code"),
        label=label,
        icon=":material/arrow_forward:",
        query_params={name: value for name, value in address.items() if value},
    )


# --- what it cites, and what cites it ----------------------------------------------------------------


def _cites(note: Note, seen: Sequence[Note]) -> None:
    """Link to the codes, transcripts and memos a memo is about or cites; quotations have their own links."""
    about = () if note.subject is None else (note.subject,)
    known = {source.citation: source for source in (*about, *note.cites) if source.citation.kind != "coding"}
    if not known:
        return
    titles = {each.memo.id: each.title for each in seen}
    with st.container(key="memo-cites", horizontal=True, vertical_alignment="center", gap="small"):
        for source in list(known.values())[:_MOST]:
            _link(source, titles)


def _link(source: Source, titles: dict[str, str]) -> None:
    name, label = source.citation.name, parts.plain(shortened(source.label))
    if source.state.startswith("not in"):
        return
    match source.citation.kind:
        case "code" if source.state != "proposed":
            address = {state.CODE: name, state.CODER: state.coder() or ""}
            st.page_link(
                state.page("Codebook"),
                label=label,
                icon=":material/sell:",
                query_params={key: value for key, value in address.items() if value},
            )
        case "transcript":
            _to_text(label, name, {})
        case "memo" if name in titles:
            _button(f"cites {name}", name, titles[name])
        case _:
            pass


def _cited_by(note: Note, found: Recalled, seen: Sequence[Note]) -> None:
    """List the memos that cite this one, and those that cite what it is about; tell how to cite it."""
    may = {each.memo.id for each in seen} - {note.memo.id}
    try:
        itself = Citation("memo", note.memo.id)
    except Invalid:
        return
    subject = cited_as(note.memo)
    for heading, citation in ((later("Cited by"), itself), (later("What it is about is cited by"), subject)):
        others = (
            [] if citation is None else [each for each in found.cited_by(citation) if each.memo.id in may]
        )
        if others:
            st.markdown(f"**{say(heading)}**")
            for each in others[:_MOST]:
                _button(f"{heading} {each.memo.id}", each.memo.id, each.title)
    with st.popover(say("How to cite it"), type="tertiary", icon=":material/format_quote:"):
        st.code(str(itself), language=None)


def _button(key: str, name: str, label: str) -> None:
    st.button(parts.plain(label), key=key, icon=_MEMO, type="tertiary", on_click=choose, args=(name,))
