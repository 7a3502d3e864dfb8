"""The command line: words in, words out.

A command *is* a function of `toolkit.workflow`: its docstring is the help text, and it is imported only when
it is called. This module adds what only a terminal needs: opening the study named, `--to FILE`, and errors as
one line each.
"""

from __future__ import annotations

import logging
import os
import re
import runpy
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from importlib import import_module
from inspect import signature
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from cyclopts import App, CycloptsError, Parameter

from toolkit import __version__
from toolkit.errors import Invalid, ToolkitError, on_one_line, without_passwords
from toolkit.model.door import HERE, MUST_SIGN_IN, NOBODY_SIGNS_IN, Door
from toolkit.model.moment import Moment, moment_named
from toolkit.model.selection import Selection

if TYPE_CHECKING:
    from toolkit.workflow.exporting import Kind, Result

_LAST_PORT: Final = 65535
_INTERRUPTED: Final = 130  # what a shell reports of a program that Ctrl-C ended
_OUR_FAULT: Final = 70  # EX_SOFTWARE of sysexits.h
_OPTIONS = Parameter(consume_multiple=True, negative_iterable=(), show_default=False)

app: Final = App(
    name="intercoder",
    help="From interview transcripts to findings you can defend. Start with: intercoder demo",
    version=__version__,
    default_parameter=_OPTIONS,
    suppress_keyboard_interrupt=False,
)
app.meta.suppress_keyboard_interrupt = False  # `main` says what became of the study
codebook: Final = App(name="codebook", help="Check, compare, release and show the codebook.")
speaker: Final = App(name="speaker", help="Say who speaks: merge labels, set roles, name and cut turns.")
figure: Final = App(name="figure", help="Draw figures of a study, to save as SVG, PNG or Vega-Lite's JSON.")
app.command(codebook)
app.command(speaker)
app.command(figure)

