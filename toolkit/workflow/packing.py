"""The report pack: every table and figure of a study in one archive that can be made again from the study."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

from toolkit import __version__
from toolkit.errors import Invalid, ToolkitError
from toolkit.formats import packs
from toolkit.model.figure import Figure
from toolkit.model.pack import Pack
from toolkit.model.selection import EVERYTHING, Selection
from toolkit.model.table import Column, Counts, Table
from toolkit.model.transcript import Source
from toolkit.store import codebooks, events, transcripts
from toolkit.store.study import Study
from toolkit.workflow import (
    adjudicating,
    comparing,
    concording,
    converting,
    describing,
    drawing,
    exporting,
    files,
    quoting,
    reporting,
    revising,
    telling,
)

_FORMAT: Final = "intercoder-report/1"
_MANIFEST: Final = "manifest.json"
_ENDINGS: Final = (".csv", ".xlsx")
_PRINTED: Final = (".docx", ".tex")
_WIDEST_IN_PRINT: Final = 24
# What writes the files: other versions of these may write the same table in other bytes.
_LIBRARIES: Final = ("altair", "openpyxl", "pandas", "python-docx", "spacy", "vl-convert-python")


_DEFAULTS: Final[Mapping[str, object]] = {field.name: field.default for field in fields(Selection)}
_REMEDY: Final = "take a pack that the command report has made"
_LONGEST_TOLD: Final = 400
Made = TypeVar("Made", Table, Figure)


@dataclass(frozen=True)
class _Wish:
    """What a pack is to hold, as its manifest tells."""

    seed: int
    resamples: int
    counts: Counts | None
    selection: Selection
    leave_out: tuple[str, ...] = ()

    @property
    def at(self) -> str | None:
        """The version of the codebook, None for the latest."""
        return self.selection.at

    def told(self) -> dict[str, object]:
        """Return it as a manifest tells it: what was chosen, and nothing of what was not."""
        chosen = {name: value for name, value in asdict(self.selection).items() if value}
        said = {name: value for name in ("counts", "leave_out") if (value := getattr(self, name))}
        return {"seed": self.seed, "resamples": self.resamples, **said, **chosen}

    @classmethod
    def of(cls, where: str, told: object) -> _Wish:
        """Read what a manifest tells, which may be anybody's."""
        try:
            facts = _checked(told)
            seed, resamples = facts.pop("seed"), facts.pop("resamples")
            counts, leaving = facts.pop("counts", None), facts.pop("leave_out", ())
            if counts not in (None, *get_args(Counts)):
                raise KeyError(counts)  # noqa: TRY301 - told with the others
            return cls(seed, resamples, counts, Selection(**facts), leaving)
        except (KeyError, TypeError, ValueError, Invalid) as fault:
            what = "has a manifest that does not tell the options it was made with"
            raise ToolkitError(where, what, _REMEDY) from fault


def _checked(told: object) -> dict[str, Any]:
    """Return options with lists as tuples, if they are of the kinds that options have."""
    known: dict[str, object] = {"seed": 0, "resamples": 0, "counts": "", "leave_out": (), **_DEFAULTS}
    if not isinstance(told, dict) or not known.keys() >= told.keys():
        raise TypeError
    return {name: _as_option(name, value, known[name]) for name, value in told.items()}


def _as_option(name: str, value: object, default: object) -> object:
    kind = int if isinstance(default, int) or name == "question" else str
    several = isinstance(default, tuple)
    if several and not isinstance(value, list):
        raise TypeError
    values = value if isinstance(value, list) and several else [value]
    if any(type(each) is not kind for each in values):  # true and false would pass for numbers
        raise TypeError
    return tuple(values) if several else value


