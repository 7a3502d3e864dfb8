"""Quotations are picked, shortened, dropped; they follow texts and codes, and what cannot follow is told."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import conversation
from tests.tampering import tamper
from toolkit.errors import Several, ToolkitError
from toolkit.formats.codebooks import native
from toolkit.model.codebook import Codebook
from toolkit.model.selection import Selection
from toolkit.model.table import Table, Value
from toolkit.model.transcript import Source, Span
from toolkit.store import events, transcripts, verification
from toolkit.store.study import RESEARCHER, Study
from toolkit.workflow import (
    adjudicating,
    applying,
    assigning,
    importing,
    listing,
    picking,
    quoting,
    reporting,
    revising,
    studies,
)

ROOT = Path(__file__).parents[2] / "codebook"
LONG = "I trust the card, mostly, when somebody at [employer] has signed it. I doubt the rest."
TALKS = (
    conversation("P01", ("I", "Do you trust it?"), ("P01", LONG), ("I", "Why?"), ("P01", "I take care.")),
    conversation("P02", ("P02", "I trust nobody. I trust myself. I trust my cat.")),
)


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    made = studies.start(tmp_path / "my.study", codebook, notice="Invented.")
    with made.transaction(RESEARCHER) as records:
        for talk in TALKS:
            transcripts.add(records, talk)
    for words in ("I trust the card, mostly, when somebody at [employer] has signed it.", "I take care."):
        apply(made, words, code="trust")
    apply(made, "has signed it. I doubt the rest.", code="doubt")
    for words in ("I trust nobody.", "I trust myself.", "I trust my cat."):
        apply(made, words, "P02", "trust")
    yield made
    made.close()


def place(words: str, transcript: str = "P01") -> dict[str, int]:
    text = {talk.id: talk.text for talk in TALKS}[transcript]
    return {"start": text.index(words), "end": text.index(words) + len(words)}


def apply(study: Study, words: str, transcript: str = "P01", code: str = "trust", coder: str = "Ana") -> None:
    at = place(words, transcript)
    applying.code(study, coder=coder, transcript=transcript, code=code, start=at["start"], end=at["end"])


def pick(
    study: Study,
    words: str,
    transcript: str = "P01",
    code: str = "trust",
    *,
    edited: str | None = None,
    used_in: str | None = None,
) -> str:
    """Pick some words and return the id of the quotation."""
    at = place(words, transcript)
    told = picking.pick(
        study,
        coder="Cleo",
        transcript=transcript,
        code=code,
        start=at["start"],
        end=at["end"],
        edited=edited,
        used_in=used_in,
    )
    return told.split(" quotation ")[1].split(" for ")[0]


def rows(table: Table) -> list[dict[str, Value]]:
    return [dict(zip(table.names, row, strict=True)) for row in table.rows]


CARD = "I trust the card, mostly, when somebody at [employer] has signed it."


def test_a_picked_quotation_stands_with_everything_a_paper_needs(study: Study) -> None:
    name = pick(
        study, CARD, edited="I trust the card [...] when [a boss] has signed it", used_in="Section 4.2"
    )

    (row,) = rows(quoting.quotations(study))

    at = place(CARD)
    assert row == {
        "quote_id": name,
        "code": "trust",
        "label": "Trust",
        "participant": "P01",
        "document": "P01",
        "turn": 2,
        **at,
        "context_before": "I: Do you trust it? P01:",
        "text": CARD,
        "context_after": "I doubt the rest. I: Why? P01: I take care.",
        "edited_text": "I trust the card […] when [a boss] has signed it",
        "codes": "trust, doubt",
        "verbatim_level": "unknown",
        "edited": "yes",
        "redacted": "yes",
        "used_in": "Section 4.2",
        "picked_by": "Cleo",
    }
    assert "Passages: 6. Picked quotations: 1." in quoting.quotations(study).notes
    assert quoting.quotations(study).notes[-1] == "Invented."
    assert studies.verify(study).notes[:-1] == ("No problem found.",)


def test_all_passages_are_listed_if_asked_each_with_what_was_picked_of_it(study: Study) -> None:
    name = pick(study, "I trust myself.", "P02")

    table = quoting.quotations(study, all_=True)

    assert table.column("text") == (
        CARD,
        "I take care.",
        "I trust nobody.",
        "I trust myself.",
        "I trust my cat.",
        "has signed it. I doubt the rest.",
    )
    assert table.column("quote_id") == (None, None, None, name, None, None)
    assert table.column("edited") == (None, None, None, "no", None, None)
    assert table.column("codes")[0] == "trust, doubt"


def test_picking_again_edits_and_keeps_what_is_not_said_anew(study: Study) -> None:
    name = pick(study, CARD, edited="I trust the card", used_in="Abstract")

    assert pick(study, CARD, used_in="Section 5") == name
    assert pick(study, CARD, edited="[I] trust the card, mostly") == name
    (row,) = rows(quoting.quotations(study))
    assert (row["edited_text"], row["used_in"]) == ("[I] trust the card, mostly", "Section 5")

    pick(study, CARD, edited="", used_in="")
    (row,) = rows(quoting.quotations(study))
    assert (row["edited_text"], row["edited"], row["used_in"]) == (None, "no", None)

    with study.reading() as connection:
        kinds = [each.kind for each, _ in events.everything(connection) if each.kind.startswith("quotation")]
    assert kinds == ["quotation.picked", *["quotation.edited"] * 4]
    assert studies.verify(study).notes[:-1] == ("No problem found.",)


def test_a_text_that_is_the_original_is_no_edit(study: Study) -> None:
    pick(study, CARD, edited=f" {CARD} ")
    assert quoting.quotations(study).column("edited") == ("no",)


def test_a_text_that_does_not_come_from_the_original_is_refused_and_nothing_is_picked(study: Study) -> None:
    with pytest.raises(
        ToolkitError, match="edited text: “love” does not come from the original; leave words"
    ):
        pick(study, CARD, edited="I love the card")
    assert quoting.quotations(study).rows == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"transcript": "P9"}, "P9: is no transcript of this study"),
        ({"code": "joy"}, "joy: is no code of codebook 1.0.0"),
        ({"code": "worry"}, "worry: is deprecated"),
        ({"code": "care"}, r"P01 \d+-\d+: is not coded with care; code it first"),
        ({"start": 90_000, "end": 90_001}, "leave the text"),
        ({"start": 9, "end": 9}, "no passage"),
        ({"coder": " "}, "blank"),
        ({"used_in": "x" * 201}, "201 characters"),
    ],
)
def test_what_cannot_be_picked_is_refused(study: Study, changed: dict[str, object], told: str) -> None:
    wanted = {"coder": "Cleo", "transcript": "P01", "code": "trust", **place(CARD)} | changed
    with pytest.raises(ToolkitError, match=told):
        picking.pick(study, **wanted)  # type: ignore[arg-type]
    assert quoting.quotations(study).rows == ()
    assert studies.verify(study).notes[:-1] == ("No problem found.",)


def test_a_passage_that_only_a_verdict_gave_the_code_can_be_picked(study: Study) -> None:
    at = place("I take care.")
    start, end = at["start"], at["end"]
    adjudicating.settle(study, transcript="P01", code="care", by="Cleo", start=start, end=end, reason="Plain")
    apply(study, "I take care.", code="doubt", coder="Ben")
    assigning.finish(study, "P01", coder="Ana")
    assigning.finish(study, "P01", coder="Ben")
    pick(study, "I take care.", code="care")


def test_a_quotation_is_dropped_and_the_log_keeps_it(study: Study) -> None:
    name, other = pick(study, CARD), pick(study, "I trust myself.", "P02")

    assert picking.unpick(study, name, other, name, coder="Ben") == "Ben dropped 2 quotations"

    assert quoting.quotations(study).rows == ()
    with pytest.raises(ToolkitError, match="is no picked quotation of this study"):
        picking.unpick(study, name, coder="Ben")
    with pytest.raises(ToolkitError, match="no quotation is named"):
        picking.unpick(study, coder="Ben")
    with pytest.raises(ToolkitError, match="is no picked quotation"):
        picking.edit(study, name, coder="Ben", edited="", used_in="")
    assert studies.verify(study).notes[:-1] == ("No problem found.",)


def test_none_is_dropped_if_one_of_them_is_not_there(study: Study) -> None:
    name = pick(study, CARD)
    with pytest.raises(ToolkitError, match="is no picked quotation"):
        picking.unpick(study, name, "nothing", coder="Ben")
    assert quoting.quotations(study).column("quote_id") == (name,)


def test_an_edit_writes_over_nothing_it_has_not_seen(study: Study) -> None:
    name = pick(study, CARD)
    picking.edit(study, name, coder="Ana", edited="I trust the card", used_in="", seen=("", ""))
    with pytest.raises(ToolkitError, match="was changed elsewhere meanwhile"):
        picking.edit(study, name, coder="Ben", edited="mostly", used_in="", seen=("", ""))
    assert quoting.quotations(study).column("edited_text") == ("I trust the card",)


def test_a_pick_on_which_its_code_does_not_hold_any_more_is_told(study: Study) -> None:
    name = pick(study, "I trust nobody.", "P02")
    (coding,) = (
        row["id"]
        for row in rows(listing.all_codings(study, transcript=("P02",)))
        if row["quotation"] == "I trust nobody."
    )
    assert applying.change(study, "Ana", [applying.Remove(str(coding))]) == (None,)

    table = quoting.quotations(study)

    assert table.rows == ()
    assert f"does not hold there in what was chosen: P02 5-20 ({name})." in " ".join(table.notes)
    assert name in " ".join(reporting.themes(study).notes)


def test_the_selection_narrows_what_is_listed_and_refuses_what_is_unknown(study: Study) -> None:
    pick(study, CARD)
    pick(study, "I trust myself.", "P02")
    pick(study, "has signed it. I doubt the rest.", code="doubt")

    def chosen(**options: tuple[str, ...]) -> tuple[Value, ...]:
        table = quoting.quotations(study, selection=Selection(**options))  # type: ignore[arg-type]
        assert "left out" not in " ".join(table.notes)
        return table.column("text")

    assert chosen(participant=("P02",)) == ("I trust myself.",)
    assert chosen(code=("doubt",)) == ("has signed it. I doubt the rest.",)
    with pytest.raises(Several, match="P7"):
        chosen(participant=("P7",))


def test_the_table_of_themes_shows_what_was_picked_first_and_says_how_many(study: Study) -> None:
    assert "better choose by hand" in " ".join(reporting.themes(study).notes)
    pick(study, "I trust myself.", "P02")
    pick(study, CARD, edited="I trust the card […]")

    table = reporting.themes(study)

    quoted = {row["code"]: (row["quote"], row["quote_participant"]) for row in rows(table)}
    assert quoted["Trust"] == ("I trust myself.", "P02")
    assert quoted["Doubt"] == ("has signed it. I doubt the rest.", "P01")
    assert quoted["Care"] == (None, None)
    notes = " ".join(table.notes)
    assert "Quotations: 1 picked by hand, 1 chosen automatically (the shortest of" in notes
    assert "Picked and not shown here, because only the first of a code is: 1." in notes


def test_a_participant_quoted_more_than_twice_their_share_is_told(study: Study) -> None:
    pick(study, CARD)
    pick(study, "has signed it. I doubt the rest.", code="doubt")
    assert quoting.balance(study).column("over_quoted") == ("no", "no")  # 2 of 2 and 3 of 6

    for number in range(7):
        apply(study, "I trust my cat."[number:], "P02", "doubt")
        apply(study, "I trust nobody."[: 15 - number], "P02", "care")
    apply(study, "I trust myself.", "P02", "care")
    apply(study, "I trust myself.", "P02", "doubt")

    table = quoting.balance(study)
    assert rows(table)[0] == {
        "participant": "P01",
        "n_picked": 2,
        "n_passages": 3,
        "share": 1.0,
        "share_of_passages": 0.3,
        "over_quoted": "yes",
    }
    assert "Over-quoted: at least 2" in " ".join(table.notes)


def test_without_a_pick_nobody_has_a_share(study: Study) -> None:
    assert quoting.balance(study).column("share") == (None, None)
    assert quoting.balance(study).columns[1].of is None


def test_nobody_is_quoted_with_words_of_the_interviewer(study: Study) -> None:
    at = {"start": place("I doubt the rest.")["start"], "end": place("I take care.")["end"]}
    applying.code(study, coder="Ana", transcript="P01", code="doubt", **at)  # type: ignore[arg-type]
    wanted = {"coder": "Ana", "transcript": "P01", "code": "doubt", **at}
    for cheat in (
        "I doubt the rest. Why? I take care.",
        "Why? I take care.",
        "I doubt the rest. I take care.",
    ):
        with pytest.raises(ToolkitError, match="edited text"):
            picking.pick(study, edited=cheat, **wanted)  # type: ignore[arg-type]
    picking.pick(study, edited="I doubt [\u2026] I take care.", **wanted)  # type: ignore[arg-type]
    picking.pick(study, edited="I doubt the rest. [...] I take care.", **wanted)  # type: ignore[arg-type]
    assert quoting.quotations(study).column("edited") == ("no",)


def test_nobody_joins_under_the_name_of_the_consensus(study: Study) -> None:
    with pytest.raises(ToolkitError, match="no coder can be called consensus"):
        applying.code(study, coder="consensus", transcript="P01", code="trust", **place("I take care."))  # type: ignore[arg-type]
    at = place("I take care.")
    with pytest.raises(ToolkitError, match="no coder can be called consensus"):
        picking.pick(study, coder="consensus", transcript="P01", code="trust", **at)  # type: ignore[arg-type]


# What follows ----------------------------------------------------------------------------------------


@pytest.fixture
def corrected(tmp_path: Path, codebook: Codebook) -> Iterator[Study]:
    """A study of one file, in which a passage is picked and edited, that was corrected since."""
    made = studies.start(tmp_path / "mended.study", codebook)
    file = tmp_path / "P04.txt"
    first = "I: So?\n\nPat: We trusted the tool at first. Then we doubted all of it, honestly and for long.\n"
    file.write_text(first, "utf-8")
    importing.import_files(made, file, interviewer=("I",))
    for words in ("We trusted the tool at first.", "Then we doubted all of it, honestly and for long."):
        at = first.index(words)
        span = {"transcript": "P04", "start": at, "end": at + len(words), "code": "trust"}
        applying.code(made, coder="Ana", **span)  # type: ignore[arg-type]
        edited = "We trusted the tool" if "tool" in words else "Then we doubted all of it"
        picking.pick(made, coder="Ana", edited=edited, **span)  # type: ignore[arg-type]
    yield made
    made.close()


def correct(study: Study, text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "P04.txt"
        file.write_text(text, "utf-8")
        importing.import_files(study, file, interviewer=("I",), revise=("P04",))


def test_a_pick_follows_its_corrected_transcript_with_its_edited_text(corrected: Study) -> None:
    correct(
        corrected,
        "I: Thank you. So?\n\nPat: We trusted the tool at first. Then we doubted all of it, honestly and "
        "for long.\n",
    )
    first, second = rows(quoting.quotations(corrected))
    assert first["text"] == "We trusted the tool at first."
    assert (first["edited"], second["edited_text"]) == ("yes", "Then we doubted all of it")
    picking.edit(corrected, str(first["quote_id"]), coder="Ana", edited="[w]e trusted the tool", used_in="")
    assert quoting.quotations(corrected).column("edited_text")[0] == "[w]e trusted the tool"
    assert studies.verify(corrected).notes[:-1] == ("No problem found.",)


def test_an_edited_text_the_corrected_transcript_has_not_is_outdated(corrected: Study) -> None:
    correct(
        corrected,
        "I: So?\n\nPat: We trusted the TOOL at first. Then we doubted all of it, honestly and for long.\n",
    )
    table = quoting.quotations(corrected)
    assert table.column("edited") == ("outdated", "yes")
    assert "do not come from the corrected transcript any more" in " ".join(table.notes)
    quote = dict(
        zip(
            reporting.themes(corrected).column("code"),
            reporting.themes(corrected).column("quote"),
            strict=True,
        )
    )
    assert quote["Trust"] == "We trusted the TOOL at first."


def test_a_pick_whose_passage_is_not_found_again_is_told(corrected: Study) -> None:
    correct(
        corrected, "I: So?\n\nPat: We trusted the tool at first. Nothing else was ever said by me here.\n"
    )
    table = quoting.quotations(corrected)
    (name,) = {row["quote_id"] for row in rows(table)} ^ set(_picked_ids(corrected))
    assert len(table.rows) == 1
    told = " ".join(table.notes)
    assert re.search(
        rf"its passage was not found again in the corrected transcript: P04 \d+-\d+ \({name}\)\.", told
    )
    with pytest.raises(ToolkitError, match="stands nowhere now; drop it"):
        picking.edit(corrected, str(name), coder="Ana", edited="", used_in="")


def _picked_ids(study: Study) -> list[str]:
    with study.reading() as connection:
        return [
            event.subject for event, _ in events.everything(connection) if event.kind == "quotation.picked"
        ]


WORDS = "one two three four five six seven eight nine ten"
CODES = ("evaluation", "model-hype", "relevance-threshold")


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[Study]:
    """A study under 0.1.0 in which three codes are given a word each, and each word is picked."""
    file = ROOT / "genai-documentation-0.1.0.yaml"
    book = native.read(Source(file.name, file.read_bytes())).codebook
    made = studies.start(tmp_path / "growing.study", book)
    with made.transaction(RESEARCHER) as records:
        transcripts.add(records, conversation("P01", ("P01", WORDS)))
    for name, word in zip(CODES, WORDS.split(), strict=False):
        at = WORDS.index(word) + len("P01: ")
        span = {"transcript": "P01", "start": at, "end": at + len(word), "code": name}
        applying.code(made, coder="A", **span)  # type: ignore[arg-type]
        picking.pick(made, coder="A", **span)  # type: ignore[arg-type]
    yield made
    made.close()


def test_picks_follow_the_codebook_and_what_cannot_is_told(growing: Study) -> None:
    revising.release(growing, ROOT / "genai-documentation-0.2.0.yaml")
    table = quoting.quotations(growing)
    assert table.column("text") == ("three",)
    notes = " ".join(table.notes)
    assert "Picked and left out, because its code was split or narrowed since: P01 5-8 (" in notes
    assert "Picked and left out, because its code was retired since: P01 9-12 (" in notes
    old = quoting.quotations(growing, selection=Selection(at="0.1.0"))
    assert sorted(map(str, old.column("text"))) == ["one", "three", "two"]


def test_a_pick_of_a_split_code_goes_with_the_one_new_code_that_stands_there(growing: Study) -> None:
    revising.release(growing, ROOT / "genai-documentation-0.2.0.yaml")
    applying.code(growing, coder="B", transcript="P01", start=5, end=8, code="evaluation-method")

    assert "evaluation-method" in quoting.quotations(growing).column("code")
    (name,) = (row["quote_id"] for row in rows(quoting.quotations(growing)) if row["text"] == "one")
    picking.edit(growing, str(name), coder="B", edited="[O]ne", used_in="")
    told = picking.pick(growing, coder="B", transcript="P01", start=5, end=8, code="evaluation-method")
    assert told.startswith(f"B edited quotation {name}")


def test_a_pick_made_later_is_not_there_yet(growing: Study) -> None:
    revising.release(growing, ROOT / "genai-documentation-0.2.0.yaml")
    applying.code(growing, coder="B", transcript="P01", start=20, end=24, code="relevance-threshold")
    picking.pick(growing, coder="B", transcript="P01", start=20, end=24, code="relevance-threshold")
    table = quoting.quotations(growing, selection=Selection(at="0.1.0"))
    assert "because it was picked under a later version: P01 20-24" in " ".join(table.notes)


# What lies around, and what holds ---------------------------------------------------------------------


def test_context_is_cut_between_words(study: Study) -> None:
    talk = conversation("P03", ("P03", "word " * 100 + "HERE" + " word" * 100))
    at = talk.text.index("HERE")
    before, after = quoting.around(talk, Span(at, at + 4), 23)
    assert (before, after) == ("… word word word word", "word word word word …")
    whole = conversation("P03", ("P03", "HERE"))
    assert quoting.around(whole, Span(5, 9)) == ("P03:", "")
    unparted = conversation("P03", ("P03", "漢" * 400))
    assert len(quoting.around(unparted, Span(200, 201), 50)[0]) == 51


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE picks SET edited = 'I hate it'", "differs from what the log says"),
        ("UPDATE picks SET text = 'x'", "is not what stands at"),
        ("DELETE FROM picks", "is in the log but not in the study"),
    ],
)
def test_verification_finds_picks_changed_behind_the_log(study: Study, statement: str, told: str) -> None:
    pick(study, CARD)
    tamper(study, statement)
    again = Study(study.address)
    with again.reading() as connection:
        assert told in "; ".join(verification.problems(connection))
    again.close()