COMMANDS: Final = {
    # name: (workflow function, the line shown in the list of commands)
    "create": (
        "studies:create",
        "Make a new study from a released codebook, or from a project of another program.",
    ),
    "import": (
        "importing:import_files",
        "Bring transcripts and coders' work into a study, all of them or none.",
    ),
    "import-project": (
        "admitting:import_project",
        "Take a project of another program into a study: texts, coders, codings, memos, participants.",
    ),
    "transcripts": ("reporting:transcripts", "List the transcripts with their turns, words and speakers."),
    "speakers": (
        "speaking:speakers",
        "List who speaks: roles, guesses where nobody has said one, labels that look alike.",
    ),
    "speaker merge": (
        "speaking:merge",
        "Merge labels of one person: the turns of some labels go to another, or get a new one.",
    ),
    "speaker role": (
        "speaking:set_role",
        "Say who speakers are: the turns of interviewers are context and are not counted or compared.",
    ),
    "speaker turns": (
        "speaking:say",
        "Say who speaks in single turns, for files that do not tell or tell it wrongly.",
    ),
    "speaker cut": (
        "speaking:cut",
        "Cut a turn in two where the speaker changes inside it; the turns behind it are numbered anew.",
    ),
    "speaker apart": (
        "speaking:apart",
        "Part merged labels again: every turn that had the label in the file and lost it gets it back.",
    ),
    "speaker undo": (
        "speaking:undo",
        "Take back the last change of speakers, turns or questions in each of the transcripts named.",
    ),
    "questions": (
        "asking:questions",
        "Recognise the questions of the interviews, so that each turn knows which one it belongs to.",
    ),
    "question": (
        "asking:question",
        "Say by hand which question a turn begins: the turns after it belong to it up to the next question.",
    ),
    "participants": ("reporting:participants", "List the participants with what is known of them."),
    "codebook check": (
        "revising:check",
        "Check a codebook file and tell all its faults at once, with line numbers.",
    ),
    "codebook diff": (
        "revising:diff",
        "Say what changed between two codebook files, and propose the change records that are missing.",
    ),
    "codebook release": (
        "revising:release",
        "Release the next version of the codebook: replay its records and see what becomes of the codings.",
    ),
    "codebook show": ("revising:show", "Show the codebook as the appendix of a paper prints it."),
    "codebook convert": (
        "converting:convert",
        "Turn a codebook from another program into a draft in Intercoder's YAML format.",
    ),
    "codebook export": (
        "converting:export",
        "Write a released codebook to a file, for a paper's supplement or another program.",
    ),
    "codebook history": (
        "revising:history",
        "Tell how the codebook came about: one row for each version, with what was done to it.",
    ),
    "coders": (
        "enrolling:coders",
        "List who is in the study: role, e-mail address, since when, and what they have to read.",
    ),
    "coder": (
        "enrolling:coder",
        "Add a person to the study, or change their role or e-mail address.",
    ),
    "codebook changes": (
        "revising:change_records",
        "List the change records, as an appendix prints them, with the verdicts that led to them.",
    ),
    "rounds": (
        "arranging:rounds",
        "List the rounds with their purposes, codebook versions, units and readings.",
    ),
    "begin": (
        "arranging:begin",
        "Begin a round of coding under the latest codebook; from then on everybody codes in it.",
    ),
    "round": (
        "arranging:change",
        "Say what a round is for, and what coders code in it: any words, or whole units.",
    ),
    "reveal": (
        "arranging:reveal",
        "End the blindness of the present round: everybody sees everything in it, for good.",
    ),
    "assign": (
        "applying:assign",
        "Give a coder transcripts to read in the present round; a coder not known yet joins the study.",
    ),
    "divide": (
        "dividing:divide",
        "Divide the transcripts of the present round among coders, some of them to be read by several.",
    ),
    "code": ("applying:code", "Give one passage a code."),
    "finish": ("applying:finish", "Declare that a coder has read transcripts to the end."),
    "progress": (
        "watching:progress",
        "Tell how far each coder is with each transcript: one row for each assignment.",
    ),
    "memo": (
        "noting:memo",
        "Write a memo about a coding, a transcript, a code or the study as a whole; change or remove one.",
    ),
    "memos": (
        "noting:memos",
        "List the memos with what they are about and what they cite, in the order they were written.",
    ),
    "propose": (
        "proposing:propose",
        "Propose a code that the codebook does not have; passages can be given it at once.",
    ),
    "proposals": (
        "proposing:proposals",
        "List the codes that coders proposed, with some of their passages and what became of them.",
    ),
    "answer": ("proposing:answer", "Answer a proposed code: it is a code there is, or it is declined."),
    "search": (
        "searching:search",
        "Find words, phrases, lemmas or patterns in what people say, with what stands around them.",
    ),
    "suggestions": (
        "suggesting:switch",
        "Switch suggestions of codes on or off for this study, or tell which it is.",
    ),
    "suggest": (
        "suggesting:suggest",
        "Suggest codes for a transcript, learned from the team's own codings, with the words behind it.",
    ),
    "precision": (
        "suggesting:precision",
        "Tell how often suggestions of each code were right, in interviews they were not learned from.",
    ),
    "codings": ("applying:all_codings", "List codings with their quotations."),
    "review": (
        "reviewing:review",
        "List the codings that wait for a person since the codebook or a transcript changed.",
    ),
    "decide": (
        "reviewing:decide",
        "Decide about codings that wait: which codes fit, or where their passage stands now.",
    ),
    "withdraw": ("reviewing:withdraw", "Take decisions back: the codings wait again."),
    "decisions": (
        "reviewing:decided",
        "List what people decided about codings after codebook changes and corrections.",
    ),
    "disagreements": (
        "adjudicating:disagreements",
        "List where coders differ, passage by passage, and what the team settled about it.",
    ),
    "settle": (
        "adjudicating:settle",
        "Settle a disagreement, or whether a code holds on any passage, for the consensus.",
    ),
    "reopen": ("adjudicating:reopen", "Take verdicts back: what they settled is open again."),
    "led-to": ("discussing:led_to", "Say which change of the codebook verdicts led to."),
    "consensus": (
        "adjudicating:consensus",
        "List what stands in the consensus: what all coders agree on, and what the team settled.",
    ),
    "bundle": (
        "exporting:bundle",
        "Gather one coder's work as a bundle: readable JSON lines that another copy of the study can merge.",
    ),
    "merge": (
        "merging:merge",
        "Take over what was done in other copies of the study: coders' bundles and whole study files.",
    ),
    "export": (
        "handing:export",
        "Hand the study out to another program or to a reader: texts, codes, coders, codings, memos.",
    ),
    "formats": (
        "handing:formats",
        "List the formats a study can be handed out in, with what each of them keeps and loses.",
    ),
    "agreement": ("comparing:agreement", "Compute intercoder agreement, overall and for each code."),
    "pairs": (
        "pairing:pairs",
        "Compare coders two by two: one row for each pair, overall and for each code.",
    ),
    "confusion": (
        "pairing:confusion",
        "Count which codes stand for one another: what one coder gave where the other gave something else.",
    ),
    "lowness": (
        "explaining:lowness",
        "Explain why alpha is low: for each code the counts behind it, and in words what they do to it.",
    ),
    "unitizing": (
        "unitizing:unitizing",
        "Compare coders on where passages begin and end: Krippendorff's unitizing alphas by theme and code.",
    ),
    "gamma": (
        "unitizing:gamma",
        "Compare coders by gamma (Mathet, Widlöcher & Métivier 2015): how well their passages can be paired.",
    ),
    "plan": (
        "planning:plan",
        "Plan how many interviews two coders should both read for an interval as narrow as you want.",
    ),
    "sensitivity": (
        "varying:sensitivity",
        "Compare the same codings on units of every kind, to see how much the choice of the unit decides.",
    ),
    "trajectory": (
        "varying:trajectory",
        "Follow agreement from round to round, with what changed in the codebook in between.",
    ),
    "difference": (
        "differing:difference",
        "Tell how much more coders agree on one code than on another, or in one round than in another.",
    ),
    "stability": (
        "varying:stability",
        "Compare a coder with themselves: what they coded at first, and when they read the same text anew.",
    ),
    "themes": (
        "reporting:themes",
        "Make the main findings table: themes, their codes, who spoke of them, a quotation for each.",
    ),
    "frequency": ("reporting:frequency", "Count participants, segments and words by code."),
    "matrix": ("reporting:matrix", "Cross codes with participants, or with an attribute of theirs."),
    "cooccurrence": (
        "reporting:cooccurrence",
        "Tell which codes stand together, in how many segments and of how many participants.",
    ),
    "saturation": (
        "reporting:saturation",
        "Follow how many codes were seen after each transcript, and tell whether saturation was reached.",
    ),
    "words": (
        "concording:words",
        "Count the words that are said, with their forms, and by how many participants.",
    ),
    "concordance": (
        "concording:concordance",
        "Show words in their context (KWIC), one line for each place, with the codes it was given.",
    ),
    "coverage": (
        "reporting:coverage",
        "Tell who has read which transcript under which codebook version, and what that leaves unsearched.",
    ),
    "pick": (
        "picking:pick",
        "Pick a quotation to illustrate a code, or edit one that is picked; the original is always kept.",
    ),
    "unpick": (
        "picking:unpick",
        "Drop picked quotations: the passages and codings stay, and the log keeps what was picked.",
    ),
    "quotations": (
        "quoting:quotations",
        "List the picked quotations with the words around them, code by code.",
    ),
    "balance": (
        "quoting:balance",
        "Tell how the picked quotations are spread over participants, and who is over-quoted.",
    ),
    "history": (
        "recounting:history",
        "Tell what happened in a study, and when: its log as sentences.",
    ),
    "migration": (
        "revising:migration",
        "Tell what became of the codings made under earlier versions, code by code.",
    ),
    "figure heatmap": (
        "drawing:heatmap",
        "Draw who speaks of what: codes in rows, participants in columns, darker for more.",
    ),
    "figure saturation": (
        "drawing:saturation",
        "Draw how many codes were seen after each transcript: in interview, coding and random order.",
    ),
    "figure cooccurrence": (
        "drawing:cooccurrence",
        "Draw which codes stand on the same words: darker for more participants.",
    ),
    "figure tree": (
        "drawing:tree",
        "Draw themes and their codes as a tree, with circles as large as the number of participants.",
    ),
    "figure river": (
        "drawing:river",
        "Draw how the codes of each version of the codebook came to be those of the next.",
    ),
    "figure agreement": (
        "drawing:agreement",
        "Draw agreement code by code: alpha with its interval, percent agreement beside it.",
    ),
    "figure portrait": (
        "drawing:portrait",
        "Draw where in a transcript each code stands; of several transcripts, a lane for each theme.",
    ),
    "methods": (
        "describing:methods",
        "Write the methods text from what the study knows and what the team declared, and nothing else.",
    ),
    "grounds": (
        "describing:grounds",
        "List the sentences of the methods text with what each of them rests on.",
    ),
    "checklist": (
        "describing:checklist",
        "Fill in a reporting checklist where the study or the team has the answer.",
    ),
    "declare": (
        "declaring:declare",
        "Declare what data cannot know, for the methods text and the reporting checklists.",
    ),
    "declared": (
        "declaring:declared",
        "List what was declared of the study, and what is left for the authors to say.",
    ),
    "redact": (
        "redacting:redact",
        "Find names and whatever tells who somebody is, and replace what a person confirmed.",
    ),
    "leaks": (
        "leaking:leaks",
        "Search studies and files for names that should be gone, and for what is like them.",
    ),
    "share": (
        "sharing:share",
        "Make a copy of a study to give away, with names replaced everywhere.",
    ),
    "report": (
        "packing:report",
        "Gather every table and figure, the codebook and the methods text in one archive.",
    ),
    "rebuild": (
        "packing:rebuild",
        "Make a report pack again from the study, and tell file by file whether it is the same.",
    ),
    "upgrade": (
        "studies:upgrade",
        "Bring a study of an older Intercoder up to date; of a file a backup is made first.",
    ),
    "backup": ("keeping:backup", "Make a backup of a study while others work in it."),
    "backups": (
        "keeping:listed",
        "List the backups of a study: when, before what, how large, and whether they can be read.",
    ),
    "restore": (
        "keeping:restore",
        "Go back to a backup: the study is then as it was, and what is there now becomes a backup.",
    ),
    "copy": (
        "copying:copy",
        "Copy a whole study to another file or database, the same to the last record.",
    ),
    "studies": ("copying:listed", "List the studies of a PostgreSQL database."),
    "health": (
        "tending:health",
        "Tell whether a study can be opened and written to, for programs that watch over a server.",
    ),
    "verify": ("studies:verify", "Check that what lies on disk is what was written."),
}

