"""Writing memos: a text that is not lost before it is saved, and citations put in by choosing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from toolkit.errors import Invalid
from toolkit.model.citation import Citation, Cited, title
from toolkit.model.coding import Memo, Subject
from toolkit.model.identifier import new_id
from toolkit.ui import kept, parts, state
from toolkit.ui.language import later, say
from toolkit.ui.pages.memos import reading
from toolkit.workflow import applying, citing, noting, proposing, revising
from toolkit.workflow.applying import RemoveMemo, Restore, RewriteMemo, Wish, WriteMemo
from toolkit.workflow.recalling import Note
from toolkit.workflow.studies import Study, coders, transcript_names

_NEW: Final = ""
_DRAFTS: Final = "drafts of memos"
_DONE: Final = "done with memos"
_ABOUT: Final[dict[Subject, str]] = {
    "study": later("The study"),
    "code": later("A code"),
    "transcript": later("A transcript"),
}
_KINDS: Final[dict[Cited, str]] = {
    "code": later("Code"),
    "coding": later("Quotation"),
    "transcript": later("Transcript"),
    "memo": later("Memo"),
}
_HEIGHT: Final = 320


@dataclass(frozen=True)
class _Draft:
    """What is being written and not saved yet.

    Attributes
    ----------
    id
        Of the memo, made when it is begun: saved twice, it is one memo.
    seen
        The text as it was when it began to be changed; None for a memo that is new.
    about, subject
        What a new memo is about, as far as that is chosen.
    """

    id: str
    text: str = ""
    seen: str | None = None
    about: Subject = "study"
    subject: str | None = None


def _drafts(coder: str) -> dict[str, _Draft]:
    """Return what a coder has not saved, by memo. No widget holds it, so that none can lose it."""
    drafts: dict[str, dict[str, _Draft]] = st.session_state.setdefault(_DRAFTS, {})
    return drafts.setdefault(coder, {})


def _open(coder: str) -> str | None:
    """Return which memo a coder is writing, if they are."""
    found = st.session_state.get(state.WRITING)
    return found[1] if isinstance(found, tuple) and found[0] == coder else None


def is_open(coder: str) -> bool:
    """Tell whether a coder is writing."""
    return _open(coder) is not None


def begin(coder: str) -> None:
    """Let a coder begin a memo, or go on with what is not saved."""
    left = [(name, draft) for name, draft in _drafts(coder).items() if draft.text != (draft.seen or "")]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if _NEW not in dict(left) and _open(coder) != _NEW:
            st.button(
                say("Write a memo"),
                key="write a memo",
                type="primary",
                icon=":material/edit:",
                on_click=_start,
                args=(coder, _NEW, None),
            )
        for name, draft in left:
            if _open(coder) != name:
                st.button(
                    say("Go on writing: {title}", title=parts.plain(title(draft.text)) or "…"),
                    key=f"go on {name}",
                    icon=":material/edit:",
                    on_click=_start,
                    args=(coder, name, draft.seen),
                )


def offer(study: Study, coder: str, memo: Memo) -> None:
    """Let the author of a memo change or remove it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            say("Change"),
            key="change memo",
            icon=":material/edit:",
            on_click=_start,
            args=(coder, memo.id, memo.text),
        )
        st.button(
            say("Remove"),
            key="remove memo",
            icon=":material/delete:",
            on_click=_remove,
            args=(study, coder, memo),
        )


def _start(coder: str, name: str, seen: str | None) -> None:
    drafts = _drafts(coder)
    if name not in drafts:
        drafts[name] = _Draft(name or new_id(), seen or "", seen)
    st.session_state[_key(coder, name)] = drafts[name].text
    st.session_state[state.WRITING] = (coder, name)
    st.session_state[_DONE] = None


def _key(coder: str, name: str) -> str:
    return state.key("memo text", coder, name)


# --- the text ---------------------------------------------------------------------------------------


