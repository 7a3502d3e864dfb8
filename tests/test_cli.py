"""The command line as a researcher uses it: on files nobody here wrote, and with what goes wrong."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import shutil
import socket
import sqlite3
import stat
import sys
import time
import zipfile
from asyncio import base_events
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, tzinfo
from inspect import getdoc, signature
from pathlib import Path
from typing import NamedTuple, NoReturn

import openpyxl
import pytest
from docx import Document

from tests.conftest import SampleAt
from toolkit import cli
from toolkit.cli import commands, serving
from toolkit.model.transcript import Transcript
from toolkit.store import transcripts
from toolkit.store.study import Records
from toolkit.workflow import applying, reporting, studies

ROOT = Path(__file__).parent.parent
CODEBOOK = ROOT / "codebook" / "genai-documentation-1.0.0.yaml"


class Outcome(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line with these words."""

    def call(*words: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["intercoder", *map(str, words)])
        code = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return Outcome(code, told.out, told.err)

    return call


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three transcripts in three forms, as people have them."""
    plain = tmp_path / "Ana.txt"
    plain.write_bytes(
        "Interviewer: What do you write first? \U0001f642\r\n\r\n"
        "Ana: The limits. I never know how to word them.\r\n\r\n"
        "Interviewer: And then?\r\n\r\n"
        "Ana: Then I copy what others have, honestly.\r\n".encode()
    )
    subtitles = tmp_path / "Ben.vtt"
    subtitles.write_text(
        "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nInterviewer: Who reads it?\n\n"
        "2\n00:00:04.000 --> 00:00:09.000\nBen: Nobody, I fear. Here's the thing: they skim.\n\n"
        "3\n00:00:09.500 --> 00:00:12.000\nBen: So I write for myself.\n\n"
        "4\n00:00:12.500 --> 00:00:14.000\nInterviewer: Thanks.\n",
        encoding="utf-8",
    )
    word = tmp_path / "Cem.docx"
    document = Document()
    for label, words in (
        ("Interviewer:", " Whose job is it?"),
        ("Cem:", " The platform's, if you ask me."),
    ) * 2:
        paragraph = document.add_paragraph()
        paragraph.add_run(label).bold = True
        paragraph.add_run(words)
    document.save(str(word))
    return [plain, subtitles, word]


@pytest.fixture
def study(run: Run, files: list[Path], tmp_path: Path) -> Path:
    path = tmp_path / "s.study"
    assert run("create", path, "--codebook", CODEBOOK).code == 0
    assert run("import", path, *files).code == 0
    return path


def state_of(run: Run, study: Path) -> tuple[str, ...]:
    """Everything the study would tell, to compare before and after."""
    return tuple(run(*words).out for words in (("transcripts", study), ("codings", study), ("verify", study)))


def test_from_files_to_agreement_and_themes(run: Run, study: Path, tmp_path: Path) -> None:
    listed = (
        json.loads((tmp_path / "t.json").read_text("utf-8"))
        if (run("transcripts", study, "--to", tmp_path / "t.json").code == 0)
        else {}
    )
    assert [row["transcript"] for row in listed["rows"]] == ["Ana", "Ben", "Cem"]
    assert [row["turns"] for row in listed["rows"]] == [4, 3, 4]

    text = (tmp_path / "Ana.txt").read_bytes().decode().replace("\r\n", "\n")
    quote = "I never know how to word them."
    start = text.index(quote)
    for coder in ("A", "B"):
        coded = run(
            "code", study, "--coder", coder, "--transcript", "Ana",
            "--start", start, "--end", start + len(quote), "--code", "limitations-evidence",
        )  # fmt: skip
        assert (coded.code, quote in coded.out) == (0, True)
        assert run("finish", study, "Ana", "--coder", coder).code == 0

    assert run("agreement", study, "--unit", "turn", "--to", tmp_path / "a.csv").code == 0
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    agreed = rows["limitations-evidence"]
    assert (float(agreed["percent"]), float(agreed["cohen"]), float(agreed["alpha"])) == (1.0, 1.0, 1.0)
    assert (agreed["n_units"], agreed["n_positive"]) == ("2", "1")
    silent = rows["audience"]
    assert (silent["alpha"], silent["percent"]) == ("", "1.0")
    assert silent["reason"]

    assert run("themes", study, "--to", tmp_path / "t.xlsx").code == 0
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert any(quote in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert run("verify", study).code == 0


def test_agreement_before_anybody_finished_gives_reasons_and_no_numbers(
    run: Run, study: Path, tmp_path: Path
) -> None:
    run(
        "code", study, "--coder", "A", "--transcript", "Ana", "--start", 60, "--end", 70, "--code", "audience"
    )

    assert run("agreement", study, "--to", tmp_path / "a.csv").code == 0

    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 31
    assert all(row["alpha"] == row["percent"] == "" and row["reason"] for row in rows)


def test_a_word_too_many_is_named_with_what_to_do(run: Run, tmp_path: Path) -> None:
    ended = run("create", tmp_path / "new.study", "book.yaml")

    assert ended.code == 1
    assert ended.err == (
        "intercoder: nothing takes book.yaml; put the name of its option before it (see --help), "
        "or leave it out\n"
    )


@pytest.mark.parametrize("command", [("verify",), ("restore", "any.study"), ("agreement", "--table")])
def test_a_name_that_no_system_allows_is_told_in_one_line(run: Run, command: tuple[str, ...]) -> None:
    ended = run(*command, "n" * 5000)
    assert ended.code == 1
    assert ended.err == "intercoder: a name is longer than this system allows; choose a shorter one\n"


def test_five_faults_of_a_codebook_are_five_lines_with_numbers(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    spoiled = (
        ("  label: Reuse and maintenance\n", "  lable: Reuse and maintenance\n"),  # a misspelt key
        ("  label: Ethical duty\n", "  label: Ethical duty\n  label: Duty\n"),  # the same key twice
        ("use: update-on-feedback\n", "use: update-on-fedback\n"),  # a link that points nowhere
        ("version: 1.0.0\n", "version: one\n"),  # a wrong value
        ("- id: community-norms\n", "- &norms\n  id: community-norms\n"),  # an anchor
    )
    text = CODEBOOK.read_text("utf-8")
    for sound, faulty in spoiled:
        assert sound in text
        text = text.replace(sound, faulty, 1)
    broken.write_text(text, encoding="utf-8")

    told = run("codebook", "check", broken)

    assert told.code == 1
    lines = told.err.strip().splitlines()
    assert all(re.match(r"broken\.yaml:\d+: ", line) for line in lines)
    for word in ("'lable'", "'label' stands twice", "'update-on-fedback'", "version", "anchor"):
        assert sum(word in line for line in lines) == 1, (word, lines)
    assert len(lines) == 5
    made = tmp_path / "never.study"
    assert run("create", made, "--codebook", broken).code == 1
    assert not made.exists()


def big_text(path: Path) -> None:
    path.write_bytes(b"Ana: words and words\n" * (50 * 2**20 // 21))


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def archive_without_a_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.txt", "x")


def archive_that_climbs_out(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../evil.txt", "x")


@pytest.mark.parametrize(
    ("name", "make", "told"),
    [
        ("empty.txt", empty, "empty"),
        ("picture.docx", picture, "PNG"),
        ("big.txt", big_text, "MB"),
        ("hollow.docx", archive_without_a_document, "Word"),
        ("climbing.docx", archive_that_climbs_out, "a path out of it"),
        ("missing.txt", None, "there is no such file"),
    ],
)
def test_a_bad_file_is_one_line_and_the_study_stays_as_it_was(
    run: Run, study: Path, tmp_path: Path, name: str, make: Callable[[Path], None] | None, told: str
) -> None:
    before = state_of(run, study)
    path = tmp_path / "bad" / name
    path.parent.mkdir()
    if make is not None:
        make(path)
    good = tmp_path / "Dora.txt"
    good.write_text("I: Well?\n\nDora: Well, yes.\n\nI: Go on.\n\nDora: No.\n", encoding="utf-8")

    outcome = run("import", study, good, path)

    assert outcome.code == 1
    (line,) = outcome.err.strip().splitlines()
    assert name in line
    assert told in line
    assert state_of(run, study) == before


def test_every_bad_file_of_an_import_is_told_at_once(run: Run, study: Path, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_bytes(b"")

    outcome = run("import", study, tmp_path / "one.txt", tmp_path / "two.txt")

    assert [line.split(":")[0] for line in outcome.err.strip().splitlines()] == ["one.txt", "two.txt"]


def test_importing_the_same_file_twice_changes_nothing_and_another_text_under_its_name_is_refused(
    run: Run, study: Path, files: list[Path]
) -> None:
    before = state_of(run, study)
    assert run("import", study, files[0]).code == 0
    assert state_of(run, study) == before

    files[0].write_text("I: Another?\n\nAna: Yes, another.\n\nI: Oh.\n\nAna: Yes.\n", encoding="utf-8")
    outcome = run("import", study, files[0])

    assert outcome.code == 1
    assert "already has a transcript Ana with another text" in outcome.err
    assert state_of(run, study) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--transcript", "Zoe", "--start", 0, "--end", 5, "--code", "audience"),
            "no transcript of this study",
        ),
        (
            ("--transcript", "Ana", "--start", 60, "--end", 70, "--code", "nonsense"),
            "no code of codebook 1.0.0",
        ),
        (
            ("--transcript", "Ana", "--start", 60, "--end", 70, "--code", "vibe-checks"),
            "use evaluation-method",
        ),
        (("--transcript", "Ana", "--start", 60, "--end", 99999, "--code", "audience"), "leave the text"),
        (("--transcript", "Ana", "--start", 9, "--end", 9, "--code", "audience"), "no passage"),
        (("--transcript", "Ana", "--start", 0, "--end", 5, "--code", "audience"), "in no turn"),
    ],
)
def test_a_coding_that_cannot_be_is_one_line(
    run: Run, study: Path, words: tuple[object, ...], told: str
) -> None:
    before = state_of(run, study)

    outcome = run("code", study, "--coder", "A", *words)

    assert outcome.code == 1
    assert len(outcome.err.strip().splitlines()) == 1
    assert told in outcome.err
    assert state_of(run, study) == before


def test_the_same_code_on_the_same_passage_twice_is_refused(run: Run, study: Path) -> None:
    words = (
        "code",
        study,
        "--coder",
        "A",
        "--transcript",
        "Ana",
        "--start",
        60,
        "--end",
        70,
        "--code",
        "audience",
    )
    assert run(*words).code == 0

    outcome = run(*words)

    assert (outcome.code, "already given" in outcome.err) == (1, True)


def test_a_bundle_carries_one_coders_work_to_another_copy_of_the_study(
    run: Run, study: Path, files: list[Path], tmp_path: Path
) -> None:
    for coder in ("A", "B"):
        run(
            "code",
            study,
            "--coder",
            coder,
            "--transcript",
            "Ana",
            "--start",
            60,
            "--end",
            70,
            "--code",
            "audience",
        )
    run("finish", study, "--coder", "A")
    copy, bundle = tmp_path / "copy.study", tmp_path / "A.jsonl"
    run("create", copy, "--codebook", CODEBOOK)
    run("import", copy, *files)
    assert run("bundle", study, "--coder", "A", "--to", bundle).code == 0

    for _ in range(2):
        assert run("import", copy, bundle).code == 0

    mine = [line for line in run("codings", study).out.splitlines() if " A " in line]
    assert [line for line in run("codings", copy).out.splitlines() if " A " in line] == mine
    assert run("verify", copy).code == 0
    assert run("bundle", copy, "--coder", "A").out.strip() == bundle.read_text("utf-8").strip()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: text.replace('"audience"', '"user-duty"'), "the bundle was changed"),
        (lambda text: "\n".join(text.splitlines()[:-1]), "is cut off"),
        (lambda text: text.replace("intercoder-bundle/2", "intercoder-bundle/9"), "update Intercoder"),
        (lambda text: "[1, 2]\n" + text, "is not a JSON object"),
        (lambda _: "", "does not begin as a bundle"),
    ],
)
def test_a_spoiled_bundle_is_refused_whole(
    run: Run, study: Path, tmp_path: Path, spoil: Callable[[str], str], told: str
) -> None:
    run(
        "code", study, "--coder", "A", "--transcript", "Ana", "--start", 60, "--end", 70, "--code", "audience"
    )
    bundle = tmp_path / "A.jsonl"
    run("bundle", study, "--coder", "A", "--to", bundle)
    bundle.write_text(spoil(bundle.read_text("utf-8")), encoding="utf-8")
    before = state_of(run, study)

    outcome = run("import", study, bundle)

    assert outcome.code == 1
    assert told in outcome.err
    assert state_of(run, study) == before


def test_merge_ends_with_an_error_where_people_have_to_agree_and_a_dry_run_does_not(
    run: Run, study: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "their.study"
    shutil.copy(study, copy)
    for path, age in ((study, 30), (copy, 31)):
        people = tmp_path / "people.csv"
        people.write_text(f"participant,age\nAna,{age}\n", encoding="utf-8")
        assert run("import", path, "--participants", people).code == 0
    before = state_of(run, study)

    foreseen, refused = run("merge", study, copy, "--dry-run"), run("merge", study, copy)

    assert (foreseen.code, refused.code) == (0, 1)
    assert "conflict" in foreseen.out
    assert "participant Ana: was changed here" in refused.err
    assert state_of(run, study) == before
    assert run("import", study, copy).code == 1


def test_work_on_another_text_is_refused(run: Run, study: Path, files: list[Path], tmp_path: Path) -> None:
    run(
        "code", study, "--coder", "A", "--transcript", "Ana", "--start", 60, "--end", 70, "--code", "audience"
    )
    run("bundle", study, "--coder", "A", "--to", tmp_path / "A.jsonl")
    files[0].write_text(files[0].read_text("utf-8") + "\nInterviewer: Bye.\n", encoding="utf-8")
    other = tmp_path / "other.study"
    run("create", other, "--codebook", CODEBOOK)
    run("import", other, *files)

    outcome = run("import", other, tmp_path / "A.jsonl")

    assert (outcome.code, "has another text in this study" in outcome.err) == (1, True)


def test_participants_come_from_a_table_and_its_faults_are_told_together(
    run: Run, study: Path, tmp_path: Path
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("participant;role\nAna;maker\nBen\nAna;other\n", encoding="utf-8")
    outcome = run("import", study, "--participants", people)
    assert outcome.err.splitlines() == [
        "people.csv:3: has not as many cells as the first row",
        "people.csv:4: names 'Ana' a second time",
    ]

    people.write_text("participant,role\nAna,maker\nBen,=cmd()\n", encoding="utf-8")
    assert run("import", study, "--participants", people).code == 0
    run("participants", study, "--to", tmp_path / "p.csv")
    assert "'=cmd()" in (tmp_path / "p.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("agreemnt", "x"), "did you mean agreement?"),
        (("themes",), "requires an argument"),
        (("agreement",), "neither a study nor a table"),
        (("agreement", "--table", "nowhere.csv"), "there is no such file"),
        (("agreement", "no.study"), "there is no such study"),
        (("agreement", "mysql://host/db"), "is no kind of database that can hold a study"),
        (("import", CODEBOOK), "is not a study"),
        (("themes", ".", "--to", "x.csv"), "is a folder"),
    ],
)
def test_a_wrong_call_is_one_line(run: Run, words: tuple[object, ...], told: str) -> None:
    outcome = run(*words)

    assert outcome.code == 1
    assert len(outcome.err.strip().splitlines()) == 1
    assert told in outcome.err


def test_a_table_is_not_written_to_an_ending_nobody_knows(run: Run, study: Path, tmp_path: Path) -> None:
    outcome = run("themes", study, "--to", tmp_path / "x.pdf")

    assert (outcome.code, ".xlsx" in outcome.err) == (1, True)
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_the_list_of_commands_says_what_each_function_says(name: str) -> None:
    told = getdoc(commands.journey(name)) or ""

    assert " ".join(told.split("\n\n")[0].split()) == cli.COMMANDS[name][1]


@pytest.mark.parametrize("name", commands.SERVING)
def test_the_list_of_commands_says_what_those_that_serve_say(name: str) -> None:
    place, summary = commands.SERVING[name]

    assert (getdoc(getattr(serving, place.partition(":")[2])) or "").splitlines()[0] == summary


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_option_says_what_it_is(name: str) -> None:
    journey = commands.journey(name)

    told = re.findall(r"^\W*(\w+)\n    \S", getdoc(journey) or "", re.MULTILINE)

    assert [option for option in signature(journey).parameters if option not in told] == []


@pytest.mark.parametrize("name", [*cli.COMMANDS, *commands.SERVING])
def test_every_command_explains_itself(run: Run, name: str) -> None:
    outcome = run(*name.split(), "--help")

    assert outcome.code == 0
    assert "Usage" in outcome.out
    if name in cli.COMMANDS:
        doc = getdoc(commands.journey(name)) or ""
        told = doc.partition("Parameters\n")[0]
        # Lines are broken at hyphens too, and code is shown without its marks.
        assert "".join(told.replace("`", "").split()) in "".join(outcome.out.split())


@pytest.mark.parametrize("words", [("imprt", "a.study"), ("imprt", "--help")])
def test_a_command_there_is_not_is_refused_also_where_its_help_is_asked_for(
    run: Run, words: tuple[str, ...]
) -> None:
    assert run(*words) == (
        1,
        "",
        "intercoder: there is no command imprt; did you mean import? All are listed by: intercoder --help\n",
    )


@pytest.mark.parametrize("name", commands.SERVING)
def test_what_serves_a_page_takes_no_options_that_are_about_results(
    run: Run, name: str, tmp_path: Path
) -> None:
    told = run(name, "--help").out
    assert f"Usage: intercoder {name} " in told
    assert "--port" in told
    no_past = f"--as-of: {name} does not look at a study as it was"
    for option, why in (
        ("--to", "Unknown option: --to"),
        ("--as-of", no_past),
        ("--as", "Unknown option: --as"),
    ):
        assert option not in told.split()
        refused = run(name, tmp_path / "a.study", option, "2026-01-01")
        assert refused.code == 1
        assert why in refused.err


def test_a_csv_begins_with_a_mark_for_excel_where_one_is_asked_for(
    run: Run, study: Path, tmp_path: Path
) -> None:
    assert run("participants", study, "--to", tmp_path / "plain.csv").code == 0
    assert run("participants", study, "--to", tmp_path / "marked.csv", "--bom").code == 0
    assert (tmp_path / "marked.csv").read_bytes() == b"\xef\xbb\xbf" + (tmp_path / "plain.csv").read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--bom",), "--bom: is about a file, and none is named; add --to FILE.csv"),
        (("--bom", "--to", "t.xlsx"), "t.xlsx: is no .csv, and has no byte order mark; leave out --bom"),
    ],
)
def test_a_mark_where_none_belongs_is_refused_before_the_command_runs(
    run: Run, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = run("participants", study, *words)

    assert (outcome.code, outcome.out) == (1, "")
    assert told in outcome.err
    assert not (tmp_path / "t.xlsx").exists()


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".docx", ".tex", ".md", ".html", ".json"])
def test_a_table_is_written_in_the_format_of_the_files_ending(
    run: Run, study: Path, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"participants{ending}"
    assert run("participants", study, "--to", path).code == 0
    assert path.stat().st_size > 0


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("r.pdf", ".xlsx"),  # an ending no table has
        ("r", ".xlsx"),
        ("no/such/folder/r.csv", "folder"),
        ("folder.csv", "folder"),
        ("other.csv", "is a study"),
    ],
)
def test_a_bad_target_is_refused_before_the_command_runs(
    run: Run, study: Path, tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / "folder.csv").mkdir()
    shutil.copy(study, tmp_path / "other.csv")
    before, other = state_of(run, study), (tmp_path / "other.csv").read_bytes()
    dora = tmp_path / "Dora.txt"
    dora.write_text("I: Well?\n\nDora: Well, yes.\n\nI: Go on.\n\nDora: No.\n", encoding="utf-8")

    outcome = run("import", study, dora, "--to", tmp_path / name)

    assert (outcome.code, outcome.out) == (1, "")
    (line,) = outcome.err.splitlines()
    assert told in line
    assert state_of(run, study) == before
    assert (tmp_path / "other.csv").read_bytes() == other
    assert run("import", study, dora, "--to", tmp_path / "r.csv").code == 0
    assert state_of(run, study) != before


@pytest.mark.parametrize("name", ["A.csv", "A.xlsx", "A.study", "A"])
def test_a_text_is_written_to_no_table_and_over_no_study(
    run: Run, study: Path, tmp_path: Path, name: str
) -> None:
    assert run("assign", study, "Ana", "--coder", "A").code == 0

    outcome = run("bundle", study, "--coder", "A", "--to", tmp_path / name)

    assert (outcome.code, len(outcome.err.splitlines())) == (1, 1)
    assert ".jsonl" in outcome.err
    assert not (tmp_path / name).exists()
    for ending in (".jsonl", ".txt", ".JSONL"):
        assert run("bundle", study, "--coder", "A", "--to", tmp_path / f"B{ending}").code == 0


@pytest.mark.parametrize("ending", [".study", ".jsonl"])
def test_no_result_is_ever_written_over_a_study(run: Run, study: Path, tmp_path: Path, ending: str) -> None:
    run("assign", study, "Ana", "--coder", "A")
    target = study if ending == study.suffix else tmp_path / f"s{ending}"
    if target != study:
        shutil.copy(study, target)
    before = target.read_bytes()

    outcome = run("bundle", study, "--coder", "A", "--to", target)

    assert (outcome.code, "is a study" in outcome.err) == (1, True)
    assert target.read_bytes() == before
    assert run("verify", study).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no such names and keeps no such modes")
@pytest.mark.parametrize("name", ["what?.study", "a#b.study", "100%.study", "50%20a?mode=memory#x.study"])
def test_a_study_is_made_under_exactly_the_name_it_was_given(run: Run, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "studies"
    folder.mkdir()

    assert run("create", folder / name, "--codebook", CODEBOOK).code == 0

    (made,) = folder.iterdir()
    assert made.name == name
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert run("verify", folder / name).code == 0


def events_of(study: Path, kind: str) -> list[tuple[str, str]]:
    """Actor and subject of the events of a kind, as they stand in the file."""
    with closing(sqlite3.connect(study)) as raw:
        query = "SELECT actor, subject FROM events WHERE kind = ? ORDER BY sequence"
        return raw.execute(query, (kind,)).fetchall()


def test_only_who_was_given_a_transcript_can_finish_it(run: Run, study: Path) -> None:
    before = state_of(run, study)
    stranger = run("finish", study, "Ana", "--coder", "Nobody")
    assert (stranger.code, "Nobody: is no coder of this study" in stranger.err) == (1, True)

    assert run("assign", study, "Ana", "Ben", "--coder", "C").code == 0
    for names in (["Cem"], ["Ana", "Cem"]):
        outcome = run("finish", study, *names, "--coder", "C")
        assert (outcome.code, len(outcome.err.splitlines())) == (1, 1)
        assert "Cem" in outcome.err

    assert events_of(study, "assignment.finished") == []
    assert state_of(run, study)[:2] == before[:2]


def test_a_coder_with_an_assignment_finishes_what_was_assigned_and_once(
    run: Run, study: Path, tmp_path: Path
) -> None:
    assert run("assign", study, "Ana", "Ben", "--coder", "C").code == 0
    made = events_of(study, "assignment.made")
    assert len(made) == 2

    for _ in range(2):
        assert run("assign", study, "Ana", "Ben", "--coder", "C").code == 0
        assert run("finish", study, "--coder", "C").code == 0

    assert events_of(study, "assignment.made") == made
    finished = events_of(study, "assignment.finished")
    assert [actor for actor, _ in finished] == ["C", "C"]
    assert len(set(finished)) == 2
    assert run("bundle", study, "--coder", "C", "--to", tmp_path / "C.jsonl").code == 0
    lines = map(json.loads, (tmp_path / "C.jsonl").read_text("utf-8").splitlines())
    done = [line for line in lines if line["kind"] == "assignment"]
    assert {line["transcript"]: bool(line["finished_at"]) for line in done} == {"Ana": True, "Ben": True}


def test_no_transcript_that_is_not_there_is_assigned(run: Run, study: Path) -> None:
    outcome = run("assign", study, "Ana", "Zoe", "--coder", "C")

    assert (outcome.code, "Zoe: is no transcript of this study" in outcome.err) == (1, True)
    assert events_of(study, "coder.added") == events_of(study, "assignment.made") == []


def roles_of(run: Run, study: Path, name: str, to: Path) -> str:
    assert run("transcripts", study, "--to", to).code == 0
    (speakers,) = (
        row["speakers"] for row in json.loads(to.read_text("utf-8"))["rows"] if row["transcript"] == name
    )
    return str(speakers)


def test_who_asks_can_be_said_at_a_second_import(
    run: Run, study: Path, files: list[Path], tmp_path: Path
) -> None:
    shown = tmp_path / "t.json"
    assert roles_of(run, study, "Ben", shown) == "Interviewer (interviewer), Ben (unknown)"

    assert run("import", study, files[1], "--interviewer", "Ben").code == 0

    assert roles_of(run, study, "Ben", shown) == "Interviewer (interviewer), Ben (interviewer)"
    assert roles_of(run, study, "Ana", shown) == "Interviewer (interviewer), Ana (unknown)"
    assert run("verify", study).code == 0
    told = state_of(run, study)
    assert run("import", study, files[1], "--interviewer", "Ben").code == 0
    assert run("import", study, files[1]).code == 0
    assert state_of(run, study) == told


def test_an_interviewer_whom_no_file_has_is_refused(run: Run, study: Path, files: list[Path]) -> None:
    before = state_of(run, study)

    outcome = run("import", study, *files, "--interviewer", "Ben", "--interviewer", "Bne")

    assert (outcome.code, len(outcome.err.splitlines())) == (1, 1)
    assert "Bne" in outcome.err
    assert state_of(run, study) == before


def test_a_removed_coding_does_not_come_back_with_the_bundle_it_was_in(
    run: Run, study: Path, tmp_path: Path
) -> None:
    words = ("--transcript", "Ana", "--start", 60, "--end", 70, "--code", "audience")
    assert run("code", study, "--coder", "A", *words).code == 0
    bundle = tmp_path / "A.jsonl"
    run("bundle", study, "--coder", "A", "--to", bundle)
    (name,) = (
        line["id"] for line in map(json.loads, bundle.read_text("utf-8").splitlines()) if "code" in line
    )
    with closing(studies.open_study(study)) as opened:
        assert applying.change(opened, "A", [applying.Remove(name)]) == (None,)

    assert run("import", study, bundle).code == 0

    assert name not in run("codings", study).out
    assert events_of(study, "coding.added") == [("A", name)]
    assert run("verify", study).code == 0


def test_an_older_bundle_does_not_reopen_what_was_finished_since(
    run: Run, study: Path, tmp_path: Path
) -> None:
    run("assign", study, "Ana", "--coder", "A")
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    run("bundle", study, "--coder", "A", "--to", old)
    run("finish", study, "--coder", "A")
    run("bundle", study, "--coder", "A", "--to", new)

    assert run("import", study, old).code == 0

    assert events_of(study, "assignment.reopened") == []
    assert run("bundle", study, "--coder", "A").out.strip() == new.read_text("utf-8").strip()


def test_faults_of_all_kinds_of_files_are_told_at_once(run: Run, study: Path, tmp_path: Path) -> None:
    before = state_of(run, study)
    for name, content in (
        ("text.txt", b""),
        ("work.jsonl", b"[1, 2]\n"),
        ("people.csv", b"participant;role\nAna;maker\nBen\n"),
    ):
        (tmp_path / name).write_bytes(content)

    outcome = run(
        "import",
        study,
        tmp_path / "text.txt",
        tmp_path / "work.jsonl",
        "--participants",
        tmp_path / "people.csv",
    )

    assert outcome.code == 1
    assert {line.split(":")[0] for line in outcome.err.splitlines()} == {
        "text.txt",
        "work.jsonl",
        "people.csv",
    }
    assert state_of(run, study) == before


def test_an_interruption_ends_without_a_traceback(
    run: Run, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(reporting, "_transcript_row", interrupted)

    outcome = run("transcripts", study)

    assert outcome.code == 130
    assert outcome.out == ""
    assert "Traceback" not in outcome.err


def test_themes_can_be_shown_without_naming_anybody(run: Run, study: Path, tmp_path: Path) -> None:
    for name in ("Ana", "Ben"):
        coded = run(
            "code", study, "--coder", "A", "--transcript", name, "--start", 40, "--end", 60,
            "--code", "audience",
        )  # fmt: skip
        assert coded.code == 0, coded.err

    assert run("themes", study, "--to", tmp_path / "named.csv").code == 0
    assert run("themes", study, "--hide-participants", "--to", tmp_path / "hidden.csv").code == 0

    named, hidden = ((tmp_path / f"{name}.csv").read_text("utf-8-sig") for name in ("named", "hidden"))
    header = next(csv.reader(hidden.splitlines()))
    assert {"participants", "quote_participant"} <= set(next(csv.reader(named.splitlines())))
    assert {"participants", "quote_participant"}.isdisjoint(header)
    assert {"n_participants", "quote"} <= set(header)
    assert "Ana" in named
    assert not re.search(r"\b(Ana|Ben)\b", hidden)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_tells_what_kind_of_result_it_has(name: str) -> None:
    expected = (
        {"figure"} if name.startswith("figure ") else {"pack"} if name == "report" else {"table", "text"}
    )

    assert commands.kind(name) in expected


def test_two_files_that_would_be_one_transcript_are_refused(run: Run, study: Path, tmp_path: Path) -> None:
    (tmp_path / "Eva.txt").write_text("I: Well?\n\nEva: Yes.\n\nI: And?\n\nEva: No.\n", encoding="utf-8")
    (tmp_path / "Eva.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nYes.\n", encoding="utf-8")
    before = state_of(run, study)

    outcome = run("import", study, tmp_path / "Eva.txt", tmp_path / "Eva.vtt")

    assert (outcome.code, "would be the same transcript Eva as Eva.txt" in outcome.err) == (1, True)
    assert state_of(run, study) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("codings", "s.study", "--transcript", "\udcff"), "is not text"),
        (("demo", "--no-browser", "--port", "99999", "--study", "d.study"), "is no port"),
        (("codebook", "check", "book.txt", "--to", "book.txt"), "is read by this command"),
        (("import", "s.study", "--participants=people.txt", "--to", "people.csv"), "there is no such file"),
    ],
)
def test_a_call_that_cannot_be_carried_out_is_one_line(
    run: Run, study: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(study.parent)
    Path("book.txt").write_text("kept", encoding="utf-8")

    outcome = run(*words)

    assert (outcome.code, len(outcome.err.strip().splitlines())) == (1, 1)
    assert told in outcome.err
    assert Path("book.txt").read_text("utf-8") == "kept"


def test_an_import_says_what_a_person_should_look_at(run: Run, study: Path, tmp_path: Path) -> None:
    (tmp_path / "Fay.txt").write_bytes("Just some caf\xe9 talk without any label.\n".encode("cp1252"))

    outcome = run("import", study, tmp_path / "Fay.txt")

    assert "no speaker was recognised" in outcome.out
    assert "read as cp1252" in outcome.out


class Terminal(io.TextIOWrapper):
    """What a person sits at."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")

    def isatty(self) -> bool:
        return True

    def seen(self) -> str:
        """Return what is on the screen in the end: what a carriage return goes back over is written over."""
        self.flush()
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        lines = []
        for line in raw.getvalue().decode().split("\n"):
            shown: list[str] = []
            for part in line.split("\r"):
                shown[: len(part)] = part
            lines.append("".join(shown).rstrip())
        return "\n".join(lines)

    def written(self) -> str:
        self.flush()
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode()