# Commands that return a text and not a table.
TEXTS: Final = (
    "bundle",
    "create",
    "export",
    "code",
    "coder",
    "memo",
    "propose",
    "answer",
    "assign",
    "begin",
    "round",
    "reveal",
    "finish",
    "suggestions",
    "decide",
    "withdraw",
    "settle",
    "led-to",
    "reopen",
    "declare",
    "methods",
    "pick",
    "unpick",
    "upgrade",
    "restore",
    "question",
    "speaker merge",
    "speaker role",
    "speaker turns",
    "speaker cut",
    "speaker apart",
    "speaker undo",
    "codebook check",
    "codebook convert",
    "codebook diff",
    "codebook export",
)

# Commands about what lies on disk now, which are refused the past.
ONLY_NOW: Final = ("verify", "health", "backup", "backups", "restore")

# What a table looks at is chosen by options of the same names at every command.
Parameter(name="*")(Selection)

_GROUPS: Final = {"codebook": codebook, "speaker": speaker, "figure": figure}

for _name, (_function, _summary) in COMMANDS.items():
    *_group, _last = _name.split()
    (_GROUPS[_group[0]] if _group else app).command(
        f"toolkit.workflow.{_function}", name=_last, help=_summary
    )


@app.command
def demo(*, study: str | None = None, port: int | None = None, browser: bool = True) -> None:
    """Make a fresh copy of the sample study and open it in the browser.

    Parameters
    ----------
    study
        Where to put the copy, if you want to keep it; by default a new temporary folder, which goes at the
        end unless you changed something.
    port
        Port to serve on; by default 8501 or the next that is free.
    browser
        Open the browser; --no-browser only prints the address.
    """
    from toolkit.workflow import demonstrating, studies  # noqa: PLC0415 - only when this command runs

    made = demonstrating.sample(study) if study else demonstrating.passing()
    made.close()
    kept = "" if study else " (a temporary folder: to keep what you code in it, name a file with --study)"
    print(f"Sample study: {made.where}{kept}", flush=True)
    _serve(studies.words(made), port, browser=browser)


