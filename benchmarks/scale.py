"""Working in a large study: every table, agreement, pages, exports, one coding; and how all that grows.

    uv run python -m benchmarks.scale                    10, 125 and 500 interviews of 10,000 words
    uv run python -m benchmarks.scale --interviews 4 10  other sizes
    uv run python -m benchmarks.scale --only verify Home some of it
    uv run python -m benchmarks.scale --folder big       keeps the studies for the next run

Studies are made by `benchmarks.findings` (about 980 codings an interview), whose tables are measured here,
too. Each journey runs in a process of its own: seconds of the processor and the most memory it held, of
which about 190 MB are the program. Other programs may run beside, therefore no seconds by the clock. Pages
are run twice by Streamlit's own AppTest, without a browser; the second run is what a click costs. At last one
passage is coded again and again in studies of more and more codings, in the same transcript: both the
transaction and what page Code reads afterwards should cost the same in all of them.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from streamlit.testing.v1 import AppTest

from benchmarks.findings import INTERVIEWS, TABLES, make
from benchmarks.importing import conversation, write_text
from toolkit.formats import keys
from toolkit.model.identifier import new_id
from toolkit.model.moment import moment_named
from toolkit.model.names import Key, KeyList
from toolkit.model.transcript import Span
from toolkit.store import codings
from toolkit.workflow import (
    applying,
    comparing,
    copying,
    drawing,
    exporting,
    handing,
    importing,
    keeping,
    laying,
    listing,
    merging,
    pairing,
    recounting,
    reporting,
    searching,
    sharing,
    studies,
    unitizing,
)
from toolkit.workflow.studies import Study

QUICK: Final = ("--interviews", "2", "4", "--only", "open", "frequency", "agreement", "verify", "one coding")
SIZES: Final = (10, 125, INTERVIEWS)
_ONE: Final = "one coding"
_CODINGS: Final = 100
_MEGABYTE: Final = 1024

Journey = Callable[[Study, Path], object]


def _one_more(folder: Path) -> Path:
    path = folder / "P9999.txt"
    write_text(conversation(10_000, seed=9_999), path)
    return path


def _keys(folder: Path) -> Path:
    """Write a key list with a name that nobody in the study has: to look for it is what takes long."""
    path = folder / "keys" / "keys.csv"
    path.parent.mkdir()
    keys.write(KeyList((Key("name", "Marguerite", "Kim"),)), path)
    return path


def _shared(folder: Path) -> str:
    """Return where the shared copy goes: not into the folder of the key list."""
    place = folder / "shared"
    place.mkdir()
    return str(place / "shared.study")


def _elsewhere(study: Study, folder: Path) -> Path:
    """Make a copy of the study in which one passage was coded since."""
    path = folder / "colleague.study"
    shutil.copyfile(study.where, path)
    there = studies.open_study(path)
    _code(there, 1)
    there.close()
    return path


def _bundle(study: Study, folder: Path) -> Path:
    path = folder / "Ben.jsonl"
    path.write_text(exporting.bundle(study, coder="Ben"), "utf-8")
    return path


def _past(study: Study) -> Study:
    return studies.open_study(study.where, as_of=moment_named(f"{datetime.now(UTC):%Y-%m-%d}"))


def _handed_out(study: Study, folder: Path, *, kind: str) -> object:
    return handing.export(study, folder / f"out{handing.kinds()[kind]}", kind=kind)


def _tabled(study: Study, _: Path, *, make: Callable[[Study], object]) -> object:
    return make(study)


JOURNEYS: Final[dict[str, Journey]] = {
    "open": lambda study, _: study.profile,
    "agreement": lambda study, _: comparing.agreement(study),
    "agreement by sentence": lambda study, _: comparing.agreement(study, unit="sentence"),
    "agreement by segment": lambda study, _: comparing.agreement(study, unit="segment"),
    "agreement twice": lambda study, _: comparing.agreement(study, after_discussion=True),
    "pairs": lambda study, _: pairing.pairs(study),
    "confusion": lambda study, _: pairing.confusion(study),
    "unitizing": lambda study, _: unitizing.unitizing(study, resamples=100),
    "figure agreement": lambda study, _: drawing.agreement(study),
    "search": lambda study, _: searching.search(study, "report"),
    "search lemma": lambda study, _: searching.search(study, "report", lemma=True),
    "codings": lambda study, _: listing.all_codings(study),
    "bundle": lambda study, _: exporting.bundle(study, coder="Ben"),
    "import": lambda study, folder: importing.import_files(study, _one_more(folder)),
    "verify": lambda study, _: studies.verify(study),
    "copy": lambda study, folder: copying.copy(study, str(folder / "copy.study")),
    "share": lambda study, folder: sharing.share(study, _shared(folder), keys=_keys(folder)),
    "merge a copy": lambda study, folder: merging.merge(study, _elsewhere(study, folder)),
    "merge a bundle": lambda study, folder: merging.merge(study, _bundle(study, folder)),
    "backup": lambda study, _: keeping.backup(study),
    "history": lambda study, _: recounting.history(study),
    "history of the last": lambda study, _: recounting.history(study, last=100),
    "as of today": lambda study, _: _past(study).profile,
    "frequency as of today": lambda study, _: reporting.frequency(_past(study)),
    **{
        f"export {kind}": partial(_handed_out, kind=kind)
        for kind in handing.kinds()
        if kind != "qdc"  # the codebook alone
    },
    **{name: partial(_tabled, make=make_it) for name, make_it in TABLES.items()},
}
_WRITING: Final = ("import", "merge a copy", "merge a bundle", "backup")
PAGES: Final = ("Home", "Code", "Team", "Codebook", "Findings", "Agreement", "Review", "Search", "Memos")


# One journey, in a process of its own ----------------------------------------------------------------


def _one(name: str, path: Path, told: Connection) -> None:
    """Run one journey or page and tell what it cost."""
    studies.make_room()  # as every program of ours does
    with tempfile.TemporaryDirectory(prefix="intercoder-") as temporary:
        begun = _processor()
        if name in JOURNEYS:
            JOURNEYS[name](studies.open_study(path), Path(temporary))
            took = {"processor": _processor() - begun}
        else:
            took = _page(name, path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    told.send({**took, "megabytes": peak})


def _page(name: str, path: Path) -> dict[str, float]:
    page = AppTest.from_function(_shown, args=(str(path), name), default_timeout=3_600)
    page.session_state["coder"] = "Ada"
    took = []
    for _ in range(2):
        begun = _processor()
        page.run()
        took.append(_processor() - begun)
    if page.exception:
        raise SystemExit(f"{name}: {page.exception[0].message}")
    return {"processor": took[0], "again": took[1]}


def _shown(path: str, name: str) -> None:
    """Show one page of a study."""
    import streamlit as st  # noqa: PLC0415 - runs as a script of its own

    from toolkit.ui import app, state  # noqa: PLC0415 - likewise
    from toolkit.workflow import studies as opened  # noqa: PLC0415 - likewise

    there = {page.TITLE: page for page in app.PAGES}

    def show() -> None:
        there[name].show(opened.open_study(path).seen_by("Ada"))

    known = {title: st.Page(lambda: None, title=title, url_path=title.lower()) for title in there}
    known[name] = st.Page(show, title=name, url_path=name.lower(), default=True)
    state.remember_pages(known)
    st.navigation(list(known.values()), position="hidden").run()


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measure(path: Path, name: str) -> dict[str, float]:
    """Return what one journey costs in a process of its own, which has the program in memory already."""
    alone = multiprocessing.get_context("fork")
    heard, told = alone.Pipe(duplex=False)
    child = alone.Process(target=_one, args=(name, path, told))
    child.start()
    told.close()
    try:
        found: dict[str, float] = heard.recv()
    except EOFError:
        raise SystemExit(f"{name} failed: see above") from None
    finally:
        child.join()
    return found


# One coding ------------------------------------------------------------------------------------------


def coded(path: Path) -> tuple[float, float]:
    """Code passages one by one; return milliseconds of the processor for a coding, and for showing it."""
    study = studies.open_study(path)
    took = _code(study, _CODINGS)
    study.close()
    writing, reading = zip(*took, strict=True)
    return statistics.mean(writing) * 1_000, statistics.mean(reading) * 1_000


def _code(study: Study, passages: int) -> list[tuple[float, float]]:
    """Code passages one by one; return seconds of the processor for each, and for showing it."""
    laid = laying.lay(study, "P0000", "Ada")
    text = laid.desk.transcript
    took = []
    for turn in text.turns[2 : 2 + passages]:
        span = Span(turn.span.start, turn.span.start + 3)
        wish = applying.Apply(new_id(), text.id, text.sha256, span, next(iter(laid.desk.codebook.codable)))
        begun = _processor()
        applying.change(study, "Ada", [wish])
        between = _processor()
        laying.lay(study, "P0000", "Ada")
        took.append((between - begun, _processor() - between))
    return took


# All of it -------------------------------------------------------------------------------------------


def main() -> None:
    """Print what each journey costs in studies of several sizes, and what a coding costs in them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    everything = (*JOURNEYS, *PAGES, _ONE)
    parser.add_argument("--interviews", type=int, nargs="*", default=SIZES, help="how many in each study")
    parser.add_argument("--only", nargs="*", choices=everything, default=everything)
    parser.add_argument("--folder", type=Path, help="where studies are kept for the next run")
    given: Any = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="intercoder-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        made = [_made(folder, size) for size in sorted(given.interviews)]
        _print_sizes(made)
        if any(name != _ONE for name in given.only):
            _print_journeys(folder, made, [name for name in given.only if name != _ONE])
        if _ONE in given.only:
            _print_codings(folder, made)