def sit_down(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in the place of the standard error; not a fixture, because pytest puts its own back."""
    made = Terminal()
    monkeypatch.setattr(sys, "stderr", made)
    return made


def test_a_long_import_shows_at_a_terminal_how_far_it_is_and_leaves_nothing_of_it(
    run: Run, study: Path, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = sit_down(monkeypatch)
    assert run("import", study, *files).code == 0

    assert "Reading 2 of 3: Ben.vtt" in terminal.written()
    assert "Storing 3 of 3: Cem.docx" in terminal.written()
    assert terminal.seen() == ""


def test_a_fault_is_told_on_a_line_of_its_own(
    run: Run, study: Path, files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = sit_down(monkeypatch)
    (tmp_path / ("bad" * 60 + ".txt")).write_bytes(b"")

    assert run("import", study, files[0], tmp_path / ("bad" * 60 + ".txt")).code == 1

    (line,) = terminal.seen().split("\n")[:-1]
    assert line.startswith("badbad")
    assert "is empty" in line


def test_a_pipe_hears_of_no_progress(run: Run, study: Path, files: list[Path]) -> None:
    assert run("import", study, *files).err == ""


def test_ctrl_c_in_the_middle_of_an_import_leaves_the_study_as_it_was(
    run: Run, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = sit_down(monkeypatch)
    before = state_of(run, study)
    for name in ("One", "Two"):
        (tmp_path / f"{name}.txt").write_text(
            f"I: Well?\n\n{name}: Yes.\n\nI: And?\n\n{name}: No.\n", "utf-8"
        )
    add = transcripts.add

    def interrupted(records: Records, transcript: Transcript) -> None:
        if transcript.id == "Two":
            raise KeyboardInterrupt
        add(records, transcript)

    monkeypatch.setattr(transcripts, "add", interrupted)
    outcome = run("import", study, tmp_path / "One.txt", tmp_path / "Two.txt")

    assert outcome.code == 130
    assert terminal.seen() == "intercoder: stopped; what was not finished was not stored\n"
    assert state_of(run, study) == before


def test_a_folder_is_imported_and_what_it_leaves_aside_is_listed(
    run: Run, study: Path, files: list[Path], tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in files:
        shutil.copy(path, folder)
    (folder / "talk.mp3").write_bytes(b"x")

    outcome = run("import", study, folder, "--dry-run", "--to", tmp_path / "r.json")

    assert outcome.code == 0
    rows = json.loads((tmp_path / "r.json").read_text("utf-8"))["rows"]
    assert [(row["file"], row["state"]) for row in rows] == [
        *((path.name, "was there") for path in files),
        ("talk.mp3", "left aside"),
    ]


def test_a_level_nobody_knows_is_refused_in_one_line(run: Run, study: Path, files: list[Path]) -> None:
    outcome = run("import", study, files[0], "--verbatim", "wordy")

    assert (outcome.code, len(outcome.err.splitlines())) == (1, 1)
    assert "clean" in outcome.err


def test_what_is_said_is_found_in_context_and_written_to_a_table(
    run: Run, study: Path, tmp_path: Path
) -> None:
    found = tmp_path / "hits.csv"

    assert run("search", study, "i never", "skim*", "--to", found).code == 0
    rows = list(csv.DictReader(found.read_text("utf-8-sig").splitlines()))
    assert [(row["transcript"], row["speaker"], row["hit"]) for row in rows] == [
        ("Ana", "Ana", "I never"),
        ("Ben", "Ben", "skim"),
    ]
    assert "copy" in run("search", study, "copied", "--lemma", "--transcript", "Ana").out
    assert "0 hits" in run("search", study, "copy", "--speaker-role", "interviewer").out
    assert run("verify", study).code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "has nothing to look for"),
        (("a*b",), "a star stands at the beginning or end of a word"),
        (("(", "--pattern"), "is no regular expression"),
        (("x", "--pattern", "--lemma"), "give --lemma or --pattern, not both"),
        (("x", "--transcript", "Nobody"), "is no transcript of this study"),
        (("x", "--speaker-role", "singer"), "singer"),
    ],
)
def test_a_search_that_cannot_be_is_one_line(
    run: Run, study: Path, words: tuple[str, ...], told: str
) -> None:
    outcome = run("search", study, *words)

    assert (outcome.code, len(outcome.err.splitlines())) == (1, 1)
    assert told in outcome.err


def test_memos_are_written_and_listed(run: Run, study: Path) -> None:
    assert run("memo", study, "--coder", "A", "--code", "audience", "--text", "Who is meant?").code == 0
    assert "Who is meant?" in run("memos", study, "--coder", "A").out
    refused = run("memo", study, "--coder", "A", "--text", "About what?")

    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    assert "give one of --coding ID, --transcript ID or --code ID, or --about study" in refused.err
    assert run("verify", study).code == 0


def test_an_analytic_memo_is_written_from_a_file_found_changed_and_exported(
    run: Run, study: Path, tmp_path: Path
) -> None:
    file, target = tmp_path / "memo.txt", tmp_path / "memos.md"
    file.write_text("Who is meant\n\nSee [[code:audience]].\n", "utf-8")

    told = run("memo", study, "--coder", "A", "--about", "study", "--file", file).out
    name = told.split()[3]

    assert (
        "code:audience (Writing for mixed readers)"
        in run("memos", study, "--cites", "audience", "--search", "MEANT").out
    )
    assert run("memo", study, "--coder", "A", "--change", name, "--text", "New [[code:audience]]").code == 0
    assert run("memos", study, "--about", "study", "--spell-out", "--to", target).code == 0
    assert "New \\[Writing for mixed readers\\]" in target.read_text("utf-8")
    refused = run("memo", study, "--coder", "A", "--about", "study", "--text", "[[code:nope]] [[memo:x]]")
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)
    assert "cites the code 'nope', the memo 'x', which this study does not have" in refused.err
    assert run("memo", study, "--coder", "A", "--remove", name).code == 0
    assert run("memos", study, "--about", "study", "--search", "meant").out.count("audience") == 0
    assert run("memo", study, "--coder", "A", "--restore", name).code == 0
    assert run("verify", study).code == 0


def test_agreement_on_a_table_of_ratings_needs_no_study(run: Run, tmp_path: Path) -> None:
    ratings = tmp_path / "ratings.csv"
    ratings.write_text("Rater;Unit;Code;Site\nA;1;x;P1\nB;1;x;P1\nA;2;y;P2\nB;2;x;P2\nA;3;y;P2\nB;3;y;P2\n")
    target = tmp_path / "out.csv"
    outcome = run("agreement", "--table", ratings, "--cluster", "site", "--to", target)
    assert outcome.code == 0
    assert "note: The column 'Rater' was read as the coder." in outcome.err
    with target.open(encoding="utf-8-sig", newline="") as file:
        overall, *codes = list(csv.DictReader(file))
    assert float(overall["alpha"]) == pytest.approx(4 / 9, abs=5e-7)
    assert [row["code"] for row in codes] == ["x", "y"]


def test_every_fault_of_a_table_of_ratings_is_a_line_with_its_number(run: Run, tmp_path: Path) -> None:
    ratings = tmp_path / "ratings.csv"
    ratings.write_text("coder,unit,code\nA,,x\nB,1,x,y\n")
    outcome = run("agreement", "--table", ratings)
    assert outcome.code == 1
    assert [line.split(": ")[0] for line in outcome.err.splitlines()] == ["ratings.csv:2", "ratings.csv:3"]


@pytest.mark.parametrize("name", ["pairs", "confusion", "lowness", "sensitivity", "trajectory"])
def test_the_views_of_agreement_are_written_to_files(
    run: Run, study: Path, tmp_path: Path, name: str
) -> None:
    for coder in ("A", "B"):
        run("code", study, "--coder", coder, "--transcript", "Ana", "--start", 50, "--end", 60,
            "--code", "limitations-evidence")  # fmt: skip
        assert run("finish", study, "Ana", "--coder", coder).code == 0
    target = tmp_path / "out.csv"
    assert run(name, study, "--to", target).code == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert any("limitations-evidence" in row.values() for row in rows)


def test_codes_are_suggested_once_that_is_switched_on(run: Run, study: Path, tmp_path: Path) -> None:
    assert run("finish", study, "Ana", "--coder", "A").code == 1
    assert run("assign", study, "Ana", "--coder", "A").code == 0
    assert run("finish", study, "Ana", "--coder", "A").code == 0

    off = run("suggest", study, "--transcript", "Ben", "--coder", "A")
    assert (off.code, off.out) == (1, "")
    assert off.err == (
        f"suggestions: are off in this study; switch them on with: intercoder suggestions {study} on\n"
    )
    assert run("suggestions", study).out == f"{study}: suggestions are off\n"
    assert run("suggestions", study, "on").out == f"{study}: suggestions are on\n"

    assert run("suggest", study, "--transcript", "Ben", "--coder", "A", "--to", tmp_path / "s.csv").code == 0
    header = (tmp_path / "s.csv").read_text("utf-8-sig").splitlines()[0]
    assert header == "turn,speaker,code,passage,score,words,right,suggested,precision,start,end"
    assert run("precision", study, "--unit", "turn", "--to", tmp_path / "p.json").code == 0
    rows = json.loads((tmp_path / "p.json").read_text("utf-8"))["rows"]
    assert {row["not_suggested_because"] for row in rows} == {"no units with it, and it takes 6 to learn it"}
    assert run("verify", study).code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("suggestions", "maybe"), "maybe"),
        (("suggest", "--transcript", "Zoe"), "Zoe: is no transcript of this study"),
        (("suggest", "--transcript", "Ana", "--unit", "word"), "word"),
        (("precision",), "nobody has finished a transcript"),
    ],
)
def test_a_suggestion_that_cannot_be_is_one_line(
    run: Run, study: Path, words: tuple[str, ...], told: str
) -> None:
    run("suggestions", study, "on")
    command, *others = words

    outcome = run(command, study, *others)

    assert outcome.code == 1
    assert told in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_code_is_proposed_used_and_answered(run: Run, study: Path) -> None:
    told = run("propose", study, "--coder", "A", "--label", "Asking a colleague", "--definition", "Instead.")
    assert told.out == "A proposed asking-a-colleague (Asking a colleague)\n"
    assert "asking-a-colleague" in run("proposals", study, "--coder", "A").out
    again = run("propose", study, "--coder", "A", "--label", "asking a COLLEAGUE")
    assert (again.code, len(again.err.splitlines())) == (1, 1)
    assert "you have proposed" in again.err
    answered = run("answer", study, "asking-a-colleague", "--by", "B", "--decline", "--why", "Rare.")
    assert answered.out == "B answered: asking-a-colleague is declined: Rare.\n"
    assert "declined" in run("proposals", study).out
    assert run("answer", study, "asking-a-colleague", "--by", "B", "--reopen").code == 0
    unsaid = run("answer", study, "asking-a-colleague", "--by", "B")
    assert "give one of --same-as CODE, --decline and --reopen" in unsaid.err


def test_the_server_sends_small_answers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket opened without naming its protocol, as Streamlit opens it, is one of TCP all the same."""
    monkeypatch.setattr(base_events, "_set_nodelay", base_events._set_nodelay)  # type: ignore[attr-defined]  # noqa: SLF001
    serving.send_at_once()  # what `open` and `demo` do before they serve
    found: list[int] = []

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted = writer.get_extra_info("socket")
        found.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def asked(listening: socket.socket) -> None:
        async with await asyncio.start_server(answer, sock=listening):
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            assert await reader.read() == b""
            writer.close()

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.setblocking(False)
        assert listening.proto == 0
        # A thread of its own: browser tests that ran before leave their event loop running in this one.
        with ThreadPoolExecutor(1) as beside:
            beside.submit(asyncio.run, asked(listening)).result()
    assert [bool(each) for each in found] == [True]


def test_every_figure_of_the_sample_study_is_printed_and_a_table_ending_is_refused(
    run: Run, tmp_path: Path, sample_at: SampleAt
) -> None:
    sample_at(tmp_path / "sample.study").close()
    for name in (name for name in cli.COMMANDS if name.startswith("figure ")):
        outcome = run(*name.split(), tmp_path / "sample.study")
        assert outcome.code == 0
        assert json.loads(outcome.out)["title"]["subtitle"]
    refused = run("figure", "tree", tmp_path / "sample.study", "--to", tmp_path / "tree.csv")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "use one of .svg .png .json" in refused.err
    written = run("figure", "tree", tmp_path / "sample.study", "--to", tmp_path / "tree.svg")
    assert written.code == 0
    assert (tmp_path / "tree.svg").read_bytes().startswith(b"<svg")


def test_what_the_team_declares_is_in_the_methods_text(run: Run, study: Path, tmp_path: Path) -> None:
    told = run("declare", study, "--approach", "reflexive", "--medium", "by telephone", "--ethics", "")
    assert (told.code, "approach reflexive (declared)" in told.out) == (0, True)
    assert run("methods", study, "--to", tmp_path / "m.txt").code == 0
    assert "Medium of the interviews: by telephone." in (tmp_path / "m.txt").read_text("utf-8")

    assert run("checklist", study, "srqr", "--to", tmp_path / "c.csv").code == 0
    assert len((tmp_path / "c.csv").read_text("utf-8-sig").splitlines()) == 22
    assert "as the team said it" in run("grounds", study).out
    assert run("declared", study).code == 0
    refused = run("declare", study, "--position", "first author")
    assert (refused.code, "names no coder; write it as A=first author" in refused.err) == (1, True)


# Signing in and the team -------------------------------------------------------------------------------


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep what Streamlit would be started with."""
    words: list[str] = []

    def start(module: str, **_: object) -> None:
        assert module == "streamlit"
        words.extend(sys.argv)

    monkeypatch.setattr("runpy.run_module", start)
    monkeypatch.setattr(serving, "send_at_once", lambda: None)
    return words


SIGN_IN = """[auth]
redirect_uri = "https://lab.example.org/studies/one/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "intercoder"
client_secret = "secret"
server_metadata_url = "https://id.example.org/.well-known/openid-configuration"
"""


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    path = tmp_path / "secrets.toml"
    path.write_text(SIGN_IN, "utf-8")
    path.chmod(0o600)
    return path


def test_a_page_is_for_this_machine_and_no_other_programs_secrets_are_read(
    run: Run, tmp_path: Path, served: list[str]
) -> None:
    study = tmp_path / "my.study"
    run("create", study, "--codebook", CODEBOOK)
    opened = run("open", study, "--no-browser")
    assert opened.code == 0
    (port,) = [word.partition("=")[2] for word in served if word.startswith("--server.port=")]
    assert f"The page is at http://127.0.0.1:{port}/\n" in opened.out
    assert "--server.address=127.0.0.1" in served
    (kept,) = [word for word in served if word.startswith("--secrets.files=")]
    assert not Path(kept.partition("=")[2]).exists()
    assert served[-2:] == ["--", str(study.resolve())]


def test_a_port_on_which_somebody_serves_is_refused_and_passed_over(
    run: Run, tmp_path: Path, served: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        refused = run("demo", "--study", tmp_path / "d.study", "--port", taken)
        assert (refused.code, refused.out, served) == (1, "", [])
        assert f"--port: {taken} is not to be had at 127.0.0.1" in refused.err
        assert not (tmp_path / "d.study").exists()

        monkeypatch.setattr(serving, "_FIRST_PORT", taken)
        assert run("demo", "--study", tmp_path / "d.study").code == 0
    (port,) = [word.partition("=")[2] for word in served if word.startswith("--server.port=")]
    assert taken < int(port) < taken + 100


def test_a_server_tells_streamlit_where_people_sign_in_and_come_from(
    run: Run, tmp_path: Path, served: list[str], secrets: Path
) -> None:
    study = tmp_path / "my.study"
    run("create", study, "--codebook", CODEBOOK)
    refused = run("open", study, "--secrets", secrets)
    assert (refused.code, served) == (1, [])
    assert "has no lead who could sign in" in refused.err
    run("coder", study, "Lena", "--role", "lead", "--email", "lena@example.org")

    opened = run("open", study, "--secrets", secrets, "--address", "0.0.0.0", "--port", 8600)  # noqa: S104
    assert opened.code == 0
    assert "The page is at https://lab.example.org/studies/one\n" in opened.out
    for option in (
        f"--secrets.files={secrets.resolve()}",
        "--server.address=0.0.0.0",
        "--server.baseUrlPath=studies/one",
        "--browser.serverAddress=lab.example.org",
        "--browser.serverPort=443",
        "--server.headless=true",
        "--server.enableXsrfProtection=true",
    ):
        assert option in served
    assert served[-3:] == ["--", str(study.resolve()), "--sign-in"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--address", "0.0.0.0"), "nobody signs in"),  # noqa: S104
        (("--address", "::", "--without-sign-in", "yes"), "has to be said in words"),
        (("--base-path", "../x"), "is no path"),
        (("--base-path", "a b"), "is no path"),
        (("--secrets", "none.toml"), "cannot be read"),
    ],
)
def test_a_way_in_that_would_not_do_is_refused_before_a_server_runs(
    run: Run, tmp_path: Path, served: list[str], words: tuple[str, ...], told: str
) -> None:
    study = tmp_path / "my.study"
    run("create", study, "--codebook", CODEBOOK)
    refused = run("open", study, *words)
    assert (refused.code, served) == (1, [])
    assert told in refused.err
    assert len(refused.err.splitlines()) == 1


def test_everybody_is_let_in_where_somebody_says_so_in_words(
    run: Run, tmp_path: Path, served: list[str]
) -> None:
    study = tmp_path / "my.study"
    run("create", study, "--codebook", CODEBOOK)
    said = "everybody who reaches this address may read and change this study"
    assert run("open", study, "--address", "0.0.0.0", "--without-sign-in", said).code == 0  # noqa: S104
    assert served[-1] == "--without-sign-in"


def test_health_tells_nothing_of_a_study_and_fails_for_none(run: Run, tmp_path: Path) -> None:
    study = tmp_path / "my.study"
    run("create", study, "--codebook", CODEBOOK, "--title", "Pears")
    well = run("health", study)
    assert well.code == 0
    assert "writable" in well.out
    assert "Pears" not in well.out
    assert run("health", tmp_path / "none.study").code == 1


# The study as it was ---------------------------------------------------------------------------------


@pytest.fixture
def lived(
    run: Run, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Path, dict[str, list[tuple[object, ...]]]]]:
    """A study in which something happened on three days to come, and its codings after each."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setattr("toolkit.model.moment.datetime", Later)
    text = (tmp_path / "Ana.txt").read_bytes().decode().replace("\r\n", "\n")
    was: dict[str, list[tuple[object, ...]]] = {}
    for day, quote in (("2031-03-04", "The limits."), ("2031-03-05", "honestly"), ("2031-03-06", "copy")):
        monkeypatch.setattr("toolkit.store.study.now", lambda day=day: f"{day}T10:00:00.000Z")
        start = text.index(quote)
        assert run(
            "code", study, "--coder", "A", "--transcript", "Ana",
            "--start", start, "--end", start + len(quote), "--code", "limitations-evidence",
        ).code == 0  # fmt: skip
        was[day] = listed(run, study, tmp_path)[0]
    yield study, was
    monkeypatch.undo()
    time.tzset()


class Later(datetime):
    """A clock that goes years ahead."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Later:
        return cls(2031, 3, 6, 12, tzinfo=tz)


def listed(run: Run, study: Path, folder: Path, *words: object) -> tuple[list[tuple[object, ...]], list[str]]:
    """Return the codings that a study lists, and the notes."""
    file = folder / "listed.json"
    assert run("codings", study, "--to", file, *words).code == 0
    told = json.loads(file.read_text("utf-8"))
    return [tuple(row.values()) for row in told["rows"]], told["notes"]


def test_a_table_as_of_a_day_is_that_of_the_day_and_says_so(
    run: Run, lived: tuple[Path, dict[str, list[tuple[object, ...]]]], tmp_path: Path
) -> None:
    study, was = lived
    for day, rows in was.items():
        found, notes = listed(run, study, tmp_path, "--as-of", day)
        assert found == rows
        (told,) = (note for note in notes if "as of" in note)
        assert re.search(rf"The study as of the end of {day} \(UTC\): event \d+ is the last\.", told)
    assert len(was["2031-03-06"]) == 3
    assert len(listed(run, study, tmp_path, "--as-of", "2031-03-05T09:59+00:00")[0]) == 1
    assert len(listed(run, study, tmp_path)[0]) == 3


def test_texts_and_figures_and_reports_say_as_of_when_they_are(
    run: Run, lived: tuple[Path, dict[str, list[tuple[object, ...]]]], tmp_path: Path
) -> None:
    study, _ = lived
    told = "The study as of the end of 2031-03-05 (UTC)"
    methods = run("methods", study, "--as-of", "2031-03-05")
    assert told in methods.out
    assert told in methods.err
    assert told in run("speakers", study, "--as-of", "2031-03-05").out
    assert told in run("figure", "tree", study, "--to", tmp_path / "tree.json", "--as-of", "2031-03-05").err


def test_a_study_as_it_was_is_copied_as_one(
    run: Run, lived: tuple[Path, dict[str, list[tuple[object, ...]]]], tmp_path: Path
) -> None:
    study, was = lived
    then = tmp_path / "then.study"
    assert run("copy", study, then, "--as-of", "2031-03-05").code == 0
    assert listed(run, then, tmp_path)[0] == was["2031-03-05"]
    assert run("verify", then).code == 0
    foreseen = run("merge", then, study, "--dry-run")
    assert (foreseen.code, "codings" in foreseen.out) == (0, True)


_NO_PAST = [
    (("codings", "STUDY", "--as-of", "2031-03-07"), "--as-of: '2031-03-07' has not come yet; leave it out"),
    (("codings", "STUDY", "--as-of", "spring"), "--as-of: 'spring' is no day and no time; write a day as in"),
    (
        ("codings", "STUDY", "--as-of", "2001-01-01"),
        "was not there yet at the end of 2001-01-01 (UTC): it was",
    ),
    (("verify", "STUDY", "--as-of", "2031-03-05"), "--as-of: verify does not look at a study as it was"),
    (("codebook", "check", "x", "--as-of", "2031-03-05"), "--as-of: codebook check does not look at a study"),
    (("create", "new.study", "--as-of", "2031-03-05"), "--as-of: create does not look at a study"),
    (("open", "STUDY", "--as-of", "2031-03-05"), "--as-of: open does not look at a study as it was"),
    (
        ("agreement", "--table", "TABLE", "--as-of", "2031-03-05"),
        "--as-of: no study was looked at; leave it out",
    ),
    (
        ("memo", "STUDY", "--coder", "A", "--about", "study", "--text", "x", "--as-of", "2031-03-05"),
        "is shown as of the end of 2031-03-05 (UTC), where nothing can be changed; leave out --as-of",
    ),
]


def test_what_cannot_be_looked_at_as_it_was_is_one_line(
    run: Run, lived: tuple[Path, dict[str, list[tuple[object, ...]]]], tmp_path: Path
) -> None:
    study, _ = lived
    table = tmp_path / "ratings.csv"
    table.write_text("unit,coder,code\nu1,A,x\nu1,B,x\nu2,A,\nu2,B,\n", "utf-8")
    named = {"STUDY": str(study), "TABLE": str(table)}
    before = study.read_bytes()
    for words, what in _NO_PAST:
        outcome = run(*(named.get(word, word) for word in words))

        assert outcome.code == 1
        assert what in outcome.err
        assert outcome.err.count("\n") == 1
    assert study.read_bytes() == before


def test_what_happened_is_told_as_sentences(
    run: Run, lived: tuple[Path, dict[str, list[tuple[object, ...]]]], tmp_path: Path
) -> None:
    study, _ = lived
    file = tmp_path / "history.json"
    assert (
        run("history", study, "--by", "A", "--since", "2031-03-05", "--kind", "coding", "--to", file).code
        == 0
    )
    rows = json.loads(file.read_text("utf-8"))["rows"]
    assert [(row["when"], row["who"], row["transcript"]) for row in rows] == [
        ("2031-03-05 10:00", "A", "Ana"),
        ("2031-03-06 10:00", "A", "Ana"),
    ]
    assert rows[0]["what"].startswith("gave “honestly” in Ana the code ")
    assert "released the codebook 1.0.0" in run("history", study, "--kind", "codebook").out
