"""The codebook of a study from version to version: releases, what becomes of codings, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import conversation
from tests.tampering import all_of, tamper
from toolkit.errors import FaultyFile, ToolkitError
from toolkit.formats.codebooks import native
from toolkit.model.codebook import Codebook
from toolkit.model.selection import Selection
from toolkit.model.table import Table
from toolkit.model.transcript import Source
from toolkit.store import codebooks, events, rounds, transcripts
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import (
    answering,
    applying,
    assigning,
    comparing,
    drafting,
    listing,
    reporting,
    reviewing,
    revising,
    showing,
    studies,
    watching,
)
from toolkit.workflow.studies import start

ROOT = Path(__file__).parents[2] / "codebook"
FILES = {version: ROOT / f"genai-documentation-{version}.yaml" for version in ("0.1.0", "0.2.0", "1.0.0")}
WORDS = "one two three four five six seven eight nine ten eleven twelve"
FIRST = ("vibe-checks", "evaluation", "model-hype", "sign-off", "platform-role", "relevance-threshold")


def shipped(version: str) -> Codebook:
    return native.read(Source(FILES[version].name, FILES[version].read_bytes())).codebook


def code(study: Study, coder: str, name: str, word: str) -> None:
    begin = WORDS.index(word) + len("P01: ")
    applying.code(study, coder=coder, transcript="P01", start=begin, end=begin + len(word), code=name)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """A study under 0.1.0 in which A has coded a word with each of six codes and read to the end."""
    made = start(tmp_path / "my.study", shipped("0.1.0"))
    with made.transaction(RESEARCHER) as records:
        transcripts.add(records, conversation("P01", ("P01", WORDS)))
    for name, word in zip(FIRST, WORDS.split(), strict=False):
        code(made, "A", name, word)
    assigning.finish(made, "P01", coder="A")
    yield made
    made.close()


def numbers(table: Table) -> dict[str, object]:
    """Return the last row of a migration table: the sums."""
    return dict(zip(table.names[4:], table.rows[-1][4:], strict=True))


def segments(study: Study, at: str | None = None) -> dict[str, object]:
    table = reporting.frequency(study, selection=Selection(at=at))
    return {
        str(name): count
        for name, count in zip(table.column("code_id"), table.column("n_segments"), strict=True)
        if count
    }


def test_each_release_tells_four_numbers_that_add_up_and_verify_stays_clean(study: Study) -> None:
    second = revising.release(study, FILES["0.2.0"])
    assert numbers(second) == {"resolved": 4, "collapsed": 0, "pending": 1, "frozen": 1}
    assert (
        "Codings made under earlier versions: 6 = 4 resolved + 0 collapsed + 1 pending + 1 frozen."
        in second.notes
    )
    studies.verify(study)
    code(study, "A", "upstream-downstream-split", "seven")
    code(study, "A", "within-team-ownership", "four")
    third = revising.release(study, FILES["1.0.0"])
    assert numbers(third) == {"resolved": 4, "collapsed": 1, "pending": 2, "frozen": 1}
    studies.verify(study)


def test_a_dry_run_says_the_same_and_changes_nothing(study: Study) -> None:
    before = all_of(study)
    dry = revising.release(study, FILES["0.2.0"], dry_run=True)
    assert all_of(study) == before
    assert dry.notes[0] == "Dry run: 0.2.0 was not released and nothing was changed."
    assert revising.release(study, FILES["0.2.0"]).rows == dry.rows


def test_codings_stay_as_they_were_made(study: Study) -> None:
    made = listing.all_codings(study, at="0.1.0")
    for version in ("0.2.0", "1.0.0"):
        revising.release(study, FILES[version])
    after = listing.all_codings(study)
    assert after.column("made_as") == made.column("code") == FIRST
    assert set(after.column("codebook_version")) == {"0.1.0"}
    assert listing.all_codings(study, at="0.1.0").rows == made.rows


def test_an_older_version_shows_its_own_numbers_again(study: Study) -> None:
    before = segments(study)
    revising.release(study, FILES["0.2.0"])
    assert segments(study, "0.1.0") == before
    assert segments(study) == {
        "evaluation-method": 1,
        "sign-off": 1,
        "platform-role": 1,
        "relevance-threshold": 1,
    }
    code(study, "A", "user-duty", "nine")
    assert segments(study, "0.1.0") == before
    waiting = listing.all_codings(study)
    pending = [
        str(name)
        for name, state in zip(waiting.column("id"), waiting.column("state"), strict=True)
        if state == "pending"
    ]
    reviewing.decide(study, *pending, by="B", choose=("evaluation-comparability",))
    assert segments(study)["evaluation-comparability"] == 1
    assert segments(study, "0.1.0") == before


def test_a_version_may_be_skipped_if_the_file_holds_its_records(study: Study) -> None:
    table = revising.release(study, FILES["1.0.0"])
    assert numbers(table) == {"resolved": 4, "collapsed": 0, "pending": 1, "frozen": 1}
    assert revising.lineage(study).versions == ("0.1.0", "1.0.0")


def edited(tmp_path: Path, version: str, *changes: tuple[str, str]) -> Path:
    text = FILES[version].read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "edited.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_difference_without_a_record_is_an_error_with_its_line_and_nothing_is_stored(
    study: Study, tmp_path: Path
) -> None:
    path = edited(tmp_path, "0.2.0", ("label: Open-ended intended use", "label: Any use"))
    (line,) = (n for n, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "Any use" in text)
    before = all_of(study)
    # The record renames it, so that a label of its own is what the record makes it; the parent is not.
    revising.release(study, path, dry_run=True)
    moved = edited(
        tmp_path,
        "0.2.0",
        (
            "label: Open-ended intended use\n  parent: content",
            "label: Open-ended intended use\n  parent: needs",
        ),
    )
    with pytest.raises(FaultyFile) as caught:
        revising.release(study, moved)
    where = f"edited.yaml:{line + 1}: parent of 'intended-use-open-ended'"
    assert str(caught.value) == f"{where} differs from 0.1.0, and no record says so; add a record: op move"
    assert all_of(study) == before


def test_an_edited_release_is_refused_with_the_difference(study: Study, tmp_path: Path) -> None:
    revising.release(study, FILES["0.2.0"])
    path = edited(tmp_path, "0.2.0", ("label: Ethical duty", "label: Moral duty"))
    (line,) = (n for n, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "Moral duty" in text)
    with pytest.raises(FaultyFile) as caught:
        revising.release(study, path)
    difference = "~ renamed: ethical-duty: 'Ethical duty' -> 'Moral duty'"
    assert str(caught.value) == (
        f"edited.yaml:{line}: is not 0.2.0 as released: {difference}; "
        "a released version never changes: raise the version and add a record"
    )
    again = revising.release(study, FILES["0.2.0"])
    assert again.notes[0] == "0.2.0 is released already, as it is."


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: How makers", "title: Why makers", "title differs"),
        ("  rationale: Both coders always", "  rationale: The coders always", "record CR-0011: rationale: "),
    ],
)
def test_an_edited_header_or_record_is_noticed_too(
    study: Study, tmp_path: Path, old: str, new: str, told: str
) -> None:
    revising.release(study, FILES["0.2.0"])
    with pytest.raises(FaultyFile, match=told):
        revising.release(study, edited(tmp_path, "0.2.0", (old, new)))


def test_a_draft_is_not_released(study: Study, tmp_path: Path) -> None:
    path = edited(tmp_path, "0.2.0", ("status: sample", "status: draft"))
    with pytest.raises(
        FaultyFile, match=r"edited\.yaml:\d+: says that it is a draft; write status: released"
    ):
        revising.release(study, path)


def test_a_release_begins_a_round_and_carries_over_what_was_not_finished(study: Study) -> None:
    assigning.assign(study, coder="B")
    revising.release(study, FILES["0.2.0"])
    table = watching.progress(study)
    shown = ("transcript", "coder", "state", "round", "codebook_version")
    assert list(zip(*map(table.column, shown), strict=True)) == [
        ("P01", "A", "finished", "first", "0.1.0"),
        ("P01", "B", "reading", "first", "0.1.0"),
        ("P01", "B", "reading", "0.2.0", "0.2.0"),
    ]
    code(study, "B", "role-clarity", "one")
    with study.reading() as connection:
        assert rounds.current(connection).id == "0.2.0"
    assert listing.all_codings(study, coder=("B",)).column("codebook_version") == ("0.2.0",)


def test_coverage_names_what_an_earlier_reading_did_not_look_for(study: Study) -> None:
    assert reporting.coverage(study).rows == (("P01", "A", "0.1.0", "complete", ""),)
    revising.release(study, FILES["0.2.0"])
    ((*_, status, missing),) = reporting.coverage(study).rows
    assert status == "incomplete"
    assert str(missing).split("; ") == [
        "compliance-and-risk-cover",
        "documentation-elsewhere",
        "user-duty",
        "community-norms",
        "role-clarity",
    ]
    assert "did not look for" in " ".join(reporting.themes(study).notes)
    assigning.finish(study, "P01", coder="A")
    assert reporting.coverage(study).rows == (("P01", "A", "0.2.0", "complete", ""),)
    assert "did not look for" not in " ".join(reporting.themes(study).notes)


def test_agreement_leaves_out_codes_that_changed_between_the_versions_read_under(study: Study) -> None:
    revising.release(study, FILES["0.2.0"])
    code(study, "B", "platform-role", "five")
    assigning.finish(study, "P01", coder="B")
    table = comparing.agreement(study)
    assert "platform-role" in table.column("code")
    assert "evaluation-method" not in table.column("code")
    changed, undecided = (note for note in table.notes if note.startswith("Not compared"))
    assert changed.startswith("Not compared, because they changed since a reading: ")
    assert "role-clarity" in changed
    assert undecided.startswith("Not compared, because codings wait for a decision: evaluation-method")


def test_after_reading_anew_earlier_codings_no_longer_count(study: Study) -> None:
    revising.release(study, FILES["0.2.0"], read_anew=True)
    assigning.assign(study, "P01", coder="A")
    assert showing.desk(study, "P01", "A").codings == ()
    code(study, "A", "platform-role", "five")
    assert segments(study)["sign-off"] == 1
    assigning.finish(study, "P01", coder="A")
    assert segments(study) == {"platform-role": 1}
    assert "Left out: 6 codings of earlier readings" in " ".join(reporting.themes(study).notes)
    assert len(segments(study, "0.1.0")) == 6


def test_history_has_a_row_for_each_version_with_what_was_done(study: Study) -> None:
    for version in ("0.2.0", "1.0.0"):
        revising.release(study, FILES[version])
    table = revising.history(study)
    rows = {str(row[0]): dict(zip(table.names, row, strict=True)) for row in table.rows}
    counted = ("themes", "codes", "added", "split", "merged", "moved", "redefined", "renamed", "retired")
    assert [[rows[version][name] for name in counted] for version in rows] == [
        [6, 26, 0, 0, 0, 0, 0, 0, 0],
        [7, 30, 4, 3, 2, 1, 2, 19, 1],
        [7, 30, 0, 1, 1, 1, 3, 2, 0],
    ]
    assert (rows["0.1.0"]["documents"], rows["0.1.0"]["coders"]) == (1, 1)
    assert table.names[:6] == ("version", "date", "documents", "coders", "themes", "codes")
    assert table.names[-1] == "note"


def test_the_migration_table_has_a_row_for_each_way_a_code_went(study: Study) -> None:
    revising.release(study, FILES["0.2.0"])
    table = revising.migration(study)
    assert table.names == (
        "from_version",
        "to_version",
        "code_from",
        "code_to",
        "resolved",
        "collapsed",
        "pending",
        "frozen",
    )
    assert ("0.1.0", "0.2.0", "vibe-checks", "evaluation-method", 1, 0, 0, 0) in table.rows
    assert ("0.1.0", "0.2.0", "evaluation", "evaluation", 0, 0, 1, 0) in table.rows
    assert ("0.1.0", "0.2.0", "model-hype", "model-hype", 0, 0, 0, 1) in table.rows
    for place in range(4, 8):
        *parts, whole = (row[place] for row in table.rows)
        assert sum(parts) == whole  # type: ignore[arg-type]


def test_a_diff_says_what_changed_and_proposes_what_is_missing(tmp_path: Path) -> None:
    text = FILES["0.2.0"].read_text("utf-8")
    path = tmp_path / "bare.yaml"
    path.write_text(text[: text.index("\nchanges:\n") + 1], "utf-8")
    told = revising.diff(FILES["0.1.0"], path)
    assert "- out of use: copying (Copying other cards) -> copy-from-upstream; exemplar-cards" in told
    assert "~ moved: templates-and-guidelines: 'practices' -> 'resources'" in told
    assert "  effect:  # narrower, wider or same?" in told
    pasted = tmp_path / "pasted.yaml"
    proposed = told[told.index("# Proposed") :]
    proposed = proposed.replace("effect:  # narrower, wider or same?", "effect: wider")
    pasted.write_text(path.read_text("utf-8") + proposed.replace("rationale:  # why?", "rationale: because"))
    assert "sound" in revising.check(pasted)
    with_records = native.read(Source("pasted.yaml", pasted.read_bytes())).codebook
    made = start(tmp_path / "new.study", shipped("0.1.0"))
    revising.release(made, pasted)
    assert revising.codebook(made).sha256 == with_records.sha256
    made.close()


def test_a_diff_of_equal_files_says_so(tmp_path: Path) -> None:
    assert "Nothing differs." in revising.diff(FILES["1.0.0"], FILES["1.0.0"])


def test_a_changed_release_in_the_file_is_found_by_verify(study: Study) -> None:
    revising.release(study, FILES["0.2.0"])
    tamper(study, "UPDATE codebooks SET content = replace(content, 'Ethical duty', 'Moral duty')")
    with pytest.raises(ToolkitError, match=r"codebook 0\.2\.0 was changed after its release"):
        studies.verify(study)


def test_the_lineage_is_kept_as_it_was_released(study: Study) -> None:
    revising.release(study, FILES["0.2.0"])
    with study.reading() as connection:
        assert codebooks.lineage(connection).releases == (shipped("0.1.0"), shipped("0.2.0"))
        kinds = [event.kind for event, _ in events.everything(connection)]
    assert kinds.count("codebook.released") == 2
    assert replace(shipped("0.2.0"), changes=()).changes_since("0.1.0") == ()


def test_a_coding_that_waits_says_neither_yes_nor_no_in_agreement(study: Study) -> None:
    code(study, "B", "evaluation", "two")
    assigning.finish(study, "P01", coder="B")
    revising.release(study, FILES["0.2.0"])
    assert not {"evaluation-method", "evaluation-comparability"} & set(
        comparing.agreement(study).column("code")
    )
    reviewing.decide(study, by="Ana", code=("evaluation",), choose=("evaluation-comparability",))
    assert not any("wait for a decision" in note for note in comparing.agreement(study).notes)


def test_finishing_without_names_declares_only_what_was_given_in_this_round(study: Study) -> None:
    with study.transaction(RESEARCHER) as records:
        transcripts.add(records, conversation("P02", ("P02", WORDS)))
    revising.release(study, FILES["0.2.0"], read_anew=True)
    with pytest.raises(ToolkitError, match=r"A: has no transcripts to read in round 0\.2\.0"):
        assigning.finish(study, coder="A")
    assigning.assign(study, "P02", coder="A")
    assert assigning.finish(study, coder="A") == "A has finished P02"
    assert segments(study)["sign-off"] == 1


def test_a_reading_under_a_later_version_says_nothing_at_an_older_one(study: Study) -> None:
    with study.transaction(RESEARCHER) as records:
        transcripts.add(records, conversation("P02", ("P02", WORDS)))
    revising.release(study, FILES["0.2.0"])
    assigning.assign(study, "P02", coder="B")
    assigning.finish(study, "P02", coder="B")
    rows = reporting.coverage(study, at="0.1.0").rows
    assert [row[:4] for row in rows] == [("P01", "A", "0.1.0", "complete"), ("P02", "", "", "unread")]


@pytest.mark.parametrize(
    "tampered",
    [
        "INSERT INTO codebooks SELECT '2.0.0', sha256, content, released_at, 9 FROM codebooks LIMIT 1",
        "UPDATE codebooks SET place = 7 WHERE version = '0.1.0'",
        "UPDATE decisions SET chosen = '[\"disclosure-risk\"]'",
        "DELETE FROM decisions",
        "UPDATE drafts SET content = replace(content, 'Ethical', 'Moral')",
    ],
)
def test_what_nobody_released_decided_or_drafted_is_found_by_verify(study: Study, tampered: str) -> None:
    revising.release(study, FILES["0.2.0"])
    reviewing.decide(study, by="Ana", code=("evaluation",), choose=("evaluation-method",))
    drafting.take(study, drafting.Step("retire", ("platform-role",), rationale="unused"), by="Ana")
    studies.verify(study)
    assert tamper(study, tampered) == [1] or "INSERT" in tampered
    with pytest.raises(ToolkitError):
        studies.verify(study)


def test_an_edit_to_a_deprecated_code_is_refused_with_that_difference_and_its_line(
    study: Study, tmp_path: Path
) -> None:
    revising.release(study, FILES["0.2.0"])
    path = edited(tmp_path, "0.2.0", ("label: Hype talk", "label: Buzz"))
    (line,) = (n for n, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "label: Buzz" in text)
    with pytest.raises(FaultyFile) as caught:
        revising.release(study, path)
    worded = "~ described: model-hype: label: [-Hype talk-]{+Buzz+}"
    assert str(caught.value).startswith(f"edited.yaml:{line}: is not 0.2.0 as released: {worded};")


def test_a_draft_does_not_go_on_after_another_release(study: Study) -> None:
    step = drafting.Step("retire", ("platform-role",), rationale="unused")
    drafting.take(study, step, by="Ana")
    revising.release(study, FILES["0.2.0"])
    told = r"draft: began with 0\.1\.0, and 0\.2\.0 is released since"
    for act in (
        lambda: drafting.take(study, step, by="Ana"),
        lambda: drafting.raise_version(study, "1.0.0", by="Ana"),
        lambda: revising.release_draft(study),
    ):
        with pytest.raises(ToolkitError, match=told):
            act()
    kept = drafting.draft(study)
    assert kept is not None
    assert (kept.released.version, [change.op for change in kept.changes]) == ("0.1.0", ["retire"])
    assert "began with 0.1.0" in kept.warnings[0]
    assert "platform-role" in drafting.as_yaml(study)
    drafting.discard(study, by="Ana")
    drafting.take(study, step, by="Ana")
    assert numbers(revising.release_draft(study))["frozen"] == 2


def test_a_narrowed_code_reached_by_merge_shows_how_it_read_before_it_was_narrowed(study: Study) -> None:
    revising.release(study, FILES["0.2.0"])
    drafting.take(
        study,
        drafting.Step(
            "redefine",
            ("evaluation-method",),
            codes=(replace(shipped("0.2.0").code["evaluation-method"], definition="Less."),),
            effect="narrower",
            rationale="so",
        ),
        by="Ana",
    )
    revising.release_draft(study)
    queue = answering.queue(study, answering.Wanted(codes=("evaluation-method",)))
    (asked,) = queue.open
    then = queue.code_then(asked)
    assert then is not None
    assert then[1] == "0.2.0"
    assert then[0].definition.startswith("Not knowing which tests")
