"""The modules that the recipes show work as they stand, each put where its recipe says."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from tests.agreement.cells import by_coder
from toolkit import cli
from toolkit.agreement import coefficients, differing, printed
from toolkit.agreement import table as agreement_table
from toolkit.agreement.patterns import over_interviews, together
from toolkit.agreement.ratings import Ratings
from toolkit.errors import FaultyFile
from toolkit.formats import exchange, projects, ratings, tables, transcripts
from toolkit.formats.ratings.reading import Options
from toolkit.model.transcript import Source
from toolkit.workflow import demonstrating, exporting, reporting, tabulating
from toolkit.workflow.studies import open_study

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "recipes.md").read_text("utf-8")
SHOWN = dict(re.findall(r"^`(toolkit/[\w/]+\.py)`:\n\n```python\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL))

Put = Callable[[str], ModuleType]
Run = Callable[..., str]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    """Return what puts a module of the page into its package, for this test."""

    def into(path: str) -> ModuleType:
        name = path.removesuffix(".py").replace("/", ".")
        package, _, last = name.rpartition(".")
        made = ModuleType(name)
        made.__package__ = package
        exec(compile(SHOWN[path], path, "exec"), made.__dict__)  # noqa: S102 - our own page
        monkeypatch.setitem(sys.modules, name, made)
        monkeypatch.setattr(import_module(package), last, made, raising=False)
        return made

    return into


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recipes") / "sample.study"
    demonstrating.sample(path).close()
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def typed(*words: object) -> str:
        monkeypatch.setattr(sys, "argv", ["intercoder", *map(str, words)])
        capsys.readouterr()
        cli.main()
        return capsys.readouterr().out

    return typed


def test_every_module_shown_stands_where_there_is_room_for_it_and_is_in_a_test() -> None:
    here = Path(__file__).read_text("utf-8")

    assert len(SHOWN) == PAGE.count("```python")
    for path in SHOWN:
        assert (ROOT / path).parent.is_dir(), path
        assert not (ROOT / path).exists(), path
        assert f'put("{path}")' in here, path


def test_every_file_a_recipe_names_is_there() -> None:
    named = re.findall(r"`((?:toolkit|tests|docs|benchmarks)/[\w./-]+)`", PAGE)

    assert [name for name in named if name not in SHOWN and not (ROOT / name).exists()] == []


def test_a_transcript_format(
    put: Put, run: Run, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = put("toolkit/formats/transcripts/talk.py")
    monkeypatch.setattr(transcripts, "_MARKED", (talk, *transcripts._MARKED))  # noqa: SLF001 - as the recipe says
    monkeypatch.setattr(transcripts, "FORMATS", (talk, *transcripts.FORMATS))
    file = tmp_path / "P50.talk"
    file.write_text("%talk 1\nAna> How did it begin?\n\nP50> With a table.\n", "utf-8")

    found = transcripts.read(Source(file.name, file.read_bytes()))

    turns = found.transcript.turns
    assert [found.transcript.words_of(turn) for turn in turns] == ["How did it begin?", "With a table."]
    assert found.report.words == found.report.words_in_turns + found.report.words_left_out == 11
    assert "P50" in run("import", sample, file, "--dry-run")
    with pytest.raises(FaultyFile, match="is no turn"):
        talk.read(Source("bad.talk", b"%talk 1\nno label\n"))


def test_a_project_format(
    put: Put, run: Run, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = put("toolkit/formats/projects/quick.py")
    monkeypatch.setattr(projects, "FORMATS", (quick, *projects.FORMATS))
    coding = {"code": "trust", "coder": "Ana", "start": 2, "end": 7}
    file = tmp_path / "talks.quick"
    file.write_text(json.dumps({"quick": 1, "text": "I trust it.", "codings": [coding]}), "utf-8")

    found = projects.read(Source(file.name, file.read_bytes()))

    assert [each.quote for each in found.codings] == ["trust"]
    assert "talks" in run("import-project", sample, file, "--dry-run")
    with pytest.raises(FaultyFile, match="coding 1 has no code"):
        quick.read(Source("bad.quick", b'{"quick": 1, "text": "x", "codings": [3]}'))


def test_a_plain_export(
    put: Put, run: Run, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(exchange.FORMATS, "listing", put("toolkit/formats/exchange/listing.py"))
    file = tmp_path / "all.txt"

    run("export", sample, file, "--kind", "listing")

    lines = file.read_text("utf-8").splitlines()
    assert len([line for line in lines if line.startswith("P01  A  ")]) > 5


def test_a_table_format(
    put: Put, run: Run, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("toolkit/formats/tables/tabbed.py")
    monkeypatch.setitem(tables._FORMATS, ".tsv", "tabbed")  # noqa: SLF001 - as the recipe says
    file = tmp_path / "frequency.tsv"

    run("frequency", sample, "--to", file)

    names, first, *_ = (line.split("\t") for line in file.read_text("utf-8").splitlines())
    assert dict(zip(names, first, strict=True))["n_participants"] == "5"


def test_a_coefficient_and_its_intervals(
    put: Put, run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = put("toolkit/agreement/overlap.py")
    both, neither = by_coder("xx-x", "x--x", codes=["x"]), by_coder("--", "--", codes=["x"])
    assert made.overlap(both).value == pytest.approx(2 / 3)
    assert made.overlap(neither).reason == "nobody gave this code"

    for name, added in (
        ("COEFFICIENTS", made.overlap),
        ("RECIPES", made.overlap_recipe),
        ("HEADINGS", ("Overlap", "Jaccard's index of one code.")),
    ):
        grown = {**getattr(coefficients, name), "overlap": added}
        for module in (coefficients, agreement_table, differing, printed, tabulating):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, grown)
    told = run("agreement", sample, "--unit", "turn", "--coefficients", "overlap", "positive")

    # Of two coders Jaccard's index J and positive agreement P say the same: J = P / (2 - P).
    row = next(line for line in told.splitlines() if "promotion-and-visibility" in line)
    overlap, positive = (float(each) for each in re.findall(r"([\d.]+)%? \[", row)[::-1])
    assert overlap == pytest.approx((positive / 100) / (2 - positive / 100), abs=0.001)


def test_an_interval(put: Put) -> None:
    made = put("toolkit/agreement/reach.py")
    agreed = {"P01": 4, "P02": 2, "P03": 3}  # of four units each, as in docs/methods/intervals.md
    lines = [f"{name},{n},a,{'a' if n < often else 'b'}" for name, often in agreed.items() for n in range(4)]
    file = Source("ratings.csv", "\n".join(["interview,unit,Ana,Ben", *lines]).encode())
    seen = together(Ratings.of(ratings.read(file, Options(cluster="interview")).data))
    recipe = coefficients.RECIPES["percent"](seen)
    assert not isinstance(recipe, str)

    (found,) = made.reach(over_interviews(seen, recipe))

    assert (found.low, found.value, found.high) == pytest.approx((5 / 8, 6 / 8, 7 / 8))
    assert found.resampling.number == 3


def test_a_findings_table(put: Put, run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("toolkit/analysis/rare.py")
    put("toolkit/workflow/sifting.py")
    monkeypatch.setitem(
        cli.COMMANDS, "rare", ("sifting:rare", "List the codes that few participants speak of.")
    )
    cli.app.command("toolkit.workflow.sifting:rare", name="rare")
    try:
        told = run("rare", sample, "--most", 2)
    finally:
        del cli.app["rare"]
    with closing(open_study(sample)) as study:
        counted = reporting.frequency(study)

    people = dict(zip(counted.column("label"), counted.column("n_participants"), strict=True))
    few = [str(label) for label, n in people.items() if isinstance(n, int) and n <= 2]
    assert few
    assert [
        label for label in map(str, people) if re.search(rf"^{re.escape(label)} ", told, re.MULTILINE)
    ] == few


def test_a_figure(put: Put, sample: Path, tmp_path: Path) -> None:
    made = put("toolkit/figures/firsts.py")
    with closing(open_study(sample)) as study:
        figure = made.firsts(reporting.frequency(study))

    exporting.write(figure, tmp_path / "firsts.svg")

    assert "Reuse and maintenance" in (tmp_path / "firsts.svg").read_text("utf-8")


def test_a_page(put: Put, sample: Path) -> None:
    put("toolkit/ui/pages/notices.py")

    def page(path: str) -> None:
        from importlib import import_module  # noqa: PLC0415

        from toolkit.workflow.studies import open_study  # noqa: PLC0415

        import_module("toolkit.ui.pages.notices").show(open_study(path))

    shown = AppTest.from_function(page, args=(str(sample),), default_timeout=60).run()

    assert not shown.exception
    assert shown.title[0].value == "Notices"
    assert "invented by the Intercoder project" in shown.markdown[0].value
