"""A coder in a blind round learns nothing of what another does in it, whatever they ask.

Two copies of one study differ in what A did in a blind round, and in nothing else. B asks every journey and
every command of both, as themselves and in the name of others: whatever comes back, a table, a file, a text
or a refusal, has to be the same. A journey that is new is asked by itself; one whose arguments are not known
here fails until somebody says what they are.
"""

from __future__ import annotations

import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest

import toolkit.workflow
from tests.twins import WHISPER, Twins, brought_by_a, interview, masked, told
from toolkit import cli
from toolkit.cli import commands
from toolkit.formats import keys as key_files
from toolkit.model.names import Key, KeyList
from toolkit.model.selection import EVERYTHING
from toolkit.store.past import Past
from toolkit.store.study import Study
from toolkit.workflow import (
    adjudicating,
    answering,
    applying,
    asking,
    discussing,
    drafting,
    handing,
    importing,
    leaking,
    merging,
    noting,
    packing,
    proposing,
    quoting,
    redacting,
    repairing,
    reporting,
    searching,
    selecting,
    settling,
    sharing,
    showing,
    speaking,
    studies,
    suggesting,
    undoing,
)
from toolkit.workflow.suggesting import Suggestion

pytestmark = pytest.mark.sqlite
"""The two studies are copies of one file. What a connection sees on a server is asked in tests/store."""


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Twins:
    return Twins(tmp_path_factory.mktemp("twins"))


# Every journey ----------------------------------------------------------------------------------------


def journeys() -> Iterator[tuple[str, Callable[..., object]]]:
    """Yield every public function of the workflow whose first argument is a study."""
    for module in pkgutil.iter_modules(toolkit.workflow.__path__):
        name = f"toolkit.workflow.{module.name}"
        for label, function in vars(import_module(name)).items():
            if label.startswith("_") or not inspect.isfunction(function) or function.__module__ != name:
                continue
            first = next(iter(inspect.signature(function).parameters.values()), None)
            if first is not None and first.name == "study" and str(first.annotation).startswith("Study"):
                yield f"{module.name}.{label}", function


JOURNEYS: Final = dict(journeys())
QUERY: Final = searching.Query(("doubt",))
_START: Final = interview("P01").text.index("doubt what I hear")
_FEW: Final = 50  # resamples: intervals are the same in both studies or they are not
_END: Final = _START + len("doubt what I hear")


def learnt(study: Study, who: str) -> list[Suggestion]:
    found = suggesting.material(study, coder=who)
    return list(suggesting.suggested(study, found, suggesting.learned(found), "P01"))


def copied(study: Study) -> Path:
    """Return a copy of a study, as somebody who has the file can make one."""
    return Path(shutil.copy(study.where, Path(study.where).with_name("a copy.study")))


def exported(study: Study, name: str) -> list[object]:
    """Return what an export says and writes."""
    file = Path(study.where).with_name(name)
    said = handing.export(study, file)
    return [said, file.read_bytes()]


