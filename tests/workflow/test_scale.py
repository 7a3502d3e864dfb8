"""What is read of a large study: part by part the same as all at once, and no more than is shown.

Nothing here is timed: what counts is how many codings are fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import reduce
from operator import add
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.conftest import SampleAt, conversation
from toolkit.analysis import migration as migrations
from toolkit.analysis.passages import Uniting, passages
from toolkit.model.coding import Coding, Quotation
from toolkit.model.recent import Recent
from toolkit.model.round import Assignment, Coder
from toolkit.model.transcript import Span
from toolkit.reconcile.adjudicate import joined
from toolkit.store import codings, rounds, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import answering, applying, discussing, laying, studies, watching
from toolkit.workflow.concluding import Concluding, consensus_in, told
from toolkit.workflow.repairing import repairs
from toolkit.workflow.viewing import Account, Looking, in_question, view, views

_AT = "2026-03-01T09:30:00Z"
_EACH = 25
_MANY = 12


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, sample_at: SampleAt) -> Iterator[Study]:
    made = sample_at(tmp_path_factory.mktemp("scale") / "sample.study")
    yield made
    made.close()


@pytest.fixture(params=[1, 40, 100_000])
def parts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Have so many codings read at a time."""
    most: int = request.param
    monkeypatch.setattr(codings.shares, "__kwdefaults__", {"most": most})
    return most


# Part by part ---------------------------------------------------------------------------------------


def test_shares_have_every_transcript_once_and_no_more_codings_than_they_may(
    sample: Study, parts: int
) -> None:
    with sample.reading() as connection:
        names = transcripts.names(connection)
        found = list(codings.shares(connection))
        sizes = [len(codings.share(connection, names)) for names in found]
    assert tuple(name for share in found for name in share) == names
    assert all(size <= parts or len(share) == 1 for share, size in zip(found, sizes, strict=True))


def test_codings_read_part_by_part_are_those_read_one_by_one(sample: Study, parts: int) -> None:
    assert parts
    with sample.reading() as connection:
        everything = codings.everything(connection)
        names = transcripts.names(connection)
        alone = [each for name in names for each in codings.everything(connection, transcript=name)]
    assert list(everything) == alone
    assert [each.quotation for each in everything] == [each.quotation for each in alone]


@pytest.mark.parametrize("at", [None, "0.2.0", "0.1.0"])
def test_codings_seen_part_by_part_are_those_seen_at_once(sample: Study, parts: int, at: str | None) -> None:
    assert parts
    with sample.reading() as connection:
        whole = view(connection, codings.everything(connection), at)
        looking = Looking(connection, at)
        seen = [each for _, each in views(looking)]
    assert tuple(each for part in seen for each in part.resolution.seen) == whole.resolution.seen
    assert tuple(each for part in seen for each in part.resolution.open) == whole.resolution.open
    account = reduce(add, (part.account for part in seen), Account(whole.codebook.version))
    assert (*account.fates, *looking.gaps) == whole.notes
    counted = reduce(add, (migrations.counted(part.resolution) for part in seen), migrations.Counted())
    assert counted == migrations.counted(whole.resolution)


@pytest.mark.parametrize("at", [None, "0.2.0"])
def test_a_consensus_part_by_part_is_that_of_the_whole(sample: Study, parts: int, at: str | None) -> None:
    assert parts
    with sample.reading() as connection:
        texts = transcripts.everything(connection)
        seen = view(connection, codings.everything(connection), at)
        whole = consensus_in(connection, seen, texts)
        looking = Looking(connection, at)
        concluding = Concluding(connection, looking.lineage, looking.codebook.version)
        by_id = {text.id: text for text in texts}
        made = [concluding.of(part, [by_id[name] for name in names]) for names, part in views(looking)]
    found = joined(made, whole.version)
    assert found == whole
    assert told(found, len(texts)) == told(whole, len(texts))


def test_passages_united_part_by_part_are_those_united_at_once(sample: Study, parts: int) -> None:
    assert parts
    with sample.reading() as connection:
        texts = transcripts.everything(connection)
        seen = view(connection, codings.everything(connection))
        uniting = Uniting(texts, seen.codebook)
        for _, part in views(Looking(connection)):
            uniting.take(part.codings)
    assert uniting.passages() == passages(texts, seen.codings, seen.codebook)


@pytest.mark.parametrize("at", [None, "0.2.0", "0.1.0"])
def test_what_is_in_question_is_all_that_is_open(sample: Study, at: str | None) -> None:
    with sample.reading() as connection:
        whole = view(connection, codings.everything(connection), at)
        found = in_question(Looking(connection, at))
    assert found.resolution.open == whole.resolution.open
    assert found.account.tally.pending == whole.account.tally.pending
    assert found.repairs == whole.repairs


