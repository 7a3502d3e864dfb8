"""Comparing coders: agreement on a study, or on any table of ratings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from toolkit.errors import ToolkitError
from toolkit.formats import ratings
from toolkit.formats.ratings.reading import Options
from toolkit.model.counts import EngineName
from toolkit.model.reliability import Asked, IntervalName, Level, UnitKind
from toolkit.model.table import Table
from toolkit.store.study import Study
from toolkit.workflow import files, tallying
from toolkit.workflow.collating import Collated, collate, collate_discussed, own_unit
from toolkit.workflow.tabulating import computed, computed_twice


def agreement(
    study: Study | None = None,
    *,
    table: Path | None = None,
    unit: UnitKind | None = None,
    round: str | None = None,  # noqa: A002 - the word for it; numbers are not rounded here
    coders: tuple[str, ...] = (),
    codes: tuple[str, ...] = (),
    coefficients: tuple[str, ...] = (),
    interval: IntervalName | None = None,
    resamples: int = 10_000,
    seed: int = 0,
    include_interviewer: bool = False,
    at: str | None = None,
    cluster: str | None = None,
    blank: Literal["missing", "nothing"] | None = None,
    absent: Literal["missing", "nothing"] | None = None,
    level: Level = "nominal",
    after_discussion: bool = False,
    assignments: Path | None = None,
    columns: tuple[str, ...] = (),
    engine: EngineName | None = None,
) -> Table:
    """Compute intercoder agreement, overall and for each code.

    Only transcripts that a coder was assigned and has finished count for that coder; where a coefficient is
    undefined the reason is given instead. Codes that changed their meaning since a reading, or for which
    codings wait for a decision, are not compared; nor are readings of a corrected transcript in which codings
    wait for their place, and passages that are new to a reading.

    With --table no study is needed: any table of ratings will do, with columns coder, unit and code (several
    codes in one cell stand apart by semicolons, or in columns code_1, code_2, or in a column of 0 and 1 for
    each), or with a row for each unit and a column for each coder.

    Tables of millions of rows are counted by an engine: a folder of .parquet or one such file, or a .csv with
    --engine, with a row for each coder, unit and code. That nobody gave a unit a code is a "no" only of those
    who read it: --assignments says who did, or a column presence of 0 and 1.

    Parameters
    ----------
    study
        The study file.
    table
        A table of ratings instead: .csv, .tsv or .xlsx; or, for an engine, .parquet or a folder of them.
    unit
        The stretch of text on which coders are compared; by default the unit of the round, or turns if it has
        none. A segment is a stretch in which no coding that is compared begins or ends.
    round
        Only readings of this round, as they were at its end; by default each coder's last reading.
    coders
        Only these coders; by default everybody who has finished a transcript.
    codes
        Only these codes; by default all active ones. The overall row then compares these alone.
    coefficients
        Only these coefficients.
    interval
        The recipe for intervals: jackknife over interviews (by default), bootstrap over interviews (by
        default above 50), bootstrap over units, Gwet's or Krippendorff's own, or none.
    resamples
        How many resamples a recipe that draws at random takes.
    seed
        Seed of the random draws: the same seed gives the same numbers.
    include_interviewer
        Compare on interviewers' turns too.
    at
        See codings at this codebook version; by default the latest.
    cluster
        The column of the table that names the interview a unit is of.
    blank
        What a blank cell of the table says: the coder did not judge the unit (by default), or gave it
        nothing.
    absent
        What it says that a coder has no row for a unit: by default the unit was not judged if every coder
        gives at most one code to a unit, and else was given nothing.
    level
        What the codes of the table are: names, or numbers on a scale.
    after_discussion
        Beside each value, the same once verdicts on disagreements are applied to every coder's reading, and
        how many passages are settled and open. The value before stays: it alone tells how reliable coding is.
    assignments
        For an engine, a table of who read what: columns coder and unit (and transcript, if the table has it),
        or coder, transcript and units, the number of units that the transcript has.
    columns
        For an engine, what columns are called: coder=NAME, unit=NAME, code=NAME, transcript=NAME,
        presence=NAME, units=NAME. By default these words.
    engine
        What counts a table: pandas, duckdb, polars or spark. By default pandas up to a million rows, beyond
        DuckDB or Polars if one is installed.
    """
    asked = Asked(interval, resamples, seed, coefficients, level)
    of_engine = {"--assignments": assignments, "--columns": columns, "--engine": engine}
    of_table: dict[str, object] = {
        "--cluster": cluster,
        "--blank": blank,
        "--absent": absent,
        "--level": level != "nominal",
    }
    of_table |= of_engine
    of_text = {"--include-interviewer": include_interviewer}
    of_study = {
        "--unit": unit,
        "--round": round,
        "--at": at,
        "--after-discussion": after_discussion,
        **of_text,
    }
    remedy = "name a study file, or a table of ratings with --table FILE"
    if study is not None and table is not None:
        raise ToolkitError("agreement", "was given both a study and a table", remedy)
    if study is not None:
        _refuse(of_table, "is about a table of ratings", "use it with --table, or leave it out")
        if after_discussion:
            both = collate_discussed(
                study,
                unit=unit,
                coders=coders,
                codes=codes,
                include_interviewer=include_interviewer,
                at=at,
                round=round,
            )
            return computed_twice(both, asked)
        found = collate(
            study,
            unit=unit,
            coders=coders,
            codes=codes,
            include_interviewer=include_interviewer,
            at=at,
            round=round,
        )
        return computed(found, asked)
    if table is None:
        raise ToolkitError("agreement", "was given neither a study nor a table", remedy)
    _refuse(of_study, "is about a study, and a table was given", "leave it out")
    if any(of_engine.values()) or tallying.is_for_an_engine(table):
        scale = {"--level": level != "nominal"}
        _refuse(
            scale, "is not for tables that an engine counts", "leave it out, or use a .csv without --engine"
        )
        _refuse({"--absent": assignments and absent}, "is what --assignments says", "leave it out")
        return tallying.agreement(
            table,
            asked,
            assigned=assignments,
            engine=engine,
            columns=(*columns, *([f"transcript={cluster}"] if cluster else [])),
            blank=blank or "missing",
            absent=absent,
            coders=coders,
            codes=codes,
        )
    options = Options(cluster, blank or "missing", absent, level)
    return computed(rated(table, options, coders=coders, codes=codes), asked)


def usual_unit(study: Study) -> UnitKind:
    """Return the unit on which coders of the present round are compared if nobody says otherwise."""
    with study.reading() as connection:
        return own_unit(connection)


def _refuse(options: Mapping[str, object], what: str, remedy: str) -> None:
    for name, value in options.items():
        if value:
            raise ToolkitError(name, what, remedy)


def rated(path: Path, options: Options, *, coders: Sequence[str] = (), codes: Sequence[str] = ()) -> Collated:
    """Read a table of ratings, of these coders and codes alone.

    Raises
    ------
    ToolkitError
        If it cannot be read, a coder or code is not in it, or some of its numbers are to be left out.
    """
    if codes and options.level != "nominal":
        what = f"chooses among names, and --level {options.level} takes codes for numbers"
        raise ToolkitError("--codes", what, "leave out one of both")
    reading = ratings.read(files.source(path), options)
    data = reading.data
    for kind, known, chosen in (("coder", data.coders, coders), ("code", data.codes, codes)):
        for name in chosen:
            if name not in known:
                raise ToolkitError(name, f"is no {kind} of {path.name}", f"there are: {_some(known)}")
    data = data.of_coders(coders) if coders else data
    data = data.of_codes([name for name in data.codes if name in codes]) if codes else data
    names = tuple(dict.fromkeys(unit.transcript for unit in data.units))
    return Collated(data, "given", names, {}, notes=reading.notes)


def _some(names: Sequence[str]) -> str:
    most = 10
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
