"""The draft: the next version of the codebook, written step by step by people who never open its file.

A view of the page Codebook, not a page of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import streamlit as st

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.table import Table
from toolkit.ui import parts, state
from toolkit.ui.language import later, number, say, say_many
from toolkit.ui.pages.drafting.fields import Form
from toolkit.ui.pages.drafting.forms import STEPS, Build
from toolkit.ui.pages.drafting.proposed import show_proposals
from toolkit.ui.pages.drafting.words import labels, told
from toolkit.workflow import drafting, proposing, revising, studies
from toolkit.workflow.drafting import Draft
from toolkit.workflow.studies import Study

_FORM: Final = "draft form"
_OPERATION: Final = "draft operation"
_DRY_RUN: Final = "draft dry run"
_TOLD: Final = "draft told"
_SEEN: Final = "draft seen"


def show(study: Study) -> None:
    """Show the view."""
    _desk(study)


@st.fragment
def _desk(study: Study) -> None:
    """Show the next step and those taken; a fragment, so that typing runs no more than this again."""
    coder = state.coder()
    draft = drafting.draft(study)
    _tell()
    if coder is None:
        parts.ask_who(say("to write: each step is recorded with who made it"))
    left, right = st.columns([6, 5], gap="large")
    with left:
        _next_step(study, draft, coder)
    with right:
        _steps(study, draft, coder)
        # Beside the form that one of them may fill in.
        show_proposals(study, _begin_adding, coder, _again)
    if draft is not None and draft.changes:
        _release(study, draft, coder)
    # Kept for the next run: who presses a button means the draft that was on screen.
    st.session_state[_SEEN] = drafting.state(draft, revising.codebook(study))


def _seen() -> str | None:
    """Return the hash of the draft that was shown when a button was pressed."""
    found: str | None = st.session_state.get(_SEEN)
    return found


def _tell() -> None:
    """Say once what was released, and where to go on."""
    found: tuple[str, int] | None = st.session_state.pop(_TOLD, None)
    if found is None:
        return
    version, pending = found
    st.success(say("Codebook {version} is released.", version=version), icon=":material/verified:")
    if pending:
        st.page_link(
            state.page("Review"),
            label=say_many(
                "{n} coding waits for a decision: review it",
                "{n} codings wait for a decision: review them",
                pending,
            ),
            icon=":material/arrow_forward:",
        )


def _tried(deed: Callable[[], object]) -> bool:
    """Do something that may be refused; say why on a line for each reason."""
    try:
        deed()
    except ToolkitError as refused:
        for line in refused.lines():
            st.error(parts.plain(line))
        return False
    return True


# --- the next step ----------------------------------------------------------------------------------


def _next_step(study: Study, draft: Draft | None, coder: str | None) -> None:
    """Let somebody choose an operation, fill in its form and take the step."""
    st.header(say("Next step"))
    form = Form(
        draft.codebook if draft else revising.codebook(study),
        revising.lineage(study),
        st.session_state.get(_FORM, 0),
        coder is None,
        tuple(each.code for each in proposing.proposed(study)),
    )
    chosen = st.pills(
        say("What to do"),
        list(STEPS),
        format_func=say,
        key=_OPERATION,
        label_visibility="collapsed",
        wrap=True,
        persist_state="session",
    )
    if chosen is None:
        st.caption(say("Choose what to do. Nothing changes in the study until the version is released."))
        return
    hint, fields = STEPS[chosen]
    st.caption(say(hint))
    with st.container(key="draft-form"):
        build = fields(form)
        if build is None:
            return
        reasons = _reasons(form, studies.coders(study), coder)
        asked = st.button(say("Add this step"), type="primary", icon=":material/add:", disabled=form.off)
        if asked and coder and _tried(lambda: _take(study, build, reasons, coder)):
            st.session_state[_FORM] = form.number + 1
            st.rerun()


def _begin_adding(fields: Mapping[str, str]) -> None:
    """Begin a step that adds a code, with these fields filled in, by their titles."""
    number = st.session_state[_FORM] = st.session_state.get(_FORM, 0) + 1
    st.session_state[_OPERATION] = "Add code"
    for title, text in fields.items():
        st.session_state[state.key("draft", str(number), title)] = text


@dataclass(frozen=True)
class _Reasons:
    rationale: str
    discussion: str
    evidence: tuple[str, ...]
    decided_by: tuple[str, ...]


def _reasons(form: Form, coders: Sequence[str], coder: str | None) -> _Reasons:
    """Ask why, which every step has to say."""
    rationale = form.text(
        later("Why (goes into the record)"), hint=say("What in the material asks for this change?")
    )
    with st.expander(say("Evidence, discussion, who agreed")):
        evidence = form.lines(later("Passages that led to it"), hint=say("transcript#turn, one on each line"))
        discussion = form.text(later("What was discussed"))
        people = list(dict.fromkeys([*([coder] if coder else []), *coders]))
        agreed = st.multiselect(
            say("Agreed by"),
            people,
            default=[coder] if coder else [],
            key=form.key("agreed", coder or ""),
            accept_new_options=True,
            disabled=form.off,
            persist_state="session",
        )
    return _Reasons(rationale, discussion, evidence, tuple(agreed))


def _take(study: Study, build: Build, reasons: _Reasons, coder: str) -> None:
    step = build()
    if not reasons.rationale:
        raise Invalid(say("the reason is missing"), say("say in a sentence why this change is made"))
    step = replace(
        step, rationale=reasons.rationale, discussion=reasons.discussion, evidence=reasons.evidence
    )
    drafting.take(study, step, by=coder, decided_by=reasons.decided_by, seen=_seen())


# --- the steps taken --------------------------------------------------------------------------------


def _steps(study: Study, draft: Draft | None, coder: str | None) -> None:
    """List the steps taken, and what can be done with the draft as a whole."""
    if draft is None:
        st.header(say("The draft"))
        st.info(say("There is no draft. The first step begins one, from the version released last."))
        return
    st.header(say("Draft of {version}", version=draft.codebook.version))
    st.caption(
        say(
            "Begun from {version}. Its number follows from the steps. All write on one draft.",
            version=draft.released.version,
        )
    )
    label = labels((draft.released, draft.codebook))
    with st.container(border=True, key="draft-steps"):
        for place, change in enumerate(draft.changes, 1):
            st.markdown(f"{place}\\. **{parts.plain(told(change, label))}**")
            st.caption(parts.plain(f"{change.rationale} ({', '.join(change.decided_by)}, {change.date})"))
        if not draft.changes:
            st.caption(say("No step was taken yet."))
    _warnings(draft)
    _whole(study, draft, coder)


def _warnings(draft: Draft) -> None:
    if draft.warnings:
        with st.expander(say("Worth a look ({n})", n=number(len(draft.warnings))), icon=":material/warning:"):
            st.markdown("".join(f"\n- {parts.plain(warning)}" for warning in draft.warnings))


def _whole(study: Study, draft: Draft, coder: str | None) -> None:
    """Undo, discard, raise the version, take the file."""
    off = coder is None
    with st.container(horizontal=True):
        if st.button(say("Undo last step"), icon=":material/undo:", disabled=off) and coder:
            _again(lambda: drafting.undo(study, by=coder, seen=_seen()))
        with st.popover(say("Discard …"), disabled=off):
            st.markdown(
                say_many(
                    "Throw away {n} step? The log keeps that there was a draft.",
                    "Throw away all {n} steps? The log keeps that there was a draft.",
                    len(draft.changes),
                )
            )
            if st.button(say("Discard the draft"), type="primary") and coder:
                _again(lambda: drafting.discard(study, by=coder, seen=_seen()))
        with st.popover(say("Version …"), disabled=off):
            _version(study, coder)
        st.download_button(
            "YAML",
            partial(drafting.as_yaml, study),
            file_name=f"{draft.codebook.id}-{draft.codebook.version}.yaml",
            mime="application/yaml",
            icon=":material/download:",
            on_click="ignore",
        )


def _version(study: Study, coder: str | None) -> None:
    st.markdown(
        say("From 1.0.0 on every code must have its definition, and the number says if codings hold.")
    )
    version = st.text_input(
        say("Raise the version to"), placeholder=say("as in 1.0.0"), key="draft version"
    ).strip()
    if st.button(say("Raise"), disabled=not version) and coder and version:
        _again(lambda: drafting.raise_version(study, version, by=coder, seen=_seen()))


def _again(deed: Callable[[], object]) -> None:
    """Do something and show what came of it, unless it was refused."""
    if _tried(deed):
        st.rerun()


# --- releasing --------------------------------------------------------------------------------------


def _release(study: Study, draft: Draft, coder: str | None) -> None:
    """Show what a release would do; only then it can be done, and only to the draft that was looked at."""
    release = say("Release {version}", version=draft.codebook.version)
    st.header(release)
    st.caption(say("The dry run changes nothing. It checks the steps and says what becomes of every coding."))
    st.caption(
        say(
            "A release stays: what it changed is changed again by a later version only. No coding is "
            "rewritten, and a backup of the study file is made first."
        )
    )
    looked: tuple[str, Table] | None = st.session_state.get(_DRY_RUN)
    fresh = looked is not None and looked[0] == draft.codebook.sha256
    with st.container(horizontal=True):
        if st.button(say("Dry run"), icon=":material/science:", type="secondary" if fresh else "primary"):
            _again(lambda: _dry_run(study, draft))
        if (
            st.button(
                release,
                icon=":material/verified:",
                type="primary",
                disabled=not fresh or coder is None,
                help=None if fresh else say("Make a dry run of the draft as it is now first."),
            )
            and coder
            and _tried(lambda: _released(study, draft, coder))
        ):
            st.rerun()
    if looked is not None and fresh:
        _migration(looked[1])


def _dry_run(study: Study, draft: Draft) -> None:
    with st.spinner(say("Checking the steps …")):
        st.session_state[_DRY_RUN] = (draft.codebook.sha256, revising.release_draft(study, dry_run=True))


def _released(study: Study, draft: Draft, coder: str) -> None:
    with st.spinner(say("Releasing …")):
        revising.release_draft(study, by=coder, seen=draft.codebook.sha256)
    version = revising.codebook(study).version
    st.session_state.pop(_DRY_RUN, None)
    st.session_state[_TOLD] = (version, studies.overview(study).n_pending)


_NUMBERS: Final = {
    "resolved": (later("Resolved"), later("They count, with nobody's help.")),
    "collapsed": (
        later("Collapsed"),
        later("They turn out to be the same as another by the same coder."),
    ),
    "pending": (later("Pending"), later("A person has to look at them, on the page Review.")),
    "frozen": (later("Frozen"), later("They are kept and no longer count.")),
}


def _migration(table: Table) -> None:
    """Show the four numbers and, below, where they come from."""
    for column, (name, (label, meaning)) in zip(st.columns(len(_NUMBERS)), _NUMBERS.items(), strict=True):
        column.metric(say(label), table.column(name)[-1], help=say(meaning), border=True)
    st.caption(parts.plain(" ".join(table.notes)))
    if len(table.rows) > 1:
        parts.grid(table)