def _print_sizes(made: Sequence[Path]) -> None:
    print("| interviews | codings | file |\n| ---: | ---: | ---: |")
    for path in made:
        print(f"| {path.stem} | {_count(path):,} | {path.stat().st_size / 2**20:.0f} MB |", flush=True)


def _print_journeys(folder: Path, made: Sequence[Path], names: Sequence[str]) -> None:
    """Print a row for each journey; again is the second run of a page, in the largest study."""
    sizes = "".join(f" {_count(path):,} codings | MB |" for path in made)
    print(f"\n| seconds of the processor |{sizes} again |\n| --- |{' ---: | ---: |' * len(made)} ---: |")
    for name in names:
        print(f"| {name} |", end="", flush=True)
        again = ""
        for path in made:
            cost = measure(_copied(path, folder) if name in _WRITING else path, name)
            again = f"{cost['again']:.2f}" if "again" in cost else ""
            print(f" {cost['processor']:.2f} | {cost['megabytes']:.0f} |", end="", flush=True)
        print(f" {again} |", flush=True)


def _print_codings(folder: Path, made: Sequence[Path]) -> None:
    print("\n| one coding, milliseconds of the processor | to code | to show |\n| ---: | ---: | ---: |")
    for path in made:
        writing, reading = coded(_copied(path, folder))
        print(f"| {_count(path):,} codings | {writing:.1f} | {reading:.1f} |", flush=True)


def _count(path: Path) -> int:
    study = studies.open_study(path)
    with study.reading() as connection:
        found = codings.count(connection)
    study.close()
    return found


def _copied(path: Path, folder: Path) -> Path:
    copy = folder / "working.study"
    for left in folder.glob("working.study*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    shutil.copyfile(path, copy)
    return copy


def _made(folder: Path, interviews: int) -> Path:
    path = folder / f"{interviews}.study"
    return path if path.exists() else make(folder, interviews)


if __name__ == "__main__":
    main()
