"""A corrected transcript comes in: codings are seen at it, what is open waits, and nothing is rewritten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import conversation
from tests.tampering import tamper
from toolkit.errors import ToolkitError
from toolkit.model.codebook import Codebook
from toolkit.model.coding import Coding
from toolkit.model.transcript import Span
from toolkit.store import codings, events, rounds, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import (
    applying,
    assigning,
    comparing,
    exporting,
    importing,
    listing,
    repairing,
    reporting,
    reviewing,
    revising,
    showing,
    studies,
)
from toolkit.workflow.studies import start

FIRST = """I: How did it go?

Pat: We trusted the tool at first, and it was fine. Yeah, exactly.

I: And then?

Pat: Then the numbers were of. I doubted every figure it gave me. Yeah, exactly.

I: What did you do?

Pat: We took care to check all of it twice.
"""
SECOND = (
    FIRST.replace("I: How did it go?", "I: Thank you for coming. How did it go?")
    .replace("the numbers were of", "the numbers were off")
    .replace("and it was fine", "and It was fine")
    .replace("I doubted every figure it gave me", "I doubted each number it gave us")
    .replace(
        "all of it twice.", "all of it twice. And we told the others that nobody had looked at it before us."
    )
)


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    """Ana and Ben coded and finished P04; P05 is another transcript."""
    made = start(tmp_path / "my.study", codebook)
    bring(made, tmp_path, "P04.txt", FIRST, interviewer=("I",))
    with made.transaction(RESEARCHER) as records:
        transcripts.add(records, conversation("P05", ("I", "Well?"), ("P05", "I trust it.")))
    for coder in ("Ana", "Ben"):
        code(made, coder, "trusted the tool", "trust")
        code(made, coder, "Yeah, exactly.", "care", last=True)
        code(made, coder, "took care to check", "care")
        code(made, coder, "and it was fine", "trust")
    code(made, "Ana", "I doubted every figure", "doubt")
    code(made, "Ana", "I doubted every figure", "trust")
    code(made, "Ana", "numbers were of", "doubt")
    for coder in ("Ana", "Ben"):
        assigning.finish(made, "P04", coder=coder)
    yield made
    made.close()


def bring(study: Study, folder: Path, name: str, text: str, **options: tuple[str, ...]) -> tuple[str, ...]:
    """Import a text and return what is said about it: its state and the notes."""
    (folder / name).write_text(text, encoding="utf-8")
    table = importing.import_files(study, folder / name, **options)  # type: ignore[arg-type]
    return (*(str(state) for state in table.column("state")), *table.notes)


def code(study: Study, coder: str, words: str, name: str, *, last: bool = False) -> None:
    with study.reading() as connection:
        text = getattr(transcripts.find(connection, "P04"), "text")  # noqa: B009 - it may be None
    start = text.rindex(words) if last else text.index(words)
    applying.code(study, coder=coder, transcript="P04", start=start, end=start + len(words), code=name)


def made(study: Study) -> tuple[Coding, ...]:
    with study.reading() as connection:
        return codings.everything(connection)


def waiting(study: Study) -> list[tuple[str, str]]:
    return [(each.coding.code, each.doubt) for each in repairing.repairs(study).open]


def segments(study: Study) -> dict[object, object]:
    table = reporting.frequency(study)
    return dict(zip(table.column("code_id"), table.column("n_segments"), strict=True))


@pytest.fixture
def corrected(study: Study, tmp_path: Path) -> Study:
    bring(study, tmp_path, "P04-corrected.txt", SECOND, revise=("P04",))
    return study


def test_another_text_under_a_known_name_is_refused_and_the_way_is_told(study: Study, tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match="add --revise P04 if it is corrected"):
        bring(study, tmp_path, "P04.txt", SECOND)


def test_a_correction_is_told_in_numbers_that_add_up(study: Study, tmp_path: Path) -> None:
    state, *notes = bring(study, tmp_path, "P04-corrected.txt", SECOND, revise=("P04",))
    assert state == "revision 2"
    told = "6 unchanged + 2 found with other punctuation, case or spacing + 3 waiting"
    assert notes == [f"P04 revision 2: 11 codings = {told}."]


def test_a_correction_keeps_what_is_known_of_the_transcript_and_both_texts(
    study: Study, tmp_path: Path
) -> None:
    before = made(study)
    renamed = SECOND.replace("Pat:", "Pat Doe:", 1)
    bring(study, tmp_path, "P04.txt", renamed, revise=("P04",))
    with study.reading() as connection:
        first, second = (transcripts.find(connection, "P04", number) for number in (1, 2))
        assert transcripts.names(connection) == ("P04", "P05")
    assert first is not None
    assert second is not None
    assert first.text == FIRST.rstrip("\n") or first.text == FIRST
    assert (second.revision, second.participant) == (2, first.participant)
    assert second.roles["I"] == "interviewer"
    assert second.roles["Pat"] == first.roles["Pat"]
    assert made(study) == before
    assert dict(
        zip(
            reporting.transcripts(study).column("transcript"),
            reporting.transcripts(study).column("revision"),
            strict=True,
        )
    ) == {"P04": 2, "P05": 1}
    studies.verify(study)


def test_the_same_text_again_is_left_alone_and_an_older_one_is_known(
    corrected: Study, tmp_path: Path
) -> None:
    assert bring(corrected, tmp_path, "P04.txt", SECOND)[0] == "was there"
    assert bring(corrected, tmp_path, "P04.txt", SECOND, revise=("P04",))[0] == "was there"
    assert bring(corrected, tmp_path, "P04.txt", FIRST)[0] == "was there (revision 1, corrected since)"


def test_a_wrong_correction_is_undone_by_the_earlier_text(corrected: Study, tmp_path: Path) -> None:
    state, *_ = bring(corrected, tmp_path, "P04.txt", FIRST, revise=("P04",))
    assert state == "revision 3, the text of revision 1 again"
    assert waiting(corrected) == []
    assert set(listing.all_codings(corrected).column("place")) == {"unchanged"}
    studies.verify(corrected)


@pytest.mark.parametrize(
    ("names", "revise", "told"),
    [
        (("P09.txt",), ("P99",), "cannot correct P99, which is no transcript here"),
        (("P08.txt", "P09.txt"), ("P04",), "P04: no file brings a text of this transcript"),
    ],
)
def test_a_correction_of_nothing_is_refused_and_leaves_nothing(
    study: Study, tmp_path: Path, names: tuple[str, ...], revise: tuple[str, ...], told: str
) -> None:
    for name in names:
        (tmp_path / name).write_text(f"I: {name}?\n\nPat: Yes.\n", encoding="utf-8")
    with pytest.raises(ToolkitError, match=told):
        importing.import_files(study, *(tmp_path / name for name in names), revise=revise)
    assert studies.transcript_names(study) == ("P04", "P05")


def test_every_table_sees_what_has_its_place_and_says_what_waits(corrected: Study) -> None:
    table = listing.all_codings(corrected)
    with corrected.reading() as connection:
        text = getattr(transcripts.find(connection, "P04"), "text")  # noqa: B009 - it may be None
    at = {name: table.names.index(name) for name in table.names}
    placed = [row for row in table.rows if row[at["place"]] != "waiting"]
    assert len(placed) == 8
    for row in placed:
        assert text[row[at["start"]] : row[at["end"]]] == row[at["quotation"]]
        assert row[at["revision"]] == 2
    assert [row[at["revision"]] for row in table.rows if row[at["place"]] == "waiting"] == [1] * 3
    note = "P04 was corrected (revision 2): 3 codings wait for their place and are not counted."
    others = (
        reporting.frequency,
        reporting.themes,
        reporting.matrix,
        comparing.agreement,
        revising.migration,
    )
    for told in (table, *(other(corrected) for other in others)):
        assert note in told.notes
    # Both coders' codings of one passage are one segment: trust 2, care 2; both doubts and a trust wait.
    assert segments(corrected) == {"trust": 2, "doubt": 0, "care": 2}
    assert studies.overview(corrected).n_displaced == 3
    assert [coding.span for coding in showing.desk(corrected, "P04", "Ana").codings] == [
        Span(text.index(words), text.index(words) + len(words))
        for words in ("trusted the tool", "and It was fine")
    ] + [
        Span(text.rindex(words), text.rindex(words) + len(words))
        for words in ("Yeah, exactly.", "took care to check")
    ]
    assert showing.desk(corrected, "P04", "Ana").waiting == 3


def test_a_correction_that_changes_no_word_changes_no_number(study: Study, tmp_path: Path) -> None:
    tables = (reporting.frequency, reporting.matrix, reporting.themes, comparing.agreement)
    before = [table(study).rows for table in tables]
    mended = "I: Is it on?\n\n" + FIRST.replace("\n\n", "\n\n\n")
    _, told = bring(study, tmp_path, "P04.txt", mended, revise=("P04",))
    assert told == "P04 revision 2: 11 codings = 11 unchanged."
    assert [table(study).rows for table in tables] == before
    with study.reading() as connection:
        text = getattr(transcripts.find(connection, "P04"), "text")  # noqa: B009 - it may be None
    first = {coding.id: coding for coding in made(study)}
    table = listing.all_codings(study)
    spans = zip(table.column("id"), table.column("start"), table.column("end"), strict=True)
    for name, begins, ends in spans:
        # Looked up without the machinery: the nth of the same words in both texts.
        quotation = first[str(name)].quotation
        rank = FIRST.count(quotation.text, 0, quotation.span.start)
        place = -1
        for _ in range(rank + 1):
            place = text.index(quotation.text, place + 1)
        assert (begins, ends) == (place, place + len(quotation.text))


def test_the_queue_offers_places_that_can_be_accepted_given_or_refused(corrected: Study) -> None:
    assert waiting(corrected) == [("doubt", "changed")] * 2 + [("trust", "changed")] or waiting(corrected)
    table = reviewing.review(corrected, transcript=("P04",))
    assert set(table.column("change")) == {"revision 2"}
    assert all("I doubted" in str(cell) or "numbers" in str(cell) for cell in table.column("candidates"))
    doubts = {
        each.known.text: each for each in repairing.repairs(corrected).open if each.coding.code == "doubt"
    }
    off = doubts["numbers were of"].coding.id
    told = reviewing.decide(corrected, off, by="Ana", accept=True, why="a typing error")
    assert told.startswith("Ana placed 1 coding:")
    assert told.endswith("2 wait for their place")
    figure = doubts["I doubted every figure"].coding.id
    with corrected.reading() as connection:
        text = getattr(transcripts.find(connection, "P04"), "text")  # noqa: B009 - it may be None
    start = text.index("I doubted each")
    reviewing.decide(corrected, figure, by="Ben", place=f"{start}-{start + 21}")
    (last,) = repairing.repairs(corrected).open
    reviewing.decide(corrected, last.coding.id, by="Ben", gone=True)
    assert waiting(corrected) == []
    assert segments(corrected)["doubt"] == 2
    places = dict(
        zip(
            listing.all_codings(corrected).column("id"),
            listing.all_codings(corrected).column("place"),
            strict=True,
        )
    )
    assert (places[off], places[figure], places[last.coding.id]) == ("person", "person", "gone")
    assert any("1 has lost their passage" in note for note in reporting.frequency(corrected).notes)
    answered = reviewing.decided(corrected)
    assert answered.column("reason") == ("a typing error", "", "")
    assert [str(chosen).partition(" ")[2] for chosen in answered.column("chosen")][1] == repr(
        text[start : start + 21]
    )
    studies.verify(corrected)


def test_a_place_can_be_taken_back_and_is_kept_in_the_log(corrected: Study) -> None:
    before = segments(corrected), waiting(corrected)
    reviewing.decide(corrected, by="Ana", gone=True, transcript=("P04",))
    assert waiting(corrected) == []
    assert reviewing.withdraw(corrected, by="Ana") == "Ana took 3 decisions back; 3 wait"
    assert (segments(corrected), waiting(corrected)) == before
    studies.verify(corrected)


def test_what_has_one_candidate_can_be_accepted_all_at_once(corrected: Study) -> None:
    asked = [each for each in repairing.repairs(corrected).open if len(each.candidates) == 1]
    assert len(asked) == 3
    told = reviewing.decide(corrected, by="Ana", accept=True, transcript=("P04",))
    assert told == "Ana placed 3 codings: at their candidates; 0 wait for their place"


def test_what_we_placed_can_be_put_elsewhere_by_name(corrected: Study) -> None:
    settled = next(coding for coding in made(corrected) if coding.quotation.text == "trusted the tool")
    reviewing.decide(corrected, settled.id, by="Ana", gone=True)
    table = listing.all_codings(corrected)
    assert dict(zip(table.column("id"), table.column("place"), strict=True))[settled.id] == "gone"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"place": "9"}, "is no passage; give two positions"),
        ({"place": "9-5"}, "positions 9 to 5 are no passage"),
        ({"place": "0-2"}, "are in no turn"),
        ({"place": "5-99999999"}, "leave the text"),
        ({"gone": True, "accept": True}, "several answers"),
        ({"gone": True, "choose": ("trust",)}, "several answers"),
    ],
)
def test_no_place_that_is_none_is_recorded(corrected: Study, options: dict[str, object], told: str) -> None:
    name = repairing.repairs(corrected).open[0].coding.id
    with pytest.raises(ToolkitError, match=told):
        reviewing.decide(corrected, name, by="Ana", **options)  # type: ignore[arg-type]
    assert repairing.repairs(corrected).said == ()


def test_nobody_answers_twice_or_about_what_was_never_moved(corrected: Study) -> None:
    code(corrected, "Ana", "told the others", "care")
    (new,) = (each for each in made(corrected) if each.quotation.revision == 2)
    with pytest.raises(ToolkitError, match="was made on the present text"):
        reviewing.decide(corrected, new.id, by="Ana", gone=True)
    asked = repairing.repairs(corrected).open[:1]
    repairing.put(corrected, asked, None, by="Ana")
    with pytest.raises(ToolkitError, match="was placed by Ana already; take it back first"):
        reviewing.decide(corrected, asked[0].coding.id, by="Ben", gone=True)
    with pytest.raises(ToolkitError, match="meanwhile"):
        repairing.put(corrected, asked, None, by="Ben")
    with pytest.raises(ToolkitError, match="it is not said about what"):
        reviewing.decide(corrected, by="Ana", gone=True)


def test_codings_and_placements_go_on_through_a_third_revision(corrected: Study, tmp_path: Path) -> None:
    code(corrected, "Ana", "told the others", "care")
    reviewing.decide(corrected, by="Ana", accept=True, transcript=("P04",))
    third = "I: Is it on? Good.\n\n" + SECOND
    state, told = bring(corrected, tmp_path, "P04.txt", third, revise=("P04",))
    assert state == "revision 3"
    assert told.startswith("P04 revision 3: 12 codings = ")
    assert "waiting" not in told
    shift = len("I: Is it on? Good.\n\n")
    table = listing.all_codings(corrected)
    with corrected.reading() as connection:
        text = getattr(transcripts.find(connection, "P04"), "text")  # noqa: B009 - it may be None
    starts = dict(zip(table.column("quotation"), table.column("start"), strict=True))
    assert (
        starts["told the others"] == text.index("told the others") == SECOND.index("told the others") + shift
    )
    assert starts["numbers were off"] == text.index("numbers were off")
    assert {coding.quotation.revision for coding in made(corrected)} == {1, 2}
    studies.verify(corrected)


def test_agreement_leaves_a_reading_out_whose_codings_have_no_place(corrected: Study) -> None:
    table = comparing.agreement(corrected)
    assert (
        "Not compared until all codings have their place in the corrected transcript: P04 by Ana."
        in table.notes
    )
    reviewing.decide(corrected, by="Ana", accept=True, transcript=("P04",))
    table = comparing.agreement(corrected)
    assert not any(note.startswith("Not compared until") for note in table.notes)
    assert set(table.column("n_units")) == {2}


def test_what_a_correction_brought_was_not_read(corrected: Study, tmp_path: Path) -> None:
    longer = SECOND + "\nI: One more?\n\nPat: I doubt that any of this will ever be read.\n"
    bring(corrected, tmp_path, "P04.txt", longer, revise=("P04",))
    reviewing.decide(corrected, by="Ana", accept=True, transcript=("P04",))
    status = reporting.coverage(corrected)
    assert dict(zip(status.column("coder"), status.column("status"), strict=True))["Ana"] == "corrected"
    assert any("P04 was corrected after Ana read it (revision 1)" in note for note in status.notes)
    table = comparing.agreement(corrected)
    assert "Not compared, because most of their words came after a reading: 2 turns." in table.notes
    assert set(table.column("n_units")) == {2}
    assert showing.desk(corrected, "P04", "Ana").unread > 10
    for coder in ("Ana", "Ben"):
        assigning.finish(corrected, "P04", coder=coder)
    assert showing.desk(corrected, "P04", "Ana").unread == 0
    assert set(comparing.agreement(corrected).column("n_units")) == {4}
    assert "complete" in reporting.coverage(corrected).column("status")
    studies.verify(corrected)


def test_work_made_on_the_earlier_text_is_welcome_after_the_correction(
    study: Study, tmp_path: Path, codebook: Codebook
) -> None:
    other = start(tmp_path / "other.study", codebook)
    bring(other, tmp_path, "P04.txt", FIRST, interviewer=("I",))
    code(other, "Cleo", "took care to check", "care")
    code(other, "Cleo", "I doubted every figure", "doubt")
    assigning.finish(other, "P04", coder="Cleo")
    parcel = tmp_path / "cleo.jsonl"
    exporting.write(exporting.bundle(other, coder="Cleo"), parcel)
    other.close()
    bring(study, tmp_path, "P04.txt", SECOND, revise=("P04",))
    importing.import_files(study, parcel)
    table = listing.all_codings(study, coder=("Cleo",))
    assert dict(zip(table.column("code"), table.column("place"), strict=True)) == {
        "care": "unchanged",
        "doubt": "waiting",
    }
    with study.reading() as connection:
        (task,) = (task for task in rounds.assignments(connection) if task.coder == "Cleo")
    assert task.revision == 1
    importing.import_files(study, parcel)
    assert len(made(study)) == 13
    studies.verify(study)


def test_a_bundle_travels_between_copies_that_both_have_the_correction(
    corrected: Study, tmp_path: Path, codebook: Codebook
) -> None:
    code(corrected, "Ana", "told the others", "care")
    assigning.finish(corrected, "P04", coder="Ana")
    parcel = tmp_path / "ana.jsonl"
    exporting.write(exporting.bundle(corrected, coder="Ana"), parcel)
    other = start(tmp_path / "other.study", codebook)
    bring(other, tmp_path, "P04.txt", FIRST, interviewer=("I",))
    with pytest.raises(ToolkitError, match="P04 has another text in this study"):
        importing.import_files(other, parcel)
    bring(other, tmp_path, "P04.txt", SECOND, revise=("P04",))
    importing.import_files(other, parcel)
    assert {coding.id for coding in made(other)} == {
        each.id for each in made(corrected) if each.coder == "Ana"
    }
    studies.verify(other)
    other.close()


def test_a_work_at_the_screen_on_the_old_text_is_refused(study: Study, tmp_path: Path) -> None:
    stale = showing.desk(study, "P04", "Ana").transcript
    bring(study, tmp_path, "P04.txt", SECOND, revise=("P04",))
    wish = applying.Apply("one", "P04", stale.sha256, Span(30, 40), "care")
    (reason,) = applying.change(study, "Ana", [wish])
    assert reason == "P04: has another text by now; load the page again"


def test_a_placement_changed_behind_the_log_is_noticed(corrected: Study) -> None:
    reviewing.decide(corrected, by="Ana", accept=True, transcript=("P04",))
    tamper(corrected, 'UPDATE placements SET start = start + 1, "end" = "end" + 1')
    with pytest.raises(ToolkitError, match="the quotation of placement") as told:
        studies.verify(corrected)
    assert "differs from what the log says" in "\n".join(told.value.lines())


def test_the_log_tells_who_placed_what(corrected: Study) -> None:
    reviewing.decide(corrected, by="Ana", accept=True, transcript=("P04",), why="clear")
    with corrected.reading() as connection:
        told = [event for event, _ in events.everything(connection) if event.kind == "placement.made"]
    assert {event.actor for event in told} == {"Ana"}
    assert all(dict(event.body["after"])["reason"] == "clear" for event in told)  # type: ignore[call-overload]
