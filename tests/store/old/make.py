"""Makes a small study with the program of an older schema, as SQL, and what that program printed of it.

The dumps beside this file were made once, each by the last version of the program that had its schema::

    PYTHONPATH=<that version> python make.py <folder>

An older program knows fewer kinds of work: each part below says from which schema on there is one. All words
are invented.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

CODEBOOK = """\
schema: intercoder-codebook/1
codebook:
  id: small
  title: A small codebook
  version: 0.1.0
  status: sample
  language: en
  approach: codebook
themes:
- id: feelings
  label: Feelings
  definition: What people feel about their work.
codes:
- {id: trust, label: Trust, parent: feelings, since: 0.1.0, definition: Talk of trusting somebody.}
- {id: doubt, label: Doubt, parent: feelings, since: 0.1.0, definition: Talk of doubting something.}
- {id: hope, label: Hope, parent: feelings, since: 0.1.0, definition: Talk of hoping for something.}
"""
TEXT = """\
I: How did it begin? \U0001f468\u200d\U0001f469\u200d\U0001f467

P01: I trusted them \U0001f600 at first. Then cafe\u0301 talk made me doubt. I still hope for the team.

I: And now?

P01: Now I hope for myself. \u6f22\u5b57 and \U00020bb7 too. Little things please me.
"""
OTHER = """\
I: How did it begin?

P02: Nobody asked us. I doubt that anybody read it, and I trust nobody there.
"""
PEOPLE = "participant,role,years\nP01,curator,7\nP02,engineer,12\n"
PROTOCOL = "1. How did it begin?\n2. And now?\n"


def workflow(name: str) -> Any:  # noqa: ANN401 - another version's module
    return import_module(f"toolkit.workflow.{name}")


def assigning() -> Any:  # noqa: ANN401 - likewise
    """Return where transcripts are given out; up to schema 6 that stood with the applying of codes."""
    try:
        return workflow("assigning")
    except ModuleNotFoundError:
        return workflow("applying")


class Old:
    """A study of the program that is on the path, and how its people work in it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "old.study"
        self.schema: int = import_module("toolkit.store.schema").SCHEMA_NUMBER
        workflow("studies").create(self.path, codebook=self.file("book.yaml", CODEBOOK), title="An old study")
        self.study = workflow("studies").open_study(self.path)

    def file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def place(self, words: str, transcript: str = "P01") -> dict[str, object]:
        """Return where words stand in the latest text of a transcript."""
        ask = (
            "SELECT text FROM transcripts JOIN texts USING (sha256) "
            "WHERE id = ? ORDER BY revision DESC LIMIT 1"
        )
        with closing(sqlite3.connect(self.path)) as raw:
            (text,) = raw.execute(ask, (transcript,)).fetchone()
        start = text.index(words)
        return {"transcript": transcript, "start": start, "end": start + len(words)}

    def code(self, coder: str, words: str, code: str, transcript: str = "P01", **more: object) -> str:
        workflow("applying").code(self.study, coder=coder, code=code, **self.place(words, transcript), **more)
        with closing(sqlite3.connect(self.path)) as raw:
            ask = "SELECT id FROM codings WHERE coder = ? AND code = ? ORDER BY made_at DESC, id DESC LIMIT 1"
            return str(raw.execute(ask, (coder, code)).fetchone()[0])

    def memo(self, coder: str, text: str, coding: str) -> None:
        if self.schema >= 3:
            workflow("noting").memo(self.study, coder=coder, text=text, coding=coding)
            return
        codings, model = import_module("toolkit.store.codings"), import_module("toolkit.model.coding")
        with self.study.transaction(coder) as records:
            codings.add_memo(records, model.Memo("m1", "coding", coding, coder, text, "2026-03-01T09:30:00Z"))

    def step(self, op: str, **facts: object) -> None:
        drafting = workflow("drafting")
        drafting.take(self.study, drafting.Step(op, rationale="The pilot showed it.", **facts), by="Ana")

    def release(self, *, read_anew: bool) -> None:
        told = workflow("drafting").as_yaml(self.study).replace("status: draft", "status: released")
        workflow("drafting").discard(self.study, by="Ana")
        workflow("revising").release(self.study, self.file("next.yaml", told), read_anew=read_anew)


