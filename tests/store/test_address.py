"""Where a study is can be said as a file or as the address of a database, and no password is ever told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import ToolkitError
from toolkit.store import address
from toolkit.store.address import StudyFile, StudyOnServer

pytestmark = pytest.mark.sqlite  # nothing here is opened


def on_server(place: str) -> StudyOnServer:
    found = address.of(place)
    assert isinstance(found, StudyOnServer)
    return found


@pytest.mark.parametrize(
    "name", ["my.study", "a?study=x", "postgresql", "C:\\x.study", "50%.study", "./p:/x"]
)
def test_anything_that_is_no_address_is_a_file(name: str) -> None:
    assert address.of(name) == StudyFile(Path(name))
    assert address.of(Path(name)) == StudyFile(Path(name))


@pytest.mark.parametrize(
    ("place", "connection", "shown", "study"),
    [
        ("postgresql://h/d", "postgresql://h/d", "postgresql://h/d", None),
        ("postgres://h/d?study=a-B_9", "postgres://h/d", "postgres://h/d?study=a-B_9", "a-B_9"),
        (
            "postgresql://ana:s%40c:ret@h:5432/d?sslmode=require&study=x",
            "postgresql://ana:s%40c:ret@h:5432/d?sslmode=require",
            "postgresql://ana:***@h:5432/d?study=x",
            "x",
        ),
        (
            "postgresql:///d?password=secret&host=%2Ftmp&study=x",
            "postgresql:///d?password=secret&host=%2Ftmp",
            "postgresql:///d?host=%2Ftmp&study=x",
            "x",
        ),
        ("postgresql://[::1]:5/d", "postgresql://[::1]:5/d", "postgresql://[::1]:5/d", None),
        ("postgresql://a,b:7/d", "postgresql://a,b:7/d", "postgresql://a,b:7/d", None),
        ("postgresql:///?service=lab", "postgresql:///?service=lab", "postgresql:///?service=lab", None),
        ("postgresql://:pw@h/d", "postgresql://:pw@h/d", "postgresql://:***@h/d", None),
    ],
)
def test_an_address_is_read_and_shown_without_its_password(
    place: str, connection: str, shown: str, study: str | None
) -> None:
    found = on_server(place)

    assert (found.connection, str(found), found.study) == (connection, shown, study)
    assert "secret" not in repr(found)
    assert on_server(found.words) == found


@pytest.mark.parametrize(
    "place",
    [
        "postgresql://ana:se@cret@h/d",
        "postgresql://ana:se/cret@h/d",
        "postgresql://ana:se?cret@h/d",
        "postgresql://ana:se?cret=1@h/d",
        "postgresql://ana:se#cret@h/d",
        "postgresql://ana:cret",
        "postgresql://ana:cret%4@h/d",
        "postgresql://ana:cret@h/d?x=1 y",
        "postgresql://ana:cret%00@h/d",
        "postgresql:/ana:cret@h/d",
        "postgresql://h/d?cret",
        "postgresql+psycopg://ana:cret@h/d",
        "mysql://ana:cret@h/d",
    ],
)
def test_what_cannot_be_read_is_refused_and_not_told_back(place: str) -> None:
    with pytest.raises(ToolkitError) as refused:
        address.of(place)

    assert "cret" not in str(refused.value).replace("postgresql", "")
    assert "postgresql://USER@HOST/DATABASE?study=NAME" in str(refused.value)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a.b",
        "a%20b",
        "x%22;DROP%20SCHEMA%20public;--",
        "a/b",
        "ä",
        "x" * 41,
        "%27",
        "a%0Ab",
        "pg_catalog.x",
    ],
)
def test_hostile_names_of_studies_are_refused(name: str) -> None:
    with pytest.raises(ToolkitError, match=r"no study can be called .* 40 letters"):
        address.of(f"postgresql://h/d?study={name}")


def test_two_names_are_refused() -> None:
    with pytest.raises(ToolkitError, match="more than one study"):
        address.of("postgresql://h/d?study=a&study=b")


@given(st.text(max_size=60))
def test_no_address_crashes_or_tells_a_secret(rest: str) -> None:
    try:
        told = str(on_server(f"postgresql://ana:s3cr3t@{rest}"))
    except ToolkitError as refused:
        told = str(refused)
    assert "s3cr3t" not in told


def test_a_schema_is_ours_by_its_name() -> None:
    assert address.study_of("intercoder_pilot-1") == "pilot-1"
    assert address.study_of(on_server("postgresql://h/d?study=X_1").schema) == "X_1"
    assert [address.study_of(name) for name in ("public", "intercoder_", "intercoder_a b")] == [None] * 3
