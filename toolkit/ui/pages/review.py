"""Review: what only a person can settle since the codebook changed, one coding at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Final, Literal, NamedTuple

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.change import CodebookChange
from toolkit.model.code import Code, Theme
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.review import Decision, Review
from toolkit.model.transcript import Span, Transcript, Turn
from toolkit.ui import parts, state
from toolkit.ui.pages.drafting import words
from toolkit.workflow import reviewing
from toolkit.workflow.reviewing import Queue, Wanted
from toolkit.workflow.studies import Study

TITLE: Final = "Review"
ICON: Final = ":material/rule:"

_BEFORE, _AFTER = 2, 1  # turns around the passage
_LONG: Final = 260  # letters of a turn, or of what is around a passage, that are worth reading
_DIGITS: Final = 9

# Keys of the session.
_QUEUE: Final = "review queue"
_PLACE: Final = "review place"
_ORDER: Final = "review order"
_CHOICES: Final = "review choices"
_WISHES: Final = "review wishes"
_TOLD: Final = "review told"
_ASKING: Final = "review asking"  # the question about whose like we ask whether to decide them all
_CODES: Final = "review codes"
_FILTERS: Final = ("review coders", _CODES, "review transcripts")
_OPTIONAL: Final = "review optional"


class Question(NamedTuple):
    """What names a review: a coding may be asked about several times, because of several changes."""

    coding: str
    change: str
    code: str

    @classmethod
    def of(cls, about: Review | Decision) -> Question:
        """Return the question a review asks or a decision answers."""
        if isinstance(about, Review):
            return cls(about.coding.id, about.change.id, about.code)
        return cls(about.coding, about.change, about.code)


class _Wish(NamedTuple):
    """What a button or key asks for.

    Keys may come faster than pages: a digit and Enter then arrive together and in no order, so that wishes
    are kept and carried out in the order of their kinds.
    """

    kind: Literal["toggle", "ask", "record", "record alike", "take back", "go"]
    question: Question | None = None
    name: str | None = None


_KINDS: Final = ("toggle", "ask", "record", "record alike", "take back", "go")


def show(study: Study) -> None:
    """Show the page."""
    st.title(TITLE)
    with st.sidebar:
        _filters(_read(study))
    _desk(study)


@st.fragment
def _desk(study: Study) -> None:
    """Show the queue and one question of it; a fragment, so that a key runs no more than this again."""
    coder = state.coder()
    everything = _read(study)
    for wish in sorted(st.session_state.pop(_WISHES, ()), key=lambda wish: _KINDS.index(wish.kind)):
        everything = _carry_out(study, everything, wish, coder)
    wanted = _wanted()
    queue = everything.only(wanted)
    _progress(queue, wanted, _tell())
    if coder is None and queue.open:
        st.info("Choose who you are in the sidebar to decide. Until then you can read.")
    if queue.open:
        _question(study, queue, coder)
    else:
        _say_why_empty(everything, queue, wanted)
        _take_back_button(queue, coder)


def _question(study: Study, queue: Queue, coder: str | None) -> None:
    """Show the question we are at, with the passage on one side and what may fit it on the other."""
    at = _place(queue)
    passage, answer = st.columns(2, gap="medium")
    with passage:
        _passage(study, queue, queue.open[at])
    with answer:
        _answer(queue, at, coder)


def _read(study: Study) -> Queue:
    """Return all that is open; read again only if anything was written since, by whomever."""
    now = (str(study.path), reviewing.moment(study))
    kept = st.session_state.get(_QUEUE)
    if kept is None or kept[0] != now:
        kept = st.session_state[_QUEUE] = (now, reviewing.queue(study, Wanted(optional=True)))
    found: Queue = kept[1]
    return found


# --- what is asked for ------------------------------------------------------------------------------


def _wish(wish: _Wish) -> None:
    st.session_state.setdefault(_WISHES, []).append(wish)


def _carry_out(study: Study, queue: Queue, wish: _Wish, coder: str | None) -> Queue:
    """Do what was asked for and return the queue as it is then."""
    asking = st.session_state.pop(_ASKING, None)
    if wish.kind == "go":
        st.session_state[_PLACE] = wish.question
    elif coder is None:
        return queue
    elif wish.kind == "take back":
        _try(partial(_take_back, study, coder))
    elif wish.question is not None and wish.question in map(Question.of, queue.open):
        if wish.kind == "toggle":
            _toggle(wish.question, wish.name)
        elif wish.kind == "ask" or (wish.kind == "record" and asking == wish.question):
            # Enter that came together with the wish to decide all was pressed before anything was asked.
            st.session_state[_ASKING] = wish.question
        else:
            _try(partial(_record, study, queue, wish, coder))
    else:
        return queue
    return _read(study)


def _try(deed: partial[None]) -> None:
    try:
        deed()
    except ToolkitError as refused:
        _keep("error", *refused.lines())


def _keep(kind: Literal["error", "done"], *lines: str) -> None:
    """Keep what is to be told when the page is shown next."""
    st.session_state[_TOLD] = (kind, lines)


def _tell() -> str:
    """Say why the last wish was refused, or return what was done: each is told once."""
    kind, lines = st.session_state.pop(_TOLD, ("done", ()))
    if kind == "done":
        return " ".join(lines)
    for line in lines:
        st.error(parts.plain(line))
    return ""


def _choice(question: Question) -> tuple[str, ...] | None:
    """Return what is chosen so far: codes, none of them (an empty tuple), or nothing yet (None)."""
    choices: dict[Question, tuple[str, ...]] = st.session_state.setdefault(_CHOICES, {})
    return choices.get(question)


def _choose(question: Question, chosen: tuple[str, ...] | None) -> None:
    choices: dict[Question, tuple[str, ...]] = st.session_state.setdefault(_CHOICES, {})
    if chosen is None:
        choices.pop(question, None)
    else:
        choices[question] = chosen


def _toggle(question: Question, name: str | None) -> None:
    """Add a code to what is chosen or take it out; None stands for none of them."""
    chosen = _choice(question)
    if name is None:
        _choose(question, () if chosen != () else None)
    elif chosen and name in chosen:
        _choose(question, tuple(other for other in chosen if other != name) or None)
    else:
        _choose(question, (*(chosen or ()), name))


def _record(study: Study, queue: Queue, wish: _Wish, coder: str) -> None:
    """Write the answer down and go on to what comes after it."""
    asked = next(each for each in queue.open if Question.of(each) == wish.question)
    question = Question.of(asked)
    chosen = _choice(question)
    if chosen is None:
        raise ToolkitError("", "nothing is chosen yet", "press a digit, or 0 if no code fits")
    alike = queue.only(_wanted()).alike(asked) if wish.kind == "record alike" else (asked,)
    reason = st.session_state.get(_reason_key(question), "").strip()
    made = reviewing.answer(study, alike, chosen, by=coder, why=reason)
    label = words.labels(queue.lineage.releases)
    fits = " and ".join(label(name) for name in chosen) or "no code fits"
    about = f"{len(made)} codings" if len(made) > 1 else f"a passage of {asked.coding.transcript}"
    _keep("done", f"Recorded for {about}: {fits}. U takes it back.")
    done = {Question.of(decision) for decision in made}
    st.session_state[_PLACE] = _next_after(question, done)
    for answered in done:
        _choose(answered, None)


def _take_back(study: Study, coder: str) -> None:
    """Open again what this person decided last, with what they had chosen and why."""
    made = reviewing.take_back(study, by=coder)
    first = Question.of(made[0])
    st.session_state[_PLACE] = first
    _choose(first, made[0].chosen)
    st.session_state[_reason_key(first)] = made[0].reason
    about = f"{len(made)} codings wait" if len(made) > 1 else "the coding waits"
    _keep("done", f"Taken back: {about} again.")


# --- where we are -----------------------------------------------------------------------------------


def _next_after(question: Question, done: Iterable[Question] = ()) -> Question | None:
    """Return the question that came next when the page was shown, passing over those just answered."""
    order: list[Question] = st.session_state.get(_ORDER, [])
    after = order[order.index(question) + 1 :] if question in order else []
    answered = set(done)
    return next((each for each in after if each not in answered), None)


def _place(queue: Queue) -> int:
    """Return where we are in the queue; where that is gone, the nearest that came after it."""
    order = [Question.of(each) for each in queue.open]
    places = {question: place for place, question in enumerate(order)}
    before: list[Question] = st.session_state.get(_ORDER, [])
    here = st.session_state.get(_PLACE)
    if here not in places:
        _say_who_was_first(queue, here)
        after = before[before.index(here) :] if here in before else []
        here = next((question for question in after if question in places), order[0])
    st.session_state[_ORDER], st.session_state[_PLACE] = order, here
    return places[here]


def _say_who_was_first(queue: Queue, gone: Question | None) -> None:
    """Tell who answered the question that was on the screen, if somebody did."""
    label = words.labels(queue.lineage.releases)
    for made in queue.decided:
        if Question.of(made) == gone:
            fits = " and ".join(label(name) for name in made.chosen) or "no code fits"
            st.info(
                parts.plain(f"{made.decided_by} decided the coding you were at: {fits}. This is the next.")
            )


# --- above the question -----------------------------------------------------------------------------


def _wanted() -> Wanted:
    """Return what the filters say."""
    coders, codes, transcripts = (tuple(st.session_state.get(key, ())) for key in _FILTERS)
    return Wanted(coders, codes, transcripts, optional=bool(st.session_state.get(_OPTIONAL)))


def _filters(everything: Queue) -> None:
    """Let the reader narrow the queue down."""
    label = words.labels(everything.lineage.releases)
    codings = [review.coding for review in everything.open]
    offered: tuple[tuple[str, Sequence[str], str], ...] = (
        ("Coded by", sorted({coding.coder for coding in codings}), "All coders"),
        ("Code that changed", sorted({review.code for review in everything.open}, key=label), "All codes"),
        ("In", list(dict.fromkeys(coding.transcript for coding in codings)), "All transcripts"),
    )
    for key, (title, names, everyone) in zip(_FILTERS, offered, strict=True):
        # What is filtered for stays on offer when the last of it is decided.
        kept = [name for name in st.session_state.get(key, ()) if name not in names]
        st.multiselect(
            title,
            [*names, *kept],
            format_func=label if key == _CODES else str,
            key=key,
            placeholder=everyone,
            persist_state="session",
        )
    st.toggle(
        "Also those kept by default",
        key=_OPTIONAL,
        persist_state="session",
        help="Codings that count as they are, whose code was widened or brought back since.",
    )


def _progress(queue: Queue, wanted: Wanted, told: str) -> None:
    """Show how far the team has come and, on the same line so that nothing jumps, what was just done."""
    done, left = len(queue.settled(wanted)), len(queue.open)
    if done + left:
        just = f" · :material/check: {parts.plain(told)}" if told else ""
        st.progress(done / (done + left), text=f"**{done} of {done + left} decided**{just}")
    elif told:
        st.caption(parts.plain(told))


def _say_why_empty(everything: Queue, queue: Queue, wanted: Wanted) -> None:
    """Say why nothing waits here, and what would."""
    pending = sum(not review.optional for review in everything.open)
    kept = len(everything.open) - pending
    if pending and wanted != Wanted(optional=wanted.optional):
        st.info(f"Nothing waits among those you chose to see; {pending} codings wait in all.")
    elif queue.settled(wanted):
        st.success("Everything that waited is decided.", icon=":material/done_all:")
    else:
        st.info(
            f"Nothing waits for a decision under codebook {everything.lineage.latest.version}. Codings come "
            "here when a new version splits their code or narrows its definition: what then fits a passage, "
            "only a person can say. Write and release the next version on the page Codebook."
        )
    if kept and not wanted.optional:
        st.caption(
            f"{kept} codings count as they are although their code was redefined or brought back since. "
            "To look at them, switch on: Also those kept by default."
        )


# --- the passage ------------------------------------------------------------------------------------


def _passage(study: Study, queue: Queue, asked: Review) -> None:
    """Show what was coded, in its context, and what the codebook said then and why it changed."""
    coding = asked.coding
    st.markdown(f"**{parts.plain(coding.transcript)}** · {_made(coding)}")
    try:
        transcript, _ = reviewing.passage(study, asked)
    except ToolkitError as error:
        st.error(parts.plain(str(error)))
    else:
        with st.container(border=True, key="review-passage", gap="small"):
            for line in _context(transcript, coding):
                st.markdown(line)
    _as_it_read(queue, asked)
    _change(asked.change, queue)


def _as_it_read(queue: Queue, asked: Review) -> None:
    """Show what the code meant to whoever applied it."""
    found = queue.code_then(asked)
    label = words.labels(queue.lineage.releases)
    if found is None:
        st.markdown(f"**{_label_then(queue, asked)}**")
        st.caption("A theme that is itself given to passages.")
        return
    then, version = found
    st.markdown(f"**{parts.plain(then.label)}**, as it read in {version}")
    _definition(then)
    for exclusion in then.exclude:
        instead = f" → {label(exclusion.use)}" if exclusion.use else ""
        st.markdown(f":small[**Not for** {parts.plain(exclusion.when + instead)}]")


def _made(coding: Coding) -> str:
    """Say who made a coding, when, under which version, and how sure they were."""
    day = datetime.fromisoformat(coding.made_at).date()
    sure = f" ({coding.certainty})" if coding.certainty else ""
    under = f"under codebook {coding.codebook_version}"
    return parts.plain(f"coded by {coding.coder}{sure}, {day.day} {day:%b %Y}, {under}")


def _label_then(queue: Queue, asked: Review) -> str:
    """Return the label of a theme that is itself given to passages."""
    theme = queue.lineage.at(asked.coding.codebook_version).theme.get(asked.code)
    return parts.plain(theme.label if theme else asked.code)


def _definition(code: Code | Theme) -> None:
    st.markdown(parts.plain(code.definition) or "*No definition.*")
    if isinstance(code, Code) and code.include:
        st.markdown(f":small[**For** {parts.plain('; '.join(code.include))}]")


def _change(change: CodebookChange, queue: Queue) -> None:
    """Tell what was done to the code, by whom and why."""
    said = words.told(change, words.labels(queue.lineage.releases))
    st.markdown(f"**What changed in {change.version}:** {parts.plain(said)}")
    for title, text in (("Why", change.rationale), ("Discussion", change.discussion)):
        if text:
            st.markdown(f":small[**{title}** {parts.plain(text)}]")
    signed = (change.id, ", ".join(change.decided_by), change.date)
    st.caption(parts.plain(" · ".join(filter(None, signed))))


def _context(transcript: Transcript, coding: Coding) -> Iterator[str]:
    """Yield the turns around a passage as lines of Markdown, the passage marked."""
    quotation = coding.quotation
    span = quotation.span
    if span.of(transcript.text) != quotation.text:
        # The text was corrected since: what was quoted is kept with the coding.
        yield f"… {parts.plain(quotation.prefix)}{_marked(quotation.text)}{parts.plain(quotation.suffix)} …"
        return
    turns = transcript.turns_in(span)
    first, last = turns[0].number - 1, turns[-1].number
    for turn in transcript.turns[max(first - _BEFORE, 0) : first]:
        yield _grey(transcript, turn)
    for turn in turns:
        yield _speaker(turn) + _with_mark(transcript, turn, span)
    for turn in transcript.turns[last : last + _AFTER]:
        yield _grey(transcript, turn)


def _grey(transcript: Transcript, turn: Turn) -> str:
    said = _shortened_end(transcript.words_of(turn))
    return f":gray[{_speaker(turn)}{parts.plain(said)}]"


def _speaker(turn: Turn) -> str:
    return f"**{parts.plain(turn.speaker)}** " if turn.speaker else ""


def _with_mark(transcript: Transcript, turn: Turn, span: Span) -> str:
    """Return a turn with the part of it marked that lies in the span."""
    begin, end = max(span.start, turn.span.start), min(span.end, turn.span.end)
    before = transcript.text[turn.span.start : begin]
    after = transcript.text[end : turn.span.end]
    return (
        parts.plain(_shortened_start(before))
        + _marked(transcript.text[begin:end])
        + parts.plain(_shortened_end(after))
    )


def _marked(text: str) -> str:
    """Mark a passage; blanks at its ends stay outside, where Markdown needs them to be."""
    inside = text.strip()
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() else ""
    return f"{left}:blue-background[**{parts.plain(inside)}**]{right}" if inside else left


def _shortened_end(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG].rsplit(maxsplit=1)[0]} …"


def _shortened_start(text: str) -> str:
    return text if len(text) <= _LONG else f"… {text[-_LONG:].split(maxsplit=1)[-1]}"


# --- the answer -------------------------------------------------------------------------------------


def _answer(queue: Queue, at: int, coder: str | None) -> None:
    """Offer the candidates and take the answer."""
    asked, question, off = queue.open[at], Question.of(queue.open[at]), coder is None
    kept = " It counts as it is until you decide otherwise." if asked.optional else ""
    st.markdown(f"**What fits this passage now?** One, several or none.{kept}")
    chosen, book = _choice(question), queue.book(asked)
    for number, name in enumerate(asked.candidates, 1):
        _candidate(number, name, asked, book, off=off)
    others = tuple(name for name in chosen or () if name not in asked.candidates)
    _other_codes(
        question, others, [name for name in book.codable if name not in asked.candidates], book, off=off
    )
    _option("None of them", question, None, "0", chosen=chosen == (), off=off)
    _last_words(queue, asked, off=off)
    _around(queue, at, coder)


def _option(
    label: str, question: Question, name: str | None, digit: str | None, *, chosen: bool, off: bool
) -> None:
    """Show a button that chooses something or takes the choice back."""
    st.button(
        parts.plain(label),
        key=state.key("option", *question, name or ""),
        type="primary" if chosen else "secondary",
        icon=":material/check_box:" if chosen else ":material/check_box_outline_blank:",
        shortcut=digit,
        width="stretch",
        wrap=True,
        disabled=off,
        on_click=_wish,
        args=(_Wish("toggle", question, name),),
    )


def _candidate(number: int, name: str, asked: Review, book: Codebook, *, off: bool) -> None:
    """Show a code that may fit, with what it is for and what it is not for."""
    question = Question.of(asked)
    code = book.code.get(name) or book.theme.get(name)
    with st.container(border=True, gap="xsmall"):
        digit = str(number) if number <= _DIGITS else None
        label = code.label if code else name
        _option(label, question, name, digit, chosen=name in (_choice(question) or ()), off=off)
        if code is None:
            return
        _definition(code)
        if isinstance(code, Code):
            _not_for(code, asked, book)
        theme = book.theme_of.get(name)
        above = f"{theme.label} · " if theme else ""
        again = " · as it reads now" if name == asked.code else ""
        st.caption(parts.plain(f"{above}id {name}{again}"))


def _not_for(code: Code, asked: Review, book: Codebook) -> None:
    """Show what belongs elsewhere; what a code means that is no candidate opens on the spot."""
    known = {other.id: other for other in book.codes}
    for exclusion in code.exclude:
        instead = f" → {known[exclusion.use].label}" if exclusion.use in known else ""
        st.markdown(f":small[**Not for** {parts.plain(exclusion.when + instead)}]")
    linked = dict.fromkeys(exclusion.use for exclusion in code.exclude)
    with st.container(horizontal=True, gap="small"):
        for name in linked:
            if name in known and name not in asked.candidates:
                _link(known[name], state.key("not for", *Question.of(asked), code.id, name))


def _link(code: Code, key: str) -> None:
    with st.popover(parts.plain(code.label), type="tertiary", icon=":material/arrow_forward:", key=key):
        st.markdown(f"**{parts.plain(code.label)}**")
        _definition(code)


def _other_codes(
    question: Question, chosen: tuple[str, ...], names: list[str], book: Codebook, *, off: bool
) -> None:
    """Offer the rest of the codebook, for the passage that fits none of the candidates."""
    key = state.key("others", *question)
    st.session_state[key] = list(chosen)

    def take() -> None:
        picked = tuple(st.session_state[key])
        kept = tuple(name for name in _choice(question) or () if name not in names)
        _choose(question, (*kept, *picked) or None)

    st.multiselect(
        "Another code",
        names,
        format_func=lambda name: book.codable[name],
        key=key,
        placeholder=f"Another code of {book.version}",
        label_visibility="collapsed",
        on_change=take,
        disabled=off,
    )


def _reason_key(question: Question) -> str:
    return state.key("why", *question)


def _last_words(queue: Queue, asked: Review, *, off: bool) -> None:
    """Ask for the reason and record the answer, for this coding or for all like it.

    In a form Enter records from within the field as well; there, its first button is meant.
    """
    question, number = Question.of(asked), len(queue.alike(asked))
    asking = st.session_state.get(_ASKING) == question and _choice(question) is not None and number > 1
    with st.form(state.key("record", *question), border=False):
        st.text_input(
            "Why (optional)",
            key=_reason_key(question),
            placeholder="Why? (optional; Enter here records too)",
            label_visibility="collapsed",
            disabled=off,
            persist_state="session",
        )
        if asking:
            st.markdown(_bulk_told(queue, question, number))
            _submit(f"Decide all {number}", "Enter", _Wish("record alike", question), primary=True, off=off)
            _submit("Not all", "Esc", _Wish("go", question), off=off)
            return
        _submit("Record and go on", "Enter", _Wish("record", question), primary=True, off=off)
        if number > 1:
            cannot = off or _choice(question) is None
            _submit(f"Decide all {number} alike the same way …", "A", _Wish("ask", question), off=cannot)


def _submit(label: str, shortcut: str, wish: _Wish, *, primary: bool = False, off: bool) -> None:
    st.form_submit_button(
        label,
        key=state.key("submit", wish.kind, *(wish.question or ())),
        type="primary" if primary else "tertiary",
        shortcut=shortcut,
        width="stretch",
        disabled=off,
        on_click=_wish,
        args=(wish,),
    )


def _bulk_told(queue: Queue, question: Question, number: int) -> str:
    """Ask once before many are decided."""
    label = words.labels(queue.lineage.releases)
    fits = " and ".join(label(name) for name in _choice(question) or ()) or "no code fits"
    return (
        f"{number} codings wait because of the same change of the same code. Decide all of them as "
        f"**{parts.plain(fits)}**? Each gets a record of its own, in your name and with your reason."
    )


def _around(queue: Queue, at: int, coder: str | None) -> None:
    """Go to the one before or after, or take the last decision back."""
    number = len(queue.open)
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, shortcut, to in (("Previous", "Left", at - 1), ("Next", "Right", at + 1)):
            question = Question.of(queue.open[to % number])
            st.button(
                label,
                shortcut=shortcut,
                key=f"review {label}",
                disabled=number < 2,  # noqa: PLR2004 - there is nowhere to go
                on_click=_wish,
                args=(_Wish("go", question),),
            )
        _take_back_button(queue, coder)
    st.caption(
        f"{at + 1} of {number} that wait. Keys: digits choose, 0 none, Enter records and goes on, "
        "A asks about all alike, ← and → go, U takes back. Space presses the button that has the focus."
    )


def _take_back_button(queue: Queue, coder: str | None) -> None:
    st.button(
        "Take back",
        shortcut="U",
        key="review take back",
        help="Opens again what you decided last.",
        disabled=not any(made.decided_by == coder for made in queue.decided),
        on_click=_wish,
        args=(_Wish("take back"),),
    )