@app.command(name="open")
def open_(
    study: str,
    *,
    port: int | None = None,
    browser: bool = True,
    address: str = HERE,
    secrets: Path | None = None,
    base_path: str | None = None,
    without_sign_in: str = "",
    synced: bool = False,
) -> None:
    """Open a study in the browser.

    By itself the page is for this machine: you say who you are. For a team on a server people sign in with a
    provider (OpenID Connect) that a secrets file names; who they are then comes from there. How to set up a
    server is told in docs/deployment.md.

    Parameters
    ----------
    study
        The study file, or postgresql://USER@HOST/DATABASE?study=NAME.
    port
        Port to serve on; by default 8501 or the next that is free.
    browser
        Open the browser; --no-browser only prints the address.
    address
        Address to listen on. Others than 127.0.0.1 are reached from elsewhere and want --secrets; behind a
        proxy on the same machine leave it.
    secrets
        File that names where people sign in (.toml, readable by its owner only).
    base_path
        Path under which a proxy serves the page, such as studies/one; with --secrets its redirect_uri tells.
    without_sign_in
        Let everybody in who reaches the page, as whoever they say they are. To be said in words:
        "everybody who reaches this address may read and change this study".
    synced
        Open it though it lies in a folder that is synchronised, or on a file system of the network: nobody
        else opens it meanwhile.
    """
    from toolkit.workflow import keeping, merging, signing, studies  # noqa: PLC0415 - only when this command runs

    signing.check_way_in(address, signing_in=secrets is not None, said=without_sign_in)
    door = None if secrets is None else signing.door(secrets)
    keeping.check_place(study, synced=synced)
    with closing(studies.open_study(study)) as opened:
        if door is not None:
            signing.knock(opened)
        if found := merging.beside(opened):
            print(f"note: {on_one_line(found)}", file=sys.stderr)
        if found := keeping.today(opened):
            print(f"WARNING: {on_one_line(found)}", file=sys.stderr)
        named = studies.words(opened)
    words = [MUST_SIGN_IN] if door else [NOBODY_SIGNS_IN] if without_sign_in else []
    behind = _behind(address, secrets, door, base_path)
    _serve(named, port, browser=browser and door is None, options=behind, words=words)