def test_transcripts_read_at_once_are_those_read_one_by_one(sample: Study) -> None:
    with sample.reading() as connection:
        names = transcripts.names(connection)
        everything = transcripts.everything(connection)
        assert everything == tuple(transcripts.find(connection, name) for name in names)
        assert transcripts.everything(connection, names[3:5]) == everything[3:5]


# No more than is shown ------------------------------------------------------------------------------


@contextmanager
def fetched(study: Study) -> Iterator[list[int]]:
    """Count the rows of codings that come out of the database."""
    counts = [0]
    engine: Engine = study._engine  # noqa: SLF001 - nobody else knows what is fetched

    def count(*told: Any) -> None:  # noqa: ANN401
        _, cursor, statement, parameters, *_ = told
        if "codings.suffix" in statement and statement.startswith(("SELECT", "WITH")):
            again = cursor.connection.execute(f"SELECT count(*) FROM ({statement}) AS asked", parameters)  # noqa: S608
            counts[0] += again.fetchone()[0]

    event.listen(engine, "after_cursor_execute", count)
    try:
        yield counts
    finally:
        event.remove(engine, "after_cursor_execute", count)


@pytest.fixture
def large(study: Study) -> Study:
    """Many talks, each of them coded; the first two by two readers."""
    said = tuple(("P", f"I trust it the {number} time.") for number in range(_EACH))
    talks = [conversation(f"T{number:02}", *said) for number in range(_MANY)]
    with study.transaction(RESEARCHER) as records:
        for each in talks:
            transcripts.add(records, each)
        for name in ("Ana", "Ben"):
            rounds.add_coder(records, Coder(name))
        present = rounds.current(records.connection)
        for place, each in enumerate(talks):
            for coder in ("Ana", "Ben") if place < 2 else ("Ana",):
                rounds.assign(records, Assignment(coder, each.id, present.id, _AT))
                for turn in each.turns:
                    quotation = Quotation.cut(each, turn.span)
                    name = f"{each.id}-{turn.number}-{coder}"
                    told_ = ("trust", coder, present.codebook_version, present.id, _AT)
                    codings.add(records, Coding(name, quotation, *told_))
    return study


def test_every_coding_is_counted_where_all_are_read(large: Study) -> None:
    """The counter of these tests can tell."""
    with fetched(large) as counts, large.reading() as connection:
        everything = codings.everything(connection)
    assert counts[0] == len(everything) == _EACH * (_MANY + 2)


READING: dict[str, tuple[Callable[[Study], object], int]] = {
    "Home": (studies.overview, 0),
    "Review, codes": (answering.queue, 0),
    "Review, places": (repairs, 0),
    "Review, cases": (discussing.docket, 2 * 2 * _EACH),
    "Home, who has read what": (lambda study: watching.board(study.seen_by("Ana")), 0),
    "Code": (lambda study: laying.lay(study, "T05", "Ana", others=False), _EACH),
    "Code, with others": (lambda study: laying.lay(study, "T00", "Ana", others=True), 2 * _EACH),
}


@pytest.mark.parametrize("page", READING)
def test_a_page_reads_only_the_codings_it_shows(large: Study, page: str) -> None:
    show, most = READING[page]
    with fetched(large) as counts:
        show(large)
    assert counts[0] <= most


def test_coding_one_passage_reads_only_codings_of_that_passage(large: Study) -> None:
    with large.reading() as connection:
        text = transcripts.find(connection, "T07")
    assert text is not None
    span = Span(text.turns[3].span.start, text.turns[3].span.start + 6)
    wish = applying.Apply("new", text.id, text.sha256, span, "trust")
    with fetched(large) as counts:
        assert applying.change(large, "Ana", [wish]) == (None,)
    assert counts[0] == 0


def test_after_codings_of_ones_own_the_board_is_the_one_that_is_read_anew(
    large: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = large.seen_by("Ana")
    before = watching.board(mine)
    with large.transaction("Ana") as records:
        for name in ("T07-3-Ana", "T08-4-Ana"):
            made = codings.find(records.connection, name)
            assert made is not None
            codings.remove(records, made)
    after = watching.board(mine)
    fresh = {each.task.transcript: each.turns_coded for each in after.mine}
    assert fresh == {
        each.task.transcript: _EACH - (each.task.transcript in ("T07", "T08")) for each in before.mine
    }
    monkeypatch.setattr(watching, "_RECENT", Recent(1))
    assert watching.board(mine) == after
