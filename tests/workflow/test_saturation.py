"""Saturation of a study: which transcripts count, and in which order they were read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.conftest import CODES, SampleAt, conversation
from toolkit.errors import ToolkitError
from toolkit.model.coding import Coding, Quotation
from toolkit.model.round import Assignment, Coder
from toolkit.model.selection import Selection
from toolkit.model.table import Table
from toolkit.model.transcript import Span
from toolkit.store import codings, rounds, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import reporting

IMPORTED = ("P01", "P02", "P03", "P04")
Make = Callable[..., None]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Iterator[Study]:
    made = sample_at(tmp_path_factory.mktemp("saturation") / "sample.study")
    yield made
    made.close()


@pytest.fixture
def small(study: Study) -> Study:
    """Four transcripts, and two coders who have not begun."""
    with study.transaction(RESEARCHER) as records:
        for name in IMPORTED:
            transcripts.add(records, conversation(name, (name, f"Said in {name}.")))
        for name in ("A", "B"):
            rounds.add_coder(records, Coder(name))
    return study


@pytest.fixture
def code(small: Study) -> Make:
    def made(transcript: str, code: str, time: str, coder: str = "A") -> None:
        with small.transaction(RESEARCHER) as records:
            found = transcripts.find(records.connection, transcript)
            assert found is not None
            span = Span(len(transcript) + 2, len(found.text))
            quotation = Quotation(transcript, 1, span, span.of(found.text))
            moment = f"2026-03-02T{time}Z"
            name = f"{transcript}-{code}-{coder}"
            codings.add(records, Coding(name, quotation, code, coder, "1.0.0", "first", moment))

    return made


@pytest.fixture
def finish(small: Study) -> Make:
    def made(transcript: str, time: str, coder: str = "A") -> None:
        with small.transaction(RESEARCHER) as records:
            moment = f"2026-03-02T{time}Z"
            rounds.assign(records, Assignment(coder, transcript, finished_at=moment))

    return made


def documents(table: Table) -> tuple[object, ...]:
    return table.column("document")


# --- the sample -------------------------------------------------------------------------------------


def test_the_sample_is_followed_as_it_was_imported_and_as_it_was_read(sample: Study) -> None:
    interview = reporting.saturation(sample)
    coding = reporting.saturation(sample, order="coding")

    assert documents(interview) == tuple(f"P{number:02}" for number in range(1, 14))
    assert documents(coding)[:6] == ("P01", "P04", "P08", "P11", "P02", "P07")
    assert documents(coding)[6:] == ("P03", "P05", "P06", "P09", "P10", "P12", "P13")
    for table in (interview, coding):
        assert table.column("cumulative")[0] == 11
        assert table.column("cumulative")[-1] == 30
    assert interview.column("cumulative") != coding.column("cumulative")
    assert any(note.startswith("Finished readings that did not look for a code") for note in interview.notes)


def test_random_orders_of_the_sample_start_and_end_where_all_orders_do(sample: Study) -> None:
    table = reporting.saturation(sample, order="random", resamples=200, seed=3)
    within = [int(str(value)) for value in reporting.saturation(sample).column("codes_in_document")]

    assert table.column("mean_cumulative")[0] == pytest.approx(sum(within) / 13)
    assert table.rows[-1][:4] == (13, 30.0, 30, 30)


def test_at_an_earlier_version_only_what_was_read_by_then_is_a_step(sample: Study) -> None:
    """The curve would seem flat if the transcripts that nobody had read by then were steps."""
    table = reporting.saturation(sample, order="coding", selection=Selection(at="0.2.0"))

    assert documents(table) == ("P01", "P04", "P08", "P11", "P02", "P07")
    assert "Left out, because they were not read: P03, P05, P06, P09, P10, P12, P13." in table.notes
    assert table.title.endswith("at codebook 0.2.0")


# --- small studies ----------------------------------------------------------------------------------


def test_a_study_in_which_nobody_read_says_so(small: Study) -> None:
    for table in (reporting.saturation(small), reporting.saturation(small, order="coding")):
        assert table.rows == ()
        assert table.notes[0].endswith("not assessed, because no transcript was read.")
        assert "Left out, because they were not read: P01, P02, P03, P04." in table.notes
    assert reporting.saturation(small, order="random").rows == ()


def test_what_was_read_without_a_code_is_a_step_and_what_was_not_read_is_none(
    small: Study, code: Make, finish: Make
) -> None:
    code("P01", CODES[0], "09:00:00")
    finish("P03", "10:00:00")
    table = reporting.saturation(small)

    assert documents(table) == ("P01", "P03")
    assert table.column("cumulative") == (1, 1)
    assert "Left out, because they were not read: P02, P04." in table.notes
    assert "Not read to the end: P01." in table.notes


def test_the_table_can_rest_on_one_coder(small: Study, code: Make) -> None:
    code("P01", CODES[0], "09:00:00", "A")
    code("P01", CODES[1], "10:00:00", "B")

    assert reporting.saturation(small).column("cumulative") == (2,)
    assert reporting.saturation(small, selection=Selection(coder=("B",))).column("new_code_ids") == (
        CODES[1],
    )
    assert "Coded by: B." in reporting.saturation(small, selection=Selection(coder=("B",))).notes


def test_a_reading_counts_for_the_coders_asked_for_alone(small: Study, code: Make, finish: Make) -> None:
    code("P01", CODES[0], "09:00:00", "A")
    finish("P01", "09:30:00", "A")
    finish("P02", "09:40:00", "B")

    assert documents(reporting.saturation(small, selection=Selection(coder=("A",)))) == ("P01",)
    assert documents(reporting.saturation(small, selection=Selection(coder=("B",)))) == ("P02",)
    assert documents(reporting.saturation(small)) == ("P01", "P02")


def test_the_first_coding_or_finished_reading_of_anybody_tells_the_order(
    small: Study, code: Make, finish: Make
) -> None:
    code("P01", CODES[0], "12:00:00", "A")
    finish("P02", "11:00:00", "A")
    code("P02", CODES[0], "13:00:00", "B")
    code("P03", CODES[1], "11:00:00.5", "A")
    code("P04", CODES[1], "14:00:00", "A")
    code("P04", CODES[2], "10:00:00", "B")

    assert documents(reporting.saturation(small, order="coding")) == ("P04", "P02", "P03", "P01")
    assert documents(reporting.saturation(small, order="coding", selection=Selection(coder=("A",)))) == (
        "P02",
        "P03",
        "P01",
        "P04",
    )
    assert documents(reporting.saturation(small, order="coding", selection=Selection(coder=("B",)))) == (
        "P04",
        "P02",
    )


def test_what_was_read_in_the_same_moment_stays_as_imported(small: Study, finish: Make) -> None:
    for name in reversed(IMPORTED):
        finish(name, "09:00:00")
    assert documents(reporting.saturation(small, order="coding")) == IMPORTED


def test_the_rule_is_the_one_asked_for(small: Study, code: Make, finish: Make) -> None:
    code("P01", CODES[0], "09:00:00")
    for name in IMPORTED:
        finish(name, "10:00:00")
    table = reporting.saturation(small, base=1, run=1, threshold=0)

    assert table.column("saturation") == ("base", "reached", "reached", "reached")
    assert "(2020; base 1, run 1, threshold 0%): reached at 1+1 transcripts" in table.notes[0]


@pytest.mark.parametrize("order", ["interview", "coding", "random"])
def test_numbers_that_make_no_rule_are_refused_in_every_order(small: Study, order: str) -> None:
    with pytest.raises(ToolkitError, match="base is 0; use a number of transcripts, 1 or more"):
        reporting.saturation(small, order=order, base=0)  # type: ignore[arg-type]
    with pytest.raises(ToolkitError, match="Zoe: is no coder of this study"):
        reporting.saturation(small, order=order, selection=Selection(coder=("Zoe",)))  # type: ignore[arg-type]
