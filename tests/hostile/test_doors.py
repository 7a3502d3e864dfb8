"""Hostile files at the doors of the command line. `python -m tests.hostile` tries all of them at all of theirs."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.hostile import corpus
from tests.hostile.corpus import Input, inputs
from tests.hostile.doors import DOORS, Outcome, knocked, summed_up, tried

# Of kinds with attacks of their own: one in so many.
_MANY = {"study": 3, "name": 4, "yaml": 2, "odt": 2}
# What takes seconds in an idle minute; the script tries them.
_LONG = (
    "labels",
    "too-much",
    "lines",
    "members",
    "large-cell",
    "many-rows",
    "bombs",
    "huge-cell",
    "long-word",
    "rows",
    "many-names",
    "words",
)


# What the script once found that the choice below had left out.
_ONCE_FAULTY = (
    ("qdc/img", "codebook release"),
    ("qde/namespaces", "import-project"),
    ("inline/unclosed", "create --project"),
    ("doccano/marks", "create --project"),
    ("memo/empty", "memo --file"),
    ("names/nul", "redact --names"),
    ("decisions/quotes", "redact --review"),
    ("study/version", "code"),
)


def chosen() -> list[tuple[str, str]]:
    """Return each attack at one format or two, another for each attack, and each door at least once."""
    seen: dict[str, int] = {}
    doors: set[str] = set()
    cases: list[tuple[str, str]] = []
    for each in sorted(inputs(), key=_scattered):
        attack = each.name.partition("/")[2].removesuffix("-bytes")
        door = next((door for door in each.doors if door not in doors), each.doors[0])
        is_new = door not in doors
        if is_new or each.kind not in _MANY:
            pass
        elif _scattered(each) % _MANY[each.kind]:
            continue
        if attack in _LONG or (seen.get(attack, 0) >= _most(attack) and not is_new):
            continue
        seen[attack] = seen.get(attack, 0) + 1
        doors.add(door)
        cases.append((each.name, door))
    return [*cases, *(each for each in _ONCE_FAULTY if each not in cases)]


def _most(attack: str) -> int:
    table = attack.partition("-")[0] in ("view", "missing", "blobs", "texts", "nothing", "slip", "manifest")
    return 0 if table and not attack.endswith(("study", "codings", "events", "1", "6")) else 1


def _scattered(given: Input) -> int:
    """Order the corpus so that neighbours are of different formats, the same at every run."""
    return sum(ord(letter) * (place * place + 7) for place, letter in enumerate(given.name)) % 9_973


@pytest.mark.sqlite
def test_hostile_files_are_refused_or_harmless() -> None:
    cases = chosen()
    assert {door for _, door in cases} >= {*DOORS} - {"import FOLDER"}

    outcomes = knocked(cases)

    print(summed_up(outcomes))
    assert [each for each in outcomes if each.fault] == []
    assert len(outcomes) == len(cases)
    assert any(each.refused for each in outcomes)
    assert any(not each.refused for each in outcomes)


def test_no_two_inputs_have_one_name_and_each_has_a_door() -> None:
    names = [each.name for each in inputs()]
    assert len(names) == len(set(names)) > 2_000
    assert {door for each in inputs() for door in each.doors} <= {*DOORS}


def test_the_corpus_is_written_by_its_script(tmp_path: Path) -> None:
    corpus.main(tmp_path, ("toml/", "name/1", "study/empty"))
    assert {path.parent.name for path in tmp_path.rglob("*.*")} == {"toml", "name", "study"}


class _Trap:
    """A street at one of whose doors the process ends."""

    def knock(self, given: Input, door: str) -> Outcome:
        if door == "trap":
            os.kill(os.getpid(), signal.SIGKILL)
        return Outcome(given.name, door, refused=True, fault="", seconds=0.0, megabytes=0.0, told="")

    def clear(self) -> str:
        return "so far"


def test_a_case_that_ends_its_process_is_faulty_and_the_next_process_goes_on_behind_it() -> None:
    given = inputs()[0]
    cases = [(given, "first"), (given, "trap"), (given, "last")]

    outcomes = list(tried(_Trap(), cases))
    rest = list(tried(_Trap(), cases[len(outcomes) :]))

    assert [(each.door, each.fault) for each in (*outcomes, *rest)] == [
        ("first", ""),
        ("trap", "ended by signal 9"),
        ("last", ""),
    ]
    assert outcomes[1].told == "so far"