def _behind(address: str, secrets: Path | None, door: Door | None, base_path: str | None) -> list[str]:
    """Return what Streamlit has to know of where the page is reached."""
    path = (base_path or "").strip("/")
    if not re.fullmatch(r"(\w[\w.~-]*(/\w[\w.~-]*)*)?", path, re.ASCII):
        raise ToolkitError("--base-path", f"{base_path!r} is no path", "write it as in studies/one")
    options = [f"--server.address={address}"]
    if door is None:
        return [*options, f"--server.baseUrlPath={path}"]
    if base_path is not None and path != door.base:
        what = f"is not that of redirect_uri, which is {door.base or 'the root'}"
        raise ToolkitError("--base-path", what, "leave it out, or change redirect_uri")
    return [
        *options,
        f"--secrets.files={Path(secrets or '').resolve()}",
        f"--server.baseUrlPath={door.base}",
        f"--browser.serverAddress={door.host}",
        f"--browser.serverPort={door.port}",
        "--server.enableCORS=true",
        "--server.enableXsrfProtection=true",
    ]


def _serve(
    named: str,
    port: int | None,
    *,
    browser: bool,
    options: Sequence[str] = (f"--server.address={HERE}",),
    words: Sequence[str] = (),
) -> None:
    """Become the page's server until Ctrl-C: what `streamlit run app.py -- STUDY` would do."""
    from toolkit.workflow import files  # noqa: PLC0415 - only when a page is served

    if port is not None and not 0 < port <= _LAST_PORT:
        raise ToolkitError("--port", f"{port} is no port", f"use a number from 1024 to {_LAST_PORT}")
    page = files.shipped("app.py")
    # Settings of the machine or the folder must not override the study's own: see .streamlit/config.toml.
    for name in [name for name in os.environ if name.startswith("STREAMLIT_")]:
        del os.environ[name]
    told = [f"--server.headless={str(not browser).lower()}", *options]
    if not any(option.startswith("--secrets.") for option in options):
        # A file for another program of this person would have them sign in there.
        told.append(f"--secrets.files={page.parent / '.streamlit' / 'no-secrets.toml'}")
    if port is not None:
        told.append(f"--server.port={port}")
    sys.argv = ["streamlit", "run", str(page), *told, "--", named, *words]
    _send_at_once()
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def _send_at_once() -> None:
    """Have asyncio send small answers at once, also on sockets whose protocol nobody named.

    Streamlit 1.67 opens its socket without one. asyncio then does not take it for TCP and leaves Nagle's
    algorithm on: each answer waits some 40 ms for the one before, and the coding pane comes in fifty files.
    """
    from asyncio import base_events  # noqa: PLC0415 - only when a page is served

    def send_at_once(opened: socket.socket) -> None:
        if opened.family in (socket.AF_INET, socket.AF_INET6) and opened.type == socket.SOCK_STREAM:
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    # asyncio has no setting for it; a Python without this name is left as it is.
    if hasattr(base_events, "_set_nodelay"):
        base_events._set_nodelay = send_at_once  # noqa: SLF001 - see above