_Tables = Mapping[str, Callable[[Study, _Wish], Table]]
_TABLES: Final[_Tables] = {
    "participants": lambda study, wish: reporting.participants(study, selection=wish.selection),
    "themes": lambda study, wish: reporting.themes(study, counts=wish.counts, selection=wish.selection),
    "frequency": lambda study, wish: reporting.frequency(study, counts=wish.counts, selection=wish.selection),
    "matrix": lambda study, wish: reporting.matrix(study, counts=wish.counts, selection=wish.selection),
    "cooccurrence": lambda study, wish: reporting.cooccurrence(
        study, counts=wish.counts, selection=wish.selection
    ),
    "saturation": lambda study, wish: reporting.saturation(study, selection=wish.selection),
    "saturation-coding-order": lambda study, wish: reporting.saturation(
        study, order="coding", selection=wish.selection
    ),
    "saturation-random-order": lambda study, wish: reporting.saturation(
        study, order="random", seed=wish.seed, selection=wish.selection
    ),
    "quotations": lambda study, wish: quoting.quotations(study, selection=wish.selection),
    "words": lambda study, wish: concording.words(study, selection=wish.selection),
    "coverage": lambda study, wish: reporting.coverage(study, at=wish.at),
    "agreement": lambda study, wish: comparing.agreement(
        study, at=wish.at, seed=wish.seed, resamples=wish.resamples
    ),
    "agreement-in-brief": lambda study, wish: comparing.agreement(
        study, at=wish.at, seed=wish.seed, resamples=wish.resamples, coefficients=("percent", "alpha")
    ),
    "disagreements": lambda study, wish: adjudicating.disagreements(study, at=wish.at),
    "migration": lambda study, wish: revising.migration(study, at=wish.at),
    "codebook-appendix": lambda study, wish: revising.show(study, at=wish.at),
    "codebook-history": lambda study, _: revising.history(study),
    "coreq": lambda study, _: describing.checklist(study, "coreq"),
    "srqr": lambda study, _: describing.checklist(study, "srqr"),
}
_FIGURES: Final[Mapping[str, Callable[[Study, _Wish], Figure]]] = {
    "heatmap": lambda study, wish: drawing.heatmap(study, selection=wish.selection),
    "saturation": lambda study, wish: drawing.saturation(study, seed=wish.seed, selection=wish.selection),
    "cooccurrence": lambda study, wish: drawing.cooccurrence(study, selection=wish.selection),
    "tree": lambda study, wish: drawing.tree(study, selection=wish.selection),
    "river": lambda study, _: drawing.river(study),
    "agreement": lambda study, wish: drawing.agreement(
        study, at=wish.at, seed=wish.seed, resamples=wish.resamples
    ),
    "portrait": lambda study, wish: drawing.portrait(study, selection=wish.selection),
}
PARTS: Final = (*_TABLES, *(f"figure-{name}" for name in _FIGURES), "methods", "codebook")
"""What a pack holds, by the names to leave it out by."""


def report(
    study: Study,
    *,
    leave_out: tuple[str, ...] = (),
    seed: int = 0,
    resamples: int = 10_000,
    counts: Counts | None = None,
    selection: Selection = EVERYTHING,
) -> Pack:
    """Gather every table and figure, the codebook and the methods text in one archive.

    The archive holds each table as .csv and .xlsx and, if it fits on a page, as .docx and .tex; each figure
    as .svg, .png and .json; the released versions of the codebook; the methods text and both checklists; a
    data dictionary that says what each column means; and a manifest with the hash of every file, of the
    texts, of the codebooks and of the study's log. Made again from the same study with the same options, it
    is the same to the last byte: see the command rebuild. Nothing in it tells when or where it was made.

    What cannot be made of a study, as agreement with one coder, is left out, and the manifest says why. Look
    through it before you share it: quotations and attributes may tell who somebody is.

    Parameters
    ----------
    study
        The study file.
    leave_out
        Parts to leave out, by the names of tables, or of figures behind figure-: participants quotations
        figure-portrait.
    seed
        Where random numbers start, for intervals and random orders.
    resamples
        How many resamples an interval takes that draws at random.
    counts
        How numbers read: none, n_of_N or words (see: intercoder frequency --help).
    selection
        What of the study to look at. Agreement is always that of all readings.
    """
    if unknown := [name for name in leave_out if name not in PARTS]:
        raise ToolkitError(unknown[0], "is no part of a report", f"there are: {', '.join(PARTS)}")
    return _packed(study, _Wish(seed, resamples, counts, selection, tuple(sorted(leave_out))))