def show(study: Study, coder: str, seen: Sequence[Note]) -> None:
    """Show what is being written, and what can be cited."""
    name = _open(coder) or _NEW
    draft = _drafts(coder).setdefault(name, _Draft(name or new_id()))
    st.header(say("Change a memo") if name else say("New memo"))
    about = ("study", noting.STUDY) if name else _about(study, coder, draft)
    key = _key(coder, name)
    # A page that is left forgets what its widgets hold.
    st.session_state.setdefault(key, draft.text)
    st.text_area(
        say("Text"),
        key=key,
        height=_HEIGHT,
        on_change=_keep,
        args=(coder, name),
        placeholder=say("The first line is the title. Cite codes and quotations with what stands below."),
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            say("Save"),
            key="save memo",
            type="primary",
            icon=":material/save:",
            disabled=about is None,
            on_click=_save,
            args=(study, coder, name, about),
        )
        st.button(
            say("Close"),
            key="close memo",
            on_click=_close,
            help=say("What you have written stays here, unsaved."),
        )
        st.button(
            say("Throw away"), key="throw memo away", type="tertiary", on_click=_throw, args=(coder, name)
        )
    _citing(study, coder, name, seen)


def _about(study: Study, coder: str, draft: _Draft) -> tuple[Subject, str] | None:
    """Let the writer say what a new memo is about; None as long as that is open."""
    for key, kept_ in (("about", draft.about), (f"about {draft.about}", draft.subject)):
        st.session_state.setdefault(key, kept_)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            say("About"),
            list(_ABOUT),
            format_func=lambda kind: say(_ABOUT[kind]),
            required=True,
            key="about",
        )
        about: Subject = chosen or "study"
        subject: str | None = noting.STUDY
        if about == "code":
            subject = _code_box(study, "about code", say("Choose a code"))
        elif about == "transcript":
            subject = _box(say("Transcript"), transcript_names(study), "about transcript")
    _drafts(coder)[_NEW] = replace(draft, about=about, subject=subject)
    return None if subject is None else (about, subject)


def _keep(coder: str, name: str) -> None:
    drafts = _drafts(coder)
    if name in drafts:
        drafts[name] = replace(drafts[name], text=st.session_state[_key(coder, name)])


def _close() -> None:
    st.session_state[state.WRITING] = None


def _throw(coder: str, name: str) -> None:
    _drafts(coder).pop(name, None)
    for key in (_key(coder, name), "about", "about code", "about transcript"):
        st.session_state.pop(key, None)
    _close()


def _save(study: Study, coder: str, name: str, about: tuple[Subject, str]) -> None:
    _keep(coder, name)
    draft = _drafts(coder)[name]
    # A browser may send the line ends of its system.
    text = draft.text.replace("\r\n", "\n").replace("\r", "\n")
    wish: Wish
    if draft.seen is None:
        wish = WriteMemo(draft.id, *about, text)
    else:
        wish = RewriteMemo(draft.id, draft.seen, text)
    if (refused := _change(study, coder, wish)) is not None:
        st.session_state[_DONE] = say("Not saved: {reason}", reason=refused)
        return
    _throw(coder, name)
    reading.choose(draft.id)
    st.session_state[_DONE] = None


def _remove(study: Study, coder: str, memo: Memo) -> None:
    refused = _change(study, coder, RemoveMemo(memo.id, memo.text))
    st.session_state[_DONE] = memo if refused is None else say("Not removed: {reason}", reason=refused)
    if refused is None:
        st.query_params.pop(state.MEMO, None)


def _restore(study: Study, coder: str, memo: Memo) -> None:
    refused = _change(study, coder, Restore(memo.id, None, ""))
    st.session_state[_DONE] = None if refused is None else say("Not brought back: {reason}", reason=refused)
    if refused is None:
        reading.choose(memo.id)


def _change(study: Study, coder: str, wish: Wish) -> str | None:
    """Carry out a wish; return why it was refused, or None."""
    (refused,) = applying.change(study, coder, [wish])
    return refused


