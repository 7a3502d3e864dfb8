"""How a difference, a change record and a link to a code read on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import streamlit as st

from toolkit.model.change import CodebookChange
from toolkit.model.codebook import Codebook
from toolkit.model.consensus import Verdict
from toolkit.model.lineage import Lineage
from toolkit.ui import parts, state
from toolkit.workflow.revising import Alteration

_MOST_SETTLED: Final = 3  # passages that led to a change and are shown with it
_SHORT: Final = 60  # letters of them
_OPERATIONS = {
    "add": "added",
    "rename": "renamed",
    "redefine": "redefined",
    "move": "moved",
    "merge": "merged",
    "split": "split",
    "retire": "taken out of use",
    "reinstate": "brought back",
}
_EFFECTS = {"narrower": "it now holds less", "wider": "it now holds more", "same": "it holds the same"}
_TREATMENTS = {
    "none": "codings stay as they are",
    "auto": "codings follow",
    "review": "a person looks at each coding",
}
_FIELDS = {
    "include": "use it for",
    "exclude": "do not use it for",
    "boundary": "on the boundary",
    "alt_labels": "also called",
    "aligned_with": "aligned with",
    "replaced_by": "its codings follow to",
    "consider": "consider instead",
    "codable": "may be given to passages",
}


def choose(name: str) -> None:
    """Open the card of a code, whichever view the link stands in."""
    st.session_state[state.CODE] = name
    st.session_state[state.VIEW] = "Codes"


def link(key: str, told: str, name: str | None, book: Codebook) -> None:
    """Show a sentence with a link to the code it speaks of."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if told:
            st.markdown(parts.plain(told), width="content")
        if name is not None:
            st.button(
                parts.plain(label(name, book)),
                key=key,
                icon=":material/arrow_forward:",
                type="tertiary",
                on_click=choose,
                args=(name,),
            )


def label(name: str, book: Codebook) -> str:
    """Return the label of a code or theme; its id if this version does not have it."""
    if (theme := book.theme.get(name)) is not None:
        return theme.label
    code = book.code.get(name)
    return code.label if code is not None else name


def latest_label(name: str, lineage: Lineage) -> str:
    """Return the label an id had last."""
    found = (label(name, book) for book in reversed(lineage.releases))
    return next((told for told in found if told != name), name)


def labels(names: Iterable[str], lineage: Lineage) -> str:
    """Return the labels that these ids had last, as Markdown."""
    return ", ".join(f"*{parts.plain(latest_label(name, lineage))}*" for name in names)


def alterations(altered: Sequence[Alteration], lineage: Lineage) -> None:
    """Show differences in one code: a list if there are several."""
    bullet = "- " if len(altered) > 1 else ""
    st.markdown("\n".join(f"{bullet}{alteration(each, lineage)}" for each in altered))


def alteration(each: Alteration, lineage: Lineage) -> str:
    """Say one difference as Markdown, without the name of what differs."""
    match each.kind:
        case "added" | "in use again":
            return parts.plain(each.after) or "*No definition.*"
        case "out of use" | "missing":
            heirs = labels(filter(None, each.after.split("; ")), lineage)
            return f"Out of use. Instead: {heirs}" if heirs else "Out of use, without a successor."
        case "renamed":
            return f"Renamed: {parts.plain(each.before)} → **{parts.plain(each.after)}**"
        case "moved":
            return f"Moved: {labels([each.before], lineage)} → {labels([each.after], lineage)}"
        case _:
            field = _FIELDS.get(each.field, each.field).capitalize()
            if not each.before:
                return f"{field}, first written: {parts.plain(each.after)}"
            return f"{field}: {parts.reworded(each.words)}"


def record(change: CodebookChange, lineage: Lineage, led: Sequence[Verdict] = ()) -> None:
    """Show a change record: what was done, why, who decided, and what it rests on.

    Parameters
    ----------
    led
        The verdicts on disagreements that led to it.
    """
    told = (
        f"**{parts.plain(change.id)}** {_done(change, lineage)}{_signed(change)}",
        *_reasons(change),
        *_settled(led),
    )
    # Two blanks at the end of a line break it.
    st.markdown("> " + "  \n> ".join(f":small[{line}]" for line in told))


def _settled(led: Sequence[Verdict]) -> Iterator[str]:
    """Say which verdicts led to a change, the first of very many with their words."""
    if led:
        some = "; ".join(f"{made.transcript} {_quoted(made)}" for made in led[:_MOST_SETTLED])
        more = f"; and {len(led) - _MOST_SETTLED} more" if len(led) > _MOST_SETTLED else ""
        count = f"{len(led)} {'verdict' if len(led) == 1 else 'verdicts'} on disagreements led to it:"
        yield f"*{count}* {parts.plain(some + more)}"


def _quoted(made: Verdict) -> str:
    words = " ".join(made.quotation.text.split())
    return f"“{words}”" if len(words) <= _SHORT else f"“{words[:_SHORT].rsplit(maxsplit=1)[0]} …”"


def _reasons(change: CodebookChange) -> Iterator[str]:
    if change.rationale:
        yield parts.plain(change.rationale)
    if change.discussion:
        yield f"*Discussion:* {parts.plain(change.discussion)}"
    if change.evidence:
        yield f"*Evidence:* {parts.plain(', '.join(change.evidence))}"


def _done(change: CodebookChange, lineage: Lineage) -> str:
    told = _OPERATIONS[change.op]
    into = f" into {labels(change.results, lineage)}" if change.op in ("merge", "split") else ""
    effect = f", {_EFFECTS[change.effect]}" if change.effect else ""
    treated = "" if change.treatment == "none" else f"; {_TREATMENTS[change.treatment]}"
    return f"{told}{into}{effect}{treated}"


def _signed(change: CodebookChange) -> str:
    signed = ", ".join(change.decided_by)
    return "".join(f" · {parts.plain(told)}" for told in (change.date, signed) if told)
