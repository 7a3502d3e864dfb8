"""Long interviews and many of them: what an import takes, in seconds and memory, and how that grows.

    uv run python benchmarks/importing.py [--part N]

Imports one transcript of 200,000 words in three forms, and a folder of 500 interviews of 2,000 words in four,
each beside a quarter of it. Every import is a process of its own, so that its peak of memory is its own. The
text is made here. Seconds and megabytes depend on the machine; the growth does not.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from docx import Document

QUICK = ("--part", "20")
WORDS = 200_000
INTERVIEWS, WORDS_EACH = 500, 2_000
WORDS_A_TURN = 50
_SPOKEN = (
    *(
        "we",
        "they",
        "it",
        "a",
        "the",
        "model",
        "data",
        "report",
        "test",
        "people",
        "never",
        "always",
        "write",
    ),
    *("read", "change", "ask", "answer", "think", "know", "and", "but", "so", "because", "when", "if", "not"),
)

Turns = list[tuple[str, str]]


class Cost(NamedTuple):
    """What one import took."""

    seconds: float
    megabytes: float


def conversation(words: int, seed: int) -> Turns:
    """Return turns of two speakers, no two conversations alike."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    return [
        ("Interviewer" if number % 2 == 0 else "P01", " ".join(chance.choices(_SPOKEN, k=WORDS_A_TURN)))
        for number in range(words // WORDS_A_TURN)
    ]


def write_text(turns: Turns, path: Path) -> None:
    """Write `LABEL: words` lines."""
    path.write_text("\n\n".join(f"{label}: {said}." for label, said in turns), encoding="utf-8")


def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def _cues(turns: Turns) -> Iterator[tuple[str, str, str]]:
    """Cut turns into cues of ten words, as machines do; yield begin, end and words of each."""
    second = 0
    for label, said in turns:
        words = said.split()
        for at in range(0, len(words), 10):
            yield _clock(second), _clock(second + 4), f"{label}: {' '.join(words[at : at + 10])}"
            second += 4


def write_webvtt(turns: Turns, path: Path) -> None:
    """Write a WebVTT file."""
    cues = [f"{begun}.000 --> {ended}.000\n{said}" for begun, ended, said in _cues(turns)]
    path.write_text("\n\n".join(["WEBVTT", *cues]), encoding="utf-8")


def write_subrip(turns: Turns, path: Path) -> None:
    """Write a SubRip file."""
    cues = [
        f"{number}\n{begun},000 --> {ended},000\n{said}"
        for number, (begun, ended, said) in enumerate(_cues(turns), 1)
    ]
    path.write_text("\n\n".join(cues), encoding="utf-8")


def write_word(turns: Turns, path: Path) -> None:
    """Write a Word document with a paragraph for each turn."""
    document = Document()
    for label, said in turns:
        document.add_paragraph(f"{label}: {said}.")
    document.save(str(path))


WRITERS: dict[str, Callable[[Turns, Path], None]] = {
    ".txt": write_text,
    ".vtt": write_webvtt,
    ".docx": write_word,
    ".srt": write_subrip,
}


def write_folder(folder: Path, interviews: int) -> Path:
    """Write interviews in all forms by turns."""
    folder.mkdir()
    endings = tuple(WRITERS)
    for number in range(interviews):
        ending = endings[number % len(endings)]
        WRITERS[ending](conversation(WORDS_EACH, number), folder / f"I{number:03}{ending}")
    return folder


def import_once(what: Path, study: Path) -> None:
    """Import into a new study and print what it took: the child's part."""
    from toolkit.model.code import Code, Theme  # noqa: PLC0415 - the parent needs none of it
    from toolkit.model.codebook import Codebook  # noqa: PLC0415
    from toolkit.workflow import importing, studies  # noqa: PLC0415

    theme, code = Theme("views", "Views"), Code("trust", "Trust", "views", definition="Talk of trust.")
    book = Codebook("small", "Small", "1.0.0", (theme,), (code,))
    made = studies.start(study, book)
    begun = time.perf_counter()
    table = importing.import_files(made, what)
    taken = time.perf_counter() - begun
    made.close()
    if "added" not in table.column("state"):
        raise SystemExit("nothing was imported: nothing to measure")
    print(taken, _peak())


def _peak() -> float:
    """Return the most memory this process has had, in megabytes; systems count in different units."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def measured(what: Path, folder: Path) -> Cost:
    """Import in a process of its own."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        words = [sys.executable, __file__, str(what), str(Path(own) / "new.study")]
        done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True)
    seconds, megabytes = map(float, done.stdout.split())
    return Cost(seconds, megabytes)


def told(name: str, full: Cost, quarter: Cost, idle: Cost) -> str:
    """Return one line: what the full size took, and how it grew from a quarter of it."""
    more, less = (max(cost.megabytes - idle.megabytes, 0.1) for cost in (full, quarter))
    return (
        f"{name:28} {full.seconds:6.1f} s {full.seconds / quarter.seconds:5.1f} times"
        f" {full.megabytes:7.0f} MB, of it {more:5.0f} MB beyond an idle import: {more / less:4.1f} times"
    )


def main() -> None:
    """Print seconds and the peak of memory at full size, and how they grew from a quarter of it."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--part", type=int, default=1, metavar="N", help="only an Nth of the size")
    whole = asked.parse_args().part
    words, interviews = WORDS // whole, INTERVIEWS // whole
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        idle = measured(write_folder(folder / "idle", 4), folder)
        print(f"{'an idle import':28} {idle.seconds:6.1f} s {idle.megabytes:24.0f} MB")
        for ending in (".txt", ".vtt", ".docx"):
            costs = []
            for part in (1, 4):
                path = folder / f"long{part}{ending}"
                WRITERS[ending](conversation(words // part, part), path)
                costs.append(measured(path, folder))
            print(told(f"{words:,} words as {ending}", costs[0], costs[1], idle))
        costs = [
            measured(write_folder(folder / f"many{part}", interviews // part), folder) for part in (1, 4)
        ]
        print(told(f"{interviews} interviews", costs[0], costs[1], idle))


if __name__ == "__main__":
    if len(sys.argv) > 2 and not sys.argv[1].startswith("-"):  # noqa: PLR2004 - one import, asked for by `measured`
        import_once(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        main()
