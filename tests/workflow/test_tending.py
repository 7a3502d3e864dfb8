"""A study's health is told to programs, and nothing of what is in it."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest

from tests.tampering import tamper
from toolkit.errors import ToolkitError
from toolkit.store import events
from toolkit.store.study import Study
from toolkit.workflow import enrolling
from toolkit.workflow.tending import health


def test_a_study_that_is_well_is_told_to_be_and_left_as_it_was(study: Study) -> None:
    with study.reading() as connection:
        before = events.head(connection)
    told = health(study)
    assert told.column("what") == ("opens", "writable", "schema", "log ends at")
    assert study.profile.title not in repr(told)
    with study.reading() as connection:
        assert events.head(connection) == before == events.last(connection)


def test_it_is_well_for_readers_too(study: Study) -> None:
    enrolling.coder(study, "Rea", role="reader")
    health(study.seen_by("Rea"))


def test_a_log_that_ends_elsewhere_is_told(study: Study) -> None:
    tamper(study, "UPDATE study SET head_sequence = head_sequence + 1")
    with pytest.raises(ToolkitError, match="does not end where it says"):
        health(study)


@pytest.mark.sqlite
def test_a_study_that_cannot_be_written_to_is_told(study: Study) -> None:
    Path(study.where).chmod(0o400)
    if os.access(study.where, os.W_OK):
        pytest.skip("this user may write to every file")
    with closing(Study(study.where)) as opened, pytest.raises(ToolkitError):
        health(opened)


def test_a_process_left_running_writes_nothing_into_a_newer_schema(study: Study) -> None:
    tamper(study, "UPDATE study SET schema_number = schema_number + 1")
    with pytest.raises(ToolkitError, match="end this program and start it anew"):
        enrolling.coder(study, "Ana")
    with study.reading() as connection:
        assert events.last(connection)[0] == events.head(connection)[0]
