"""What can be wrong with a table, its folder or its engine: one line each, and nothing counted."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path

import pandas as pd
import pytest

from tests.counting.coded import ENGINES, counted
from toolkit.counting import engines, judgements
from toolkit.counting.engines import FEW_ROWS, opened, usual
from toolkit.counting.sources import Source, columns, find, named
from toolkit.counting.tables import Layout
from toolkit.errors import ToolkitError
from toolkit.model.counts import EngineName
from toolkit.model.reliability import Asked
from toolkit.workflow import tallying

ROWS = [("Ana", "P1", "1", "trust"), ("Ben", "P1", "1", "trust"), ("Ben", "P1", "2", "doubt")]
NAMES = ["coder", "transcript", "unit", "code"]


def frame(rows: Sequence[tuple[object, ...]] | None = None, names: list[str] | None = None) -> pd.DataFrame:
    return pd.DataFrame(ROWS if rows is None else rows, columns=names or NAMES)


def told(table: Path, assigned: Path | None = None, *, layout: Layout | None = None) -> str:
    """Return what is said of a table that cannot be counted."""
    with pytest.raises(ToolkitError) as refused:
        counted("pandas", table, assigned, layout)
    lines = refused.value.lines()
    assert all("\n" not in line and "; " in line for line in lines)
    return "\n".join(lines)


def test_a_folder_without_a_file_and_what_is_no_table_are_refused(tmp_path: Path) -> None:
    assert "there is no such file or folder" in told(tmp_path / "nowhere")
    (tmp_path / "_temporary").mkdir()
    frame().to_parquet(tmp_path / "_temporary" / "part.parquet")
    assert "is a folder without a .parquet file" in told(tmp_path)
    (tmp_path / "codings.xlsx").write_bytes(b"PK")
    assert "is no .parquet and no .csv" in told(tmp_path / "codings.xlsx")
    (tmp_path / "codings.parquet").write_bytes(b"PAR1 and then nothing")
    assert "is no Parquet file" in told(tmp_path / "codings.parquet")
    (tmp_path / "codings.csv").write_bytes(b"coder,unit,\xff\xfe\n")
    assert "is no table in UTF-8" in told(tmp_path / "codings.csv")
    (tmp_path / "codings.csv").write_bytes(b"\n1,2,3\n")
    assert "does not begin with names of columns" in told(tmp_path / "codings.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name on this system")
@pytest.mark.parametrize("name", ["t.csv", "t.parquet"])
def test_a_pipe_is_not_waited_for(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    assert "is no file; save the table as a file" in told(tmp_path / name)


def test_files_of_a_folder_that_differ_are_named(tmp_path: Path) -> None:
    frame().to_parquet(tmp_path / "a.parquet")
    frame()[["transcript", "coder", "unit", "code"]].to_parquet(tmp_path / "b.parquet")
    assert "b.parquet: has other columns than a.parquet" in told(tmp_path)


def test_all_missing_columns_are_told_with_those_there_are(tmp_path: Path) -> None:
    frame(names=["worker", "document", "sentence", "label"]).to_csv(tmp_path / "t.csv", index=False)
    lines = told(tmp_path / "t.csv").splitlines()
    assert len(lines) == 3
    assert lines[0].endswith(
        "t.csv: has no column 'coder'; say what it is called with --columns coder=NAME; "
        "there are: worker, document, sentence, label"
    )
    names = named(["coder=worker", "unit=sentence", "code=label", "transcript=document"])
    assert counted("pandas", tmp_path / "t.csv", layout=Layout(names)).interviews == ("P1",)


def test_columns_of_a_type_that_is_no_name_are_refused(tmp_path: Path) -> None:
    odd = frame().assign(unit=[0.5, 1.0, 2.0], code=[b"x", b"y", b"z"])
    odd.to_parquet(tmp_path / "t.parquet")
    lines = told(tmp_path / "t.parquet").splitlines()
    assert "holds double in the column 'unit' of unit; write it as text or whole numbers" in lines[0]
    assert "holds binary in the column 'code' of code" in lines[1]


def test_two_columns_that_are_one_to_an_engine_are_refused(tmp_path: Path) -> None:
    frame().assign(Coder="Cem").to_parquet(tmp_path / "t.parquet")
    assert "has columns 'coder' and 'Coder', which are one to an engine; rename one" in told(
        tmp_path / "t.parquet"
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_that_name_nobody_are_counted_and_refused(engine: EngineName, tmp_path: Path) -> None:
    rows = [*ROWS, (None, "P1", "2", "trust"), ("Ana", None, "2", "trust"), ("Ana", "", "3", "trust")]
    frame(rows).to_parquet(tmp_path / "t.parquet")
    frame(rows).to_csv(tmp_path / "t.csv", index=False)
    for file in ("t.parquet", "t.csv"):
        with pytest.raises(ToolkitError) as refused:
            counted(engine, tmp_path / file)
        lines = refused.value.lines()
        assert [
            "has 1 row that names no coder" in lines[0],
            "has 2 rows that name no transcript" in lines[1],
        ] == [
            True,
            True,
        ]


def test_a_table_without_rows_or_codes_is_refused(tmp_path: Path) -> None:
    frame()[:0].astype("str").to_parquet(tmp_path / "t.parquet")
    assert "has no row" in told(tmp_path / "t.parquet")
    frame().assign(code="").to_csv(tmp_path / "t.csv", index=False)
    assert "names no code" in told(tmp_path / "t.csv")


def test_presence_is_yes_or_no(tmp_path: Path) -> None:
    frame().assign(presence=[1, 0, 2]).to_parquet(tmp_path / "t.parquet")
    assert "has 1 row that says neither yes nor no in the column of presence; write 0 or 1" in told(
        tmp_path / "t.parquet"
    )


def test_several_codes_on_a_unit_do_not_tell_who_read_it(tmp_path: Path) -> None:
    frame([*ROWS, ("Ben", "P1", "1", "doubt")]).to_parquet(tmp_path / "t.parquet")
    assert "says who gave several codes to a unit, and not who read which unit" in told(
        tmp_path / "t.parquet"
    )
    made = counted("pandas", tmp_path / "t.parquet", layout=Layout(absent="missing"))
    assert made.n_codings == 4
    refused = told(tmp_path / "t.parquet", layout=Layout(absent="nothing"))
    assert refused.startswith("--absent nothing: needs to know who read what")


def test_one_code_on_a_unit_tells_who_read_it(tmp_path: Path) -> None:
    frame().to_parquet(tmp_path / "t.parquet")
    assert [list(column) for column in counted("pandas", tmp_path / "t.parquet").seen] == [
        [0, 0],
        [2, 3],
        [1, 1],
    ]


def test_a_row_without_a_code_may_say_that_the_unit_was_read(tmp_path: Path) -> None:
    frame([*ROWS, ("Ana", "P1", "2", None)]).to_parquet(tmp_path / "t.parquet")
    left_out = counted("pandas", tmp_path / "t.parquet")
    read = counted("pandas", tmp_path / "t.parquet", layout=Layout(blank="nothing"))
    assert [list(made.seen[1]) for made in (left_out, read)] == [[2, 3], [3]]


def test_assignments_have_to_fit_the_table(tmp_path: Path) -> None:
    table, assigned = tmp_path / "t.parquet", tmp_path / "a.csv"
    frame().to_parquet(table)
    assigned.write_text("coder,transcript,units\nAna,P1,2\nBen,P1,3\n", "utf-8")
    assert "gives 'P1' 2 units, and elsewhere 3" in told(table, assigned)
    assigned.write_text("coder,transcript,units\nAna,P1,1\nBen,P1,1\n", "utf-8")
    assert "names 2 units of 'P1', which has 1 by the assignments" in told(table, assigned)
    assigned.write_text("coder,transcript,units\nAna,P1,two\nBen,P1,1.5\n", "utf-8")
    assert "has 2 rows that tell no whole number of units" in told(table, assigned)
    assigned.write_text("coder,unit\nAna,1\n", "utf-8")
    assert "has no column 'transcript'" in told(table, assigned)
    assigned.write_text("coder,transcript\nAna,P1\n", "utf-8")
    assert "has no column 'units'" in told(table, assigned)
    frame()[["coder", "unit", "code"]].to_parquet(table)
    assert "the table of codings tells no interviews apart" in told(table, assigned)


def test_names_that_cannot_be_shown_are_refused_and_too_many_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame([("Ana", "P1", "1", "tru\u202est")]).to_parquet(tmp_path / "t.parquet")
    assert "code holds the unprintable character U+202E" in told(tmp_path / "t.parquet")
    frame().to_parquet(tmp_path / "t.parquet")
    monkeypatch.setattr("toolkit.counting.tables.MOST_CODES", 1)
    assert "has more than 1 codes; is it the column of codes?" in told(tmp_path / "t.parquet")


def test_so_many_coders_of_one_unit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame([(f"c{at}", "P1", "1", "trust") for at in range(12)]).to_parquet(tmp_path / "t.parquet")
    monkeypatch.setattr(judgements, "MOST_JUDGES", 11)
    assert "has a unit that 12 coders read, and at most 11 are compared" in told(tmp_path / "t.parquet")


def test_too_many_ways_leave_out_the_row_of_all_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame().to_parquet(tmp_path / "t.parquet")
    monkeypatch.setattr(judgements, "MOST_WAYS", 1)
    assert counted("pandas", tmp_path / "t.parquet").sets is None


def test_chosen_coders_and_codes_have_to_be_there(tmp_path: Path) -> None:
    frame().to_parquet(tmp_path / "t.parquet")
    assert "Dora: is no coder of" in told(tmp_path / "t.parquet", layout=Layout(coders=("Dora",)))
    assert "is no code of" in told(tmp_path / "t.parquet", layout=Layout(codes=("hope",)))
    made = counted("pandas", tmp_path / "t.parquet", layout=Layout(coders=("Ben",), codes=("doubt",)))
    assert (made.coders, made.codes, made.n_codings) == (("Ben",), ("doubt",), 1)


@pytest.mark.parametrize("word", ["coder", "coder=", "worker=coder", ""])
def test_a_word_that_names_no_column_is_refused(word: str) -> None:
    with pytest.raises(ToolkitError, match="names no column"):
        named([word])


def test_a_column_has_one_name_and_one_meaning() -> None:
    with pytest.raises(ToolkitError, match="names the column of coder twice"):
        named(["coder=a", "coder=b"])
    with pytest.raises(ToolkitError, match="two meanings"):
        named(["coder=a", "unit=a"])


# --- hostile names --------------------------------------------------------------------------------------


HOSTILE = ["a\"b'; DROP TABLE x --", "x.y`z", "sp ace=1", "<script>alert(1)</script>"]


@pytest.mark.parametrize("engine", ENGINES)
def test_names_of_columns_and_files_are_never_a_query_or_a_pattern(
    engine: EngineName, tmp_path: Path
) -> None:
    folder = tmp_path / "transcript=P7 [1] {a,b}"
    folder.mkdir()
    frame(names=HOSTILE).to_parquet(folder / "a*.parquet")
    frame(names=HOSTILE).to_parquet(folder / "a1.parquet")
    frame(names=HOSTILE).to_csv(folder / "a[1].csv", index=False)
    names = dict(zip(NAMES, HOSTILE, strict=True))
    for file in ("a*.parquet", "a[1].csv"):
        made = counted(engine, folder / file, layout=Layout(names))
        assert (made.n_codings, made.n_repeated, made.interviews) == (3, 0, ("P1",))
    assert counted(engine, folder, layout=Layout(names)).n_repeated == 3


@pytest.mark.parametrize("engine", ENGINES)
def test_cells_of_a_csv_are_read_to_the_letter(engine: EngineName, tmp_path: Path) -> None:
    rows = [
        ("Ana, M.", "P1", "01", 'say "so"'),
        ("NA", "P1", "1.0", "two\nlines"),
        ("null", "P1", "1", "nan"),
    ]
    frame(rows).to_csv(tmp_path / "t.csv", index=False, encoding="utf-8-sig")
    with pytest.raises(ToolkitError, match=r"code holds the unprintable character U\+000A"):
        counted(engine, tmp_path / "t.csv")
    frame([rows[0], rows[2]]).to_csv(tmp_path / "t.csv", index=False, encoding="utf-8-sig")
    made = counted(engine, tmp_path / "t.csv")
    assert (made.codes, made.coders) == (("nan", 'say "so"'), ("Ana, M.", "null"))
    assert sum(made.seen[2]) == 2


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("rows", ["Ana,1,x,y\nBen,1,x\n", "Ana,1,x,y\nBen,1,x,y\n"])
def test_a_row_with_more_cells_than_there_are_columns_is_refused(
    rows: str, engine: EngineName, tmp_path: Path
) -> None:
    (tmp_path / "t.csv").write_text("coder,unit,code\n" + rows, "utf-8")
    with pytest.raises(ToolkitError, match=f"--engine {engine}: could not count") as refused:
        counted(engine, tmp_path / "t.csv")
    assert len(refused.value.lines()) == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_a_row_of_a_csv_that_looks_like_a_comment_is_a_row(engine: EngineName, tmp_path: Path) -> None:
    rows = "#1,1,x\n" * 3 + "Ana,1,x\nBen,1,x\n#2,1,x # or y\n#3,1,x\n"
    (tmp_path / "t.csv").write_text("coder,unit,code\n" + rows, "utf-8")
    made = counted(engine, tmp_path / "t.csv")
    assert (made.coders, made.codes) == (("#1", "#2", "#3", "Ana", "Ben"), ("x", "x # or y"))


@pytest.mark.parametrize("engine", ENGINES)
def test_numbers_are_names_too(engine: EngineName, tmp_path: Path) -> None:
    numbered = pd.DataFrame({"coder": [1, 2], "unit": pd.array([7, 7], "Int64"), "code": [3, 3]})
    numbered.assign(code=numbered["code"].astype("str").astype("category")).to_parquet(tmp_path / "t.parquet")
    made = counted(engine, tmp_path / "t.parquet")
    assert (made.coders, made.codes, list(made.seen[1])) == (("1", "2"), ("3",), [3])


@pytest.mark.parametrize("engine", ENGINES)
def test_a_file_that_breaks_off_is_one_line(engine: EngineName, tmp_path: Path) -> None:
    whole = tmp_path / "t.parquet"
    frame(ROWS * 1000).to_parquet(whole, compression=None)
    data = bytearray(whole.read_bytes())
    data[4:400] = bytes(396)
    whole.write_bytes(bytes(data))
    with pytest.raises(ToolkitError, match=f"--engine {engine}: could not count") as refused:
        counted(engine, whole)
    assert len(refused.value.lines()) == 1


# --- engines --------------------------------------------------------------------------------------------


def test_an_engine_that_is_not_installed_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    with pytest.raises(ToolkitError) as refused, opened("duckdb", tmp_path):
        pass
    assert str(refused.value) == (
        "--engine duckdb: duckdb is not installed; install it with: pip install 'intercoder[duckdb]', "
        "or choose another --engine"
    )


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="Spark is not here")
def test_spark_without_java_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.delenv("SPARK_REMOTE", raising=False)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with (
        pytest.raises(ToolkitError, match="there is no Java on this machine; install Java 17"),
        opened("spark", tmp_path),
    ):
        pass


def source(n_rows: int | None, size: int = 10) -> Source:
    return Source("t", (), "parquet", (), {}, n_rows, size)


def test_the_usual_engine_is_pandas_for_small_tables_and_else_what_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert usual(source(FEW_ROWS), source(5)) == "pandas"
    assert usual(source(5), source(FEW_ROWS + 1)) == "duckdb"
    assert usual(source(None, 100 * 2**20)) == "duckdb"

    def without_duckdb(name: str) -> ModuleSpec | None:
        return None if name == "duckdb" else importlib.util.find_spec(name)

    monkeypatch.setattr(engines, "find_spec", without_duckdb)
    assert usual(source(FEW_ROWS + 1)) == "polars"
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    assert usual(source(FEW_ROWS + 1)) == "pandas"


def test_columns_that_are_there_without_being_needed_are_taken(tmp_path: Path) -> None:
    frame().to_parquet(tmp_path / "t.parquet")
    assert columns(find(tmp_path / "t.parquet"), {}, ("coder",), ("unit", "presence")) == {
        "coder": "coder",
        "unit": "unit",
    }


def test_nothing_of_duckdb_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "aside"))
    (tmp_path / "aside").mkdir()
    frame().to_parquet(tmp_path / "t.parquet")
    tallying.agreement(tmp_path / "t.parquet", Asked(), engine="duckdb")
    assert list((tmp_path / "aside").iterdir()) == []
