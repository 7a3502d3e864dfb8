"""How a difference, a change record and a link to a code read on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import streamlit as st

from toolkit.model.change import CodebookChange, Effect, Migration, Operation
from toolkit.model.codebook import Codebook
from toolkit.model.consensus import Verdict
from toolkit.model.lineage import Lineage
from toolkit.ui import parts, state
from toolkit.ui.language import later, number, say, say_many
from toolkit.workflow.revising import Alteration

_MOST_SETTLED: Final = 3  # passages that led to a change and are shown with it
_SHORT: Final = 60  # letters of them
_OPERATIONS: Final[dict[Operation, str]] = {
    "add": later("added"),
    "rename": later("renamed"),
    "redefine": later("redefined"),
    "move": later("moved"),
    "merge": later("merged into {results}"),
    "split": later("split into {results}"),
    "retire": later("taken out of use"),
    "reinstate": later("brought back"),
}
_EFFECTS: Final[dict[Effect, str]] = {
    "narrower": later("it now holds less"),
    "wider": later("it now holds more"),
    "same": later("it holds the same"),
}
_TREATMENTS: Final[dict[Migration, str]] = {
    "none": "",
    "auto": later("codings follow"),
    "review": later("a person looks at each coding"),
}
_FIELDS: Final = {
    "definition": later("Definition"),
    "include": later("Use it for"),
    "exclude": later("Do not use it for"),
    "example": later("Example"),
    "boundary": later("On the boundary"),
    "alt_labels": later("Also called"),
    "aligned_with": later("Aligned with"),
    "replaced_by": later("Its codings follow to"),
    "consider": later("Consider instead"),
    "codable": later("May be given to passages"),
    "colour": later("Colour"),
    "notes": later("Notes"),
    "since": later("Since"),
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
            return parts.plain(each.after) or say("*No definition.*")
        case "out of use" | "missing":
            heirs = labels(filter(None, each.after.split("; ")), lineage)
            return (
                say("Out of use. Instead: {codes}", codes=heirs)
                if heirs
                else say("Out of use, without a successor.")
            )
        case "renamed":
            before, after = parts.plain(each.before), parts.plain(each.after)
            return say("Renamed: {before} → **{after}**", before=before, after=after)
        case "moved":
            before, after = labels([each.before], lineage), labels([each.after], lineage)
            return say("Moved: {before} → {after}", before=before, after=after)
        case _:
            field = say(_FIELDS.get(each.field, each.field))
            if not each.before:
                return say("{field}, first written: {text}", field=field, text=parts.plain(each.after))
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
        some = [f"{made.transcript} {_quoted(made)}" for made in led[:_MOST_SETTLED]]
        if len(led) > _MOST_SETTLED:
            some.append(say("and {n} more", n=number(len(led) - _MOST_SETTLED)))
        count = say_many(
            "{n} verdict on disagreements led to it:", "{n} verdicts on disagreements led to it:", len(led)
        )
        yield f"*{count}* {parts.plain('; '.join(some))}"


def _quoted(made: Verdict) -> str:
    words = " ".join(made.quotation.text.split())
    return f"“{words}”" if len(words) <= _SHORT else f"“{words[:_SHORT].rsplit(maxsplit=1)[0]} …”"


def _reasons(change: CodebookChange) -> Iterator[str]:
    if change.rationale:
        yield parts.plain(change.rationale)
    if change.discussion:
        yield say("*Discussion:* {text}", text=parts.plain(change.discussion))
    if change.evidence:
        yield say("*Evidence:* {passages}", passages=parts.plain(", ".join(change.evidence)))


def _done(change: CodebookChange, lineage: Lineage) -> str:
    told = say(_OPERATIONS[change.op], results=labels(change.results, lineage))
    effect = f", {say(_EFFECTS[change.effect])}" if change.effect else ""
    treated = "" if change.treatment == "none" else f"; {say(_TREATMENTS[change.treatment])}"
    return f"{told}{effect}{treated}"


def _signed(change: CodebookChange) -> str:
    signed = ", ".join(change.decided_by)
    return "".join(f" · {parts.plain(told)}" for told in (change.date, signed) if told)
