"""Who is right about a case: what each coder has there, the answers to choose from, and the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Final

import streamlit as st

from toolkit.model.code import Code, Theme
from toolkit.model.coding import Coding, Memo
from toolkit.model.consensus import Case, Side, Verdict
from toolkit.model.transcript import Span, Transcript
from toolkit.ui import parts, state
from toolkit.ui.language import day, say, say_many
from toolkit.ui.pages.drafting.words import labels, told
from toolkit.ui.pages.review import marking
from toolkit.workflow import discussing
from toolkit.workflow.discussing import Docket, Standing

NEITHER: Final = "neither"
BOTH: Final = "both"
OTHER: Final = "other"
_AS_CODED, _CHOSEN = "as coded", "other words"
_NEAR: Final = 3  # words shown beside one to choose, so that two alike can be told apart


def key(what: str, case: Case) -> str:
    """Return a key of the session for something that belongs to a case."""
    return state.key(what, case.name, *case.codes)


def codes(there: Docket, case: Case) -> None:
    """Show what the codes concerned are for and not for, two side by side."""
    known: dict[str, Code | Theme] = {**there.codebook.theme, **there.codebook.code}
    shown = [known[code] for code in case.codes if code in known]
    if len(shown) == 1:
        _code(shown[0], there)
        return
    for pair in (shown[place : place + 2] for place in range(0, len(shown), 2)):
        for column, code in zip(st.columns(2, gap="small"), pair, strict=False):
            with column:
                _code(code, there)


def _code(code: Code | Theme, there: Docket) -> None:
    """Show a definition, small, as it stands beside what people read first."""
    label = labels(there.lineage.releases)
    with st.container(border=True, gap="xsmall", key=state.key("case code", code.id)):
        st.markdown(f"**{parts.plain(code.label)}**")
        st.markdown(f":small[{parts.plain(code.definition)}]" if code.definition else say("*No definition.*"))
        if isinstance(code, Code) and code.include:
            told = say("**For** {cases}", cases=parts.plain("; ".join(code.include)))
            st.markdown(f":small[{told}]")
        for exclusion in code.exclude if isinstance(code, Code) else ():
            instead = f" → {label(exclusion.use)}" if exclusion.use else ""
            told = say("**Not for** {cases}", cases=parts.plain(exclusion.when + instead))
            st.markdown(f":small[{told}]")
        theme = there.codebook.theme_of.get(code.id)
        above = f"{theme.label} · " if theme else ""
        st.caption(parts.plain(above + say("id {code}", code=code.id)))


# --- what each coder has there ---------------------------------------------------------------------------


def side_told(there: Docket, case: Case, transcript: Transcript, side: Side) -> None:
    """Show what one side gave, with who was sure, when, and what they noted."""
    label = labels(there.lineage.releases)
    for code, spans in side.given:
        if not spans:
            gives_not = say("does not give **{code}**", code=parts.plain(label(code)))
            st.markdown(f":small[:material/do_not_disturb_on: {gives_not}]")
        for span in spans:
            quoted = say("on “{words}”", words=parts.plain(marking.shortened(span.of(transcript.text))))
            st.markdown(f"**{parts.plain(label(code))}** :small[{quoted}]")
    made = [coding for each in case.disagreements for coding in each.codings if coding.coder in side.coders]
    for coding in made:
        st.caption(parts.plain(_made(coding, alone=len(side.coders) == 1)))
        for memo in there.memos(coding):
            _memo(memo)


def _made(coding: Coding, *, alone: bool) -> str:
    """Say when a coding was made, under which version, and how sure its coder was."""
    at = datetime.fromisoformat(coding.made_at)
    sure = f"{say(coding.certainty)}, " if coding.certainty else ""
    who = "" if alone else f"{coding.coder}: "
    made = say(
        "coded {day} at {time} UTC under codebook {version}",
        day=day(coding.made_at),
        time=f"{at:%H:%M}",
        version=coding.codebook_version,
    )
    return f"{who}{sure}{made}"


def _memo(memo: Memo) -> None:
    noted = say("**{author}** noted: {text}", author=parts.plain(memo.author), text=parts.plain(memo.text))
    st.markdown(f"> :small[{noted}]")


def undecided(case: Case) -> None:
    """Say whose codings here wait since the codebook changed."""
    waiting = sorted({name for each in case.disagreements for name in each.undecided})
    if waiting:
        st.caption(
            say(
                "A coding of {names} here waits since the codebook changed: see Codebook changes.",
                names=parts.plain(marking.listed(waiting)),
            )
        )


def besides(there: Docket, case: Case) -> None:
    """Show what is not disputed: other codes on these words, and memos on the transcript and the codes."""
    label = labels(there.lineage.releases)
    by_code: dict[str, dict[str, None]] = {}
    for coding in there.there(case):
        by_code.setdefault(coding.code, {})[coding.coder] = None
    if by_code:
        told_ = "; ".join(
            say(
                "**{code}** by {coders}",
                code=parts.plain(label(code)),
                coders=parts.plain(marking.listed(sorted(who))),
            )
            for code, who in by_code.items()
        )
        also = say("Also on these words: {codes}", codes=told_)
        st.markdown(f":small[{also}]")
    noted = [memo for coding in there.there(case) for memo in there.memos(coding)]
    beside = (*noted, *there.memos_beside(case))
    if beside:
        with st.expander(
            say_many(
                "{n} memo on the transcript and the codes",
                "{n} memos on the transcript and the codes",
                len(beside),
            )
        ):
            for memo in beside:
                _memo(memo)


# --- the answer ------------------------------------------------------------------------------------------


def options(case: Case) -> list[tuple[str, str]]:
    """Return the answers to choose from with their labels in Markdown: each side, then all, none and other.

    Where only one side gave a code, both cannot be right, and neither is what the other says.
    """
    sides = [
        (
            side.coders[0],
            say_many(
                "{coders} is right", "{coders} are right", len(side.coders), coders=marking.badge(side, place)
            ),
        )
        for place, side in enumerate(case.sides)
    ]
    giving = sum(bool(side.codes) for side in case.sides)
    several = say("Both") if len(case.sides) == 2 else say("All of them")  # noqa: PLR2004 - a pair
    none = {1: say("It does not hold"), 2: say("Neither")}.get(len(case.sides), say("None"))
    more = [(BOTH, several)] if giving > 1 else []
    if giving == len(case.sides):
        more.append((NEITHER, none))
    return [*sides, *more, (OTHER, say("Other …"))]


def standing(case: Case, choice: str, transcript: Transcript) -> Standing:
    """Return what stands if this answer is given."""
    if choice == OTHER:
        return _something_else(case, transcript)
    if choice == BOTH and _is_offered(case, BOTH):
        return discussing.all_of_it(case)
    if choice == NEITHER and _is_offered(case, NEITHER):
        return discussing.none_of_it(case)
    return discussing.as_coder_has_it(case, choice)


def _is_offered(case: Case, choice: str) -> bool:
    """Tell whether a word is an answer, and not the name of a coder who is called so."""
    return choice not in {name for side in case.sides for name in side.coders}


def _something_else(case: Case, transcript: Transcript) -> Standing:
    """Return what was put together: the codes that hold, as they were coded or on words of one's own."""
    chosen = tuple(st.session_state.get(key("holding", case), ()))
    if st.session_state.get(key("extent", case)) != _CHOSEN:
        coded = discussing.all_of_it(case)
        return {
            code: (coded.get(code) or (case.span,)) if code in chosen else ()
            for code in (*case.codes, *chosen)
        }
    span = chosen_words(case, transcript)
    return {code: (span,) if code in chosen else () for code in (*case.codes, *chosen)}