@app.meta.default
def _run(
    *words: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    to: Path | None = None,
    bom: Annotated[bool, Parameter(negative=())] = False,
    viewer: Annotated[str | None, Parameter(name="--as", env_var="INTERCODER_AS")] = None,
    without_backup: Annotated[bool, Parameter(negative=())] = False,
    as_of: str | None = None,
) -> None:
    """Run one command.

    Parameters
    ----------
    to
        File to write the result to, by its ending: a table .csv .xlsx .docx .tex .md .html .json, a figure
        .svg .png .json, a report .zip; by default it is printed.
    bom
        Begin a .csv with a byte order mark, without which Excel garbles letters.
    viewer
        Who you are: what is hidden from you while a round is blind is left out, and what you change is
        changed in your name. Without it nobody's work in a blind round is shown.
    without_backup
        Change many records at once without a backup of the study file first, where there is no room for one.
    as_of
        Look at the study as it was: a day, as in 2026-03-04, to its end in the time zone of this machine, or
        a time, as in 2026-03-04T10:12 or 2026-03-04T10:12+01:00. Nothing can be changed then, and what is
        hidden from you today is left out.
    """
    _teach_studies()
    _viewer.set(viewer)
    _without_backup.set(without_backup)
    _moment.set(None if as_of is None else _looking_back(words, as_of))
    _past.set("")
    if to is not None:
        _check_target(words, to, bom=bom)
    elif bom:
        raise ToolkitError("--bom", "is about a file, and none is named", "add --to FILE.csv")
    result = app(words, result_action="return_value", exit_on_error=False, print_error=False)
    if as_of is not None:
        result = _as_of_then(result)
    _show(result, to, bom=bom)