_HANDED: Final[Mapping[str, Callable[[Study, str, Mapping[str, str]], object]]] = {
    "adjudicating.settle": lambda study, who, _: adjudicating.settle(
        study, transcript="P01", code="doubt", start=_START, end=_END, by=who, reason="Plain"
    ),
    "answering.answer": lambda study, who, _: answering.answer(
        study, answering.queue(study).open, ("care",), by=who
    ),
    "answering.passage": lambda study, *_: [
        answering.passage(study, each) for each in answering.queue(study).open
    ],
    "discussing.answer": lambda study, who, _: [
        discussing.answer(study, each, discussing.none_of_it(each), by=who, reason="Plain")
        for each in discussing.docket(study).cases
    ],
    "reporting.saturation_of": lambda study, *_: reporting.saturation_of(
        study, selecting.material(study, EVERYTHING)
    ),
    "discussing.passage": lambda study, *_: [
        discussing.passage(study, each) for each in discussing.docket(study).cases
    ],
    "applying.change": lambda study, who, ids: applying.change(study, who, [applying.Remove(ids["coding"])]),
    "showing.shown_now": lambda study, who, _: showing.shown_now(
        study, showing.desk(study, "P01", who, others=True).codings
    ),
    "asking.ask": lambda study, who, _: asking.ask(study, "P01", {2: 1}, by=who),
    "drafting.take": lambda study, who, _: drafting.take(study, drafting.Step("retire", ("care",)), by=who),
    "handing.export": lambda study, *_: exported(study, "out.jsonl") + exported(study, "out.qdpx"),
    "handing.made": lambda study, *_: [handing.made(study, kind, "") for kind in handing.kinds()],
    "importing.commit": lambda study, *_: importing.commit(study, ()),
    "importing.import_files": lambda study, *_: importing.import_files(study, Path(study.where)),
    "merging.merge": lambda study, *_: merging.merge(study, copied(study), dry_run=True),
    "noting.beside": lambda study, who, _: noting.beside(study, "P01", who, (), others=True),
    "packing.report": lambda study, *_: packing.report(study, resamples=_FEW),
    "proposing.turns_of": lambda study, *_: [
        proposing.turns_of(study, each) for each in proposing.proposed(study)
    ],
    "redacting.apply": lambda study, who, _: redacting.apply(
        study, KeyList((Key("name", "doubt", "[name]"),)), by=who
    ),
    "redacting.candidates": lambda study, *_: redacting.candidates(study, KeyList(), redacting.Told()),
    "redacting.listed": lambda study, *_: redacting.listed(
        study, redacting.candidates(study, KeyList(), redacting.Told())
    ),
    "sharing.copy_of": lambda study, *_: sharing.copy_of(study, KeyList((Key("name", "doubt", "[name]"),))),
    "leaking.in_study": lambda study, *_: leaking.in_study(study, (Key("name", "doubt", "[name]"),)),
    "quoting.offers": lambda study, *_: quoting.offers(study, selecting.material(study, EVERYTHING)),
    "repairing.passage": lambda study, *_: [
        repairing.passage(study, each) for each in repairing.repairs(study).open
    ],
    "repairing.put": lambda study, who, _: repairing.put(study, (), None, by=who),
    "repairing.put_each": lambda study, who, _: repairing.put_each(study, (), lambda _: None, by=who),
    "searching.code_hits": lambda study, who, _: searching.code_hits(
        study, who, searching.find(study, QUERY).hits, "doubt"
    ),
    "searching.find": lambda study, *_: searching.find(study, QUERY),
    "settling.settle": lambda study, who, _: settling.settle(study, settling.waiting(study), None, by=who),
    "settling.settle_each": lambda study, who, _: settling.settle_each(
        study, settling.waiting(study), by=who
    ),
    "settling.text_of": lambda study, *_: [
        settling.text_of(study, each.stray) for each in settling.waiting(study)
    ],
    "speaking.give": lambda study, who, _: speaking.give(study, "P01", {2: "I"}, by=who),
    "suggesting.accept": lambda study, who, _: suggesting.accept(study, who, learnt(study, who)[:1]),
    "suggesting.open_to": lambda study, who, _: suggesting.open_to(study, learnt(study, who), None),
    "suggesting.suggested": lambda study, who, _: learnt(study, who),
    "undoing.history": lambda study, who, _: undoing.history(study, who, interview("P01")),
}
"""How to ask journeys whose arguments are made by other journeys."""

APART: Final = {
    "signing.admit": "is how somebody comes in, and returns the study as they may see it",
    "keeping.backup": "makes a copy of the file, as whoever has it can",
    "keeping.damaged": "tells which backups cannot be read",
    "keeping.left_over": "tells names of files",
    "keeping.misplaced": "tells where the file lies",
    "keeping.today": "makes a copy of the file, as whoever has it can",
    "studies.create": "makes a study and reads none",
    "packing.compared": "takes what `packing.rebuild`, which is asked, makes of a file",
    "tending.health": "tells how long the log is, and nothing of what is in it",
    "undoing.latest_event": "is the length of the log, which tells that somebody works",
    "speaking.change_reading": "is what the journeys that change a reading have in common",
}
"""Journeys that are not asked, and why."""