def chosen_words(case: Case, transcript: Transcript) -> Span:
    """Return the passage from the first word chosen to the last, in whichever order they were."""
    there = discussing.words(transcript, case.span)
    first, last = _ends(case, there)
    begin = there[st.session_state.get(key("from", case)) or first]
    end = there[
        last if st.session_state.get(key("until", case)) is None else st.session_state[key("until", case)]
    ]
    return Span(min(begin.start, end.start), max(begin.end, end.end))


def _ends(case: Case, there: Sequence[Span]) -> tuple[int, int]:
    """Return the first and the last word that the case touches."""
    touched = [number for number, word in enumerate(there) if word.overlaps(case.span)]
    return (touched[0], touched[-1]) if touched else (0, len(there) - 1)


def something_else(there: Docket, case: Case, transcript: Transcript, *, off: bool) -> None:
    """Ask which codes hold, and on which words."""
    label = there.codebook.codable
    offered = [*case.codes, *(code for code in label if code not in case.codes)]
    st.multiselect(
        say("Codes that hold here"),
        offered,
        default=list(case.codes),
        format_func=lambda code: label.get(code, code),
        key=key("holding", case),
        placeholder=say("None: nothing holds here"),
        disabled=off,
    )
    st.segmented_control(
        say("On which words"),
        [_AS_CODED, _CHOSEN],
        default=_AS_CODED,
        required=True,
        key=key("extent", case),
        format_func=lambda name: say("As they were coded") if name == _AS_CODED else say("Other words …"),
        disabled=off,
    )
    if st.session_state.get(key("extent", case)) == _CHOSEN:
        _choose_words(case, transcript, off=off)


