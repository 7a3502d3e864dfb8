"""Moments of the past as people name them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from toolkit.errors import Invalid
from toolkit.model.moment import local, moment_named, offset_of

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("named", "begins", "ends", "words"),
    [
        ("2026-03-04T10:12Z", "2026-03-04T10:12:00", "2026-03-04T10:13:00", "2026-03-04 10:12 (UTC)"),
        (
            "2026-03-04 10:12:05+05:30",
            "2026-03-04T04:42:05",
            "2026-03-04T04:42:06",
            "2026-03-04 10:12:05 (UTC+05:30)",
        ),
        (
            "2026-03-04T10:12:05.25-02:00",
            "2026-03-04T12:12:05.25",
            "2026-03-04T12:12:05.26",
            "2026-03-04 10:12:05.25 (UTC-02:00)",
        ),
    ],
)
def test_a_time_is_meant_to_the_end_of_what_is_named(named: str, begins: str, ends: str, words: str) -> None:
    found = moment_named(named, now=NOW)
    assert (found.begins, found.ends, found.words) == (begins, ends, words)


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    ("named", "begins", "ends", "words"),
    [
        ("2026-03-04", "2026-03-03T23:00:00", "2026-03-04T23:00:00", "the end of 2026-03-04 (UTC+01:00)"),
        # The clocks are put forward: the day has 23 hours.
        ("2026-03-29", "2026-03-28T23:00:00", "2026-03-29T22:00:00", "the end of 2026-03-29 (UTC+02:00)"),
        ("2026-10-25", "2026-10-24T22:00:00", "2026-10-25T23:00:00", "the end of 2026-10-25 (UTC+01:00)"),
        ("2026-07-01T10:12", "2026-07-01T08:12:00", "2026-07-01T08:13:00", "2026-07-01 10:12 (UTC+02:00)"),
    ],
)
def test_what_has_no_offset_is_of_this_machines_time_zone(
    named: str, begins: str, ends: str, words: str
) -> None:
    found = moment_named(named, now=NOW)
    assert (found.begins, found.ends, found.words) == (begins, ends, words)
    assert f"{local('2026-07-01T08:12:30.5Z'):%H:%M}" == "10:12"


def test_today_is_a_day_that_has_begun_and_tomorrow_has_not_come_yet() -> None:
    assert moment_named("2026-11-23T15:30Z", now=NOW).ends == "2026-11-23T15:31:00"
    for named in ("2026-11-23T15:31Z", "2026-12-24", "2026-11-23T15:30:00.000001Z"):
        with pytest.raises(Invalid, match="has not come yet; leave it out for what is there now"):
            moment_named(named, now=NOW)


@pytest.mark.parametrize(
    "named",
    [
        "",
        "yesterday",
        "20260304",
        "2026-W10-3",
        "2026-3-4",
        "04.03.2026",
        "2026-13-01",
        "2026-02-30",
        "2026-03-04T25:00",
        "2026-03-04T10:12+99:00",
        "2026-03-04T10",
        "2026-03-04 10:12 PM",
        "٢٠٢٦-٠٣-٠٤",
        "9999-12-31",
        "0001-01-01T00:00+23:00",
        "2026-03-04T10:12:05.1234567Z",
    ],
)
def test_what_is_no_day_and_no_time_says_how_to_write_one(named: str) -> None:
    with pytest.raises(Invalid, match=r"is no day and no time|is in no calendar|has not come"):
        moment_named(named, now=NOW)


def test_offsets_are_written_as_people_write_them() -> None:
    for minutes, told in ((0, "UTC"), (90, "UTC+01:30"), (-210, "UTC-03:30")):
        sign = "+" if minutes >= 0 else "-"
        zone = f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
        assert offset_of(datetime.fromisoformat(f"2026-03-04T10:00{zone}")) == told
