"""Working in a large study: agreement, pages, one coding, verifying, copying, handing out; and how they grow.

    uv run python -m benchmarks.scale                    500 interviews of 10,000 words, 490,000 codings
    uv run python -m benchmarks.scale --interviews 100   a smaller one
    uv run python -m benchmarks.scale --only verify Home some of it

Each journey runs in a process of its own on a study made by `benchmarks.findings`, which has the tables of
findings, and on one of a quarter of it: seconds of the processor and the most memory it held. Pages are run
twice by Streamlit's own AppTest, without a browser; the second run is what a click costs. Growth is that of
the processor's seconds. Then one passage is coded again and again in studies of more and more codings, in the
same transcript: both the transaction and what page Code reads afterwards should cost the same in all of them.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from streamlit.testing.v1 import AppTest

from benchmarks.findings import INTERVIEWS, make
from benchmarks.importing import conversation, write_text
from toolkit.model.identifier import new_id
from toolkit.model.transcript import Span
from toolkit.workflow import (
    applying,
    comparing,
    copying,
    drawing,
    exporting,
    handing,
    importing,
    laying,
    listing,
    pairing,
    searching,
    studies,
    unitizing,
    watching,
)
from toolkit.workflow.studies import Study

SIZES: Final = (1, 10, 100, INTERVIEWS)
_CODINGS: Final = 100
_MEGABYTE: Final = 1024

Journey = Callable[[Study, Path], object]

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
    "progress": lambda study, _: watching.progress(study.seen_by("Ada")),
    "search": lambda study, _: searching.search(study, "report"),
    "search lemma": lambda study, _: searching.search(study, "report", lemma=True),
    "codings": lambda study, _: listing.all_codings(study),
    "bundle": lambda study, _: exporting.bundle(study, coder="Ben"),
    "export": lambda study, folder: handing.export(study, folder / "out.zip", kind="codings"),
    "import": lambda study, folder: importing.import_files(study, _one_more(folder)),
    "verify": lambda study, _: studies.verify(study),
    "copy": lambda study, folder: copying.copy(study, str(folder / "copy.study")),
}
PAGES: Final = ("Home", "Code", "Team", "Codebook", "Findings", "Agreement", "Review", "Search", "Memos")


def _one_more(folder: Path) -> Path:
    path = folder / "P9999.txt"
    write_text(conversation(10_000, seed=9_999), path)
    return path


# One journey, in a process of its own ----------------------------------------------------------------


def _one(name: str, path: Path) -> None:
    """Run one journey or page and print what it cost."""
    studies.make_room()  # as every program of ours does
    with tempfile.TemporaryDirectory(prefix="intercoder-") as temporary:
        begun = _processor()
        if name in JOURNEYS:
            JOURNEYS[name](studies.open_study(path), Path(temporary))
            told = {"processor": _processor() - begun}
        else:
            told = _page(name, path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    print(json.dumps({**told, "megabytes": peak}))


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

    from toolkit.ui import pages, state  # noqa: PLC0415 - likewise
    from toolkit.workflow import studies as opened  # noqa: PLC0415 - likewise

    there = {page.TITLE: page for page in pages.PAGES}

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
    """Return what one journey costs in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.scale", "--one", name, str(path)]
    ran = subprocess.run(words, check=False, capture_output=True, text=True)
    if ran.returncode:
        raise SystemExit(f"{name}: {ran.stderr.strip().splitlines()[-1]}")
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


# One coding ------------------------------------------------------------------------------------------


def coded(path: Path) -> tuple[float, float]:
    """Code passages one by one; return milliseconds of the processor for a coding, and for showing it."""
    study = studies.open_study(path)
    laid = laying.lay(study, "P0000", "Ada")
    text = laid.desk.transcript
    writing, reading = [], []
    for turn in text.turns[2 : 2 + _CODINGS]:
        span = Span(turn.span.start, turn.span.start + 3)
        wish = applying.Apply(new_id(), text.id, text.sha256, span, next(iter(laid.desk.codebook.codable)))
        begun = _processor()
        applying.change(study, "Ada", [wish])
        between = _processor()
        laying.lay(study, "P0000", "Ada")
        writing.append(between - begun)
        reading.append(_processor() - between)
    study.close()
    return statistics.mean(writing) * 1_000, statistics.mean(reading) * 1_000


# All of it -------------------------------------------------------------------------------------------


def main() -> None:
    """Print what each journey costs, how that grew, and what a coding costs in larger studies."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    everything = (*JOURNEYS, *PAGES, "one coding")
    parser.add_argument("--interviews", type=int, default=INTERVIEWS)
    parser.add_argument("--only", nargs="*", choices=everything, default=everything)
    parser.add_argument("--folder", type=Path, help="where studies are kept for the next run")
    parser.add_argument("--one", nargs=2, metavar=("JOURNEY", "STUDY"), help=argparse.SUPPRESS)
    given: Any = parser.parse_args()
    if given.one:
        _one(given.one[0], Path(given.one[1]))
        return
    with tempfile.TemporaryDirectory(prefix="intercoder-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if any(name != "one coding" for name in given.only):
            _print_journeys(folder, given.interviews, given.only)
        if "one coding" in given.only:
            _print_codings(folder, given.interviews)


def _print_journeys(folder: Path, interviews: int, names: tuple[str, ...]) -> None:
    quarter, full = (_made(folder, size) for size in (interviews // 4, interviews))
    print(f"{'journey':24}{'processor':>10}{'growth':>8}{'again':>8}{'MB':>7}{'growth':>8}")
    for name in names:
        if name != "one coding":
            # A copy, for some of them change the study.
            small, large = (measure(_copied(path, folder), name) for path in (quarter, full))
            slower, bigger = (large[part] / max(small[part], 0.001) for part in ("processor", "megabytes"))
            again = f"{large['again']:7.2f}s" if "again" in large else " " * 8
            costs = f"{large['processor']:9.2f}s{slower:7.1f}x{again}"
            print(f"{name:24}{costs}{large['megabytes']:7.0f}{bigger:7.1f}x", flush=True)


def _print_codings(folder: Path, interviews: int) -> None:
    print(f"{'codings in the study':24}{'to code':>10}{'to show':>10}   milliseconds of the processor each")
    for size in sorted({min(size, interviews) for size in SIZES}):
        path = _copied(_made(folder, size), folder)
        writing, reading = coded(path)
        print(f"{size * 1_000:<24,}{writing:10.1f}{reading:10.1f}", flush=True)


def _copied(path: Path, folder: Path) -> Path:
    copy = folder / "working.study"
    for left in folder.glob("working.study*"):
        left.unlink()
    shutil.copyfile(path, copy)
    return copy


def _made(folder: Path, interviews: int) -> Path:
    path = folder / f"{interviews}.study"
    return path if path.exists() else make(folder, interviews)


if __name__ == "__main__":
    main()