def _looking_back(words: Sequence[str], as_of: str) -> Moment:
    """Return the moment that somebody named, for a command that looks at a study."""
    name = next((name for name in (" ".join(words[:2]), *words[:1]) if name in COMMANDS), None)
    if name is None or name in ONLY_NOW or not _takes_a_study(name):
        what = f"{name or ' '.join(words[:1]) or 'intercoder'} does not look at a study as it was"
        raise ToolkitError("--as-of", what, "leave it out")
    try:
        return moment_named(as_of)
    except Invalid as refused:
        raise ToolkitError("--as-of", refused.what, refused.remedy) from None


def _takes_a_study(name: str) -> bool:
    module, function = COMMANDS[name][0].split(":")
    known = signature(getattr(import_module(f"toolkit.workflow.{module}"), function)).parameters
    return "study" in known and str(known["study"].annotation).startswith("Study")


def _as_of_then(result: Result | None) -> Result | None:
    """Have a result say as of when it is, where it does not yet."""
    told = _past.get()
    if not told:
        raise ToolkitError("--as-of", "no study was looked at", "leave it out")
    if result is None or isinstance(result, str):
        print(f"note: {told}", file=sys.stderr)
        return result
    return (
        result if any(told in note for note in result.notes) else replace(result, notes=(*result.notes, told))
    )


def _check_target(words: Sequence[str], to: Path, *, bom: bool) -> None:
    """Refuse a bad `--to` before anything is done: a command may change the study."""
    from toolkit.workflow import exporting  # noqa: PLC0415 - only when a command runs

    exporting.check_target(to, _kind(words), bom=bom)
    # Options may carry their value behind an equals sign.
    named = {os.path.realpath(part) for word in words for part in (word, word.partition("=")[2]) if part}
    if os.path.realpath(to) in named:
        raise ToolkitError(str(to), "is read by this command", "choose another name to write to")


def _kind(words: Sequence[str]) -> Kind:
    """Tell what kind of result a command will have."""
    command = f"{' '.join(words)} "
    if any(command.startswith(f"{name} ") for name in TEXTS):
        return "text"
    kinds: dict[str, Kind] = {"figure": "figure", "report": "pack"}
    return kinds.get(words[0], "table")


def _show(result: Result | None, to: Path | None, *, bom: bool) -> None:
    if result is None:
        return
    from toolkit.workflow import exporting  # noqa: PLC0415 - likewise

    if to is not None:
        exporting.write(result, to, bom=bom)
        print(f"{to}: written", file=sys.stderr)
        for note in () if isinstance(result, str) else result.notes:
            print(f"note: {note}", file=sys.stderr)
    else:
        _say((result if isinstance(result, str) else exporting.render(result)).removesuffix("\n"))


def _say(text: str) -> None:
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise ToolkitError(
            "output", f"cannot be written ({fault.strerror})", "write it with --to FILE"
        ) from fault


@cache
def _teach_studies() -> None:
    """Let a word of the command line become the open study that journeys take, as who asks may see it."""
    from toolkit.workflow import leaking, studies  # noqa: PLC0415 - a call for help does not wait for it

    studies.make_room()

    def named(_type: object, tokens: Sequence[Any]) -> object:
        place = leaking.Place.of(tokens[0].value, _viewer.get())
        if place.study is not None:
            _open.callback(place.study.close)
        return place

    Parameter(converter=named, n_tokens=1, accepts_keys=False)(leaking.Place)

    def opened(_type: object, tokens: Sequence[Any]) -> object:
        study = studies.open_study(tokens[0].value, as_of=_moment.get()).seen_by(_viewer.get())
        _past.set(studies.as_of(study))
        _open.callback(study.close)
        if left_out := studies.hidden(study):
            print(f"note: {left_out}", file=sys.stderr)
        return study.without_backups() if _without_backup.get() else study

    Parameter(converter=opened, n_tokens=1, accepts_keys=False)(studies.Study)