def _choose_words(case: Case, transcript: Transcript, *, off: bool) -> None:
    """Let a person say with which word the passage begins and with which it ends: type to find one."""
    words = discussing.words(transcript, case.span)
    first, last = _ends(case, words)

    def shown(number: int) -> str:
        begin, end = max(number - _NEAR, 0), min(number + _NEAR, len(words) - 1)
        word = words[number].of(transcript.text)
        around = " ".join(
            words[place].of(transcript.text) for place in range(begin, end + 1) if place != number
        )
        return f"{word} ({number + 1}: {around})"

    for name, title, place in (
        ("from", say("From the word"), first),
        ("until", say("To the word"), last),
    ):
        st.selectbox(
            title, range(len(words)), index=place, format_func=shown, key=key(name, case), disabled=off
        )
    span = chosen_words(case, transcript)
    shown_words = parts.plain(" ".join(span.of(transcript.text).split()))
    st.markdown(say(":small[The passage:] “{words}”", words=shown_words))


def outcome(there: Docket, transcript: Transcript, standing_: Standing) -> str:
    """Say in a line what an answer comes to, as Markdown."""
    label = labels(there.lineage.releases)
    said: list[str] = []
    for code, spans in standing_.items():
        name = f"**{parts.plain(label(code))}**"
        held = [marking.shortened(span.of(transcript.text)) for span in spans]
        said += [say("{code} holds on “{words}”", code=name, words=parts.plain(words)) for words in held] or [
            say("{code} does not hold", code=name)
        ]
    return "; ".join(said) or say("Nothing is settled by that.")


# --- the change it led to --------------------------------------------------------------------------------


def change_choice(
    there: Docket, case: Case, *, off: bool, index: int | None = None, name: str = "led"
) -> None:
    """Ask which change of the codebook it led to, if it led to one; the latest stand first."""
    offered = [change.id for change in reversed(there.changes)]
    st.selectbox(
        say("Led to a change of the codebook (optional)"),
        offered,
        index=index,
        format_func=partial(change_told, there),
        key=key(name, case),
        placeholder=say("Led to a change of the codebook? (optional)")
        if offered
        else say("The codebook has not changed yet"),
        label_visibility="collapsed",
        disabled=off or not offered,
    )


def change_told(there: Docket, name: str) -> str:
    """Tell a change record in a line."""
    change = there.change(name)
    if change is None:
        return say("{change}, which is no record any more", change=name)
    where = say("in the draft") if name in there.drafted else change.version
    return f"{name} ({where}): {told(change, labels([*there.lineage.releases]))}"


# --- what was settled ------------------------------------------------------------------------------------


def verdicts(there: Docket, found: Iterable[Verdict]) -> None:
    """Show what was settled, by whom, when and why."""
    label = labels(there.lineage.releases)
    by_answer: dict[tuple[str, str, str, str], list[Verdict]] = {}
    for made in found:
        answer = (made.decided_by, made.decided_at[:10], made.reason, made.led_to)
        by_answer.setdefault(answer, []).append(made)
    for (by, date, reason, led), group in by_answer.items():
        with st.container(border=True, gap="xsmall"):
            for made in group:
                name = f"**{parts.plain(label(made.code))}**"
                quoted = f"“{parts.plain(marking.shortened(made.quotation.text))}”"
                icon = ":material/check:" if made.holds else ":material/close:"
                said = (
                    say("{code} holds on {words}", code=name, words=quoted)
                    if made.holds
                    else say("{code} does not hold on {words}", code=name, words=quoted)
                )
                st.markdown(f"{icon} {said}")
            st.markdown(parts.plain(reason) or say("*No reason was given.*"))
            st.caption(parts.plain(say("settled by {coder}, {day}", coder=by, day=day(date))))
            if led:
                to = say("Led to {change}", change=parts.plain(change_told(there, led)))
                st.markdown(f":small[:material/account_tree: {to}]")
