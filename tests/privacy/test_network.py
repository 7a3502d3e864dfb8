"""No command reaches for anything that is not on this machine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.privacy import watching
from toolkit.formats.figures import painting
from toolkit.text import matching
from toolkit.workflow import packing

pytestmark = pytest.mark.sqlite

SAMPLE = watching.ROOT / "sample_transcripts"
BOOK = watching.ROOT / "codebook" / "genai-documentation-1.0.0.yaml"
# They take the time of the rest together, and go the same ways.
NOT_IN_THE_REPORT = [
    name for name in packing.PARTS if name not in {"themes", "figure-heatmap", "methods", "codebook"}
]
# What a study goes through, from its making to what is given away.
COMMANDS = (
    ("create", "my.study", "--codebook", str(BOOK)),
    ("import", "my.study", *(str(SAMPLE / name) for name in ("P01.txt", "P02.vtt", "P03.odt", "P08.docx"))),
    ("import", "my.study", "--participants", str(SAMPLE / "participants.csv")),
    ("assign", "my.study", "P01", "--coder", "Ana"),
    ("assign", "my.study", "P01", "--coder", "Ben"),
    *(
        (
            "code",
            "my.study",
            "--coder",
            coder,
            "--transcript",
            "P01",
            "--start",
            "600",
            "--end",
            "690",
            "--code",
            code,
        )
        for coder in ("Ana", "Ben")
        for code in ("audience", "evaluation-method")
    ),
    ("finish", "my.study", "P01", "--coder", "Ana"),
    ("finish", "my.study", "P01", "--coder", "Ben"),
    ("memo", "my.study", "--coder", "Ana", "--transcript", "P02", "--text", "See https://example.com/."),
    ("agreement", "my.study", "--resamples", "50"),
    ("frequency", "my.study", "--to", "frequency.xlsx"),
    ("themes", "my.study", "--to", "themes.docx"),
    ("codings", "my.study", "--to", "codings.html"),
    ("search", "my.study", "--pattern", "doc[a-z]+"),
    ("figure", "heatmap", "my.study", "--to", "heatmap.svg"),
    ("figure", "heatmap", "my.study", "--to", "heatmap.png"),
    ("redact", "my.study", "--to", "candidates.csv"),
    ("bundle", "my.study", "--coder", "Ana", "--to", "ana.jsonl"),
    ("merge", "my.study", "ana.jsonl"),
    ("export", "my.study", "my.qdpx"),
    ("import-project", "my.study", "my.qdpx", "--dry-run"),
    ("report", "my.study", "--leave-out", *NOT_IN_THE_REPORT, "--resamples", "50", "--to", "report.zip"),
    ("verify", "my.study"),
)
RUN_ALL = """
import json, sys
from toolkit import cli
for words in json.load(sys.stdin):
    sys.argv = ["intercoder", *words]
    try:
        cli.main()
    except SystemExit as ended:
        if ended.code:
            sys.exit(f"{words}: {ended.code}")
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Run them all in one watched process; return its log, and the folder it worked in."""
    folder = tmp_path_factory.mktemp("ran")
    log, temporary = folder / "network.log", folder / "tmp"
    temporary.mkdir()
    (folder / "work").mkdir()
    words = ("-c", RUN_ALL)
    done = watching.python(
        words,
        log,
        folder / "work",
        source=json.dumps(COMMANDS),
        TMPDIR=str(temporary),
        HOME=str(folder / "home"),
    )
    assert done.returncode == 0, done.stderr
    return log, folder


def test_no_command_asks_for_a_name_or_an_address_beyond_this_machine(ran: tuple[Path, Path]) -> None:
    assert watching.elsewhere(ran[0]) == []
    # urllib3, which Streamlit brings along, tries when it is loaded whether this machine has such addresses.
    assert {each.what for each in watching.told(ran[0]) if each.event == "socket.bind"} <= {("('::1', 0)",)}


def test_no_command_leaves_anything_in_the_temporary_folder_or_at_home(ran: tuple[Path, Path]) -> None:
    folder = ran[1]
    assert sorted(path.name for path in (folder / "tmp").iterdir()) == []
    assert not (folder / "home").exists() or not list((folder / "home").rglob("*"))


def test_every_file_a_command_makes_is_for_its_owner_alone(ran: tuple[Path, Path]) -> None:
    made = [path for path in (ran[1] / "work").iterdir() if path.is_file()]
    assert {path.suffix for path in made} >= {
        ".study",
        ".xlsx",
        ".docx",
        ".html",
        ".svg",
        ".png",
        ".csv",
        ".jsonl",
    }
    if sys.platform != "win32":
        assert {path.name: oct(path.stat().st_mode & 0o777) for path in made} == {
            path.name: "0o600" for path in made
        }


def test_the_watch_sees_what_it_is_to_see(tmp_path: Path) -> None:
    log = tmp_path / "network.log"
    reach = "import socket\nsocket.socket().connect_ex(('192.0.2.1', 9)) if 0 else None\n"
    reach += "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.connect(('192.0.2.1', 9))\n"
    reach += "try:\n    socket.getaddrinfo('intercoder.invalid', 80)\nexcept OSError:\n    pass\n"
    reach += "socket.socket().bind(('0.0.0.0', 0))\n"
    assert watching.python(("-c", reach), log, tmp_path).returncode == 0

    assert [(each.event, each.host) for each in watching.elsewhere(log)] == [
        ("socket.connect", "192.0.2.1"),
        ("socket.getaddrinfo", "intercoder.invalid"),
        ("socket.bind", "0.0.0.0"),  # noqa: S104 - what the watch is to see
    ]


DRAWING = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": "https://example.com/x.png"}]},
    "mark": "text",
    "encoding": {"text": {"field": "a"}},
}
APART = {
    "painting": (painting.__file__, json.dumps([["svg", DRAWING], ["png", DRAWING]])),
    "matching": (
        matching.__file__,
        json.dumps({"pattern": "http.*", "same_case": False, "texts": ["see http://example.com/"]}),
    ),
}


@pytest.mark.parametrize("program", APART)
def test_the_programs_run_apart_ask_the_system_for_no_network(program: str, tmp_path: Path) -> None:
    """A library that is no Python, such as the one that paints, is seen by what it asks the system for."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed, so what the painter asks the system for was NOT checked")
    file, source = APART[program]
    log = tmp_path / "calls.log"
    calls = "trace=connect,bind,sendto,sendmsg,sendmmsg"
    done = subprocess.run(
        [strace, "-f", "--seccomp-bpf", "-qq", "-e", calls, "-o", log, sys.executable, "-I", file],
        input=source.encode(),
        capture_output=True,
        check=False,
    )
    if b"ptrace" in done.stderr.lower():
        pytest.skip("this system lets nobody trace a program")
    assert done.returncode == 0, done.stderr

    reached = [line for line in log.read_text("utf-8").splitlines() if re.search(r"AF_INET|AF_NETLINK", line)]
    assert reached == []