_viewer: Final[ContextVar[str | None]] = ContextVar("viewer", default=None)
_without_backup: Final[ContextVar[bool]] = ContextVar("without_backup", default=False)
_moment: Final[ContextVar[Moment | None]] = ContextVar("moment", default=None)
_past: Final[ContextVar[str]] = ContextVar("past", default="")
"""What the study says of as of when it is looked at, for results that do not say it themselves."""
_open: Final = ExitStack()  # studies that the end of the command closes


class _ProgressLine(logging.Handler):
    """The last line of the terminal, on which long work tells how far it is; gone when the work is done."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._filled = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line over the one before it."""
        # A line that breaks could not be written over; a letter may be two columns wide.
        told = on_one_line(record.getMessage())
        columns = shutil.get_terminal_size().columns - 1
        told = told[: columns if told.isascii() else columns // 2]
        sys.stderr.write(f"\r{told.ljust(self._filled)}" if told else f"\r{' ' * self._filled}\r")
        sys.stderr.flush()
        self._filled = len(told) if told.isascii() else 2 * len(told)

    def clear(self) -> None:
        """Leave nothing of it, where work ended half way."""
        if self._filled:
            self.emit(logging.makeLogRecord({"msg": ""}))


@contextmanager
def _progress_shown() -> Iterator[None]:
    """Show how far long work is, if somebody sits at a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    progress = logging.getLogger("toolkit.progress")
    line = _ProgressLine()
    progress.addHandler(line)
    progress.setLevel(logging.INFO)
    try:
        yield
    finally:
        progress.removeHandler(line)
        progress.setLevel(logging.NOTSET)
        line.clear()


def _tell_everything(words: Sequence[str]) -> None:
    """Let `COMMAND --help` tell all a command says of itself, not only its line in the list of commands."""
    if not {"--help", "-h"} & set(words):
        return
    for name in (" ".join(words[:2]), *words[:1]):
        if name in COMMANDS:
            _command(name).help = None
            return


def _command(name: str) -> App:
    command = app
    for word in name.split():
        command = command[word]
    return command


def told_in_full() -> App:
    """Return the program with all that each of its commands says of itself, for the reference of the site."""
    _teach_studies()
    for name in COMMANDS:
        command = _command(name)
        command.help, command.default_parameter = None, _OPTIONS
    return app


def _check_words(words: Sequence[str]) -> None:
    """Refuse what the terminal could not tell us as text."""
    for word in words:
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            raise ToolkitError("intercoder", f"{word!r} is not text", "type it in UTF-8")


def main() -> None:
    """Run the command line; a person's mistake ends it with one line per fault and exit code 1."""
    words = sys.argv[1:]
    for stream in (sys.stdout, sys.stderr):
        # A terminal or file that cannot show a letter gets its number: what was done is done.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    with _ending_well(), _open:
        _run_words(words)


def _run_words(words: Sequence[str]) -> None:
    from toolkit.workflow import guarding  # noqa: PLC0415 - a call for help does not wait for more than this

    guarding.guard()
    try:
        _check_words(words)
        if words and not words[0].startswith("-"):
            _teach_studies()
            _tell_everything(words)
        with _progress_shown():
            app.meta(words, result_action="return_value", exit_on_error=False, print_error=False)
    except ToolkitError as error:
        print(*error.lines(), sep="\n", file=sys.stderr)
        sys.exit(1)
    except CycloptsError as error:
        print(without_passwords(f"intercoder: {' '.join(str(error).split())}"), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("intercoder: stopped; what was not finished was not stored", file=sys.stderr)
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output (head, less) has closed it: nothing more to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as bug:
        # Its words may be those of an interview.
        if guarding.shows_values():
            raise
        guarding.printed(bug)
        print("intercoder: what was not finished was not stored", file=sys.stderr)
        sys.exit(_OUR_FAULT)


@contextmanager
def _ending_well() -> Iterator[None]:
    """Have the program clean up, too, where the system ends it or its terminal is closed."""

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)  # as a shell reports it

    asked = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in asked}
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    for number, handler in before.items():
        if handler is signal.SIG_DFL:  # and not where it is to outlive its terminal (nohup)
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


if __name__ == "__main__":
    main()
