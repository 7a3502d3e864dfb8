"""What a reader of the page Agreement chose to compare, and what was computed of it already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypedDict

import streamlit as st

from toolkit.model.reliability import UnitKind
from toolkit.model.table import Table
from toolkit.ui.parts import Edition
from toolkit.workflow import undoing
from toolkit.workflow.studies import Study

_KEPT: Final = 64  # tables; one of the largest studies takes a megabyte


class Scope(TypedDict):
    """The options that all journeys of agreement share."""

    round: str | None
    coders: tuple[str, ...]
    at: str | None


@dataclass(frozen=True)
class Chosen:
    """What is compared.

    Attributes
    ----------
    round
        One round, or None for the last readings of all.
    at
        The codebook version to see codings at; None if the round says it.
    """

    unit: UnitKind
    coders: tuple[str, ...]
    round: str | None
    at: str | None
    edition: Edition

    @property
    def scope(self) -> Scope:
        """Everything but the unit."""
        return {"round": self.round, "coders": self.coders, "at": self.at}


def computed(study: Study, journey: Callable[..., Table], **options: Any) -> Table:  # noqa: ANN401 - a journey's own
    """Return the table of a journey, computed once for each state of the study.

    Who asks is not in it: agreement shows everybody the same.
    """
    name = f"{journey.__module__}.{journey.__qualname__}"
    event = undoing.latest_event(study)
    return _computed(study.profile.id, event, name, tuple(sorted(options.items())), _study=study, _of=journey)


@st.cache_data(max_entries=_KEPT, show_spinner="Computing …")
def _computed(
    study_id: str,  # noqa: ARG001 - part of what it is kept by
    event: int,  # noqa: ARG001 - likewise
    name: str,  # noqa: ARG001 - likewise
    options: tuple[tuple[str, Any], ...],
    *,
    _study: Study,
    _of: Callable[..., Table],
) -> Table:
    return _of(_study, **dict(options))