def tell(study: Study, coder: str) -> None:
    """Say what became of the last wish, with the way back from a removal."""
    done = st.session_state.get(_DONE)
    if isinstance(done, str):
        st.error(parts.plain(done))
    elif isinstance(done, Memo) and done.author == coder:
        with st.container(horizontal=True, vertical_alignment="center"):
            told = say("Removed: {title}", title=parts.plain(title(done.text)))
            st.markdown(f":material/check: {told}", width="content")
            st.button(say("Take it back"), key="restore memo", on_click=_restore, args=(study, coder, done))


# --- citing -----------------------------------------------------------------------------------------


def _citing(study: Study, coder: str, name: str, seen: Sequence[Note]) -> None:
    """Let the writer choose what to cite, and put it at the end of the text."""
    with st.container(border=True, key="cite"):
        kind = st.segmented_control(
            say("Cite"),
            list(_KINDS),
            format_func=lambda kind: say(_KINDS[kind]),
            default="coding",
            required=True,
            key="cite kind",
        )
        chosen = _chosen(study, coder, kind, seen)
        st.button(
            say("Put it at the end of the text"),
            key="insert citation",
            icon=":material/add:",
            disabled=chosen is None,
            on_click=_insert,
            args=(coder, name, kind, chosen),
        )


def _chosen(study: Study, coder: str, kind: Cited, seen: Sequence[Note]) -> str | None:
    match kind:
        case "code":
            return _code_box(study, "cite code", say("Choose a code or theme"))
        case "coding":
            return _quotation(study, coder)
        case "transcript":
            return _box(say("Transcript"), transcript_names(study), "cite transcript")
        case "memo":
            titles = {note.memo.id: note.title for note in reversed(seen)}
            return _box(say("Memo"), list(titles), "cite memo", titles)


def _quotation(study: Study, coder: str) -> str | None:
    """Let the writer choose a passage: by its code, by words in it."""
    one, other = st.columns(2)
    with one:
        code = _code_box(study, "quoted code", say("Any code"))
    with other:
        words = st.text_input(
            say("Words of the passage"),
            key="quoted words",
            placeholder=say("Any"),
            icon=":material/search:",
        )
    others = bool(st.session_state.get(state.OTHERS_MEMOS))
    mine = (coder,) if coder in coders(study) else ()
    if not others and not mine:
        st.caption(say("You have coded nothing yet."))
        return None
    table = kept.table(
        citing.quotable, study, coder=() if others else mine, code=code, words=tuple((words or "").split())
    )
    labels = {
        str(row[0]): f"{row[1]}: “{citing.shortened(str(row[2]), 110)}”{f' ({row[3]})' if others else ''}"
        for row in table.rows
    }
    st.caption(parts.plain(" ".join(table.notes)))
    return _box(say("Quotation"), list(labels), "cite quotation", labels)


def _code_box(study: Study, key: str, placeholder: str) -> str | None:
    book = revising.codebook(study)
    labels = {theme.id: say("{label} (theme)", label=theme.label) for theme in book.themes}
    for theme, code in book.ordered():
        labels[code.id] = f"{code.label} ({theme.label})"
    labels |= {code.id: say("{label} (no longer in use)", label=code.label) for code in book.deprecated}
    labels |= {
        each.code: say("{label} (proposed)", label=each.label)
        for each in proposing.beside(study, state.coder() or "")
    }
    return _box(say("Code"), list(labels), key, labels, placeholder)


def _box(
    label: str,
    options: Sequence[str],
    key: str,
    labels: dict[str, str] | None = None,
    placeholder: str = "",
) -> str | None:
    return st.selectbox(
        label,
        options,
        index=None,
        format_func=lambda name: (labels or {}).get(name, name),
        placeholder=placeholder or say("Choose one"),
        key=key,
    )


def _insert(coder: str, name: str, kind: Cited, chosen: str) -> None:
    _keep(coder, name)
    draft = _drafts(coder)[name]
    try:
        citation = Citation(kind, chosen)
    except Invalid as refused:
        st.session_state[_DONE] = str(refused)
        return
    gap = " " if draft.text and not draft.text[-1].isspace() else ""
    _drafts(coder)[name] = replace(draft, text=f"{draft.text}{gap}{citation} ")
    st.session_state[_key(coder, name)] = _drafts(coder)[name].text
    st.session_state[_DONE] = None