def values(who: str, ids: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """Return what the other journeys are asked with, by the names of their parameters."""
    return {
        "coder": who,
        "by": who,
        "code": "doubt",
        "other": "care",
        "codes": ("care",),
        "label": "P01",
        "act": ids["act"],
        "coding": ids["coding"],
        "quotation": ids["quotation"],
        "verdict": "nothing",
        "start": _START,
        "end": _END,
        "at": "what I",
        "change": "CR-0001",
        "choose": ("care",),
        "into": "I",
        "name": "P01",
        "number": 1,
        "turn": 2,
        "role": "interviewer",
        "sought": "doubt",
        "words": "doubt",
        "transcript": "P01",
        "unit": "turn",
        "version": "2.0.0",
        "which": "coreq",
        "reason": "Plain",
        "selection": EVERYTHING,
        "edited": "doubt",
        "used_in": "",
        "ending": ".yaml",
        "file": folder / "none.yaml",
        "pack": folder / "none.zip",
        "given": (("A", "P01"),),
        "taken": (),
        "among": ("P01",),
        "seed": 1,
        "width": 0.4,
        "sure": 0.8,
        "project": brought_by_a(),
        "data": b"file",
        "copy": str(folder / "another.study"),
        "keys": key_list(folder),
        "others": True,
        "study_itself": True,
    }


def key_list(folder: Path) -> Path:
    """Return a key list with a word of the interviews in it."""
    path = folder / "kept apart" / "keys.csv"
    path.parent.mkdir(exist_ok=True)
    key_files.write(KeyList((Key("name", "doubt", "[name]"),)), path)
    return path


_WIDER: Final = ("coder", "transcript", "code", "others", "at_version")


def ask(name: str, study: Study, who: str, ids: Mapping[str, str], *, wide: bool) -> object:
    """Ask a journey: with no more than it needs or, `wide`, also with what it may be told."""
    if name in _HANDED:
        return _HANDED[name](study, who, ids)
    function, given = JOURNEYS[name], values(who, ids, Path(study.where).parent)
    places: list[object] = []
    options: dict[str, object] = {}
    for known in list(inspect.signature(function).parameters.values())[1:]:
        needed = known.default is known.empty
        if known.kind is known.VAR_POSITIONAL:
            places.append(given[known.name])
        elif needed or (wide and known.name in _WIDER):
            value = given[known.name]
            if not needed and isinstance(known.default, tuple):
                value = (value,)
            if known.kind is known.KEYWORD_ONLY:
                options[known.name] = value
            else:
                places.append(value)
    return function(study, *places, **options)


@pytest.mark.parametrize("name", sorted(JOURNEYS.keys() - APART.keys()))
def test_no_journey_tells_a_coder_of_a_blind_round_what_another_did_in_it(twins: Twins, name: str) -> None:
    takes = set(inspect.signature(JOURNEYS[name]).parameters)
    people = ("A", "B") if takes & {"coder", "by"} else ("B",)
    for who, wide in product(people, (False,) if name in _HANDED else (False, True)):
        heard = [
            told(lambda: ask(name, study.seen_by("B"), who, twins.ids, wide=wide))  # noqa: B023
            for study in twins.copies()
        ]
        assert heard[0] == heard[1]
        assert WHISPER not in heard[1]


def test_a_lead_is_told_what_a_coder_is_not(twins: Twins) -> None:
    """The walk can fail: for a lead the two studies differ wherever A's work shows."""
    differing = []
    for name in ("listing.all_codings", "noting.memos", "proposing.proposals", "reporting.frequency"):
        heard = [
            told(lambda: ask(name, study.seen_by("Lea"), "A", twins.ids, wide=False))  # noqa: B023
            for study in twins.copies()
        ]
        if heard[0] != heard[1]:
            differing.append(name)
    assert len(differing) == 4


def test_nobody_in_particular_is_told_as_little(twins: Twins) -> None:
    for name in ("listing.all_codings", "noting.memos", "proposing.proposals", "reporting.frequency"):
        heard = [told(lambda: ask(name, study, "A", twins.ids, wide=False)) for study in twins.copies()]  # noqa: B023
        assert heard[0] == heard[1]


# At any time ------------------------------------------------------------------------------------------

_TABLES: Final = (
    *("listing.all_codings", "showing.desk", "noting.memos", "proposing.proposals", "reporting.frequency"),
    *("reporting.coverage", "comparing.agreement", "adjudicating.disagreements", "quoting.quotations"),
    *("recounting.history", "watching.progress", "arranging.rounds", "describing.methods", "studies.as_of"),
    *("undoing.history", "exporting.bundle", "handing.made"),
)


@pytest.mark.parametrize("name", _TABLES)
def test_no_moment_of_the_past_shows_a_coder_what_is_hidden_from_them_today(twins: Twins, name: str) -> None:
    for moment in twins.moments:
        heard = []
        for study in twins.copies():
            past = Past(studies.open_study(study.where), moment)
            seen = past.seen_by("B")
            heard.append(told(lambda: ask(name, seen, "A", twins.ids, wide=False)))  # noqa: B023
            past.close()
        assert heard[0] == heard[1]
        assert WHISPER not in heard[1]


def test_a_lead_sees_at_any_time_what_was_there(twins: Twins) -> None:
    heard = []
    for study in twins.copies():
        past = Past(studies.open_study(study.where), twins.moments[-1])
        heard.append(told(lambda: noting.memos(past.seen_by("Lea"))))  # noqa: B023
        past.close()
    assert WHISPER not in heard[0]
    assert WHISPER in heard[1]


# Every command ----------------------------------------------------------------------------------------


def words(name: str, ids: Mapping[str, str], folder: Path) -> list[str]:
    """Return a command line that asks a command about A."""
    module, function = cli.COMMANDS[name][0].split(":")
    given = values("A", ids, folder)
    line = name.split()
    for known in inspect.signature(JOURNEYS[f"{module}.{function}"]).parameters.values():
        if known.name == "study":
            line.append(str(folder / "my.study"))
        elif known.kind is known.KEYWORD_ONLY and (known.default is known.empty or known.name in _WIDER):
            if known.name not in given or isinstance(given[known.name], bool):
                continue
            value = given[known.name]
            line += [
                f"--{known.name.replace('_', '-')}",
                *(value if isinstance(value, tuple) else [str(value)]),
            ]
        elif known.kind is known.VAR_POSITIONAL or known.default is known.empty:
            line.append(str(given.get(known.name, folder / "none")))
        elif known.name == "resamples":
            line += ["--resamples", str(_FEW)]
    return line


ON_STUDIES: Final = sorted(
    name
    for name, (where, _) in cli.COMMANDS.items()
    if where.replace(":", ".") in JOURNEYS.keys() - APART.keys()
)


@pytest.mark.parametrize("name", ON_STUDIES)
def test_no_command_tells_a_coder_of_a_blind_round_what_another_did_in_it(
    twins: Twins, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    heard = []
    for study in twins.copies():
        folder = Path(study.where).parent
        ending = {"table": ".json", "figure": ".svg", "pack": ".zip", "text": ""}[commands.kind(name)]
        saved = ("--to", str(folder / f"out{ending}")) if ending else ()
        said = told(
            lambda: cli.app.meta(
                [*words(name, twins.ids, folder), *saved, "--as", "B"],  # noqa: B023
                result_action="return_value",
                exit_on_error=False,
                print_error=False,
            )
        )
        written = [path.read_bytes() for path in sorted(folder.glob("out.*"))] if name != "report" else []
        out = capsys.readouterr()
        heard.append(masked(f"{said}{written}{out.out}{out.err}"))
    assert heard[0] == heard[1]
    assert WHISPER not in heard[1]


def test_a_person_is_named_in_the_environment_too(
    twins: Twins, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for viewer, is_told in (("B", False), ("Lea", True)):
        monkeypatch.setenv("INTERCODER_AS", viewer)
        *_, loud = twins.copies()
        cli.app.meta(["memos", loud.where], result_action="return_value", exit_on_error=False)
        assert (WHISPER in capsys.readouterr().out) == is_told
