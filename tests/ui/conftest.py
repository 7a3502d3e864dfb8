"""A study whose findings pages show."""

from __future__ import annotations

import pytest

from tests.conftest import small_conversation
from toolkit.store import transcripts
from toolkit.store.study import Study
from toolkit.workflow import applying

HOSTILE = "<b>x</b> [l](javascript:x) :red[r]"


@pytest.fixture
def coded(study: Study) -> Study:
    """Return a study of three participants, two of whom were coded."""
    people = {"P01": {"role": "cook", "size=": "1"}, "P02": {"role": HOSTILE}, "P03": {}}
    with study.transaction("researcher") as records:
        for name, known in people.items():
            transcripts.add(records, small_conversation(name))
            transcripts.add_participant(records, name, known)
    for name, code, start in (
        ("P01", "trust", 40),
        ("P01", "trust", 60),
        ("P02", "trust", 40),
        ("P02", "care", 45),
    ):
        applying.code(study, coder="Ana", transcript=name, start=start, end=start + 8, code=code)
    return study