def work(old: Old) -> None:
    """Do all that the program of this schema can do."""
    study, schema = old.study, old.schema
    files = [old.file("P01.txt", TEXT), old.file("P02.txt", OTHER)]
    people = old.file("people.csv", PEOPLE)
    workflow("importing").import_files(study, *files, participants=people, interviewer=("I",))
    if schema >= 3:
        workflow("asking").questions(study, protocol=old.file("protocol.md", PROTOCOL))
    for coder in ("Ana", "Ben"):
        assigning().assign(study, "P01", "P02", coder=coder)
    sure = old.code("Ana", "I trusted them \U0001f600 at first", "trust", certainty="unsure")
    old.code("Ana", "doubt", "doubt")
    old.code("Ana", "I doubt that anybody read it", "doubt", "P02")
    hoped = old.code("Ana", "I still hope for the team", "hope")
    old.code("Ben", "trusted them", "trust")
    old.code("Ben", "cafe\u0301 talk", "doubt")
    old.code("Ben", "Now I hope for myself", "hope")
    old.code("Ben", "I trust nobody there", "trust", "P02")
    old.memo("Ana", "Is this still trust? \U0001f914", sure)
    if schema >= 4:
        propose(old)
    if schema >= 6:
        workflow("enrolling").coder(study, "Cleo", role="lead", email="cleo@example.org")
    for coder in ("Ana", "Ben"):
        assigning().finish(study, "P01", "P02", coder=coder)
    if schema >= 2:
        revise(old, hoped)
    if schema >= 3:
        correct(old)
    if schema >= 5:
        pick = {"coder": "Ana", "code": "trust", **old.place("I trusted them \U0001f600 at first")}
        workflow("picking").pick(study, **pick, used_in="Table 2")
    if schema >= 2:
        go_on(old)


def propose(old: Old) -> None:
    proposing = workflow("proposing")
    for coder, label in (("Ben", "Little things"), ("Ana", "Little things"), ("Ana", "Reading")):
        proposing.propose(old.study, coder=coder, label=label, definition="Talk of it.")
    old.code("Ben", "Little things please me", "little-things")
    proposing.answer(old.study, "reading", by="Ben", decline=True, why="Everybody reads.")


def revise(old: Old, hoped: str) -> None:
    """Split a code, let one coding wait and decide the other."""
    code = import_module("toolkit.model.code").Code
    both = tuple(
        code(name, label, parent="feelings", definition=f"Talk of hoping for {whom}.")
        for name, label, whom in (("self", "For oneself", "oneself"), ("team", "For the team", "the team"))
    )
    old.step("split", subjects=("hope",), results=("self", "team"), codes=both)
    old.release(read_anew=False)
    workflow("reviewing").decide(old.study, hoped, by="Ana", choose=("team",), why="It says so.")


def correct(old: Old) -> None:
    """Import a corrected text, say where a passage went, and settle what coders differ on."""
    corrected = TEXT.replace("cafe\u0301 talk made", "all that coffee-room chatter made")
    workflow("importing").import_files(
        old.study, old.file("P01.txt", corrected), revise=("P01",), interviewer=("I",)
    )
    (repair,) = workflow("repairing").repairs(old.study).open
    there = old.place("chatter")
    place = f"{there['start']}-{there['end']}"
    workflow("reviewing").decide(old.study, repair.coding.id, by="Ben", place=place, why="They mean that.")
    told = {"code": "trust", "by": "Cleo", "reason": "It is trust.", **old.place("trusted them")}
    workflow("adjudicating").settle(old.study, **told)


def go_on(old: Old) -> None:
    """Read anew under another version, and leave a draft of the next one."""
    code = import_module("toolkit.model.code").Code
    care = code("care", "Care", parent="feelings", definition="Talk of caring for somebody.")
    old.step("add", results=("care",), codes=(care,))
    old.release(read_anew=True)
    if old.schema >= 4:
        workflow("arranging").set_unit(old.study, unit="sentence")
    assigning().assign(old.study, "P02", coder="Ben")
    old.code("Ben", "Nobody asked us.", "doubt", "P02")
    if old.schema >= 6:
        assigning().finish(old.study, "P02", coder="Ben")
        workflow("arranging").begin(old.study, "third", purpose="check", blind=True)
    old.step("rename", subjects=("care",), codes=(code("care", "Caring", parent="feelings"),))


SINCE = {
    "codings": 1,
    "progress": 1,
    "transcripts": 1,
    "participants": 1,
    "codebook show": 1,
    "agreement": 1,
    "frequency": 1,
    "review": 2,
    "decisions": 2,
    "migration": 2,
    "memos": 3,
    "disagreements": 3,
    "consensus": 3,
    "rounds": 4,
    "proposals": 4,
    "quotations": 5,
    "coders": 6,
}
"""The commands that print a table, and the schema from which on there is such a table to print."""


def printed(study: object, schema: int) -> dict[str, dict[str, Any]]:
    """Return what the program on the path prints of a study: the tables that a schema had already."""
    commands = import_module("toolkit.cli").COMMANDS
    found = {}
    for name, since in SINCE.items():
        if since <= schema:
            module, function = commands[name][0].split(":")
            table = getattr(workflow(module), function)(study)
            found[name] = {"columns": [column.name for column in table.columns], "rows": table.rows}
    return found


def main(into: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        old = Old(Path(folder))
        work(old)
        tables = printed(old.study, old.schema)
        old.study.close()
        with closing(sqlite3.connect(old.path)) as raw:
            marks = [
                f"PRAGMA {name}={raw.execute(f'PRAGMA {name}').fetchone()[0]};"
                for name in ("application_id", "user_version")
            ]
            dump = "\n".join([*marks, *raw.iterdump()])
    (into / f"schema-{old.schema}.sql").write_text(dump + "\n", encoding="utf-8")
    told = json.dumps(tables, ensure_ascii=False, indent=0)
    (into / f"schema-{old.schema}.json").write_text(told + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
