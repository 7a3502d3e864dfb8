"""What people ask for on a case: an answer is chosen and recorded, opened again, linked, taken back."""

from __future__ import annotations

from functools import partial
from typing import Final, Literal, NamedTuple

import streamlit as st

from toolkit.errors import ToolkitError
from toolkit.model.consensus import Case
from toolkit.ui.language import say
from toolkit.ui.pages.review import judging
from toolkit.ui.pages.review.judging import key
from toolkit.ui.pages.review.queued import Name, go_to, next_after, read
from toolkit.ui.pages.review.telling import attempt, keep
from toolkit.workflow import adjudicating, discussing
from toolkit.workflow.discussing import Docket, Wanted
from toolkit.workflow.studies import Study

# Keys of the session.
_ANSWERS: Final = "cases answers"
_WISHES: Final = "cases wishes"

Kind = Literal["choose", "go", "record", "open again", "link", "take back"]
# A digit and Enter may arrive together and in no order: wishes are carried out in the order of their kinds.
_RANKED: Final[tuple[Kind, ...]] = ("choose", "go", "record", "open again", "link", "take back")


class Wish(NamedTuple):
    """What a button or key asks for."""

    kind: Kind
    about: Name | None = None
    what: str = ""


def wish_for(wish: Wish) -> None:
    """Keep a wish until the page is shown again."""
    st.session_state.setdefault(_WISHES, []).append(wish)


def chosen(name: Name) -> str | None:
    """Return the answer chosen for a case and not recorded yet."""
    return _answers().get(name)


def carry_out(study: Study, coder: str | None) -> None:
    """Do what was asked for since the page was shown, or keep why it was refused."""
    wishes = sorted(st.session_state.pop(_WISHES, ()), key=lambda wish: _RANKED.index(wish.kind))
    for wish in wishes:
        attempt(partial(_carry_out, study, read(study), wish, coder))


def _carry_out(study: Study, there: Docket, wish: Wish, coder: str | None) -> None:
    """Do what was asked for, if the case is still there."""
    if wish.kind == "go":
        go_to(wish.about)
        return
    if coder is None:
        return
    if wish.kind == "take back":
        _take_last_back(study, coder)
        return
    case = next((each for each in there.cases if Name.of(each) == wish.about), None)
    if case is None:
        what = say("was settled or coded anew by somebody meanwhile")
        raise ToolkitError("", what, say("nothing was recorded: this is the next case"))
    match wish.kind:
        case "choose":
            _answers()[Name.of(case)] = wish.what
        case "record":
            _record(study, case, coder)
        case "open again":
            adjudicating.reopen(study, *(made.id for made in case.verdicts), by=coder)
            keep("done", say("Open again."))
        case "link":
            _link(study, case, coder)


def _answers() -> dict[Name, str]:
    found: dict[Name, str] = st.session_state.setdefault(_ANSWERS, {})
    return found


def _record(study: Study, case: Case, coder: str) -> None:
    """Write the answer down and go on to what comes after it."""
    name = Name.of(case)
    choice = chosen(name)
    if choice is None:
        raise ToolkitError("", say("nothing is chosen yet"), say("press a digit"))
    transcript = discussing.passage(study, case)
    standing = judging.standing(case, choice, transcript)
    reason = st.session_state.get(key("reason", case), "")
    led = st.session_state.get(key("led", case)) or ""
    after = next_after(name)
    discussing.answer(study, case, standing, by=coder, reason=reason, led=led)
    del _answers()[name]
    go_to(after)
    keep("done", say("Recorded for {transcript}. U takes it back.", transcript=case.transcript))


def _link(study: Study, case: Case, coder: str) -> None:
    led = st.session_state.get(key("link", case)) or ""
    discussing.led_to(study, *(made.id for made in case.verdicts), by=coder, change=led)
    keep("done", say("Linked to {change}.", change=led) if led else say("The link is gone."))


def _take_last_back(study: Study, coder: str) -> None:
    """Open again what this person settled last, with what they had written."""
    made = discussing.take_back(study, by=coder)
    there = read(study)
    for case in there.only(Wanted(boundaries=True)):
        if any(
            case.transcript == each.transcript and each.code in case.codes and each.span.overlaps(case.span)
            for each in made
        ):
            go_to(Name.of(case))
            st.session_state[key("reason", case)] = made[0].reason
            break
    keep("done", say("Taken back: {transcript} is open again there.", transcript=made[0].transcript))