def _packed(study: Study, wish: _Wish) -> Pack:
    made = _Gathered()
    tables = made.all_of(_chosen(_TABLES, wish), study, wish)
    figures = made.all_of(_chosen(_FIGURES, wish, "figure-"), study, wish, "figure-")
    for name, table in tables.items():
        fits = len(table.columns) <= _WIDEST_IN_PRINT
        made.add(f"tables/{name}", table, (*_ENDINGS, *(_PRINTED if fits else ())))
    made.draw(figures)
    made.add("data-dictionary", _dictionary(tables), (".csv", ".docx"))
    if "methods" not in wish.leave_out:
        made.files["methods.txt"] = _as_text(describing.methods(study))
    if "codebook" not in wish.leave_out:
        for version in revising.versions(study):
            name = f"codebook/{version}.yaml"
            made.files[name] = _as_text(converting.as_text(study, ".yaml", version=version))
    made.files["README.txt"] = _as_text(_readme(study, made))
    hashes = Pack("", made.files).hashes
    made.files[_MANIFEST] = _as_text(_as_json(_manifest(study, wish, made, hashes)))
    notes = tuple(f"Left out: {name} ({why})." for name, why in made.left_out.items())
    return Pack(f"Report of {study.profile.title}", made.files, notes)


class _Gathered:
    """What a pack holds so far, and what could not be made for it."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.left_out: dict[str, str] = {}

    def all_of(
        self,
        makers: Mapping[str, Callable[[Study, _Wish], Made]],
        study: Study,
        wish: _Wish,
        prefix: str = "",
    ) -> dict[str, Made]:
        """Make what can be made, and keep the reasons of what refuses."""
        made: dict[str, Made] = {}
        for name in telling.step_by_step("Making", list(makers), lambda name: f"{prefix}{name}"):
            try:
                made[name] = makers[name](study, wish)
            except ToolkitError as refused:
                self.left_out[f"{prefix}{name}"] = "; ".join(refused.lines())
        return made

    def add(self, path: str, result: Table, endings: Iterable[str]) -> None:
        """Write a table in several formats."""
        for ending in endings:
            self.files[f"{path}{ending}"] = exporting.as_bytes(result, ending)

    def draw(self, drawn: Mapping[str, Figure]) -> None:
        """Write figures in every format: all together or, if that fails, those that can be drawn alone."""
        if not drawn:
            return
        telling.PROGRESS.info("Drawing figures: %d", len(drawn))
        try:
            self.files |= exporting.pictures({f"figures/{name}": figure for name, figure in drawn.items()})
        except ToolkitError as refused:
            if len(drawn) > 1:
                for name, figure in drawn.items():
                    self.draw({name: figure})
            else:
                self.left_out[f"figure-{next(iter(drawn))}"] = "; ".join(refused.lines())


def _chosen(
    makers: Mapping[str, Callable[[Study, _Wish], Made]], wish: _Wish, prefix: str = ""
) -> dict[str, Callable[[Study, _Wish], Made]]:
    return {name: make for name, make in makers.items() if f"{prefix}{name}" not in wish.leave_out}


def _as_json(told: Mapping[str, object]) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)


def _as_text(text: str) -> bytes:
    return f"{text.rstrip()}\n".encode()


def _dictionary(tables: Mapping[str, Table]) -> Table:
    """Tell what each column of each table means."""
    rows = tuple(
        (name, column.name, column.printed, column.kind, column.meaning)
        for name, table in tables.items()
        for column in table.columns
    )
    columns = tuple(Column(name) for name in ("table", "column", "heading", "kind", "meaning"))
    kinds = "Kinds: text, count (a whole number), share (0 to 1) and number. An empty cell has no value."
    return Table("Data dictionary", columns, rows, (kinds,), grouped_by="table")


def _manifest(study: Study, wish: _Wish, made: _Gathered, hashes: Mapping[str, str]) -> dict[str, object]:
    with study.reading() as connection:
        number, head = events.head(connection)
        lineage = codebooks.lineage(connection)
        texts = transcripts.hashes(connection)
    profile = study.profile
    return {
        "format": _FORMAT,
        "study": {"id": profile.id, "title": profile.title, "notice": profile.notice},
        "log": {"events": number, "hash": head},
        "codebooks": {book.version: book.sha256 for book in lineage.releases},
        "transcripts": texts,
        "options": wish.told(),
        "made_with": {"intercoder": __version__, **{name: installed(name) for name in _LIBRARIES}},
        "left_out": {**made.left_out, **dict.fromkeys(wish.leave_out, "as asked for")},
        "files": {path: {"sha256": hashes[path], "bytes": len(data)} for path, data in made.files.items()},
    }


def _readme(study: Study, made: _Gathered) -> str:
    """Say what is in the pack and how it can be made again."""
    lines = [
        f"Report of the study: {study.profile.title}",
        "",
        study.profile.notice,
        "" if study.profile.notice else None,
        "tables/ and figures/ hold the same findings in several formats: .csv and .json for programs, .xlsx,",
        ".docx and .tex for people, .svg and .png for print. data-dictionary.csv says what each column is,",
        "methods.txt how the study was done, as far as data tell, and manifest.json what all of it rests on.",
        "",
        "Whoever has the study can make this pack again and have each file compared:",
        "",
        "    intercoder rebuild STUDY PACK.zip",
        *(("", "Left out:") if made.left_out else ()),
        *(f"  {name}: {why}" for name, why in made.left_out.items()),
    ]
    return "\n".join(line for line in lines if line is not None)


# Made again ------------------------------------------------------------------------------------------


def rebuild(study: Study, pack: Path) -> Table:
    """Make a report pack again from the study, and tell file by file whether it is the same.

    Parameters
    ----------
    study
        The study file.
    pack
        A pack that the command report has made, perhaps by somebody else.

    Returns
    -------
    Table
        A row for each file: same, different, missing (the pack lacks what is made now) or more (the pack has
        what is not made). The notes say why files may differ: another state of the study, other versions of
        programs.
    """
    return compared(study, files.source(pack))


def compared(study: Study, source: Source) -> Table:
    """Compare as `rebuild` does, a pack that is in no file of this machine."""
    then = packs.read(source)
    told = _read_manifest(source.name, then)
    now = _packed(study, _Wish.of(source.name, told["options"]))
    rows = tuple(_compared(then, now))
    differing = sum(state != "same" for _, state in rows)
    notes = (
        f"Files: {len(rows)}; not the same: {differing}.",
        *(_differences(told, json.loads(now.files[_MANIFEST])) if differing else ()),
    )
    return Table(f"Rebuilt: {source.name}", (Column("file"), Column("state")), rows, notes)


def _read_manifest(where: str, pack: Pack) -> Mapping[str, object]:
    try:
        told = json.loads(pack.files[_MANIFEST])
    except (KeyError, ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.get("format") != _FORMAT or "options" not in told:
        raise ToolkitError(where, "is no report pack", _REMEDY)
    return told


def _compared(then: Pack, now: Pack) -> Iterator[tuple[str, str]]:
    old, new = then.hashes, now.hashes
    for path in dict.fromkeys((*new, *old)):
        if path not in old:
            yield path, "missing"
        elif path not in new:
            yield path, "more"
        else:
            yield path, "same" if old[path] == new[path] else "different"


def _differences(then: Mapping[str, object], now: Mapping[str, object]) -> Iterator[str]:
    """Say what of the ground a pack rests on is another one now."""
    if then.get("study") != now["study"]:
        yield "The pack is of another study, or its title or notice was another."
    if then.get("log") != now["log"]:
        yield f"The study has changed since: then at {_short(then.get('log'))}, now at {now['log']}."
    if then.get("made_with") != now["made_with"]:
        made_with = _short(then.get("made_with"))
        yield f"Made with other versions of programs: {made_with}; here {now['made_with']}."


def _short(told: object) -> str:
    """Return what a manifest tells, which may be anybody's, as a part of a sentence."""
    return textwrap.shorten(str(told), _LONGEST_TOLD, placeholder=" …")
