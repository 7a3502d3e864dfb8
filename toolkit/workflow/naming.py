"""Names that people give, of coders, transcripts and codes: refused unless the study knows them."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.errors import Invalid, ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.transcript import Transcript
from toolkit.store import rounds, transcripts
from toolkit.store.study import Connection


def check_codable(codebook: Codebook, name: str) -> None:
    """Refuse what cannot be applied under a codebook, and say what can."""
    if name in codebook.codable:
        return
    known = codebook.code.get(name)
    if any(theme.id == name for theme in codebook.themes):
        raise ToolkitError(name, "is a theme and not codable", "use one of the codes under it")
    if known is None:
        raise ToolkitError(
            name, f"is no code of codebook {codebook.version}", "see: intercoder codebook show"
        )
    if not known.active:
        raise ToolkitError(
            name, f"is deprecated since {known.deprecated_in}", _successors(known.replaced_by, known.consider)
        )
    raise ToolkitError(name, "groups other codes and is not codable", "use one of the codes under it")


def _successors(replaced_by: str | None, consider: tuple[str, ...]) -> str:
    if replaced_by is not None:
        return f"use {replaced_by}"
    return f"consider {' or '.join(consider)}" if consider else "it has no successor"


def known_transcript(connection: Connection, name: str) -> Transcript:
    """Return the latest revision of a transcript; refuse the name of one the study does not have."""
    try:
        found = transcripts.find(connection, name)
    except Invalid as fault:
        what = f"was changed behind the log: {fault.what}"
        raise ToolkitError(name, what, "see: intercoder verify") from fault
    if found is None:
        known = ", ".join(transcripts.names(connection)) or "none yet"
        raise ToolkitError(name, "is no transcript of this study", f"there are: {known}")
    return found


def remembered_transcript(connection: Connection, name: str) -> Transcript:
    """Return what `known_transcript` returns, read once for each change that the log tells."""
    return transcripts.remembered(connection, name) or known_transcript(connection, name)


def check_coders(connection: Connection, names: Iterable[str]) -> None:
    """Refuse the name of a coder the study does not know."""
    known = rounds.coders(connection)
    for name in names:
        if name not in known:
            raise ToolkitError(
                name, "is no coder of this study", f"there are: {', '.join(known) or 'none yet'}"
            )
