"""The table of commands: a command *is* a function of `toolkit.workflow`, and its docstring is the help text.

The functions stand here by their names, so that they are imported only when they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from importlib import import_module
from inspect import signature
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from toolkit.workflow.exporting import Kind

GROUPS: Final = {
    "codebook": "Check, compare, release and show the codebook.",
    "speaker": "Say who speaks: merge labels, set roles, name and cut turns.",
    "figure": "Draw figures of a study, to save as SVG, PNG or Vega-Lite's JSON.",
}

# name: (its function, the line shown in the list of commands)
COMMANDS: Final = {
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
        "assigning:assign",
        "Give a coder transcripts to read in the present round; a coder not known yet joins the study.",
    ),
    "divide": (
        "dividing:divide",
        "Divide the transcripts of the present round among coders, some of them to be read by several.",
    ),
    "code": ("applying:code", "Give one passage a code."),
    "finish": ("assigning:finish", "Declare that a coder has read transcripts to the end."),
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
    "codings": ("listing:all_codings", "List codings with their quotations."),
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

# Commands that become the server of the page: functions of `toolkit.cli`, as no journey does that.
SERVING: Final = {
    "demo": (
        "serving:demo",
        "Make a fresh copy of the sample study and open it in the browser.",
    ),
    "open": ("serving:open_", "Open a study in the browser."),
}

# Commands about what lies on disk now, which are refused the past.
ONLY_NOW: Final = ("verify", "health", "backup", "backups", "restore")

_KINDS: Final[dict[str, Kind]] = {"str": "text", "Table": "table", "Figure": "figure", "Pack": "pack"}


def named(words: Sequence[str], among: Container[str] = COMMANDS) -> str | None:
    """Return the name of the command that words begin with; None if it is not among these."""
    return next((name for name in (" ".join(words[:2]), *words[:1]) if name in among), None)


def journey(name: str) -> Callable[..., Any]:
    """Import the function that a command is."""
    module, function = COMMANDS[name][0].split(":")
    found: Callable[..., Any] = getattr(import_module(f"toolkit.workflow.{module}"), function)
    return found


def kind(name: str) -> Kind:
    """Tell what kind of result a command has."""
    return _KINDS[signature(journey(name)).return_annotation]


def looks_back(name: str) -> bool:
    """Tell whether a command can look at a study as it was."""
    study = signature(journey(name)).parameters.get("study")
    return name not in ONLY_NOW and study is not None and str(study.annotation).startswith("Study")
